/** The onboarding form as a component: what the hosted page is made of. */

export { App } from "./App";
export { Boundary } from "./components/Broken";
export { applyColorScheme } from "./components/Settings";
export type { About, Config, NeedsLink, ServerSession } from "./config";
export { type Locale, loadEngine } from "./engine";
export { FormState } from "./form-state";
export { type Language, LanguageProvider, loadLanguage, loadLanguageOrEnglish, preferredLocale } from "./language";
export { session } from "./session";
export { FormProvider } from "./use-form";
