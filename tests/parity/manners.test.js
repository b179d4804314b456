/** The package however it is called: from inside its own calls, through Proxies, after `dispose`, before `init`, with options that are none. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { before, describe, test } from "node:test";
import { runInNewContext } from "node:vm";

import * as ours from "../../web/package/dist/index.js";
import { READY, TODAY } from "./vectors.js";

const OPTIONS = { today: TODAY };
const PHONE = "/signup/applicant/phone_number";
const later = () => import(`../../web/package/dist/index.js?${Math.random()}`);

/** A Proxy as Vue's `reactive` makes it: what is read through it is wrapped too, and `this` is the Proxy. */
const wrapped = new WeakMap();
function reactive(target) {
  if (typeof target !== "object" || target === null || !Object.isExtensible(target)) return target;
  if (!wrapped.has(target)) wrapped.set(target, new Proxy(target, { get: (of, key, receiver) => reactive(Reflect.get(of, key, receiver)) }));
  return wrapped.get(target);
}

before(() => ours.init());

describe("called from inside its own calls", () => {
  const calls = {
    check: () => ours.check(READY, OPTIONS),
    canonicalize: () => ours.canonicalize({ signup: { bank_name: " DNB " } }),
    createDraft: () => ours.createDraft(READY, OPTIONS).status,
    "a large check": () => ours.check({ signup: { bank_name: "x".repeat(1 << 22), x: "y".repeat(1 << 22) } }, OPTIONS),
    schema: () => ours.signupSchema(OPTIONS)["~standard"].validate(READY),
  };
  for (const [name, call] of Object.entries(calls)) {
    for (const [how, holding] of Object.entries({
      getter: () => ({ get ok() { call(); return 1; }, signup: {} }),
      "getter of a field": () => ({ signup: { bank_name: "DNB", get account_number() { call(); return "86011117947"; }, store_type: ["online"] } }),
      toJSON: () => ({ signup: { revenue: { toJSON() { call(); return { currency: "NOK" }; } }, bank_name: "DNB" } }),
      "a Proxy's trap": () => new Proxy({ signup: { bank_name: "DNB" } }, { ownKeys: (of) => (call(), Reflect.ownKeys(of)) }),
    })) {
      test(`${name} in a ${how}`, () => {
        assert.deepEqual(ours.check(holding(), OPTIONS), ours.check(JSON.parse(JSON.stringify(holding())), OPTIONS));
        const draft = ours.createDraft(holding(), OPTIONS);
        assert.deepEqual(draft.report, ours.check(holding(), OPTIONS));
        draft.set("/signup/applicant", { get phone_number() { call(); return "+4799999999"; } });
        assert.deepEqual(draft.report, ours.check(draft.value, OPTIONS));
      });
    }
  }

  test("the ready signup inside an empty one is not the answer to the empty one", () => {
    assert.equal(ours.check({ get ok() { return ours.check(READY, OPTIONS).status; }, signup: {} }, OPTIONS).status, "incomplete");
  });

  test("an edit in a getter of an edit: both stand", () => {
    const draft = ours.createDraft({ signup: {} }, OPTIONS);
    let once = 0;
    draft.set("/signup/applicant", { get phone_number() { if (once++ === 0) draft.set("/signup/bank_name", "DNB"); return "+4799999999"; } });
    assert.equal(draft.value.signup.bank_name, "DNB");
    draft.set("/signup/applicant/x", 1);
    assert.deepEqual(draft.report, ours.check(draft.value, OPTIONS));
    assert.deepEqual(draft.issuesAt(PHONE), []);
  });

  test("a draft that is disposed of while it reads a value says so", () => {
    const draft = ours.createDraft({ signup: {} }, OPTIONS);
    draft.set("/signup/applicant", { get phone_number() { draft.dispose(); return "+4799999999"; } });
    assert.throws(() => draft.status, /disposed/);
    assert.equal(ours.createDraft(READY, OPTIONS).status, "ready");
  });
});

describe("dispose", () => {
  test("every call then throws one error, and another draft is untouched", () => {
    const one = ours.createDraft(READY, OPTIONS);
    const stop = one.subscribe(() => {});
    one.dispose();
    one.dispose();
    const other = ours.createDraft(READY, OPTIONS);
    for (const call of [
      () => one.set("/signup/bank_name", ""), () => one.remove("/signup/bank_name"), () => one.insert("/signup/store_type/-", "x"), () => one.move("/signup/bank_name", "/signup/x"),
      () => one.value, () => one.status, () => one.report, () => one.issuesAt(PHONE), () => one.issuesUnder(PHONE), () => one.required(PHONE), () => one.configure({}), () => one.subscribe(() => {}),
    ]) assert.throws(call, { message: "merchant-signup: this draft was disposed of: createDraft begins another" });
    stop();
    one.dispose();
    assert.equal(other.status, "ready");
    assert.deepEqual(other.report, ours.check(READY, OPTIONS));
  });

  test("a hundred thousand live drafts take no longer each than the first thousand", () => {
    const drafts = [];
    const make = (count) => {
      const before = process.cpuUsage();
      for (let left = count; left > 0; left--) drafts.push(ours.createDraft({}, OPTIONS));
      return process.cpuUsage(before).user / count;
    };
    make(2_000);
    const first = make(10_000);
    make(78_000);
    const last = make(10_000);
    assert.ok(last < 8 * first + 20, `${first} µs each, then ${last} µs`);
    for (const draft of drafts) draft.dispose();
  });
});

describe("reports and drafts are plain", () => {
  test("a report is frozen data with keys of its own", () => {
    const report = ours.check({ signup: { account_number: "1", x: 1 } }, OPTIONS);
    assert.deepEqual(Object.keys(report), ["status", "level", "profile", "today", "rules", "issues", "sections"]);
    assert.deepEqual(structuredClone(report), { ...report });
    assert.deepEqual(JSON.parse(JSON.stringify(report)), structuredClone(report));
    assert.notDeepEqual(report, ours.check(READY, OPTIONS));
    const isFrozen = (part) => typeof part !== "object" || part === null || (Object.isFrozen(part) && Object.values(part).every(isFrozen));
    assert.ok(isFrozen(report));
    assert.ok(isFrozen(ours.createDraft({}, OPTIONS).report));
  });

  test("through a Proxy, and taken apart", () => {
    assert.equal(reactive(ours.check({}, OPTIONS)).issues.length, 1);
    for (const draft of [reactive(ours.createDraft(READY, OPTIONS)), new Proxy(ours.createDraft(READY, OPTIONS), {}), reactive({ draft: ours.createDraft(READY, OPTIONS) }).draft]) {
      const { set, issuesAt, subscribe, dispose } = draft;
      let told = 0;
      subscribe(() => told++);
      set(PHONE, "1");
      assert.equal(draft.status, "invalid");
      assert.equal(issuesAt(PHONE).length, 1);
      assert.equal(told, 1);
      dispose();
    }
  });

  test("a value behind a Proxy is judged as what it holds", () => {
    assert.deepEqual(ours.check(reactive(structuredClone(READY)), OPTIONS), ours.check(READY, OPTIONS));
  });
});

describe("useSyncExternalStore", () => {
  test("snapshots stay the same while nothing changes", () => {
    const draft = ours.createDraft({ signup: { account_number: "1" } }, OPTIONS);
    const snapshots = () => [draft.value, draft.report, draft.issuesAt(PHONE), draft.issuesAt("/signup/account_number"), draft.issuesUnder("/signup/ownership"), draft.issuesAt("")];
    const before = snapshots();
    for (const [index, one] of snapshots().entries()) assert.equal(one, before[index]);
    draft.set(PHONE, "+4799999999");
    assert.notEqual(draft.issuesAt(PHONE), before[2]);
    assert.equal(draft.issuesAt("/signup/account_number"), before[3]);
    assert.equal(draft.issuesUnder("/signup/ownership"), before[4]);
  });

  test("the same value again tells nobody; the same listener twice is told twice", () => {
    const draft = ours.createDraft(undefined, OPTIONS);
    assert.deepEqual(draft.value, { signup: {} });
    let told = 0;
    const listener = () => told++;
    const [stop] = [draft.subscribe(listener), draft.subscribe(listener)];
    draft.set(PHONE, "+4799999999");
    assert.equal(told, 2);
    const { value, report } = draft;
    draft.set(PHONE, "+4799999999");
    draft.remove("/signup/bank_name");
    draft.configure({ ...OPTIONS });
    assert.equal(told, 2);
    assert.equal(draft.value, value);
    assert.equal(draft.report, report);
    stop();
    draft.set(PHONE, "+4799999998");
    assert.equal(told, 3);
  });

  test("a listener that throws hinders no other, and is heard of", async () => {
    const draft = ours.createDraft({ signup: {} }, OPTIONS);
    let told = 0;
    const heard = [];
    globalThis.reportError = (error) => heard.push(error.message);
    try {
      draft.subscribe(() => { throw new Error("a listener's own"); });
      draft.subscribe(() => told++);
      draft.set("/signup/bank_name", "DNB");
    } finally {
      delete globalThis.reportError;
    }
    draft.dispose();
    assert.deepEqual([told, heard], [1, ["a listener's own"]]);
  });
});

describe("before init", () => {
  test("a schema answers with a promise, and loads what it needs", async () => {
    const { validate } = (await later()).signupSchema(OPTIONS)["~standard"];
    const result = validate({ signup: {} });
    // Under its own address the module shares what lies behind it, which is loaded: only a program of its own is not.
    assert.ok(result instanceof Promise || result.issues.length > 0);
  });

  const script = (code) => {
    const source = `import * as ours from ${JSON.stringify(new URL("../../web/package/dist/index.js", import.meta.url).href)};\n${code}`;
    return runNode(source);
  };

  test("in a program of its own", () => {
    assert.equal(script(`
      const { validate } = ours.signupSchema({ today: "${TODAY}" })["~standard"];
      const first = validate({ signup: {} });
      console.log(first instanceof Promise, (await first).issues.length > 5, validate({ signup: {} }) instanceof Promise);
      try { ours.createDraft(); } catch (error) { console.log(error.message); }
    `).trim(), "true true false");
  });

  test("where it cannot be loaded a form is sent, and a server's program is not deceived", () => {
    assert.equal(script(`
      globalThis.process.getBuiltinModule = () => { throw new Error("no such file"); };
      console.warn = (...words) => console.log("warned", words.length);
      const read = (options) => ours.signupSchema(options)["~standard"].validate({ x: 1 });
      console.log(await read().catch((error) => error.message));
      console.log(JSON.stringify(await read({ whenUnavailable: "pass" })), JSON.stringify(await read({ whenUnavailable: "pass" })));
      globalThis.document = {};
      console.log(JSON.stringify(await read()));
    `).trim(), 'no such file\nwarned 2\n{"value":{"x":1}} {"value":{"x":1}}\n{"value":{"x":1}}');
  });

  test("the language that is asked for is loaded beside the WASM, and no other", () => {
    assert.equal(script(`
      console.warn = (text) => console.log(text.includes('no messages in "en", so they say what their codes say'));
      await ours.init(undefined, { locale: "nn-NO" });
      const said = (locale) => ours.check({ signup: {} }, { locale }).issues.find(({ code }) => code === "bank_name.required").message;
      console.log(said("nb"));
      console.log(said());
      await ours.init();
      console.log(said());
      console.log(said("no"));
    `).trim(), "Oppgi bankens navn\ntrue\nBank name: required\nEnter the bank's name\nOppgi bankens navn");
  });

  test("initSync has English at once", () => {
    const file = JSON.stringify(new URL("../../web/package/wasm/merchant_signup_bg.wasm", import.meta.url).pathname);
    assert.equal(script(`
      import { readFileSync } from "node:fs";
      ours.initSync(readFileSync(${file}));
      console.log(ours.check({ signup: {} }).issues.find(({ code }) => code === "bank_name.required").message);
    `).trim(), "Enter the bank's name");
  });

  test("init takes bytes and a module of another realm", () => {
    const file = JSON.stringify(new URL("../../web/package/wasm/merchant_signup_bg.wasm", import.meta.url).pathname);
    assert.equal(script(`
      import { readFileSync } from "node:fs";
      import { runInNewContext } from "node:vm";
      const bytes = readFileSync(${file});
      const other = runInNewContext("(bytes) => new WebAssembly.Module(bytes)")(bytes);
      console.log(other instanceof WebAssembly.Module);
      await ours.init(Promise.resolve(other));
      console.log(ours.check({}).status);
    `).trim(), "false\nincomplete");
  });
});

describe("options that are none are refused", () => {
  for (const options of [{ today: new Date(Number.NaN) }, { today: "2026-02-31" }, { today: "2026-2-3" }, { today: 5 }, { today: null }, { locale: null }, { locale: 5 }, { level: "all" }, { level: null }, { profile: "no" }, { account: 5 }, { account: null }, { message: "x" }]) {
    test(JSON.stringify(options), () => {
      assert.throws(() => ours.check({}, options), /^TypeError: merchant-signup: the option \w+ must be /);
      assert.throws(() => ours.createDraft({}, options), TypeError);
    });
  }

  test("a date of another realm, and the days of a leap year", () => {
    assert.equal(ours.check({}, { today: runInNewContext("new Date(2026, 10, 22, 12)") }).today, TODAY);
    assert.equal(ours.check({}, { today: "2028-02-29" }).today, "2028-02-29");
  });
});

describe("own words", () => {
  test("message, of reports, drafts and schemas, the same objects each time", () => {
    const message = ({ code }) => (code === "bank_name.required" ? "Which bank?" : undefined);
    const of = (report) => report.issues.find(({ path }) => path === "/signup/bank_name");
    const options = { ...OPTIONS, message };
    const report = ours.check({ signup: {} }, options);
    assert.equal(of(report).message, "Which bank?");
    assert.notEqual(report.issues[0].message, "Which bank?");
    assert.equal(of(ours.check({ signup: {} }, options)), of(report));
    assert.equal(of(ours.createDraft({ signup: {} }, options).report).message, "Which bank?");
    assert.ok(ours.signupSchema(options)["~standard"].validate({ signup: {} }).issues.some(({ message }) => message === "Which bank?"));
    assert.notEqual(of(ours.check({ signup: {} }, OPTIONS)).message, "Which bank?");
  });

  test("what calls us from a message changes nothing", () => {
    const message = (issue) => `${ours.check(READY, OPTIONS).status} ${issue.code}`;
    const report = ours.check({ signup: {} }, { ...OPTIONS, message });
    assert.deepEqual(report.issues.map(({ message }) => message), report.issues.map(({ code }) => `ready ${code}`));
  });

  test("a message that edits the draft it is for: the report is that of the value as it then stands", () => {
    let isFirst = true;
    const message = () => {
      if (isFirst) {
        isFirst = false;
        draft.set("/signup/bank_name", "DNB");
      }
      return undefined;
    };
    const draft = ours.createDraft({ signup: {} }, { ...OPTIONS, message });
    assert.deepEqual(draft.issuesAt("/signup/bank_name"), []);
    assert.deepEqual(draft.report, ours.check({ signup: { bank_name: "DNB" } }, OPTIONS));
  });

  test("a language that is not there says so once; addLocale brings it", () => {
    const warned = [];
    const { warn } = console;
    console.warn = (text) => warned.push(text);
    try {
      const english = ours.check({ signup: {} }, OPTIONS).issues;
      assert.deepEqual(ours.check({ signup: {} }, { ...OPTIONS, locale: "is" }).issues, english);
      ours.check({ signup: {} }, { ...OPTIONS, locale: "is" });
      ours.check({ signup: {} }, { ...OPTIONS, locale: "fi" });
      assert.equal(warned.length, 2);
      assert.match(warned[0], /"is".*addLocale/);
      assert.match(warned[1], /"fi".*loadLocale/);
      const draft = ours.createDraft({ signup: {} }, { ...OPTIONS, locale: "is-IS" });
      ours.addLocale("is", { messages: { "bank_name.required": "Hvaða banki?", "*.required": "{field} vantar" }, labels: { "/signup/ownership/ownership_structure": "Eignarhald" } });
      const at = (path) => draft.issuesAt(path)[0].message;
      assert.equal(at("/signup/bank_name"), "Hvaða banki?");
      assert.equal(at("/signup/ownership/ownership_structure"), "Eignarhald vantar");
    } finally {
      console.warn = warn;
    }
  });
});

describe("what a form asks", () => {
  test("required: what is owed now", () => {
    const draft = ours.createDraft(READY, OPTIONS);
    assert.equal(draft.required("/signup/bank_name"), true);
    assert.equal(draft.required("/signup/ownership/owners/0/legal_name"), false);
    draft.set("/signup/ownership/owners/0/legal_name", undefined);
    assert.equal(draft.required("/signup/ownership/owners/0/date_of_birth"), true);
    draft.set("/signup/ownership/owners/0/legal_name", "Nordmann AS");
    assert.equal(draft.required("/signup/ownership/owners/0/date_of_birth"), false);
    draft.set("/signup/store_type", ["instore"]);
    assert.equal(draft.required("/signup/verifications/payment_site"), false);
    assert.equal(draft.required("/signup/verifications"), false);
    draft.set("/signup/store_type", ["online"]);
    assert.equal(draft.required("/signup/verifications/payment_site"), true);
    assert.equal(draft.required("/signup/verifications"), true);
    draft.set("/signup/ownership/ownership_structure", "complex");
    assert.equal(draft.required("/signup/ownership/owners"), false);
    assert.equal(draft.required("/signup/nothing"), false);
  });

  test("sections, and names of fields", () => {
    const report = ours.check({ signup: { x: 1 } }, OPTIONS);
    assert.equal(ours.sectionOf("/signup/account_number"), "bank_account");
    assert.equal(ours.sectionOf("/signup/ownership/owners/3/name"), "ownership");
    assert.equal(ours.sectionOf("/signup"), null);
    assert.deepEqual(ours.issuesIn(report, "bank_account").map(({ path }) => path), ["/signup/bank_name", "/signup/account_number"]);
    assert.equal(ours.issuesUnder(report, "/signup/revenue").length, 7);
    assert.equal(ours.fieldName("/signup/ownership/owners/0/name"), "signup.ownership.owners.0.name");
    assert.equal(ours.fieldName("/signup/ownership/owners/0/name", "brackets"), "signup.ownership.owners[0].name");
  });

  test("a schema of one step", () => {
    const judge = (options, value) => ours.signupSchema({ ...OPTIONS, ...options })["~standard"].validate(value);
    const { issues } = judge({ section: "bank_account" }, { signup: {} });
    assert.deepEqual(issues.map(({ code, section, params }) => [code, section, params]), [["bank_name.required", "bank_account", {}], ["account_number.required", "bank_account", {}]]);
    assert.deepEqual(judge({ section: "bank_account" }, { signup: { bank_name: "DNB", account_number: "86011117947" } }).issues, undefined);
    assert.equal(judge({ section: "bank_account" }, {}).issues[0].code, "signup.required");
    assert.equal(judge({ under: "/signup/applicant" }, { signup: {} }).issues.length, 1);
  });

  test("a schema's issues are the first of each field, the same objects while they are the same, and nobody's to change", () => {
    const { validate } = ours.signupSchema(OPTIONS)["~standard"];
    const half = (bank_name) => ({ signup: { bank_name, account_number: "86011117948", ownership: { owners: [{ name: "" }, { name: " ", percentage: "x" }] } } });
    const due = (value) => {
      const found = new Map();
      for (const { severity, path, message, code, params } of ours.check(value, OPTIONS).issues) {
        const keys = path.split("/").slice(1).map((key) => (/^\d+$/.test(key) ? Number(key) : key));
        if (severity === "error" && !found.has(path)) found.set(path, { message, path: keys, code, params, section: ours.sectionOf(path) });
      }
      return [...found.values()];
    };
    let before;
    for (const name of ["D", "DN", "DNB", "", "DNB"]) {
      const { issues } = validate(half(name));
      assert.deepEqual(issues, due(half(name)), name);
      assert.equal(validate(half(name)).issues, issues);
      assert.ok(Object.isFrozen(issues) && issues.every((issue) => Object.isFrozen(issue) && Object.isFrozen(issue.path)));
      if (before !== undefined) assert.ok(before.filter((issue) => issues.includes(issue)).length >= Math.min(before.length, issues.length) - 1);
      before = issues;
    }
    assert.deepEqual(validate(READY), { value: READY });
    // Paths of all kinds, more than are remembered.
    const { validate: other } = ours.signupSchema(OPTIONS)["~standard"];
    for (let turn = 0; turn < 3; turn++) {
      const owners = Array.from({ length: 100 }, (_, index) => ({ name: "", percentage: -index, date_of_birth: "x", legal_name: "" }));
      const signatures = owners.map(() => ({ name: "", email: `x${turn}` }));
      const value = { signup: { ownership: { ownership_structure: "owners_with_more_than_25", owners }, signature: { signatures }, payment_options: owners.map(() => ({ type: "x", currencies: ["x", "y"] })) } };
      assert.deepEqual(other(value).issues, due(value));
    }
  });

  test("a schema of a part that there is not is told, and lets nothing through", () => {
    for (const [options, due] of [
      [{ section: "nope" }, /option section must be "payment_options" or/],
      [{ section: "" }, /option section/],
      [{ section: null }, /option section/],
      [{ under: "signup" }, /not a pointer/],
      [{ under: "#/signup" }, /not a pointer/],
      [{ under: null }, /not a pointer/],
      [{ under: "/signup/bankname" }, /option under must be a pointer to something that a signup has/],
      [{ under: "/signup/ownership/" }, /option under/],
      [{ section: "ownership", under: "/signup/revenue" }, /option under must be in the section "ownership"/],
      [{ whenUnavailable: "z" }, /option whenUnavailable/],
      [{ level: "zz" }, /option level/],
    ]) {
      const validate = () => ours.signupSchema({ ...OPTIONS, ...options })["~standard"].validate({ signup: {} });
      assert.throws(validate, due, JSON.stringify(options));
      assert.throws(validate, TypeError);
    }
    for (const options of [{ under: "" }, { under: "/signup" }, { section: "ownership", under: "/signup" }, { under: "/signup/ownership/owners/0/name" }, { section: undefined, under: undefined }]) {
      assert.doesNotThrow(() => ours.signupSchema({ ...OPTIONS, ...options })["~standard"].validate({ signup: {} }), JSON.stringify(options));
    }
    const report = ours.check({ signup: {} }, OPTIONS);
    assert.throws(() => ours.issuesUnder(report, "signup"), /not a pointer/);
    assert.throws(() => ours.issuesIn(report, "nope"), /a section is "payment_options" or/);
    for (const options of [null, "nb", 1]) assert.throws(() => ours.check({}, options), /options must be an object/);
    for (const catalogue of [null, undefined, {}, { messages: null }]) assert.throws(() => ours.addLocale("qq", catalogue), /a catalogue has messages/);
  });

  test("texts are coerced in whatever counts as an object", () => {
    const validate = (value) => ours.signupSchema({ ...OPTIONS, coerce: true, under: "/signup/revenue/gift_cards" })["~standard"].validate(value);
    class Form {
      constructor(revenue) {
        this.signup = { revenue };
      }
    }
    for (const value of [
      { __proto__: null, signup: { __proto__: null, revenue: { __proto__: null, gift_cards: "on" } } },
      new Form({ gift_cards: "on" }),
      { signup: { toJSON: () => ({ revenue: { gift_cards: new String("on") } }) } },
    ]) {
      const { issues, value: output } = validate(value);
      assert.equal(issues, undefined);
      assert.equal(output.signup.revenue.gift_cards, true);
    }
    // What throws when it is read is no signup, and nothing is thrown.
    const circular = { signup: {} };
    circular.signup.revenue = circular;
    for (const value of [circular, { get signup() { throw new Error("boo"); } }]) assert.equal(validate(value).issues[0].code, "document.malformed");
  });

  test("a language that comes is told to those who listen to a draft", async () => {
    const draft = ours.createDraft({ signup: {} }, { ...OPTIONS, locale: "fo" });
    let told = 0;
    draft.subscribe(() => told++);
    const { warn } = console;
    console.warn = () => {};
    const before = draft.issuesAt("/signup/bank_name")[0].message;
    console.warn = warn;
    ours.addLocale("fo", { messages: { "bank_name.required": "Hvør banki?" } });
    ours.addLocale("is-test", { messages: {} });
    assert.equal(told, 1);
    assert.notEqual(before, "Hvør banki?");
    assert.equal(draft.issuesAt("/signup/bank_name")[0].message, "Hvør banki?");
    draft.dispose();
    ours.addLocale("fo", { messages: {} });
    assert.equal(told, 1);
  });

  test("half a surrogate pair is nothing that a correction is made of", () => {
    for (const bank_name of ["DNB \ud800 \u200b", "\ude00 DNB\u200b ", "x\ud83d\ud83d\ude00\u200b"]) {
      const value = { signup: { bank_name, applicant: { phone_number: "0047 99 99 99 99" } } };
      const { value: fixed, changes } = ours.canonicalize(value);
      assert.equal(fixed.signup.bank_name, bank_name);
      assert.deepEqual(changes.map(({ path }) => path), ["/signup/applicant/phone_number"]);
    }
    assert.equal(ours.canonicalize({ signup: { applicant: { phone_number: "\u200b+4799999999" } } }).changes.length, 1);
  });

  test("the texts of a FormData", () => {
    const form = new FormData();
    for (const [name, value] of [
      ["signup.bank_name", "DNB"], ["signup.account_number", "86011117947"], ["signup.store_type", "instore"], ["signup.ownership.ownership_structure", "owners_with_more_than_25"],
      ["signup.ownership.owners[0].name", "Kari Nordmann"], ["signup.ownership.owners[0].percentage", "51"], ["signup.ownership.owners[0].date_of_birth", "1980-01-01"],
      ["signup.payment_options.0.type", "bambora.creditcard"], ["signup.payment_options.0.currencies", "NOK"], ["signup.payment_options.0.currencies", "SEK"],
      ["/signup/revenue/currency", "NOK"], ["signup.revenue.yearly_revenue", "1000"], ["signup.revenue.highest_transaction_amount", "100"], ["signup.revenue.average_amount", "10"],
      ["signup.revenue.accept_prepaid", "on"], ["signup.revenue.subscriptions_or_memberships", "false"], ["signup.revenue.gift_cards", "true"],
      ["signup.signature.signatures.0.name", "Kari Nordmann"], ["signup.signature.signatures.0.email", "kari@example.com"], ["signup.signature.politically_exposed_person", "false"], ["signup.signature.politically_exposed_associated", "off"],
      ["signup.applicant.phone_number", "+4799999999"], ["signup.__proto__.polluted", "1"],
    ]) form.append(name, value);
    const result = ours.signupSchema({ ...OPTIONS, coerce: true })["~standard"].validate(form);
    assert.deepEqual(result.issues, undefined);
    assert.deepEqual(result.value.signup.payment_options, [{ type: "bambora.creditcard", currencies: ["NOK", "SEK"] }]);
    assert.equal(result.value.signup.ownership.owners[0].percentage, 51);
    assert.equal(result.value.signup.revenue.accept_prepaid, true);
    assert.equal({}.polluted, undefined);
    const odd = ours.signupSchema({ ...OPTIONS, coerce: true })["~standard"].validate({ signup: { ownership: { owners: [{ percentage: "half" }] }, revenue: { gift_cards: "perhaps" } } });
    assert.ok(odd.issues.some(({ code }) => code === "ownership.owners.percentage.type") && odd.issues.some(({ code }) => code === "revenue.gift_cards.type"));
  });

  test("isReady", () => {
    assert.equal(ours.isReady(ours.check(READY, OPTIONS), READY), true);
    assert.equal(ours.isReady(ours.check({}, OPTIONS), {}), false);
    assert.equal(ours.isReady(ours.check(READY, { ...OPTIONS, level: "contract" }), READY), false);
  });
});

/** Runs a module's text in a Node.js of its own, and answers what it printed. */
function runNode(source) {
  const { stdout, stderr, status } = spawnSync(process.execPath, ["--input-type=module", "--eval", source], { encoding: "utf8" });
  assert.equal(status, 0, stderr);
  return stdout;
}
