/** A draft as it lives in the WASM: takes one value at a time, and tells of a report only what has changed. */

import { NO_ISSUES } from "./decode.js";
import type { Engine } from "./engine.js";
import { type Issue, STATUSES } from "./generated.js";
import { reportOf } from "./report.js";
import type { Settings } from "./settings.js";
import type { Report, SectionSummary, Status } from "./types.js";
import { Changed } from "./wire.js";

/** So often the page's words for issues are asked again where they change the draft. */
const TURNS = 8;

export class Session {
  readonly #engine: Engine;
  readonly #number: number;
  #settings: Settings;
  /** By section, where the report is that of its sections one after another. */
  #issues: (readonly Issue[])[] = [];
  #summaries: readonly SectionSummary[] = [];
  /** Else its issues. */
  #whole: readonly Issue[] | undefined = NO_ISSUES;
  /** How many answers of the WASM have been read. */
  #answers = 0;
  /** All issues; until a report shows them, nobody but this package has the list, and it is not frozen. */
  #all: readonly Issue[] | undefined;
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
      const { issues } = this;
      this.#report = reportOf(this.#status, this.#settings, this.#engine.tables.version, issues, this.#summaries);
    }
    return this.#report;
  }

  /** The report's issues, without the making of a report. To look through, not to hand out: the report freezes them. */
  get issues(): readonly Issue[] {
    // The page's own words are its code, and that may change the draft whose issues they are for.
    for (let turn = 0; this.#all === undefined; turn++) {
      const answers = this.#answers;
      const issues = this.#settings.words.finish(this.#whole ?? joined(this.#issues));
      if (answers === this.#answers || turn === TURNS) this.#all = issues;
    }
    return this.#all;
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
    this.#all = undefined;
    this.#answers++;
    const answer = decoder.begin(address);
    const { words } = this.#settings;
    if (answer.byte() === Changed.Report) {
      this.#status = STATUSES[answer.byte()]!;
      this.#summaries = answer.sections();
      this.#whole = answer.issues(words);
      return true;
    }
    this.#status = STATUSES[answer.byte()]!;
    let summaries: SectionSummary[] | undefined;
    this.#whole = undefined;
    for (let left = answer.byte(); left > 0; left--) {
      const index = answer.bytes[answer.at]!;
      const summary = answer.summary();
      // Mostly the counts stay as they were: then so does the list.
      if (summary !== this.#summaries[index]) (summaries ??= [...this.#summaries])[index] = summary;
      this.#issues[index] = answer.issues(words);
    }
    if (summaries !== undefined) this.#summaries = Object.freeze(summaries);
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
  return all ?? only;
}
