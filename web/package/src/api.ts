/** What the package gives, wherever its modules come from. */

import type { Fix } from "./decode.js";
import type { Issue } from "./generated.js";
import { ready } from "./load.js";
import { at, tokensOf } from "./pointer.js";
import type { Catalogue, Change, Options, Report } from "./types.js";
import { hasHalfPair } from "./walk.js";

export { createDraft, type Draft } from "./draft.js";
export { fieldName, issuesIn, issuesUnder, sectionOf } from "./fields.js";
export type * from "./generated.js";
export { init, type InitOptions, initSync, isLoaded, loadLocale } from "./load.js";
export type { Pointer } from "./pointers.js";
export { isReady, type ReadySignup } from "./ready.js";
export { type SchemaIssue, type SchemaOptions, signupSchema, type SignupSchema } from "./schema.js";
export { checkText, fields, formatMessage, initText, rules } from "./text.js";
export type * from "./types.js";

/** Checks a signup. It counts as its `JSON.stringify` text would; nothing that it holds makes this throw. */
export function check(value: unknown, options: Options = {}): Report {
  return ready().check(value, options);
}

/** Brings the messages of a language that the package does not have, or other messages for one that it has. */
export function addLocale(locale: string, catalogue: Catalogue): void {
  if (typeof catalogue?.messages !== "object" || catalogue.messages === null) {
    throw new TypeError("merchant-signup: a catalogue has messages by their codes, such as { messages: { \"bank_name.required\": \"…\" } }");
  }
  ready().add(locale, catalogue);
}

/**
 * Forgets what has been remembered of checks. Texts of documents are never kept for longer than a draft lives; what is kept
 * are issues, and in their paths keys that no signup has.
 */
export function forget(): void {
  ready().forget();
}

/** The same signup with what can be corrected without guessing, and the changes. The value itself is not changed. */
export function canonicalize<T>(value: T): { value: T; changes: readonly Change[] } {
  // Half a surrogate pair is no text that a correction could be made of.
  const fixes = ready().fixes(value).filter(({ path }) => !hasHalfPair(String(at(value, tokensOf(path)))));
  const fixed = fixes.reduce<unknown>((document, fix) => corrected(document, "", fix.path.split("/").slice(1), fix), value);
  return { value: fixed as T, changes: fixes.map(({ path, fix }) => ({ path, fix })) };
}

/** A copy of what stands at a key with one correction; what did not change stays the same object. */
function corrected(value: unknown, key: string, [token, ...rest]: string[], fix: Fix): unknown {
  if (token === undefined) return fix.fix === "number_from_text" ? Number(fix.text) : fix.text;
  // What has a `toJSON` counts as what that answers; its copy must not have it, or it would count as that again.
  const { toJSON } = value as { toJSON?: unknown };
  const holder: unknown = typeof toJSON === "function" ? toJSON.call(value, key) : value;
  const copy = (Array.isArray(holder) ? [...(holder as unknown[])] : { ...(holder as object) }) as Record<string, unknown>;
  if (typeof copy["toJSON"] === "function") delete copy["toJSON"];
  copy[token] = corrected(copy[token], token, rest, fix);
  return copy;
}

export type { Issue };
