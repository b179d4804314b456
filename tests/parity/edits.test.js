/**
 * Random edits of a draft: after each one its report equals a full check of its value, and `status` and `issuesAt` agree
 * with it. `SEQUENCES` says how many sequences (1,000), `SEED` where they begin.
 */

import assert from "node:assert/strict";
import { before, test } from "node:test";

import * as ours from "../../web/package/dist/index.js";
import { chance, jsonDocument, jsonValue, MALFORMED, ODD, pointers } from "./random.js";
import { EXAMPLES, READY, TODAY } from "./vectors.js";

const SEQUENCES = Number(process.env.SEQUENCES ?? 1_000);
const SEED = Number(process.env.SEED ?? 1);
const EDITS = 20;

before(async () => {
  await ours.init();
  await ours.loadLocale("nb");
});

const OPTIONS = [{}, {}, {}, { level: "contract" }, { profile: "eu-amlr-2027" }, { locale: "nb" }, { account: "P12345678" }, { account: "x" }, { today: "2030-02-28" }];

const BEYOND = ["/signup/x", "/x", "/signup/ownership/owners/99", "/signup/ownership/owners/100", "/signup/ownership/owners/-", "/signup/payment_options/0/currencies/0", "/signup/payment_options/3/type",
  "/signup/store_type/10", "/signup/signature/signatures/0/email", "/signup/bank_name/deep/down", "/signup/revenue", "/signup/a~1b/c~0d", "/signup/ownership/owners/01", "/signup/__proto__", "/signup/constructor/x", "/"];

/** A pointer: one that is there, one beside it, or one that leads nowhere. */
function somewhere(random, value) {
  if (random.often(0.04)) return "";
  if (random.often(0.15)) return random.one(BEYOND);
  let there;
  try {
    there = pointers(value);
  } catch {
    return random.one(BEYOND);
  }
  const pointer = random.one(there);
  if (random.often(0.15)) return `${pointer}/${random.one(["0", "1", "2", "-", "name", "x", "percentage", "type"])}`;
  if (random.often(0.15)) return pointer.replace(/\/[^/]*$/, () => `/${random.below(5)}`);
  return pointer;
}

function something(random) {
  if (random.often(0.03)) return random.one(ODD)();
  if (random.often(0.01)) return random.one(MALFORMED)();
  if (random.often(0.05)) return jsonDocument(random)?.signup;
  if (random.often(0.05)) return structuredClone(random.one(random.one(EXAMPLES).signup?.ownership?.owners ?? [{}]));
  return jsonValue(random);
}

function edit(random, draft) {
  const pointer = somewhere(random, draft.value);
  const kind = random.below(10);
  if (kind < 5) return ["set", pointer, something(random)];
  if (kind < 7) return ["remove", pointer];
  if (kind < 9) return ["insert", pointer, something(random)];
  return ["move", pointer, somewhere(random, draft.value)];
}

test(`${SEQUENCES} sequences of ${EDITS} edits`, () => {
  let refused = 0;
  let done = 0;
  const statuses = new Set();
  for (let sequence = 0; sequence < SEQUENCES; sequence++) {
    const random = chance(SEED * 1_000_003 + sequence);
    let options = { today: TODAY, ...random.one(OPTIONS) };
    const draft = ours.createDraft(jsonDocument(random), options);
    const log = [`sequence ${sequence} of seed ${SEED}`];
    let told = 0;
    draft.subscribe(() => told++);
    for (let step = 0; step < EDITS; step++) {
      if (random.often(0.03)) {
        options = { today: TODAY, ...random.one(OPTIONS) };
        draft.configure(options);
        log.push("configure");
      }
      const [name, ...given] = edit(random, draft);
      log.push(name, ...given.map((one) => (typeof one === "string" ? one : typeof one)));
      const before = draft.value;
      const toldBefore = told;
      // Now and then the report has been read before the change, and what it keeps must not live on.
      if (random.often(0.3)) void draft.report.issues;
      try {
        draft[name](...given);
        done++;
        if (draft.value !== before) assert.equal(told, toldBefore + 1, log.join(" "));
      } catch (error) {
        // What a value throws itself, when it is copied, comes through as it is.
        const isRefusal = error instanceof TypeError && error.message.startsWith("merchant-signup: ");
        if (!isRefusal && ours.check(before, options).status !== "malformed") throw new Error(`${log.join(" ")}: ${error?.stack}`);
        assert.equal(draft.value, before, log.join(" "));
        refused++;
      }
      const due = ours.check(draft.value, options);
      statuses.add(due.status);
      const pointer = random.often(0.5) ? given[0] : (random.one([...due.issues, { path: given[0] }]).path);
      const issues = due.issues.filter(({ path }) => path === pointer);
      assert.equal(draft.status, due.status, log.join(" "));
      assert.equal(JSON.stringify(draft.issuesAt(pointer)), JSON.stringify(issues), log.join(" "));
      assert.equal(JSON.stringify(draft.report), JSON.stringify(due), log.join(" "));
      assert.equal(JSON.stringify(draft.issuesAt(pointer)), JSON.stringify(issues), log.join(" "));
    }
    draft.dispose();
  }
  assert.deepEqual([...statuses].sort(), ["incomplete", "invalid", "malformed", "ready"]);
  assert.ok(done > refused, `${done} edits, ${refused} refused`);
});

test("a refused edit changes nothing, and says why", () => {
  const draft = ours.createDraft({ signup: { bank_name: "DNB", store_type: ["online"] } }, { today: TODAY });
  const { value } = draft;
  const report = JSON.stringify(draft.report);
  for (const refused of [
    () => draft.set("signup", 1),
    () => draft.set("/signup/bank_name/x", 1),
    () => draft.set("/signup/store_type/2", "online"),
    () => draft.set("/signup/store_type/x", "online"),
    () => draft.insert("/signup/bank_name", "x"),
    () => draft.insert("", {}),
    () => draft.move("/signup/nothing", "/signup/x"),
    () => draft.move("/signup/bank_name", "/signup/store_type/5"),
  ]) {
    assert.throws(refused, /^TypeError: merchant-signup: /);
    assert.equal(draft.value, value);
    assert.equal(JSON.stringify(draft.report), report);
  }
});

/** A draft's report, after it was read and changed, beside a full check's. */
function same(draft, options = { today: TODAY }) {
  const due = ours.check(draft.value, options);
  assert.equal(JSON.stringify(draft.report), JSON.stringify(due));
  return due;
}

test("an element of what should be a list and is none has no place", () => {
  const draft = ours.createDraft({ signup: { signature: { signatures: { x: 1 } } } }, { today: TODAY });
  draft.set("/signup/signature/signatures/0", { unknown: 1 });
  assert.ok(!same(draft).issues.some(({ code }) => code === "document.unknown_field"));
});

test("what counts as its toJSON is read whole", () => {
  const draft = ours.createDraft({ signup: {} }, { today: TODAY });
  draft.set("/signup/applicant", { toJSON: () => ({ phone_number: "+4799999999" }), phone_number: "1" });
  draft.set("/signup/applicant/phone_number", "2");
  assert.ok(!same(draft).issues.some(({ path }) => path === "/signup/applicant/phone_number"));
});

test("what counted as a text becomes an object when something is put in it", () => {
  for (const odd of [new Date(0), new String("x"), new Number(1), { toJSON: () => "x" }]) {
    const draft = ours.createDraft({ signup: { applicant: odd } }, { today: TODAY });
    draft.set("/signup/applicant/phone_number", 5);
    same(draft);
  }
});

test("toJSON is told its key", () => {
  const draft = ours.createDraft({ signup: {} }, { today: TODAY });
  draft.set("/signup/revenue", {});
  draft.set("/signup/revenue/gift_cards", { toJSON: (key) => key });
  assert.equal(same(draft).issues.find(({ path }) => path.endsWith("/gift_cards")).code, "revenue.gift_cards.type");
});

test("a leaf put beside a getter: the getter is asked once, and what it sets comes first", () => {
  let asked = 0;
  const applicant = {
    get x() {
      asked++;
      if (asked === 2) draft.set("/signup/bank_name", "Nordea");
      return 1;
    },
    phone_number: "+4799999999",
  };
  const draft = ours.createDraft({ signup: { applicant, bank_name: "DNB" } }, { today: TODAY });
  asked = 1;
  draft.set("/signup/applicant/phone_number", "+47999");
  assert.equal(draft.value.signup.bank_name, "Nordea");
  assert.equal(draft.value.signup.applicant.phone_number, "+47999");
  assert.equal(same(draft).issues.some(({ path }) => path === "/signup/applicant/phone_number"), true);
  // A copy has no getters any more.
  const before = asked;
  draft.set("/signup/applicant/phone_number", "+4799999999");
  assert.equal(asked, before);
  same(draft);
});

test("a leaf where an inherited one stands is the object's own", () => {
  Object.defineProperty(Object.prototype, "bank_name", { configurable: true, enumerable: true, value: "DNB" });
  try {
    const draft = ours.createDraft({ signup: {} }, { today: TODAY });
    draft.set("/signup/bank_name", "DNB");
    assert.ok(Object.hasOwn(draft.value.signup, "bank_name"));
    same(draft);
  } finally {
    delete Object.prototype.bank_name;
  }
});

test("a leaf of any kind in place of one of any kind, at any depth", () => {
  const leaves = ["", "x", 0, -0, 1.5, NaN, Infinity, true, false, null, 1n];
  for (const pointer of ["/signup/bank_name", "/signup/ownership/owners/0/percentage", "/signup/store_type/0", "/signup/revenue/gift_cards"]) {
    const draft = ours.createDraft(structuredClone(READY), { today: TODAY });
    for (const one of leaves) {
      for (const other of leaves) {
        for (const leaf of [one, other]) {
          const before = draft.value;
          const copy = structuredClone(before);
          draft.set(pointer, leaf);
          same(draft);
          // What was handed out stays as it was.
          assert.deepEqual(before, copy);
        }
      }
    }
  }
});

test("a key named __proto__ is a key", () => {
  const draft = ours.createDraft({ signup: {} }, { today: TODAY });
  draft.set("/signup/__proto__", { bank_name: "DNB" });
  draft.set("/signup/__proto__/account_number", "86011117947");
  assert.deepEqual(Object.keys(draft.value.signup), ["__proto__"]);
  assert.equal({}.account_number, undefined);
  same(draft);
});

test("the account's issues stand at the root", () => {
  const draft = ours.createDraft({}, { today: TODAY, account: "x" });
  assert.deepEqual(draft.issuesAt("").map(({ code }) => code), ["account_id.format"]);
});

test("a draft never changes what it was given", () => {
  const given = structuredClone(EXAMPLES[0]);
  const text = JSON.stringify(given);
  const draft = ours.createDraft(given, { today: TODAY });
  draft.set("/signup/ownership/owners/0/percentage", 60);
  draft.remove("/signup/ownership/owners/1");
  draft.insert("/signup/store_type/0", "instore");
  draft.move("/signup/store_type/1", "/signup/store_type/0");
  assert.equal(JSON.stringify(given), text);
  assert.deepEqual(draft.value.signup.store_type, ["online", "instore"]);
});

test("drafts keep apart", () => {
  const drafts = EXAMPLES.map((value) => ours.createDraft(value, { today: TODAY }));
  drafts[1].dispose();
  drafts.push(ours.createDraft(EXAMPLES[3], { today: TODAY }));
  for (const [index, draft] of drafts.entries()) {
    if (index === 1) continue;
    assert.equal(JSON.stringify(draft.report), JSON.stringify(ours.check(EXAMPLES[index] ?? EXAMPLES[3], { today: TODAY })));
  }
});
