/**
 * Checks merchant signups before they are sent: one set of rules, in Rust, the same answer behind every door.
 *
 * @module
 */

import { load, text } from "./files.js";
import { provide } from "./load.js";

export * from "./api.js";

// Bundlers know an address by its form: a text and `import.meta.url`.
provide({
  main: () => load("merchant_signup_bg.wasm", () => fetch(new URL("../wasm/merchant_signup_bg.wasm", import.meta.url))),
  text,
});
