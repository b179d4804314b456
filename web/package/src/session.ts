/** A draft as it lives in the WASM: takes one value at a time, and tells of a report only what has changed. */

import { NO_ISSUES } from "./decode.js";
import type { Engine } from "./engine.js";
import { type Issue, STATUSES } from "./generated.js";
import { reportOf } from "./report.js";
import type { Settings } from "./settings.js";
import type { Report, SectionSummary, Status } from "./types.js";

export class Session {
  readonly #engine: Engine;
  readonly #number: number;
  #settings: Settings;
  /** By section, where the report is that of its sections one after another. */
  #issues: (readonly Issue[])[] = [];
  #summaries: readonly SectionSummary[] = [];
  /** Else its issues. */
  #whole: readonly Issue[] | undefined = NO_ISSUES;
  #report: Report | undefined;
  #status: Status = "incomplete";
  /** Which start of the module it lives in. */
  readonly #epoch: number;
  #isLive = true;

  constructor(engine: Engine, settings: Settings) {
    this.#engine = engine;
    this.#epoch = engine.epoch;
    this.#settings = settings;
    const { walker, wasm } = engine;
    const outer = walker.enter();
    if (settings.account !== undefined) walker.account(settings.account);
    this.#number = wasm.draft(walker.length, settings.numbers, settings.today);
    walker.leave(outer);
  }

  get settings(): Settings {
    return this.#settings;
  }

  get status(): Status {
    return this.#status;
  }

  /** The whole report: the same object until something changes. */
  get report(): Report {
    if (this.#report === undefined) {
      const { words } = this.#settings;
      const issues = this.#whole ?? joined(this.#issues);
      const report = reportOf(this.#status, this.#settings, this.#engine.tables.version, words.finish(issues), this.#summaries);
      this.#report = report;
    }
    return this.#report;
  }

  /** Judges by other settings. */
  configure(settings: Settings): void {
    this.#settings = settings;
    const { walker, wasm } = this.#engine;
    const outer = walker.enter();
    if (settings.account !== undefined) walker.account(settings.account);
    wasm.draft_configure(this.#number, walker.length, settings.numbers, settings.today);
    walker.rewind(0);
    this.take(true);
    walker.leave(outer);
  }

  /**
   * Takes what the walker has packed, values behind their places, and has it judged. Says false where a value could not
   * be read; what stood in its place is lost then.
   */
  take(everything = false): boolean {
    const { walker, wasm, decoder } = this.#engine;
    const address = wasm.draft_change(this.#number, walker.length, everything);
    if (address === 1) return false;
    if (address === 0) return true;
    this.#report = undefined;
    const answer = decoder.begin(address);
    const { words } = this.#settings;
    if (answer.byte() === 1) {
      this.#status = STATUSES[answer.byte()]!;
      this.#summaries = answer.sections();
      this.#whole = answer.issues(words);
      return true;
    }
    this.#status = STATUSES[answer.byte()]!;
    const summaries = [...this.#summaries];
    this.#whole = undefined;
    for (let left = answer.byte(); left > 0; left--) {
      const index = answer.bytes[answer.at]!;
      summaries[index] = answer.summary();
      this.#issues[index] = answer.issues(words);
    }
    this.#summaries = Object.freeze(summaries);
    return true;
  }

  /** Whether an answer is owed at a place or below it. */
  owes(place: number): boolean {
    return this.#engine.wasm.draft_owes(this.#number, place) !== 0;
  }

  /** Gives its memory back; once. */
  dispose(): void {
    if (this.#isLive && this.#epoch === this.#engine.epoch) this.#engine.wasm.draft_free(this.#number);
    this.#isLive = false;
  }
}

/** Lists one after another; a list that stands alone stays itself. */
function joined(lists: readonly (readonly Issue[])[]): readonly Issue[] {
  let only = NO_ISSUES;
  let all: Issue[] | undefined;
  for (const list of lists) {
    if (list.length === 0) continue;
    if (all !== undefined) for (const issue of list) all.push(issue);
    else if (only.length === 0) only = list;
    else all = [...only, ...list];
  }
  return all === undefined ? only : Object.freeze(all);
}
