/** A Standard Schema of the signup, for the form libraries that take one. */

import type { StandardSchemaV1 } from "@standard-schema/spec";
import { coerced } from "./coerce.js";
import type { Checker } from "./checker.js";
import { isUnder, sectionOf } from "./fields.js";
import type { Issue, SignupDocument } from "./generated.js";
import { tokensOf } from "./pointer.js";
import type { Pointer } from "./pointers.js";
import { indexOf, wrong } from "./settings.js";
import { Shadow } from "./shadow.js";
import { init, isLoaded, ready } from "./load.js";
import type { ReadySignup } from "./ready.js";
import type { Options, SectionName } from "./types.js";

export interface SchemaOptions extends Options {
  /** Judges this section alone, as a step of a form needs it. */
  section?: SectionName | undefined;
  /** Judges what is at this pointer and below it alone. */
  under?: Pointer | undefined;
  /** Takes texts where numbers and answers are due, as a `FormData` or the fields of a form give them. */
  coerce?: boolean | undefined;
  /**
   * What happens where the WASM cannot be loaded: `pass` lets the form be sent, for the server checks again, and says so
   * once on the console; `reject` rejects. In a page it passes, elsewhere (on a server) it rejects.
   */
  whenUnavailable?: "pass" | "reject" | undefined;
}

/** An issue as Standard Schema has it, with what ours has beside. */
export interface SchemaIssue extends StandardSchemaV1.Issue {
  readonly code: Issue["code"];
  readonly params: Issue["params"];
  readonly section: SectionName | null;
}

/** A Standard Schema v1. It hands the input back untouched, unless it is told to coerce. */
export type SignupSchema<In = SignupDocument, Out = In> = StandardSchemaV1<In, Out>;

/** What a schema knows of a path. */
interface Place {
  readonly keys: readonly PropertyKey[];
  readonly section: SectionName | null;
  /** Whether what is said of it is said by this schema. */
  readonly concerns: boolean;
  /** In which list of issues it was seen last. */
  seen: number;
}

/** As many paths are remembered. */
const REMEMBERED = 1000;

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
  if (whenUnavailable !== undefined && whenUnavailable !== "pass" && whenUnavailable !== "reject") throw wrong("whenUnavailable", '"pass" or "reject"');
  if (under !== undefined) tokensOf(under);
  const passes = whenUnavailable === undefined ? "document" in globalThis : whenUnavailable === "pass";
  const concerns = (path: string): boolean =>
    // What is said of the document as a whole (it is none, it has no signup) concerns every part.
    path === "" || path === "/signup" || ((section === undefined || sectionOf(path) === section) && (under === undefined || isUnder(path, under)));

  // Issues are the same objects as long as they are remembered, and so are lists of them: what was made of them is found again.
  const places = new Map<string, Place>();
  let made = new WeakMap<Issue, SchemaIssue>();
  const failures = new WeakMap<readonly Issue[], StandardSchemaV1.FailureResult | null>();
  let turn = 0;
  const placeOf = (path: string): Place => {
    let place = places.get(path);
    if (place === undefined) {
      place = { keys: Object.freeze(keysOf(path)), section: sectionOf(path), concerns: concerns(path), seen: 0 };
      places.set(path, place);
    }
    return place;
  };
  const failureOf = (issues: readonly Issue[]): StandardSchemaV1.FailureResult | null => {
    const found: SchemaIssue[] = [];
    turn++;
    if (places.size > REMEMBERED) {
      places.clear();
      made = new WeakMap();
    }
    for (const issue of issues) {
      if (issue.severity !== "error") continue;
      const place = placeOf(issue.path);
      if (!place.concerns || place.seen === turn) continue;
      place.seen = turn;
      let ours = made.get(issue);
      if (ours === undefined) {
        const { message, code, params } = issue;
        ours = Object.freeze({ message, path: place.keys, code, params, section: place.section });
        made.set(issue, ours);
      }
      found.push(ours);
    }
    return found.length > 0 ? Object.freeze({ issues: Object.freeze(found) }) : null;
  };

  let shadow: Shadow | undefined;
  const judged = (engine: Checker, value: unknown): StandardSchemaV1.Result<T> => {
    const input = coerce === true ? asCoerced(value, engine) : value;
    if (shadow === undefined) {
      assertPart(engine, section, under);
      shadow = new Shadow(engine);
    }
    const { issues } = engine.shadows.checkBy(shadow, input, engine.settings(given));
    if (issues.length === 0) return { value: input as T };
    let failure = failures.get(issues);
    if (failure === undefined) failures.set(issues, (failure = failureOf(issues)));
    return failure ?? { value: input as T };
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

/** Makes sure that there is a part of a signup to judge: a slip of the pen would let everything through. */
function assertPart({ tables, places }: Checker, section: SectionName | undefined, under: string | undefined): void {
  indexOf(tables.sections, section, "section");
  if (under === undefined) return;
  const target = places.target(under);
  if (target.places.length <= target.tokens.length) throw wrong("under", 'a pointer to something that a signup has, such as "/signup/revenue"');
  const within = sectionOf(under);
  if (section !== undefined && within !== null && within !== section) throw wrong("under", `in the section "${section}"`);
}

/** What cannot be read is judged as it is, which says so. */
function asCoerced(value: unknown, { tables }: Checker): unknown {
  try {
    return coerced(value, tables);
  } catch {
    return value;
  }
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

