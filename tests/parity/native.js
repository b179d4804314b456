/** What the native crate says. */

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const CARGO = ["cargo", "run", "--quiet", "--package", "merchant-signup-core", "--all-features", "--example", "reports"];

/** The reports of requests as texts. `REPORTS` names the built example, else cargo builds it. */
export function native(requests) {
  const [program, ...words] = process.env.REPORTS ? [process.env.REPORTS] : CARGO;
  const input = requests.map(({ value, text, bytes, options }) => {
    const document = bytes === undefined ? { text: text ?? JSON.stringify(value) } : { bytes };
    return `${JSON.stringify({ ...document, options })}\n`;
  });
  const { stdout, stderr, status, error } = spawnSync(program, words, { cwd: ROOT, input: input.join(""), encoding: "utf8", maxBuffer: 1 << 30 });
  if (status !== 0) throw error ?? new Error(`the native reports cannot be had:\n${stderr}`);
  return stdout.trimEnd().split("\n");
}
