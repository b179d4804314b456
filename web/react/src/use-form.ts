/** How components reach the form's state. */

import { createContext, useContext, useSyncExternalStore } from "react";

import type { FormState } from "./form-state";

const FormContext = createContext<FormState | null>(null);

export const FormProvider = FormContext.Provider;

/** The form's state; the component is drawn anew after each change. */
export function useForm(): FormState {
  const form = useContext(FormContext);
  if (!form) throw new Error("useForm needs a FormProvider around it");
  useSyncExternalStore(form.subscribe, form.version, form.version);
  return form;
}
