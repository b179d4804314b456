/** Loading the WASM, once for a page or a program. */

import english from "../wasm/messages/english.js";
import { catalogueOf } from "./catalogues.js";
import { Checker } from "./checker.js";
import type { Compiled } from "./engine.js";
import { ENGLISH, spoken } from "./languages.js";
import type { Bytes, Source } from "./types.js";

/** Where what is loaded comes from: each entry of the package has its own way. */
export interface Sources {
  main(): Source;
  text(): Source;
}

let sources: Sources | undefined;
let engine: Checker | undefined;
let loading: Promise<void> | undefined;

export function provide(given: Sources): void {
  sources ??= given;
}

export function from(): Sources {
  if (sources === undefined) throw new Error("merchant-signup: import it by its name, not one of its files");
  return sources;
}

/** The engine; before `init` has finished it throws, and says what to await. */
export function ready(): Checker {
  if (engine === undefined) {
    throw new Error("merchant-signup is not loaded yet: `await init()` once before checking anything");
  }
  return engine;
}

/** Whether the WASM is there: whether everything but `init` can be called. */
export function isLoaded(): boolean {
  return engine !== undefined;
}

export interface InitOptions {
  /** The language that is loaded beside the WASM, by default English; `loadLocale` brings more. */
  locale?: string;
}

/** What is awaited for each language, and the module's own loading that is a part of it. */
const awaited = new Map<string, { readonly module: Promise<void>; readonly all: Promise<void> }>();

/**
 * Loads the WASM and, at the same time, the messages of one language, once: further calls return the same promise.
 *
 * Without a source the WASM is loaded from beside this file; bytes, a compiled module, a `Response`, or a promise of one
 * of them can be given instead. A failed attempt can be repeated. A language that cannot be had makes nothing fail: its
 * issues then say what their codes say.
 */
export function init(source?: Source, { locale = ENGLISH }: InitOptions = {}): Promise<void> {
  if (engine?.languages.has(locale)) return Promise.resolve();
  if (engine === undefined) {
    loading ??= load(source).catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
  }
  const module = loading ?? Promise.resolve();
  const before = awaited.get(locale);
  if (before?.module === module) return before.all;
  const texts = textsOf(locale);
  const all = module.then(async () => learn(locale, await texts));
  awaited.set(locale, { module, all });
  return all;
}

async function load(source: Source | undefined): Promise<void> {
  const module = await compile(await (source ?? from().main()));
  engine ??= new Checker(module);
}

/** The same with the bytes or the compiled module at hand, at once, and in English. */
export function initSync(source: Bytes | object): void {
  if (engine !== undefined) return;
  engine = new Checker(isModule(source) ? source : new WebAssembly.Module(source as ArrayBuffer));
  engine.load(0, english);
}

/**
 * Brings the messages of a language beside that of `init`. Await it before the language is used; until then, and where it
 * cannot be had, messages are in English, or say what their codes say.
 */
export async function loadLocale(locale: string): Promise<void> {
  if (!ready().languages.has(locale)) learn(locale, await catalogueOf(spoken(locale)));
}

/** The texts of a language, as far as they can be had. */
async function textsOf(locale: string): Promise<string> {
  try {
    return await catalogueOf(spoken(locale));
  } catch (error) {
    // The next call tries again.
    awaited.delete(locale);
    const { console } = globalThis as { console?: { warn(...words: unknown[]): void } };
    console?.warn(`merchant-signup: the messages in ${JSON.stringify(locale)} could not be loaded:`, error);
    return "";
  }
}

function learn(locale: string, texts: string): void {
  const { languages } = ready();
  if (texts !== "" && !languages.has(locale)) ready().load(languages.number(locale), texts);
}

/** A module of any realm: a test runner's sandbox has constructors of its own. */
function isModule(source: unknown): boolean {
  return Object.prototype.toString.call(source) === "[object WebAssembly.Module]";
}

interface Fetched {
  readonly ok: boolean;
  readonly status: number;
  readonly url: string;
  readonly headers: { get(name: string): string | null };
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** What to do, by what an engine says. */
const ADVICE: readonly (readonly [RegExp, string])[] = [
  [/unsafe-eval|content security policy/i, ": the page's Content-Security-Policy needs 'wasm-unsafe-eval' in script-src"],
  [/disallowed by embedder/i, ": a worker compiles nothing while it runs: import the .wasm as a module, and give it to initSync() or initText()"],
  [/magic/i, ": what was loaded is another file, such as a page that says that there is none"],
];

export async function compile(source: Bytes | object): Promise<Compiled> {
  if (isModule(source)) return source;
  try {
    // Told by its shape: in Node.js the mere mention of `Response` loads its whole fetch.
    const response = source as Fetched;
    if (typeof response?.arrayBuffer !== "function") return await WebAssembly.compile(source as unknown as ArrayBuffer);
    if (!response.ok) throw new Error(`it could not be loaded: ${response.status} ${response.url}`);
    // Compiling while it loads needs the right media type, which not every server sends.
    const isWasm = response.headers.get("content-type")?.startsWith("application/wasm") === true;
    if (isWasm && typeof WebAssembly.compileStreaming === "function") {
      return await WebAssembly.compileStreaming(response as unknown as Response);
    }
    return await WebAssembly.compile(await response.arrayBuffer());
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const advice = ADVICE.find(([about]) => about.test(why))?.[1] ?? "";
    throw new Error(`merchant-signup: the WebAssembly did not start${advice}: ${why}`, { cause: error });
  }
}
