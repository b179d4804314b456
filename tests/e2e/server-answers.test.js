import assert from "node:assert/strict";
import { test } from "node:test";

import { ANSWERS, READY, setUp } from "./browser.js";
import { ACCEPTED } from "./server.js";

const world = setUp();
const NUMBER = "/signup/account_number";

const ISSUES = [
  { code: "account_number.checksum", path: NUMBER, severity: "error", kind: "invalid", params: {}, message: "Account number: the bank does not know it", related: [] },
  { code: "ownership.owners.name.sanctioned", path: "/signup/ownership/owners/1/name", severity: "error", kind: "invalid", params: {}, message: "Owner's name: get in touch with us", related: [] },
];
const BODIES = {
  "the provider's error body": { status: 422, body: { error: { code: "validation_error", message: "Not ready", errors: ISSUES } } },
  "problem+json": { status: 422, type: "application/problem+json", body: { title: "Not ready", status: 422, errors: ISSUES } },
};

for (const [name, answer] of Object.entries(BODIES)) {
  test(`issues of the server land on their fields, from ${name}`, async () => {
    const form = await world.open({ step: "review", answers: READY });
    world.server.answers.splice(0, Infinity, answer, ACCEPTED);
    world.server.received.length = 0;
    await form.goOn();
    await form.summary.waitFor();
    assert.equal(await form.summary.getByRole("listitem").count(), 2);
    assert.equal(await form.page.evaluate(() => document.activeElement.className), "error-summary");

    await form.summary.getByRole("link").first().click();
    await form.isAt("bank_account");
    await form.page.waitForFunction((pointer) => document.activeElement.dataset.pointer === pointer, NUMBER);
    assert.deepEqual(await form.saidAt(NUMBER), ["account_number.checksum"]);
    await form.type(NUMBER, "32445395551");
    assert.deepEqual(await form.said(), [], "what the server said goes when the answer changes");

    await form.goTo("ownership");
    assert.deepEqual(await form.saidAt("/signup/ownership/owners/1/name"), ["ownership.owners.name.sanctioned"]);
    await form.goOn();
    await form.isAt("verifications");

    await form.goTo("review");
    await form.goOn();
    await form.isSent();
    assert.equal(world.server.received.length, 2, "what only the server knows does not keep one from asking again");
    await form.close();
  });
}

test("a failure keeps everything, and sending can be tried again", async () => {
  const form = await world.open({ step: "review", answers: READY });
  await form.page.route(/\/v1\/accounts\//, (route) => route.abort());
  await form.goOn();
  await form.page.locator(".going [role=alert]:has-text('no connection')").waitFor();
  assert.deepEqual(JSON.parse(await form.page.evaluate((key) => sessionStorage.getItem(key), ANSWERS)), READY);

  await form.page.unroute(/\/v1\/accounts\//);
  world.server.answers.splice(0, Infinity, { status: 503, body: { error: { code: "unavailable", message: "Closed for tonight" } } }, ACCEPTED);
  await form.goOn();
  await form.page.locator(".going [role=alert]:has-text('Closed for tonight')").waitFor();
  await form.goOn();
  await form.isSent();
  await form.close();
});

test("without the WASM the form says so, sends, and shows what the server found", async () => {
  const form = await world.open({ withoutRules: true });
  world.server.answers.splice(0, Infinity, BODIES["problem+json"], ACCEPTED);
  world.server.received.length = 0;
  await form.page.locator(".no-rules").waitFor();
  await form.answerAll();
  await form.goOn();
  await form.summary.waitFor();
  assert.deepEqual(world.server.received[0].body, READY);

  await form.summary.getByRole("link").nth(1).click();
  await form.isAt("ownership");
  assert.deepEqual(await form.saidAt("/signup/ownership/owners/1/name"), ["ownership.owners.name.sanctioned"]);
  await form.type("/signup/ownership/owners/1/name", "Ola Nordmann Hansen");
  assert.deepEqual(await form.said(), []);
  await form.goTo("review");
  await form.goOn();
  await form.isSent();
  await form.close();
});
