/** A Standard Schema of the signup, for the form libraries that take one. */

import type { StandardSchemaV1 } from "@standard-schema/spec";
import { coerced } from "./coerce.js";
import type { Checker } from "./checker.js";
import { isUnder, sectionOf } from "./fields.js";
import type { Issue, SignupDocument } from "./generated.js";
import { Shadow } from "./shadow.js";
import { init, isLoaded, ready } from "./load.js";
import type { ReadySignup } from "./ready.js";
import type { Options, SectionName } from "./types.js";

export interface SchemaOptions extends Options {
  /** Judges this section alone, as a step of a form needs it. */
  section?: SectionName;
  /** Judges what is at this pointer and below it alone. */
  under?: string;
  /** Takes texts where numbers and answers are due, as a `FormData` or the fields of a form give them. */
  coerce?: boolean;
  /**
   * What happens where the WASM cannot be loaded: `pass` lets the form be sent, for the server checks again, and says so
   * once on the console; `reject` rejects. In a page it passes, elsewhere (on a server) it rejects.
   */
  whenUnavailable?: "pass" | "reject";
}

/** An issue as Standard Schema has it, with what ours has beside. */
export interface SchemaIssue extends StandardSchemaV1.Issue {
  readonly code: Issue["code"];
  readonly params: Issue["params"];
  readonly section: SectionName | null;
}

/** A Standard Schema v1. It hands the input back untouched, unless it is told to coerce. */
export type SignupSchema<In = SignupDocument, Out = In> = StandardSchemaV1<In, Out>;

/** A whole signup is judged, as it is to be sent. */
type Whole = SchemaOptions & { section?: never; under?: never; level?: "submission" };

/**
 * The signup as a Standard Schema.
 *
 * Its issues are the errors of a check, the first of each field, with their messages in the locale; warnings and infos
 * are in `check(value).issues` alone, since an issue there means failure. Once the WASM is loaded it is synchronous;
 * before, it loads it, and answers with a promise.
 */
export function signupSchema(options?: Whole): SignupSchema<SignupDocument, ReadySignup>;
export function signupSchema<T = SignupDocument>(options?: SchemaOptions): SignupSchema<T>;
export function signupSchema<T = SignupDocument>(options: SchemaOptions = {}): SignupSchema<T> {
  const { section, under, coerce, whenUnavailable, ...given } = options;
  const passes = whenUnavailable === undefined ? "document" in globalThis : whenUnavailable === "pass";
  const is = (issue: Issue): boolean =>
    issue.severity === "error" &&
    // What is said of the document as a whole (it is none, it has no signup) concerns every part.
    (/^(\/signup)?$/.test(issue.path) || section === undefined || sectionOf(issue.path) === section) &&
    (/^(\/signup)?$/.test(issue.path) || under === undefined || isUnder(issue.path, under));

  let shadow: Shadow | undefined;
  const judged = (engine: Checker, value: unknown): StandardSchemaV1.Result<T> => {
    const input = coerce === true ? coerced(value, engine.tables) : value;
    shadow ??= new Shadow(engine);
    const { issues } = engine.shadows.checkBy(shadow, input, engine.settings(given));
    const seen = new Set<string>();
    const found: SchemaIssue[] = [];
    for (const issue of issues) {
      if (!is(issue) || seen.has(issue.path)) continue;
      seen.add(issue.path);
      const { message, code, params, path } = issue;
      found.push({ message, path: keysOf(path), code, params, section: sectionOf(path) });
    }
    return found.length > 0 ? { issues: found } : { value: input as T };
  };

  return {
    "~standard": {
      version: 1,
      vendor: "merchant-signup",
      validate(value: unknown) {
        if (isLoaded()) return judged(ready(), value);
        return init().then(
          () => judged(ready(), value),
          (error: unknown) => {
            if (!passes) throw error;
            warn(error);
            return { value: value as T };
          },
        );
      },
    },
  };
}

let hasWarned = false;

function warn(error: unknown): void {
  if (hasWarned) return;
  hasWarned = true;
  const { console } = globalThis as { console?: { warn(...words: unknown[]): void } };
  console?.warn("merchant-signup: signups are not checked here, but where they are sent:", error);
}

/** A pointer as keys and indices. The keys of a report's pointers need no escapes. */
export function keysOf(pointer: string): PropertyKey[] {
  return pointer.split("/").slice(1).map((token) => (/^\d+$/.test(token) ? Number(token) : token));
}

