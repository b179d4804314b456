/** What the Python package says. `PYTHON` names an interpreter that has it. */

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

import { built, run } from "./native.js";

const SCRIPT = fileURLToPath(new URL("python.py", import.meta.url));

/** The reports of requests as texts, by `text` and, where a request has a value, by `dictionary`; by `column`, where it names no account. */
export async function python(requests) {
  const lines = requests.map(({ value, text, bytes, options }) => `${JSON.stringify({ value, text, bytes, options })}\n`);
  const { status, stdout, stderr } = await run(built("PYTHON"), [SCRIPT], Buffer.from(lines.join("")));
  assert.equal(status, 0, stderr);
  const said = stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
  assert.equal(said.length, requests.length, stderr);
  return said;
}
