/** Pointers (RFC 6901), and edits of plain values by them. No value is changed in place: what does not change stays the same object. */

/** The keys and indices of a pointer. */
export function tokensOf(pointer: string): readonly string[] {
  if (pointer === "") return [];
  if (typeof pointer !== "string" || !pointer.startsWith("/")) {
    throw new TypeError(`merchant-signup: not a pointer: ${String(pointer)} (it begins with a slash, as /signup/bank_name does)`);
  }
  return pointer.slice(1).split("/").map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** What stands at a pointer; undefined where nothing does. */
export function at(value: unknown, tokens: readonly string[]): unknown {
  let found = value;
  for (const token of tokens) found = own(found, token);
  return found;
}

/** An own property of an object or list. */
export function own(value: unknown, key: string): unknown {
  const isThere = typeof value === "object" && value !== null && Object.hasOwn(value, key);
  return isThere ? (value as Record<string, unknown>)[key] : undefined;
}

/** Whether an object counts as what it holds: not one with a `toJSON`, a `Date`, or a wrapper. */
export function countsAsItStands(value: object): boolean {
  const prototype = Object.getPrototypeOf(value) as unknown;
  if (prototype !== Object.prototype && prototype !== Array.prototype) return false;
  return typeof (value as { toJSON?: unknown }).toJSON !== "function";
}

export type Change = "set" | "insert" | "remove";

export interface Edited {
  readonly document: unknown;
  /** How many tokens lead to what has to be read again. */
  readonly changed: number;
}

/**
 * A document with a change. `isList` says whether a list is due where the first so many tokens lead: what is not there on
 * the way is made.
 */
export function edited(
  document: unknown,
  tokens: readonly string[],
  change: Change,
  value: unknown,
  isList: (depth: number) => boolean,
): Edited {
  if (tokens.length === 0) {
    if (change === "set") return { document: value, changed: 0 };
    throw needsList();
  }
  let changed = tokens.length;
  const copy = (holder: unknown, index: number): unknown => {
    const token = tokens[index]!;
    const isLast = index === tokens.length - 1;
    if (holder === undefined || holder === null) {
      // What was not there has to be read whole.
      changed = Math.min(changed, index);
      holder = isList(index) ? [] : {};
    }
    if (typeof holder !== "object" || holder === null) throw noPlace(tokens.slice(0, index + 1));
    // What has counted as something else (a Date, a wrapper, what has a toJSON) becomes what it is made of.
    if (!countsAsItStands(holder)) changed = Math.min(changed, index);
    if (Array.isArray(holder)) {
      const list = [...(holder as unknown[])];
      const position = token === "-" ? list.length : Number(token);
      if (!/^(0|[1-9]\d*|-)$/.test(token) || position > list.length) throw noPlace(tokens.slice(0, index + 1));
      if (!isLast) list[position] = copy(list[position], index + 1);
      else if (change === "insert") list.splice(position, 0, value);
      else if (change === "remove") list.splice(position, 1);
      else list[position] = value;
      const isElsewhere = position === holder.length || (isLast && change !== "set");
      if (isElsewhere) changed = Math.min(changed, index);
      return list;
    }
    if (isLast && change === "insert") throw needsList();
    if (isLast && change === "remove") {
      const object = { ...(holder as Record<string, unknown>) };
      delete object[token];
      return object;
    }
    const inner = isLast ? value : copy(own(holder, token), index + 1);
    const object = { ...holder } as Record<string, unknown>;
    // A key that the copy has is assigned, which engines do several times as fast as they define a computed one.
    if (Object.hasOwn(object, token)) {
      object[token] = inner;
      return object;
    }
    // A computed key is always the object's own, `__proto__` too.
    return { ...object, [token]: inner };
  };
  return { document: copy(document, 0), changed };
}

function needsList(): TypeError {
  return new TypeError("merchant-signup: insert needs a list");
}

/** The error for an edit that has no place. */
export function noPlace(tokens: readonly string[]): TypeError {
  return new TypeError(`merchant-signup: nothing can stand at /${tokens.join("/")}`);
}
