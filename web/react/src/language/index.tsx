/** The form's languages: what is written in each, and how it writes numbers. */

import { createContext, useContext } from "react";

import type { Locale } from "../engine";
import { inTime } from "../in-time";
import { type Dictionary, LANGUAGES } from "./generated";

export { type Dictionary, LANGUAGES };

export interface Language {
  readonly locale: Locale;
  readonly text: Dictionary;
}

const PATIENCE_MS = 10_000;

/**
 * By any tag of a language that the form has, such as `no` or `sv-FI`. Only the language in use is fetched. Rejects where it
 * cannot be had, be it that its file is missing or that it hangs.
 */
export async function loadLanguage(tag: string, patience = PATIENCE_MS): Promise<Language> {
  const locale = supported(tag);
  if (!locale) throw new Error(`The form has no language ${tag}: it has ${LANGUAGES.map(({ locale }) => locale).join(", ")}`);
  const { default: text } = await inTime(infoOf(locale).load(), patience, `The language ${locale} does not come`);
  return { locale, text };
}

const LanguageContext = createContext<Language | null>(null);

export const LanguageProvider = LanguageContext.Provider;

export function useLanguage(): Language {
  const language = useContext(LanguageContext);
  if (!language) throw new Error("useLanguage needs a LanguageProvider around it");
  return language;
}

/** The tag that a language's dates and numbers are written by. */
export function formatTag(locale: Locale): string {
  return infoOf(locale).formats;
}

function infoOf(locale: Locale) {
  const info = LANGUAGES.find((language) => language.locale === locale);
  if (!info) throw new Error(`There is no language ${locale}`);
  return info;
}

/** The form's language for a tag, such as `nb-NO` or `no`. */
export function supported(tag: string): Locale | null {
  const primary = tag.split("-")[0]?.toLowerCase() ?? "";
  return LANGUAGES.find(({ locale, also }) => locale === primary || also.includes(primary))?.locale ?? null;
}
