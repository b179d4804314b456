import assert from "node:assert/strict";
import { test } from "node:test";

import { ANSWERS, READY, STEPS, setUp } from "./browser.js";

const world = setUp();

test("from empty to sent", async () => {
  const form = await world.open();
  const { received } = world.server;
  received.length = 0;

  for (const step of STEPS.slice(0, -1)) {
    await form.isAt(step);
    assert.deepEqual(await form.said(), [], `${step}: nothing is red before anything was tried`);
    await form.fill(step);
    await form.goOn();
  }
  await form.isAt("review");
  assert.equal(await form.page.locator(".status[data-state=ready]").count() >= 8, true, "every section is ready");
  await form.goOn();
  await form.isSent();

  assert.equal(received.length, 1);
  assert.deepEqual(received[0].body, READY);
  assert.equal(received[0].account, "T00000000");
  assert.equal(received[0].headers["accept-language"], "en");
  assert.equal(await form.page.evaluate((key) => sessionStorage.getItem(key), ANSWERS), null, "nothing stays behind");
  assert.equal(await form.page.evaluate(() => localStorage.length + document.cookie.length), 0, "nor anywhere else");
  form.assertQuiet();
  await form.close();
});

test("what was typed survives a reload, and the tab only", async () => {
  const form = await world.open({ step: "bank_account" });
  await form.type("/signup/bank_name", "Sparebanken Vest");
  await form.page.reload();
  await form.isAt("bank_account");
  assert.equal(await form.field("/signup/bank_name").inputValue(), "Sparebanken Vest");

  const elsewhere = await world.open({ step: "bank_account" });
  assert.equal(await elsewhere.field("/signup/bank_name").inputValue(), "");
  await elsewhere.close();
  await form.close();
});

test("back and forward go through the steps", async () => {
  const form = await world.open({ answers: READY });
  await form.goOn();
  await form.isAt("revenue");
  await form.page.goBack();
  await form.isAt("payment_options");
  await form.page.goForward();
  await form.isAt("revenue");
  await form.close();
});

test("the signup can be copied and downloaded", async () => {
  const form = await world.open({ step: "review", answers: READY });
  const [download] = await Promise.all([form.page.waitForEvent("download"), form.page.locator(".review-copy button").nth(1).click()]);
  const chunks = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  assert.deepEqual(JSON.parse(Buffer.concat(chunks).toString("utf8")), READY);

  await form.page.context().grantPermissions(["clipboard-read", "clipboard-write"], { origin: world.server.origin });
  await form.page.locator(".review-copy button").first().click();
  await form.page.locator(".review-copy [role=status]:not(:empty)").waitFor();
  assert.deepEqual(JSON.parse(await form.page.evaluate(() => navigator.clipboard.readText())), READY);
  await form.close();
});

test("the address cannot send a signup to strangers", async () => {
  const form = await world.open({ step: "review", answers: READY, query: "&endpoint=https://thief.example/take" });
  world.server.received.length = 0;
  await form.goOn();
  await form.isSent();
  assert.equal(world.server.received.length, 1, "it went to the form's own endpoint");
  form.assertQuiet();
  await form.close();
});

test("the address names the account", async () => {
  const form = await world.open({ step: "review", answers: READY, query: "&account=P12345678" });
  world.server.received.length = 0;
  await form.goOn();
  await form.isSent();
  assert.equal(world.server.received[0].account, "P12345678");
  await form.close();
});
