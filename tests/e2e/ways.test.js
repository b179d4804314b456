/** The ways through the form: from the review and back, and a finger that taps twice. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { READY, setUp } from "./browser.js";

const world = setUp();
const focused = (form) => form.page.evaluate(() => document.activeElement.dataset.pointer ?? document.activeElement.tagName);

for (const language of ["en", "nb"]) {
  for (const width of [375, 1440]) {
    test(`“Change” in the review leads back to the review, ${language}, ${width} px`, async () => {
      const form = await world.open({ step: "review", answers: READY, language, width });
      const toReview = { en: "Save and review", nb: "Lagre og se over" }[language];
      await form.field("/review/bank_account").click();
      await form.isAt("bank_account");
      await form.type("/signup/bank_name", "Sparebanken Vest");
      await form.page.getByRole("button", { name: toReview }).click();
      await form.isAt("review");
      await form.page.waitForFunction(() => document.activeElement.dataset.pointer === "/review/bank_account");
      await form.page.locator("dd", { hasText: "Sparebanken Vest" }).waitFor();

      // What is wrong keeps one there; going on without it leads back too.
      await form.field("/review/bank_account").click();
      await form.isAt("bank_account");
      await form.type("/signup/bank_name", "");
      await form.goOn();
      await form.summary.waitFor();
      await form.isAt("bank_account");
      await form.page.locator(".going button").last().click();
      await form.isAt("review");
      await form.close();
    });
  }
}

test("“Change” and back with the keyboard alone", async () => {
  const form = await world.open({ step: "review", answers: READY });
  await form.field("/review/applicant").focus();
  await form.page.keyboard.press("Enter");
  await form.isAt("applicant");
  await form.page.waitForFunction(() => document.activeElement.tagName === "H1");
  await form.field("/signup/applicant/phone_number").focus();
  await form.page.keyboard.press("Enter");
  await form.isAt("review");
  await form.page.waitForFunction(() => document.activeElement.dataset.pointer === "/review/applicant");
  assert.equal(await focused(form), "/review/applicant");
  await form.close();
});

test("the way through the steps goes on where somebody goes there by themselves", async () => {
  const form = await world.open({ step: "review", answers: READY });
  await form.field("/review/bank_account").click();
  await form.isAt("bank_account");
  await form.goTo("store_type");
  await form.goOn();
  await form.isAt("ownership");
  await form.close();
});

test("a second tap does not skip a step on a phone", async () => {
  const form = await world.open({ step: "verifications", answers: READY, width: 375, height: 700 });
  const seen = await form.page.evaluate(() => {
    const steps = [];
    addEventListener("hashchange", () => steps.push(location.hash.slice(1)));
    return (window.stepsSeen = steps);
  });
  assert.deepEqual(seen, []);
  const button = form.page.locator(".going [type=submit]");
  await button.scrollIntoViewIfNeeded();
  const { x, y, width, height } = await button.boundingBox();
  const at = [x + width / 2, y + height / 2];
  await form.page.mouse.click(...at);
  await form.isAt("signature");
  // Wherever the next step's button has come to stand: the second tap of two is on it.
  await form.page.locator(".going [type=submit]").scrollIntoViewIfNeeded();
  const next = await form.page.locator(".going [type=submit]").boundingBox();
  await form.page.mouse.move(next.x + next.width / 2, next.y + next.height / 2);
  await form.page.mouse.down({ clickCount: 2 });
  await form.page.mouse.up({ clickCount: 2 });
  await form.page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  assert.deepEqual(await form.page.evaluate(() => window.stepsSeen), ["signature"]);
  // A key is pressed on purpose, however soon.
  await form.page.locator(".going [type=submit]").press("Enter");
  await form.isAt("applicant");
  await form.close();
});

test("the currency of the first step is the one of the second, whose questions stay what they are", async () => {
  const form = await world.open();
  await form.choice("/signup/payment_options", "bambora.vipps").check();
  await form.page.locator('input[name="currencies-bambora.vipps"][value="SEK"]').check();
  await form.goOn();
  await form.isAt("revenue");
  assert.equal(await form.field("/signup/revenue/currency").inputValue(), "SEK");
  await form.choice("/signup/revenue/yearly_revenue", "100.000-250.000 SEK").check();
  await form.close();

  // Without one, the amounts are chosen all the same, and move to the currency that is chosen later.
  const without = await world.open({ step: "revenue" });
  const inputs = () => without.page.locator(".questions input").evaluateAll((all) => all.map(({ type, name }) => `${type} ${name}`));
  const before = await inputs();
  await without.choice("/signup/revenue/yearly_revenue", "100.000-250.000").check();
  await without.field("/signup/revenue/currency").selectOption("EUR");
  assert.deepEqual(await inputs(), before);
  assert.equal(await without.choice("/signup/revenue/yearly_revenue", "10.000-25.000 EUR").isChecked(), true);
  await without.close();
});
