/** The shared vectors, written out. Their format: `tests/vectors/README.md`. */

import { readdirSync, readFileSync } from "node:fs";

const TESTS = new URL("../", import.meta.url);
const read = (path) => JSON.parse(readFileSync(new URL(path, TESTS), "utf8"));

export const READY = read("examples/ready.json");
export const EXAMPLES = ["ready", "published", "twenty-faults", "empty"].map((name) => read(`examples/${name}.json`));
export const TODAY = "2026-11-22";

/**
 * Every case: its `name` with its file, its `options`, what is checked (`value`, `text`, `bytes` or `javascript`), and what
 * is expected (`report`, `fixes`).
 */
export function cases() {
  const folders = readdirSync(new URL("vectors/", TESTS), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const files = folders.flatMap(({ name }) => readdirSync(new URL(`vectors/${name}/`, TESTS)).map((file) => `${name}/${file}`));
  const all = files.sort().flatMap((file) => read(`vectors/${file}`).map((one) => written(file, expanded(one))));
  // Another payload than a signup is checked by the endpoint alone; `crates/core/tests/vectors.rs` holds it to its cases.
  return all.filter(({ options }) => options.payload === undefined);
}

function written(file, { name, options, input, patch, text, bytes, javascript, report, fixes }) {
  const found = { name: `${file}: ${name}`, options: { today: TODAY, ...options } };
  if (patch !== undefined) found.value = patched(structuredClone(READY), patch);
  else if (text !== undefined) found.text = [text].flat().join("");
  else if (bytes !== undefined) found.bytes = bytes;
  else if (javascript !== undefined) found.javascript = javascript;
  else found.value = input;
  return Object.assign(found, report && { report: whole(report, found.options) }, fixes && { fixes });
}

/** `$text`, `$join` and `$each`. */
function expanded(value) {
  if (Array.isArray(value)) {
    return value.flatMap((element) => {
      if (element?.$each === undefined) return [expanded(element)];
      const { $each, from, to } = element;
      return Array.from({ length: to - from + 1 }, (_, index) => expanded(withIndex($each, from + index))).flat();
    });
  }
  if (typeof value !== "object" || value === null) return value;
  if (typeof value.$text === "string") return value.$text.repeat(value.times);
  if (value.$join !== undefined) return [expanded(value.$join)].flat().join("");
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, expanded(inner)]));
}

function withIndex(value, index) {
  if (typeof value === "string") return value.replaceAll("{i}", index);
  if (Array.isArray(value)) return value.map((element) => withIndex(element, index));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [withIndex(key, index), withIndex(inner, index)]));
}

/** The operations `add`, `replace` and `remove` of RFC 6902. */
function patched(document, operations) {
  for (const { op, path, value } of operations) {
    const tokens = path.split("/").slice(1).map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
    const last = tokens.pop();
    const holder = tokens.reduce((inner, token) => inner[token], document);
    if (op === "remove") Array.isArray(holder) ? holder.splice(Number(last), 1) : delete holder[last];
    else if (op === "add" && Array.isArray(holder)) holder.splice(Number(last), 0, value);
    else holder[last] = value;
  }
  return document;
}

/** The whole report that a case expects; an issue without a `message` leaves it open. */
function whole({ status, issues, sections = [] }, { level = "submission", profile = "no-2018", today }) {
  const all = status === "malformed" ? [] : read("vectors/sections.json")[level];
  return {
    status,
    level,
    profile,
    today,
    issues: issues.map((issue) => ({ params: {}, related: [], ...issue })),
    sections: all.map((section) => sections.find((other) => other.section === section.section) ?? section),
  };
}
