/**
 * The form's state: the draft, and the manners with which its issues are shown.
 *
 * Nothing is red before the first attempt to leave a step or to send. From then on a new error shows when its field is
 * left, and one that shows goes at the keystroke that puts it right. Warnings and infos show once a field is left.
 */

import { type Aside, EMPTY, type Removed, type Sent, apart, isEmpty, isSame, together } from "./document";
import { at, type Engine, type FormDraft, type Issue, type Locale, type Report } from "./engine";
import { countryOf, meaningsOf, wholeDate } from "./meanings";
import { session } from "./session";
import { type Answer, asSent, referenceIn, send, storedIn } from "./send";
import type { Config } from "./config";
import { type ServerIssue, atCompanyName, is, isErrorAbout, keyOf, touches } from "./issues";
import { SECTIONS, type Step, changeOf, isStep, sectionOf, stepAfter, stepBefore, stepInAddress } from "./steps";
import { RowKeys } from "./row-keys";
import { Saving } from "./saving";
import { Tidying } from "./tidying";

export type Sending = "no" | "yes" | Exclude<Answer["kind"], "accepted">;

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
  /** Keeps the answers on the server; nothing without a session, where the browser keeps them. */
  readonly saving: Saving | null;
  /** What was written otherwise than it was typed. */
  readonly tidying = new Tidying();
  /** Grows when somebody begins anew. */
  beginnings = 0;
  /** What was taken out of a list last, on this step. */
  removed: Removed | null = null;
  /** Grows each time an attempt fails: the error summary takes the focus. */
  attempts = 0;

  #draft: FormDraft;
  #locale: Locale;
  #attempted = new Set<Step>();
  #revealed = new Set<string>();
  #fromServer: ServerIssue[] = [];
  #editing: string | null = null;
  #aside: Aside = {};
  #rowKeys = new RowKeys();
  #companyNameMissing: string;

  #listeners = new Set<() => void>();
  #version = 0;
  #issues: readonly Issue[] | null = null;

  constructor(engine: Engine, config: Config, locale: Locale, companyNameMissing: string) {
    this.engine = engine;
    this.config = config;
    this.#locale = locale;
    this.#companyNameMissing = companyNameMissing;
    this.saving = config.session && new Saving(config.session, () => ({ draft: this.#kept(), step: this.step }), () => this.#changed());
    const { value, aside } = apart(config.session ? config.session.draft : session.answers());
    this.#aside = aside;
    this.#draft = this.#open(value);
    this.sent = this.#sentBefore();
    this.step = stepInAddress() ?? (isStep(config.session?.step) ? config.session.step : "payment_options");
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
    this.#tidy(pointer);
    const before = new Set(this.#revealed);
    const step = sectionOf(pointer);
    if (step && this.#attempted.has(step)) this.#revealErrors((issue) => touches(issue, pointer));
    this.#revealNotices();
    this.announcement = this.#shown((issue) => !before.has(keyOf(issue))).map(({ message }) => message).join(". ");
    this.settled += 1;
    this.#changed();
  }

  insert(list: string, value: unknown, index = this.list(list).length) {
    const { length } = this.list(list);
    this.#rowKeys.insert(list, index, length);
    if (length === 0) this.#draft.set(list, [value]);
    else this.#draft.insert(`${list}/${index}`, value);
    this.#forgetBelow(list);
    this.leave(list);
  }

  /** Takes an element away; it can be had back until the step is left. */
  removeAt(list: string, index: number, who = "") {
    const elements = this.list(list);
    this.removed = { list, index, who, value: elements[index] };
    this.#rowKeys.remove(list, index, elements.length);
    this.#draft.remove(`${list}/${index}`);
    this.#forgetBelow(list);
    this.leave(list);
  }

  /** Puts back what was removed last, where it was. */
  putBack() {
    if (!this.removed) return;
    const { list, index, value } = this.removed;
    this.removed = null;
    this.insert(list, value, index);
  }

  /**
   * Another answer has made what stands here invisible: it is neither judged nor sent, but kept under a name of its own.
   * What is left in its place is nothing, or an empty list.
   */
  setAside(pointer: string, left: unknown = undefined) {
    const value = this.at(pointer);
    if (value === undefined || (Array.isArray(value) && value.length === 0)) return;
    this.removed = null;
    this.keepAside(pointer, value);
    this.#rowKeys.forget(pointer);
    this.#put(pointer, left);
    this.#forgetBelow(pointer);
  }

  /** Brings back what was set aside, unless there is something in its place. */
  bringBack(pointer: string) {
    const value = this.at(pointer);
    if (value !== undefined && !(Array.isArray(value) && value.length === 0)) return;
    const kept = this.takeAside(pointer);
    if (kept === undefined) return;
    this.#rowKeys.forget(pointer);
    this.#put(pointer, kept);
  }

  keepAside(name: string, value: unknown) {
    this.#aside = { ...this.#aside, [name]: value };
    this.#keep();
  }

  takeAside(name: string): unknown {
    const { [name]: value, ...rest } = this.#aside;
    this.#aside = rest;
    this.#keep();
    return value;
  }

  /** A key for each element of a list, which stays with it when others come and go. */
  rowKeys(list: string): readonly number[] {
    return this.#rowKeys.of(list, this.list(list).length);
  }

  /** A correction on offer, while nobody is typing there: of what came from elsewhere, or was wanted back as it was. */
  safeFix(pointer: string): unknown {
    const stands = this.at(pointer);
    if (this.#editing === pointer || typeof stands !== "string") return undefined;
    const tidy = this.#tidied(pointer, stands);
    return tidy === stands ? undefined : tidy;
  }

  /** What was typed, where it was written otherwise when the field was left. */
  typedBefore(pointer: string): string | null {
    return this.#editing === pointer ? null : this.tidying.typedBefore(pointer, this.at(pointer));
  }

  /** Writes what was typed the way it is meant, and remembers how it was typed; what was wanted back as typed stays. */
  writeAs(pointer: string, tidy: unknown) {
    if (this.tidying.remember(pointer, this.text(pointer), tidy)) this.#put(pointer, tidy);
  }

  /** Gives back what was typed; from then on it stays. */
  writeAsTyped(pointer: string) {
    const typed = this.typedBefore(pointer);
    if (typed === null) return;
    this.tidying.keepAsTyped(pointer, typed);
    this.answer(pointer, typed);
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

  // Going on

  goTo(step: Step) {
    // What is on its way can no longer be changed.
    if (step === this.step || this.sending === "yes") return;
    this.step = step;
    this.hasMoved = true;
    this.isCorrecting = false;
    this.tidying.leaveStep();
    this.removed = null;
    if (step === "revenue") this.#carryCurrencyOver();
    this.saving?.soon();
    void this.saving?.now();
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
    if (this.isCorrecting) this.fieldToFocus = changeOf(this.step);
    this.goTo(this.isCorrecting ? "review" : stepAfter(this.step));
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
    // Enter goes on from a field that nobody has left.
    const editing = this.#editing;
    this.#editing = null;
    if (editing) this.#tidy(editing);
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
      const { reference, canBeginAgain } = answer;
      this.sent = { signup: stored, reference, isEarlier: !isSame(stored, signup), canBeginAgain: canBeginAgain && !this.saving };
      this.saving?.end();
      session.forgetAnswers();
      if (!this.saving) session.keepSent({ account: this.config.account, reference, canBeginAgain });
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
    session.keepSent(null);
    this.#attempted.clear();
    this.#revealed.clear();
    this.#fromServer = [];
    this.#rowKeys.clear();
    this.#aside = {};
    this.sent = null;
    this.sending = "no";
    this.refusal = null;
    this.removed = null;
    this.step = "payment_options";
    this.hasMoved = true;
    this.beginnings += 1;
    this.#draft = this.#open(EMPTY);
    this.saving?.soon();
    void this.saving?.now();
    this.#changed();
  }

  /** Goes on with what another window has saved. */
  takeTheirs() {
    const theirs = this.saving?.takeTheirs();
    if (!theirs) return;
    const { value, aside } = apart(theirs.draft);
    this.#aside = aside;
    this.#revealed.clear();
    this.#rowKeys.clear();
    this.#fromServer = [];
    this.#draft = this.#open(value);
    this.#revealNotices();
    this.#changed();
  }

  /** Whether something would be lost with the page. */
  get isUnsaved(): boolean {
    if (this.sent) return false;
    return this.saving ? this.saving.isUnsaved : !isEmpty(this.value);
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

  #tidy(pointer: string) {
    this.tidying.just = null;
    const typed = this.at(pointer);
    if (typeof typed !== "string") return;
    const tidy = this.#tidied(pointer, typed);
    if (tidy !== typed) this.writeAs(pointer, tidy);
  }

  #tidied(pointer: string, typed: string): unknown {
    const country = countryOf(this.config.country, this.#locale, this.text("/signup/revenue/currency"));
    return wholeDate(pointer, typed) ?? this.engine.tidy(this.value, pointer, meaningsOf(pointer, typed, country));
  }

  #put(pointer: string, value: unknown) {
    if (value === undefined) this.#draft.remove(pointer);
    else this.#draft.set(pointer, value);
    this.#forgetPutRight();
    this.#keep();
    this.#changed();
  }

  #keep() {
    if (this.saving) this.saving.soon();
    else session.keepAnswers(this.#kept());
  }

  #kept(): unknown {
    return together(this.value, this.#aside);
  }

  // A reload shows it again: the server knows with a session, without one this tab remembers the reference.
  #sentBefore(): Sent | null {
    const { session: mine, account, connection } = this.config;
    if (mine?.isSubmitted) {
      return { signup: storedIn(connection), reference: referenceIn(connection), isEarlier: false, canBeginAgain: false };
    }
    const before = mine ? null : session.sent();
    return before?.account === account ? { ...before, signup: null, isEarlier: false } : null;
  }

  // The amounts are asked in the currency that customers pay in, until another is chosen.
  #carryCurrencyOver() {
    const pointer = "/signup/revenue/currency";
    const first = this.text("/signup/payment_options/0/currencies/0");
    if (first && this.at(pointer) === undefined) this.#put(pointer, first);
  }

  #forgetBelow(list: string) {
    // Elements may have moved: what is known by index no longer says which one is meant.
    this.tidying.forgetBelow(list);
    this.#fromServer = this.#fromServer.filter(({ issue }) => !issue.path.startsWith(`${list}/`));
    this.#forgetPutRight();
    this.#keep();
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
    const ours = (this.report?.issues ?? []).map((issue) => atCompanyName(issue, this.value, this.#companyNameMissing));
    const known = new Set(ours.map(keyOf));
    const theirs = this.#fromServer.map(({ issue }) => issue).filter((issue) => !known.has(keyOf(issue)));
    return (this.#issues = [...ours, ...theirs]);
  }

  #changed() {
    this.#issues = null;
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  }
}
