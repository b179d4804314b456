import { memo, useState } from "react";

import { useLanguage } from "../language";
import { type DatePart, datePartOrder, joinDate, parseWholeDate, splitDate } from "../numbers";
import { useField } from "../use-form";
import { Issues, describedBy, hasError } from "./Issues";
import { SafeFix } from "./SafeFix";
import { Hint } from "./TextField";

const LENGTHS: Record<DatePart, number> = { day: 2, month: 2, year: 4 };

/** Day, month and year, in the language's order. A whole date can be pasted into any of them. */
export const DateField = memo(function DateField({ pointer, label, hint, optional }: { pointer: string; label: string; hint?: string; optional?: boolean }) {
  const form = useField(pointer);
  const { locale, text } = useLanguage();
  const stored = form.text(pointer);
  const [typed, setTyped] = useState(() => splitDate(stored));
  const parts = (joinDate(typed) ?? "") === stored ? typed : splitDate(stored);
  const issues = form.shownAt(pointer);
  const id = form.place.id(pointer);
  // More stands in a box than belongs there, and it could not be parted.
  const isAstray = !form.isTypedIn(pointer) && datePartOrder(locale).some((part) => parts[part].trim().length > LENGTHS[part]);

  function take(next: typeof parts) {
    setTyped(next);
    form.type(pointer, joinDate(next));
  }

  return (
    <fieldset
      className="field"
      // Named by its legend alone: the design system would take the hint into the name too, and it would be read twice.
      aria-labelledby={`${id}-legend`}
      aria-describedby={describedBy(`${id}-hint`, issues.length > 0 && `${id}-issues`)}
    >
      <legend className="field-label" id={`${id}-legend`}>
        {label}
        {optional && <span className="field-optional"> ({text.optional})</span>}
      </legend>
      <Hint id={`${id}-hint`}>{hint ?? text.date.hint}</Hint>
      <div
        className="date-parts"
        onBlur={(event) => {
          const isInside = event.currentTarget.contains(event.relatedTarget);
          if (!isInside) form.leaving.onceReleased(event.currentTarget, () => form.leave(pointer));
        }}
      >
        {datePartOrder(locale).map((part, index) => (
          <label key={part} className="date-part" data-part={part}>
            <span>{text.date[part]}</span>
            <input
              className="ds-input"
              type="text"
              data-pointer={index === 0 ? pointer : undefined}
              inputMode="numeric"
              autoComplete="off"
              value={parts[part]}
              // Room for a date that is typed or pasted whole.
              size={LENGTHS[part]}
              aria-invalid={hasError(issues) || undefined}
              onBlur={(event) => {
                const whole = parseWholeDate(parts[part], locale);
                if (whole) form.leaving.onceReleased(event.currentTarget, () => form.writeAs(pointer, joinDate(whole)));
              }}
              onChange={(event) => take({ ...parts, [part]: event.currentTarget.value })}
              onPaste={(event) => {
                const whole = parseWholeDate(event.clipboardData.getData("text"), locale);
                if (!whole) return;
                event.preventDefault();
                take(whole);
              }}
            />
          </label>
        ))}
      </div>
      <p role="status" className="hint">{isAstray && text.date.parted}</p>
      <Issues id={`${id}-issues`} issues={issues} />
      <SafeFix pointer={pointer} />
    </fieldset>
  );
});
