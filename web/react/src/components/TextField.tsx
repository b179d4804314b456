import { type ComponentProps, type ReactNode, memo, useState } from "react";

import { useLanguage } from "../language";
import { formatPercentage, parsePercentage } from "../numbers";
import { useField } from "../use-form";
import { Issues, describedBy, hasError } from "./Issues";
import { SafeFix } from "./SafeFix";

type InputAttributes = Pick<ComponentProps<"input">, "type" | "inputMode" | "autoComplete" | "spellCheck" | "autoCapitalize">;

interface TextFieldProps extends InputAttributes {
  pointer: string;
  label: string;
  hint?: string | undefined;
  optional?: boolean;
  width?: "short" | "medium";
  /** What an emptied field leaves behind; by default nothing. */
  empty?: string | undefined;
}

/** One line of text in the signup. Where others change, it is not drawn again. */
export const TextField = memo(function TextField({ empty, ...props }: TextFieldProps) {
  const form = useField(props.pointer);
  return (
    <TypedField
      {...props}
      value={form.text(props.pointer)}
      onType={(text) => form.type(props.pointer, text === "" ? empty : text)}
    />
  );
});

/** A percentage, typed the way the language writes it: `33,3` or `33.3`. */
export const PercentageField = memo(function PercentageField(props: { pointer: string; label: string; hint: string }) {
  const form = useField(props.pointer);
  const { locale } = useLanguage();
  const value = form.at(props.pointer);
  const [typed, setTyped] = useState("");
  // What was typed stays as it is for as long as it means what the signup holds.
  const shown = parsePercentage(typed) === value ? typed : formatPercentage(value, locale);
  return (
    <TypedField
      {...props}
      inputMode="decimal"
      autoComplete="off"
      width="short"
      suffix="%"
      value={shown}
      onType={(text) => {
        setTyped(text);
        form.type(props.pointer, parsePercentage(text));
      }}
    />
  );
});

interface TypedFieldProps extends Omit<TextFieldProps, "empty"> {
  suffix?: string;
  value: string;
  onType(text: string): void;
}

function TypedField({ pointer, label, hint, optional, width, suffix, value, onType, ...attributes }: TypedFieldProps) {
  const form = useField(pointer);
  const { text } = useLanguage();
  const issues = form.shownAt(pointer);
  const id = form.place.id(pointer);
  return (
    <div className="field" data-width={width}>
      <label className="field-label" htmlFor={id}>
        {label}
        {optional && <span className="field-optional"> ({text.optional})</span>}
      </label>
      {hint && <Hint id={`${id}-hint`}>{hint}</Hint>}
      <div className="field-line">
        <input
          className="ds-input"
          type="text"
          {...attributes}
          id={id}
          data-pointer={pointer}
          value={value}
          onChange={(event) => onType(event.currentTarget.value)}
          onBlur={(event) => form.leaving.onceReleased(event.currentTarget, () => form.leave(pointer))}
          aria-invalid={hasError(issues) || undefined}
          aria-describedby={describedBy(hint && `${id}-hint`, issues.length > 0 && `${id}-issues`)}
        />
        {suffix && <span className="field-suffix" aria-hidden="true">{suffix}</span>}
      </div>
      <Issues id={`${id}-issues`} issues={issues} />
      <SafeFix pointer={pointer} />
    </div>
  );
}

export function Hint({ id, children }: { id?: string; children: ReactNode }) {
  return <p className="hint" id={id}>{children}</p>;
}
