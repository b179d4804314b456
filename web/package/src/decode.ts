/** Reads what the WASM writes (`write.rs`): records of numbers, and all texts in one string behind them. */

import type { Field, Tables } from "./tables.js";
import { Shape } from "./tables.js";
import { STATUSES } from "./generated.js";
import type { AnyIssue, Change, SectionSummary } from "./types.js";

const decoder = new TextDecoder();

export class Reader {
  readonly #view: DataView;
  readonly #string: string;
  #at = 0;
  #unit = 0;

  /** A copy of the answer at an address, so that the next one does not change it. */
  constructor(memory: ArrayBufferLike, address: number) {
    const head = new DataView(memory, address, 8);
    const records = head.getUint32(0, true);
    const text = head.getUint32(4, true);
    this.#view = new DataView(memory.slice(address + 8, address + 8 + records));
    this.#string = text === 0 ? "" : decoder.decode(new Uint8Array(memory, address + 8 + records, text));
  }

  byte(): number {
    return this.#view.getUint8(this.#at++);
  }

  short(): number {
    this.#at += 2;
    return this.#view.getUint16(this.#at - 2, true);
  }

  number(): number {
    this.#at += 4;
    return this.#view.getUint32(this.#at - 4, true);
  }

  text(): string {
    const start = this.#unit;
    this.#unit += this.short();
    return this.#string.slice(start, this.#unit);
  }

  /** A place as one number: the field, and one more than each index. */
  place(): number {
    return this.byte() | (this.byte() << 8) | (this.byte() << 16);
  }
}

/** The texts of codes and pointers, which come again and again. */
export class Names {
  readonly #tables: Tables;
  readonly #codes = new Map<number, string>();
  readonly #pointers = new Map<number, string>();

  constructor(tables: Tables) {
    this.#tables = tables;
  }

  code(field: number, reason: number): string {
    const key = (field << 8) | reason;
    let code = this.#codes.get(key);
    if (code === undefined) {
      code = `${this.#tables.fields[field]!.path}.${this.#tables.reasons[reason]!.name}`;
      this.#codes.set(key, code);
    }
    return code;
  }

  /** The RFC 6901 pointer of a place. */
  pointer(place: number): string {
    let pointer = this.#pointers.get(place);
    if (pointer === undefined) {
      const field = this.#tables.fields[place & 255]!;
      pointer = field.name === "account_id" ? "" : this.#pointer(field, (place >> 8) & 255, place >> 16);
      this.#pointers.set(place, pointer);
    }
    return pointer;
  }

  #pointer(field: Field, row: number, element: number): string {
    if (field.index === 0) return "";
    const inRow = field.parent.shape === Shape.Objects;
    const index = field.shape === Shape.Objects ? row : element;
    return `${this.#pointer(field.parent, inRow ? row : 0, 0)}/${field.name}${index > 0 ? `/${index - 1}` : ""}`;
  }
}

export function readIssues(from: Reader, tables: Tables, names: Names): AnyIssue[] {
  const issues: AnyIssue[] = [];
  for (let left = from.number(); left > 0; left--) {
    const field = from.byte();
    const number = from.byte();
    const reason = tables.reasons[number]!;
    const place = from.place();
    const key = from.text();
    const params: Record<string, unknown> = {};
    for (let count = from.byte(); count > 0; count--) {
      params[tables.params[from.byte()]!] = readParam(from);
    }
    const related: string[] = [];
    for (let count = from.short(); count > 0; count--) related.push(names.pointer(from.place()));
    issues.push({
      code: names.code(field, number),
      path: key === "" ? names.pointer(place) : `${names.pointer(place)}/${key}`,
      severity: reason.severity,
      kind: reason.kind,
      params,
      message: from.text(),
      related,
    });
  }
  return issues;
}

function readParam(from: Reader): unknown {
  switch (from.byte()) {
    case 0:
      return from.number();
    case 1:
      return from.text();
    case 2:
      return Array.from({ length: from.byte() }, () => from.text());
    default:
      return Array.from({ length: from.byte() }, () => from.byte());
  }
}

export function readSections(from: Reader, tables: Tables): SectionSummary[] {
  return Array.from({ length: from.byte() }, (_, index) => ({
    section: tables.sections[index] as SectionSummary["section"],
    status: STATUSES[from.byte()] as SectionSummary["status"],
    required: from.short(),
    fulfilled: from.short(),
  }));
}

export interface Fix extends Change {
  /** The corrected text; for `number_from_text`, the number as JSON writes it. */
  readonly text: string;
}

export function readFixes(from: Reader, tables: Tables, names: Names): Fix[] {
  return Array.from({ length: from.number() }, () => ({
    path: names.pointer(from.place()),
    fix: tables.fixes[from.byte()] as Change["fix"],
    text: from.text(),
  }));
}
