import type { ReactNode } from "react";

import type { Issue } from "../engine";
import { useLanguage } from "../language";
import { nameOf } from "../place";
import { nothing, useField, useForm } from "../use-form";
import { Issues, describedBy } from "./Issues";
import { Hint } from "./TextField";

export interface Choice {
  readonly value: string;
  readonly name: string;
  readonly hint?: string;
}

interface GroupProps {
  pointer: string;
  legend: ReactNode;
  hint?: string | undefined;
  /** What is said about it; by default, what stands at the pointer itself. */
  issues?: readonly Issue[];
  /** A field inside says what is wrong with the answer. */
  isSpokenFor?: boolean;
  children: ReactNode;
}

/** A question with choices below it, and what is said about the answer. */
export function ChoiceGroup({ pointer, legend, hint, issues: given, isSpokenFor, children }: GroupProps) {
  const form = useForm((form) => form.shownAt(pointer));
  const id = form.place.id(pointer);
  const issues = isSpokenFor ? [] : (given ?? form.shownAt(pointer));
  return (
    <fieldset
      className="field"
      // Named by its legend alone: the design system would take the hint into the name too, and it would be read twice.
      aria-labelledby={`${id}-legend`}
      aria-describedby={describedBy(hint && `${id}-hint`, issues.length > 0 && `${id}-issues`)}
    >
      <legend className="field-label" id={`${id}-legend`}>{legend}</legend>
      {hint && <Hint id={`${id}-hint`}>{hint}</Hint>}
      {children}
      <Issues id={`${id}-issues`} issues={issues} />
    </fieldset>
  );
}

type Look = "card" | "chip" | "range" | "plain";

/** A range is a chip that stands in columns. */
const CLASSES: Record<Look, string> = {
  card: "choices-card",
  chip: "choices-chip",
  range: "choices-chip choices-range",
  plain: "choices-plain",
};

interface ChoicesProps {
  type: "radio" | "checkbox";
  pointer: string;
  /** Sets radios of one question apart from those of others. */
  name?: string;
  look: Look;
  /** Whether an error that speaks of the question leads here; otherwise to a field inside. */
  takesFocus?: boolean;
  choices: readonly Choice[];
  isChosen(value: string): boolean;
  onChoose(value: string, chosen: boolean): void;
}

/** Radios or checkboxes. The first carries the pointer: it takes the focus when an error speaks of the question. */
export function Choices({ type, pointer, name = nameOf(pointer), look, takesFocus = true, choices, isChosen, onChoose }: ChoicesProps) {
  const form = useForm(nothing);
  return (
    <div className={`choices ${CLASSES[look]}`}>
      {choices.map((choice, index) => (
        <label key={choice.value} className="choice" data-chosen={isChosen(choice.value) || undefined}>
          <input
            className="ds-input"
            type={type}
            name={name}
            value={choice.value}
            checked={isChosen(choice.value)}
            data-pointer={takesFocus && index === 0 ? pointer : undefined}
            aria-describedby={choice.hint && form.place.id(`${name}-${index}-hint`)}
            onChange={(event) => onChoose(choice.value, event.currentTarget.checked)}
            onBlur={(event) => {
              if (!isWithin(event.relatedTarget, event.currentTarget)) form.leaving.onceReleased(event.currentTarget, () => form.leave(pointer));
            }}
          />
          <span className="choice-words">
            <span className="choice-name">{choice.name}</span>
            {/* A description and not part of the name, which stays short to listen to. */}
            {choice.hint && <span className="choice-hint" id={form.place.id(`${name}-${index}-hint`)} aria-hidden="true">{choice.hint}</span>}
          </span>
        </label>
      ))}
    </div>
  );
}

/** What happens next with an answer that is not the hoped-for one. Always there, so that what appears in it is read out. */
export function Next({ children }: { children: ReactNode }) {
  return <p className="note next" role="status">{children}</p>;
}

interface YesNoProps {
  pointer: string;
  question: string;
  hint?: string;
  /** What happens next where the answer is no. */
  whenNo?: string;
  children?: ReactNode;
}

/** A question that is answered with yes or no. */
export function YesNo({ pointer, question, hint, whenNo, children }: YesNoProps) {
  const form = useField(pointer);
  const { text } = useLanguage();
  const answer = form.at(pointer);
  return (
    <ChoiceGroup pointer={pointer} legend={question} hint={hint}>
      {children}
      <Choices
        type="radio"
        look="plain"
        pointer={pointer}
        choices={[{ value: "true", name: text.yes }, { value: "false", name: text.no }]}
        isChosen={(value) => String(answer) === value}
        onChoose={(value) => form.answer(pointer, value === "true")}
      />
      {whenNo && <Next>{answer === false && whenNo}</Next>}
    </ChoiceGroup>
  );
}

// Going from one radio to the next of the same question is not leaving it.
function isWithin(target: EventTarget | null, input: HTMLInputElement): boolean {
  return target instanceof HTMLInputElement && target.name === input.name;
}
