/** Reads the WASM's answers (`write.rs`). Nothing of the page's runs while an answer is read. */

import { Cursor } from "./cursor.js";
import { type AnyIssue, type Issue, STATUSES } from "./generated.js";
import type { Memory } from "./memory.js";
import type { Names } from "./names.js";
import type { Tables } from "./tables.js";
import type { Change, SectionSummary } from "./types.js";
import { NOTICE, ParamTag } from "./wire.js";

const AS_NOTICE = { severity: "warning", kind: "notice" } as const;
const NO_PARAMS: Readonly<Record<string, unknown>> = Object.freeze({});
const NO_TEXTS: readonly string[] = Object.freeze([]);
export const NO_ISSUES: readonly Issue[] = Object.freeze([]);

export interface Speaks {
  message(index: number, locale: number): number;
}

/** Reads the issue whose record comes next; `index` says which it is of its answer. */
interface ReadsIssues {
  issue(from: Decoder, index: number): Issue;
}

export class Decoder extends Cursor {
  readonly #memory: Memory;
  readonly #summaries = new Map<number, SectionSummary>();
  #wasm: Speaks;
  #tables!: Tables;
  #names!: Names;
  /** How many issues of the answer have been read. */
  #read = 0;

  constructor(wasm: Speaks, memory: Memory) {
    super(memory.view());
    this.#wasm = wasm;
    this.#memory = memory;
  }

  /** What the numbers in answers stand for. */
  learn(tables: Tables, names: Names): void {
    this.#tables = tables;
    this.#names = names;
  }

  move(wasm: Speaks): void {
    this.#wasm = wasm;
  }

  /** Reads the answer at an address. */
  begin(address: number): this {
    this.bytes = this.#memory.view();
    this.at = address >>> 0;
    this.#read = 0;
    return this;
  }

  summary(): SectionSummary {
    const section = this.byte();
    const status = this.byte();
    const required = this.short();
    const fulfilled = this.short();
    // Counts are small: what is past the bits here is a list of many, and a summary that is not remembered.
    const key = section | (status << 3) | (required << 5) | (fulfilled << 17);
    let summary = required < 4096 && fulfilled < 4096 ? this.#summaries.get(key) : undefined;
    if (summary === undefined) {
      summary = Object.freeze({
        section: this.#tables.sections[section] as SectionSummary["section"],
        status: STATUSES[status] as SectionSummary["status"],
        required,
        fulfilled,
      });
      if (this.#summaries.size < 1000 && required < 4096 && fulfilled < 4096) this.#summaries.set(key, summary);
    }
    return summary;
  }

  sections(): readonly SectionSummary[] {
    const sections: SectionSummary[] = [];
    for (let left = this.byte(); left > 0; left--) sections.push(this.summary());
    return Object.freeze(sections);
  }

  /** Issues; the report that they go into freezes the list. */
  issues(words: ReadsIssues): readonly Issue[] {
    const count = this.short();
    if (count === 0) return NO_ISSUES;
    const issues: Issue[] = [];
    for (let left = count; left > 0; left--) issues.push(words.issue(this, this.#read++));
    return issues;
  }

  /** What the WASM says of an issue of this answer. */
  message(index: number, locale: number): string {
    const { at } = this;
    this.at = this.#wasm.message(index, locale) >>> 0;
    // The memory may have moved.
    this.bytes = this.#memory.view();
    const message = this.text();
    this.at = at;
    return message;
  }

  /** The issue that is written here, frozen. */
  issue(messageOf: (issue: Omit<AnyIssue, "message">) => string): AnyIssue {
    const field = this.byte();
    const read = this.byte();
    const number = read & ~NOTICE;
    const reason = read >= NOTICE ? AS_NOTICE : this.#tables.reasons[number]!;
    const place = this.place();
    const key = this.text();
    const pointer = this.#names.pointer(place);
    const issue = {
      code: this.#names.code(field, number),
      path: key === "" ? pointer : `${pointer}/${key}`,
      severity: reason.severity,
      kind: reason.kind,
      params: this.#params(),
      message: "",
      related: this.#related(),
    };
    issue.message = messageOf(issue);
    return Object.freeze(issue);
  }

  fixes(): Fix[] {
    return Array.from({ length: this.number() }, () => ({
      path: this.#names.pointer(this.place()),
      fix: this.#tables.fixes[this.byte()] as Change["fix"],
      text: this.text(),
    }));
  }

  #params(): Readonly<Record<string, unknown>> {
    const count = this.byte();
    if (count === 0) return NO_PARAMS;
    const params: Record<string, unknown> = {};
    for (let left = count; left > 0; left--) params[this.#tables.params[this.byte()]!] = this.#param();
    return Object.freeze(params);
  }

  #param(): unknown {
    switch (this.byte()) {
      case ParamTag.Number:
        return this.number();
      case ParamTag.Text:
        return this.text();
      case ParamTag.Texts:
        return Object.freeze(Array.from({ length: this.byte() }, () => this.text()));
      default:
        return Object.freeze(Array.from({ length: this.byte() }, () => this.byte()));
    }
  }

  #related(): readonly string[] {
    const count = this.short();
    if (count === 0) return NO_TEXTS;
    return Object.freeze(Array.from({ length: count }, () => this.#names.pointer(this.place())));
  }
}

export interface Fix extends Change {
  /** The corrected text; for `number_from_text`, the number as JSON writes it. */
  readonly text: string;
}
