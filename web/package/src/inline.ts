/**
 * The same with the modules' bytes in JavaScript, for bundlers that do not find files, single-file builds and tests: a
 * third larger, and loaded when `init()` is called.
 *
 * @module
 */

import { provide } from "./load.js";

export * from "./api.js";

provide({
  main: async () => bytesOf((await import("../wasm/merchant_signup_bg.base64.js")).default),
  text: async () => bytesOf((await import("../wasm/merchant_signup_text_bg.base64.js")).default),
});

function bytesOf(base64: string): Uint8Array {
  const { atob } = globalThis as unknown as { atob(base64: string): string };
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
