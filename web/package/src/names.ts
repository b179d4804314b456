/** The codes and pointers of issues, as texts. */

import type { Field, Tables } from "./tables.js";
import { Shape } from "./wire.js";

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
