/** The first step as HTML, as somebody sees it who has answered nothing yet. The build draws it, once a language. */

import { LANGUAGES, type Locale, loadLanguage } from "merchant-signup-react";
import { renderToString } from "preact-render-to-string";

import { Page } from "./Page";

const NOBODY = { company: null, privacyUrl: null, helpUrl: null, helpEmail: null, helpPhone: null };
const NOWHERE = { account: "", endpoint: "", about: NOBODY };

export interface Drawn {
  readonly locale: Locale;
  readonly title: string;
  readonly html: string;
}

async function draw(locale: Locale): Promise<Drawn> {
  const first = await loadLanguage(locale);
  const { steps, formName } = first.text;
  return { locale, title: `${steps.payment_options.title} – ${formName}`, html: renderToString(<Page surroundings={NOWHERE} first={first} />) };
}

// At once: what loads languages ends when this module has been loaded.
export const drawn = await Promise.all(LANGUAGES.map(({ locale }) => draw(locale)));
