/** The form's languages: what is written in each, and how it writes numbers. */

import { createContext, use } from "react";

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

/** English where the language cannot be had, be it that its file is missing or that it hangs. */
export async function loadLanguageOrEnglish(locale: Locale): Promise<Language> {
  const late = new Promise<never>((_, reject) => setTimeout(() => reject(new Error(`${locale} does not come`)), PATIENCE_MS));
  return Promise.race([loadLanguage(locale), late]).catch((error) => {
    console.warn(error);
    return loadLanguage("en");
  });
}

/** The language to begin with: the one chosen before, else the address's (`?lang=`), else the browser's. */
export function preferredLocale(chosen: string | null): Locale {
  const asked = new URLSearchParams(location.search).get("lang");
  const known = [chosen, asked, ...navigator.languages].map((tag) => supported(tag ?? ""));
  return known.find((locale) => locale !== null) ?? "en";
}

const LanguageContext = createContext<Language | null>(null);

export const LanguageProvider = LanguageContext;

export function useLanguage(): Language {
  const language = use(LanguageContext);
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

function supported(tag: string): Locale | null {
  const primary = tag.split("-")[0]?.toLowerCase() ?? "";
  return LANGUAGES.find(({ locale, also }) => locale === primary || also.includes(primary))?.locale ?? null;
}
