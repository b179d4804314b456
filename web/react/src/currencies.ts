/** The currencies that can be chosen: the rules' own list, named in the reader's language. */

import list from "../../../crates/core/data/iso4217.tsv?raw";
import type { Locale } from "./engine";
import { perLocale } from "./per-locale";

/** What Nordic merchants are paid in most. */
export const COMMON = ["NOK", "SEK", "DKK", "EUR", "USD", "GBP"] as const;

/** Those that each payment option is made for come first. */
export const COMMON_FOR: Readonly<Record<string, readonly string[]>> = {
  "bambora.creditcard": COMMON,
  "bambora.vipps": ["NOK", "SEK"],
  "bambora.mobilepay": ["DKK", "EUR"],
};

export const ALL: readonly string[] = list
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"))
  .map((line) => line.slice(0, 3));

/** The code itself where it has no name, as may be with one that came from elsewhere. */
export function currencyName(code: string, locale: Locale): string {
  if (!/^[a-z]{3}$/i.test(code)) return code;
  return names(locale).of(code) ?? code;
}

const names = perLocale((locale: Locale) => new Intl.DisplayNames(locale, { type: "currency" }));
