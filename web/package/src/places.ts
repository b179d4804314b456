/** Where pointers lead by the payload table. */

import { countsAsItStands, tokensOf } from "./pointer.js";
import type { Field } from "./tables.js";
import { Shape } from "./wire.js";

/** A place as the WASM numbers it. */
export interface Place {
  readonly field: Field;
  readonly isElement: boolean;
  /** The field, and one more than each index, in a byte each. */
  readonly number: number;
  /** How many objects and lists enclose it. */
  readonly depth: number;
}

/** A pointer, taken apart. */
export interface Target {
  readonly pointer: string;
  readonly tokens: readonly string[];
  /** The places of the document and of what each token leads to, as far as the table goes. */
  readonly places: readonly Place[];
  /** Whether a list is due where the first so many tokens lead. */
  readonly isList: (depth: number) => boolean;
}

/** As many pointers are remembered. */
const REMEMBERED = 1000;

/** Takes pointers apart, and remembers how. */
export class Places {
  readonly root: Place;
  readonly #targets = new Map<string, Target>();

  constructor(document: Field) {
    this.root = { field: document, isElement: false, number: 0, depth: 0 };
  }

  target(pointer: string): Target {
    let target = this.#targets.get(pointer);
    if (target === undefined) {
      target = this.#target(pointer);
      if (this.#targets.size >= REMEMBERED) this.#targets.clear();
      this.#targets.set(pointer, target);
    }
    return target;
  }

  #target(pointer: string): Target {
    const tokens = tokensOf(pointer);
    const places = [this.root];
    for (const token of tokens) {
      const next = below(places.at(-1)!, token);
      if (next === undefined) break;
      places.push(next);
    }
    const isList = (depth: number): boolean => {
      const place = places[depth];
      return place === undefined ? tokens[depth] === "-" : holdsElements(place);
    };
    return { pointer, tokens, places, isList };
  }
}

/** Whether a place is a list's. */
function holdsElements({ field, isElement }: Place): boolean {
  return !isElement && (field.shape === Shape.Objects || field.shape === Shape.Texts);
}

/** Whether a value is the object or the list that is due at a place. */
export function isOfType(value: unknown, place: Place): value is object {
  if (typeof value !== "object" || value === null || Array.isArray(value) !== holdsElements(place)) return false;
  return countsAsItStands(value);
}

function below(place: Place, token: string): Place | undefined {
  const { field, number, depth } = place;
  if (holdsElements(place)) {
    const index = /^(0|[1-9]\d*)$/.test(token) ? Number(token) : field.maximum;
    if (index >= field.maximum) return undefined;
    const shift = field.shape === Shape.Objects ? 8 : 16;
    return { field, isElement: true, number: number | ((index + 1) << shift), depth: depth + 1 };
  }
  const child = field.byName.get(token);
  return child && { field: child, isElement: false, number: (number & 0xff00) | child.index, depth: depth + 1 };
}
