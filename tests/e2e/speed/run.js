/**
 * How fast the form is on a merchant's phone: prints a table of what was found beside what is wanted.
 *
 *     SERVER=target/debug/merchant-signup-server node tests/e2e/speed/run.js [--rounds 7]
 */

import { parseArgs } from "node:util";

import { folder, launch, start } from "../endpoint/production.js";
import { Phone, TYPED, begun, kindOf } from "./load.js";
import { AIMS } from "./aims.js";

const { values: given } = parseArgs({ options: { rounds: { type: "string", default: "7" } } });
const rounds = Number(given.rounds);
if (!Number.isInteger(rounds) || rounds < 1) throw new Error(`--rounds ${given.rounds} is no number of rounds: give 1 or more`);

const data = folder();
const browser = await launch();
let server;
try {
  server = await start(data.path);
  const loads = [];
  for (let round = 0; round < rounds; round += 1) {
    // An account of its own, for a merchant who has answered nothing yet.
    const phone = await Phone.open(browser, server, `T${String(round).padStart(8, "0")}`);
    const plain = await phone.plain();
    const first = await phone.first();
    const again = await phone.plain();
    loads.push({ plain: plain.paint, again: again.paint, ...first });
    await phone.close();
  }
  const phone = await Phone.open(browser, server, "T99999999", { signup: begun() });
  const keys = await phone.keys(TYPED);
  await phone.close();
  print(loads, keys, browser.version());
} finally {
  await browser.close();
  await server?.stop();
  await data.remove();
}

function print(loads, keys, version) {
  const of = (name) => median(loads.map((load) => load[name]));
  const { files } = loads[0];
  const bytes = (kind) => files.filter((file) => !kind || kindOf(file) === kind).reduce((sum, file) => sum + file.bytes, 0);
  const found = {
    scripts: bytes("scripts"), fonts: bytes("fonts"), styles: bytes("styles"), everything: bytes(),
    requests: files.length, paint: of("paint"), usable: of("usable"), blocked: of("blocked"), key: percentile(keys, 0.95),
  };
  console.log(`\nThe first step, Chromium ${version}, 375 px, cold cache, 4 × CPU, 150 ms and 1.6 Mbit/s, ${loads.length} loads\n`);
  row("", "found", "aim", "");
  for (const [name, { says, unit, most }] of Object.entries(AIMS)) {
    row(says, shown(found[name], unit), most === undefined ? "" : shown(most, unit), most === undefined ? "" : found[name] <= most ? "reached" : "missed");
  }
  const ratio = (name) => median(loads.map((load) => load[name] / load.plain)).toFixed(2);
  console.log("\nBeside a plain page of the same server, in turns (its first paint is 1):\n");
  row("the plain page", `${Math.round(of("plain"))} ms`);
  row("the plain page once more, a control", ratio("again"));
  row("the form's first paint", ratio("paint"));
  row("the form usable", ratio("usable"));
  console.log(`\nA key, ${keys.length} of them: median ${percentile(keys, 0.5).toFixed(0)} ms, p95 ${percentile(keys, 0.95).toFixed(0)} ms, longest ${Math.max(...keys).toFixed(0)} ms\n`);
  console.log("The files, in the order in which they came:\n");
  for (const { path, bytes: size } of files) row(`  ${path}`, `${(size / 1000).toFixed(1)} kB`);
}

function row(says, ...cells) {
  console.log(`${says.padEnd(64)}${cells.map((cell) => cell.padStart(11)).join("")}`.trimEnd());
}

function shown(value, unit) {
  if (unit === "kB") return `${(value / 1000).toFixed(1)} kB`;
  if (unit === "ms") return `${Math.round(value)} ms`;
  return String(value);
}

function median(values) {
  return percentile(values, 0.5);
}

function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}
