/** What a form tells the page that it stands on. */

import type { SignupDocument } from "merchant-signup";

import type { Report } from "./engine";
import type { Draft } from "./keepers";
import type { Step } from "./steps";

export interface Host {
  change?: ((value: SignupDocument, about: { readonly report: Report | null; readonly step: Step }) => void) | undefined;
  save?: ((draft: Draft) => unknown) | undefined;
  sent?: ((sent: SentSignup) => void) | undefined;
  step?: ((step: Step) => void) | undefined;
  href?: ((step: Step) => string | undefined) | undefined;
  error?: ((error: FormError) => void) | undefined;
}

/** A callback of the page, whose errors are told in the console: the form goes on as if there were none. */
export function guarded<Told extends unknown[], Given>(name: string, callback: ((...told: Told) => Given) | undefined): ((...told: Told) => Given | undefined) | undefined {
  if (!callback) return undefined;
  return (...told) => {
    try {
      return callback(...told);
    } catch (error) {
      console.error(`merchant-signup: the page's ${name} has failed:`, error);
      return undefined;
    }
  };
}

/** A signup that the endpoint has stored. */
export interface SentSignup {
  /** What the endpoint calls it, where it says so. */
  readonly reference: string | null;
  /** What is stored: in the endpoint's words where it repeats the signup, otherwise as it was sent. */
  readonly signup: SignupDocument;
}

/** Something that the merchant is told of in words, and the page may want to know. */
export type FormError =
  /** The endpoint refused the signup, for a reason that is no answer's. */
  | { readonly kind: "refused"; readonly status: number; readonly code: string | null; readonly message: string | null }
  /** What answered is not the endpoint, or not all of its answer came: whether the signup is stored is not known. */
  | { readonly kind: "unclear"; readonly status: number; readonly contentType: string | null }
  /** The endpoint did not answer, or the function that gives tokens failed. */
  | { readonly kind: "unreachable"; readonly cause: unknown }
  /** The answers could not be kept; it is tried again. */
  | { readonly kind: "save"; readonly cause: unknown }
  /** The rules could not be loaded: the endpoint checks alone. */
  | { readonly kind: "rules"; readonly cause: unknown }
  /** A language could not be loaded: the one before stays, or English. */
  | { readonly kind: "language"; readonly cause: unknown }
  /** The form could not be drawn; what was typed can be copied. */
  | { readonly kind: "drawing"; readonly cause: unknown };
