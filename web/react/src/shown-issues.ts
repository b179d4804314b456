/**
 * Which issues are shown. Nothing is red before the first attempt to leave a step or to send. From then on a new error
 * shows when its field is left, and one that shows goes at the keystroke that puts it right. Warnings and infos show once
 * a field is left.
 */

import { type Issue, type Report, at } from "./engine";
import { type ServerIssue, atCompanyName, is, keyOf } from "./issues";
import { type Step, sectionOf } from "./steps";

/** What the issues are of. */
interface Judged {
  readonly value: unknown;
  readonly report: Report | null;
  /** What is said where a company has no name yet. */
  readonly companyNameMissing: string;
}

export class ShownIssues {
  /** The field that is being typed in: it counts as left only later. */
  editing: string | null = null;

  readonly #judged: Judged;
  #revealed = new Set<string>();
  #fromServer: ServerIssue[] = [];
  #all: readonly Issue[] | null = null;

  constructor(judged: Judged) {
    this.#judged = judged;
  }

  /** What is judged has changed. */
  changed() {
    this.#all = null;
  }

  shown(where: (issue: Issue) => boolean): readonly Issue[] {
    return this.all().filter((issue) => this.#revealed.has(keyOf(issue)) && where(issue));
  }

  /** The errors that are shown in a step; in the review, those of all steps. */
  errorsOf(step: Step): readonly Issue[] {
    return this.shown((issue) => issue.severity === "error" && (step === "review" || sectionOf(issue.path) === step));
  }

  /** Those of them that keep a step from being left: asking the server again is how to be rid of what it said. */
  blocking(step: Step): readonly Issue[] {
    return this.errorsOf(step).filter((issue) => !this.#fromServer.some(is(issue)));
  }

  /** What is shown by now, to be told apart from what comes. */
  known(): ReadonlySet<string> {
    return new Set(this.#revealed);
  }

  revealErrors(where: (issue: Issue) => boolean) {
    for (const issue of this.all()) {
      if (issue.severity === "error" && where(issue)) this.#revealed.add(keyOf(issue));
    }
  }

  revealNotices() {
    for (const issue of this.all()) {
      if (issue.severity !== "error" && issue.path !== this.editing) this.#revealed.add(keyOf(issue));
    }
  }

  takeFromServer(issues: readonly Issue[]) {
    this.#fromServer = issues.map((issue) => ({ issue, about: this.#valuesOf(issue) }));
    this.#all = null;
    for (const issue of issues) this.#revealed.add(keyOf(issue));
  }

  // An issue that is gone and comes back while its field is edited is a new one, and waits until the field is left.
  forgetPutRight() {
    this.#fromServer = this.#fromServer.filter((entry) => entry.about === this.#valuesOf(entry.issue));
    this.#all = null;
    const standing = new Set(this.all().map(keyOf));
    for (const key of this.#revealed) if (!standing.has(key)) this.#revealed.delete(key);
  }

  /** Elements of a list have moved: what the server said of them by index holds no longer. */
  forgetBelow(list: string) {
    this.#fromServer = this.#fromServer.filter(({ issue }) => !issue.path.startsWith(`${list}/`));
  }

  /** Sending begins: what the server said before is told again or not. */
  forgetServer() {
    this.#fromServer = [];
    this.#all = null;
  }

  /** Other answers have taken the place of all. */
  clear() {
    this.#revealed.clear();
    this.forgetServer();
  }

  all(): readonly Issue[] {
    if (this.#all) return this.#all;
    const { value, report, companyNameMissing } = this.#judged;
    const ours = (report?.issues ?? []).map((issue) => atCompanyName(issue, value, companyNameMissing));
    const known = new Set(ours.map(keyOf));
    const theirs = this.#fromServer.map(({ issue }) => issue).filter((issue) => !known.has(keyOf(issue)));
    return (this.#all = [...ours, ...theirs]);
  }

  #valuesOf(issue: Issue): string {
    return JSON.stringify([issue.path, ...issue.related].map((pointer) => at(this.#judged.value, pointer) ?? null));
  }
}
