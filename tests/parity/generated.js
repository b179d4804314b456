/** The generated documents: `DOCUMENTS` says how many (5,000), `SEED` where they begin. */

import { batch, chance } from "./random.js";

export const DOCUMENTS = Number(process.env.DOCUMENTS ?? 5_000);
export const SEED = Number(process.env.SEED ?? 1);

/** As many at a time as fit in memory with all that is said of them. */
const AT_ONCE = 2_500;

/** The requests, batch by batch; the same in every run. */
export function* batches() {
  for (let start = 0; start < DOCUMENTS; start += AT_ONCE) {
    yield { start, requests: batch(chance(SEED * 1_000_003 + start), Math.min(AT_ONCE, DOCUMENTS - start)) };
  }
}

/** Which document it is, and all of it: to have it again. */
export function shown(request, index) {
  return `document ${index} of seed ${SEED}: ${JSON.stringify(request)}`;
}
