/**
 * The form's state: the draft, and the manners with which its issues are shown.
 *
 * Nothing is red before the first attempt to leave a step or to send. From then on a new error shows when its field is
 * left, and one that shows goes at the keystroke that puts it right. Warnings and infos show once a field is left.
 */

import { at, type Engine, type FormDraft, type Issue, type Locale, type Report } from "./engine";
import { session } from "./session";
import { type Answer, asSent, send } from "./send";
import type { Config } from "./config";
import { SECTIONS, type Step, changeOf, isStep, sectionOf, stepAfter, stepBefore } from "./steps";

export type Sending = "no" | "yes" | Exclude<Answer["kind"], "accepted">;

/** What is left to show once the signup is away. */
export interface Sent {
  readonly signup: unknown;
  readonly reference: string | null;
  /** An earlier attempt had arrived after all: what was changed since is not in it. */
  readonly isEarlier: boolean;
}

export class FormState {
  readonly engine: Engine;
  readonly config: Config;

  step: Step = "payment_options";
  /** Whether the step has changed since the page was opened. */
  hasMoved = false;
  sending: Sending = "no";
  /** What the server gave as its reason, where it refused without issues. */
  refusal: string | null = null;
  sent: Sent | null = null;
  /** Somebody came from the review to change something here, and goes back there from it. */
  isCorrecting = false;
  /** The field to focus when its step is drawn, instead of the step's heading. */
  fieldToFocus: string | null = null;
  /** Grows each time a field is left: what is read out to screen readers waits for it. */
  settled = 0;
  /** What appeared when a field was left, to be read out: those who do not see it have moved on. */
  announcement = "";
  /** Grows each time an attempt fails: the error summary takes the focus. */
  attempts = 0;

  #draft: FormDraft;
  #locale: Locale;
  #attempted = new Set<Step>();
  #revealed = new Set<string>();
  #fromServer: ServerIssue[] = [];
  #editing: string | null = null;
  #rowKeys = new Map<string, number[]>();
  #nextRowKey = 1;
  #companyNameMissing: string;

  #listeners = new Set<() => void>();
  #version = 0;
  #issues: readonly Issue[] | null = null;

  constructor(engine: Engine, config: Config, locale: Locale, companyNameMissing: string) {
    this.engine = engine;
    this.config = config;
    this.#locale = locale;
    this.#companyNameMissing = companyNameMissing;
    this.#draft = this.#open(session.answers() ?? EMPTY);
    this.#revealNotices();
  }

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  version = () => this.#version;

  // Answers

  get value(): unknown {
    return this.#draft.value;
  }

  get report(): Report | null {
    return this.#draft.report;
  }

  at(pointer: string): unknown {
    return at(this.value, pointer);
  }

  text(pointer: string): string {
    const value = this.at(pointer);
    return typeof value === "string" || typeof value === "number" ? String(value) : "";
  }

  list(pointer: string): readonly unknown[] {
    const value = this.at(pointer);
    return Array.isArray(value) ? value : [];
  }

  /** Takes what is being typed; the field counts as left only at `leave`. */
  type(pointer: string, value: unknown) {
    this.#editing = pointer;
    this.#put(pointer, value);
  }

  /** Takes an answer that is whole at once, such as a choice. */
  answer(pointer: string, value: unknown) {
    this.#put(pointer, value);
    this.leave(pointer);
  }

  /** Somebody went on from this field. */
  leave(pointer: string) {
    if (this.#editing === pointer) this.#editing = null;
    const before = new Set(this.#revealed);
    const step = sectionOf(pointer);
    if (step && this.#attempted.has(step)) this.#revealErrors((issue) => touches(issue, pointer));
    this.#revealNotices();
    this.announcement = this.#shown((issue) => !before.has(keyOf(issue))).map(({ message }) => message).join(". ");
    this.settled += 1;
    this.#changed();
  }

  insert(list: string, value: unknown) {
    const { length } = this.list(list);
    const keys = this.rowKeys(list);
    if (length === 0) this.#draft.set(list, [value]);
    else this.#draft.insert(`${list}/${length}`, value);
    this.#rowKeys.set(list, [...keys, this.#nextRowKey++]);
    this.#forgetBelow(list);
    this.leave(list);
  }

  removeAt(list: string, index: number) {
    const keys = this.rowKeys(list);
    this.#draft.remove(`${list}/${index}`);
    this.#rowKeys.set(list, keys.filter((_, other) => other !== index));
    this.#forgetBelow(list);
    this.leave(list);
  }

  /** A key for each element of a list, which stays with it when others come and go. */
  rowKeys(list: string): readonly number[] {
    const keys = this.#rowKeys.get(list) ?? [];
    while (keys.length < this.list(list).length) keys.push(this.#nextRowKey++);
    this.#rowKeys.set(list, keys);
    return keys;
  }

  /** A correction on offer, while nobody is typing there. */
  safeFix(pointer: string): unknown {
    if (this.#editing === pointer) return undefined;
    return this.engine.safeFixes(this.value).find(({ path }) => path === pointer)?.value;
  }

  // Issues

  /** What is shown beside a field: its own issues, and errors of other fields that it is part of. */
  shownAt(pointer: string): readonly Issue[] {
    return this.#shown((issue) => issue.path === pointer || isErrorAbout(issue, pointer));
  }

  /** The same for a list of choices, which speaks for its elements too. */
  shownUnder(pointer: string): readonly Issue[] {
    return this.#shown((issue) => `${issue.path}/`.startsWith(`${pointer}/`) || isErrorAbout(issue, pointer));
  }

  /** The errors that are shown in a step, for its summary; in the review, those of all steps. */
  summary(step: Step): readonly Issue[] {
    const belongs = (issue: Issue) => step === "review" || sectionOf(issue.path) === step;
    return this.#allIssues().filter(
      (issue) => issue.severity === "error" && belongs(issue) && this.#revealed.has(keyOf(issue)),
    );
  }

  hasBeenAttempted(step: Step): boolean {
    return this.#attempted.has(step);
  }

  // Going on

  goTo(step: Step) {
    // What is on its way can no longer be changed.
    if (step === this.step || this.sending === "yes") return;
    this.step = step;
    this.hasMoved = true;
    this.isCorrecting = false;
    if (step === "revenue") this.#carryCurrencyOver();
    this.#changed();
  }

  /** From the review to a step, and with `goOn` back to it. */
  correct(section: Step, pointer?: string) {
    this.fieldToFocus = pointer ?? null;
    this.goTo(section);
    this.isCorrecting = true;
    this.#changed();
  }

  /** From a step that may be left to the next, or back to where somebody came from to change it. */
  goOn() {
    if (!this.isCorrecting) return this.goTo(stepAfter(this.step));
    this.fieldToFocus = changeOf(this.step);
    this.goTo("review");
  }

  /** Back without asking for what is missing. */
  goBack() {
    if (this.isCorrecting) return this.goOn();
    const before = stepBefore(this.step);
    if (before) this.goTo(before);
  }

  /** To a field, maybe of another step, which takes the focus once it is drawn. */
  goToField(step: Step, pointer: string) {
    this.fieldToFocus = pointer;
    this.goTo(step);
  }

  /** Whether the step can be left: otherwise its errors show. */
  attempt(step: Step): boolean {
    this.#editing = null;
    this.announcement = "";
    this.#attempted.add(step);
    if (step === "review") for (const section of SECTIONS) this.#attempted.add(section);
    this.#revealErrors((issue) => step === "review" || sectionOf(issue.path) === step);
    this.#revealNotices();
    // What the server said is shown until its field changes, but does not block: sending again is how to ask it.
    const open = this.summary(step).filter((issue) => !this.#fromServer.some(is(issue)));
    if (open.length > 0) this.attempts += 1;
    this.#changed();
    return open.length === 0;
  }

  async send() {
    if (this.sending === "yes" || !this.attempt("review")) return;
    this.sending = "yes";
    this.#fromServer = [];
    this.#changed();
    const signup = asSent(this.value);
    const answer = await send(signup, this.config, this.#locale);
    if (answer.kind === "accepted") {
      this.sending = "no";
      const stored = answer.signup ?? signup;
      this.sent = { signup: stored, reference: answer.reference, isEarlier: !isSame(stored, signup) };
      session.forgetAnswers();
    } else {
      this.sending = answer.kind;
      this.refusal = answer.kind === "refused" ? answer.message : null;
      if (answer.kind === "issues") this.#takeFromServer(answer.issues);
      this.attempts += 1;
    }
    this.#changed();
  }

  /** Begins again with nothing. */
  startOver() {
    session.forgetAnswers();
    this.#attempted.clear();
    this.#revealed.clear();
    this.#fromServer = [];
    this.#rowKeys.clear();
    this.sent = null;
    this.sending = "no";
    this.step = "payment_options";
    this.#draft = this.#open(EMPTY);
    this.#changed();
  }

  async speak(locale: Locale, companyNameMissing: string) {
    this.#locale = locale;
    this.#companyNameMissing = companyNameMissing;
    await this.#draft.speak(locale);
    this.#changed();
  }

  // Inside

  #open(value: unknown): FormDraft {
    const draft = this.engine.open(value, this.#locale);
    draft.subscribe(() => this.#changed());
    return draft;
  }

  #put(pointer: string, value: unknown) {
    if (value === undefined) this.#draft.remove(pointer);
    else this.#draft.set(pointer, value);
    this.#forgetPutRight();
    session.keepAnswers(this.value);
    this.#changed();
  }

  // The amounts are asked in the currency that customers pay in, until another is chosen.
  #carryCurrencyOver() {
    const pointer = "/signup/revenue/currency";
    const first = this.text("/signup/payment_options/0/currencies/0");
    if (first && this.at(pointer) === undefined) this.#put(pointer, first);
  }

  #forgetBelow(list: string) {
    // Elements may have moved: what the server said by index no longer says which one is meant.
    this.#fromServer = this.#fromServer.filter(({ issue }) => !issue.path.startsWith(`${list}/`));
    this.#forgetPutRight();
    session.keepAnswers(this.value);
  }

  // An issue that is gone and comes back while its field is edited is a new one, and waits until the field is left.
  #forgetPutRight() {
    this.#fromServer = this.#fromServer.filter((entry) => entry.about === this.#valuesOf(entry.issue));
    this.#issues = null;
    const standing = new Set(this.#allIssues().map(keyOf));
    for (const key of this.#revealed) if (!standing.has(key)) this.#revealed.delete(key);
  }

  #revealErrors(where: (issue: Issue) => boolean) {
    for (const issue of this.#allIssues()) {
      if (issue.severity === "error" && where(issue)) this.#revealed.add(keyOf(issue));
    }
  }

  #revealNotices() {
    for (const issue of this.#allIssues()) {
      if (issue.severity !== "error" && issue.path !== this.#editing) this.#revealed.add(keyOf(issue));
    }
  }

  #takeFromServer(issues: readonly Issue[]) {
    this.#fromServer = issues.map((issue) => ({ issue, about: this.#valuesOf(issue) }));
    this.#issues = null;
    for (const issue of issues) this.#revealed.add(keyOf(issue));
  }

  #valuesOf(issue: Issue): string {
    return JSON.stringify([issue.path, ...issue.related].map((pointer) => this.at(pointer) ?? null));
  }

  #shown(where: (issue: Issue) => boolean): readonly Issue[] {
    return this.#allIssues().filter((issue) => this.#revealed.has(keyOf(issue)) && where(issue));
  }

  #allIssues(): readonly Issue[] {
    if (this.#issues) return this.#issues;
    const ours = (this.report?.issues ?? []).map((issue) => this.#atCompanyName(issue));
    const known = new Set(ours.map(keyOf));
    const theirs = this.#fromServer.map(({ issue }) => issue).filter((issue) => !known.has(keyOf(issue)));
    return (this.#issues = [...ours, ...theirs]);
  }

  // The rules know a company by its legal name. Where the form was told “a company” and the name is still empty, they
  // ask for a date of birth, as of a person: what is missing is the name.
  #atCompanyName(issue: Issue): Issue {
    if (issue.code !== "ownership.owners.date_of_birth.required") return issue;
    const path = issue.path.replace(/date_of_birth$/, "legal_name");
    return this.at(path) === undefined ? issue : { ...issue, path, message: this.#companyNameMissing };
  }

  #changed() {
    this.#issues = null;
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  }
}

/** A signup with nothing in it yet, but with a line for the first signatory. */
const EMPTY = {
  signup: {
    payment_options: [],
    revenue: {},
    store_type: [],
    ownership: { owners: [] },
    verifications: {},
    signature: { signatures: [{}] },
    applicant: {},
  },
};

/** The step named in the address, so that back, forward and reload work. */
export function stepInAddress(): Step {
  const name = location.hash.slice(1);
  return isStep(name) ? name : "payment_options";
}

interface ServerIssue {
  readonly issue: Issue;
  /** The answers that it speaks of, as they were. */
  readonly about: string;
}

/** Whether two values say the same, whatever the order of their keys. */
function isSame(one: unknown, other: unknown): boolean {
  if (one === null || other === null || typeof one !== "object" || typeof other !== "object") return one === other;
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys].every((key) => isSame(at(one, `/${key}`), at(other, `/${key}`)));
}

function is(issue: Issue): (entry: ServerIssue) => boolean {
  return (entry) => keyOf(entry.issue) === keyOf(issue);
}

function isErrorAbout(issue: Issue, pointer: string): boolean {
  return issue.severity === "error" && issue.related.includes(pointer);
}

function touches(issue: Issue, pointer: string): boolean {
  return issue.path === pointer || issue.related.includes(pointer);
}

function keyOf(issue: Issue): string {
  return `${issue.path} ${issue.code}`;
}
