/**
 * What a text may mean beside what it says: a telephone number without its country code, an address of a page without its
 * scheme. The rules decide whether it is right; the form writes it so, says what was typed, and offers it back.
 */

import type { Locale } from "./engine";
import { joinDate, parseWholeDate } from "./numbers";

/** The codes that a telephone number begins with, by the countries that the form can be configured for. */
const DIALLING_CODES: Readonly<Record<string, string>> = { NO: "47", SE: "46", DK: "45", FI: "358", IS: "354" };

const COUNTRY_OF_LANGUAGE: Partial<Record<Locale, string>> = { nb: "NO", sv: "SE", da: "DK", fi: "FI" };
const COUNTRY_OF_CURRENCY: Readonly<Record<string, string>> = { NOK: "NO", SEK: "SE", DKK: "DK", ISK: "IS" };

/** The country that numbers without a country code are of: the configured one, else by language, else by currency. */
export function countryOf(configured: string | null, locale: Locale, currency: string): string {
  return configured ?? COUNTRY_OF_LANGUAGE[locale] ?? COUNTRY_OF_CURRENCY[currency] ?? "NO";
}

/** The likeliest first. */
export function meaningsOf(pointer: string, typed: string, country: string): string[] {
  const text = typed.trim();
  if (pointer.endsWith("/phone_number") && /^[\d\s().\-/]+$/.test(text)) {
    const digits = text.replace(/\D/g, "");
    const code = DIALLING_CODES[country];
    return code ? [`+${code}${digits}`, `+${digits}`] : [`+${digits}`];
  }
  // As it is copied from a link.
  if (pointer.endsWith("/email") && /^mailto:/i.test(text)) return [text.replace(/^mailto:|\?.*$/gi, "")];
  if (pointer.endsWith("_url") && text !== "" && !text.includes("://")) return [`https://${text}`];
  return [];
}

/** A date that was typed whole into one of the boxes, whose other parts are empty. */
export function wholeDate(pointer: string, stored: string, locale: Locale): string | undefined {
  if (!pointer.endsWith("/date_of_birth")) return undefined;
  const whole = parseWholeDate(inOneBox(stored), locale);
  return whole ? joinDate(whole) : undefined;
}

/** What was typed into one box, without the hyphens that the draft puts in the place of empty ones. */
export function inOneBox(stored: string): string {
  return stored.replace(/^-+|-+$/g, "");
}
