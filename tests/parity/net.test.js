/**
 * A state machine: checks, drafts, schemas, languages, days, in an order of chance, from inside each other too. Every answer
 * equals that of an engine that knows nothing: it only ever checks whole documents, without any code of theirs, and is
 * started anew again and again. `STEPS` says how many steps (100,000), `SEED` where they begin.
 */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";

import { catalogueOf } from "../../web/package/dist/catalogues.js";
import { Engine } from "../../web/package/dist/engine.js";
import * as ours from "../../web/package/dist/index.js";
import { chance, jsonDocument, jsonValue, pointers } from "./random.js";
import { EXAMPLES } from "./vectors.js";

const STEPS = Number(process.env.STEPS ?? 100_000);
const SEED = Number(process.env.SEED ?? 1);
/** The engine that knows nothing is another after so many answers. */
const FRESH = 64;

/** A hundred thousand steps take half a minute; a machine that does other things besides may need some. */
const LONGEST = 600_000;

const DAY = 86_400_000;
const { now: clock } = Date;
let shift = 0;
const { warn } = console;

before(async () => {
  await ours.init();
  Date.now = () => clock() + shift;
  console.warn = () => {};
});

after(() => {
  Date.now = clock;
  console.warn = warn;
});

const module = new WebAssembly.Module(readFileSync(new URL("../../web/package/wasm/merchant_signup_bg.wasm", import.meta.url)));

/** The languages by their numbers. */
const LOCALES = new Engine(module).tables.locales;
const ENGLISH = await catalogueOf("en");

/** The engine that knows nothing: it judges each document whole, and keeps none. */
const reference = {
  answers: 0,
  loaded: new Map([[0, ENGLISH]]),
  engine: undefined,
  check(value, options) {
    if (this.engine === undefined || this.answers++ % FRESH === 0) this.renew();
    return this.engine.judge(value, this.engine.settings(options));
  },
  renew() {
    this.engine = new Engine(module);
    for (const [locale, catalogue] of this.loaded) {
      if (typeof locale === "number") this.engine.load(locale, catalogue);
      else this.engine.add(locale, catalogue);
    }
  },
};

const MESSAGES = [({ code }) => (code.endsWith("required") ? `own ${code}` : undefined), () => "always"];

function someOptions(random) {
  return {
    ...(random.often(0.5) && { today: random.one(["2026-11-22", "2024-02-29", "2030-01-01", new Date(2026, 2, 1, 12)]) }),
    ...(random.often(0.2) && { level: "contract" }),
    ...(random.often(0.2) && { profile: "eu-amlr-2027" }),
    ...(random.often(0.5) && { locale: random.one(["en", "nb", "nn-NO", "sv", "de", "is", "is-IS"]) }),
    ...(random.often(0.1) && { account: random.one(["P12345678", "x", ""]) }),
    ...(random.often(0.1) && { message: random.one(MESSAGES) }),
  };
}

/** A document a few leaves from one that has been seen before, or another. */
function document(random, before) {
  if (before === undefined || random.often(0.25)) return random.often(0.4) ? structuredClone(random.one(EXAMPLES)) : jsonDocument(random);
  const copy = structuredClone(before);
  for (let left = random.below(4); left > 0; left--) {
    const all = pointers(copy);
    const tokens = random.one(all).split("/").slice(1).map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
    const last = tokens.pop();
    if (last === undefined || last === "__proto__") continue;
    const holder = tokens.reduce((inner, token) => inner[token], copy);
    const old = holder[last];
    if (random.often(0.1) && !Array.isArray(holder)) delete holder[last];
    else if (random.often(0.6) && typeof old === "string") holder[last] = random.one([old + random.one(["x", "1", " ", "é", "\ud83d"]), old.slice(0, -1), old.toUpperCase()]);
    else holder[last] = jsonValue(random, 2);
  }
  return copy;
}

/** The same document, with code in it that runs while it is read: getters, `toJSON`, Proxies. */
function lively(random, value, act, depth = 0) {
  if (typeof value !== "object" || value === null || depth > 6) return value;
  const inner = (part) => (random.often(0.3) ? lively(random, part, act, depth + 1) : part);
  const acting = () => {
    if (random.often(0.3)) act();
  };
  if (Array.isArray(value)) {
    const list = value.map(inner);
    return random.often(0.2) ? new Proxy(list, { get: (of, key, receiver) => (key === "length" && acting(), Reflect.get(of, key, receiver)) }) : list;
  }
  const object = {};
  for (const [key, part] of Object.entries(value)) {
    const held = inner(part);
    if (random.often(0.1)) Object.defineProperty(object, key, { enumerable: true, configurable: true, get: () => (acting(), held) });
    else Object.defineProperty(object, key, { enumerable: true, configurable: true, writable: true, value: held });
  }
  if (random.often(0.05)) return new Proxy(object, { ownKeys: (of) => (acting(), Reflect.ownKeys(of)) });
  if (random.often(0.05) && !("toJSON" in value)) return { toJSON: () => (acting(), object) };
  return object;
}

test(`${STEPS} steps`, async () => {
  const random = chance(SEED);
  const log = [];
  const drafts = [];
  const schemas = Array.from({ length: 5 }, () => {
    const options = someOptions(random);
    return { schema: ours.signupSchema(options), options, last: undefined };
  });
  const counts = {};
  let last;
  let depth = 0;

  const same = (is, value, options, what) => {
    // The reference's own codes run nothing of the page's.
    const due = reference.check(value, options);
    const [is_, due_] = [JSON.stringify(is), JSON.stringify(due)];
    if (is_ !== due_) assert.fail(`${what}, seed ${SEED}, after\n${log.slice(-12).join("\n")}\nof ${JSON.stringify(value)}\ndue ${due_}\nis  ${is_}`);
    return due;
  };

  /** What is done from inside another call. */
  const act = () => {
    if (depth > 2) return;
    depth++;
    step(true);
    depth--;
  };

  /** Does something while the code in documents does nothing: it could change a draft between two looks at it. */
  const quietly = (look) => {
    const outer = depth;
    depth = Infinity;
    try {
      return look();
    } finally {
      depth = outer;
    }
  };

  const judged = (entry, plain) => quietly(() => {
    const held = entry.draft.value;
    if (plain) same(entry.draft.report, held, entry.options, "a draft");
    const due = reference.check(held, entry.options);
    assert.equal(entry.draft.status, due.status, log.slice(-5).join("\n"));
    const path = random.one([...due.issues, { path: "/signup/bank_name" }]).path;
    assert.equal(JSON.stringify(entry.draft.issuesAt(path)), JSON.stringify(due.issues.filter((issue) => issue.path === path)), log.slice(-5).join("\n"));
    assert.equal(entry.draft.issuesAt(path), entry.draft.issuesAt(path));
    assert.equal(entry.draft.report, entry.draft.report);
  });

  const required = () => {
    const { draft, options } = random.one(drafts);
    const before = JSON.parse(JSON.stringify(draft.value));
    const pointer = random.one(["/signup/bank_name", "/signup/ownership/owners", "/signup/ownership/owners/0/date_of_birth", "/signup/verifications/payment_site", "/signup/revenue"]);
    if (draft.status === "malformed") return;
    // In a row that is not there nothing is owed.
    const isInNoRow = pointer.includes("/owners/0") && typeof before?.signup?.ownership?.owners?.[0] !== "object";
    const without = ours.createDraft(before, options);
    const isThere = JSON.stringify(without.report) === JSON.stringify(draft.report);
    try {
      without.set(pointer, null);
    } catch {
      return without.dispose();
    }
    const due = !isInNoRow && reference.check(without.value, options).issues.some(({ path, kind }) => kind === "missing" && `${path}/`.startsWith(`${pointer}/`));
    without.dispose();
    if (isThere) assert.equal(draft.required(pointer), due, `${pointer} ${JSON.stringify(before)}`);
  };

  const kinds = {
    check() {
      const options = random.often(0.7) ? schemas[0].options : someOptions(random);
      last = document(random, last);
      const given = random.often(0.3) ? lively(random, last, act) : last;
      const value = last;
      same(ours.check(given, options), value, options, "check");
    },
    schema() {
      const entry = random.one(schemas);
      const value = document(random, entry.last);
      entry.last = value;
      const given = random.often(0.3) ? lively(random, value, act) : value;
      const { issues = [] } = entry.schema["~standard"].validate(given);
      const seen = new Set();
      const due = reference.check(value, entry.options).issues.filter(({ severity, path }) => severity === "error" && !seen.has(path) && seen.add(path));
      assert.deepEqual(issues.map(({ message, code }) => [message, code]), due.map(({ message, code }) => [message, code]), log.slice(-5).join("\n"));
    },
    create() {
      const options = someOptions(random);
      const value = document(random, last);
      const entry = { options, draft: ours.createDraft(random.often(0.2) ? lively(random, value, act) : value, options) };
      if (drafts.length >= 8) drafts.shift().draft.dispose();
      drafts.push(entry);
    },
    edit() {
      if (drafts.length === 0) return;
      const entry = random.one(drafts);
      const { draft } = entry;
      const pointer = random.one([...pointers(JSON.parse(JSON.stringify(draft.value) ?? "{}")), "/signup/applicant/phone_number", "/signup/ownership/owners/-", "/signup/store_type/0"]);
      const value = random.often(0.1) ? lively(random, jsonValue(random), act) : jsonValue(random);
      try {
        if (random.often(0.7)) draft.set(pointer, value);
        else if (random.often(0.5)) draft.remove(pointer);
        else if (random.often(0.5)) draft.insert(pointer, value);
        else draft.move(pointer, random.one(pointers(JSON.parse(JSON.stringify(draft.value) ?? "{}"))));
      } catch (error) {
        if (!/merchant-signup: (nothing can stand|insert needs|this draft was disposed)/.test(error.message)) throw error;
      }
    },
    judge() {
      if (drafts.length > 0) judged(random.one(drafts), true);
    },
    required() {
      if (drafts.length > 0) quietly(required);
    },
    dispose() {
      if (drafts.length === 0) return;
      const [entry] = drafts.splice(random.below(drafts.length), 1);
      entry.draft.dispose();
      assert.throws(() => entry.draft.status, /disposed/);
    },
    configure() {
      if (drafts.length === 0) return;
      const entry = random.one(drafts);
      entry.options = someOptions(random);
      entry.draft.configure(entry.options);
    },
    day() {
      shift += random.one([-DAY, DAY, 30 * DAY, -365 * DAY]);
      if (Math.abs(shift) > 4000 * DAY) shift = 0;
    },
    forget() {
      ours.forget();
    },
    addLocale() {
      const catalogue = random.one([{ messages: { "*.required": "{field} vantar" } }, { messages: { "bank_name.required": "Hvaða banki?", "*.too_long": "{maximum}" }, labels: { "/signup/bank_name": "Banki" } }]);
      ours.addLocale("is", catalogue);
      reference.loaded.set("is", catalogue);
      reference.engine = undefined;
    },
    canonicalize() {
      const value = document(random, last);
      const plain = JSON.stringify(ours.canonicalize(structuredClone(value)));
      assert.equal(JSON.stringify({ value: JSON.parse(JSON.stringify(ours.canonicalize(lively(random, value, act)).value)), changes: ours.canonicalize(value).changes }), JSON.stringify({ value: JSON.parse(plain).value, changes: JSON.parse(plain).changes }));
    },
    large() {
      ours.check({ signup: { x: "y".repeat(1 << 20), bank_name: "z".repeat(1 << 18) } }, {});
    },
  };
  const often = ["check", "check", "check", "schema", "schema", "schema", "edit", "edit", "edit", "edit", "judge", "judge", "create", "configure", "required"];
  const seldom = Object.keys(kinds);

  function step(isInside) {
    let kind = random.often(0.9) ? random.one(often) : random.one(seldom);
    if (kind === "large" && !random.often(0.02)) kind = "check";
    // In a call a draft is not held against a check: the call may be an edit of it that is not done.
    if (isInside && (kind === "judge" || kind === "required")) kind = "check";
    if (isInside && kind === "dispose" && !random.often(0.2)) kind = "edit";
    // Where the day or the language changes in the middle of a call, the call's own answer is that of before.
    if (isInside && (kind === "day" || kind === "addLocale")) kind = "forget";
    log.push(`${isInside ? "  inside: " : ""}${kind}`);
    if (log.length > 1000) log.splice(0, 900);
    counts[kind] = (counts[kind] ?? 0) + 1;
    kinds[kind]();
  }

  const deadline = clock() + LONGEST;
  for (let number = 0; number < STEPS; number++) {
    if (clock() > deadline) assert.fail(`${number} of ${STEPS} steps have taken ${LONGEST / 1000} s`);
    if (number === STEPS >> 2 || number === STEPS >> 1) {
      const tag = number === STEPS >> 2 ? "nb" : "sv";
      await ours.loadLocale(tag);
      reference.loaded.set(LOCALES.indexOf(tag), await catalogueOf(tag));
      reference.engine = undefined;
    }
    step(false);
  }
  for (const entry of drafts) judged(entry, true);
  assert.ok(Object.keys(kinds).every((kind) => counts[kind] > 0 || STEPS < 10_000), JSON.stringify(counts));
});
