/** Who keeps the answers while they are given: the server of a signup session, or the page that the form stands on. */

import type { ServerSession } from "./config";

/** What is kept: the answers, and the step that one goes on with. */
export interface Draft {
  readonly draft: unknown;
  readonly step: string | null;
}

export type Kept =
  | { readonly kind: "saved"; readonly savedAt: Date }
  /** Another window has saved meanwhile. */
  | { readonly kind: "changed"; readonly theirs: Draft; overwrite(): void }
  | { readonly kind: "ended"; readonly refreshUrl: string | null }
  /** The signup has been sent meanwhile. */
  | { readonly kind: "over" };

export interface Keeper {
  /** What was kept before this form began. */
  readonly savedAt: Date | null;
  /** Rejects where it could not be kept. */
  keep(draft: Draft, isLast?: boolean): Promise<Kept>;
}

const PATIENCE_MS = 15_000;

/** Each version follows on the one that was read, so that two windows do not overwrite each other. */
export function serverKeeper(session: ServerSession): Keeper {
  let { version } = session;
  return {
    savedAt: session.savedAt,
    async keep(draft, isLast = false) {
      const answer = await fetch(new URL("/v1/session/draft", location.origin), {
        method: "PUT",
        headers: { "Content-Type": "application/json", "X-Signup-Csrf": session.csrf },
        body: JSON.stringify({ ...draft, version }),
        credentials: "same-origin",
        // A page that goes cannot wait for an answer.
        ...(isLast ? { keepalive: true } : { signal: AbortSignal.timeout(PATIENCE_MS) }),
      });
      const body = (await answer.json()) as Record<string, unknown>;
      const { code, refresh_url } = (body["error"] ?? {}) as Record<string, unknown>;
      if (answer.ok) {
        version = Number(body["version"]);
        return { kind: "saved", savedAt: new Date(String(body["saved_at"])) };
      }
      if (code === "draft_changed") {
        const step = typeof body["step"] === "string" ? body["step"] : null;
        return { kind: "changed", theirs: { draft: body["draft"], step }, overwrite: () => void (version = Number(body["version"])) };
      }
      if (answer.status === 401 || answer.status === 403) {
        const url = refresh_url ?? body["refresh_url"];
        return { kind: "ended", refreshUrl: typeof url === "string" ? url : null };
      }
      if (answer.status === 409) return { kind: "over" };
      throw new Error(`The draft was not saved: the server answered with status ${answer.status}`);
    },
  };
}

/** A page that keeps the answers itself. */
export function pageKeeper(save: (draft: Draft) => unknown): Keeper {
  return {
    savedAt: null,
    async keep(draft) {
      await save(draft);
      return { kind: "saved", savedAt: new Date() };
    },
  };
}
