/** What a person's answers are worth: the shapes that every door of merchant-signup shares. */

export type Severity = "error" | "warning" | "info";
export type Kind = "missing" | "invalid" | "inconsistent" | "notice";
export type Status = "malformed" | "invalid" | "incomplete" | "ready";
export type Level = "submission" | "contract";
export type Profile = "no-2018" | "eu-amlr-2027";
export type Locale = "en" | "nb" | "sv" | "da" | "fi";

export type SectionName =
  | "payment_options"
  | "revenue"
  | "bank_account"
  | "store_type"
  | "ownership"
  | "verifications"
  | "signature"
  | "applicant";

/** How a signup is to be checked. */
export interface Options {
  /** The day that ages are counted to, `YYYY-MM-DD` or a `Date` (its local day); by default today. */
  today?: string | Date;
  /** By default `no-2018`. */
  profile?: Profile;
  /** By default `submission`. */
  level?: Level;
  /** The language of the messages: any tag; `no` and `nn` fall back to `nb`, unknown ones to `en`. */
  locale?: string;
  /** The account in the endpoint's path, where it is to be checked too. */
  account?: string;
}

export interface SectionSummary {
  readonly section: SectionName;
  readonly status: Exclude<Status, "malformed">;
  /** How many leaf answers are owed today. */
  readonly required: number;
  /** How many of them are there without an error. */
  readonly fulfilled: number;
}
