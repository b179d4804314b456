/**
 * Packs a JavaScript value into the WASM's memory, as `read.rs` reads it: by the payload table, in one pass.
 *
 * The value counts as its `JSON.stringify` text would: own enumerable keys, `toJSON`, what is left out of text. What
 * JSON cannot say (an infinity, a `BigInt`) is kept as such, so that it can be reported; half a surrogate pair becomes a
 * control character. What is read may run code of the page's (a getter, `toJSON`, a Proxy's trap), and that code may call
 * this package: `enter` and `leave` keep what was packed until then.
 */

import type { HasMemory, Memory } from "./memory.js";
import type { Field } from "./tables.js";
import { Shape, Tag } from "./wire.js";

/** The most levels of objects and lists, the document's own included. */
export const MAXIMUM_DEPTH = 32;

/** No text may be longer than this, by far; what is longer is cut before it is copied. */
const MAXIMUM_UNITS = 1 << 16;

/** Thrown where a value is too deep; whether it goes round in circles is found out then. */
export const TOO_DEEP = Symbol();

const encoder = new TextEncoder();
// Without a look-behind, which browsers of 2022 cannot read: pairs are matched too, and stay as they are.
const SURROGATES = /[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]/g;

/** Whether a text has half a surrogate pair. */
export function hasHalfPair(text: string): boolean {
  return text.match(SURROGATES)?.some((found) => found.length === 1) === true;
}

const number = new Float64Array(1);
const numberBytes = new Uint8Array(number.buffer);

/** The exports of the WASM that the walker needs. */
export interface Input extends HasMemory {
  reserve(length: number): number;
}

/** What an outer call had packed when an inner one began. */
export type Outer = Uint8Array | undefined;

export class Walker {
  readonly #memory: Memory;
  #wasm: Input;
  #bytes: Uint8Array;
  /** Where the input begins, where the next byte goes, and where the room ends. */
  #base = 0;
  #at = 0;
  #end = 0;
  /** How many calls are packing, one inside another. */
  #calls = 0;
  /** Whether plain objects inherit keys: somebody has put some on `Object.prototype`. */
  #inherits = false;

  constructor(wasm: Input, memory: Memory) {
    this.#wasm = wasm;
    this.#memory = memory;
    this.#bytes = memory.view();
    this.#grow(1 << 12);
  }

  /** Packs for another instance of the module from now on. Only while nobody packs. */
  move(wasm: Input): void {
    this.#wasm = wasm;
    this.#base = this.#at = this.#end = 0;
    this.#grow(1 << 12);
  }

  /** How many bytes have been packed since `enter`. */
  get length(): number {
    return this.#at - this.#base;
  }

  get isIdle(): boolean {
    return this.#calls === 0;
  }

  /** Begins to pack. Each `enter` has its `leave`, which is given what this one answers. */
  enter(): Outer {
    const outer = this.#calls++ > 0 ? this.#bytes.slice(this.#base, this.#at) : undefined;
    this.#bytes = this.#memory.view();
    this.#at = this.#base;
    this.#inherits = inherits();
    return outer;
  }

  leave(outer: Outer): void {
    this.#calls--;
    if (outer === undefined) return;
    this.#bytes = this.#memory.view();
    this.#at = this.#base;
    this.#room(outer.length);
    this.#bytes.set(outer, this.#at);
    this.#at += outer.length;
  }

  /** Goes back to a length that `length` had. */
  rewind(length: number): void {
    this.#at = this.#base + length;
  }

  /** A text alone, as UTF-8. */
  utf8(text: string): void {
    this.#room(text.length * 3);
    this.#at += encoder.encodeInto(text, this.#bytes.subarray(this.#at)).written;
  }

  /** An account in front of the value: a byte of length, then its text. */
  account(account: string): void {
    const text = encoder.encode(account).subarray(0, 255);
    this.#room(1 + text.length);
    this.#bytes[this.#at++] = text.length;
    this.#bytes.set(text, this.#at);
    this.#at += text.length;
  }

  /** A place in front of its value. */
  place(place: number): void {
    this.#room(3);
    this.#bytes[this.#at++] = place;
    this.#bytes[this.#at++] = place >> 8;
    this.#bytes[this.#at++] = place >> 16;
  }

  /** Packs `null`: a value that is missing. */
  null(): void {
    this.#tag(Tag.Null);
  }

  /** Packs an end where a value is due, so that the check reports a document that cannot be read. */
  unreadable(): void {
    this.#tag(Tag.End);
  }

  /** Packs lists in lists, one level deeper than a document may be, so that the check reports `document.too_deep`. */
  tooDeep(): void {
    for (let depth = 0; depth <= MAXIMUM_DEPTH; depth++) this.#tag(Tag.List);
  }

  // What a value is packed of, where it is not walked but has been read before.

  beginObject(): void {
    this.#tag(Tag.Object);
  }

  key(field: number): void {
    this.#tag(field);
  }

  /** Takes back a key whose value JSON leaves out. */
  noKey(): void {
    this.#at--;
  }

  unknownKey(key: string): void {
    this.#text(Tag.Unknown, key);
  }

  endObject(): void {
    this.#tag(Tag.End);
  }

  beginList(): void {
    this.#tag(Tag.List);
  }

  /** `hasMore` where there are elements that are not packed. */
  endList(hasMore: boolean): void {
    this.#tag(Tag.End);
    this.#tag(hasMore ? 1 : 0);
  }

  /** Packs a value that is neither an object nor a list, as `value` does. */
  leaf(value: unknown): boolean {
    switch (typeof value) {
      case "string":
        this.#text(Tag.Text, value);
        return true;
      case "boolean":
        this.#tag(value ? Tag.True : Tag.False);
        return true;
      case "number":
        this.#number(value);
        return true;
      case "bigint":
        this.#tag(Tag.Other);
        return true;
      case "object":
        this.#tag(Tag.Null);
        return true;
      default:
        return false;
    }
  }

  /**
   * Packs the value due at a field, or at one of its elements. Says false, and packs nothing, for what
   * `JSON.stringify` leaves out.
   */
  value(value: unknown, field: Field, isElement: boolean, depth: number, key: string): boolean {
    switch (typeof value) {
      case "string":
        this.#text(Tag.Text, value);
        return true;
      case "boolean":
        this.#tag(value ? Tag.True : Tag.False);
        return true;
      case "number":
        this.#number(value);
        return true;
      case "undefined":
      case "symbol":
        return false;
      default: {
        if (value === null) {
          this.#tag(Tag.Null);
          return true;
        }
        const { toJSON } = value as { toJSON?: unknown };
        const plain: unknown = typeof toJSON === "function" ? toJSON.call(value, key) : value;
        if (typeof plain === "object" && plain !== null) return this.#contents(plain, field, isElement, depth, key);
        if (typeof plain === "function") return false;
        if (typeof plain !== "bigint") return this.value(plain, field, isElement, depth, key);
        this.#tag(Tag.Other);
        return true;
      }
    }
  }

  #contents(object: object, field: Field, isElement: boolean, depth: number, key: string): boolean {
    const prototype = Object.getPrototypeOf(object) as unknown;
    if (prototype === Object.prototype && !this.#inherits) {
      if (depth === MAXIMUM_DEPTH) throw TOO_DEEP;
      this.#plain(object as Record<string, unknown>, field, isElement, depth + 1);
      return true;
    }
    if (Array.isArray(object)) {
      if (depth === MAXIMUM_DEPTH) throw TOO_DEEP;
      this.#list(object, field, isElement, depth + 1);
      return true;
    }
    const held = unwrapped(object);
    if (typeof held === "bigint") {
      this.#tag(Tag.Other);
      return true;
    }
    if (held !== object) return this.value(held, field, isElement, depth, key);
    if (depth === MAXIMUM_DEPTH) throw TOO_DEEP;
    this.#object(object as Record<string, unknown>, Object.keys(object), field, isElement, depth + 1);
    return true;
  }

  /** An object that inherits nothing: `for in` has its keys as `Object.keys` does, and engines read what it names at once. */
  #plain(object: Record<string, unknown>, field: Field, isElement: boolean, depth: number): void {
    if (field.shape !== Shape.Object && !(field.shape === Shape.Objects && isElement)) {
      return this.#object(object, Object.keys(object), field, isElement, depth);
    }
    this.#tag(Tag.Object);
    const { children } = field;
    let next = 0;
    for (const key in object) {
      // Mostly the keys stand in the table's order.
      let child = children[next];
      if (child !== undefined && child.name === key) next++;
      else if ((child = field.byName.get(key)) !== undefined) next = child.order + 1;
      this.#member(child, key, object[key], depth);
    }
    this.#tag(Tag.End);
  }

  #object(object: Record<string, unknown>, keys: readonly string[], field: Field, isElement: boolean, depth: number): void {
    this.#tag(Tag.Object);
    const isDue = field.shape === Shape.Object || (field.shape === Shape.Objects && isElement);
    for (const key of keys) {
      if (isDue) this.#member(field.byName.get(key), key, object[key], depth);
      else skip(object[key], depth, key);
    }
    this.#tag(Tag.End);
  }

  #member(child: Field | undefined, key: string, value: unknown, depth: number): void {
    if (child !== undefined) {
      this.#tag(child.index);
      if (!this.value(value, child, false, depth, key)) this.#at--;
    } else if (skip(value, depth, key)) {
      this.#text(Tag.Unknown, key);
    }
  }

  #list(list: readonly unknown[], field: Field, isElement: boolean, depth: number): void {
    this.#tag(Tag.List);
    const { length } = list;
    const isDue = (field.shape === Shape.Objects || field.shape === Shape.Texts) && !isElement;
    const read = isDue ? Math.min(length, field.maximum) : 0;
    for (let index = 0; index < read; index++) {
      if (!this.value(list[index], field, true, depth, String(index))) this.null();
    }
    if (length > read) skipFrom(list, length, read, depth);
    this.#tag(Tag.End);
    this.#tag(length > read ? 1 : 0);
  }

  #tag(byte: number): void {
    if (this.#at === this.#end) this.#grow(1);
    this.#bytes[this.#at++] = byte;
  }

  #number(value: number): void {
    // As in JSON: what an empty number input gives is null.
    if (Number.isNaN(value)) return this.#tag(Tag.Null);
    if (!Number.isFinite(value)) return this.#tag(Tag.Other);
    this.#room(9);
    number[0] = value;
    const bytes = this.#bytes;
    let at = this.#at;
    bytes[at++] = Tag.Number;
    for (let index = 0; index < 8; index++) bytes[at++] = numberBytes[index]!;
    this.#at = at;
  }

  /** A tag, a text's length in bytes, and its UTF-8. */
  #text(tag: Tag, text: string): void {
    const whole = text.length > MAXIMUM_UNITS ? text.trimStart().slice(0, MAXIMUM_UNITS) : text;
    const units = whole.length;
    this.#room(5 + units * 3);
    const bytes = this.#bytes;
    const start = this.#at + 5;
    let end = start;
    let index = 0;
    if (units < 64) {
      // Short, as most are: quicker than a call of the encoder.
      for (; index < units; index++) {
        const unit = whole.charCodeAt(index);
        if (unit < 0x80) bytes[end++] = unit;
        else if (unit < 0x800) {
          bytes[end++] = 0xc0 | (unit >> 6);
          bytes[end++] = 0x80 | (unit & 0x3f);
        } else if ((unit & 0xf800) === 0xd800) {
          break;
        } else {
          bytes[end++] = 0xe0 | (unit >> 12);
          bytes[end++] = 0x80 | ((unit >> 6) & 0x3f);
          bytes[end++] = 0x80 | (unit & 0x3f);
        }
      }
    }
    if (index < units) {
      const well = whole.replace(SURROGATES, (found) => (found.length === 2 ? found : "\0"));
      end = start + encoder.encodeInto(well, bytes.subarray(start)).written;
    }
    const written = end - start;
    const at = this.#at;
    bytes[at] = tag;
    bytes[at + 1] = written;
    bytes[at + 2] = written >> 8;
    bytes[at + 3] = written >> 16;
    bytes[at + 4] = written >> 24;
    this.#at = end;
  }

  #room(count: number): void {
    if (this.#at + count > this.#end) this.#grow(count);
  }

  #grow(count: number): void {
    const used = this.#at - this.#base;
    const length = 2 * (used + count);
    // The WASM counts in 32 bits. Where it has no room, what was packed stays as it is.
    const base = length < 2 ** 32 ? this.#wasm.reserve(length) >>> 0 : 0;
    if (base === 0) throw new RangeError("merchant-signup: too large a value");
    this.#base = base;
    this.#end = this.#base + length;
    this.#at = this.#base + used;
    this.#bytes = this.#memory.view();
  }
}

/** Whether plain objects inherit keys: somebody has put some on `Object.prototype`. */
export function inherits(): boolean {
  for (const _ in Object.prototype) return true;
  return false;
}

const VALUE_OF = [Number, String, Boolean, BigInt].map(({ prototype }) => prototype.valueOf as () => unknown);

/** What a wrapper holds, of whatever realm it is, as `JSON.stringify` takes it; any other object itself. */
export function unwrapped(object: object): unknown {
  // Only a wrapper is called by its type's name, unless it says itself how it wants to be called.
  if (!(Symbol.toStringTag in object) && Object.prototype.toString.call(object) === "[object Object]") return object;
  for (const [index, valueOf] of VALUE_OF.entries()) {
    let held: unknown;
    try {
      held = valueOf.call(object);
    } catch {
      continue;
    }
    return index === 0 ? Number(object) : index === 1 ? String(object) : held;
  }
  return object;
}

/** Passes over a value that is not packed, as deep as it goes; says false for what `JSON.stringify` leaves out. */
export function skip(value: unknown, depth: number, key: string): boolean {
  let plain = value;
  if ((typeof plain === "object" && plain !== null) || typeof plain === "function" || typeof plain === "bigint") {
    const { toJSON } = plain as { toJSON?: unknown };
    if (typeof toJSON === "function") plain = toJSON.call(plain, key) as unknown;
    if (typeof plain === "object" && plain !== null && !Array.isArray(plain)) plain = unwrapped(plain);
  }
  if (typeof plain === "object" && plain !== null) {
    if (depth === MAXIMUM_DEPTH) throw TOO_DEEP;
    if (Array.isArray(plain)) skipFrom(plain, plain.length, 0, depth + 1);
    else {
      for (const key of Object.keys(plain)) skip((plain as Record<string, unknown>)[key], depth + 1, key);
    }
    return true;
  }
  return plain !== undefined && typeof plain !== "function" && typeof plain !== "symbol";
}

export function skipFrom(list: readonly unknown[], length: number, from: number, depth: number): void {
  // Of a long list with holes only what is there is visited.
  const keys = length - from > 1000 ? Object.keys(list) : undefined;
  for (let at = from; at < (keys?.length ?? length); at++) {
    const index = keys === undefined ? at : Number(keys[at]);
    if (index >= from) skip(list[index], depth, String(index));
  }
}
