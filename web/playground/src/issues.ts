/** The list of what was found, and its marks in the text. */

import type { Action } from "@codemirror/lint";
import type { AnyIssue } from "merchant-signup";

import type { Editor } from "./editor";
import { FIXES, type Fix, fixesOf } from "./fixes";
import type { Range } from "./places";

export interface Entry {
  readonly issue: AnyIssue;
  /** When its code is raised, and what to do. */
  readonly doc: string;
  readonly range: Range;
}

/** As many are listed at first; more are asked for. */
const FIRST = 200;

const SEVERITIES = { error: "Error", warning: "Warning", info: "Note" } as const;

export class Issues {
  readonly #place: HTMLElement;
  readonly #editor: Editor;
  #entries: readonly Entry[] = [];

  constructor(place: HTMLElement, editor: Editor) {
    this.#place = place;
    this.#editor = editor;
  }

  show(entries: readonly Entry[], fixes: readonly Fix[]): void {
    this.#entries = entries;
    const left = new Map(fixes.map((fix) => [fix.path, fix]));
    // A fix stands with the first issue of its place; what has no issue is offered below them all.
    const fixOf = entries.map(({ issue }) => {
      const fix = left.get(issue.path);
      left.delete(issue.path);
      return fix;
    });
    this.#editor.mark(
      entries.map(({ issue, range }, index) => {
        const fix = fixOf[index];
        const actions: Action[] = fix ? [{ name: "Fix", apply: () => this.#apply([fix]) }] : [];
        return { from: range.from, to: range.to, severity: issue.severity, message: issue.message, source: issue.code, actions };
      }),
    );
    const list = document.createElement("ol");
    const listed = (index: number) => this.#item(entries[index]!, fixOf[index]);
    list.append(...entries.slice(0, FIRST).map((_, index) => listed(index)));
    const parts: Node[] = [];
    if (fixes.length > 1) parts.push(this.#all(fixes));
    if (entries.length > 0) parts.push(list);
    else parts.push(made("p", "", "Nothing is wrong with it: it is ready to send."));
    if (entries.length > FIRST) {
      const more = button("", `Show ${entries.length - FIRST} more`, () => {
        more.remove();
        list.append(...entries.slice(FIRST).map((_, index) => listed(index + FIRST)));
      });
      parts.push(more);
    }
    for (const fix of left.values()) parts.push(this.#offer(fix));
    this.#place.replaceChildren(...parts);
  }

  /** Shows which issues are about the place of the cursor. */
  at(from: number, to: number): void {
    for (const [index, item] of [...this.#place.querySelectorAll<HTMLElement>("ol > .issue")].entries()) {
      const range = this.#entries[index]?.range;
      item.toggleAttribute("data-here", range !== undefined && range.from <= to && from <= range.to);
    }
  }

  #item({ issue, doc, range }: Entry, fix: Fix | undefined): HTMLElement {
    const item = made("li", `issue ${issue.severity}`);
    item.dataset["code"] = issue.code;
    const heading = made("h3", "");
    const code = button("code", issue.code, () => {
      // The text may have changed since it was checked.
      const { from, to } = this.#editor.places().of(issue);
      this.#editor.show(from, to);
    });
    code.append(made("span", "unseen", `, go to line ${this.#editor.lineOf(range.from)}`));
    heading.append(made("span", "severity", SEVERITIES[issue.severity]), code);
    const where = `Line ${this.#editor.lineOf(range.from)}${issue.path === "" ? "" : `, ${issue.path}`}`;
    item.append(heading, made("p", "message", issue.message), made("p", "where", where));
    if (doc !== "") item.append(explained(doc));
    if (fix) item.append(this.#button(fix));
    return item;
  }

  /** A correction of what nothing is wrong with. */
  #offer(fix: Fix): HTMLElement {
    const item = made("div", "issue offer");
    item.append(made("p", "message", "It counts as it is, and can be written as it is meant."), made("p", "where", fix.path), this.#button(fix));
    return item;
  }

  #button(fix: Fix): HTMLButtonElement {
    const fixed = button("fix", `Fix: ${fix.insert}`, () => this.#apply([fix]));
    fixed.dataset["path"] = fix.path;
    fixed.title = `${FIXES[fix.name][0]!.toUpperCase()}${FIXES[fix.name].slice(1)}`;
    return fixed;
  }

  #all(fixes: readonly Fix[]): HTMLElement {
    const all = made("div", "all");
    all.append(button("main", `Make all ${fixes.length} fixes`, () => this.#apply(fixes)), made("span", "doc", "None of them guesses."));
    return all;
  }

  #apply(fixes: readonly Fix[]): void {
    // Found again, because the text may have changed since it was checked.
    const wanted = new Set(fixes.map(({ path }) => path));
    const now = fixesOf(this.#editor.text, this.#editor.places()).filter(({ path }) => wanted.has(path));
    this.#editor.change(now.map(({ range, insert }) => ({ ...range, insert })));
    // The button is about to go, and the focus would go with it.
    document.getElementById("issues")?.focus();
  }
}

/** An explanation, in which names stand between backticks. */
function explained(doc: string): HTMLElement {
  const paragraph = made("p", "doc");
  for (const [index, part] of doc.split("`").entries()) paragraph.append(index % 2 === 0 ? part : made("code", "", part));
  return paragraph;
}

function made(tag: string, className: string, text = ""): HTMLElement {
  const element = document.createElement(tag);
  if (className !== "") element.className = className;
  element.textContent = text;
  return element;
}

function button(className: string, text: string, onClick: () => void): HTMLButtonElement {
  const element = made("button", className, text) as HTMLButtonElement;
  element.type = "button";
  element.addEventListener("click", onClick);
  return element;
}
