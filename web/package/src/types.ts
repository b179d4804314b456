/** The shapes that every door of merchant-signup shares: options, reports, issues, and what is known of fields and rules. */

import type { FixName, Issue, JsonTypeName, Kind, Level, Profile, SectionName, Severity, Status } from "./generated.js";

export type { AnyIssue, FixName, JsonTypeName, Kind, Level, Locale, Profile, SectionName, Severity, Status } from "./generated.js";

/** How a signup is to be checked. */
export interface Options {
  /** The day that ages are counted to, `YYYY-MM-DD` or a `Date` (its local day); by default today. */
  today?: string | Date | undefined;
  /** By default `no-2018`. */
  profile?: Profile | undefined;
  /** By default `submission`. */
  level?: Level | undefined;
  /** The language of the messages: any tag; `no` and `nn` fall back to `nb`, unknown ones to `en`. */
  locale?: string | undefined;
  /** The account in the endpoint's path, where it is to be checked too. */
  account?: string | undefined;
  /**
   * The page's own words for an issue; undefined leaves what is said. It is called once for each issue: what it says may
   * depend on nothing else. Give the same function each time, or issues are never the same objects.
   */
  message?: ((issue: Issue) => string | undefined) | undefined;
}

/** The messages of a language that the package does not bring. */
export interface Catalogue {
  /**
   * By code, or by `*.` and a reason for all fields: `{ "bank_name.required": "…", "*.required": "{field}: …" }`. A name
   * in braces is a parameter of the issue, `{field}` the field's name as `labels` has it, or else its code's. What is not here is said
   * in English.
   */
  readonly messages: Readonly<Record<string, string>>;
  /** The fields' names by pointer, with a star for an index, as {@link FieldInfo.pointer} has them. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** What a module can be made of; a `Response` is known by its `arrayBuffer`, a compiled module is any other object. */
export type Bytes = ArrayBuffer | ArrayBufferView;
export type Source = Bytes | object | Promise<Bytes | object>;

export interface SectionSummary {
  readonly section: SectionName;
  readonly status: Exclude<Status, "malformed">;
  /** How many leaf answers are owed today. */
  readonly required: number;
  /** How many of them are there without an error. */
  readonly fulfilled: number;
}

/** The answer to a check: the same behind every door. */
export interface Report {
  readonly status: Status;
  readonly level: Level;
  readonly profile: Profile;
  readonly today: string;
  /** The version of the rule set. */
  readonly rules: string;
  readonly issues: readonly Issue[];
  readonly sections: readonly SectionSummary[];
}

/** A correction that needs no guessing. */
export interface Change {
  readonly path: string;
  readonly fix: FixName;
}

/** What is known of a field. */
export interface FieldInfo {
  /** The dotted path without `signup` and without indices. */
  readonly path: string;
  /** An RFC 6901 pointer, with `*` for any element. */
  readonly pointer: string;
  readonly name: string;
  /** The name as the form shows it. */
  readonly label: string;
  readonly type: JsonTypeName;
  /** Of a text, or of a list's texts. */
  readonly format?: string;
  /** The most characters. */
  readonly maxLength?: number;
  /** The most elements. */
  readonly maxItems?: number;
  readonly allowed?: readonly string[];
  readonly section: SectionName | null;
}

/** A line of the catalogue. */
export interface RuleInfo {
  readonly code: string;
  readonly severity: Severity;
  readonly kind: Kind;
  /** The names of the parameters that its issues may have. */
  readonly params: readonly string[];
  /** The levels that report it. */
  readonly levels: readonly Level[];
  /** When it is raised, and what to do. */
  readonly doc: string;
}
