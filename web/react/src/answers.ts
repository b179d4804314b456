/** What is filled in: the draft, what is set aside beside it, and the lists whose elements come and go. */

import { type Aside, type Removed, together } from "./document";
import { at, type Engine, type FormDraft, type Locale, type Report, rulesOnTheirWay } from "./engine";
import { RowKeys } from "./row-keys";

export abstract class Answers {
  engine: Engine = rulesOnTheirWay;
  /** What was taken out of a list last, on this step. */
  removed: Removed | null = null;

  protected draft: FormDraft;
  protected aside: Aside;
  protected locale: Locale;
  protected readonly rows = new RowKeys();

  #listeners = new Set<() => void>();
  #version = 0;

  constructor(value: unknown, aside: Aside, locale: Locale) {
    this.locale = locale;
    this.aside = aside;
    this.draft = this.open(value);
  }

  /** Somebody went on from this field. */
  abstract leave(pointer: string): void;

  /** Takes what stands at a pointer from now on. */
  protected abstract put(pointer: string, value: unknown): void;

  /** The answers have changed. */
  protected abstract keep(): void;

  /** Elements may have moved: what is known by index no longer says which one is meant. */
  protected abstract forgetBelow(list: string): void;

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  version = () => this.#version;

  // Answers

  get value(): unknown {
    return this.draft.value;
  }

  get report(): Report | null {
    return this.draft.report;
  }

  at(pointer: string): unknown {
    return at(this.value, pointer);
  }

  text(pointer: string): string {
    const value = this.at(pointer);
    return typeof value === "string" || typeof value === "number" ? String(value) : "";
  }

  list(pointer: string): readonly unknown[] {
    const value = this.at(pointer);
    return Array.isArray(value) ? value : [];
  }

  insert(list: string, value: unknown, index = this.list(list).length) {
    const { length } = this.list(list);
    this.rows.insert(list, index, length);
    if (length === 0) this.draft.set(list, [value]);
    else this.draft.insert(`${list}/${index}`, value);
    this.forgetBelow(list);
    this.leave(list);
  }

  /** Takes an element away; it can be had back until the step is left. */
  removeAt(list: string, index: number, who = "") {
    const elements = this.list(list);
    this.removed = { list, index, who, value: elements[index] };
    this.rows.remove(list, index, elements.length);
    this.draft.remove(`${list}/${index}`);
    this.forgetBelow(list);
    this.leave(list);
  }

  /** Puts back what was removed last, where it was. */
  putBack() {
    if (!this.removed) return;
    const { list, index, value } = this.removed;
    this.removed = null;
    this.insert(list, value, index);
  }

  /**
   * Another answer has made what stands here invisible: it is neither judged nor sent, but kept under a name of its own.
   * What is left in its place is nothing, or an empty list.
   */
  setAside(pointer: string, left: unknown = undefined) {
    const value = this.at(pointer);
    if (value === undefined || (Array.isArray(value) && value.length === 0)) return;
    this.removed = null;
    this.keepAside(pointer, value);
    this.rows.forget(pointer);
    this.put(pointer, left);
    this.forgetBelow(pointer);
  }

  /** Brings back what was set aside, unless there is something in its place. */
  bringBack(pointer: string) {
    const value = this.at(pointer);
    if (value !== undefined && !(Array.isArray(value) && value.length === 0)) return;
    const kept = this.takeAside(pointer);
    if (kept === undefined) return;
    this.rows.forget(pointer);
    this.put(pointer, kept);
  }

  keepAside(name: string, value: unknown) {
    this.aside = { ...this.aside, [name]: value };
    this.keep();
  }

  takeAside(name: string): unknown {
    const { [name]: value, ...rest } = this.aside;
    this.aside = rest;
    this.keep();
    return value;
  }

  /** A key for each element of a list, which stays with it when others come and go. */
  rowKeys(list: string): readonly number[] {
    return this.rows.of(list, this.list(list).length);
  }

  // Inside

  protected open(value: unknown): FormDraft {
    const draft = this.engine.open(value, this.locale);
    draft.subscribe(() => this.changed());
    return draft;
  }

  protected replace(value: unknown) {
    const before = this.draft;
    this.draft = this.open(value);
    before.dispose();
  }

  protected kept(): unknown {
    return together(this.value, this.aside);
  }

  protected changed() {
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  }
}
