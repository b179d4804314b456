/**
 * With a signup session the server keeps the answers: a few seconds after something was typed, and at every step. Each
 * version follows on the one that was read, so that two windows do not overwrite each other.
 */

import type { ServerSession } from "./config";

/**
 * `waiting` and `saving` on the way to `saved`; `failed` is tried again by itself; `changed` where another window has saved
 * meanwhile, which somebody has to decide about; `ended` where the session has.
 */
export type SavingState = "nothing" | "waiting" | "saving" | "saved" | "failed" | "changed" | "ended";

/** What is saved: the answers, and the step that one goes on with. */
export interface Draft {
  readonly draft: unknown;
  readonly step: string | null;
}

const PAUSE_MS = 2_000;
const PAUSE_AFTER_FAILURE_MS = 10_000;
const PATIENCE_MS = 15_000;

export class Saving {
  state: SavingState = "nothing";
  savedAt: Date | null = null;
  /** Where the platform gives a new link, once the session has ended. */
  refreshUrl: string | null = null;

  readonly #csrf: string;
  readonly #read: () => Draft;
  readonly #onChange: () => void;
  #version: number;
  #theirs: (Draft & { readonly version: number }) | null = null;
  #isDirty = false;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(session: ServerSession, read: () => Draft, onChange: () => void) {
    this.#csrf = session.csrf;
    this.#version = session.version;
    this.savedAt = session.savedAt;
    if (this.savedAt) this.state = "saved";
    this.#read = read;
    this.#onChange = onChange;
    addEventListener("online", () => void this.now());
    // The last seconds before a page goes; it cannot wait for an answer.
    addEventListener("pagehide", () => {
      if (this.#isDirty && !this.#isStopped) void this.#put({ keepalive: true }).catch(() => {});
    });
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
    const theirs = this.#theirs;
    if (theirs) this.#version = theirs.version;
    this.#theirs = null;
    this.#isDirty = false;
    this.#become("saved");
    return theirs;
  }

  /** Saves what is typed here over what another window has saved. */
  async keepOurs() {
    if (this.#theirs) this.#version = this.#theirs.version;
    this.#theirs = null;
    this.#isDirty = true;
    this.#become("waiting");
    await this.now();
  }

  async #save() {
    try {
      const answer = await this.#put({ signal: AbortSignal.timeout(PATIENCE_MS) });
      const body = (await answer.json()) as Record<string, unknown>;
      const { code, refresh_url } = (body["error"] ?? {}) as Record<string, unknown>;
      if (answer.ok) {
        this.#version = Number(body["version"]);
        this.savedAt = new Date(String(body["saved_at"]));
        this.#become(this.#isDirty ? "waiting" : "saved");
      } else if (code === "draft_changed") {
        this.#theirs = { draft: body["draft"], step: typeof body["step"] === "string" ? body["step"] : null, version: Number(body["version"]) };
        this.#isDirty = true;
        this.#become("changed");
      } else if (answer.status === 401 || answer.status === 403) {
        const url = refresh_url ?? body["refresh_url"];
        this.refreshUrl = typeof url === "string" ? url : null;
        this.#isDirty = true;
        this.#become("ended");
      } else if (answer.status === 409) {
        // It has been sent meanwhile, from another window: sending tells.
        this.end();
      } else {
        this.#fail();
      }
    } catch {
      this.#fail();
    }
  }

  #fail() {
    this.#isDirty = true;
    this.#become("failed");
  }

  #put(options: RequestInit): Promise<Response> {
    return fetch(new URL("/v1/session/draft", location.origin), {
      method: "PUT",
      headers: { "Content-Type": "application/json", "X-Signup-Csrf": this.#csrf },
      body: JSON.stringify({ ...this.#read(), version: this.#version }),
      credentials: "same-origin",
      ...options,
    });
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
