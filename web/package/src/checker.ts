/** The engine with what it has checked last: what the package's functions work on. */

import { type Compiled, Engine } from "./engine.js";
import { Shadows } from "./shadows.js";
import type { Options, Report } from "./types.js";

export class Checker extends Engine {
  readonly shadows: Shadows;

  constructor(module: Compiled) {
    super(module);
    this.shadows = new Shadows(this);
  }

  check(value: unknown, options: Options): Report {
    return this.shadows.check(value, this.settings(options));
  }

  /** Forgets what has been remembered of documents, also what was checked last. */
  override forget(): void {
    this.shadows.forget();
    super.forget();
  }
}
