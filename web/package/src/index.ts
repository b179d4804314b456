/**
 * Checks merchant signups before they are sent: one set of rules, in Rust, the same answer behind every door.
 *
 * @module
 */

import { files } from "./files.js";
import { provide } from "./load.js";

export * from "./api.js";

provide(files);
