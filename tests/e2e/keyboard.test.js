import assert from "node:assert/strict";
import { test } from "node:test";

import { READY, setUp } from "./browser.js";

const world = setUp();

test("from empty to sent with the keyboard alone", async () => {
  const form = await world.open();
  const { keyboard } = form.page;
  world.server.received.length = 0;

  /** Tabs on until the field is reached, as somebody does who cannot point. */
  async function reach(selector) {
    for (let presses = 0; presses < 60; presses += 1) {
      if (await form.page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return;
      await keyboard.press("Tab");
    }
    assert.fail(`${selector} is not reached with the keyboard`);
  }
  const input = (name, value) => `input[name="${name}"][value="${value}"]`;
  const field = (pointer) => `[data-pointer="${pointer}"]`;
  async function write(pointer, text) {
    await reach(field(pointer));
    await keyboard.type(text);
  }
  /** Tab reaches a question's first radio, arrows the others. */
  async function pick(name, value, downs) {
    await reach(`input[name="${name}"]`);
    await keyboard.press("Space");
    for (let down = 0; down < downs; down += 1) await keyboard.press("ArrowDown");
    assert.equal(await form.page.locator(input(name, value)).isChecked(), true, `${name}: ${value}`);
  }
  async function goOn(step) {
    await reach(".going [type=submit]");
    await keyboard.press("Enter");
    await form.isAt(step);
    // The new step's heading takes the focus, once it is drawn.
    await form.page.waitForFunction(() => document.activeElement.tagName === "H1");
  }

  await keyboard.press("Tab");
  assert.equal(await form.page.evaluate(() => document.activeElement.className), "skip");
  await keyboard.press("Enter");

  await reach(input("signup-payment_options", "bambora.creditcard"));
  await keyboard.press("Space");
  await reach(input("currencies-bambora.creditcard", "NOK"));
  await keyboard.press("Space");
  await goOn("revenue");

  await reach(field("/signup/revenue/currency"));
  await keyboard.type("NOK");
  await pick("signup-revenue-yearly_revenue", "100.000-250.000 NOK", 1);
  await pick("signup-revenue-highest_transaction_amount", "500-1000 NOK", 1);
  await pick("signup-revenue-average_amount", "250-500 NOK", 1);
  for (const question of ["accept_prepaid", "subscriptions_or_memberships", "gift_cards"]) await pick(`signup-revenue-${question}`, "true", 0);
  await goOn("bank_account");

  await write("/signup/bank_name", "DNB");
  await write("/signup/account_number", "86011117947");
  await goOn("store_type");

  await reach(input("signup-store_type", "online"));
  await keyboard.press("Space");
  await goOn("ownership");

  await pick("signup-ownership-ownership_structure", "owners_with_more_than_25", 0);
  await write("/signup/ownership/owners/0/name", "Kari Nordmann");
  await write("/signup/ownership/owners/0/date_of_birth", "20");
  await keyboard.press("Tab");
  await keyboard.type("9");
  await keyboard.press("Tab");
  await keyboard.type("1990");
  await write("/signup/ownership/owners/0/percentage", "51");
  await reach(field("/signup/ownership/owners"));
  await keyboard.press("Enter");
  await form.page.waitForFunction(() => document.activeElement.name === "signup-ownership-owners-1-kind", undefined, { timeout: 5000 });
  await keyboard.press("ArrowDown");
  await write("/signup/ownership/owners/1/legal_name", "Nordmann Holding AS");
  await write("/signup/ownership/owners/1/name", "Ola Nordmann");
  await write("/signup/ownership/owners/1/percentage", "49");
  await goOn("verifications");

  await pick("signup-verifications-terms_and_conditions", "true", 0);
  await write("/signup/verifications/terms_and_conditions_url", "https://shop.example.com/terms");
  for (const name of ["contact_information", "payment_site", "clear_pricing", "payment_product_logos"]) await pick(`signup-verifications-${name}`, "true", 0);
  await goOn("signature");

  await write("/signup/signature/signatures/0/name", "Kari Nordmann");
  await write("/signup/signature/signatures/0/email", "kari@example.com");
  await pick("signup-signature-politically_exposed_person", "false", 1);
  await pick("signup-signature-politically_exposed_associated", "false", 1);
  await goOn("applicant");

  await write("/signup/applicant/phone_number", "+4799999999");
  await goOn("review");

  await reach(".going [type=submit]");
  await keyboard.press("Enter");
  await form.isSent();
  assert.deepEqual(world.server.received[0].body, READY);
  await form.close();
});
