/** Fields by their pointers: what a form asks of them. */

import type { Issue } from "./generated.js";
import { ready } from "./load.js";
import { tokensOf } from "./pointer.js";
import { listed } from "./settings.js";
import type { PointerOf } from "./pointers.js";
import type { Report, SectionName } from "./types.js";

/** Whether a pointer leads to another, or below it. */
export function isUnder(pointer: string, other: string): boolean {
  return pointer === other || pointer.startsWith(`${other}/`);
}

/** The section of the form that a pointer, or an issue, belongs to; null for the document, the signup and the account. */
export function sectionOf(of: string | Pick<Issue, "path">): SectionName | null {
  const pointer = typeof of === "string" ? of : of.path;
  const { places, tables } = ready();
  return (tables.sections[places.target(pointer).places.at(-1)!.field.section] as SectionName | undefined) ?? null;
}

/** A report's issues at a pointer and below it. */
export function issuesUnder<P extends string>(report: Pick<Report, "issues">, pointer: PointerOf<P>): readonly Issue[] {
  tokensOf(pointer);
  return report.issues.filter(({ path }) => isUnder(path, pointer));
}

/** A report's issues in a section of the form. */
export function issuesIn(report: Pick<Report, "issues">, section: SectionName): readonly Issue[] {
  const { sections } = ready().tables;
  if (!sections.includes(section)) throw new TypeError(`merchant-signup: a section is ${listed(sections)}`);
  return report.issues.filter((issue) => sectionOf(issue) === section);
}

/**
 * A pointer as form libraries name a field: `signup.ownership.owners.0.name` (React Hook Form, Formik), or with
 * `brackets`, `signup.ownership.owners[0].name` (TanStack Form).
 */
export function fieldName<P extends string>(pointer: PointerOf<P>, style: "dots" | "brackets" = "dots"): string {
  const tokens = (pointer as string).split("/").slice(1);
  if (style === "dots") return tokens.join(".");
  return tokens.reduce((name, token) => name + (/^\d+$/.test(token) ? `[${token}]` : name === "" ? token : `.${token}`), "");
}
