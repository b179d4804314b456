/**
 * Packs a JavaScript value into the WASM's memory, as `read.rs` reads it: by the payload table, in one pass.
 *
 * The value counts as its `JSON.stringify` text would: own enumerable keys, `toJSON`, what is left out of text. What
 * JSON cannot say (`NaN`, an infinity, a `BigInt`) is kept as such, so that it can be reported; half a surrogate pair
 * becomes a control character.
 */

import type { Field } from "./tables.js";
import { Shape } from "./tables.js";

const enum Tag {
  Null,
  False,
  True,
  Number,
  Text,
  List,
  Object,
  Other,
  Unknown = 254,
  End = 255,
}

/** The most levels of objects and lists, the document's own included. */
const MAXIMUM_DEPTH = 32;

/** No text may be longer than this, by far; what is longer is cut before it is copied. */
const MAXIMUM_UNITS = 1 << 16;

/** Thrown where a value is too deep; whether it goes round in circles is found out then. */
export const TOO_DEEP = Symbol();

const encoder = new TextEncoder();
const LONE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** The exports of the WASM that the walker needs. */
export interface Input {
  readonly memory: WebAssembly.Memory;
  reserve(length: number): number;
}

export class Walker {
  readonly #wasm: Input;
  #bytes = new Uint8Array();
  #view = new DataView(new ArrayBuffer(0));
  /** Where the input begins, where the next byte goes, and where the room ends. */
  #base = 0;
  #at = 0;
  #end = 0;

  constructor(wasm: Input) {
    this.#wasm = wasm;
    this.#grow(1 << 12);
  }

  /** How many bytes have been packed since `begin`. */
  get length(): number {
    return this.#at - this.#base;
  }

  begin(): void {
    if (this.#bytes.buffer !== this.#wasm.memory.buffer) this.#look();
    this.#at = this.#base;
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

  /** Packs `null`: a value that is missing. */
  null(): void {
    this.#room(1);
    this.#bytes[this.#at++] = Tag.Null;
  }

  /** Packs lists in lists, one level deeper than a document may be, so that the check reports `document.too_deep`. */
  tooDeep(): void {
    this.#room(MAXIMUM_DEPTH + 1);
    for (let depth = 0; depth <= MAXIMUM_DEPTH; depth++) this.#bytes[this.#at++] = Tag.List;
  }

  /**
   * Packs the value due at a field, or at one of its elements. Says false, and packs nothing, for what
   * `JSON.stringify` leaves out.
   */
  value(value: unknown, field: Field, isElement: boolean, depth: number, key: string): boolean {
    const plain = plainOf(value, key);
    this.#room(16);
    switch (typeof plain) {
      case "string":
        this.#bytes[this.#at++] = Tag.Text;
        this.#text(plain);
        return true;
      case "boolean":
        this.#bytes[this.#at++] = plain ? Tag.True : Tag.False;
        return true;
      case "number":
        if (Number.isFinite(plain)) {
          this.#bytes[this.#at] = Tag.Number;
          this.#view.setFloat64(this.#at + 1, plain, true);
          this.#at += 9;
          return true;
        }
        this.#bytes[this.#at++] = Tag.Other;
        return true;
      case "bigint":
        this.#bytes[this.#at++] = Tag.Other;
        return true;
      case "object":
        break;
      default:
        return false;
    }
    if (plain === null) {
      this.#bytes[this.#at++] = Tag.Null;
      return true;
    }
    if (depth === MAXIMUM_DEPTH) throw TOO_DEEP;
    if (Array.isArray(plain)) this.#list(plain, field, isElement, depth + 1);
    else this.#object(plain as Record<string, unknown>, field, isElement, depth + 1);
    return true;
  }

  #object(object: Record<string, unknown>, field: Field, isElement: boolean, depth: number): void {
    this.#bytes[this.#at++] = Tag.Object;
    const isDue = field.shape === Shape.Object || (field.shape === Shape.Objects && isElement);
    const { children, byName } = field;
    let next = 0;
    for (const key of Object.keys(object)) {
      // Mostly the keys stand in the table's order.
      let child = isDue ? children[next] : undefined;
      if (child?.name === key) {
        next++;
      } else if (isDue) {
        child = byName.get(key);
      }
      if (child !== undefined) {
        this.#room(1);
        this.#bytes[this.#at++] = child.index;
        if (!this.value(object[key], child, false, depth, key)) this.#at--;
      } else if (skip(object[key], depth, key) && isDue) {
        this.#room(5);
        this.#bytes[this.#at++] = Tag.Unknown;
        this.#text(key);
      }
    }
    this.#room(1);
    this.#bytes[this.#at++] = Tag.End;
  }

  #list(list: readonly unknown[], field: Field, isElement: boolean, depth: number): void {
    this.#bytes[this.#at++] = Tag.List;
    const isDue = (field.shape === Shape.Objects || field.shape === Shape.Texts) && !isElement;
    const read = isDue ? Math.min(list.length, field.maximum) : 0;
    for (let index = 0; index < read; index++) {
      if (!this.value(list[index], field, true, depth, String(index))) this.null();
    }
    skipFrom(list, read, depth);
    this.#room(2);
    this.#bytes[this.#at++] = Tag.End;
    this.#bytes[this.#at++] = list.length > read ? 1 : 0;
  }

  /** A text's length in bytes, and its UTF-8. There is room for its length. */
  #text(text: string): void {
    const whole = text.length > MAXIMUM_UNITS ? text.trimStart().slice(0, MAXIMUM_UNITS) : text;
    const units = whole.length;
    this.#room(4 + units * 3);
    const start = this.#at + 4;
    const bytes = this.#bytes;
    let written = 0;
    if (units < 64) {
      // Short and ASCII, as most are: quicker than a call of the encoder.
      for (; written < units; written++) {
        const unit = whole.charCodeAt(written);
        if (unit > 127) break;
        bytes[start + written] = unit;
      }
    }
    if (written < units) {
      const well = whole.replace(LONE, "\0");
      written = encoder.encodeInto(well, bytes.subarray(start)).written;
    }
    this.#view.setUint32(this.#at, written, true);
    this.#at = start + written;
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
    this.#look();
  }

  /** The memory moves when it grows. */
  #look(): void {
    const { buffer } = this.#wasm.memory;
    this.#bytes = new Uint8Array(buffer);
    this.#view = new DataView(buffer);
  }
}

/** What `JSON.stringify` makes of a value first: `toJSON`, and what wrappers hold. */
function plainOf(value: unknown, key: string): unknown {
  let plain = value;
  if ((typeof plain === "object" && plain !== null) || typeof plain === "function" || typeof plain === "bigint") {
    const { toJSON } = plain as { toJSON?: unknown };
    if (typeof toJSON === "function") plain = toJSON.call(plain, key) as unknown;
  }
  if (typeof plain === "object" && plain !== null) {
    const prototype = Object.getPrototypeOf(plain) as unknown;
    if (prototype === Object.prototype || prototype === Array.prototype) return plain;
    if (plain instanceof Number) return Number(plain);
    if (plain instanceof String) return String(plain);
    if (plain instanceof Boolean || plain instanceof BigInt) return plain.valueOf();
  }
  return plain;
}

/** Passes over a value that is not packed, as deep as it goes; says false for what `JSON.stringify` leaves out. */
function skip(value: unknown, depth: number, key: string): boolean {
  const plain = plainOf(value, key);
  if (typeof plain === "object" && plain !== null) {
    if (depth === MAXIMUM_DEPTH) throw TOO_DEEP;
    if (Array.isArray(plain)) skipFrom(plain, 0, depth + 1);
    else {
      for (const key of Object.keys(plain)) skip((plain as Record<string, unknown>)[key], depth + 1, key);
    }
    return true;
  }
  return plain !== undefined && typeof plain !== "function" && typeof plain !== "symbol";
}

function skipFrom(list: readonly unknown[], from: number, depth: number): void {
  // Of a long list with holes only what is there is visited.
  const keys = list.length - from > 1000 ? Object.keys(list) : undefined;
  for (let at = from; at < (keys?.length ?? list.length); at++) {
    const index = keys === undefined ? at : Number(keys[at]);
    if (index >= from) skip(list[index], depth, String(index));
  }
}
