/**
 * Keeps the answers: a few seconds after something was typed, and at every step.
 */

import { isSame } from "./document";
import type { Draft, Keeper, Kept } from "./keepers";

/**
 * `waiting` and `saving` on the way to `saved`; `failed` is tried again by itself; `changed` where another window has saved
 * meanwhile, which somebody has to decide about; `ended` where the session has.
 */
export type SavingState = "nothing" | "waiting" | "saving" | "saved" | "failed" | "changed" | "ended";

const PAUSE_MS = 2_000;
const PAUSE_AFTER_FAILURE_MS = 10_000;

export class Saving {
  state: SavingState = "nothing";
  savedAt: Date | null;
  /** Where the platform gives a new link, once the session has ended. */
  refreshUrl: string | null = null;

  readonly #keeper: Keeper;
  readonly #read: () => Draft;
  readonly #onChange: () => void;
  readonly #onFailure: (cause: unknown) => void;
  #changedElsewhere: (Kept & { readonly kind: "changed" }) | null = null;
  #isDirty = false;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(keeper: Keeper, read: () => Draft, onChange: () => void, onFailure: (cause: unknown) => void) {
    this.#keeper = keeper;
    this.savedAt = keeper.savedAt;
    if (this.savedAt) this.state = "saved";
    this.#read = read;
    this.#onChange = onChange;
    this.#onFailure = onFailure;
  }

  /** Begins to watch the page; what is returned saves what is left, and ends it. */
  watch(): () => void {
    const over = new AbortController();
    addEventListener("online", () => void this.now(), { signal: over.signal });
    addEventListener("pagehide", () => this.#last(), { signal: over.signal });
    return () => {
      over.abort();
      this.#stopWaiting();
      this.#last();
    };
  }

  /** Whether something would be lost with the page. */
  get isUnsaved(): boolean {
    return this.#isDirty || this.state === "saving";
  }

  /** Something has changed. */
  soon() {
    this.#isDirty = true;
    if (this.#isStopped) return;
    if (this.state !== "saving" && this.state !== "failed") this.#become("waiting");
    this.#wait(PAUSE_MS);
  }

  /** Saves what has changed without waiting. */
  async now() {
    if (!this.#isDirty || this.#isStopped || this.state === "saving") return;
    this.#stopWaiting();
    this.#isDirty = false;
    this.#become("saving");
    await this.#save();
    if (this.#isDirty && !this.#isStopped) this.#wait(this.state === "failed" ? PAUSE_AFTER_FAILURE_MS : PAUSE_MS);
  }

  /** The signup is sent: there is nothing left to save. */
  end() {
    this.#stopWaiting();
    this.#isDirty = false;
    this.state = "nothing";
  }

  /** Takes what another window has saved. */
  takeTheirs(): Draft | null {
    const changed = this.#changedElsewhere;
    changed?.overwrite();
    this.#changedElsewhere = null;
    this.#isDirty = false;
    this.#become("saved");
    return changed?.theirs ?? null;
  }

  /** Saves what is typed here over what another window has saved. */
  async keepOurs() {
    this.#changedElsewhere?.overwrite();
    this.#changedElsewhere = null;
    this.#isDirty = true;
    this.#become("waiting");
    await this.now();
  }

  async #save() {
    try {
      const kept = await this.#keeper.keep(this.#read());
      if (kept.kind === "saved") {
        this.#hasSaved(kept.savedAt);
      } else if (kept.kind === "over") {
        // From another window: sending tells.
        this.end();
        this.#onChange();
      } else if (kept.kind === "changed" && isSame(kept.theirs.draft, this.#read().draft)) {
        // The same answers, saved there and here.
        kept.overwrite();
        this.#hasSaved(new Date());
      } else {
        if (kept.kind === "changed") this.#changedElsewhere = kept;
        else this.refreshUrl = kept.refreshUrl;
        this.#isDirty = true;
        this.#become(kept.kind);
      }
    } catch (error) {
      this.#isDirty = true;
      this.#become("failed");
      this.#onFailure(error);
    }
  }

  #hasSaved(at: Date) {
    this.savedAt = at;
    this.#become(this.#isDirty ? "waiting" : "saved");
  }

  // The last seconds before a page goes.
  #last() {
    if (this.#isDirty && !this.#isStopped) void this.#keeper.keep(this.#read(), true).catch(() => {});
  }

  get #isStopped(): boolean {
    return this.state === "changed" || this.state === "ended";
  }

  // Not put off by what is typed meanwhile: somebody who types on is saved all the same.
  #wait(pause: number) {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      void this.now();
    }, pause);
  }

  #stopWaiting() {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #become(state: SavingState) {
    this.state = state;
    this.#onChange();
  }
}
