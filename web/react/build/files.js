/**
 * What the package has beside what is built: the licences and the list of changes, which lie in the repository's root, and
 * the licences of what is built in. And its types name the files that they import, as Node.js wants it: the sources leave that to the bundler. Run by
 * `npm run build`.
 */

import { copyFileSync, existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const PACKAGE = new URL("../", import.meta.url);
const ROOT = new URL("../../", PACKAGE);

for (const file of ["LICENSE-MIT", "LICENSE-APACHE", "CHANGELOG.md"]) copyFileSync(new URL(file, ROOT), new URL(file, PACKAGE));

/** Preact is in the element, the design system's styles are in both. */
const BUILT_IN = ["preact", "@digdir/designsystemet-css"];
const { resolve } = createRequire(import.meta.url);
const licences = BUILT_IN.map((name) => `${name}\n\n${readFileSync(join(folderOf(name), "LICENSE"), "utf8").trim()}\n`);
writeFileSync(new URL("dist/THIRD-PARTY.txt", PACKAGE), licences.join("\n\n"));

// From any of its files: not every package lets its own description be read.
function folderOf(name) {
  let folder = dirname(resolve(name));
  while (!existsSync(join(folder, "LICENSE"))) folder = dirname(folder);
  return folder;
}

const types = new URL("dist/types/", PACKAGE);
for (const name of readdirSync(types, { recursive: true })) {
  if (!name.endsWith(".d.ts")) continue;
  const file = new URL(name, types);
  const text = readFileSync(file, "utf8").replaceAll(/((?:from|import)\s*\(?\s*")(\.[^"]*)"/g, (_, before, path) => `${before}${resolved(path, file)}"`);
  writeFileSync(file, text);
}

function resolved(path, from) {
  return [`${path}.js`, `${path}/index.js`].find((js) => existsSync(new URL(js.replace(/\.js$/, ".d.ts"), from))) ?? path;
}
