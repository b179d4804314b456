/**
 * Measures the package beside what people would use instead: in Node, in Chromium, and by what a browser loads.
 *
 *     node run.js --documents FILE [--rounds 300] [--only node|chromium|size]
 *
 * The file holds generated signups, one on a line: what is no JSON object is left out, and a thousand are taken.
 * It prints tables, and writes what it found to `target/peers.json` in the workspace's root.
 */

import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { build, bundles } from "./bundle.js";
import { inChromium } from "./chromium.js";
import { figures, print } from "./figures.js";

const { values: given } = parseArgs({
  options: { documents: { type: "string" }, rounds: { type: "string", default: "300" }, only: { type: "string", multiple: true, default: ["size", "node", "chromium"] } },
});

const root = new URL("../../", import.meta.url);
const target = new URL(`${process.env.CARGO_TARGET_DIR ?? "target"}/`, root);
const example = (name) => JSON.parse(readFileSync(new URL(`tests/examples/${name}.json`, root), "utf8"));
const examples = { ready: example("ready"), faulty: example("twenty-faults") };
const rounds = Number(given.rounds);
if (!given.documents) throw new Error("say where the generated documents are: --documents FILE");
const isObject = (line) => {
  try {
    return Object.hasOwn(JSON.parse(line), "signup");
  } catch {
    return false;
  }
};
const lines = readFileSync(given.documents, "utf8").split("\n").filter(isObject).slice(0, 1000);
const folder = fileURLToPath(new URL("peers/", target));
mkdirSync(folder, { recursive: true });

const results = { machine: cpus()[0].model, node: process.version, rounds };
if (given.only.includes("size")) results.sizes = await bundles(folder);
const page = await build(folder);
if (given.only.includes("node")) {
  // In a process of its own, with nothing else in it.
  const input = JSON.stringify({ examples, lines, rounds });
  const { stdout, stderr, status } = spawnSync(process.execPath, [fileURLToPath(new URL("in-node.js", import.meta.url)), page], { input, encoding: "utf8", maxBuffer: 1 << 26 });
  if (status !== 0) throw new Error(`measuring in Node failed: ${stderr}`);
  results.times = { ...results.times, node: JSON.parse(stdout) };
}
if (given.only.includes("chromium")) {
  const { version, times } = await inChromium(page, { examples, lines, rounds });
  results.chromium = version;
  results.times = { ...results.times, chromium: times };
}

results.figures = figures(results);
writeFileSync(new URL("peers.json", target), `${JSON.stringify(results, null, 2)}\n`);
print(results);
