import assert from "node:assert/strict";
import { test } from "node:test";

import { READY, STEPS, example, setUp } from "./browser.js";

const world = setUp();

/** Every warning and info that the form can show at once, and a correction on offer. */
async function noticed() {
  const answers = structuredClone(READY);
  const { signup } = answers;
  signup.payment_options.push({ type: "bambora.vipps", currencies: ["USD"] });
  signup.revenue.average_amount = "some hundreds";
  signup.account_number = "8601 11 17947";
  signup.ownership.owners = [{ name: "Kari Nordmann", date_of_birth: "1990-09-20", percentage: 25 }, { name: "Ola", legal_name: "Holding AS", percentage: 40 }];
  signup.verifications.terms_and_conditions_url = "http://localhost/terms";
  signup.signature.politically_exposed_person = true;
  signup.applicant.phone_number = "0047 99 99 99 99";
  return answers;
}

const STATES = {
  "empty": async () => ({}),
  "empty, attempted": async () => ({ attempted: true }),
  "with twenty faults": async () => ({ answers: await example("twenty-faults.json"), attempted: true }),
  "with warnings and offers": async () => ({ answers: await noticed() }),
  "ready": async () => ({ answers: READY }),
  "without the WASM": async () => ({ withoutRules: true }),
};

for (const colorScheme of ["light", "dark"]) {
  for (const [state, options] of Object.entries(STATES)) {
    test(`axe finds nothing on any step, ${state}, ${colorScheme}`, async () => {
      const { attempted, ...rest } = await options();
      const form = await world.open({ ...rest, colorScheme, step: "review" });
      if (attempted) {
        await form.goOn();
        await form.summary.waitFor();
      }
      for (const step of STEPS) {
        await form.goTo(step);
        for (const details of await form.page.locator("details.explanation").all()) await details.locator("summary").click();
        assert.deepEqual(await form.accessibilityFaults(), [], step);
      }
      await form.close();
    });
  }

  test(`axe finds nothing on a phone, ${colorScheme}`, async () => {
    const form = await world.open({ colorScheme, width: 360, answers: await example("twenty-faults.json"), step: "review" });
    await form.goOn();
    await form.summary.waitFor();
    for (const step of STEPS) {
      await form.goTo(step);
      await form.page.locator(".progress-compact summary").click();
      assert.deepEqual(await form.accessibilityFaults(), [], step);
    }
    await form.close();
  });

  test(`axe finds nothing while a currency is searched, nor when all is sent, ${colorScheme}`, async () => {
    const form = await world.open({ colorScheme, answers: READY });
    await form.page.getByLabel("Find another currency").first().fill("do");
    await form.page.locator("button.choice").first().waitFor();
    assert.deepEqual(await form.accessibilityFaults(), []);
    await form.goTo("review");
    await form.goOn();
    await form.isSent();
    assert.deepEqual(await form.accessibilityFaults(), []);
    await form.close();
  });
}
