/** The WASM module: loading it, calling it, reading what it answers. */

import { type Bytes, bytesOf, catalogueOf } from "./bytes.js";
import { type Fix, Names, Reader, readFixes } from "./decode.js";
import { UNDERSTOOD } from "./generated.js";
import { Report } from "./report.js";
import { readTables, type Tables } from "./tables.js";
import type { Options } from "./types.js";
import { type Input, TOO_DEEP, Walker } from "./walk.js";

/** What the WASM exports. Addresses come as signed numbers. */
interface Exports extends Input {
  tables(): number;
  load(length: number, locale: number): void;
  check(length: number, settings: number, today: number): number;
  fix(length: number): number;
  draft(length: number, settings: number, today: number): number;
  draft_free(draft: number): void;
  draft_configure(draft: number, length: number, settings: number, today: number): void;
  draft_set(draft: number, place: number, length: number): number;
  draft_issues_at(draft: number, place: number): number;
  draft_report(draft: number): number;
}

/** Options as the WASM takes them. */
export interface Settings {
  readonly numbers: number;
  readonly today: number;
  readonly day: string;
  readonly account: string | undefined;
  readonly level: string;
  readonly profile: string;
}

/** The module, started. */
export class Engine {
  readonly wasm: Exports;
  readonly walker: Walker;
  readonly tables: Tables;
  readonly names: Names;

  constructor(module: WebAssembly.Module) {
    // Numbers alone go in and out: of wasm-bindgen's glue nothing is needed but a function that is never called.
    const imports = { "./merchant_signup_bg.js": { __wbindgen_init_externref_table: () => {} } };
    this.wasm = new WebAssembly.Instance(module, imports).exports as unknown as Exports;
    this.walker = new Walker(this.wasm);
    this.tables = readTables(this.read(this.wasm.tables()));
    this.names = new Names(this.tables);
  }

  read(address: number): Reader {
    return new Reader(this.wasm.memory.buffer, address >>> 0);
  }

  check(value: unknown, options: Options): Report {
    const settings = this.settings(options);
    this.begin(settings);
    this.pack(value);
    return this.report(this.wasm.check(this.walker.length, settings.numbers, settings.today), settings);
  }

  report(address: number, settings: Settings): Report {
    return new Report(this.read(address), this.tables, this.names, settings);
  }

  fixes(value: unknown): Fix[] {
    this.walker.begin();
    this.pack(value);
    return readFixes(this.read(this.wasm.fix(this.walker.length)), this.tables, this.names);
  }

  /** Starts the input anew, with the account where there is one. */
  begin(settings: Settings): void {
    this.walker.begin();
    if (settings.account !== undefined) this.walker.account(settings.account);
  }

  /** Packs a document; says false where it is none, and packs what will be reported as such. */
  pack(value: unknown): boolean {
    const { walker } = this;
    const start = walker.length;
    try {
      if (walker.value(value, this.tables.fields[0]!, false, 0, "")) return true;
      walker.null();
    } catch (error) {
      walker.rewind(start);
      if (error === TOO_DEEP && hasText(value)) walker.tooDeep();
      else walker.null();
    }
    return false;
  }

  settings(options: Options): Settings {
    const { tables } = this;
    const level = indexOf(tables.levels, options.level, "level");
    const profile = indexOf(tables.profiles, options.profile, "profile");
    const { account } = options;
    const day = dayOf(options.today);
    const numbers = level | (profile << 4) | (this.locale(options.locale) << 8) | (account === undefined ? 0 : 1 << 12);
    return {
      numbers,
      today: Number(day.replaceAll("-", "")),
      day,
      account,
      level: tables.levels[level]!,
      profile: tables.profiles[profile]!,
    };
  }

  /** The number of the language for a tag; English where its readers understand none. */
  locale(tag = "en"): number {
    const primary = tag.toLowerCase().split(/[-_]/)[0]!;
    return Math.max(0, this.tables.locales.indexOf(UNDERSTOOD[primary] ?? primary));
  }

  /** Brings a language, once. */
  async loadLocale(tag: string): Promise<void> {
    const number = this.locale(tag);
    if (number === 0 || this.#locales.has(number)) return;
    const text = await catalogueOf(this.tables.locales[number]!);
    this.walker.begin();
    this.walker.utf8(text);
    this.wasm.load(this.walker.length, number);
    this.#locales.add(number);
  }

  readonly #locales = new Set<number>();
}

function indexOf(names: readonly string[], name: string | undefined, what: string): number {
  if (name === undefined) return 0;
  const index = names.indexOf(name);
  if (index < 0) throw new TypeError(`merchant-signup: no ${what} "${name}": use one of ${names.join(", ")}`);
  return index;
}

function dayOf(today: string | Date | undefined): string {
  if (typeof today === "string") {
    if (/^\d{4}-\d{2}-\d{2}$/.test(today)) return today;
    throw new TypeError(`merchant-signup: today must be YYYY-MM-DD or a Date`);
  }
  const date = today ?? new Date();
  const two = (number: number): string => String(number).padStart(2, "0");
  return `${String(date.getFullYear()).padStart(4, "0")}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
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

let engine: Engine | undefined;
let loading: Promise<void> | undefined;

/** The engine; before `init` has finished it throws, and says what to await. */
export function ready(): Engine {
  if (engine === undefined) {
    throw new Error("merchant-signup is not loaded yet: `await init()` once before checking anything");
  }
  return engine;
}

export function isReady(): boolean {
  return engine !== undefined;
}

/**
 * Loads the WASM, once: further calls return the same promise.
 *
 * Without an argument it is loaded from beside this file; a `Response`, its promise, bytes or a compiled module can be
 * given instead. A failed attempt can be repeated.
 */
export function init(source?: Bytes | WebAssembly.Module | Promise<WebAssembly.Module>): Promise<void> {
  if (engine !== undefined) return Promise.resolve();
  loading ??= load(source).catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function load(source: Bytes | WebAssembly.Module | Promise<WebAssembly.Module> | undefined): Promise<void> {
  const module = await compile(await (source ?? bytesOf.main()));
  engine ??= new Engine(module);
}

/** The same with the bytes or the compiled module at hand, at once. */
export function initSync(source: BufferSource | WebAssembly.Module): void {
  engine ??= new Engine(source instanceof WebAssembly.Module ? source : new WebAssembly.Module(source));
}

export async function compile(source: Response | BufferSource | WebAssembly.Module): Promise<WebAssembly.Module> {
  if (source instanceof WebAssembly.Module) return source;
  if (typeof Response === "undefined" || !(source instanceof Response)) return WebAssembly.compile(source as BufferSource);
  if (!source.ok) throw new Error(`merchant-signup: the WASM could not be loaded: ${source.status} ${source.url}`);
  // Compiling while it loads needs the right media type, which not every server sends.
  if (source.headers.get("content-type")?.startsWith("application/wasm")) return WebAssembly.compileStreaming(source);
  return WebAssembly.compile(await source.arrayBuffer());
}
