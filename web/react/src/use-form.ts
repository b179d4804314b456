/** How components reach the form's state. */

import { type RefObject, createContext, useContext, useRef, useSyncExternalStore } from "react";

import type { FormState } from "./form-state";
import { STEPS } from "./steps";

const FormContext = createContext<FormState | null>(null);

export const FormProvider = FormContext.Provider;

/**
 * The form's state. The component is drawn anew after each change; where it names what it shows of the state, only after a
 * change of that.
 */
export function useForm(shown?: (form: FormState) => unknown): FormState {
  const form = useContext(FormContext);
  if (!form) throw new Error("useForm needs a FormProvider around it");
  const last = useRef<Shown>(null);
  const now: () => unknown = shown ? () => lookedAt(form, shown, last) : form.version;
  useSyncExternalStore(form.subscribe, now, now);
  return form;
}

/** What a component showed of the state when it was looked at last. */
interface Shown {
  readonly shown: (form: FormState) => unknown;
  readonly version: number;
  readonly value: unknown;
}

/** What is shown of the state now: the same value as before, as long as it says the same. */
function lookedAt(form: FormState, shown: (form: FormState) => unknown, last: RefObject<Shown | null>): unknown {
  const version = form.version();
  const before = last.current;
  if (before?.version === version && before.shown === shown) return before.value;
  const now = shown(form);
  const value = before && saysTheSame(before.value, now) ? before.value : now;
  last.current = { shown, version, value };
  return value;
}

function saysTheSame(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  return Array.isArray(one) && Array.isArray(other) && one.length === other.length && one.every((part, index) => saysTheSame(part, other[index]));
}

/** For what shows nothing of the state, and only acts on it. */
export const nothing = () => null;

/** For what shows one field, and no other. */
export function useField(pointer: string): FormState {
  return useForm((form) => fieldIn(form, pointer));
}

/** What is on offer for a field follows from the country, too, which a currency may say. */
function fieldIn(form: FormState, pointer: string): unknown {
  const stands = [form.at(pointer), form.isTypedIn(pointer), form.typedBefore(pointer), form.shownAt(pointer)];
  return [...stands, form.engine.hasRules, form.config.country, form.text("/signup/revenue/currency")];
}

/** For what shows how far the sections have come, and where one is. */
export function useStanding(): FormState {
  return useForm(standingIn);
}

// Some thirty parts of the page show it: it is looked up once a change.
const known = new WeakMap<FormState, { version: number; standing: string }>();

function standingIn(form: FormState): string {
  const version = form.version();
  const last = known.get(form);
  if (last?.version === version) return last.standing;
  const { step, report } = form;
  const standing = JSON.stringify([step, report?.status, report?.sections, STEPS.map((step) => form.summary(step).length)]);
  known.set(form, { version, standing });
  return standing;
}
