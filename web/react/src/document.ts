/** The document that is filled in, and what is kept beside it. */

import { at, put } from "./engine";

/** A signup with nothing in it yet, but with a line for the first signatory. */
export const EMPTY = {
  signup: {
    payment_options: [],
    revenue: {},
    store_type: [],
    ownership: { owners: [] },
    verifications: {},
    signature: { signatures: [{}] },
    applicant: {},
  },
};

/** Answers that another answer has made invisible, by a name of their own. */
export type Aside = Readonly<Record<string, unknown>>;

/** An element that was taken out of a list, and where it stood. */
export interface Removed {
  readonly list: string;
  readonly index: number;
  readonly value: unknown;
  /** What it is called in the form. */
  readonly who: string;
}

/** What is left to show once the signup is away. */
export interface Sent {
  readonly signup: unknown;
  readonly reference: string | null;
  /** An earlier attempt had arrived after all: what was changed since is not in it. */
  readonly isEarlier: boolean;
  /** Whether the server would take another signup. */
  readonly canBeginAgain: boolean;
}

/** What is kept of a form: the document, and beside its fields what is set aside. */
export function together(value: unknown, aside: Aside): unknown {
  return Object.keys(aside).length > 0 ? { ...(value as object), aside } : value;
}

/** The two again. What is no document is an empty one. */
export function apart(kept: unknown): { value: unknown; aside: Aside } {
  if (!isObject(kept)) return { value: EMPTY, aside: {} };
  const { aside, ...value } = kept;
  return { value: withSignatory(value), aside: isObject(aside) ? aside : {} };
}

// Values that a platform gives to begin with name nobody who signs: there is a line for the first all the same.
function withSignatory(value: unknown): unknown {
  const signup = at(value, "/signup");
  if (!isObject(signup)) return value;
  const { signature = {} } = signup;
  if (!isObject(signature) || signature["signatures"] !== undefined) return value;
  return put(value, "/signup/signature/signatures", [{}]);
}

/** Whether there is nothing in a value that somebody could miss. */
export function isEmpty(value: unknown): boolean {
  if (typeof value === "string") return value.trim() === "";
  if (value === null || typeof value !== "object") return value === undefined || value === null;
  return Object.values(value).every(isEmpty);
}

/** Whether two values say the same, whatever the order of their keys. */
export function isSame(one: unknown, other: unknown): boolean {
  if (one === null || other === null || typeof one !== "object" || typeof other !== "object") return one === other;
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys].every((key) => isSame(at(one, `/${key}`), at(other, `/${key}`)));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
