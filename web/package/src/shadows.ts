/** What was checked last, for `check` by its options and for each schema; let go of after some seconds in which nobody checks. */

import type { Engine } from "./engine.js";
import type { Settings } from "./settings.js";
import { Shadow } from "./shadow.js";
import type { Report } from "./types.js";

/** As many sets of options are kept apart in `check`. */
const KEPT = 4;
/** What has not been used for this long, and up to twice as long, is let go of. */
const IDLE = 4_000;

interface Timers {
  setTimeout?: (work: () => void, after: number) => unknown;
}

export class Shadows {
  readonly #engine: Engine;
  #byOptions: { readonly settings: Settings; readonly shadow: Shadow }[] = [];
  /** All that may hold a document. */
  readonly #holding = new Set<Shadow>();
  #isTicking = false;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  check(value: unknown, settings: Settings): Report {
    for (const known of this.#byOptions) if (known.settings === settings) return this.checkBy(known.shadow, value, settings);
    if (this.#byOptions.length === KEPT) this.#byOptions.pop()?.shadow.forget();
    const shadow = new Shadow(this.#engine);
    this.#byOptions.unshift({ settings, shadow });
    return this.checkBy(shadow, value, settings);
  }

  /** Checks by a shadow of its own, such as a schema has. */
  checkBy(shadow: Shadow, value: unknown, settings: Settings): Report {
    if (!this.#isTicking && !this.#tick()) return this.#engine.judge(value, settings);
    if (!shadow.wasUsed) this.#holding.add(shadow);
    return shadow.check(value, settings);
  }

  forget(): void {
    for (const shadow of this.#holding) shadow.forget();
    this.#holding.clear();
    this.#byOptions = [];
  }

  /** Has idle ones let go later on; says false where nothing can be done later, as in some workers. */
  #tick(): boolean {
    const { setTimeout } = globalThis as Timers;
    try {
      if (setTimeout === undefined) return false;
      const timer = setTimeout(() => this.#ticked(), IDLE) as { unref?: () => void } | number;
      // A program ends in spite of it.
      if (typeof timer === "object") timer.unref?.();
    } catch {
      return false;
    }
    this.#isTicking = true;
    return true;
  }

  #ticked(): void {
    this.#isTicking = false;
    for (const shadow of this.#holding) {
      if (shadow.wasUsed) shadow.wasUsed = false;
      else {
        shadow.forget();
        this.#holding.delete(shadow);
      }
    }
    if (this.#holding.size > 0) this.#tick();
  }
}
