/**
 * The same with a module that is built for speed: what Node.js, Deno, Bun and workerd get by the package's name, since there
 * nobody waits for its bytes. A page that checks thousands of signups asks for it as `merchant-signup/fast`.
 *
 * @module
 */

import { load, text } from "./files.js";
import { provide } from "./load.js";

export * from "./api.js";

// Bundlers know an address by its form: a text and `import.meta.url`.
provide({
  main: () =>
    load("merchant_signup_fast_bg.wasm", () => fetch(new URL("../wasm/merchant_signup_fast_bg.wasm", import.meta.url))),
  text,
});
