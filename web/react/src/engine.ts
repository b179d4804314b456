/**
 * The one door to the rules. Everything that the form knows about right and wrong comes through here, from the
 * package `merchant-signup`; where its WASM cannot load, an engine without rules takes its place and the server judges.
 */

import type { Draft, Issue, Locale, Report, SectionName, SectionSummary } from "merchant-signup";

import { inTime } from "./in-time";

export type { Draft, Issue, Locale, Report, SectionName, SectionSummary };

/** What a draft gives, with or without rules behind it. */
export type FormDraft = Pick<Draft<unknown>, "value" | "set" | "remove" | "insert" | "subscribe"> & {
  /** Nothing where there are no rules. */
  readonly report: Report | null;
  speak(locale: Locale): Promise<void>;
  /** Gives its memory back. */
  dispose(): void;
};

export interface Engine {
  /** False where the WASM could not load, and nothing while it is on its way. */
  readonly hasRules: boolean | null;
  open(value: unknown, locale: Locale): FormDraft;
  /**
   * What stands at a pointer, with its safe fixes. Where the rules still find an error there: the first of the other
   * meanings that they find nothing to say about, otherwise the first that only misses digits.
   */
  tidy(value: unknown, pointer: string, meanings: readonly string[]): unknown;
  /** The verifications that these store types owe; nothing where there are no rules to ask. */
  owedVerifications(storeTypes: unknown): ReadonlySet<string> | null;
}

let loading: Promise<Engine> | null = null;

/** Loads the rules, or says that they are missing. Never rejects: a form without them is still a form. */
export function loadEngine(onFailure?: (cause: unknown) => void): Promise<Engine> {
  loading ??= loadRules();
  return inTime(loading, PATIENCE_MS, "The rules do not come").catch((error) => {
    console.warn(
      "merchant-signup: the rules could not be loaded; the server checks instead. A bundler that leaves the WASM behind, such as esbuild, needs the package merchant-signup/inline in the place of merchant-signup.",
      error,
    );
    // The next form of the page tries again.
    loading = null;
    onFailure?.(error);
    return withoutRules;
  });
}

const PATIENCE_MS = 15_000;

async function loadRules(): Promise<Engine> {
  const rules = await import("merchant-signup");
  await rules.init();
  return new RulesEngine(rules);
}

class RulesEngine implements Engine {
  readonly hasRules = true;
  readonly #rules: typeof import("merchant-signup");

  constructor(rules: typeof import("merchant-signup")) {
    this.#rules = rules;
  }

  open(value: unknown, locale: Locale): FormDraft {
    const rules = this.#rules;
    const draft = rules.createDraft(value, { locale: "en" });
    let isDisposed = false;
    const form: FormDraft = {
      get value() {
        return draft.value;
      },
      get report() {
        return draft.report;
      },
      set: (pointer, next) => draft.set(pointer, next),
      remove: (pointer) => draft.remove(pointer),
      insert: (pointer, next) => draft.insert(pointer, next),
      subscribe: (listener) => draft.subscribe(listener),
      async speak(next) {
        // A language that cannot be had leaves its messages in English.
        await rules.loadLocale(next).catch((error) => console.warn(error));
        if (isDisposed) return;
        draft.configure({ locale: next });
      },
      dispose() {
        isDisposed = true;
        draft.dispose();
      },
    };
    void form.speak(locale);
    return form;
  }

  tidy(value: unknown, pointer: string, meanings: readonly string[]): unknown {
    const fixed = this.#rules.canonicalize(value).value;
    const stands = at(fixed, pointer);
    if (meanings.length === 0 || !this.#issuesAt(fixed, pointer).some(({ severity }) => severity === "error")) return stands;
    let incomplete: unknown;
    for (const meaning of meanings) {
      const meant = this.#rules.canonicalize(put(value, pointer, meaning)).value;
      const issues = this.#issuesAt(meant, pointer);
      if (issues.length === 0) return at(meant, pointer);
      // What is then said is that digits are missing, and not that the country code is.
      if (issues.every((issue) => missesDigits(issue, stands))) incomplete ??= at(meant, pointer);
    }
    return incomplete ?? stands;
  }

  #issuesAt(value: unknown, pointer: string): Issue[] {
    return this.#rules.check(value).issues.filter(({ path }) => path === pointer);
  }

  // Asked, not copied: a signup with these store types and nothing else owes exactly what they bring with them.
  owedVerifications(storeTypes: unknown): ReadonlySet<string> {
    const { issues } = this.#rules.check({ signup: { store_type: storeTypes } });
    const owed = issues.filter(({ code }) => code.startsWith("verifications.") && code.endsWith(".required"));
    return new Set(owed.map(({ path }) => path.slice(path.lastIndexOf("/") + 1)));
  }
}

function missesDigits({ params }: Issue, typed: unknown): boolean {
  return "lengths" in params && String(typed).replace(/\D/g, "").length < Math.max(...params.lengths);
}

const plain = {
  open: (value: unknown) => new PlainDraft(value),
  tidy: (value: unknown, pointer: string) => at(value, pointer),
  owedVerifications: () => null,
};

const withoutRules: Engine = { ...plain, hasRules: false };

/** Takes what is typed until the rules are there. */
export const rulesOnTheirWay: Engine = { ...plain, hasRules: null };

/** A draft that only keeps what was typed. */
class PlainDraft implements FormDraft {
  readonly report = null;
  readonly #listeners = new Set<() => void>();
  #value: unknown;

  constructor(value: unknown) {
    this.#value = structuredClone(value);
  }

  get value() {
    return this.#value;
  }

  set(pointer: string, value: unknown) {
    this.#change(pointer, (parent, key) => void (parent[key] = value));
  }

  remove(pointer: string) {
    this.#change(pointer, (parent, key) => {
      if (Array.isArray(parent)) parent.splice(Number(key), 1);
      else delete parent[key];
    });
  }

  insert(pointer: string, value: unknown) {
    this.#change(pointer, (parent, key) => {
      if (Array.isArray(parent)) parent.splice(Number(key), 0, value);
    });
  }

  subscribe(listener: () => void) {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async speak() {}

  dispose() {}

  #change(pointer: string, change: (parent: Record<string, unknown>, key: string) => void) {
    const copy = structuredClone(this.#value);
    const keys = keysOf(pointer);
    const last = keys.pop() ?? "";
    let parent = copy as Record<string, unknown>;
    for (const key of keys) parent = (parent[key] ??= {}) as Record<string, unknown>;
    change(parent, last);
    this.#value = copy;
    for (const listener of this.#listeners) listener();
  }
}

/** What stands at a pointer. */
export function at(value: unknown, pointer: string): unknown {
  let here = value;
  for (const key of keysOf(pointer)) here = (here as Record<string, unknown> | null | undefined)?.[key];
  return here;
}

/** The value with another at a pointer, below objects and lists that are there or are made. */
export function put(value: unknown, pointer: string, next: unknown): unknown {
  const copy = structuredClone(value);
  const keys = keysOf(pointer);
  const last = keys.pop() ?? "";
  let parent = copy as Record<string, unknown>;
  for (const key of keys) parent = (parent[key] ??= {}) as Record<string, unknown>;
  parent[last] = next;
  return copy;
}

function keysOf(pointer: string): string[] {
  return pointer.split("/").slice(1).map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
}
