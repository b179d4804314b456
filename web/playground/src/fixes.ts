/** What can be corrected without guessing, as changes of the text: its layout stays. */

import { canonicalize, type FixName } from "merchant-signup";

import type { Places, Range } from "./places";

export interface Fix {
  readonly path: string;
  readonly name: FixName;
  readonly range: Range;
  /** What stands there then, as JSON. */
  readonly insert: string;
}

/** What each correction does. */
export const FIXES: Readonly<Record<FixName, string>> = {
  trimmed: "blanks around it are removed",
  invisible_removed: "characters that nobody sees are removed",
  separators_removed: "what separates the digits is removed",
  trunk_prefix_removed: "the (0) of calls inside the country is removed",
  label_removed: "the words before it are removed",
  closed_up: "blanks and dots inside it are removed",
  upper_cased: "it is written in capitals",
  domain_lower_cased: "the domain is written in small letters",
  number_from_text: "the text becomes a number",
};

/** Those of a text that is JSON; of another there are none. */
export function fixesOf(text: string, places: Places): Fix[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [];
  }
  const fixed = canonicalize(value);
  return fixed.changes.flatMap(({ path, fix }) => {
    const range = places.value(path);
    const insert = JSON.stringify(at(fixed.value, path));
    return range && insert !== undefined ? [{ path, name: fix, range: { from: range.from, to: range.to }, insert }] : [];
  });
}

function at(value: unknown, pointer: string): unknown {
  return pointer
    .split("/")
    .slice(1)
    .reduce((inside, token) => (inside as Record<string, unknown> | undefined)?.[token.replaceAll("~1", "/").replaceAll("~0", "~")], value);
}
