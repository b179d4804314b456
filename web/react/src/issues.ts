/** What an issue is about, and which of two are the same. */

import { type Issue, at } from "./engine";

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

/**
 * The rules know a company by its legal name. Where the form was told “a company” and the name is still empty, they ask
 * for a date of birth, as of a person: what is missing is the name.
 */
export function atCompanyName(issue: Issue, value: unknown, message: string): Issue {
  if (issue.code !== "ownership.owners.date_of_birth.required") return issue;
  const path = issue.path.replace(/date_of_birth$/, "legal_name");
  return at(value, path) === undefined ? issue : { ...issue, path, message };
}
