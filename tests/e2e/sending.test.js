/** Sending: one key for one signup until there is an answer, whatever happens on the way. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { ALIVE, READY, setUp } from "./browser.js";
import { ACCEPTED } from "./server.js";

const world = setUp();
const NO_CONNECTION = { en: "no connection", nb: "ingen forbindelse" };

/** Lets the server take what is sent, and loses the answer, for the next `times` requests. */
async function loseAnswers(form, times) {
  let left = times;
  await form.page.route(/\/v1\/accounts\//, async (route) => {
    if (left === 0) return route.continue();
    left -= 1;
    await route.fetch();
    return route.abort();
  });
}

function take(...answers) {
  world.server.answers.splice(0, Infinity, ...answers);
  world.server.received.length = 0;
}

const sentKeys = () => world.server.received.map(({ headers }) => headers["idempotency-key"]);

for (const language of ["en", "nb"]) {
  for (const width of [375, 1440]) {
    test(`an answer that is lost is asked for again under the same key, ${language}, ${width} px`, async () => {
      const form = await world.open({ step: "review", answers: READY, language, width });
      take(ACCEPTED);
      await loseAnswers(form, 2);
      for (const attempt of [1, 2]) {
        await form.goOn();
        await form.page.locator(`.going [role=alert]:has-text("${NO_CONNECTION[language]}")`).waitFor();
        await form.page.locator(".going [type=submit]:not([disabled])").waitFor();
        // A reload between the attempts changes nothing.
        if (attempt === 1) {
          await form.page.reload();
          await form.page.waitForSelector(ALIVE);
        }
      }
      await form.goOn();
      await form.isSent();
      const keys = sentKeys();
      assert.equal(keys.length, 3);
      assert.match(keys[0], /^[0-9a-f]{32}$/);
      assert.deepEqual(new Set(keys).size, 1, "one key for all attempts");
      assert.deepEqual(world.server.received.map(({ body }) => body), [READY, READY, READY]);
      await form.close();
    });
  }
}

test("what was changed after a lost answer is told apart from what the server has", async () => {
  const form = await world.open({ step: "review", answers: READY });
  const { signup } = READY;
  const reused = { status: 422, body: { error: { code: "idempotency_key_reused", message: "Another signup was sent under this key", errors: [] } } };
  take({ status: 201, body: { id: "connection-1", signup } }, reused, { status: 201, body: { id: "connection-1", signup: { ...signup, created_at: "2026-11-22T10:00:00Z" } } });
  await loseAnswers(form, 1);
  await form.goOn();
  await form.page.locator(".going [role=alert]:has-text('no connection')").waitFor();
  await form.goTo("bank_account");
  await form.type("/signup/bank_name", "Sparebanken Vest");
  await form.goTo("review");
  await form.goOn();
  await form.isSent();
  assert.equal(new Set(sentKeys()).size, 1);
  assert.deepEqual(world.server.received.map(({ body }) => body.signup.bank_name), ["DNB", "Sparebanken Vest", "DNB"]);
  await form.page.getByText("An earlier attempt had reached the server").waitFor();
  await form.close();
});

test("a signup that is sent after an answer has a key of its own", async () => {
  const keys = [];
  for (let signup = 0; signup < 2; signup += 1) {
    const form = await world.open({ step: "review", answers: READY });
    take(ACCEPTED);
    await form.goOn();
    await form.isSent();
    keys.push(...sentKeys());
    await form.close();
  }
  assert.equal(new Set(keys).size, 2);
});

test("nobody leaves the review while the signup is on its way", async () => {
  const form = await world.open({ step: "review", answers: READY });
  take(ACCEPTED);
  let goOn;
  const isHeld = new Promise((held) => {
    void form.page.route(/\/v1\/accounts\//, async (route) => {
      held();
      await new Promise((done) => (goOn = done));
      await route.continue();
    });
  });
  await form.goOn();
  await isHeld;
  await form.page.locator('.progress > ol a[href="#bank_account"]').click();
  assert.equal(await form.page.evaluate(() => location.hash), "#review");
  await form.page.evaluate(() => (location.hash = "bank_account"));
  await form.isAt("review");
  goOn();
  await form.isSent();
  await form.close();
});
