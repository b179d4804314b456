/**
 * When a field counts as left. Pressing a button takes the focus from a field before the button is clicked; were an
 * error to appear between the two, the button would move away from under the pointer and the click be lost. So what
 * happens on leaving waits until the pointer is up again. After a tap the finger is up before the mouse events come that take
 * the focus and click: so these are waited for, too.
 */
export class Leaving {
  #isPressed = false;
  #waiting: (() => void)[] = [];

  /** Begins to watch the pointer; what is returned ends it. */
  watch(): () => void {
    const over = new AbortController();
    const options = { capture: true, signal: over.signal };
    for (const begin of ["pointerdown", "mousedown"] as const) addEventListener(begin, () => (this.#isPressed = true), options);
    for (const end of ["pointerup", "pointercancel", "mouseup", "dragend"] as const) addEventListener(end, () => this.#release(), options);
    return () => {
      over.abort();
      this.#isPressed = false;
      this.#waiting = [];
    };
  }

  /** What is removed from the page loses the focus, too, but nobody has left it: that shows a moment later. */
  onceReleased(field: Element, action: () => void) {
    queueMicrotask(() => {
      if (!field.isConnected) return;
      if (this.#isPressed) this.#waiting.push(action);
      else action();
    });
  }

  #release() {
    this.#isPressed = false;
    const actions = this.#waiting;
    this.#waiting = [];
    // The click comes right after the pointer is up, and goes first.
    setTimeout(() => actions.forEach((action) => action()));
  }
}
