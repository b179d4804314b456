/**
 * Checks merchant signups before they are sent: one set of rules, in Rust, the same answer behind every door.
 *
 * @module
 */

import { type Fix } from "./decode.js";
import { ready } from "./engine.js";
import type { Change, Options, Report } from "./types.js";

export { createDraft, type Draft } from "./draft.js";
export { init, initSync, isReady } from "./engine.js";
export type { Issue, IssueCode, Signup, SignupDocument } from "./generated.js";
export { signupSchema, type SignupSchema } from "./schema.js";
export { checkText, fields, formatMessage, rules } from "./text.js";
export type * from "./types.js";

/** Checks a signup. It counts as its `JSON.stringify` text would; nothing that it holds makes this throw. */
export function check(value: unknown, options: Options = {}): Report {
  return ready().check(value, options);
}

/**
 * Brings the messages of a language other than English. Await it before the language is used; until then, and where it
 * cannot be had, messages are in English.
 */
export function loadLocale(locale: string): Promise<void> {
  return ready().loadLocale(locale);
}

/** The same signup with what can be corrected without guessing, and the changes. The value itself is not changed. */
export function canonicalize<T>(value: T): { value: T; changes: readonly Change[] } {
  const fixes = ready().fixes(value);
  const fixed = fixes.reduce<unknown>((document, fix) => corrected(document, fix.path.split("/").slice(1), fix), value);
  return { value: fixed as T, changes: fixes.map(({ path, fix }) => ({ path, fix })) };
}

/** A copy with one correction; what did not change stays the same object. */
function corrected(holder: unknown, [token, ...rest]: string[], fix: Fix): unknown {
  if (token === undefined) return fix.fix === "number_from_text" ? Number(fix.text) : fix.text;
  const copy = (Array.isArray(holder) ? [...(holder as unknown[])] : { ...(holder as object) }) as Record<string, unknown>;
  copy[token] = corrected(copy[token], rest, fix);
  return copy;
}
