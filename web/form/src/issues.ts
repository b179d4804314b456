/** What an issue is about, and which of two are the same. */

import type { Issue } from "./engine";

/** One that the server has raised. */
export interface ServerIssue {
  readonly issue: Issue;
  /** The answers that it speaks of, as they were. */
  readonly about: string;
}

export function keyOf(issue: Issue): string {
  return `${issue.path} ${issue.code}`;
}

export function is(issue: Issue): (entry: ServerIssue) => boolean {
  return (entry) => keyOf(entry.issue) === keyOf(issue);
}

export function isErrorAbout(issue: Issue, pointer: string): boolean {
  return issue.severity === "error" && issue.related.includes(pointer);
}

export function touches(issue: Issue, pointer: string): boolean {
  return issue.path === pointer || issue.related.includes(pointer);
}
