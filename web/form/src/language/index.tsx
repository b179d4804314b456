/** The form's languages: what is written in each, and how it writes numbers. */

import { createContext, use } from "react";

import type { Locale } from "../engine";
import type { Dictionary } from "./en";

export type { Dictionary };

export const LANGUAGES: readonly { readonly locale: Locale; readonly name: string }[] = [
  { locale: "nb", name: "Norsk bokmål" },
  { locale: "sv", name: "Svenska" },
  { locale: "da", name: "Dansk" },
  { locale: "fi", name: "Suomi" },
  { locale: "en", name: "English" },
];

export interface Language {
  readonly locale: Locale;
  readonly text: Dictionary;
}

/** Only the language in use is fetched. */
export async function loadLanguage(locale: Locale): Promise<Language> {
  return { locale, text: await dictionaries[locale]() };
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

/** British conventions stand for English: the other languages' countries put the day first too. */
export function formatTag(locale: Locale): string {
  return locale === "en" ? "en-GB" : locale;
}

function supported(tag: string): Locale | null {
  const primary = tag.split("-")[0]?.toLowerCase();
  if (primary === "no" || primary === "nn") return "nb";
  return LANGUAGES.find(({ locale }) => locale === primary)?.locale ?? null;
}

const dictionaries: Record<Locale, () => Promise<Dictionary>> = {
  en: async () => (await import("./en")).en,
  nb: async () => (await import("./nb")).nb,
  sv: async () => (await import("./sv")).sv,
  da: async () => (await import("./da")).da,
  fi: async () => (await import("./fi")).fi,
};
