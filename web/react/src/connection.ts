/** Whether the account has a signup already. */

import { type Config, endpointOf } from "./config";
import { withToken } from "./send";

/** An endpoint that hangs must not keep the form from being shown. */
const PATIENCE_MS = 5_000;

/** The account's connection, where it is pending or accepted: asked before anything is typed. */
export async function openConnection(config: Config): Promise<unknown> {
  try {
    const answer = await withToken(config, (headers) =>
      fetch(endpointOf(config), { cache: "no-cache", headers, signal: AbortSignal.timeout(PATIENCE_MS) }),
    );
    const body: unknown = await answer.json();
    if (body === null || typeof body !== "object") return null;
    const { status } = body as { status?: unknown };
    return status === "pending" || status === "enabled" ? body : null;
  } catch {
    // Sending tells.
    return null;
  }
}
