/** A brand's look, as CSS custom properties. */

import type { CSSProperties } from "react";

/** Each is the custom property `--merchant-signup-…` of the same name; what is left out stays as it is. */
export interface Theme {
  /** Buttons, links and what is chosen; the shades beside it are mixed from it. */
  readonly accent?: string | undefined;
  /** Letters on the accent, by default white. */
  readonly onAccent?: string | undefined;
  /** Behind the way through, by default a dark shade of the accent. */
  readonly rail?: string | undefined;
  /** Letters on it. */
  readonly onRail?: string | undefined;
  /** Behind the questions. */
  readonly background?: string | undefined;
  /** The corners of panels and boxes; those of fields and buttons follow. */
  readonly radius?: string | undefined;
  readonly fontFamily?: string | undefined;
  /** Between two questions. */
  readonly spacing?: string | undefined;
}

export function styleOf(theme: Theme = {}): CSSProperties {
  const given = Object.entries(theme).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([name, value]) => [propertyOf(name), value]));
}

function propertyOf(name: string): string {
  return `--merchant-signup-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
