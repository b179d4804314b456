/**
 * Writes `src/json-schemas.ts`: the JSON Schemas that the command line prints, as texts. Run it after a change of the payload or of a
 * rule; a test of `cargo xtask parity` says when it was forgotten.
 */

import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** Another program than the one that cargo builds can be given, as the tests are given it. */
const [program, ...words] = process.env.COMMAND ? [process.env.COMMAND] : ["cargo", "run", "--quiet", "--package", "merchant-signup-cli", "--"];

const lines = ["contract", "submission"].map((level) => {
  const schema = execFileSync(program, [...words, "schema", `--level=${level}`], { cwd: ROOT, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  return `  ${level}: ${JSON.stringify(JSON.stringify(JSON.parse(schema)))},\n`;
});
const text = `/** Written by scripts/json-schema.js. As texts, so that whoever asks has an object of its own. */\n\nexport const JSON_SCHEMAS: { readonly contract: string; readonly submission: string } = {\n${lines.join("")}};\n`;
writeFileSync(new URL("../src/json-schemas.ts", import.meta.url), text);
