/** Options, as the WASM takes them. */

import type { Words } from "./words.js";
import type { Tables } from "./tables.js";
import type { Options } from "./types.js";

export interface Settings {
  /** Level, profile, language, and whether there is an account, four bits each. */
  readonly numbers: number;
  /** The digits of the day. */
  readonly today: number;
  readonly day: string;
  readonly account: string | undefined;
  readonly level: string;
  readonly profile: string;
  /** What issues are called. */
  readonly words: Words;
}

/** Whether two settings give the same report of the same document. */
export function isSame(one: Settings, other: Settings): boolean {
  return (
    one.numbers === other.numbers && one.today === other.today && one.account === other.account && one.words === other.words
  );
}

/** Settings by the options that they were made of, so that the same options are understood once. */
export class SettingsBook {
  readonly #tables: Tables;
  readonly #wordsOf: (options: Options) => Words;
  #known: { readonly options: Options; readonly settings: Settings }[] = [];

  constructor(tables: Tables, wordsOf: (options: Options) => Words) {
    this.#tables = tables;
    this.#wordsOf = wordsOf;
  }

  /** Forgets what it knows: a language has come. */
  clear(): void {
    this.#known = [];
  }

  /** @throws {TypeError} where an option is none of those that there are */
  of(options: Options): Settings {
    if (typeof options !== "object" || options === null) throw new TypeError("merchant-signup: options must be an object, or be left out");
    const day = options.today === undefined ? thisDay() : options.today;
    const { level, profile, locale, account, message } = options;
    for (const { options: known, settings } of this.#known) {
      if (
        settings.day === day &&
        known.level === level &&
        known.profile === profile &&
        known.locale === locale &&
        known.account === account &&
        known.message === message
      ) {
        return settings;
      }
    }
    const settings = this.#made(options, typeof day === "string" ? day : dayOf(day));
    if (this.#known.length === 8) this.#known.pop();
    this.#known.unshift({ options: { ...options }, settings });
    return settings;
  }

  #made(options: Options, day: string): Settings {
    const { levels, profiles } = this.#tables;
    const { account, message } = options;
    if (!isDay(day)) throw wrong("today", "a day as YYYY-MM-DD, or a Date");
    if (account !== undefined && typeof account !== "string") throw wrong("account", "a text");
    if (message !== undefined && typeof message !== "function") throw wrong("message", "a function");
    const level = indexOf(levels, options.level, "level");
    const profile = indexOf(profiles, options.profile, "profile");
    const words = this.#wordsOf(options);
    return {
      numbers: level | (profile << 4) | (words.locale << 8) | (account === undefined ? 0 : 1 << 12),
      today: Number(day.replaceAll("-", "")),
      day,
      account,
      level: levels[level]!,
      profile: profiles[profile]!,
      words,
    };
  }
}

/** The error for an option that is of no use. It does not repeat what was given. */
export function wrong(option: string, due: string): TypeError {
  return new TypeError(`merchant-signup: the option ${option} must be ${due}, or be left out`);
}

/** Where a name stands among those that an option can have, the first by default. */
export function indexOf(names: readonly string[], name: string | undefined, option: string): number {
  const index = name === undefined ? 0 : names.indexOf(name);
  if (index < 0) throw wrong(option, listed(names));
  return index;
}

/** Names for people: `"a" or "b"`. */
export function listed(names: readonly string[]): string {
  return names.map((one) => `"${one}"`).join(" or ");
}

/** Whether a text is a day of the calendar. */
function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** A date's local day. */
function dayOf(date: unknown): string {
  const time = Object.prototype.toString.call(date) === "[object Date]" ? (date as Date).getTime() : Number.NaN;
  if (Number.isNaN(time)) throw wrong("today", "a day as YYYY-MM-DD, or a Date");
  const local = new Date(time);
  const two = (part: number): string => String(part).padStart(2, "0");
  return `${String(local.getFullYear()).padStart(4, "0")}-${two(local.getMonth() + 1)}-${two(local.getDate())}`;
}

let minute = Number.NaN;
let today = "";

/** Today, here. It is looked up once a minute: no day begins in the middle of one. */
export function thisDay(): string {
  const now = Date.now();
  const current = Math.floor(now / 60_000);
  if (current !== minute) {
    today = dayOf(new Date(now));
    minute = current;
  }
  return today;
}
