import { type ReactNode, useEffect, useRef } from "react";

import { Button } from "./components/Button";
import { ErrorSummary } from "./components/ErrorSummary";
import { About, BeforeYouBegin } from "./components/About";
import { Existing, NeedsLink } from "./components/Elsewhere";
import { Heading } from "./components/Heading";
import { Keeping } from "./components/Keeping";
import { Progress } from "./components/Progress";
import { SentPage } from "./components/SentPage";
import type { FormState } from "./form-state";
import { useLanguage } from "./language";
import { inOneBox } from "./meanings";
import { isOpen } from "./send";
import { Applicant } from "./steps/Applicant";
import { BankAccount } from "./steps/BankAccount";
import { Ownership } from "./steps/Ownership";
import { PaymentOptions } from "./steps/PaymentOptions";
import { Revenue } from "./steps/Revenue";
import { Review } from "./steps/Review";
import { Signature } from "./steps/Signature";
import { StoreType } from "./steps/StoreType";
import { Verifications } from "./steps/Verifications";
import { STEPS, type Step, stepAfter, stepBefore } from "./steps";
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

interface FormProps {
  /** The form is the page: what one does stands in its landmark. */
  isPage: boolean;
  /** What the page shows above the way through, and above the questions. */
  header?: ReactNode;
  toolbar?: ReactNode;
}

/** The way through, and what there is to do now. */
export function Form({ isPage, header, toolbar }: FormProps) {
  const form = useForm();
  const isFilling = pageOf(form) === "step";
  const Main = isPage ? "main" : "div";
  return (
    <div className="page">
      {(header || isFilling) && (
        <div className="rail">
          {header}
          {isFilling && <Progress />}
        </div>
      )}
      <div className="desk">
        {toolbar}
        <Main className="main" id={isPage ? "main" : undefined} tabIndex={isPage ? -1 : undefined}>
          <Now form={form} isPage={isPage} />
        </Main>
        <About />
      </div>
    </div>
  );
}

/** Which page stands in the form's place: the one that one can do something on. */
export function pageOf(form: FormState): "step" | "sent" | "existing" | "link" {
  if (form.sent) return "sent";
  if (form.config.needsLink) return "link";
  return isOpen(form.config.connection) ? "existing" : "step";
}

function Now({ form, isPage }: { form: FormState; isPage: boolean }) {
  const page = pageOf(form);
  if (page === "link") return <NeedsLink />;
  if (page === "existing") return <Existing />;
  return form.sent ? <SentPage sent={form.sent} /> : <StepPage key={`${form.step} ${form.beginnings}`} step={form.step} isPage={isPage} />;
}

function StepPage({ step, isPage }: { step: Step; isPage: boolean }) {
  const form = useForm();
  const { text } = useLanguage();
  const title = useRef<HTMLHeadingElement>(null);
  const element = useRef<HTMLFormElement>(null);
  const Page = PAGES[step];

  // A new step is a new page: its heading takes the focus, unless a field was asked for. Not on the very first one.
  useEffect(() => {
    if (form.fieldToFocus) {
      form.place.focus(form.fieldToFocus);
      form.fieldToFocus = null;
    } else if (form.hasMoved) {
      title.current?.focus({ preventScroll: true });
      if (isPage) scrollTo(0, 0);
      else form.place.show();
    }
  }, []);

  // Heard where it happens, and not by React, who hears it further out: a form of the page around this one would take it
  // for its own.
  useEffect(() => {
    const over = new AbortController();
    const submit = (event: SubmitEvent) => {
      event.preventDefault();
      event.stopPropagation();
      void form.submit();
    };
    element.current?.addEventListener("submit", submit, { signal: over.signal });
    return () => over.abort();
  }, [form]);

  return (
    <form noValidate ref={element}>
      <p className="step-number">{text.progress.step(STEPS.indexOf(step) + 1, STEPS.length)}</p>
      <Heading rank={1} ref={title} tabIndex={-1}>{text.steps[step].title}</Heading>
      <p className="lead">{text.steps[step].lead}</p>
      {form.engine.hasRules === false && <NoRules />}
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
          {sending !== "no" && sending !== "yes" && sending !== "issues" && (
            <div className="ds-alert" data-color="danger">
              {text.failure[sending]}
              {form.refusal && <span className="refusal"> {form.refusal}</span>}
            </div>
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
    <div className="ds-alert no-rules" data-color="info">
      <strong>{noRules.title}</strong> {noRules.text}
    </div>
  );
}
