/** Who is measured: ours, and each peer with both ways to look at a phone number. */

import { isValidPhoneNumber } from "libphonenumber-js/min";
import { hasPhoneLength } from "./own.js";
import { checker as ajv } from "./peers/ajv.js";
import { checker as arktype } from "./peers/arktype.js";
import { checker as typebox } from "./peers/typebox.js";
import { checker as valibot } from "./peers/valibot.js";
import { checker as zod } from "./peers/zod.js";

export const PEERS = { zod, valibot, arktype, ajv, typebox };

/** The two rows of every peer: phone numbers as people write it, and by their length only, as ours does. */
export const ROWS = {
  libphonenumber: (text) => isValidPhoneNumber(text),
  lengths: hasPhoneLength,
};
