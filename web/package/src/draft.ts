/**
 * A draft: a signup that is being filled in. It lives in the WASM, which takes one value at a time and judges again
 * only what that can change; after any change its report equals a full check's.
 */

import { readIssues } from "./decode.js";
import { type Engine, ready, type Settings } from "./engine.js";
import { Shape } from "./tables.js";
import type { Field } from "./tables.js";
import { type Issue, STATUSES } from "./generated.js";
import type { Options, Report, Status } from "./types.js";

export interface Draft {
  /** The document as it stands. It is never changed in place: what did not change stays the same object. */
  readonly value: unknown;
  readonly report: Report;
  readonly status: Status;
  /** Puts a value at a pointer (RFC 6901). Objects and lists on the way are made; the index behind the last appends. */
  set(pointer: string, value: unknown): void;
  /** Takes away a key, or an element of a list. What is not there stays so. */
  remove(pointer: string): void;
  /** Puts an element before the one at the pointer; the index behind the last, or `-`, appends. */
  insert(pointer: string, value: unknown): void;
  /** Takes a value from one pointer to another, which is read when the value is taken away. */
  move(from: string, to: string): void;
  /** The issues whose path is exactly this pointer. */
  issuesAt(pointer: string): readonly Issue[];
  /** Calls the listener after each change, until the function that is returned is called. */
  subscribe(listener: () => void): () => void;
  /** Judges by other options: another language, day, level, profile or account. */
  configure(options: Options): void;
  /** Gives its memory back. A draft that is not reachable any more does so by itself. */
  dispose(): void;
}

/** Begins a draft. */
export function createDraft(value: unknown = {}, options: Options = {}): Draft {
  return new LiveDraft(ready(), value, options);
}

const forgotten = new FinalizationRegistry<() => void>((dispose) => dispose());
const NONE: readonly Issue[] = [];

/** Where a pointer leads by the payload table: as far as the table knows. */
interface Target {
  readonly tokens: readonly string[];
  /** The places of the document and of what each token leads to, as far as the table goes. */
  readonly places: readonly Place[];
}

interface Place {
  readonly field: Field;
  readonly isElement: boolean;
  /** The field, and one more than each index, in a byte each. */
  readonly number: number;
}

class LiveDraft implements Draft {
  readonly #engine: Engine;
  readonly #number: number;
  readonly #listeners = new Set<() => void>();
  readonly #targets = new Map<string, Target>();
  #settings: Settings;
  #options: Options;
  #value: unknown;
  #status: Status = "incomplete";
  #report: Report | undefined;
  /** What has no text, as it goes round in circles, is too deep or throws: judged whole, until it is put right. */
  #isWhole = false;

  constructor(engine: Engine, value: unknown, options: Options) {
    const { wasm, walker } = engine;
    this.#engine = engine;
    this.#options = options;
    this.#settings = engine.settings(options);
    engine.begin(this.#settings);
    const number = wasm.draft(walker.length, this.#settings.numbers, this.#settings.today);
    this.#number = number;
    this.#value = value;
    forgotten.register(this, () => wasm.draft_free(number), this);
    this.#put(this.#target("").places[0]!, value);
  }

  get value(): unknown {
    return this.#value;
  }

  get status(): Status {
    return this.#isWhole ? this.report.status : this.#status;
  }

  get report(): Report {
    this.#report ??= this.#isWhole
      ? this.#engine.check(this.#value, this.#options)
      : this.#engine.report(this.#engine.wasm.draft_report(this.#number), this.#settings);
    return this.#report;
  }

  set(pointer: string, value: unknown): void {
    const target = this.#target(pointer);
    if (target.tokens.length === 0) {
      this.#value = value;
      this.#put(target.places[0]!, value);
    } else {
      const { document, changed } = this.#changed(target, value, "set");
      this.#value = document;
      this.#update(target, changed);
    }
    this.#tell();
  }

  remove(pointer: string): void {
    const target = this.#target(pointer);
    if (target.tokens.length === 0 || at(this.#value, target.tokens) === undefined) return;
    const { document, changed } = this.#changed(target, undefined, "remove");
    this.#value = document;
    this.#update(target, changed);
    this.#tell();
  }

  insert(pointer: string, value: unknown): void {
    const target = this.#target(pointer);
    const { document, changed } = this.#changed(target, value, "insert");
    this.#value = document;
    this.#update(target, changed);
    this.#tell();
  }

  move(from: string, to: string): void {
    const source = this.#target(from);
    const moved = at(this.#value, source.tokens);
    if (source.tokens.length === 0 || moved === undefined) throw missing(from);
    const before = this.#value;
    const taken = this.#changed(source, undefined, "remove");
    this.#value = taken.document;
    const target = this.#target(to);
    const isInList = Array.isArray(at(this.#value, target.tokens.slice(0, -1)));
    let put: Changed;
    try {
      put = this.#changed(target, moved, isInList ? "insert" : "set");
    } catch (error) {
      this.#value = before;
      throw error;
    }
    this.#value = put.document;
    this.#update(source, taken.changed);
    this.#update(target, put.changed);
    this.#tell();
  }

  issuesAt(pointer: string): readonly Issue[] {
    const target = this.#target(pointer);
    const place = target.places[target.tokens.length];
    // The account's issues stand at the root too, which is not its place.
    if (place === undefined || place.number === 0 || this.#isWhole || this.#report !== undefined) {
      return this.report.issues.filter((issue) => issue.path === pointer);
    }
    const { wasm, tables, names } = this.#engine;
    const reader = this.#engine.read(wasm.draft_issues_at(this.#number, place.number));
    const issues = readIssues(reader, tables, names) as readonly Issue[];
    return issues.length === 0 ? NONE : issues;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  configure(options: Options): void {
    const { wasm, walker } = this.#engine;
    this.#options = options;
    this.#settings = this.#engine.settings(options);
    this.#engine.begin(this.#settings);
    wasm.draft_configure(this.#number, walker.length, this.#settings.numbers, this.#settings.today);
    this.#refresh();
    this.#tell();
  }

  dispose(): void {
    forgotten.unregister(this);
    this.#engine.wasm.draft_free(this.#number);
    this.#listeners.clear();
  }

  /** Where a pointer leads. */
  #target(pointer: string): Target {
    let target = this.#targets.get(pointer);
    if (target === undefined) {
      if (pointer !== "" && !pointer.startsWith("/")) throw new TypeError(`merchant-signup: not a pointer: ${pointer}`);
      const tokens = pointer.split("/").slice(1).map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
      const places: Place[] = [{ field: this.#engine.tables.fields[0]!, isElement: false, number: 0 }];
      for (const token of tokens) {
        const next = below(places.at(-1)!, token);
        if (next === undefined) break;
        places.push(next);
      }
      target = { tokens, places };
      if (this.#targets.size > 1000) this.#targets.clear();
      this.#targets.set(pointer, target);
    }
    return target;
  }

  /** The document with a change, and how many tokens lead to what has to be read again. */
  #changed(target: Target, value: unknown, change: "set" | "insert" | "remove"): Changed {
    const { tokens } = target;
    if (tokens.length === 0 && change === "set") return { document: value, changed: 0 };
    if (tokens.length === 0) throw needsList();
    let changed = tokens.length;
    const copy = (holder: unknown, index: number): unknown => {
      const token = tokens[index]!;
      const isLast = index === tokens.length - 1;
      if (holder === undefined || holder === null) {
        // What was not there has to be read whole.
        changed = Math.min(changed, index);
        holder = isList(target.places[index], token) ? [] : {};
      }
      if (typeof holder !== "object" || holder === null) throw missing(`/${tokens.slice(0, index + 1).join("/")}`);
      // What has counted as something else (a Date, a wrapper, what has a toJSON) becomes what it is made of.
      if (!countsAsItStands(holder)) changed = Math.min(changed, index);
      if (Array.isArray(holder)) {
        const list = [...(holder as unknown[])];
        const at = token === "-" ? list.length : Number(token);
        if (!/^(0|[1-9]\d*|-)$/.test(token) || at > list.length) throw missing(`/${tokens.slice(0, index + 1).join("/")}`);
        if (!isLast) list[at] = copy(list[at], index + 1);
        else if (change === "insert") list.splice(at, 0, value);
        else if (change === "remove") list.splice(at, 1);
        else list[at] = value;
        if (isLast ? change !== "set" || at === holder.length : at === holder.length) changed = Math.min(changed, index);
        return list;
      }
      if (isLast && change === "insert") throw needsList();
      if (isLast && change === "remove") {
        const object = { ...(holder as Record<string, unknown>) };
        delete object[token];
        return object;
      }
      // A computed key is always the object's own, `__proto__` too.
      return { ...holder, [token]: isLast ? value : copy(own(holder, token), index + 1) };
    };
    const document = copy(this.#value, 0);
    return { document, changed };
  }

  /** Has the WASM read again what changed, at the deepest place that it has. */
  #update(target: Target, changed: number): void {
    if (this.#isWhole) return this.#refresh();
    const { tokens, places } = target;
    const deepest = Math.min(changed, places.length - 1);
    let depth = 0;
    let value = this.#value;
    // What is of another type than the table's is read whole: nothing below it has a place.
    for (; depth < deepest && isOfType(value, places[depth]!); depth++) value = own(value, tokens[depth]!);
    this.#put(places[depth]!, value, depth > 0 ? tokens[depth - 1] : "");
  }

  #refresh(): void {
    this.#put(this.#target("").places[0]!, this.#value);
  }

  #put(place: Place, value: unknown, key = ""): void {
    const { wasm, walker } = this.#engine;
    this.#report = undefined;
    walker.begin();
    let isPacked: boolean;
    try {
      const depth = depthOf(place);
      isPacked = walker.value(value, place.field, place.isElement, depth, key);
      if (!isPacked && place.field.index > 0) {
        walker.null();
        isPacked = true;
      }
    } catch {
      isPacked = false;
    }
    const status = isPacked ? wasm.draft_set(this.#number, place.number, walker.length) : 255;
    this.#isWhole = status === 255;
    if (!this.#isWhole) this.#status = STATUSES[status]!;
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

interface Changed {
  readonly document: unknown;
  readonly changed: number;
}

function needsList(): TypeError {
  return new TypeError("merchant-signup: insert needs a list");
}

function missing(pointer: string): TypeError {
  return new TypeError(`merchant-signup: nothing can stand at ${pointer}`);
}

function at(value: unknown, tokens: readonly string[]): unknown {
  return tokens.reduce(own, value);
}

function own(value: unknown, key: string): unknown {
  const isThere = typeof value === "object" && value !== null && Object.hasOwn(value, key);
  return isThere ? (value as Record<string, unknown>)[key] : undefined;
}

/** Whether a value is the object or the list that is due at a place. */
function isOfType(value: unknown, place: Place): boolean {
  if (typeof value !== "object" || value === null || Array.isArray(value) !== isList(place, "")) return false;
  return countsAsItStands(value);
}

function countsAsItStands(value: object): boolean {
  const prototype = Object.getPrototypeOf(value) as unknown;
  if (prototype !== Object.prototype && prototype !== Array.prototype) return false;
  return typeof (value as { toJSON?: unknown }).toJSON !== "function";
}

function isList(place: Place | undefined, token: string): boolean {
  if (place === undefined) return token === "-";
  return !place.isElement && (place.field.shape === Shape.Objects || place.field.shape === Shape.Texts);
}

function below(place: Place, token: string): Place | undefined {
  const { field, isElement, number } = place;
  if (!isElement && (field.shape === Shape.Objects || field.shape === Shape.Texts)) {
    const index = /^(0|[1-9]\d*)$/.test(token) ? Number(token) : field.maximum;
    if (index >= field.maximum) return undefined;
    return { field, isElement: true, number: number | ((index + 1) << (field.shape === Shape.Objects ? 8 : 16)) };
  }
  const child = field.byName.get(token);
  return child && { field: child, isElement: false, number: (number & 0xff00) | child.index };
}

/** How many objects and lists enclose a place. */
function depthOf(place: Place): number {
  let depth = place.isElement ? 1 : 0;
  for (let { field } = place; field.index > 0; field = field.parent) depth += field.parent.shape === Shape.Objects ? 2 : 1;
  return depth;
}
