/**
 * What was checked last, so that a check of nearly the same document costs only what has changed. Its caller sees none of
 * that: a document is read whole each time, each of its properties once, and its leaves are compared by value. Where a few have changed,
 * those alone are sent, and the sections that they can touch are judged; where more has, the document is judged whole, from
 * what was read.
 */

import type { Engine } from "./engine.js";
import { Session } from "./session.js";
import { isSame, type Settings } from "./settings.js";
import type { Field } from "./tables.js";
import { Shape } from "./wire.js";
import type { Report } from "./types.js";
import { inherits, MAXIMUM_DEPTH, skip, skipFrom, TOO_DEEP, unwrapped, type Walker } from "./walk.js";

/** What stands among the leaves: no value of a document is one of these. */
const OBJECT = Symbol();
const LIST = Symbol();
const END = Symbol();
/** An object or list where something else is due. */
const MISPLACED_OBJECT = Symbol();
const MISPLACED_LIST = Symbol();

/** More changes than this are another document. */
const CHANGES = 8;
/** A longer document is not kept. */
const LONGEST = 1 << 12;
/** After so many documents in a row that have little to do with each other, they are judged without being kept, */
const PATIENCE = 4;
/** but for one in so many. */
const ATTEMPTS = 32;

export class Shadow {
  readonly #engine: Engine;
  #settings: Settings | undefined;
  #report: Report | undefined;
  #session: Session | undefined;
  #epoch = -1;
  /** The session has the document as it was read last. */
  #isLive = false;
  /** The document as it was read last, in the order of the reading: keys, leaves, and what stands among them. */
  #read: unknown[] = [];
  /** Of each: a leaf's place; of a key, its field, or -1 where nobody knows it. */
  #places: number[] = [];
  #at = 0;
  /** From here on the document is another than before. */
  #isOther = false;
  /** Whether plain objects inherit keys. */
  #inherits = false;
  readonly #changed: number[] = [];
  #isBusy = false;
  #misses = 0;
  /** Whether it has been used since it was asked last. */
  wasUsed = false;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  check(value: unknown, settings: Settings): Report {
    // From inside its own reading; or documents that have little to do with each other.
    if (this.#isBusy || (this.#misses > PATIENCE && this.#misses++ % ATTEMPTS !== 0)) return this.#engine.judge(value, settings);
    this.wasUsed = true;
    this.#isBusy = true;
    try {
      return this.#check(value, settings);
    } finally {
      this.#isBusy = false;
    }
  }

  /** Lets go of the document. */
  forget(): void {
    if (this.#isBusy) return;
    this.#read = [];
    this.#places = [];
    this.#settings = undefined;
    this.#report = undefined;
    this.#isLive = false;
    this.#session?.dispose();
    this.#session = undefined;
    this.#misses = 0;
  }

  #check(value: unknown, settings: Settings): Report {
    const engine = this.#engine;
    const before = this.#settings;
    const isKept = this.#report !== undefined && before !== undefined && isSame(settings, before);
    this.#at = 0;
    this.#changed.length = 0;
    this.#isOther = !isKept;
    this.#settings = undefined;
    this.#inherits = inherits();
    try {
      this.#value(value, engine.tables.fields[0]!, false, 0, "", 0);
    } catch (error) {
      // It goes round in circles, throws, or is too deep.
      this.#report = undefined;
      this.#read.length = 0;
      return engine.judgeUnreadable(value, error, settings);
    }
    if (this.#read.length !== this.#at) this.#read.length = this.#places.length = this.#at;
    if (!this.#isOther) {
      this.#misses = 0;
      // What was read may have run code that started the module anew.
      if (this.#changed.length > 0) this.#report = this.#judgeChanges(settings) ?? this.#judge(settings);
    } else {
      this.#misses++;
      this.#report = this.#judge(settings);
    }
    const report = this.#report!;
    if (this.#at > LONGEST) {
      this.#read = [];
      this.#places = [];
      this.#report = undefined;
      this.#isLive = false;
    } else {
      this.#settings = settings;
    }
    return report;
  }

  /** Judges what was read, whole. */
  #judge(settings: Settings): Report {
    this.#isLive = false;
    return this.#engine.judgePacked(settings, (walker) => this.#pack(walker));
  }

  #judgeChanges(settings: Settings): Report | undefined {
    const { walker, epoch } = this.#engine;
    if (this.#session !== undefined && this.#epoch !== epoch) {
      // It was in a module that has been started anew since.
      this.#session = undefined;
      this.#isLive = false;
    }
    if (!this.#isLive && this.#session !== undefined && !isSame(this.#session.settings, settings)) this.#session.configure(settings);
    this.#session ??= new Session(this.#engine, settings);
    this.#epoch = epoch;
    const outer = walker.enter();
    try {
      if (!this.#isLive) {
        walker.place(0);
        this.#pack(walker);
      } else {
        for (const at of this.#changed) {
          walker.place(this.#places[at]!);
          if (!walker.leaf(this.#read[at])) walker.null();
        }
      }
      this.#isLive = this.#session.take();
    } catch {
      this.#isLive = false;
    } finally {
      walker.leave(outer);
    }
    return this.#isLive ? this.#session.report : undefined;
  }

  /** Reads a value, as `JSON.stringify` would, beside what was read before. */
  #value(value: unknown, field: Field, isElement: boolean, depth: number, key: string, place: number): void {
    let plain = value;
    if ((typeof value === "object" && value !== null) || typeof value === "function" || typeof value === "bigint") {
      const { toJSON } = value as { toJSON?: unknown };
      if (typeof toJSON === "function") plain = toJSON.call(value, key) as unknown;
    }
    if (typeof plain !== "object" || plain === null) return this.#leaf(plain, place);
    const isPlain = Object.getPrototypeOf(plain) === Object.prototype;
    const isList = !isPlain && Array.isArray(plain);
    if (!isPlain && !isList) {
      const held = unwrapped(plain);
      if (held !== plain) return this.#leaf(held, place);
    }
    if (depth === MAXIMUM_DEPTH) throw TOO_DEEP;
    if (Array.isArray(plain)) return this.#list(plain, field, isElement, depth + 1, place);
    const object = plain as Record<string, unknown>;
    if (field.shape !== Shape.Object && !(field.shape === Shape.Objects && isElement)) {
      for (const key of Object.keys(object)) skip(object[key], depth + 1, key);
      return this.#mark(MISPLACED_OBJECT, 0);
    }
    this.#mark(OBJECT, 0);
    if (isPlain && !this.#inherits) this.#plain(object, field, depth + 1, place);
    else this.#object(object, field, depth + 1, place);
    this.#mark(END, 0);
  }

  /** An object that inherits nothing: `for in` has its keys as `Object.keys` does, and mostly they are those that it had before. */
  #plain(object: Record<string, unknown>, field: Field, depth: number, place: number): void {
    const read = this.#read;
    const places = this.#places;
    let next = 0;
    for (const key in object) {
      const at = this.#at;
      let index = -1;
      if (!this.#isOther && read[at] === key && (index = places[at]!) >= 0) {
        const value = object[key];
        this.#at = at + 1;
        // A `BigInt` may have got a `toJSON` meanwhile.
        if (value === read[at + 1] && typeof value !== "bigint") this.#at++;
        else this.#value(value, this.#engine.tables.fields[index]!, false, depth, key, (place & 0xff00) | index);
      } else {
        next = this.#member(object, key, field, next, depth, place);
      }
    }
  }

  #object(object: Record<string, unknown>, field: Field, depth: number, place: number): void {
    let next = 0;
    for (const key of Object.keys(object)) next = this.#member(object, key, field, next, depth, place);
  }

  /** Reads what a key has, and says which of the table's fields comes next, mostly. */
  #member(object: Record<string, unknown>, key: string, { children, byName }: Field, due: number, depth: number, place: number): number {
    let next = due;
    let child = children[next];
    if (child !== undefined && child.name === key) next++;
    else if ((child = byName.get(key)) !== undefined) next = child.order + 1;
    if (child !== undefined) {
      this.#mark(key, child.index);
      this.#value(object[key], child, false, depth, key, (place & 0xff00) | child.index);
    } else if (skip(object[key], depth, key)) {
      this.#mark(key, -1);
    }
    return next;
  }

  #list(list: readonly unknown[], field: Field, isElement: boolean, depth: number, place: number): void {
    const { length } = list;
    if (isElement || (field.shape !== Shape.Objects && field.shape !== Shape.Texts)) {
      skipFrom(list, length, 0, depth);
      return this.#mark(MISPLACED_LIST, length > 0 ? 1 : 0);
    }
    const read = Math.min(length, field.maximum);
    const shift = field.shape === Shape.Objects ? 8 : 16;
    this.#mark(LIST, length > read ? 1 : 0);
    for (let index = 0; index < read; index++) {
      this.#value(list[index], field, true, depth, String(index), place | ((index + 1) << shift));
    }
    if (length > read) skipFrom(list, length, read, depth);
    this.#mark(END, 0);
  }

  #leaf(value: unknown, place: number): void {
    // What is not said in a text is as if it were not there; what is no number is null.
    const leaf = typeof value === "function" || typeof value === "symbol" ? undefined : Number.isNaN(value) ? null : value;
    const at = this.#at++;
    if (!this.#isOther) {
      const before = this.#read[at];
      if (before === leaf) return;
      if (typeof before !== "symbol" && place !== 0 && this.#changed.length < CHANGES) {
        this.#read[at] = leaf;
        this.#changed.push(at);
        return;
      }
      this.#isOther = true;
    }
    this.#read[at] = leaf;
    this.#places[at] = place;
  }

  /** A key, or what stands among the leaves. */
  #mark(mark: symbol | string, about: number): void {
    const at = this.#at++;
    if (!this.#isOther) {
      if (this.#read[at] === mark && this.#places[at] === about) return;
      this.#isOther = true;
    }
    this.#read[at] = mark;
    this.#places[at] = about;
  }

  /** Packs what was read. */
  #pack(walker: Walker): void {
    this.#at = 0;
    if (!this.#packValue(walker)) walker.null();
    this.#at = this.#read.length;
  }

  #packValue(walker: Walker): boolean {
    const at = this.#at++;
    const read = this.#read;
    const value = read[at];
    const about = this.#places[at]!;
    switch (value) {
      case OBJECT:
        walker.beginObject();
        while (read[this.#at] !== END) {
          const key = read[this.#at] as string;
          const field = this.#places[this.#at++]!;
          if (field < 0) walker.unknownKey(key);
          else {
            walker.key(field);
            if (!this.#packValue(walker)) walker.noKey();
          }
        }
        this.#at++;
        walker.endObject();
        return true;
      case LIST:
        walker.beginList();
        while (read[this.#at] !== END) if (!this.#packValue(walker)) walker.null();
        this.#at++;
        walker.endList(about === 1);
        return true;
      case MISPLACED_OBJECT:
        walker.beginObject();
        walker.endObject();
        return true;
      case MISPLACED_LIST:
        walker.beginList();
        walker.endList(about === 1);
        return true;
      default:
        return walker.leaf(value);
    }
  }
}
