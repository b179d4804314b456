import assert from "node:assert/strict";
import { test } from "node:test";

import { READY, example, setUp } from "./browser.js";

const world = setUp();
const PHONE = "/signup/applicant/phone_number";
const NUMBER = "/signup/account_number";

test("nothing is red before the first attempt, however wrong", async () => {
  const form = await world.open({ step: "bank_account" });
  await form.type(NUMBER, "123");
  await form.type("/signup/bank_name", "DNB");
  await form.page.locator("h1").click();
  assert.deepEqual(await form.said(), []);
  assert.equal(await form.summary.isVisible(), false);
  await form.close();
});

test("an attempt shows what is wrong, and moves the focus to the summary", async () => {
  const form = await world.open({ step: "bank_account" });
  await form.goOn();
  await form.isAt("bank_account");
  assert.deepEqual(await form.said(), ["bank_name.required", "account_number.required"]);
  assert.equal(await form.page.evaluate(() => document.activeElement.className), "error-summary");
  assert.match(await form.page.title(), /^Error:/);

  await form.summary.getByRole("link").nth(1).click();
  assert.equal(await form.page.evaluate(() => document.activeElement.dataset.pointer), NUMBER);
  await form.close();
});

test("after it, an error goes at the keystroke that puts it right, and a new one waits until the field is left", async () => {
  const form = await world.open({ step: "applicant" });
  await form.goOn();
  assert.deepEqual(await form.saidAt(PHONE), ["applicant.phone_number.required"]);

  await form.field(PHONE).press("x");
  assert.deepEqual(await form.saidAt(PHONE), [], "it is no longer missing, and not yet judged");
  await form.page.keyboard.press("Tab");
  assert.deepEqual(await form.saidAt(PHONE), ["applicant.phone_number.format"], "a letter is no number of any country");

  await form.field(PHONE).fill("+479999999");
  assert.deepEqual(await form.saidAt(PHONE), []);
  await form.page.keyboard.press("Tab");
  assert.deepEqual(await form.saidAt(PHONE), ["applicant.phone_number.length"]);
  await form.field(PHONE).press("End");
  await form.page.keyboard.press("9");
  assert.deepEqual(await form.saidAt(PHONE), []);
  assert.equal(await form.summary.isVisible(), false, "the summary goes with its last error");
  await form.close();
});

test("a button that is pressed while a field is left is not missed", async () => {
  const form = await world.open({ step: "bank_account", answers: READY });
  await form.type(NUMBER, "1");
  await form.goOn();
  await form.summary.waitFor();
  await form.type(NUMBER, "86011117947");
  await form.field("/signup/bank_name").fill("");
  // The pointer goes down with the field still in use, which leaving it would move the button away from.
  await form.page.locator(".going [type=submit]").hover();
  await form.page.mouse.down();
  await form.page.mouse.up();
  await form.summary.waitFor();
  assert.deepEqual(await form.said(), ["bank_name.required"]);
  assert.equal(await form.page.evaluate(() => document.activeElement.className), "error-summary");
  await form.close();
});

test("an error across fields stands at each of them, and once in the summary", async () => {
  const answers = structuredClone(READY);
  answers.signup.revenue.average_amount = "2500-10.000 NOK";
  const form = await world.open({ step: "revenue", answers });
  await form.goOn();
  const code = "revenue.average_amount.exceeds_highest";
  await form.summary.waitFor();
  assert.deepEqual(await form.saidAt("/signup/revenue/average_amount"), [code]);
  assert.deepEqual(await form.saidAt("/signup/revenue/highest_transaction_amount"), [code]);
  assert.equal(await form.summary.getByRole("listitem").count(), 1);

  await form.choice("/signup/revenue/highest_transaction_amount", "1000-5000 NOK").check();
  assert.deepEqual(await form.said(), [], "one answer puts both right");
  await form.close();
});

test("warnings and infos stand beside their field, do not block, and are not in the summary", async () => {
  const answers = structuredClone(READY);
  answers.signup.signature.politically_exposed_person = true;
  answers.signup.verifications.terms_and_conditions_url = "http://shop.example.com/terms";
  const form = await world.open({ step: "signature", answers });
  assert.deepEqual(await form.said("info"), ["signature.politically_exposed_person.declared"]);
  await form.goTo("verifications");
  assert.deepEqual(await form.said("warning"), ["verifications.terms_and_conditions_url.insecure"]);
  await form.goOn();
  await form.isAt("signature");
  assert.equal(await form.summary.isVisible(), false);
  await form.close();
});

test("what came from elsewhere is not changed by itself: a safe fix is offered", async () => {
  const answers = structuredClone(READY);
  answers.signup.account_number = "8601 11 17947";
  const form = await world.open({ step: "bank_account", answers });
  assert.equal(await form.field(NUMBER).inputValue(), "8601 11 17947");
  await form.page.locator(".safe-fix button").click();
  assert.equal(await form.field(NUMBER).inputValue(), "86011117947");
  assert.equal(await form.page.locator(".safe-fix").count(), 0);
  await form.close();
});

test("a new owner is not red, though others are", async () => {
  const form = await world.open({ step: "ownership", answers: READY });
  await form.type("/signup/ownership/owners/0/name", "");
  await form.goOn();
  await form.summary.waitFor();
  await form.field("/signup/ownership/owners").click();
  await form.field("/signup/ownership/owners/2/name").waitFor();
  assert.deepEqual(await form.said(), ["ownership.owners.name.required"]);
  await form.close();
});

test("a company without its name is asked for the name, not for a date of birth", async () => {
  const answers = structuredClone(READY);
  delete answers.signup.ownership.owners[1].legal_name;
  const form = await world.open({ step: "ownership", answers });
  await form.choice("/signup/ownership/owners/1/kind", "company").check();
  await form.goOn();
  await form.summary.waitFor();
  assert.deepEqual(await form.saidAt("/signup/ownership/owners/1/legal_name"), ["ownership.owners.date_of_birth.required"]);
  assert.deepEqual(await form.saidAt("/signup/ownership/owners/1/date_of_birth"), []);
  await form.type("/signup/ownership/owners/1/legal_name", "Nordmann Holding AS");
  assert.deepEqual(await form.said(), []);
  await form.close();
});

test("the shares are shown as they are typed, with the threshold and what is left", async () => {
  const form = await world.open({ step: "ownership", answers: READY });
  const rows = () => form.page.locator(".shares tbody tr").evaluateAll((all) => all.map((row) => [row.dataset.kind, row.querySelector(".shares-bar").style.inlineSize]));
  assert.deepEqual(await rows(), [["above", "51%"], ["above", "49%"], ["rest", "0%"]]);
  await form.type("/signup/ownership/owners/1/percentage", "20.5");
  assert.deepEqual(await rows(), [["above", "51%"], ["below", "20.5%"], ["rest", "28.5%"]]);
  assert.match(await form.page.locator(".shares figcaption").innerText(), /28\.5% is not accounted for/);
  await form.page.getByRole("button", { name: "Remove Nordmann Holding AS" }).click();
  assert.deepEqual(await rows(), [["above", "51%"], ["rest", "49%"]]);
  await form.close();
});

test("what a shop has to show depends on where it sells", async () => {
  const form = await world.open({ step: "verifications" });
  const asked = () => form.page.locator("[data-pointer^='/signup/verifications/']").evaluateAll((all) => all.map((one) => one.dataset.pointer.split("/").at(-1)));
  assert.equal((await asked()).length, 6, "until it is known, as for an online shop");
  await form.goTo("store_type");
  await form.choice("/signup/store_type", "remote").check();
  await form.goTo("verifications");
  assert.deepEqual(await asked(), ["terms_and_conditions", "terms_and_conditions_url", "contact_information"]);
  await form.goTo("store_type");
  await form.choice("/signup/store_type", "remote").uncheck();
  await form.choice("/signup/store_type", "instore").check();
  await form.goTo("verifications");
  assert.deepEqual(await asked(), []);
  await form.close();
});

test("ranges move with the currency, what was typed does not", async () => {
  const answers = structuredClone(READY);
  answers.signup.revenue.average_amount = "300-700 NOK";
  const form = await world.open({ step: "revenue", answers });
  await form.field("/signup/revenue/currency").selectOption("EUR");
  const { revenue } = JSON.parse(await form.page.evaluate(() => sessionStorage.getItem("merchant-signup.answers"))).signup;
  assert.equal(revenue.yearly_revenue, "10.000-25.000 EUR");
  assert.equal(revenue.highest_transaction_amount, "50-100 EUR");
  assert.equal(revenue.average_amount, "300-700 NOK");
  await form.goOn();
  await form.summary.waitFor();
  assert.deepEqual(await form.saidAt("/signup/revenue/currency"), ["revenue.average_amount.currency_mismatch"]);
  await form.close();
});

test("any currency can be found by its name", async () => {
  const form = await world.open({ answers: READY });
  const search = form.page.getByLabel("Find another currency").first();
  const isChosen = (code) => form.page.locator(`input[name="currencies-bambora.creditcard"][value="${code}"]`).isChecked();
  await search.fill("yen");
  await form.page.getByRole("button", { name: "JPY Japanese Yen" }).click();
  assert.equal(await isChosen("JPY"), true);
  assert.equal(await search.inputValue(), "", "the next can be searched");
  await search.fill("chf");
  await search.press("Enter");
  assert.equal(await isChosen("CHF"), true);
  await form.isAt("payment_options");
  await form.close();
});

test("twenty faults are found, and put right", async () => {
  const form = await world.open({ step: "review", answers: await example("twenty-faults.json") });
  world.server.received.length = 0;
  await form.goOn();
  await form.summary.waitFor();
  const unfold = () => form.summary.locator("summary").click();
  await unfold();
  assert.equal(await form.summary.getByRole("listitem").count(), 20);

  // Each link leads to a field where its error stands.
  for (let fault = 0; fault < 20; fault += 1) {
    await form.goTo("review");
    await unfold();
    const link = form.summary.getByRole("link").nth(fault);
    const message = await link.innerText();
    await link.click();
    await form.page.waitForFunction(() => location.hash !== "#review" && document.activeElement?.dataset.pointer);
    const beside = await form.page.evaluate(() => document.activeElement.closest(".field, .rows")?.innerText ?? "");
    assert.ok(beside.includes(message), `“${message}” stands where its link leads`);
  }

  for (const [step, correct] of Object.entries(CORRECTIONS)) {
    await form.goTo(step);
    await correct(form);
    assert.deepEqual(await form.said(), [], step);
  }
  await form.goTo("review");
  assert.equal(await form.summary.isVisible(), false);
  await form.goOn();
  await form.isSent();
  assert.equal(world.server.received.length, 1);
  await form.close();
});

const CORRECTIONS = {
  async payment_options(form) {
    await form.page.locator('input[name="currencies-bambora.creditcard"][value="nok"]').click();
    await form.choice("/signup/payment_options", "vipps").click();
  },
  async revenue(form) {
    await form.choice("/signup/revenue/yearly_revenue", "1.000.000-5.000.000 NOK").check();
    await form.choice("/signup/revenue/highest_transaction_amount", "1000-5000 NOK").check();
    await form.choice("/signup/revenue/average_amount", "500-1000 NOK").check();
    await form.answer("/signup/revenue/accept_prepaid", false);
    await form.answer("/signup/revenue/subscriptions_or_memberships", false);
  },
  async bank_account(form) {
    await form.type("/signup/bank_name", "Fana Sparebank");
    await form.type(NUMBER, "8601 11 17947");
  },
  async store_type(form) {
    await form.choice("/signup/store_type", "popup").click();
  },
  async ownership(form) {
    await form.typeDate("/signup/ownership/owners/0/date_of_birth", "1984-03-14");
    await form.type("/signup/ownership/owners/1/name", "Erik Lund");
    await form.typeDate("/signup/ownership/owners/1/date_of_birth", "1979-02-28");
    await form.page.locator(".safe-fix button").click();
  },
  async verifications(form) {
    await form.type("/signup/verifications/terms_and_conditions_url", "https://fjordkeramikk.example.com/vilkår");
    await form.answer("/signup/verifications/clear_pricing", true);
    await form.answer("/signup/verifications/payment_product_logos", true);
  },
  async signature(form) {
    await form.type("/signup/signature/signatures/0/email", "astrid@fjordkeramikk.example.com");
    await form.answer("/signup/signature/politically_exposed_person", false);
  },
  async applicant(form) {
    await form.type(PHONE, "+4791234567");
  },
};
