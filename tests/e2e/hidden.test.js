/** What an answer makes invisible is neither judged nor sent, and comes back with it; what was removed can be had back. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { ANSWERS, READY, setUp } from "./browser.js";

const world = setUp();
const STRUCTURE = "/signup/ownership/ownership_structure";
const OWNERS = "/signup/ownership/owners";

const kept = async (form) => JSON.parse(await form.page.evaluate((key) => sessionStorage.getItem(key), ANSWERS)).signup;
const UNDO = { en: "Undo", nb: "Angre" };

async function send(form) {
  world.server.received.length = 0;
  await form.goTo("review");
  await form.goOn();
  await form.isSent();
  return world.server.received[0].body.signup;
}

for (const language of ["en", "nb"]) {
  test(`an empty owner does not block where nobody owns so much, ${language}`, async () => {
    const answers = structuredClone(READY);
    answers.signup.ownership = { owners: [] };
    const form = await world.open({ step: "ownership", answers, language, width: 375 });
    await form.choice(STRUCTURE, "owners_with_more_than_25").check();
    await form.field(`${OWNERS}/0/name`).waitFor();
    await form.choice(STRUCTURE, "no_owners_with_more_than_25").check();
    assert.equal(await form.field(`${OWNERS}/0/name`).count(), 0);
    await form.goOn();
    await form.isAt("verifications");
    assert.deepEqual((await send(form)).ownership, { ownership_structure: "no_owners_with_more_than_25" });
    await form.close();
  });
}

test("owners come back with their answer, also behind a reload", async () => {
  const form = await world.open({ step: "ownership", answers: READY });
  await form.choice(STRUCTURE, "complex").check();
  assert.deepEqual((await kept(form)).ownership, { ownership_structure: "complex", owners: [] });
  await form.page.getByText("the bank asks you for an overview of the ownership").waitFor();
  await form.page.reload();
  await form.isAt("ownership");
  await form.choice(STRUCTURE, "owners_with_more_than_25").check();
  assert.deepEqual((await kept(form)).ownership, READY.signup.ownership);
  assert.deepEqual(await send(form), READY.signup, "and nothing of what was aside is sent beside it");
  await form.close();
});

test("what only an online shop shows is not sent by another, and comes back", async () => {
  const form = await world.open({ step: "store_type", answers: READY });
  await form.choice("/signup/store_type", "instore").check();
  await form.choice("/signup/store_type", "online").uncheck();
  await form.goTo("verifications");
  assert.equal(await form.page.locator("[data-pointer^='/signup/verifications/']").count(), 0);
  await form.goTo("store_type");
  await form.choice("/signup/store_type", "online").check();
  assert.deepEqual((await kept(form)).verifications, READY.signup.verifications);
  await form.choice("/signup/store_type", "online").uncheck();
  const sent = await send(form);
  assert.equal(sent.verifications, undefined);
  await form.close();
});

test("the currencies of a payment option come back with it", async () => {
  const form = await world.open({ answers: READY });
  await form.choice("/signup/payment_options", "bambora.creditcard").uncheck();
  assert.deepEqual((await kept(form)).payment_options, []);
  await form.choice("/signup/payment_options", "bambora.creditcard").check();
  assert.deepEqual((await kept(form)).payment_options, READY.signup.payment_options);
  await form.close();
});

test("a company's name comes back when the owner is a company after all", async () => {
  const form = await world.open({ step: "ownership", answers: READY });
  await form.choice(`${OWNERS}/1/kind`, "person").check();
  await form.choice(`${OWNERS}/1/kind`, "company").check();
  assert.equal(await form.field(`${OWNERS}/1/legal_name`).inputValue(), "Nordmann Holding AS");
  await form.close();
});

for (const language of ["en", "nb"]) {
  for (const width of [375, 1440]) {
    test(`an owner who was removed can be had back, where they were, ${language}, ${width} px`, async () => {
      const form = await world.open({ step: "ownership", answers: READY, language, width });
      const remove = { en: "Remove Kari Nordmann", nb: "Fjern Kari Nordmann" };
      const removed = { en: "Kari Nordmann has been removed.", nb: "Kari Nordmann er fjernet." };
      await form.page.getByRole("button", { name: remove[language] }).click();
      await form.page.locator(".removed", { hasText: removed[language] }).waitFor();
      assert.deepEqual((await kept(form)).ownership.owners, [READY.signup.ownership.owners[1]]);
      assert.deepEqual(await form.accessibilityFaults(), []);
      await form.page.locator(".removed").getByRole("button", { name: UNDO[language] }).click();
      assert.deepEqual((await kept(form)).ownership.owners, READY.signup.ownership.owners);
      await form.page.waitForFunction((pointer) => document.activeElement.dataset.pointer === pointer, `${OWNERS}/0/name`);
      assert.equal(await form.page.locator(".removed button").count(), 0);
      await form.close();
    });
  }
}

test("a signatory who was removed can be had back with the keyboard", async () => {
  const answers = structuredClone(READY);
  answers.signup.signature.signatures.push({ name: "Ola Nordmann", email: "ola@example.com" });
  const form = await world.open({ step: "signature", answers });
  await form.page.getByRole("button", { name: "Remove Ola Nordmann" }).focus();
  await form.page.keyboard.press("Enter");
  await form.page.locator(".removed button").waitFor();
  // The button to add takes the focus: the way back is right before it.
  await form.page.keyboard.press("Shift+Tab");
  await form.page.keyboard.press("Enter");
  assert.deepEqual((await kept(form)).signature.signatures, answers.signup.signature.signatures);
  await form.close();
});

for (const [language, next] of [["en", "The bank says yes only when this is in place."], ["nb", "Banken sier ja først når dette er på plass."]]) {
  for (const width of [375, 1440]) {
    test(`“No” to a verification says what happens next, ${language}, ${width} px`, async () => {
      const form = await world.open({ step: "verifications", answers: READY, language, width });
      const notes = form.page.locator(".next:not(:empty)");
      assert.equal(await notes.count(), 0);
      await form.answer("/signup/verifications/clear_pricing", false);
      assert.ok((await notes.innerText()).startsWith(next));
      assert.deepEqual(await form.accessibilityFaults(), []);
      await form.answer("/signup/verifications/clear_pricing", true);
      assert.equal(await notes.count(), 0);
      await form.close();
    });
  }
}
