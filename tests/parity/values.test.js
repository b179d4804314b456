/** A JavaScript value is judged as its `JSON.stringify` text would be, and nothing that it holds crashes or hangs. */

import assert from "node:assert/strict";
import { before, describe, test } from "node:test";

import * as ours from "../../web/package/dist/index.js";
import { chance, MALFORMED, ODD, oddDocument } from "./random.js";
import { READY, TODAY } from "./vectors.js";

const OPTIONS = { today: TODAY };
const SEED = Number(process.env.SEED ?? 1);

/** The report as text, without what an object does not have: the place where a text is no JSON. */
const written = (report) => JSON.stringify(report).replace(/("params":\{"reason":"(?:list|not_an_object)"),"line":\d+,"column":\d+\}/, "$1}");
const codes = (report) => report.issues.filter(({ severity }) => severity === "error").map(({ code, path }) => `${code} ${path}`);

const CIRCLE = {};
CIRCLE.signup = CIRCLE;

/** What is due: the report of the text; of what throws, that of a circle; of what else has none, the one of no document at all. */
async function due(value, options = OPTIONS) {
  let text;
  try {
    text = JSON.stringify(value);
  } catch {
    return written(ours.check(CIRCLE, options));
  }
  return written(text === undefined ? ours.check(undefined, options) : await ours.checkText(text, options));
}

/** With one value somewhere in a signup. */
function signup(change) {
  const document = structuredClone(READY);
  change(document.signup);
  return document;
}

before(async () => ours.init());

test("no document at all is malformed, alone", () => {
  for (const value of [undefined, null, 5, "text", true, Symbol("x"), () => 1, 5n, Number.NaN, [], [READY], new Date()]) {
    const { status, issues, sections } = ours.check(value, OPTIONS);
    assert.deepEqual([status, issues.map(({ code }) => code), sections], ["malformed", ["document.malformed"], []]);
  }
});

describe("odd values count as their text, at every field", () => {
  for (const [index, odd] of ODD.entries()) {
    test(`${index}: ${String(odd).slice(6, 80)}`, async () => {
      const random = chance(SEED + index);
      assert.equal(written(ours.check(odd(), OPTIONS)), await due(odd()), "as the document");
      for (let time = 0; time < 60; time++) {
        const value = oddDocument(random, odd());
        assert.equal(written(ours.check(value, OPTIONS)), await due(value));
      }
    });
  }
});

describe("what throws or goes round in circles is malformed, wherever it stands", () => {
  for (const [index, bad] of MALFORMED.entries()) {
    test(`${index}: ${String(bad).slice(6, 80)}`, () => {
      const random = chance(SEED + index);
      for (let time = 0; time < 40; time++) {
        const value = oddDocument(random, bad());
        assert.throws(() => JSON.stringify(value));
        const { status, issues } = ours.check(value, OPTIONS);
        assert.deepEqual([status, issues.map(({ code }) => code)], ["malformed", ["document.malformed"]]);
      }
    });
  }
});

test("what JSON cannot say is of another type", () => {
  for (const value of [Infinity, -Infinity, 5n, Object(5n)]) {
    const report = ours.check(signup((of) => (of.ownership.owners[0].percentage = value)), OPTIONS);
    assert.deepEqual(codes(report), ["ownership.owners.percentage.type /signup/ownership/owners/0/percentage"], String(value));
    for (const change of [(of) => (of.bank_name = value), (of) => (of.applicant = value), (of) => (of.store_type = [value])]) {
      assert.match(codes(ours.check(signup(change), OPTIONS))[0], /\.type /);
    }
  }
});

test("what an empty number input gives is missing, as in JSON", async () => {
  const value = signup((of) => (of.ownership.owners[0].percentage = Number.NaN));
  assert.deepEqual(codes(ours.check(value, OPTIONS)), ["ownership.owners.percentage.required /signup/ownership/owners/0/percentage"]);
  assert.equal(written(ours.check(value, OPTIONS)), await due(value));
});

test("wrappers of another realm count as what they hold", async () => {
  const { runInNewContext } = await import("node:vm");
  const [text, number, answer, big] = runInNewContext("[new String('DNB'), new Number(51), new Boolean(true), Object(5n)]");
  const value = signup((of) => Object.assign(of, { bank_name: text }) && (of.ownership.owners[0].percentage = number) && (of.revenue.gift_cards = answer));
  assert.equal(ours.check(value, OPTIONS).status, "ready");
  assert.equal(written(ours.check(value, OPTIONS)), await due(value));
  assert.deepEqual(codes(ours.check(signup((of) => (of.bank_name = big)), OPTIONS)), ["bank_name.type /signup/bank_name"]);
  const whole = runInNewContext(`(${JSON.stringify(value)})`);
  assert.equal(ours.check(whole, OPTIONS).status, "ready");
});

test("half a surrogate pair is an unsafe character in a free text, and a fault elsewhere", () => {
  for (const half of ["\ud83d", "\ude00", "a\ud83d", "\ude00\ud83d", "x".repeat(70) + "\ud83d"]) {
    assert.deepEqual(codes(ours.check(signup((of) => (of.bank_name = half)), OPTIONS)), ["bank_name.unsafe_characters /signup/bank_name"]);
    assert.equal(ours.check(signup((of) => (of.applicant.phone_number = half)), OPTIONS).status, "invalid");
    assert.equal(ours.check(signup((of) => (of[half] = 1)), OPTIONS).status, "ready");
  }
  assert.equal(ours.check(signup((of) => (of.bank_name = "😀")), OPTIONS).status, "ready");
});

test("BigInt.prototype.toJSON is called, as JSON.stringify does", async () => {
  Object.defineProperty(BigInt.prototype, "toJSON", { configurable: true, value() { return Number(this); } });
  try {
    const value = signup((of) => (of.ownership.owners[0].percentage = 51n));
    assert.equal(written(ours.check(value, OPTIONS)), await due(value));
    assert.equal(ours.check(value, OPTIONS).status, "ready");
  } finally {
    delete BigInt.prototype.toJSON;
  }
});

test("a check that knows the document again sees what has changed about it since", async () => {
  const value = () => signup((of) => ((of.ownership.owners[0].percentage = 51n), delete of.bank_name));
  const both = () => [ours.check(value(), OPTIONS), ours.check(value(), OPTIONS)].map(written);
  const before = both();
  assert.equal(before[0], before[1]);
  const faults = codes(JSON.parse(before[0]));
  assert.ok(faults.includes("bank_name.required /signup/bank_name") && faults.includes("ownership.owners.percentage.type /signup/ownership/owners/0/percentage"));
  Object.defineProperty(BigInt.prototype, "toJSON", { configurable: true, value() { return Number(this); } });
  Object.defineProperty(Object.prototype, "bank_name", { configurable: true, enumerable: true, value: "DNB" });
  try {
    const during = both();
    assert.notEqual(during[0], before[0]);
    assert.deepEqual(during, [await due(value()), await due(value())]);
  } finally {
    delete BigInt.prototype.toJSON;
    delete Object.prototype.bank_name;
  }
  assert.deepEqual(both(), before);
});

test("texts of all lengths in UTF-8", async () => {
  for (const part of ["a", "ø", "…", "€", "漢", "\ud7ff", "\ue000", "\uffff", "😀"]) {
    for (const times of [1, 2, 20, 31, 32, 62, 63, 64, 65]) {
      const value = signup((of) => (of.bank_name = part.repeat(times) + "x"));
      assert.equal(written(ours.check(value, OPTIONS)), await due(value), `${part} ${times}`);
      const draft = ours.createDraft(value, OPTIONS);
      draft.set("/signup/bank_name", "");
      draft.set("/signup/bank_name", value.signup.bank_name);
      assert.equal(written(draft.report), await due(value), `${part} ${times}, in a draft`);
      draft.dispose();
    }
  }
});

test("keys on prototypes are no fields", async () => {
  Object.defineProperty(Object.prototype, "bank_name", { configurable: true, enumerable: true, value: "DNB" });
  try {
    const value = signup((of) => delete of.bank_name);
    assert.equal(written(ours.check(value, OPTIONS)), await due(value));
    assert.deepEqual(codes(ours.check(value, OPTIONS)), ["bank_name.required /signup/bank_name"]);
  } finally {
    delete Object.prototype.bank_name;
  }
});

test("depth is counted everywhere, and as in a text", async () => {
  for (const hold of [(inner) => ({ x: inner }), (inner) => [inner]]) {
    for (const levels of [28, 29, 30, 31, 32, 33, 100, 5_000]) {
      let deep = 1;
      for (let level = 0; level < levels; level++) deep = hold(deep);
      for (const value of [deep, { x: deep }, signup((of) => (of.bank_name = deep)), signup((of) => (of.ownership.owners[1].x = deep)), signup((of) => (of.store_type = deep))]) {
        assert.equal(written(ours.check(value, OPTIONS)), await due(value), `${levels} levels`);
      }
    }
  }
});

/** In less than five seconds of the processor's time, whatever else the machine does. */
function soon(name, value, expected) {
  test(name, () => {
    const document = value();
    const before = process.cpuUsage();
    const report = ours.check(document, OPTIONS);
    const { user } = process.cpuUsage(before);
    assert.deepEqual(codes(report), expected);
    assert.ok(user < 5_000_000, `${user} µs`);
  });
}

describe("large values take no long time", () => {
  soon("a text of 64 MiB", () => signup((of) => (of.bank_name = "x".repeat(1 << 26))), ["bank_name.too_long /signup/bank_name"]);
  soon("a text of 64 MiB where nobody looks", () => signup((of) => (of.x = "x".repeat(1 << 26))), []);
  soon("a key of 64 MiB", () => signup((of) => (of["x".repeat(1 << 26)] = 1)), []);
  soon("a million elements", () => signup((of) => (of.store_type = new Array(1e6).fill("online"))), ["store_type.too_many /signup/store_type"]);
  soon("a million owners", () => signup((of) => (of.ownership.owners = new Array(1e6).fill({ ...of.ownership.owners[0], percentage: 0.5 }))), ["ownership.owners.too_many /signup/ownership/owners"]);
  soon("a million fields", () => Object.assign({ signup: READY.signup }, Object.fromEntries(Array.from({ length: 1e6 }, (_, index) => [`k${index}`, index]))), []);
  soon("four thousand million holes", () => signup((of) => { of.store_type = ["online"]; of.store_type.length = 2 ** 32 - 1; }), ["store_type.too_many /signup/store_type", ...Array.from({ length: 9 }, (_, index) => `store_type.required /signup/store_type/${index + 1}`)]);
  soon("four thousand million holes where nobody looks", () => signup((of) => { of.x = []; of.x.length = 2 ** 32 - 1; }), []);
});
