/** What a page can tell the form, and hear from it. */

import type { SignupDocument } from "merchant-signup";
import type { ReactNode } from "react";

import { type About, type Config, type Connection, DEFAULT_ENDPOINT, type NeedsLink, type ServerSession, type Token, webAddress } from "./config";
import type { Report } from "./engine";
import type { FormError, SentSignup } from "./host";
import type { Language } from "./language";
import type { Step } from "./steps";
import type { Texts } from "./texts";
import type { Theme } from "./theme";

/** A signup as somebody has filled it in so far; kept, it may have answers beside it that are not asked for any more. */
export interface SignupDraft extends SignupDocument {
  readonly aside?: Readonly<Record<string, unknown>>;
}

export interface MerchantSignupProps {
  /** The answers, where the page holds them: each that it has not been told by `onChange` takes the place of what is there. */
  value?: SignupDraft | undefined;
  /** The answers to begin with, where the form holds them. One that comes later is taken as long as nothing has been answered. */
  initialValue?: SignupDraft | undefined;
  /** Something was answered, at each key. The value is never changed in place. */
  onChange?: ((value: SignupDocument, about: { readonly report: Report | null; readonly step: Step }) => void) | undefined;
  /**
   * The page keeps the answers: called a few seconds after something was typed, and at every step. What it is given can be
   * an `initialValue` later. Where it rejects, the merchant is told, and it is called again.
   */
  onSave?: ((value: SignupDraft, about: { readonly step: Step }) => void | Promise<void>) | undefined;
  /** The endpoint has stored the signup. */
  onSent?: ((sent: SentSignup) => void) | undefined;
  /** Another step is shown. */
  onStep?: ((step: Step) => void) | undefined;
  /** Something else is shown: for the title of a page that is the form's alone. */
  onView?: ((view: View) => void) | undefined;
  /** What the merchant is told of in words, for the page's own records. It holds nothing that was typed. */
  onError?: ((error: FormError) => void) | undefined;

  /** The server's signup session, by whose cookie it knows the merchant: it keeps the answers and takes the signup. */
  session?: ServerSession | null | undefined;
  /** A bearer token for the endpoint, or a function that gives one: asked again where the one before has run out. */
  token?: Token | null | undefined;
  /** The account in the endpoint's path, such as `P12345678`. */
  account?: string | undefined;
  /** Where the signup goes: an address or a path; `{aid}` stands for the account. */
  endpoint?: string | URL | undefined;
  /**
   * The account's connection, where the page knows it, and `null` where it knows that there is none; otherwise the endpoint
   * is asked with the token. One that is pending or enabled is told of, and nothing is asked.
   */
  connection?: Connection | null | undefined;
  /** There is no session where one is needed. */
  needsLink?: NeedsLink | null | undefined;

  /** The language, by any tag that begins with one that the form has; others are shown English. */
  locale?: string | undefined;
  /** A language that `loadLanguage` has loaded: it is shown at once, on a server too. It wins over `locale`. */
  language?: Language | undefined;
  /** Own words, by the path in the form's dictionary: `{ "actions.next": "Continue" }`. */
  texts?: Texts | undefined;
  /** The brand's colours, corners and letters. */
  theme?: Theme | undefined;
  /** By default `light`; `auto` follows the reader's system. */
  colorScheme?: "auto" | "light" | "dark" | undefined;
  /** `NO`, `SE`, `DK`, `FI` or `IS`: a telephone number that is typed without a country code is of this one. */
  country?: string | null | undefined;
  /** Whose form it is, and who helps. */
  about?: Partial<About> | undefined;

  /** The step to show. One that is given anew leads there; `onStep` tells where somebody went by themselves. */
  step?: Step | undefined;
  /** The level of the form's first heading, by default 2. */
  headingLevel?: 1 | 2 | 3 | 4 | undefined;
  /** Names what the tab keeps, where nobody else does: by default by the account. */
  storageKey?: string | undefined;
  /** Shown until the language is there, and until it is known whether the account has a signup already. */
  fallback?: ReactNode;

  /** The form is all that the page is for: it has the landmark `main`, and scrolls the page at each step. */
  isPage?: boolean | undefined;
  /** Shown above the way through, and above the questions. */
  header?: ReactNode;
  toolbar?: ReactNode;
  /** Where a link to a step leads when it is opened on its own. */
  stepHref?: ((step: Step) => string) | undefined;
}

/** What is shown. */
export interface View {
  readonly page: "step" | "sent" | "existing" | "link";
  readonly step: Step;
  /** Its heading, and whether it asks for something to be put right. */
  readonly title: string;
  readonly hasErrors: boolean;
  readonly language: Language;
}

/** What the form is told of its surroundings by these properties. */
export function configOf(props: MerchantSignupProps, found: Connection | null): Config {
  const { account = "", endpoint = DEFAULT_ENDPOINT, token = null, session = null, needsLink = null, country, about = {} } = props;
  return {
    account,
    endpoint: String(endpoint),
    token,
    session,
    needsLink,
    country: country?.toUpperCase() ?? null,
    about: {
      company: about.company ?? null,
      privacyUrl: webAddress(about.privacyUrl),
      helpUrl: webAddress(about.helpUrl),
      helpEmail: about.helpEmail ?? null,
      helpPhone: about.helpPhone ?? null,
    },
    connection: props.connection ?? found,
  };
}
