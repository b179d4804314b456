/** What the command line says. `COMMAND` names the built program. */

import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { built, bytesOf, run } from "./native.js";

/** The reports of requests as texts. Documents with the same options are one batch of lines; what is no line is a file. */
export async function commandLine(requests) {
  const program = built("COMMAND");
  const groups = new Map();
  for (const [index, request] of requests.entries()) {
    const words = flags(request.options).join(" ");
    groups.set(words, [...(groups.get(words) ?? []), { index, bytes: bytesOf(request), options: request.options }]);
  }
  const reports = [];
  for (const group of groups.values()) {
    const words = ["check", ...flags(group[0].options)];
    const lines = group.filter(({ bytes }) => isLine(bytes));
    const files = group.filter(({ bytes }) => !isLine(bytes));
    const found = [...(await byLines(program, words, lines)), ...(await byFiles(program, words, files))];
    for (const [at, { index }] of [...lines, ...files].entries()) reports[index] = found[at];
  }
  return reports;
}

/** Always with a language: else it is the system's. */
function flags({ today, level, profile, locale = "en", account }) {
  const given = { today, level, profile, locale, account };
  return Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}=${value}`]));
}

/** Whether a text can stand on a line of a batch: blank lines are none, and a line ends before `\r\n`. */
function isLine(bytes) {
  return !bytes.includes("\n") && bytes.at(-1) !== 0x0d && bytes.some((byte) => ![0x20, 0x09, 0x0c, 0x0d].includes(byte));
}

async function byLines(program, words, documents) {
  if (documents.length === 0) return [];
  const input = Buffer.concat(documents.flatMap(({ bytes }) => [bytes, Buffer.from("\n")]));
  const { status, stdout, stderr } = await run(program, [...words, "--input=ndjson", "--format=ndjson", "-"], input);
  const lines = stdout.trimEnd().split("\n");
  assert.equal(lines.length, documents.length, stderr);
  const reports = lines.map((line, index) => {
    const start = `{"source":"-","line":${index + 1},"report":`;
    assert.ok(line.startsWith(start) && line.endsWith("}"), line);
    return atItsOwnLine(line.slice(start.length, -1), index + 1);
  });
  agreesWith(status, reports);
  return reports;
}

/** A report on a line of a batch counts the batch's lines. Only a document of one line stands there. */
function atItsOwnLine(text, line) {
  const report = JSON.parse(text);
  const [{ params, message }] = report.issues.length === 1 ? report.issues : [{}];
  if (params?.line === undefined) return text;
  assert.equal(params.line, line);
  params.line = 1;
  report.issues[0].message = message.replace(` ${line}, `, " 1, ");
  return JSON.stringify(report);
}

async function byFiles(program, words, documents) {
  if (documents.length === 0) return [];
  const folder = await mkdtemp(join(tmpdir(), "merchant-signup-"));
  try {
    const files = documents.map((_, index) => join(folder, `${index}.json`));
    for (const [index, { bytes }] of documents.entries()) await writeFile(files[index], bytes);
    const { status, stdout, stderr } = await run(program, [...words, "--input=json", "--format=json", ...files]);
    assert.ok(status === 0 || status === 1, stderr);
    const found = JSON.parse(stdout);
    // Of one file the report alone, of several a list. Written anew, since it was laid out for people.
    const reports = (files.length === 1 ? [found] : found.map(({ report }) => report)).map((report) => JSON.stringify(report));
    assert.equal(reports.length, files.length);
    agreesWith(status, reports);
    return reports;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The exit status says whether every signup is ready. */
function agreesWith(status, reports) {
  const isReady = reports.every((report) => JSON.parse(report).status === "ready");
  assert.equal(status, isReady ? 0 : 1);
}
