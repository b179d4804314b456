/** A merchant's signup as a component: {@link MerchantSignup}. */

export { MerchantSignup } from "./MerchantSignup";
export type { About, Connection, NeedsLink, ServerSession, Token } from "./config";
export type { FormError, SentSignup } from "./host";
export { type Language, LANGUAGES, loadLanguage, supported as supportedLocale, useLanguage } from "./language";
export type { MerchantSignupProps, SignupDraft, View } from "./props";
export { STEPS, type Step, isStep } from "./steps";
export type { TextKey, Texts } from "./texts";
export type { Theme } from "./theme";
export type { Locale, Report } from "./engine";
