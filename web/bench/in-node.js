/** Measures in Node: takes the examples from standard input, prints times as JSON. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const { examples, lines, rounds } = JSON.parse(readFileSync(0, "utf8"));
const { measure } = await import(pathToFileURL(join(process.argv[2], "bench.js")));
const ours = await import("merchant-signup");
process.stdout.write(JSON.stringify(await measure(ours, examples, lines, rounds)));
