import { memo, useState } from "react";

import { type Amount, bandInWords, bandsFor } from "../bands";
import { ChoiceGroup, Choices, YesNo } from "../components/Choices";
import { Issues, describedBy, hasError } from "../components/Issues";
import { Hint, TextField } from "../components/TextField";
import { ALL, COMMON, currencyName } from "../currencies";
import { useLanguage } from "../language";
import { useField, useForm } from "../use-form";

const REVENUE = "/signup/revenue";
const CURRENCY = `${REVENUE}/currency`;
const AMOUNTS = ["yearly_revenue", "highest_transaction_amount", "average_amount"] as const;
const QUESTIONS = ["accept_prepaid", "subscriptions_or_memberships", "gift_cards"] as const;

export function Revenue() {
  const { text } = useLanguage();
  return (
    <>
      <RevenueCurrency />
      {AMOUNTS.map((amount) => (
        <AmountQuestion key={amount} amount={amount} />
      ))}
      {QUESTIONS.map((question) => (
        <YesNo key={question} pointer={`${REVENUE}/${question}`} {...text.revenue[question]} />
      ))}
    </>
  );
}

// With a choice for each currency there is: it is drawn again for its own sake alone.
const RevenueCurrency = memo(function RevenueCurrency() {
  const form = useField(CURRENCY);
  const { locale, text } = useLanguage();
  const [hasMoved, setHasMoved] = useState(false);
  const chosen = form.text(CURRENCY);
  const issues = form.shownAt(CURRENCY);
  const id = form.place.id(CURRENCY);
  const option = (code: string) => (
    <option key={code} value={code}>
      {code} – {currencyName(code, locale)}
    </option>
  );

  // A range that was picked moves to the same rung in the new currency; what was typed stays for its author to change.
  function choose(next: string) {
    let moved = false;
    for (const amount of AMOUNTS) {
      const rung = bandsFor(amount, chosen).findIndex(({ wire }) => wire === form.text(`${REVENUE}/${amount}`));
      const band = bandsFor(amount, next)[rung];
      if (!band) continue;
      form.type(`${REVENUE}/${amount}`, band.wire);
      moved = true;
    }
    setHasMoved(moved);
    form.answer(CURRENCY, next || undefined);
  }

  return (
    <div className="field" data-width="medium">
      <label className="field-label" htmlFor={id}>{text.revenue.currency}</label>
      <Hint id={`${id}-hint`}>{text.revenue.currencyHint}</Hint>
      <select
        className="ds-input"
        id={id}
        data-pointer={CURRENCY}
        value={chosen}
        onChange={(event) => choose(event.currentTarget.value)}
        onBlur={(event) => form.leaving.onceReleased(event.currentTarget, () => form.leave(CURRENCY))}
        aria-invalid={hasError(issues) || undefined}
        aria-describedby={describedBy(`${id}-hint`, issues.length > 0 && `${id}-issues`)}
      >
        <option value="">{text.choose}</option>
        <optgroup label={text.revenue.common}>{COMMON.map(option)}</optgroup>
        <optgroup label={text.revenue.others}>{ALL.filter((code) => !(COMMON as readonly string[]).includes(code)).map(option)}</optgroup>
      </select>
      <Issues id={`${id}-issues`} issues={issues} />
      <p role="status" className="note">{hasMoved && text.revenue.moved(chosen)}</p>
    </div>
  );
});

const OTHER = "other";

/** Ranges to pick from, where the currency has them, and always a way to say it in one's own words. */
function AmountQuestion({ amount }: { amount: Amount }) {
  const form = useForm();
  const language = useLanguage();
  const { text } = language;
  const pointer = `${REVENUE}/${amount}`;
  const { label, hint } = text.revenue[amount];
  const currency = form.text(CURRENCY);
  const value = form.text(pointer);
  const bands = bandsFor(amount, currency);
  const isBand = bands.some(({ wire }) => wire === value);
  const [wantsOther, setWantsOther] = useState(false);
  const isOther = wantsOther || (value !== "" && !isBand);

  if (bands.length === 0) return <TextField pointer={pointer} label={label} hint={`${hint} ${text.revenue.otherHint}`} width="medium" autoComplete="off" />;

  function choose(choice: string) {
    setWantsOther(choice === OTHER);
    if (choice !== OTHER) form.answer(pointer, choice);
    else if (isBand) form.type(pointer, undefined);
  }

  const choices = bands.map((band) => ({ value: band.wire, name: bandInWords(band, currency, language) }));

  return (
    <ChoiceGroup pointer={pointer} legend={label} hint={hint} isSpokenFor={isOther}>
      <Choices
        type="radio"
        look="range"
        pointer={pointer}
        takesFocus={!isOther}
        choices={[...choices, { value: OTHER, name: text.revenue.other }]}
        isChosen={(choice) => (choice === OTHER ? isOther : choice === value && !isOther)}
        onChoose={choose}
      />
      {isOther && (
        <TextField pointer={pointer} label={text.revenue.otherLabel(label)} hint={text.revenue.otherHint} width="medium" autoComplete="off" />
      )}
    </ChoiceGroup>
  );
}
