/** The WASM's memory, which cannot shrink: the package starts the module anew. In a program of its own, where no other drafts live. */

import assert from "node:assert/strict";
import { before, describe, test } from "node:test";

import * as ours from "../../web/package/dist/index.js";
import { ready } from "../../web/package/dist/load.js";
import { READY, TODAY } from "./vectors.js";

const OPTIONS = { today: TODAY };
const PHONE = "/signup/applicant/phone_number";

before(() => ours.init());

describe("memory that a large document took is given back", () => {
  const held = () => ready().wasm.memory.buffer.byteLength;
  const large = { signup: Object.fromEntries(Array.from({ length: 200_000 }, (_, index) => [`key${index}`, index])) };

  test("at once, where no draft lives in it", () => {
    const report = ours.check(large, OPTIONS);
    assert.equal(report.issues.length > 10, true);
    assert.ok(held() < 4 << 20, `${held()} bytes`);
    assert.deepEqual(ours.check(READY, OPTIONS), ours.check(structuredClone(READY), OPTIONS));
  });

  test("when the last draft goes, where some do", () => {
    const drafts = [ours.createDraft(READY, OPTIONS), ours.createDraft({ signup: {} }, OPTIONS)];
    ours.check(large, OPTIONS);
    assert.ok(held() > 4 << 20, `${held()} bytes`);
    drafts[1].set(PHONE, "+4799999999");
    assert.deepEqual(drafts.map(({ report }) => report), drafts.map(({ value }) => ours.check(value, OPTIONS)));
    for (const draft of drafts) draft.dispose();
    assert.ok(held() < 4 << 20, `${held()} bytes`);
    assert.equal(ours.createDraft(READY, OPTIONS).status, "ready");
  });

  test("languages that had been loaded are there afterwards", async () => {
    await ours.loadLocale("nb");
    const said = () => ours.check({ signup: {} }, { ...OPTIONS, locale: "nb" }).issues.map(({ message }) => message);
    const before = said();
    ours.forget();
    ours.check(large, OPTIONS);
    assert.deepEqual(said(), before);
    assert.notDeepEqual(before, ours.check({ signup: {} }, OPTIONS).issues.map(({ message }) => message));
  });
});
