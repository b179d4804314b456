/** A report, decoded when its parts are read. */

import { type Names, type Reader, readIssues, readSections } from "./decode.js";
import type { Settings } from "./engine.js";
import type { Tables } from "./tables.js";
import { type Issue, STATUSES } from "./generated.js";
import type { Level, Profile, Report as Shape, SectionSummary, Status } from "./types.js";

export class Report implements Shape {
  readonly status: Status;
  readonly #reader: Reader;
  readonly #tables: Tables;
  readonly #names: Names;
  readonly #settings: Settings;
  #sections: readonly SectionSummary[] | undefined;
  #issues: readonly Issue[] | undefined;

  constructor(reader: Reader, tables: Tables, names: Names, settings: Settings) {
    this.status = STATUSES[reader.byte()]!;
    this.#reader = reader;
    this.#tables = tables;
    this.#names = names;
    this.#settings = settings;
  }

  get level(): Level {
    return this.#settings.level as Level;
  }

  get profile(): Profile {
    return this.#settings.profile as Profile;
  }

  get today(): string {
    return this.#settings.day;
  }

  get rules(): string {
    return this.#tables.version;
  }

  get sections(): readonly SectionSummary[] {
    // The sections stand in front of the issues.
    this.#sections ??= readSections(this.#reader, this.#tables);
    return this.#sections;
  }

  get issues(): readonly Issue[] {
    if (this.#issues === undefined) {
      void this.sections;
      this.#issues = readIssues(this.#reader, this.#tables, this.#names) as readonly Issue[];
    }
    return this.#issues;
  }

  /** The report as every other door writes it. */
  toJSON(): Shape {
    const { status, level, profile, today, rules, issues, sections } = this;
    return { status, level, profile, today, rules, issues, sections };
  }
}
