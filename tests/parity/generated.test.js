/** Generated documents give the byte-equal report through every door, as text and as object. */

import assert from "node:assert/strict";
import { test } from "node:test";

import * as ours from "../../web/package/dist/index.js";
import { onPage } from "./browser.js";
import { commandLine } from "./command-line.js";
import { reports } from "./doors.js";
import { batches, DOCUMENTS, shown } from "./generated.js";
import { native } from "./native.js";
import { python } from "./python.js";
import { besideNative, startServer } from "./server.js";
import { tell } from "./table.js";

/** How many of those that differ are shown, and kept until then. */
const SHOWN = 5;

/** The report of a value: what is no object has no lines and columns, and its message does not name them. */
function ofValue(text) {
  if (!text?.includes('"document.malformed"')) return text;
  const report = JSON.parse(text);
  for (const issue of report.issues) Object.assign(issue, { params: {}, message: "" });
  return JSON.stringify(report);
}

/** The reports that a page in Chromium gives. */
async function inChromium(page, requests) {
  const text = await page.evaluate(async (text) => {
    const [ours, { reports }] = await Promise.all([import("/package/dist/index.js"), import("/parity/doors.js")]);
    return JSON.stringify(await reports(ours, JSON.parse(text)));
  }, JSON.stringify(requests));
  return JSON.parse(text);
}

test(`${DOCUMENTS} documents through every door`, async () => {
  const counts = new Map();
  const wrong = [];
  const statuses = new Set();

  /** Holds what a door says against what is due. */
  const agree = (door, { start, requests }, due, is) => {
    const count = counts.get(door) ?? { documents: 0, disagreements: 0 };
    counts.set(door, count);
    for (const [index, request] of requests.entries()) {
      if (due[index] === undefined) continue;
      count.documents++;
      if (due[index] === is[index]) continue;
      count.disagreements++;
      if (wrong.length < SHOWN) wrong.push(`${door}, ${shown(request, start + index)}\ndue: ${due[index]}\nis:  ${is[index]}`);
    }
  };

  const server = await startServer();
  try {
    await onPage(async (page) => {
      for (const one of batches()) {
        const { requests } = one;
        const asked = [native(requests), commandLine(requests), server.check(requests), inChromium(page, requests), python(requests)];
        const [due, said, answers, chromium, inPython] = await Promise.all(asked);
        const node = await reports(ours, requests);
        const atServer = await besideNative(requests, answers, due);
        for (const report of due) statuses.add(JSON.parse(report).status);

        agree("native crate", one, due, due);
        agree("command line", one, due, said);
        agree("server", one, atServer.map(({ due }) => due), atServer.map(({ is }) => is));
        const values = due.map((report, index) => (requests[index].value === undefined ? undefined : ofValue(report)));
        for (const [place, found] of Object.entries({ Node: node, Chromium: chromium })) {
          agree(`${place}, text`, one, due, found.map(({ text }) => text));
          agree(`${place}, object`, one, values, found.map(({ object }) => ofValue(object)));
        }
        agree("Python, text", one, due, inPython.map(({ text }) => text));
        agree("Python, column", one, due.map((report, index) => inPython[index].column && report), inPython.map(({ column }) => column));
        agree("Python, dictionary", one, values, inPython.map(({ dictionary }) => ofValue(dictionary)));
      }
    });
  } finally {
    await server.stop();
  }
  for (const [door, count] of counts) tell({ door, kind: "generated", ...count });
  assert.equal(wrong.length, 0, `reports differ, the first of them:\n\n${wrong.join("\n\n")}`);
  assert.deepEqual([...statuses].sort(), ["incomplete", "invalid", "malformed", "ready"]);
});

test("the safe fixes of a document that was fixed are none", async () => {
  await ours.init();
  for (const { start, requests } of batches()) {
    for (const [index, { value }] of requests.entries()) {
      if (value !== undefined) assert.deepEqual(ours.canonicalize(ours.canonicalize(value).value).changes, [], shown(requests[index], start + index));
    }
  }
});
