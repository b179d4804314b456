/** Texts of a form as the values that are due: `"51"` as a number, `"on"` as an answer. */

import type { Field, Tables } from "./tables.js";
import { unwrapped } from "./walk.js";
import { Shape } from "./wire.js";

/** What is asked of a `FormData` or a `URLSearchParams`, which are known by their shape. */
interface Entries {
  getAll(name: string): unknown[];
  entries(): Iterable<[string, unknown]>;
}

/**
 * A copy of a document in which texts are numbers and answers where the table has them, blank ones left out. A `FormData`
 * becomes a document by its names: `signup.bank_name`, `signup.ownership.owners[0].name` or `/signup/store_type`.
 * What cannot be read stays as it is, to be reported.
 */
export function coerced(value: unknown, tables: Tables): unknown {
  const root = tables.fields[0]!;
  const isForm = typeof value === "object" && value !== null && typeof (value as Partial<Entries>).getAll === "function";
  return typed(isForm ? documentOf(value as Entries, root) : value, root, false, "");
}

function documentOf(form: Entries, root: Field): unknown {
  const document = {};
  for (const name of new Set(Array.from(form.entries(), ([name]) => name))) {
    const tokens = name.replace(/\[(\w*)\]/g, ".$1").split(/[./]/).filter((token) => token !== "");
    const field = fieldAt(root, tokens);
    const values = form.getAll(name);
    // A list of texts is a name that stands several times, as check boxes have it.
    put(document, tokens, field?.shape === Shape.Texts ? values : values.at(-1));
  }
  return document;
}

function fieldAt(root: Field, tokens: readonly string[]): Field | undefined {
  let field: Field | undefined = root;
  for (const token of tokens) {
    if (/^\d+$/.test(token) && field?.shape === Shape.Objects) continue;
    field = field?.byName.get(token);
  }
  return field;
}

function put(document: object, tokens: readonly string[], value: unknown): void {
  let holder = document as Record<string, unknown>;
  for (const [index, token] of tokens.entries()) {
    if (token === "__proto__") return;
    const next = tokens[index + 1];
    if (next === undefined) holder[token] = value;
    else {
      const inner = holder[token];
      holder = (holder[token] = typeof inner === "object" && inner !== null ? inner : /^\d+$/.test(next) ? [] : {}) as Record<string, unknown>;
    }
  }
}

function typed(given: unknown, field: Field, isElement: boolean, key: string): unknown {
  let value = given;
  if (typeof value === "object" && value !== null) {
    // As its `JSON.stringify` text would have it.
    const { toJSON } = value as { toJSON?: unknown };
    if (typeof toJSON === "function") value = toJSON.call(value, key) as unknown;
    else if (!Array.isArray(value)) value = unwrapped(value);
  }
  if (Array.isArray(value)) {
    return field.shape === Shape.Objects && !isElement ? value.map((element, index) => typed(element, field, true, String(index))) : value;
  }
  if (typeof value === "object" && value !== null) {
    const isDue = field.shape === Shape.Object || isElement;
    if (!isDue) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => {
        const child = field.byName.get(key);
        return [key, child === undefined ? inner : typed(inner, child, false, key)];
      }),
    );
  }
  if (typeof value !== "string") return value;
  const text = value.trim();
  if (field.shape === Shape.Number) {
    if (text === "") return undefined;
    return /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) ? Number(text) : value;
  }
  if (field.shape === Shape.Boolean) {
    if (text === "") return undefined;
    return /^(true|on|1)$/i.test(text) ? true : /^(false|off|0)$/i.test(text) ? false : value;
  }
  return value;
}
