/**
 * What the package has beside the compiled TypeScript: the modules as JavaScript, for `merchant-signup/inline`, and the
 * licences and the list of changes, which lie in the repository's root. Run by `npm run build`.
 */

import { copyFileSync, readFileSync, writeFileSync } from "node:fs";

const PACKAGE = new URL("../", import.meta.url);
const ROOT = new URL("../../", PACKAGE);

for (const name of ["merchant_signup_bg", "merchant_signup_fast_bg", "merchant_signup_text_bg"]) {
  // What is inlined is loaded with the page, so that it is the small build.
  if (name !== "merchant_signup_fast_bg") {
    const bytes = readFileSync(new URL(`wasm/${name}.wasm`, PACKAGE));
    writeFileSync(new URL(`wasm/${name}.base64.js`, PACKAGE), `export default ${JSON.stringify(bytes.toString("base64"))};\n`);
    writeFileSync(new URL(`wasm/${name}.base64.d.ts`, PACKAGE), "declare const base64: string;\nexport default base64;\n");
  }
  writeFileSync(new URL(`wasm/${name}.wasm.d.ts`, PACKAGE), "/** What a bundler or a runtime makes of the file: a compiled module, or its address. */\ndeclare const wasm: object;\nexport default wasm;\n");
}
for (const file of ["LICENSE-MIT", "LICENSE-APACHE", "CHANGELOG.md"]) copyFileSync(new URL(file, ROOT), new URL(file, PACKAGE));
