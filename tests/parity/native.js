/** The programs: what the native crate says, and what it takes to ask the others. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const CARGO = ["cargo", "run", "--quiet", "--package", "merchant-signup", "--all-features", "--example", "reports"];

/** The bytes of a request's document. */
export function bytesOf({ value, text, bytes }) {
  return bytes === undefined ? Buffer.from(text ?? JSON.stringify(value)) : Buffer.from(bytes, "hex");
}

/** Runs a program, and answers `{ status, stdout, stderr }`. */
export async function run(program, words, input) {
  const child = spawn(program, words, { cwd: ROOT });
  const all = async (stream) => Buffer.concat(await stream.toArray()).toString();
  // A program that ends before it has read everything says why itself.
  child.stdin.on("error", () => {}).end(input);
  const [stdout, stderr, [status]] = await Promise.all([all(child.stdout), all(child.stderr), once(child, "close")]);
  return { status, stdout, stderr };
}

/** Runs a program that answers each line of its input with a line. */
export async function answers(program, words, lines) {
  const { status, stdout, stderr } = await run(program, words, lines.map((line) => `${line}\n`).join(""));
  if (status !== 0) throw new Error(`${program} failed:\n${stderr}`);
  return stdout.trimEnd().split("\n");
}

/** A request as a line for such a program. */
export function line({ value, text, bytes, options }) {
  return JSON.stringify(bytes === undefined ? { text: text ?? JSON.stringify(value), options } : { bytes, options });
}

/** The reports of requests as texts. `REPORTS` names the built example, else cargo builds it. */
export async function native(requests) {
  const [program, ...words] = process.env.REPORTS ? [process.env.REPORTS] : CARGO;
  return answers(program, words, requests.map(line));
}

/** The path of a built program, which a variable names. */
export function built(variable) {
  const program = process.env[variable];
  if (!program) throw new Error(`${variable} names no built program: cargo xtask parity builds what is needed`);
  return program;
}
