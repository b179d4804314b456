import { readFileSync } from "node:fs";
import { check, initSync, isLoaded } from "merchant-signup";

// As in Deno, a worker or a test: the bytes at hand, nothing to await.
const before = isLoaded();
initSync(readFileSync(new URL(import.meta.resolve("merchant-signup/merchant_signup_bg.wasm"))));
console.log(JSON.stringify([before, isLoaded(), check({}).status]));
