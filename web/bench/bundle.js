/** What a browser loads of each contender: bundled, minified, compressed. And the page that is measured. */

import { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { rolldown } from "rolldown";

import { PEERS } from "./contenders.js";

/** What people load to check as much as ours does. */
const COMPLETE = ["libphonenumber", "lengths"];
const here = dirname(fileURLToPath(import.meta.url));
const PACKAGE = dirname(createRequire(import.meta.url).resolve("merchant-signup/package.json"));

/** Bundles a module's text, and returns the code of each chunk, the entry first. */
async function bundled(code, minify = true) {
  const bundle = await rolldown({
    input: "entry",
    platform: "browser",
    logLevel: "silent",
    plugins: [
      {
        name: "entry",
        resolveId: (id) => (id === "entry" ? join(here, "entry.js") : undefined),
        load: (id) => (id === join(here, "entry.js") ? code : undefined),
      },
    ],
  });
  const { output } = await bundle.generate({ format: "esm", minify });
  await bundle.close();
  return output.filter(({ type }) => type === "chunk").sort((a, b) => Number(b.isEntry) - Number(a.isEntry)).map((chunk) => chunk);
}

const sizeOf = (parts) => {
  const sum = (of) => parts.reduce((total, part) => total + of(Buffer.from(part)).length, 0);
  return {
    raw: sum((bytes) => bytes),
    gzip: sum((bytes) => gzipSync(bytes, { level: 9 })),
    brotli: sum((bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } })),
  };
};

/** A module that exports a peer's `check`, as people would write it. */
function moduleOf(peer, row) {
  const phone =
    row === "libphonenumber"
      ? `import { isValidPhoneNumber } from "libphonenumber-js/min"; const isPhone = (text) => isValidPhoneNumber(text);`
      : `import { hasPhoneLength as isPhone } from ${JSON.stringify(join(here, "own.js"))};`;
  return `import { checker } from ${JSON.stringify(join(here, "peers", `${peer}.js`))}; ${phone} import { across } from ${JSON.stringify(join(here, "own.js"))}; export const check = checker(isPhone, across);`;
}

/** Sizes in bytes, by contender and row. Ours is what a form loads: the WASM, English, and the JavaScript. */
export async function bundles(folder) {
  const sizes = {};
  const chunks = await bundled(`export { init, check, createDraft } from ${JSON.stringify(join(PACKAGE, "dist/index.js"))};`);
  // Languages are chunks of their own, loaded when they are used.
  const first = chunks.filter((chunk) => !chunk.isDynamicEntry).map(({ code }) => code);
  writeFileSync(join(folder, "size-merchant-signup.js"), first.join("\n"));
  const wasm = readFileSync(join(PACKAGE, "wasm/merchant_signup_bg.wasm"));
  const english = readFileSync(join(PACKAGE, "wasm/messages/en.js"));
  sizes["merchant-signup"] = sizeOf([...first, english, wasm]);
  sizes["merchant-signup, its JavaScript"] = sizeOf(first);
  sizes["merchant-signup, its WASM"] = sizeOf([wasm]);
  for (const peer of Object.keys(PEERS)) {
    for (const row of COMPLETE) {
      const parts = (await bundled(moduleOf(peer, row))).map((chunk) => chunk.code);
      writeFileSync(join(folder, `size-${peer}-${row}.js`), parts.join("\n"));
      sizes[`${peer}/${row}`] = sizeOf(parts);
    }
  }
  return sizes;
}

/**
 * Bundles the measuring for a page and for Node alike, where the package itself is loaded as it is published; and what a page
 * evaluates up to its first report, ours and that of zod with libphonenumber-js.
 */
export async function build(folder) {
  const [{ code }] = await bundled(`export { measure } from ${JSON.stringify(join(here, "measure.js"))};`, false);
  writeFileSync(join(folder, "bench.js"), code);
  const [ours] = await bundled(`export { initSync, check } from ${JSON.stringify(join(PACKAGE, "dist/index.js"))};`);
  writeFileSync(join(folder, "first-merchant-signup.js"), ours.code);
  const [zod] = await bundled(moduleOf("zod", "libphonenumber"));
  writeFileSync(join(folder, "first-zod.js"), zod.code);
  return folder;
}
