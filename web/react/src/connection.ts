/** Whether the account has a signup already. */

import { type Config, type Connection, endpointOf } from "./config";
import { isOpen, withToken } from "./send";

/** An endpoint that hangs must not keep the form from being shown. */
const PATIENCE_MS = 5_000;

/** The account's connection, where it is pending or accepted: asked before anything is typed. */
export async function openConnection(config: Config): Promise<Connection | null> {
  try {
    const answer = await withToken(config, (headers) =>
      fetch(endpointOf(config), { cache: "no-cache", headers, signal: AbortSignal.timeout(PATIENCE_MS) }),
    );
    const body: unknown = await answer.json();
    return isOpen(body) ? (body as Connection) : null;
  } catch {
    // Sending tells.
    return null;
  }
}
