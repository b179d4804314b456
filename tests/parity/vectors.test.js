/** Every vector gives the byte-equal report through the native crate, the command line, the server, the WASM in Node and in Chromium. */

import assert from "node:assert/strict";
import { test } from "node:test";

import * as ours from "../../web/package/dist/index.js";
import { onPage } from "./browser.js";
import { commandLine } from "./command-line.js";
import { reports } from "./doors.js";
import { OBJECTS_DIFFER, SERVER_REFUSES } from "./exceptions.js";
import { native } from "./native.js";
import { python } from "./python.js";
import { besideNative, startServer } from "./server.js";
import { tell } from "./table.js";
import { cases, READY } from "./vectors.js";

const all = cases();
const requests = all.map(({ name, report, fixes, ...request }) => request);
const inNode = await reports(ours, requests, READY);
/** What every door can be given, and what the native crate says of it. */
const withText = all.map((one, index) => ({ ...one, index })).filter(({ javascript }) => javascript === undefined);
const natively = await native(withText);
tell({ door: "native crate", kind: "vectors", documents: withText.length });

const text = (report) => JSON.parse(report ?? "null")?.issues?.map(({ code, path }) => `${code} ${path}`).join("\n");

/** Fails with every case that differs, and what differs in the first ones. */
function agree(found) {
  const wrong = found.filter(({ due, is }) => due !== is);
  tell({ door: found[0].door, kind: "vectors", documents: found.filter(({ due }) => due !== undefined).length, disagreements: wrong.length });
  const shown = wrong.slice(0, 5).map(({ name, door, due, is }) => `${name} (${door})\n${text(due) === text(is) ? `${due}\n${is}` : `due:\n${text(due)}\nis:\n${text(is)}`}`);
  assert.equal(wrong.length, 0, `${wrong.length} of ${found.length} reports differ:\n${wrong.map(({ name }) => name).join("\n")}\n\n${shown.join("\n\n")}`);
}

test("native and Node, text", () => {
  assert.ok(withText.length > 800, `${withText.length} cases`);
  agree(withText.map(({ name, index }, line) => ({ name, door: "Node, text", due: natively[line], is: inNode[index].text })));
});

test("native and the command line", async () => {
  const said = await commandLine(withText);
  agree(withText.map(({ name }, line) => ({ name, door: "command line", due: natively[line], is: said[line] })));
});

test("native and Python", async () => {
  const said = await python(withText);
  agree(withText.map(({ name }, line) => ({ name, door: "Python, text", due: natively[line], is: said[line].text })));
  const inColumns = withText.map(({ name }, line) => ({ name, door: "Python, column", due: natively[line], is: said[line].column }));
  agree(inColumns.filter(({ is }) => is !== undefined));
  const values = withText.map(({ name, value }, line) => ({ name, value, due: natively[line], is: said[line].dictionary }));
  const judged = values.filter(({ name, value }) => value !== undefined && !OBJECTS_DIFFER.has(name));
  agree(judged.map(({ name, due, is }) => ({ name, door: "Python, dictionary", due, is })));
});

test("native and the server", async () => {
  const server = await startServer();
  let answers;
  try {
    answers = await server.check(withText);
  } finally {
    await server.stop();
  }
  const pairs = await besideNative(withText, answers, natively);
  const refused = withText.filter((_, index) => pairs[index].isRefused).map(({ name }) => name);
  assert.deepEqual(new Set(refused), SERVER_REFUSES);
  agree(withText.map(({ name }, index) => ({ name, door: "server", ...pairs[index] })));
});

test("text and object, in Node", () => {
  const both = all.map(({ name }, index) => ({ name, ...inNode[index] })).filter(({ object, text }) => object !== undefined && text !== undefined);
  agree(both.filter(({ name }) => !OBJECTS_DIFFER.has(name)).map(({ name, object, text }) => ({ name, door: "Node, object", due: text, is: object })));
  const passing = both.filter(({ name, object, text }) => OBJECTS_DIFFER.has(name) && object === text).map(({ name }) => name);
  assert.deepEqual(passing, [], "listed as exceptions, and not one");
  const names = new Set(both.map(({ name }) => name));
  assert.deepEqual([...OBJECTS_DIFFER].filter((name) => !names.has(name)), [], "listed as exceptions, and not there");
});

test("Node and Chromium, object and text", async () => {
  const inChromium = await onPage((page) =>
    page.evaluate(
      async ([requests, READY]) => {
        const [ours, { reports }] = await Promise.all([import("/package/dist/index.js"), import("/parity/doors.js")]);
        return reports(ours, requests.map((text) => JSON.parse(text)), READY);
      },
      [requests.map((request) => JSON.stringify(request)), READY],
    ),
  );
  for (const door of ["object", "text"]) {
    agree(all.map(({ name }, index) => ({ name, door: `Chromium, ${door}`, due: inNode[index][door], is: inChromium[index][door] })));
  }
});

test("what the vectors expect is what is said", () => {
  for (const [index, { name, report }] of all.entries()) {
    if (report === undefined) continue;
    const found = JSON.parse(inNode[index].text ?? inNode[index].object);
    delete found.rules;
    for (const [at, issue] of found.issues.entries()) {
      assert.notEqual(issue.message, "", name);
      if (report.issues[at]?.message === undefined) delete issue.message;
    }
    assert.deepEqual(found, report, name);
  }
});

test("the safe fixes are those of the vectors", () => {
  for (const { name, value, fixes } of all) {
    if (fixes === undefined) continue;
    const before = JSON.stringify(value);
    const { value: fixed, changes } = ours.canonicalize(value);
    assert.deepEqual(changes, fixes.map(({ path, fix }) => ({ path, fix })), name);
    const due = structuredClone(value);
    for (const { path, value: corrected } of fixes) {
      const tokens = path.split("/").slice(1);
      const last = tokens.pop();
      tokens.reduce((inner, token) => inner[token], due)[last] = corrected;
    }
    assert.deepEqual(fixed, due, name);
    assert.equal(JSON.stringify(value), before, `${name}: the value itself is not changed`);
    assert.deepEqual(ours.canonicalize(fixed).changes, [], `${name}: idempotent`);
  }
});
