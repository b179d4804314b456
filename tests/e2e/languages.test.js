import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { ALIVE, LANGUAGES, READY, setUp } from "./browser.js";

const world = setUp();

for (const language of LANGUAGES) {
  test(`from empty to sent in ${language}`, async () => {
    const form = await world.open({ language });
    assert.equal(await form.page.evaluate(() => document.documentElement.lang), language);
    world.server.received.length = 0;
    await form.answerAll();
    await form.goOn();
    await form.isSent();
    assert.deepEqual(world.server.received[0].body, READY);
    assert.equal(world.server.received[0].headers["accept-language"], language);
    form.assertQuiet();
    await form.close();
  });
}

test("the language changes where one is, with the messages, and what was typed stays", async () => {
  const form = await world.open({ step: "bank_account" });
  await form.type("/signup/bank_name", "DNB");
  await form.goOn();
  await form.summary.waitFor();
  const seen = new Set();
  const said = new Set();
  for (const language of LANGUAGES) {
    await form.page.locator(".settings select").first().selectOption(language);
    await form.page.waitForFunction((tag) => document.documentElement.lang === tag, language);
    seen.add(await form.page.locator("h1").innerText());
    // The form's words change at once; the rules' messages with them, once they have come.
    await form.page.waitForFunction((known) => !known.includes(document.querySelector(".issues [data-code]").textContent), [...said]);
    said.add(await form.page.locator(".issues [data-code]").textContent());
    assert.equal(await form.field("/signup/bank_name").inputValue(), "DNB");
    assert.deepEqual(await form.said(), ["account_number.required"]);
  }
  assert.equal(seen.size, LANGUAGES.length, "each asks in its own words");
  await form.page.reload();
  await form.page.waitForSelector(ALIVE);
  assert.equal(await form.page.evaluate(() => document.documentElement.lang), LANGUAGES.at(-1), "and stays chosen");
  await form.close();
});

test("the form calls its fields what the messages call them", async () => {
  for (const language of LANGUAGES) {
    const catalogue = await readFile(new URL(`../../crates/core/src/messages/${language}.txt`, import.meta.url), "utf8");
    const form = await world.open({ language, step: "review", answers: READY });
    const shown = await form.page.locator(".review-section dt").allInnerTexts();
    const labels = /^\[labels\]\n(.*?)^\[/ms.exec(catalogue)[1];
    for (const field of REVIEWED) {
      const label = new RegExp(`^${field} = (.*)$`, "m").exec(labels)?.[1];
      assert.ok(shown.includes(label), `${language}: “${label}” (${field}) among ${shown.join(", ")}`);
    }
    await form.close();
  }
});

/** The fields that the review names one by one. */
const REVIEWED = [
  "revenue.currency",
  "revenue.yearly_revenue",
  "revenue.highest_transaction_amount",
  "revenue.average_amount",
  "revenue.accept_prepaid",
  "revenue.subscriptions_or_memberships",
  "revenue.gift_cards",
  "bank_name",
  "account_number",
  "store_type",
  "ownership.ownership_structure",
  "verifications.terms_and_conditions",
  "verifications.terms_and_conditions_url",
  "verifications.contact_information",
  "verifications.payment_site",
  "verifications.clear_pricing",
  "verifications.payment_product_logos",
  "signature.politically_exposed_person",
  "signature.politically_exposed_associated",
  "applicant.phone_number",
];

test("percentages are typed as the language writes them", async () => {
  for (const [language, typed] of [["nb", "33,3"], ["sv", "33,3 %"], ["en", "33.3"], ["fi", "33.3"]]) {
    const form = await world.open({ language, step: "ownership", answers: READY });
    await form.type("/signup/ownership/owners/0/percentage", typed);
    assert.equal((await stored(form)).ownership.owners[0].percentage, 33.3, `${language}: ${typed}`);
    assert.equal(await form.field("/signup/ownership/owners/0/percentage").inputValue(), typed, "it stays as it was typed");
    await form.close();
  }
});

test("a date's parts stand in the language's order, and a whole date can be pasted", async () => {
  const orders = { en: "day month year", nb: "day month year", sv: "year month day", da: "day month year", fi: "day month year" };
  for (const [language, order] of Object.entries(orders)) {
    const form = await world.open({ language, step: "ownership", answers: READY });
    const parts = form.page.locator(".date-parts").first().locator(".date-part");
    assert.equal((await parts.evaluateAll((all) => all.map((part) => part.dataset.part))).join(" "), order, language);
    await parts.first().locator("input").evaluate((input) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text", "1.2.1985");
      input.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    });
    assert.equal((await stored(form)).ownership.owners[0].date_of_birth, "1985-02-01", language);
    await form.close();
  }
});

async function stored(form) {
  return JSON.parse(await form.page.evaluate(() => sessionStorage.getItem("merchant-signup.answers"))).signup;
}
