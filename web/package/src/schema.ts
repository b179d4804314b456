/** A Standard Schema of the signup, for the form libraries that take one. */

import type { StandardSchemaV1 } from "@standard-schema/spec";
import { ready } from "./engine.js";
import type { SignupDocument } from "./generated.js";
import type { Options } from "./types.js";

/**
 * A Standard Schema v1. It is synchronous; it validates the input as it stands and hands it back untouched, so that its
 * type may be that of a form's values.
 */
export type SignupSchema<T = SignupDocument> = StandardSchemaV1<T, T>;

/**
 * The signup as a Standard Schema.
 *
 * Its issues are the errors of a check, the first of each field, with their messages in the locale; warnings and infos
 * are in `check(value).issues` alone, since an issue there means failure. Before `init` has finished, validating throws.
 */
export function signupSchema<T = SignupDocument>(options: Options = {}): SignupSchema<T> {
  return {
    "~standard": {
      version: 1,
      vendor: "merchant-signup",
      validate(value: unknown) {
        const report = ready().check(value, options);
        if (report.status === "ready") return { value: value as T };
        const issues: StandardSchemaV1.Issue[] = [];
        const seen = new Set<string>();
        for (const { severity, path, message } of report.issues) {
          if (severity !== "error" || seen.has(path)) continue;
          seen.add(path);
          issues.push({ message, path: keysOf(path) });
        }
        return { issues };
      },
    },
  };
}

/** A pointer as keys and indices. The keys of a report's pointers need no escapes. */
function keysOf(pointer: string): PropertyKey[] {
  const isIndex = (token: string): boolean => /^\d+$/.test(token);
  return pointer.split("/").slice(1).map((token) => (isIndex(token) ? Number(token) : token));
}
