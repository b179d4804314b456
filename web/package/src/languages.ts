/** The languages: those that the package brings, and those that a page adds. */

import { UNDERSTOOD } from "./generated.js";
import { wrong } from "./settings.js";
import type { Catalogue, Options } from "./types.js";
import { Words } from "./words.js";

export const ENGLISH = "en";

export class Languages {
  /** The catalogues that have been loaded, by the language's number. */
  readonly loaded = new Map<number, string>();
  readonly #tags: readonly string[];
  readonly #own = new Map<string, Catalogue>();
  #words = new Map<string, Words>();
  #overridden = new WeakMap<object, Map<string, Words>>();
  readonly #warned = new Set<string>();

  /** @param tags of the languages that the package brings, by number */
  constructor(tags: readonly string[]) {
    this.#tags = tags;
  }

  /** The number of a language that the package brings, or of one that its readers understand; -1 where there is none. */
  number(tag: string): number {
    return this.#tags.indexOf(spoken(tag));
  }

  /** Whether there is nothing to be loaded for a tag. */
  has(tag: string): boolean {
    return this.loaded.has(this.number(tag));
  }

  add(tag: string, { messages, labels }: Catalogue): void {
    this.#own.set(tag.toLowerCase(), { messages: { ...messages }, labels: { ...labels } });
    this.forget();
  }

  /** The words of a language; English where it cannot be had, and a word about it on the console, once. */
  wordsOf({ locale = ENGLISH, message }: Options): Words {
    if (typeof locale !== "string") throw wrong("locale", 'a language\'s tag, such as "nb"');
    const own = this.#own.get(locale.toLowerCase()) ?? this.#own.get(locale.toLowerCase().split(/[-_]/)[0]!);
    const number = this.number(locale);
    const isThere = own !== undefined || this.loaded.has(number);
    if (!isThere) this.#warn(locale, number);
    const key = own === undefined ? (isThere ? this.#tags[number]! : ENGLISH) : `+${locale.toLowerCase()}`;
    let words = this.#words;
    if (message !== undefined) {
      words = this.#overridden.get(message) ?? new Map<string, Words>();
      this.#overridden.set(message, words);
    }
    let found = words.get(key);
    if (found === undefined) {
      found = new Words(isThere ? Math.max(0, number) : 0, own, message);
      words.set(key, found);
    }
    return found;
  }

  /** Forgets the issues that it has read. */
  forget(): void {
    this.#words = new Map();
    this.#overridden = new WeakMap();
  }

  #warn(locale: string, number: number): void {
    if (this.#warned.has(locale)) return;
    this.#warned.add(locale);
    const tag = JSON.stringify(locale);
    const others = this.loaded.has(0) ? "they are in English" : "they say what their codes say";
    const advice =
      number < 0
        ? `it knows ${this.#tags.join(", ")}, and what addLocale(${tag}, …) brings`
        : `await loadLocale(${tag}) brings it`;
    const { console } = globalThis as { console?: { warn(text: string): void } };
    console?.warn(`merchant-signup: no messages in ${tag}, so ${others}: ${advice}`);
  }
}

/** The tag of the language that is spoken for another: that of `nn-NO` is `nb`. */
export function spoken(tag: string): string {
  const primary = tag.toLowerCase().split(/[-_]/)[0]!;
  return UNDERSTOOD[primary] ?? primary;
}
