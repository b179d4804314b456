/**
 * A draft: a signup that is being filled in. After any change its report equals a full check's of its value.
 *
 * What a page holds is a frozen object of bound functions and getters, which works through Proxies (Vue, MobX) and taken
 * apart; what they work on is `Core`.
 */

import { NO_ISSUES } from "./decode.js";
import type { Engine } from "./engine.js";
import type { Issue, SignupDocument } from "./generated.js";
import { ENGLISH, spoken } from "./languages.js";
import { ready } from "./load.js";
import { isOfType, type Place, type Target } from "./places.js";
import { at, type Edited, edited, noPlace, own } from "./pointer.js";
import type { PointerOf, Pointer, ValueAt } from "./pointers.js";
import { Session } from "./session.js";
import { isSame, type Settings, thisDay } from "./settings.js";
import type { Options, Report, Status } from "./types.js";
import { inherits } from "./walk.js";

export interface Draft<T = SignupDocument> {
  /** The document as it stands. It is never changed in place: what did not change stays the same object. */
  readonly value: T;
  /** What `check(draft.value)` would say: the same object while nothing changes. */
  readonly report: Report;
  readonly status: Status;
  /** Puts a value at a pointer (RFC 6901). Objects and lists on the way are made; the index behind the last appends. */
  readonly set: <P extends string>(pointer: PointerOf<P>, value: ValueAt<P>) => void;
  /** Takes away a key, or an element of a list. What is not there stays so. */
  readonly remove: <P extends string>(pointer: PointerOf<P>) => void;
  /** Puts an element before the one at the pointer; the index behind the last, or `-`, appends. */
  readonly insert: <P extends string>(pointer: PointerOf<P>, value: ValueAt<P>) => void;
  /** Takes a value from one pointer to another, which is read when the value is taken away. */
  readonly move: <P extends string, Q extends string>(from: PointerOf<P>, to: PointerOf<Q>) => void;
  /** The issues whose path is exactly this pointer: the same list while they are the same. */
  readonly issuesAt: <P extends string>(pointer: PointerOf<P>) => readonly Issue[];
  /** The issues at a pointer and below it: the same list while they are the same. */
  readonly issuesUnder: <P extends string>(pointer: PointerOf<P>) => readonly Issue[];
  /** Whether an answer is owed at a pointer or below it, given everything else: whether a form should ask for it. */
  readonly required: <P extends string>(pointer: PointerOf<P>) => boolean;
  /** Calls the listener after each change, and when a language has come, until the function that is returned is called. */
  readonly subscribe: (listener: () => void) => () => void;
  /** Judges by other options: another language, day, level, profile or account. */
  readonly configure: (options: Options) => void;
  /**
   * Gives its memory back; from then on every other call throws. A draft that is not reachable any more does so by itself.
   */
  readonly dispose: () => void;
}

/**
 * Begins a draft of a document, which it keeps as it is: what is changed in that without the draft, the draft does not see. So
 * give it a copy, or change it by `set` alone; the same goes for values that are put in.
 */
export function createDraft<T = SignupDocument>(value?: T, options: Options = {}): Draft<T> {
  const core = new Core(ready(), value === undefined ? { signup: {} } : value, options);
  return Object.freeze<Draft<T>>({
    get value() {
      return core.alive().value as T;
    },
    get report() {
      return core.alive().report;
    },
    get status() {
      return core.alive().status;
    },
    set: (pointer, next) => core.alive().set(pointer, next),
    remove: (pointer) => core.alive().remove(pointer),
    insert: (pointer, element) => core.alive().insert(pointer, element),
    move: (from, to) => core.alive().move(from, to),
    issuesAt: (pointer) => core.alive().issues(pointer, false),
    issuesUnder: (pointer) => core.alive().issues(pointer, true),
    required: (pointer) => core.alive().required(pointer),
    subscribe: (listener) => core.alive().subscribe(listener),
    configure: (next) => core.alive().configure(next),
    dispose: () => core.dispose(),
  });
}

const forgotten = new FinalizationRegistry<() => void>((free) => free());

/** So often an edit begins again that is overtaken by edits which reading its values runs. */
const TURNS = 8;

/** An edit's document, and what of it the WASM has to read again. */
interface Made {
  readonly document: unknown;
  readonly reads: readonly (readonly [Target, number])[];
}

interface Found {
  /** All issues of the draft, and those of them that a pointer has. */
  readonly all: readonly Issue[];
  readonly issues: readonly Issue[];
}

class Core {
  value: unknown;
  readonly #engine: Engine;
  readonly #session: Session;
  readonly #free: () => void;
  readonly #listeners = new Set<{ readonly listener: () => void }>();
  /** What the engine tells of languages that come. */
  readonly #told = new WeakRef(this);
  #options: Options;
  #generation: number;
  /** How often the document has changed. */
  #version = 0;
  /** What has no text, as it goes round in circles, is too deep or throws: judged whole, until it is put right. */
  #isWhole = false;
  #whole: Report | undefined;
  #found = new Map<string, Found>();
  #owed = new Map<number, boolean>();
  #isDisposed = false;

  constructor(engine: Engine, value: unknown, options: Options) {
    this.#engine = engine;
    this.#options = { ...options };
    this.#generation = engine.generation;
    const session = new Session(engine, engine.settings(this.#options));
    this.#session = session;
    this.value = value;
    engine.hold();
    const told = this.#told;
    this.#free = () => {
      session.dispose();
      engine.unlisten(told);
      engine.release();
    };
    forgotten.register(this, this.#free, this);
    this.#readAll();
  }

  alive(): this {
    if (this.#isDisposed) {
      throw new Error("merchant-signup: this draft was disposed of: createDraft begins another");
    }
    // Another day, or a language that has come.
    const { generation } = this.#engine;
    const isToday = this.#options.today !== undefined || thisDay() === this.#session.settings.day;
    if (generation !== this.#generation || !isToday) this.#configured(this.#engine.settings(this.#options));
    return this;
  }

  get status(): Status {
    return this.#isWhole ? this.report.status : this.#session.status;
  }

  get report(): Report {
    if (!this.#isWhole) return this.#session.report;
    if (this.#whole !== undefined) return this.#whole;
    const version = this.#version;
    const report = this.#engine.judge(this.value, this.#session.settings);
    // What it read may have changed it.
    if (version === this.#version) this.#whole = report;
    return report;
  }

  set(pointer: string, value: unknown): void {
    const target = this.#engine.places.target(pointer);
    const isLeaf = (typeof value !== "object" || value === null) && typeof value !== "function" && value !== undefined;
    if (isLeaf && (this.#setLeaf(target, value) || (target.tokens.length > 0 && Object.is(at(this.value, target.tokens), value)))) return;
    this.#apply((document) => changed(document, target, "set", value));
  }

  /**
   * The short way of `set`: replaces a text, number, answer or null by another, where every object and list above it is plain
   * and has its place in the payload table. Says whether the draft now has the value; where it says false, nothing was changed.
   */
  #setLeaf({ tokens, places }: Target, value: unknown): boolean {
    const depth = tokens.length;
    const place = places[depth];
    if (place === undefined || depth === 0 || this.#isWhole || typeof value === "bigint" || inherits()) return false;
    const version = this.#version;
    const holders: object[] = [];
    let found = this.value;
    for (let index = 0; index < depth; index++) {
      if (!isOfType(found, places[index]!)) return false;
      holders.push(found);
      found = (found as Record<string, unknown>)[tokens[index]!];
    }
    const isLeaf = found === null || (found !== undefined && typeof found !== "object" && typeof found !== "function");
    if (!isLeaf || version !== this.#version) return false;
    if (Object.is(found, value)) return true;
    let document = value;
    for (let index = depth - 1; index >= 0; index--) {
      const holder = holders[index]!;
      const copy = (Array.isArray(holder) ? [...(holder as unknown[])] : { ...holder }) as Record<string, unknown>;
      copy[tokens[index]!] = document;
      document = copy;
    }
    // To copy an object runs its getters, and they may have made an edit of their own.
    if (version !== this.#version) return false;
    this.value = document;
    this.#version++;
    this.#forget();
    if (!this.#take(() => this.#pack(place, value, tokens[depth - 1]!))) this.#readAll();
    this.#tell();
    return true;
  }

  remove(pointer: string): void {
    const target = this.#engine.places.target(pointer);
    if (target.tokens.length === 0 || at(this.value, target.tokens) === undefined) return;
    this.#apply((document) => changed(document, target, "remove", undefined));
  }

  insert(pointer: string, value: unknown): void {
    const target = this.#engine.places.target(pointer);
    this.#apply((document) => changed(document, target, "insert", value));
  }

  move(from: string, to: string): void {
    const source = this.#engine.places.target(from);
    const target = this.#engine.places.target(to);
    this.#apply((document) => {
      const moved = at(document, source.tokens);
      if (source.tokens.length === 0 || moved === undefined) throw noPlace(source.tokens);
      const taken = changed(document, source, "remove", undefined);
      const isInList = Array.isArray(at(taken.document, target.tokens.slice(0, -1)));
      const put = changed(taken.document, target, isInList ? "insert" : "set", moved);
      return { document: put.document, reads: [...taken.reads, ...put.reads] };
    });
  }

  issues(pointer: string, isUnder: boolean): readonly Issue[] {
    // A pointer that is none is said to be so.
    void this.#engine.places.target(pointer);
    const key = isUnder ? `${pointer}/` : pointer;
    const all = this.#isWhole ? this.report.issues : this.#session.issues;
    const before = this.#found.get(key);
    if (before?.all === all) return before.issues;
    let found: Issue[] | undefined;
    for (const issue of all) {
      if (issue.path === pointer || (isUnder && issue.path.startsWith(key))) (found ??= []).push(issue);
    }
    const issues = isSameList(before?.issues, found ?? NO_ISSUES) ? before!.issues : Object.freeze(found ?? NO_ISSUES);
    if (this.#found.size > 1000) this.#found.clear();
    this.#found.set(key, { all, issues });
    return issues;
  }

  required(pointer: string): boolean {
    const { tokens, places } = this.#engine.places.target(pointer);
    const place = places[tokens.length];
    if (place === undefined || this.#isWhole) return false;
    let owed = this.#owed.get(place.number);
    if (owed === undefined) {
      owed = this.#session.owes(place.number);
      this.#owed.set(place.number, owed);
    }
    return owed;
  }

  subscribe(listener: () => void): () => void {
    const entry = { listener };
    this.#listeners.add(entry);
    this.#engine.listen(this.#told);
    return () => void this.#listeners.delete(entry);
  }

  /** A language has come. What has none of its own is said in English. */
  languageCame(tag: string): void {
    const { locale = ENGLISH } = this.#options;
    const isHeard = tag === ENGLISH || spoken(tag) === spoken(locale);
    if (!isHeard || this.#isDisposed || this.#listeners.size === 0) return;
    this.alive();
    this.#tell();
  }

  configure(options: Options): void {
    const given = { ...options };
    const settings = this.#engine.settings(given);
    this.#options = given;
    if (this.#configured(settings)) this.#tell();
  }

  dispose(): void {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    forgotten.unregister(this);
    this.#listeners.clear();
    this.#free();
  }

  #configured(settings: Settings): boolean {
    this.#generation = this.#engine.generation;
    if (isSame(settings, this.#session.settings)) return false;
    this.#session.configure(settings);
    this.#forget();
    return true;
  }

  /** Makes an edit, all of it or, where it has no place, nothing. */
  #apply(make: (document: unknown) => Made): void {
    for (let turn = 0; ; turn++) {
      const version = this.#version;
      const made = make(this.value);
      // To copy an object runs its getters, and they may have made an edit of their own: then this one comes behind it.
      if (version === this.#version) {
        this.value = made.document;
        this.#version++;
        this.#read(made.reads);
        break;
      }
      if (turn === TURNS) throw new Error("merchant-signup: an edit makes edits of the same draft without end");
    }
    this.#tell();
  }

  /** Has the WASM read again what changed, at the deepest places that it has. */
  #read(reads: Made["reads"]): void {
    this.#forget();
    if (this.#isWhole || !this.#take(() => reads.every(([target, changed]) => this.#packBelow(target, changed)))) {
      this.#readAll();
    }
  }

  #readAll(): void {
    this.#forget();
    for (let turn = 0; turn < TURNS; turn++) {
      const version = this.#version;
      const isRead = this.#take(() => this.#pack(this.#engine.places.root, this.value, ""));
      if (version === this.#version) {
        this.#isWhole = !isRead;
        return;
      }
    }
    this.#isWhole = true;
  }

  /** Has the WASM take what is packed; says false where it could not be, or is not how the document stands any more. */
  #take(pack: () => boolean): boolean {
    const { walker } = this.#engine;
    const version = this.#version;
    const outer = walker.enter();
    try {
      return pack() && version === this.#version && !this.#isDisposed && this.#session.take();
    } catch {
      return false;
    } finally {
      walker.leave(outer);
    }
  }

  #packBelow({ tokens, places }: Target, changed: number): boolean {
    const deepest = Math.min(changed, places.length - 1);
    let depth = 0;
    let { value } = this as { value: unknown };
    // What is of another type than the table's is read whole: nothing below it has a place.
    for (; depth < deepest && isOfType(value, places[depth]!); depth++) value = own(value, tokens[depth]!);
    return this.#pack(places[depth]!, value, depth > 0 ? tokens[depth - 1]! : "");
  }

  #pack({ field, isElement, number, depth }: Place, value: unknown, key: string): boolean {
    const { walker } = this.#engine;
    walker.place(number);
    if (walker.value(value, field, isElement, depth, key)) return true;
    if (field.index === 0) return false;
    walker.null();
    return true;
  }

  #forget(): void {
    this.#whole = undefined;
    if (this.#owed.size > 0) this.#owed.clear();
  }

  #tell(): void {
    if (this.#listeners.size === 0) return;
    for (const { listener } of [...this.#listeners]) {
      try {
        listener();
      } catch (error) {
        // As where an event is told: the page hears of it, and the other listeners are told all the same.
        report(error);
      }
    }
  }
}

function isSameList(before: readonly Issue[] | undefined, issues: readonly Issue[]): boolean {
  return before?.length === issues.length && before.every((issue, index) => issue === issues[index]);
}

function changed(document: unknown, target: Target, change: "set" | "insert" | "remove", value: unknown): Made {
  const made: Edited = edited(document, target.tokens, change, value, target.isList);
  return { document: made.document, reads: [[target, made.changed]] };
}

/** Reports an error as one that nobody has caught. */
function report(error: unknown): void {
  const { reportError, queueMicrotask } = globalThis as {
    reportError?: (error: unknown) => void;
    queueMicrotask?: (work: () => void) => void;
  };
  if (reportError !== undefined) reportError(error);
  else {
    queueMicrotask?.(() => {
      throw error;
    });
  }
}

export type { Pointer };
