/** Moving the focus to the field that a pointer means, or to the nearest that contains it. */

export function idOf(pointer: string): string {
  return pointer.slice(1).replaceAll("/", "-");
}

export function focusField(pointer: string) {
  for (let path = pointer; path !== ""; path = path.slice(0, path.lastIndexOf("/"))) {
    const field = document.querySelector<HTMLElement>(`[data-pointer="${CSS.escape(path)}"]`);
    if (!field) continue;
    field.focus({ preventScroll: true });
    // The label and the message belong into view with the field.
    (field.closest(".field") ?? field).scrollIntoView({ block: "center" });
    return;
  }
}
