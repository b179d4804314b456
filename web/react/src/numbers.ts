/** How people write percentages and dates in their language, and what the signup holds instead. */

import type { Locale } from "./engine";
import { formatTag } from "./language";
import { perLocale } from "./per-locale";

/** `33,3` and `33.3` alike; what is no number stays the text that it is, for the rules to speak of. */
export function parsePercentage(text: string): number | string | undefined {
  const typed = text.trim();
  if (typed === "") return undefined;
  const plain = typed.replace(/\s*%$/, "").replace(",", ".");
  return /^-?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : typed;
}

/** With as many decimals as it has, and no thousands apart, so that it reads back as the same. */
export function formatPercentage(value: unknown, locale: Locale): string {
  if (typeof value !== "number") return typeof value === "string" ? value : "";
  return percentages(locale).format(value);
}

const percentages = perLocale((locale: Locale) => new Intl.NumberFormat(formatTag(locale), { maximumFractionDigits: 15, useGrouping: false }));

/** For reading: `33,3 %`. */
export function showShare(share: number, locale: Locale): string {
  return shares(locale).format(share / 100);
}

const shares = perLocale((locale: Locale) => new Intl.NumberFormat(formatTag(locale), { style: "percent", maximumFractionDigits: 2 }));

export function showAmount(amount: number, locale: Locale): string {
  return amounts(locale).format(amount);
}

const amounts = perLocale((locale: Locale) => new Intl.NumberFormat(formatTag(locale)));

export type DatePart = "day" | "month" | "year";
export type DateParts = Record<DatePart, string>;

/** The order in which a language writes day, month and year. */
export const datePartOrder = perLocale((locale: Locale): DatePart[] => {
  const parts = new Intl.DateTimeFormat(formatTag(locale)).formatToParts(new Date(2001, 10, 22));
  return parts.map(({ type }) => type).filter((type) => type === "day" || type === "month" || type === "year");
});

/** `YYYY-MM-DD` as far as it has been typed, without the spaces around its parts; nothing for three empty parts. */
export function joinDate(typed: DateParts): string | undefined {
  const [year, month, day] = [typed.year.trim(), typed.month.trim(), typed.day.trim()];
  if (!day && !month && !year) return undefined;
  return [year, pad(month), pad(day)].join("-");
}

/** A hyphen in what was typed as the day, such as `20/9-05`, stays there. */
export function splitDate(date: string): DateParts {
  const [year = "", month = "", ...day] = date.split("-");
  return { year, month, day: day.join("-") };
}

/**
 * A whole date of birth, as it may be typed or pasted: year first or last, its month by name in the language or in English,
 * its year by two digits where only one century has been, and its eight digits alone where one order fits.
 */
export function parseWholeDate(text: string, locale: Locale): DateParts | null {
  const yearFirst = /^\s*(\d{4})[-./ ](\d{1,2})[-./ ](\d{1,2})\.?\s*$/.exec(text);
  if (yearFirst) return { year: yearFirst[1]!, month: yearFirst[2]!, day: yearFirst[3]! };
  const [, day1, month1, year1] = /^\s*(\d{1,2})[-./ ]+(\d{1,2}|\p{L}{3,})[-./ ]+(\d{4}|\d{2})\s*$/u.exec(text) ?? [];
  if (day1) {
    const [month, year] = [monthOf(month1!, locale), yearOf(year1!)];
    return month && year ? { day: day1, month, year } : null;
  }
  // In a box each, the month by its name.
  const [, namedYear, name, namedDay] = /^(\d{4})-\s*(\p{L}{3,})\.?\s*-(\d{1,2})\.?$/u.exec(text) ?? [];
  if (namedYear) {
    const month = monthOf(name!, locale);
    return month ? { day: namedDay!, month, year: namedYear } : null;
  }
  const digits = /^\s*(\d{8})\s*$/.exec(text)?.[1];
  if (!digits) return null;
  // A month is never 19 or 20: digits that are a date in one order are none in the other.
  const [, yearThen, monthThen, dayThen] = /^((?:19|20)\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])$/.exec(digits) ?? [];
  if (yearThen) return { year: yearThen, month: monthThen!, day: dayThen! };
  const [, day, month, year] = /^([0-2]\d|3[01])(0[1-9]|1[0-2])((?:19|20)\d\d)$/.exec(digits) ?? [];
  return year ? { day: day!, month: month!, year } : null;
}

function monthOf(text: string, locale: Locale): string | null {
  if (/^\d/.test(text)) return text;
  const typed = text.toLowerCase();
  // Short for it, or, as in Finnish, with an ending.
  const isMeant = (month: string) => month.startsWith(typed) || typed.startsWith(month);
  for (const months of [monthNames(locale), monthNames("en")]) {
    const index = months.findIndex(isMeant);
    if (index !== -1) return String(index + 1);
  }
  return null;
}

const monthNames = perLocale((locale: Locale) => {
  const names = new Intl.DateTimeFormat(formatTag(locale), { month: "long", timeZone: "UTC" });
  return Array.from({ length: 12 }, (_, month) => names.format(new Date(Date.UTC(2001, month))).toLowerCase());
});

// Nobody is born in a year that is to come; one of two digits that has been in both centuries may be either.
function yearOf(text: string): string | null {
  if (text.length === 4) return text;
  return Number(text) > new Date().getFullYear() % 100 ? `19${text}` : null;
}

export function showDate(date: string, locale: Locale): string {
  const { year, month, day } = splitDate(date);
  const whole = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  // A day that does not exist is shown as it was typed: the calendar would quietly make another of it.
  if (Number.isNaN(whole.getTime()) || whole.toISOString().slice(0, 10) !== date) return date;
  return new Intl.DateTimeFormat(formatTag(locale), { dateStyle: "long", timeZone: "UTC" }).format(whole);
}

function pad(part: string): string {
  return /^\d$/.test(part) ? `0${part}` : part;
}
