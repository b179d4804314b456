/** What was compared: a line of JSON for each row of the table that `cargo xtask parity` prints, in the file that `TABLE` names. */

import { appendFileSync } from "node:fs";

/** @param {{ door: string, kind: "vectors" | "generated", documents: number, disagreements?: number } | { code: string, validator: string, count: number }} row */
export function tell(row) {
  if (process.env.TABLE) appendFileSync(process.env.TABLE, `${JSON.stringify(row)}\n`);
}
