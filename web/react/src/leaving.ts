/**
 * When a field counts as left. Pressing a button takes the focus from a field before the button is clicked; were an
 * error to appear between the two, the button would move away from under the pointer and the click be lost. So what
 * happens on leaving waits until the pointer is up again.
 */

let isPressed = false;
let waiting: (() => void)[] = [];

addEventListener("pointerdown", () => (isPressed = true), { capture: true });
for (const end of ["pointerup", "pointercancel"] as const) addEventListener(end, release, { capture: true });

export function onceReleased(action: () => void) {
  if (isPressed) waiting.push(action);
  else action();
}

function release() {
  isPressed = false;
  const actions = waiting;
  waiting = [];
  // The click comes right after the pointer is up, and goes first.
  setTimeout(() => actions.forEach((action) => action()));
}
