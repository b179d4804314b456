/** A signup that is ready to be sent, as a type. */

import type { Signup, SignupDocument, Verifications } from "./generated.js";
import type { Report } from "./types.js";

/** What is owed only sometimes: by who owns the company, and by the type of the store. */
type Sometimes = "legal_name" | "date_of_birth" | "owners" | "verifications" | keyof Verifications;

type Filled<T> = T extends readonly (infer E)[]
  ? Filled<NonNullable<E>>[]
  : T extends object
    ? { [K in keyof T as K extends Sometimes ? never : K]-?: Filled<NonNullable<T[K]>> } & {
        [K in keyof T as K extends Sometimes ? K : never]?: Filled<NonNullable<T[K]>> | null;
      }
    : T;

/** A document of which a report at level `submission` says that it is ready: what every merchant owes is there. */
export interface ReadySignup extends SignupDocument {
  signup: Filled<Signup>;
}

/** Whether a report says that the document it was made of can be sent; TypeScript then knows what is there. */
export function isReady(report: Pick<Report, "status" | "level">, value: unknown): value is ReadySignup {
  return report.status === "ready" && report.level === "submission" && typeof value === "object";
}
