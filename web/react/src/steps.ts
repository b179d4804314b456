/** The steps of the form: the sections of a signup in their order, then the review. */

import type { SectionName } from "./engine";

export const SECTIONS = [
  "payment_options",
  "revenue",
  "bank_account",
  "store_type",
  "ownership",
  "verifications",
  "signature",
  "applicant",
] as const satisfies readonly SectionName[];

export const STEPS = [...SECTIONS, "review"] as const;
export type Step = (typeof STEPS)[number];

/** The fields of a section, where they are not those under its own name. */
const FIELDS: Partial<Record<SectionName, readonly string[]>> = {
  bank_account: ["/signup/bank_name", "/signup/account_number"],
};

export function isStep(text: string | null | undefined): text is Step {
  return (STEPS as readonly (string | null | undefined)[]).includes(text);
}

/** The section that a pointer belongs to; nothing for what is outside the form, such as the document itself. */
export function sectionOf(pointer: string): SectionName | null {
  const isUnder = (field: string) => pointer === field || pointer.startsWith(`${field}/`);
  return SECTIONS.find((section) => (FIELDS[section] ?? [`/signup/${section}`]).some(isUnder)) ?? null;
}

/** Names the button of the review that leads to a step, for the focus to come back to. */
export function changeOf(step: Step): string {
  return `/review/${step}`;
}

export function stepAfter(step: Step): Step {
  return STEPS[STEPS.indexOf(step) + 1] ?? "review";
}

export function stepBefore(step: Step): Step | null {
  return STEPS[STEPS.indexOf(step) - 1] ?? null;
}
