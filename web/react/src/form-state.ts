/** The form's state: the draft, who keeps it, and where somebody is in it. */

import type { SignupDocument } from "merchant-signup";

import { Answers } from "./answers";
import { BrowserStore } from "./browser-store";
import type { Config } from "./config";
import { EMPTY, type Sent, apart, isEmpty, isSame } from "./document";
import { type Engine, type Issue, type Locale, loadEngine, rulesOnTheirWay } from "./engine";
import type { Host } from "./host";
import { isErrorAbout, keyOf, touches } from "./issues";
import { pageKeeper, serverKeeper } from "./keepers";
import { Leaving } from "./leaving";
import { countryOf, meaningsOf, wholeDate } from "./meanings";
import { Place } from "./place";
import { Saving } from "./saving";
import { type Answer, asSent, referenceIn, send, storedIn } from "./send";
import { ShownIssues } from "./shown-issues";
import { SECTIONS, type Step, changeOf, isStep, sectionOf, stepAfter, stepBefore } from "./steps";
import { Tidying } from "./tidying";

/** `exists` where it was refused because the account has a signup. */
export type Sending = "no" | "yes" | "exists" | Exclude<Answer["kind"], "accepted">;

/** Who keeps the answers: the server of a session, the page that the form stands on, this tab, or nobody. */
export type KeptBy = "server" | "page" | "tab" | "nobody";

/** What a form begins with. */
export interface Beginning {
  readonly config: Config;
  readonly locale: Locale;
  readonly keptBy: KeptBy;
  /** What the tab's storage calls it. */
  readonly storageKey: string;
  /** Sets its ids apart from those of other forms on the page. */
  readonly prefix: string;
  /** The answers and the step, where nothing is kept. */
  readonly value: unknown;
  readonly step: Step | null;
}

export class FormState extends Answers {
  config: Config;
  readonly keptBy: KeptBy;
  readonly place: Place;
  readonly leaving = new Leaving();
  /** What the page wants to hear of. */
  host: Host = {};

  step: Step;
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
  /** Has the answers kept by the server or the page; nothing where the tab keeps them, or nobody. */
  readonly saving: Saving | null;
  /** What was written otherwise than it was typed. */
  readonly tidying = new Tidying();
  /** Grows when somebody begins anew. */
  beginnings = 0;
  /** Grows each time an attempt fails: the error summary takes the focus. */
  attempts = 0;
  /** Grows each time somebody would go on without having said which window's answers count: the question takes the focus. */
  undecided = 0;

  #companyNameMissing = "";
  #attempted = new Set<Step>();
  #store: BrowserStore;
  #settled: Promise<void> = Promise.resolve();
  #isRestored = false;
  /** Whether something has been answered, or found in what was kept. */
  #isTouched = false;
  /** What the page has been told last, and all that it has been told: it may give it back later. */
  #told: unknown;
  readonly #echoes = new WeakSet<object>();

  readonly #issues: ShownIssues;

  /** Touches nothing of the browser: a form is also drawn on a server. */
  constructor({ config, locale, keptBy, storageKey, prefix, value: given, step }: Beginning) {
    const { value, aside } = apart(config.session ? config.session.draft : given);
    super(value, aside, locale);
    this.config = config;
    this.keptBy = keptBy;
    this.place = new Place(prefix);
    this.#store = new BrowserStore(storageKey);
    const keeper =
      keptBy === "server" && config.session ? serverKeeper(config.session) : keptBy === "page" ? pageKeeper((draft) => this.host.save?.(draft)) : null;
    const read = () => ({ draft: this.kept(), step: this.step });
    this.saving = keeper && new Saving(keeper, read, () => this.changed(), (cause) => this.host.error?.({ kind: "save", cause }));
    this.#told = value;
    this.sent = this.#sentBefore();
    this.step = step ?? (isStep(config.session?.step) ? config.session.step : "payment_options");
    const form = this;
    this.#issues = new ShownIssues({
      get value() {
        return form.value;
      },
      get report() {
        return form.report;
      },
      get companyNameMissing() {
        return form.#companyNameMissing;
      },
    });
  }

  /** Comes to life in a browser; what is returned ends it, and can be undone by connecting again. */
  connect(): () => void {
    let isOver = false;
    const ends = [this.leaving.watch(), this.saving?.watch()];
    this.#restore();
    this.#settled = loadEngine((cause) => this.host.error?.({ kind: "rules", cause })).then((engine) => {
      if (!isOver) this.#use(engine);
    });
    return () => {
      isOver = true;
      for (const end of ends) end?.();
      this.#use(rulesOnTheirWay);
    };
  }

  // Answers, and the manners with which they are taken

  /** Takes what is being typed; the field counts as left only at `leave`. */
  type(pointer: string, value: unknown) {
    this.#issues.editing = pointer;
    this.put(pointer, value);
  }

  /** Takes an answer that is whole at once, such as a choice. */
  answer(pointer: string, value: unknown) {
    this.put(pointer, value);
    this.leave(pointer);
  }

  /** Somebody went on from this field. */
  leave(pointer: string) {
    if (this.#issues.editing === pointer) this.#issues.editing = null;
    this.#tidy(pointer);
    const before = this.#issues.known();
    const step = sectionOf(pointer);
    if (step && this.#attempted.has(step)) this.#issues.revealErrors((issue) => touches(issue, pointer));
    this.#issues.revealNotices();
    this.announcement = this.#issues.shown((issue) => !before.has(keyOf(issue))).map(({ message }) => message).join(". ");
    this.settled += 1;
    this.changed();
  }

  /** A correction on offer, while nobody is typing there: of what came from elsewhere, or was wanted back as it was. */
  safeFix(pointer: string): unknown {
    const stands = this.at(pointer);
    if (this.#issues.editing === pointer || typeof stands !== "string") return undefined;
    const tidy = this.#tidied(pointer, stands);
    return tidy === stands ? undefined : tidy;
  }

  /** Somebody is typing there, and has not left it. */
  isTypedIn(pointer: string): boolean {
    return this.#issues.editing === pointer;
  }

  /** What was typed, where it was written otherwise when the field was left. */
  typedBefore(pointer: string): string | null {
    return this.#issues.editing === pointer ? null : this.tidying.typedBefore(pointer, this.at(pointer));
  }

  /** Writes what was typed the way it is meant, and remembers how it was typed; what was wanted back as typed stays. */
  writeAs(pointer: string, tidy: unknown) {
    if (this.tidying.remember(pointer, this.text(pointer), tidy)) this.put(pointer, tidy);
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
    return this.#issues.shown((issue) => issue.path === pointer || isErrorAbout(issue, pointer));
  }

  /** The same for a list of choices, which speaks for its elements too. */
  shownUnder(pointer: string): readonly Issue[] {
    return this.#issues.shown((issue) => `${issue.path}/`.startsWith(`${pointer}/`) || isErrorAbout(issue, pointer));
  }

  /** The errors that are shown in a step, for its summary; in the review, those of all steps. */
  summary(step: Step): readonly Issue[] {
    return this.#issues.errorsOf(step);
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
    this.host.step?.(step);
    this.saving?.soon();
    void this.saving?.now();
    this.changed();
  }

  /** Where a link to a step leads when it is opened on its own: by default to the form. */
  hrefOf(step: Step): string {
    return this.host.href?.(step) ?? `#${this.place.id("form")}`;
  }

  /** From the review to a step, and with `goOn` back to it. */
  correct(section: Step, pointer?: string) {
    this.fieldToFocus = pointer ?? null;
    this.goTo(section);
    this.isCorrecting = true;
    this.changed();
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

  /** What the button at the end of a step asks for. The rules may still be on their way: then it waits for them. */
  async submit() {
    const { step } = this;
    if (this.engine.hasRules === null) await this.#settled;
    if (this.step !== step) return;
    // What is typed from here on would not be kept.
    if (this.saving?.state === "changed") {
      this.undecided += 1;
      return this.changed();
    }
    if (step === "review") await this.send();
    else if (this.attempt(step)) this.goOn();
  }

  /** Whether the step can be left: otherwise its errors show. */
  attempt(step: Step): boolean {
    // Enter goes on from a field that nobody has left.
    const { editing } = this.#issues;
    this.#issues.editing = null;
    if (editing) this.#tidy(editing);
    this.announcement = "";
    this.#attempted.add(step);
    if (step === "review") for (const section of SECTIONS) this.#attempted.add(section);
    this.#issues.revealErrors((issue) => step === "review" || sectionOf(issue.path) === step);
    this.#issues.revealNotices();
    const open = this.#issues.blocking(step);
    if (open.length > 0) this.attempts += 1;
    this.changed();
    return open.length === 0;
  }

  async send() {
    if (this.sending === "yes" || !this.attempt("review")) return;
    this.sending = "yes";
    this.#issues.forgetServer();
    this.changed();
    const signup = asSent(this.value);
    const answer = await send(signup, this.config, this.locale, this.#store);
    if (answer.kind === "accepted") {
      this.sending = "no";
      const stored = (answer.signup ?? signup) as SignupDocument;
      const { reference, canBeginAgain } = answer;
      this.sent = { signup: stored, reference, isEarlier: !isSame(stored, signup), canBeginAgain: canBeginAgain && !this.saving };
      this.saving?.end();
      this.#store.forgetAnswers();
      if (this.keptBy === "tab") this.#store.keepSent({ account: this.config.account, reference, canBeginAgain });
      this.host.sent?.({ reference, signup: stored });
    } else {
      this.sending = answer.kind === "refused" && answer.status === 409 ? "exists" : answer.kind;
      this.refusal = answer.kind === "refused" ? answer.message : null;
      if (answer.kind === "issues") this.#issues.takeFromServer(answer.issues);
      else this.host.error?.(answer);
      this.attempts += 1;
    }
    this.changed();
  }

  /** Begins again with nothing. */
  startOver() {
    this.#store.forgetAnswers();
    if (this.keptBy === "tab") this.#store.keepSent(null);
    this.#attempted.clear();
    this.#issues.clear();
    this.rows.clear();
    this.aside = {};
    this.sent = null;
    this.sending = "no";
    this.refusal = null;
    this.removed = null;
    this.step = "payment_options";
    this.hasMoved = true;
    this.beginnings += 1;
    this.replace(EMPTY);
    this.#tell();
    this.host.step?.(this.step);
    this.saving?.soon();
    void this.saving?.now();
    this.changed();
  }

  /** Goes on with what another window has saved. */
  takeTheirs() {
    const theirs = this.saving?.takeTheirs();
    if (!theirs) return;
    this.#takeWhole(theirs.draft);
    this.#tell();
    this.changed();
  }

  /** The page gives other answers. What it was told itself comes back as it is. */
  adopt(given: unknown) {
    const isEcho = typeof given === "object" && given !== null && this.#echoes.has(given);
    if (isEcho || isSame(given, this.value)) return;
    this.#takeWhole(given);
    this.#told = given;
    if (this.keptBy === "tab") this.#keepInTab();
    this.changed();
  }

  /** The page has found what to begin with only now: taken as long as nothing has been answered. */
  begin(given: unknown) {
    if (!this.#isTouched && !this.config.session) this.adopt(given);
  }

  /** The page says other things of the surroundings than before. */
  configure(config: Config) {
    const shown = ({ token: _, session: __, ...rest }: Config) => JSON.stringify(rest);
    const isShown = shown(config) !== shown(this.config);
    this.config = config;
    if (isShown) this.changed();
  }

  /** Whether something would be lost with the page. */
  get isUnsaved(): boolean {
    if (this.sent) return false;
    if (this.saving) return this.saving.isUnsaved;
    return this.keptBy === "tab" && !isEmpty(this.value);
  }

  async speak(locale: Locale) {
    this.locale = locale;
    await this.draft.speak(locale);
    this.changed();
  }

  /** What is said where a company has no name yet. */
  sayOfCompanies(text: string) {
    if (text === this.#companyNameMissing) return;
    this.#companyNameMissing = text;
    this.changed();
  }

  // Inside

  #takeWhole(given: unknown) {
    const { value, aside } = apart(given);
    this.aside = aside;
    this.rows.clear();
    this.#issues.clear();
    this.replace(value);
    this.#issues.revealNotices();
  }

  #use(engine: Engine) {
    if (engine === this.engine) return;
    const { value } = this;
    this.engine = engine;
    this.replace(value);
    this.#issues.changed();
    this.#issues.revealNotices();
    this.changed();
  }

  // Not while it is drawn for the first time, which a server may have done, who knows nothing of this tab.
  #restore() {
    if (this.#isRestored || this.keptBy !== "tab") return;
    this.#isRestored = true;
    const kept = this.#store.answers();
    if (kept !== null) {
      this.#isTouched = true;
      this.#takeWhole(kept);
      this.#tell();
    }
    const sent = this.#store.sent();
    if (sent?.account === this.config.account) this.sent = { ...sent, signup: null, isEarlier: false };
    this.changed();
  }

  #tidy(pointer: string) {
    this.tidying.just = null;
    const typed = this.at(pointer);
    if (typeof typed !== "string") return;
    const tidy = this.#tidied(pointer, typed);
    if (tidy !== typed) this.writeAs(pointer, tidy);
  }

  #tidied(pointer: string, typed: string): unknown {
    const country = countryOf(this.config.country, this.locale, this.text("/signup/revenue/currency"));
    return wholeDate(pointer, typed, this.locale) ?? this.engine.tidy(this.value, pointer, meaningsOf(pointer, typed, country));
  }

  protected override changed() {
    this.#issues?.changed();
    super.changed();
  }

  protected override put(pointer: string, value: unknown) {
    if (value === undefined) this.draft.remove(pointer);
    else this.draft.set(pointer, value);
    this.#issues.forgetPutRight();
    this.keep();
    this.changed();
  }

  protected override keep() {
    this.#isTouched = true;
    if (this.saving) this.saving.soon();
    else if (this.keptBy === "tab") this.#keepInTab();
    this.#tell();
  }

  #keepInTab() {
    this.#store.keepAnswers(this.kept());
  }

  #tell() {
    if (this.value === this.#told) return;
    this.#told = this.value;
    if (typeof this.value === "object" && this.value !== null) this.#echoes.add(this.value);
    this.host.change?.(this.value as SignupDocument, { report: this.report, step: this.step });
  }

  // A reload shows it again: the server knows with a session, without one this tab remembers the reference.
  #sentBefore(): Sent | null {
    const { session, connection } = this.config;
    if (!session?.isSubmitted) return null;
    return { signup: storedIn(connection), reference: referenceIn(connection), isEarlier: false, canBeginAgain: false };
  }

  // The amounts are asked in the currency that customers pay in, until another is chosen.
  #carryCurrencyOver() {
    const pointer = "/signup/revenue/currency";
    const first = this.text("/signup/payment_options/0/currencies/0");
    if (first && this.at(pointer) === undefined) this.put(pointer, first);
  }

  protected override forgetBelow(list: string) {
    // Elements may have moved: what is known by index no longer says which one is meant.
    this.tidying.forgetBelow(list);
    this.#issues.forgetBelow(list);
    this.#issues.forgetPutRight();
    this.keep();
  }
}
