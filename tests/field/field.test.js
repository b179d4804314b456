/** What people really paste, through every door. Its cases: `tests/field/README.md`. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import * as ours from "../../web/package/dist/index.js";
import { onPage } from "../parity/browser.js";
import { commandLine } from "../parity/command-line.js";
import { reports } from "../parity/doors.js";
import { built, run } from "../parity/native.js";
import { startServer } from "../parity/server.js";
import { READY, TODAY } from "../parity/vectors.js";

const FILE = process.env.FIELD_CASES ?? new URL("cases.json", import.meta.url);
const STATUSES = ["ready", "incomplete", "invalid"];

const cases = JSON.parse(readFileSync(FILE, "utf8"));
const requests = cases.map(({ patch, options }) => ({ value: patched(patch), options: { today: TODAY, ...options } }));
const requestsAndReady = [...requests, { value: READY, options: { today: TODAY } }];

function patched(patch) {
  const document = structuredClone(READY);
  for (const [pointer, value] of Object.entries(patch)) set(document, `/signup${pointer}`, value);
  return document;
}

function holder(document, pointer) {
  const tokens = pointer.split("/").slice(1).map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
  const last = tokens.pop();
  return [tokens.reduce((inner, token) => inner[token], document), last];
}

function set(document, pointer, value) {
  const [parent, last] = holder(document, pointer);
  parent[last] = value;
}

function get(document, pointer) {
  const [parent, last] = holder(document, pointer);
  return parent[last];
}

const issues = (report) => JSON.parse(report).issues.map(({ code, path, severity }) => [code, path, severity]);

/** The reports of the cases, and behind them that of the ready example. */
function areAsExpected(said) {
  const ofReady = new Set(issues(said.at(-1)).map((issue) => issue.join()));
  for (const [index, { name, expect }] of cases.entries()) {
    const isExpected = new Set(expect.map((issue) => issue.join()));
    const found = issues(said[index]).filter((issue) => !ofReady.has(issue.join()) || isExpected.has(issue.join()));
    assert.deepEqual(found, expect, name);
  }
}

/** Each document with its fixes, and those fixed again. */
function areFixed(fixed, again) {
  for (const [index, { name, fixed: due = {} }] of cases.entries()) {
    for (const [pointer, value] of Object.entries(due)) assert.deepEqual(get(fixed[index], pointer), value, `${name}: ${pointer}`);
    assert.deepEqual(again[index], fixed[index], `${name}: what is fixed is fixed no further`);
    const status = (value) => STATUSES.indexOf(ours.check(value, requests[index].options).status);
    assert.ok(status(fixed[index]) <= status(requests[index].value), `${name}: a worse status`);
  }
}

const inNode = await reports(ours, requestsAndReady, READY);

test("there are cases", () => assert.ok(cases.length >= 30, `${cases.length} cases`));

test("Node", () => {
  for (const door of ["object", "text"]) areAsExpected(inNode.map((said) => said[door]));
});

test("Node, fixes", () => {
  const fixed = requests.map(({ value }) => ours.canonicalize(value).value);
  areFixed(fixed, fixed.map((value) => ours.canonicalize(value).value));
});

test("the browser", async () => {
  const said = await onPage((page) =>
    page.evaluate(
      async ([requests, READY]) => {
        const [ours, { reports }] = await Promise.all([import("/package/dist/index.js"), import("/parity/doors.js")]);
        const said = await reports(ours, JSON.parse(requests), READY);
        const fixed = JSON.parse(requests).map(({ value }) => ours.canonicalize(value).value);
        return { said, fixed, again: fixed.map((value) => ours.canonicalize(value).value) };
      },
      [JSON.stringify(requestsAndReady), READY],
    ),
  );
  for (const door of ["object", "text"]) areAsExpected(said.said.map((one) => one[door]));
  areFixed(said.fixed, said.again);
});

test("the command line", async () => areAsExpected(await commandLine(requestsAndReady)));

test("the command line, fixes", async () => {
  const fix = async (documents) => {
    const lines = documents.map((value) => `${JSON.stringify(value)}\n`).join("");
    const { stdout, stderr } = await run(built("COMMAND"), ["fix", "--input=ndjson", "-"], lines);
    const fixed = stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
    assert.equal(fixed.length, documents.length, stderr);
    return fixed;
  };
  const fixed = await fix(requests.map(({ value }) => value));
  areFixed(fixed, await fix(fixed));
});

test("the server", async () => {
  const server = await startServer();
  try {
    const answers = await server.check(requestsAndReady);
    for (const { status, text } of answers) assert.equal(status, 200, text);
    areAsExpected(answers.map(({ text }) => text));
  } finally {
    await server.stop();
  }
});
