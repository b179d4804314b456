/** The WASM module, started: judges whole documents, and is what drafts are made on. */

import { Decoder, type Fix, type Speaks } from "./decode.js";
import { Memory } from "./memory.js";
import { Places } from "./places.js";
import { reportOf } from "./report.js";
import { type Settings, SettingsBook } from "./settings.js";
import { readTables, type Tables } from "./tables.js";
import { type Issue, STATUSES } from "./generated.js";
import type { Catalogue, Options, Report, SectionSummary, Status } from "./types.js";
import { type Input, TOO_DEEP, Walker } from "./walk.js";
import { Languages } from "./languages.js";
import { Names } from "./names.js";

/** What the WASM exports. Addresses come as signed numbers. */
interface Exports extends Input, Speaks {
  tables(): number;
  load(length: number, locale: number): void;
  check(length: number, settings: number, today: number): number;
  fix(length: number): number;
  draft(length: number, settings: number, today: number): number;
  draft_free(draft: number): void;
  draft_configure(draft: number, length: number, settings: number, today: number): void;
  draft_change(draft: number, length: number, everything: boolean): number;
  draft_owes(draft: number, place: number): number;
}

/** What hears of a language that has come: its messages may be others now. */
interface Told {
  languageCame(tag: string): void;
}

/** A compiled module; TypeScript's own type of it needs the library of browsers, which not every program has. */
export type Compiled = object;

/** More bytes of memory than this are given back, as soon as no draft lives in them. */
const ROOMY = 4 << 20;

export class Engine {
  wasm: Exports;
  readonly walker: Walker;
  readonly decoder: Decoder;
  readonly tables: Tables;
  readonly places: Places;
  readonly names: Names;
  readonly languages: Languages;
  /** Grows when a language comes: what was said before may be said otherwise now. */
  generation = 0;
  /** Grows when the module is started anew. */
  epoch = 0;
  readonly #module: Compiled;
  readonly #memory: Memory;
  readonly #settings: SettingsBook;
  #drafts = 0;
  /** The drafts that somebody listens to; they are not kept by it. */
  readonly #listened = new Set<WeakRef<Told>>();

  constructor(module: Compiled) {
    this.#module = module;
    this.wasm = start(module);
    this.#memory = new Memory(this.wasm);
    this.walker = new Walker(this.wasm, this.#memory);
    this.decoder = new Decoder(this.wasm, this.#memory);
    this.tables = readTables(this.decoder.begin(this.wasm.tables()));
    this.names = new Names(this.tables);
    this.decoder.learn(this.tables, this.names);
    this.places = new Places(this.tables.fields[0]!);
    this.languages = new Languages(this.tables.locales);
    this.#settings = new SettingsBook(this.tables, (options) => this.languages.wordsOf(options));
  }

  settings(options: Options): Settings {
    return this.#settings.of(options);
  }

  /** Checks a whole document. */
  judge(value: unknown, settings: Settings): Report {
    return this.judgePacked(settings, () => this.pack(value));
  }

  /** The report of a document whose reading has thrown. */
  judgeUnreadable(value: unknown, error: unknown, settings: Settings): Report {
    return this.judgePacked(settings, () => this.#packUnreadable(value, error));
  }

  /** Checks a document that `pack` packs. */
  judgePacked(settings: Settings, pack: (walker: Walker) => void): Report {
    const { walker, decoder } = this;
    const outer = walker.enter();
    let status: Status;
    let sections: readonly SectionSummary[];
    let issues: readonly Issue[];
    try {
      if (settings.account !== undefined) walker.account(settings.account);
      pack(walker);
      decoder.begin(this.wasm.check(walker.length, settings.numbers, settings.today));
      status = STATUSES[decoder.byte()]!;
      sections = decoder.sections();
      issues = decoder.issues(settings.words);
    } finally {
      walker.leave(outer);
    }
    this.settle();
    return reportOf(status, settings, this.tables.version, settings.words.finish(issues), sections);
  }

  fixes(value: unknown): Fix[] {
    const { walker, decoder } = this;
    const outer = walker.enter();
    try {
      this.pack(value);
      return decoder.begin(this.wasm.fix(walker.length)).fixes();
    } finally {
      walker.leave(outer);
      this.settle();
    }
  }

  /** Packs a document; where it is none, what will be reported as such. */
  pack(value: unknown): void {
    const { walker } = this;
    const start = walker.length;
    try {
      if (!walker.value(value, this.tables.fields[0]!, false, 0, "")) walker.null();
    } catch (error) {
      walker.rewind(start);
      this.#packUnreadable(value, error);
    }
  }

  #packUnreadable(value: unknown, error: unknown): void {
    if (error === TOO_DEEP && hasText(value)) this.walker.tooDeep();
    else this.walker.unreadable();
  }

  /** Brings a built-in language. */
  load(locale: number, catalogue: string): void {
    this.languages.loaded.set(locale, catalogue);
    this.#say(locale, catalogue);
    this.languages.forget();
    this.#changed();
    this.#tell(this.tables.locales[locale]!);
  }

  /** Brings a language of the page's. */
  add(tag: string, catalogue: Catalogue): void {
    this.languages.add(tag, catalogue);
    this.#changed();
    this.#tell(tag);
  }

  /** Tells a draft of languages that come. */
  listen(draft: WeakRef<Told>): void {
    this.#listened.add(draft);
  }

  unlisten(draft: WeakRef<Told>): void {
    this.#listened.delete(draft);
  }

  #tell(tag: string): void {
    for (const draft of [...this.#listened]) draft.deref()?.languageCame(tag);
  }

  /** Forgets what has been remembered of documents: keys that no signup has, and issues. */
  forget(): void {
    this.languages.forget();
    this.#changed();
    this.settle();
  }

  /** Counts a draft in; `released` counts it out. */
  hold(): void {
    this.#drafts++;
  }

  release(): void {
    this.#drafts--;
    this.settle();
  }

  /** Gives memory back that a large document has taken: WASM's own never shrinks. */
  settle(): void {
    if (this.#memory.view().length <= ROOMY || this.#drafts > 0 || !this.walker.isIdle) return;
    this.wasm = start(this.#module);
    this.#memory.move(this.wasm);
    this.walker.move(this.wasm);
    this.decoder.move(this.wasm);
    for (const [locale, catalogue] of this.languages.loaded) this.#say(locale, catalogue);
    this.epoch++;
  }

  #say(locale: number, catalogue: string): void {
    const outer = this.walker.enter();
    this.walker.utf8(catalogue);
    this.wasm.load(this.walker.length, locale);
    this.walker.leave(outer);
  }

  #changed(): void {
    this.generation++;
    this.#settings.clear();
  }
}

function start(module: Compiled): Exports {
  // Numbers alone go in and out: of wasm-bindgen's glue nothing is needed but a function that is never called.
  const glue = { __wbindgen_init_externref_table: () => {} };
  // Each build names what it imports by its own name.
  const imports = { "./merchant_signup_bg.js": glue, "./merchant_signup_fast_bg.js": glue };
  return new WebAssembly.Instance(module as WebAssembly.Module, imports).exports as unknown as Exports;
}

/** Whether a value that is too deep has a JSON text at all: one that goes round in circles or throws has none. */
function hasText(value: unknown): boolean {
  try {
    JSON.stringify(value, (_, part: unknown) => (typeof part === "bigint" ? 0 : part));
    return true;
  } catch {
    return false;
  }
}
