/** How components reach the form's state. */

import { createContext, useContext, useSyncExternalStore } from "react";

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
  const now: () => string | number = shown ? () => JSON.stringify([shown(form)]) : form.version;
  useSyncExternalStore(form.subscribe, now, now);
  return form;
}

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
