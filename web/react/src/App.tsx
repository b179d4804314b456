import { Alert, Button } from "@digdir/designsystemet-react";
import { type ReactNode, useEffect, useRef } from "react";

import { ErrorSummary } from "./components/ErrorSummary";
import { About, BeforeYouBegin } from "./components/About";
import { Existing, NeedsLink } from "./components/Elsewhere";
import { Keeping } from "./components/Keeping";
import { Progress } from "./components/Progress";
import { SentPage } from "./components/SentPage";
import { Settings } from "./components/Settings";
import type { Locale } from "./engine";
import { focusField } from "./focus";
import type { FormState } from "./form-state";
import { useLanguage } from "./language";
import { inOneBox } from "./meanings";
import { Applicant } from "./steps/Applicant";
import { BankAccount } from "./steps/BankAccount";
import { Ownership } from "./steps/Ownership";
import { PaymentOptions } from "./steps/PaymentOptions";
import { Revenue } from "./steps/Revenue";
import { Review } from "./steps/Review";
import { Signature } from "./steps/Signature";
import { StoreType } from "./steps/StoreType";
import { Verifications } from "./steps/Verifications";
import { STEPS, type Step, stepAfter, stepBefore, stepInAddress } from "./steps";
import { useForm } from "./use-form";

const PAGES: Record<Step, () => ReactNode> = {
  payment_options: PaymentOptions,
  revenue: Revenue,
  bank_account: BankAccount,
  store_type: StoreType,
  ownership: Ownership,
  verifications: Verifications,
  signature: Signature,
  applicant: Applicant,
  review: Review,
};

export function App({ onLanguage }: { onLanguage(locale: Locale): Promise<void> }) {
  const form = useForm();
  const { text } = useLanguage();
  const isFilling = pageOf(form) === "step";
  useAddress();
  useTitle();

  return (
    <div className="page">
      <a className="skip" href="#main" onClick={skipToMain}>{text.skip}</a>
      <div className="rail">
        <header className="masthead">
          <p className="wordmark">
            <svg viewBox="0 0 32 32" aria-hidden="true"><path d="M7 17.5 13 23 25 9.5" /></svg>
            {text.formName}
          </p>
        </header>
        {isFilling && <Progress />}
      </div>
      <div className="desk">
        <Settings onLanguage={onLanguage} />
        <main id="main" tabIndex={-1}>
          <Now form={form} />
        </main>
        <About />
      </div>
    </div>
  );
}

/** Which page stands in the form's place: the one that one can do something on. */
function pageOf(form: FormState): "step" | "sent" | "existing" | "link" {
  if (form.sent) return "sent";
  if (form.config.needsLink) return "link";
  return form.config.connection !== null ? "existing" : "step";
}

function Now({ form }: { form: FormState }) {
  const page = pageOf(form);
  if (page === "link") return <NeedsLink />;
  if (page === "existing") return <Existing />;
  return form.sent ? <SentPage sent={form.sent} /> : <StepPage key={`${form.step} ${form.beginnings}`} step={form.step} />;
}

function StepPage({ step }: { step: Step }) {
  const form = useForm();
  const { text } = useLanguage();
  const title = useRef<HTMLHeadingElement>(null);
  const Page = PAGES[step];

  // A new step is a new page: its heading takes the focus, unless a field was asked for. Not on the very first one.
  useEffect(() => {
    if (form.fieldToFocus) {
      focusField(form.fieldToFocus);
      form.fieldToFocus = null;
    } else if (form.hasMoved) {
      title.current?.focus({ preventScroll: true });
      scrollTo(0, 0);
    }
  }, []);

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (step === "review") void form.send();
        else if (form.attempt(step)) form.goOn();
      }}
    >
      <p className="step-number">{text.progress.step(STEPS.indexOf(step) + 1, STEPS.length)}</p>
      <h1 ref={title} tabIndex={-1}>{text.steps[step].title}</h1>
      <p className="lead">{text.steps[step].lead}</p>
      {!form.engine.hasRules && <NoRules />}
      {step === "payment_options" && <BeforeYouBegin />}
      <div className="questions">
        <Page />
      </div>
      <ErrorSummary issues={form.summary(step)} />
      <Going step={step} />
      <Keeping />
    </form>
  );
}

/** The buttons below a step, and how the sending went. */
function Going({ step }: { step: Step }) {
  const form = useForm();
  const { text } = useLanguage();
  const { sending } = form;
  const isReview = step === "review";
  const leadsToReview = form.isCorrecting || stepAfter(step) === "review";

  return (
    <div className="going">
      {isReview && (
        <div role="alert">
          {(sending === "unreachable" || sending === "refused") && (
            <Alert data-color="danger">
              {text.failure[sending]}
              {form.refusal && <span className="refusal"> {form.refusal}</span>}
            </Alert>
          )}
        </div>
      )}
      {isReview && <p className="declaration">{text.review.declaration}</p>}
      <div className="buttons">
        <Button type="submit" onClick={once}>
          {!isReview ? (leadsToReview ? text.actions.toReview : text.actions.next) : sending === "yes" ? text.actions.sending : text.actions.send}
        </Button>
        {stepBefore(step) && (
          <Button variant="tertiary" onClick={() => form.goBack()}>
            {text.actions.back}
          </Button>
        )}
        {!isReview && form.summary(step).length > 0 && (
          <Button variant="tertiary" onClick={() => form.goOn()}>
            {text.actions.later}
          </Button>
        )}
      </div>
      <p role="status" className="ds-sr-only">
        {[form.tidying.just && text.fix.applied(inOneBox(form.tidying.just)), form.announcement].filter(Boolean).join(" ")}
      </p>
      <p role="status" className="ds-sr-only">{sending === "yes" && text.actions.sending}</p>
    </div>
  );
}

// The second tap of two lands on the next step's button where that has come to stand in the first one's place.
function once(event: React.MouseEvent) {
  if (event.detail > 1) event.preventDefault();
}

function NoRules() {
  const { noRules } = useLanguage().text;
  return (
    <Alert data-color="info" className="no-rules">
      <strong>{noRules.title}</strong> {noRules.text}
    </Alert>
  );
}

/** The step stands in the address, so that back and forward work as everywhere. */
function useAddress() {
  const form = useForm();
  useEffect(() => {
    const listen = () => {
      form.goTo(stepInAddress() ?? "payment_options");
      // The form did not go along.
      if (stepInAddress() !== form.step) history.replaceState(null, "", `#${form.step}`);
    };
    addEventListener("hashchange", listen);
    return () => removeEventListener("hashchange", listen);
  }, [form]);
  useEffect(() => {
    // The first step takes the place of the bare address: going back from it leaves the form.
    if (location.hash === "") history.replaceState(null, "", `#${form.step}`);
    else if (stepInAddress() !== form.step) location.hash = form.step;
  }, [form, form.step]);
}

function useTitle() {
  const form = useForm();
  const { text } = useLanguage();
  const page = pageOf(form);
  const title = { step: text.steps[form.step].title, sent: text.sent.title, existing: text.existing.title, link: text.link.title }[page];
  const hasErrors = page === "step" && form.summary(form.step).length > 0;
  useEffect(() => {
    document.title = `${hasErrors ? `${text.error} ` : ""}${title} – ${text.formName}`;
  });
}

// The address names the step, so that the usual jump would lose it.
function skipToMain(event: React.MouseEvent) {
  event.preventDefault();
  document.getElementById("main")?.focus();
}
