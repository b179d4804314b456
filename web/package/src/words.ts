/** What issues say, in one language. Issues are remembered by their bytes, whole. */

import type { Decoder } from "./decode.js";
import type { AnyIssue, Issue } from "./generated.js";
import type { Catalogue } from "./types.js";

/** A message; without any texts the WASM says the code, which is said a little more kindly. */
function said(message: string, code: string): string {
  if (message !== code) return message;
  const words = code.replace(/\.(?=\w+$)/, ": ").replace(/[._]/g, " ");
  return words[0]!.toUpperCase() + words.slice(1);
}

interface Known {
  readonly bytes: Uint8Array;
  readonly issue: Issue;
}

/** So many issues are remembered for a language. */
const REMEMBERED = 2000;

/** The issues of one language. */
export class Words {
  /** The number of the language whose messages the WASM writes. */
  readonly locale: number;
  readonly #catalogue: Catalogue | undefined;
  readonly #override: ((issue: Issue) => string | undefined) | undefined;
  /** By the first bytes: the code and the place. */
  #known = new Map<number, Known[]>();
  #count = 0;
  #own = new WeakMap<Issue, Issue>();

  constructor(locale: number, catalogue?: Catalogue, override?: (issue: Issue) => string | undefined) {
    this.locale = locale;
    this.#catalogue = catalogue;
    this.#override = override;
  }

  /** The issue whose record stands at the decoder's place; `index` says which it is of its answer. */
  issue(from: Decoder, index: number): Issue {
    const end = from.short() + from.at;
    const { bytes, at: start } = from;
    const key = bytes[start]! | (bytes[start + 1]! << 6) | (bytes[start + 3]! << 13) | (bytes[start + 4]! << 20);
    const known = this.#known.get(key);
    from.at = end;
    if (known !== undefined) {
      next: for (const one of known) {
        if (one.bytes.length !== end - start) continue;
        for (let at = 0; at < one.bytes.length; at++) if (one.bytes[at] !== bytes[start + at]) continue next;
        return one.issue;
      }
    }
    from.at = start;
    const record = bytes.slice(start, end);
    const issue = from.issue((issue) => this.#message(issue) ?? said(from.message(index, this.locale), issue.code)) as Issue;
    from.at = end;
    if (this.#count++ === REMEMBERED) this.forget();
    const others = this.#known.get(key);
    if (others === undefined) this.#known.set(key, [{ bytes: record, issue }]);
    else others.push({ bytes: record, issue });
    return issue;
  }

  /** With the page's own words, where it has some. Not while an answer is being read: the page may call us. */
  finish(issues: readonly Issue[]): readonly Issue[] {
    const override = this.#override;
    if (override === undefined || issues.length === 0) return issues;
    return Object.freeze(
      issues.map((issue) => {
        let own = this.#own.get(issue);
        if (own === undefined) {
          const message = override(issue);
          own = typeof message === "string" ? Object.freeze({ ...issue, message }) : issue;
          this.#own.set(issue, own);
        }
        return own;
      }),
    );
  }

  /** Issues of another module in these words: with a page's own catalogue, and its own words. */
  renamed(issues: readonly Issue[]): readonly Issue[] {
    const said = issues.map((issue) => {
      const message = this.#message(issue);
      return message === undefined ? issue : (Object.freeze({ ...issue, message }) as Issue);
    });
    return this.finish(said);
  }

  forget(): void {
    this.#known = new Map();
    this.#count = 1;
    this.#own = new WeakMap();
  }

  #message({ code, path, params }: Omit<AnyIssue, "message">): string | undefined {
    const catalogue = this.#catalogue;
    if (catalogue === undefined) return undefined;
    const reason = code.slice(code.lastIndexOf(".") + 1);
    const template = catalogue.messages[code] ?? catalogue.messages[`*.${reason}`];
    if (template === undefined) return undefined;
    const pattern = path.replace(/\/\d+(?=\/|$)/g, "/*");
    const label = catalogue.labels?.[pattern] ?? catalogue.labels?.[pattern.replace(/\/\*$/, "")];
    return template.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = name === "field" ? (label ?? code.slice(0, code.lastIndexOf("."))) : params[name];
      return Array.isArray(value) ? value.join(", ") : value === undefined ? whole : String(value);
    });
  }
}
