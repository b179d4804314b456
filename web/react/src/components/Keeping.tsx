import { memo, useEffect, useState } from "react";

import { isEmpty } from "../document";
import type { Locale } from "../engine";
import { formatTag, useLanguage } from "../language";
import { perLocale } from "../per-locale";
import { useAttention } from "../use-attention";
import { nothing, useForm } from "../use-form";
import { Button } from "./Button";

/** Where the answers are kept, and whether they are; and how to be rid of them. */
export const Keeping = memo(function Keeping() {
  const form = useForm(({ value, saving, keptBy }) => [isEmpty(value), saving === null, keptBy]);
  const [isAsking, setIsAsking] = useState(false);
  const { keeps } = useLanguage().text;
  useWarning();

  return (
    <section className="keeping" aria-label={keeps.label}>
      {form.saving ? <Saved /> : form.keptBy === "tab" && <p>{keeps.browser}</p>}
      {!isEmpty(form.value) && !isAsking && (
        <Button variant="tertiary" data-size="sm" data-color="neutral" onClick={() => setIsAsking(true)}>
          {keeps.forget}
        </Button>
      )}
      {isAsking && (
        <div className="keeping-sure" role="group" aria-label={keeps.forget}>
          <span>{keeps.sure}</span>
          <Button autoFocus variant="secondary" data-size="sm" data-color="danger" onClick={() => form.startOver()}>
            {keeps.forgetAll}
          </Button>
          <Button variant="tertiary" data-size="sm" data-color="neutral" onClick={() => setIsAsking(false)}>
            {keeps.no}
          </Button>
        </div>
      )}
    </section>
  );
});

const times = perLocale((locale: Locale) => new Intl.DateTimeFormat(formatTag(locale), { timeStyle: "short" }));

/** How the saving stands. What goes well is not read out: it would be every few seconds. */
function Saved() {
  const form = useForm(({ saving, keptBy, undecided }) => [saving?.state, saving?.savedAt, saving?.refreshUrl, keptBy, undecided]);
  const { locale, text } = useLanguage();
  const { keeps } = text;
  const { saving } = form;
  const trouble = useAttention<HTMLDivElement>(form.undecided);
  if (!saving) return null;
  const { state, savedAt, refreshUrl } = saving;
  const time = savedAt && times(locale).format(savedAt);

  return (
    <>
      <p data-state={state}>
        {(state === "waiting" || state === "saving") && keeps.saving}
        {state === "saved" && time && (form.keptBy === "server" ? keeps.saved(time) : keeps.savedAt(time))}
        {state === "nothing" && keeps.server}
      </p>
      <div role="alert" className="keeping-trouble" ref={trouble} tabIndex={-1}>
        {state === "failed" && <p>{keeps.failed}</p>}
        {state === "ended" && (
          <>
            <p>{keeps.ended}</p>
            {refreshUrl && <a className="ds-link" href={refreshUrl}>{text.link.again}</a>}
          </>
        )}
        {state === "changed" && (
          <>
            <p>{keeps.changed}</p>
            <div className="buttons">
              <Button variant="secondary" data-size="sm" onClick={() => form.takeTheirs()}>{keeps.theirs}</Button>
              <Button variant="secondary" data-size="sm" onClick={() => void saving.keepOurs()}>{keeps.ours}</Button>
            </div>
          </>
        )}
      </div>
    </>
  );
}

/** Before a tab is closed with answers that would go with it, the browser asks. */
function useWarning() {
  const form = useForm(nothing);
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (form.isUnsaved) event.preventDefault();
    };
    addEventListener("beforeunload", warn);
    return () => removeEventListener("beforeunload", warn);
  }, [form]);
}
