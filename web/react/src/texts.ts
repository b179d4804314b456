/** A page's own words in the place of the form's. */

import type { Dictionary } from "./language";

type Paths<T, Prefix extends string = ""> = {
  [K in keyof T & string]: T[K] extends string | readonly string[] | ((...values: never[]) => string) ? `${Prefix}${K}` : Paths<T[K], `${Prefix}${K}.`>;
}[keyof T & string];

type At<T, P extends string> = P extends `${infer K}.${infer Rest}` ? (K extends keyof T ? At<T[K], Rest> : never) : P extends keyof T ? T[P] : never;

/** The path of a text in the form's dictionary. */
export type TextKey = Paths<Dictionary>;

/** Own words by their path; what a text of the form needs is given to the function in its place. */
export type Texts = { readonly [K in TextKey]?: At<Dictionary, K> };

/** The dictionary with a page's own words. A path that there is no text at is told of once, and passed over. */
export function withTexts(dictionary: Dictionary, texts: Texts | undefined): Dictionary {
  let changed: unknown = dictionary;
  for (const [path, text] of Object.entries(texts ?? {})) {
    if (text === undefined) continue;
    const keys = path.split(".");
    const before = keys.reduce<unknown>((part, key) => (isPart(part) && Object.hasOwn(part, key) ? part[key] : undefined), dictionary);
    if (before === undefined || typeof before !== typeof text || Array.isArray(before) !== Array.isArray(text)) tellOnce(path, before);
    else changed = replaced(changed, keys, text);
  }
  return changed as Dictionary;
}

function replaced(part: unknown, [key, ...rest]: string[], text: unknown): unknown {
  if (key === undefined) return text;
  return isPart(part) ? { ...part, [key]: replaced(part[key], rest, text) } : part;
}

function isPart(part: unknown): part is Record<string, unknown> {
  return part !== null && typeof part === "object" && !Array.isArray(part);
}

const told = new Set<string>();

function tellOnce(path: string, before: unknown) {
  if (told.has(path)) return;
  told.add(path);
  if (before === undefined) console.warn(`merchant-signup: the form has no text ${path}: its own words stay. See TextKey for those that it has.`);
  else console.warn(`merchant-signup: the text ${path} has to be a ${Array.isArray(before) ? "list of texts" : typeof before}: the form's own words stay.`);
}
