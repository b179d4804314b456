import { perLocale } from "../per-locale";

/** The forms of a text that depends on a number. */
export type Forms = Partial<Record<Intl.LDMLPluralRule | "none", string>> & { readonly other: string };

/** The form for a number: `none` for 0 where there is one, else by the language's plural rules. */
export function plural(locale: string, count: number, forms: Forms): string {
  if (count === 0 && forms.none !== undefined) return forms.none;
  return forms[rules(locale).select(count)] ?? forms.other;
}

const rules = perLocale((locale: string) => new Intl.PluralRules(locale));
