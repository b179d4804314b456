import { useEffect, useRef } from "react";

import type { Sent } from "../document";
import { useLanguage } from "../language";
import { AnswersInWords } from "../steps/Review";
import { useForm } from "../use-form";
import { Button } from "./Button";
import { CopyAndDownload } from "./CopyAndDownload";
import { Heading } from "./Heading";

export function SentPage({ sent }: { sent: Sent }) {
  const form = useForm();
  const { text } = useLanguage();
  const words = text.sent;
  const returnUrl = form.config.session?.returnUrl;
  const title = useRef<HTMLHeadingElement>(null);
  const answers = useRef<HTMLDetailsElement>(null);
  useEffect(() => title.current?.focus(), []);
  // What is printed is read: folded away, it would not be on the paper.
  useEffect(() => {
    const unfold = () => answers.current && (answers.current.open = true);
    addEventListener("beforeprint", unfold);
    return () => removeEventListener("beforeprint", unfold);
  }, []);

  return (
    <div className="sent">
      <svg className="sent-tick" viewBox="0 0 72 72" aria-hidden="true">
        <circle cx="36" cy="36" r="34" />
        <path d="m22 37.5 9.5 9.5L51 26" />
      </svg>
      <Heading rank={1} ref={title} tabIndex={-1}>{words.title}</Heading>
      <p className="lead">{words.lead}</p>
      {sent.isEarlier && <p>{words.earlier}</p>}
      {sent.reference && <p className="sent-reference">{words.reference(sent.reference)}</p>}
      <ol>
        {words.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      {sent.signup !== null && (
        <>
          <p className="hint">{form.config.session ? words.copy : words.gone}</p>
          <CopyAndDownload signup={sent.signup} />
          <details className="ds-details sent-answers" ref={answers}>
            <summary>{words.answers}</summary>
            <div>
              <AnswersInWords value={sent.signup} />
            </div>
          </details>
        </>
      )}
      {returnUrl && <a className="ds-link" href={returnUrl}>{words.back}</a>}
      {sent.canBeginAgain && <Button variant="tertiary" onClick={() => form.startOver()}>{text.actions.again}</Button>}
    </div>
  );
}
