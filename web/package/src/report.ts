/** Reports: plain data, frozen, the same keys in the same order as behind every other door. */

import type { Issue } from "./generated.js";
import type { Settings } from "./settings.js";
import type { Report, SectionSummary, Status } from "./types.js";

export function reportOf(
  status: Status,
  settings: Settings,
  rules: string,
  issues: readonly Issue[],
  sections: readonly SectionSummary[],
): Report {
  const { level, profile, day: today } = settings;
  return Object.freeze({ status, level, profile, today, rules, issues: Object.freeze(issues), sections }) as Report;
}

/** Freezes plain data, all that is in it too. */
export function frozen<T>(data: T): T {
  if (typeof data === "object" && data !== null) {
    for (const part of Object.values(data)) frozen(part);
    Object.freeze(data);
  }
  return data;
}
