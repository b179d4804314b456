/** Who is measured: ours, and each peer in three ways. */

import { isValidPhoneNumber } from "libphonenumber-js/min";
import { across, hasPhoneLength } from "./own.js";
import { checker as ajv } from "./peers/ajv.js";
import { checker as arktype } from "./peers/arktype.js";
import { checker as typebox } from "./peers/typebox.js";
import { checker as valibot } from "./peers/valibot.js";
import { checker as zod } from "./peers/zod.js";

export const PEERS = { zod, valibot, arktype, ajv, typebox };

/**
 * The rows of every peer: as complete as ours, with phone numbers as people check them and by their length only, as ours does;
 * and as short as people write it, without what looks at more than one field.
 */
export const ROWS = {
  libphonenumber: [(text) => isValidPhoneNumber(text), across],
  lengths: [hasPhoneLength, across],
  short: [(text) => isValidPhoneNumber(text), () => undefined],
};

export const checkerOf = (peer, row) => PEERS[peer](...ROWS[row]);
