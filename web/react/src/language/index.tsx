/** The form's languages: what is written in each, and how it writes numbers. */

import { createContext, useContext } from "react";

import type { Locale } from "../engine";
import { type Dictionary, LANGUAGES } from "./generated";

export { type Dictionary, LANGUAGES };

export interface Language {
  readonly locale: Locale;
  readonly text: Dictionary;
}

/** Only the language in use is fetched. */
export async function loadLanguage(locale: Locale): Promise<Language> {
  return { locale, text: (await infoOf(locale).load()).default };
}

const PATIENCE_MS = 10_000;

/** Rejects where it cannot be had, be it that its file is missing or that it hangs. */
export async function loadLanguageInTime(locale: Locale): Promise<Language> {
  const late = new Promise<never>((_, reject) => setTimeout(() => reject(new Error(`${locale} does not come`)), PATIENCE_MS));
  return Promise.race([loadLanguage(locale), late]);
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
