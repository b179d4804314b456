/** Where a form stands in its page: how its elements are called there, and how the focus is moved among them. */
export class Place {
  /** The form's outermost element, while it is on a page. */
  root: HTMLElement | null = null;
  readonly #prefix: string;

  /** The prefix sets the ids of several forms on a page apart. */
  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  /** The id of what belongs to a pointer, or has a name of its own. */
  id(name: string): string {
    return `${this.#prefix}-${nameOf(name)}`;
  }

  /** Brings the beginning of the form into view, where it is above it. */
  show() {
    if (this.root && this.root.getBoundingClientRect().top < 0) this.root.scrollIntoView({ block: "start" });
  }

  /** Moves the focus to the field that a pointer means, or to the nearest that contains it. */
  focus(pointer: string) {
    for (let path = pointer; path !== ""; path = path.slice(0, path.lastIndexOf("/"))) {
      const field = this.root?.querySelector<HTMLElement>(`[data-pointer="${CSS.escape(path)}"]`);
      if (!field) continue;
      field.focus({ preventScroll: true });
      // The label and the message belong into view with the field.
      (field.closest(".field") ?? field).scrollIntoView({ block: "center" });
      return;
    }
  }
}

/** The name of the controls of a question. Forms have their own: it needs no prefix. */
export function nameOf(pointer: string): string {
  return pointer.replace(/^\//, "").replaceAll("/", "-");
}
