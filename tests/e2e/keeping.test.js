/** Where answers are kept without a session: in the tab, said at every width, for a day at most, until they are deleted. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { ALIVE, ANSWERS, READY, setUp } from "./browser.js";

const world = setUp();
const KEPT = { en: "What you type is kept in this tab alone", nb: "Det du skriver, blir bare i denne fanen" };
const WORDS = {
  en: { forget: "Delete what I have typed", all: "Delete it", no: "Keep it" },
  nb: { forget: "Slett det jeg har skrevet", all: "Slett det", no: "Behold det" },
};

const stored = (form) => form.page.evaluate(() => Object.keys(sessionStorage).filter((key) => !["seeded", "merchant-signup.color-scheme", "merchant-signup.language"].includes(key)));

for (const language of ["en", "nb"]) {
  for (const width of [375, 1440]) {
    test(`the page says where answers are kept, and deletes them, ${language}, ${width} px`, async () => {
      const form = await world.open({ step: "bank_account", answers: READY, language, width });
      const words = WORDS[language];
      const said = form.page.locator(".keeping", { hasText: KEPT[language] });
      assert.equal(await said.isVisible(), true);
      await form.page.getByRole("button", { name: words.forget }).click();
      assert.deepEqual(await form.accessibilityFaults(), []);
      await form.page.getByRole("button", { name: words.no, exact: true }).click();
      assert.equal(await form.field("/signup/bank_name").inputValue(), "DNB");
      await form.page.getByRole("button", { name: words.forget }).click();
      await form.page.getByRole("button", { name: words.all, exact: true }).click();
      await form.isAt("payment_options");
      await form.page.waitForFunction(() => document.activeElement.tagName === "H1");
      assert.deepEqual(await stored(form), []);
      await form.page.reload();
      await form.page.waitForSelector(ALIVE);
      await form.goTo("bank_account");
      assert.equal(await form.field("/signup/bank_name").inputValue(), "");
      await form.close();
    });
  }
}

test("the browser asks before a tab is closed with answers that would go with it", async () => {
  const form = await world.open({ step: "bank_account" });
  const asks = () => form.page.evaluate(() => !dispatchEvent(new Event("beforeunload", { cancelable: true })));
  assert.equal(await asks(), false, "nothing has been typed");
  await form.type("/signup/bank_name", "DNB");
  assert.equal(await asks(), true);
  await form.close();

  const sent = await world.open({ step: "review", answers: READY });
  await sent.goOn();
  await sent.isSent();
  assert.equal(await sent.page.evaluate(() => !dispatchEvent(new Event("beforeunload", { cancelable: true }))), false);
  await sent.close();
});

test("what is older than a day is forgotten", async () => {
  const form = await world.open({ step: "bank_account", answers: READY });
  await form.type("/signup/bank_name", "Sparebanken Vest");
  const until = Number(await form.page.evaluate(() => sessionStorage.getItem("merchant-signup.answers-until")));
  const hours = (until - Date.now()) / 3_600_000;
  assert.ok(hours > 23 && hours <= 24, `${hours} hours`);
  // As a tab that is restored the day after finds it.
  await form.page.evaluate(() => sessionStorage.setItem("merchant-signup.answers-until", String(Date.now() - 1)));
  await form.page.reload();
  await form.isAt("bank_account");
  assert.equal(await form.field("/signup/bank_name").inputValue(), "");
  assert.equal(await form.page.evaluate((key) => sessionStorage.getItem(key), ANSWERS), null);
  await form.close();
});

for (const language of ["en", "nb"]) {
  test(`the page that says it is sent survives a reload, ${language}`, async () => {
    const form = await world.open({ step: "review", answers: READY, language, width: 375 });
    await form.goOn();
    await form.isSent();
    await form.page.getByText("connection-1").waitFor();
    assert.deepEqual(await stored(form), ["merchant-signup.sent"]);
    await form.page.reload();
    await form.isSent();
    await form.page.getByText("connection-1").waitFor();
    assert.deepEqual(await form.accessibilityFaults(), []);
    // This server does not say that the account has a signup now: it may take another.
    await form.page.getByRole("button", { name: { en: "Begin a new signup", nb: "Begynn på en ny søknad" }[language] }).click();
    await form.isAt("payment_options");
    assert.deepEqual(await stored(form), []);
    await form.close();
  });
}

test("another signup is not offered where it would be refused", async () => {
  const form = await world.open({ step: "review", answers: READY });
  world.server.answers.splice(0, Infinity, { status: 201, body: { status: "pending", direct_signups: [{ signup_id: "signup-1" }] } }, { status: 201, body: { id: "connection-1" } });
  await form.goOn();
  await form.isSent();
  await form.page.getByText("signup-1").waitFor();
  assert.equal(await form.page.getByRole("button", { name: "Begin a new signup" }).count(), 0);
  await form.close();
});
