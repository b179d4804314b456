/** What was written otherwise than it was typed, so that it can be shown and given back. */

export class Tidying {
  /** What was typed in the field that was just left, where it is written otherwise now; to be read out. */
  just: string | null = null;

  #from = new Map<string, { readonly typed: string; readonly tidy: unknown }>();
  #wantedAsTyped = new Map<string, string>();

  /** Remembers it, unless what was typed has been wanted back as it is. */
  remember(pointer: string, typed: string, tidy: unknown): boolean {
    if (this.#wantedAsTyped.get(pointer) === typed) return false;
    this.#from.set(pointer, { typed, tidy });
    this.just = typed;
    return true;
  }

  /** What was typed, where it still stands as it was written then. */
  typedBefore(pointer: string, stands: unknown): string | null {
    const entry = this.#from.get(pointer);
    return entry && entry.tidy === stands ? entry.typed : null;
  }

  /** From now on it stays as it was typed. */
  keepAsTyped(pointer: string, typed: string) {
    this.#wantedAsTyped.set(pointer, typed);
    this.#from.delete(pointer);
  }

  /** Elements of a list have moved: what is known of them by index holds no longer. */
  forgetBelow(list: string) {
    for (const known of [this.#from, this.#wantedAsTyped]) {
      for (const pointer of known.keys()) if (pointer.startsWith(`${list}/`)) known.delete(pointer);
    }
  }

  /** What a step has said about it is said once. */
  leaveStep() {
    this.just = null;
    this.#from.clear();
  }
}
