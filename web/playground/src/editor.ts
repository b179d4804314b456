/** The text of the signup, with its faults marked. */

import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { HighlightStyle, bracketMatching, ensureSyntaxTree, foldGutter, foldKeymap, indentOnInput, syntaxHighlighting, syntaxTree } from "@codemirror/language";
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState } from "@codemirror/state";
import { EditorView, drawSelection, highlightActiveLine, highlightSpecialChars, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

import { Places } from "./places";

/** How long reading a text may hold up the page, in milliseconds; what is not read then is marked at what is above it. */
const READING = 2000;

const colors = HighlightStyle.define([
  { tag: tags.propertyName, color: "var(--name)" },
  { tag: tags.string, color: "var(--string)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--number)" },
  { tag: tags.invalid, color: "var(--error)" },
]);

const wave = (severity: string) => ({ backgroundImage: "none", textDecoration: `underline wavy var(--${severity}) 1.5px`, textUnderlineOffset: "3px" });

const looks = EditorView.theme({
  "&": { height: "100%", fontSize: "0.8125rem", color: "var(--text)", backgroundColor: "var(--desk)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.6" },
  ".cm-content": { caretColor: "var(--text)" },
  ".cm-cursor": { borderLeftColor: "var(--text)" },
  ".cm-gutters": { color: "var(--quiet)", backgroundColor: "var(--panel)", borderRight: "1px solid var(--line)" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "color-mix(in srgb, var(--panel) 60%, transparent)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--chosen)" },
  ".cm-selectionMatch": { backgroundColor: "var(--chosen)" },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": { backgroundColor: "var(--chosen)", outline: "1px solid var(--edge)" },
  ".cm-lintRange-error": wave("error"),
  ".cm-lintRange-warning": wave("warning"),
  ".cm-lintRange-info": wave("info"),
  ".cm-lintRange-active": { backgroundColor: "var(--chosen)" },
  ".cm-tooltip": { maxWidth: "min(32rem, 90vw)", color: "var(--text)", backgroundColor: "var(--desk)", border: "1px solid var(--edge)", borderRadius: "0.375rem" },
  ".cm-diagnostic": { padding: "0.5rem 0.75rem" },
  ".cm-diagnosticAction": { color: "var(--on-accent)", backgroundColor: "var(--accent)", borderRadius: "0.25rem", padding: "0.125rem 0.5rem", font: "inherit" },
  ".cm-diagnosticSource": { fontSize: "0.75rem", opacity: "1", color: "var(--quiet)" },
  ".cm-panels": { color: "var(--text)", backgroundColor: "var(--panel)", borderColor: "var(--line)" },
  ".cm-textfield, .cm-button": { color: "var(--text)", backgroundColor: "var(--desk)", backgroundImage: "none", border: "1px solid var(--edge)", borderRadius: "0.25rem" },
  ".cm-foldPlaceholder": { color: "var(--text)", backgroundColor: "var(--panel)", borderColor: "var(--edge)" },
});

export class Editor {
  readonly #view: EditorView;

  /** `onText` is called when the text has changed, `onCursor` when something else is chosen. */
  constructor(parent: HTMLElement, onText: () => void, onCursor: (from: number, to: number) => void) {
    // In a shadow root the editor's styles are style sheets made by a script, which the page's policy lets through; anywhere else
    // they would be an inline element.
    const root = parent.attachShadow({ mode: "open" });
    const fill = document.createElement("div");
    fill.style.height = "100%";
    root.append(fill);
    this.#view = new EditorView({
      root,
      parent: fill,
      state: EditorState.create({
        extensions: [
          lineNumbers(),
          foldGutter(),
          lintGutter(),
          history(),
          highlightSpecialChars(),
          drawSelection(),
          indentOnInput(),
          bracketMatching(),
          highlightActiveLine(),
          highlightSelectionMatches(),
          json(),
          syntaxHighlighting(colors),
          EditorView.lineWrapping,
          // Tab moves on, so that nobody is caught in here who has only a keyboard.
          keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap, ...foldKeymap, ...lintKeymap]),
          EditorView.contentAttributes.of({ "aria-label": "Signup as JSON", spellcheck: "false", tabindex: "0" }),
          looks,
          EditorView.updateListener.of((update) => {
            if (update.docChanged) onText();
            if (update.docChanged || update.selectionSet) {
              const { from, to } = update.state.selection.main;
              onCursor(from, to);
            }
          }),
        ],
      }),
    });
  }

  get text(): string {
    return this.#view.state.doc.toString();
  }

  set text(text: string) {
    this.#view.dispatch({ changes: { from: 0, to: this.#view.state.doc.length, insert: text }, selection: { anchor: 0 }, scrollIntoView: true });
  }

  get length(): number {
    return this.#view.state.doc.length;
  }

  /** Places in the text as it is now. */
  places(): Places {
    const { state } = this.#view;
    return new Places(ensureSyntaxTree(state, state.doc.length, READING) ?? syntaxTree(state), state.doc);
  }

  lineOf(position: number): number {
    return this.#view.state.doc.lineAt(position).number;
  }

  slice(from: number, to: number): string {
    return this.#view.state.sliceDoc(from, to);
  }

  mark(diagnostics: readonly Diagnostic[]): void {
    this.#view.dispatch(setDiagnostics(this.#view.state, diagnostics));
  }

  /** Changes the text in one step, which one "undo" takes back. */
  change(changes: readonly { from: number; to: number; insert: string }[]): void {
    this.#view.dispatch({ changes: [...changes], userEvent: "input.fix" });
  }

  /** Chooses a place and goes there. */
  show(from: number, to: number): void {
    this.#view.dispatch({ selection: { anchor: from, head: to }, effects: EditorView.scrollIntoView(from, { y: "center" }) });
    this.#view.focus();
  }
}
