/** The tables that both halves work by, as the WASM writes them: fields, reasons and names by number. */

import type { Cursor } from "./cursor.js";
import { KINDS, SEVERITIES } from "./generated.js";
import type { Kind, Severity } from "./types.js";
import type { Shape } from "./wire.js";

/** A field of the payload. */
export interface Field {
  readonly index: number;
  /** Which of its parent's fields it is. */
  readonly order: number;
  readonly name: string;
  readonly parent: Field;
  readonly shape: Shape;
  /** The number of its section; more than there are where it has none. */
  readonly section: number;
  /** The most elements of a list that are read. */
  readonly maximum: number;
  /** The fields right below, in the table's order. */
  readonly children: Field[];
  /** The same by name. */
  readonly byName: Map<string, Field>;
  /** The dotted path without `signup`: the head of its codes. */
  readonly path: string;
}

export interface Tables {
  readonly fields: readonly Field[];
  readonly reasons: readonly { name: string; severity: Severity; kind: Kind }[];
  readonly params: readonly string[];
  readonly sections: readonly string[];
  readonly levels: readonly string[];
  readonly profiles: readonly string[];
  readonly locales: readonly string[];
  readonly fixes: readonly string[];
  readonly version: string;
}

export function readTables(from: Cursor): Tables {
  const names = (): string[] => Array.from({ length: from.byte() }, () => from.text());
  const fields: Field[] = [];
  for (const [index, name] of names().entries()) {
    fields.push({ index, name, children: [], byName: new Map() } as unknown as Field);
  }
  for (const field of fields as { -readonly [K in keyof Field]: Field[K] }[]) {
    const parent = fields[from.byte()]!;
    field.parent = parent;
    field.shape = from.byte();
    field.maximum = from.byte();
    field.section = from.byte();
    const head = parent.index > 1 ? `${parent.path}.` : "";
    field.path = head + (field.name || "document");
    // The account is a parameter of the endpoint, not a field of the body.
    if (field.index > 0 && field.name !== "account_id") {
      field.order = parent.children.length;
      parent.children.push(field as Field);
      parent.byName.set(field.name, field as Field);
    }
  }
  const reasons = names().map((name) => ({ name, severity: "" as Severity, kind: "" as Kind }));
  for (const reason of reasons) {
    reason.severity = SEVERITIES[from.byte()]!;
    reason.kind = KINDS[from.byte()]!;
  }
  return {
    fields,
    reasons,
    params: names(),
    sections: names(),
    levels: names(),
    profiles: names(),
    locales: names(),
    fixes: names(),
    version: from.text(),
  };
}
