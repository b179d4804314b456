/** What only shows when somebody looks, or listens: distances, edges, and hints that are read once. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { READY, STEPS, example, setUp } from "./browser.js";

const world = setUp();

for (const language of ["en", "nb"]) {
  test(`a hint is read once, ${language}`, async () => {
    const form = await world.open({ answers: READY, language });
    const session = await form.page.context().newCDPSession(form.page);
    let described = 0;
    for (const step of STEPS) {
      await form.goTo(step);
      const { nodes } = await session.send("Accessibility.getFullAXTree");
      for (const { role, name, description } of nodes) {
        if (!description?.value) continue;
        described += 1;
        assert.ok(!name.value.includes(description.value), `${step}: ${role.value} “${name.value}”`);
      }
    }
    assert.ok(described > 20, `${described} fields and questions have a hint`);
    await form.close();
  });
}

for (const width of [375, 1440]) {
  test(`a question keeps its distance from its answers, ${width} px`, async () => {
    const form = await world.open({ answers: READY, width });
    for (const step of ["payment_options", "revenue", "store_type", "ownership", "verifications", "signature"]) {
      await form.goTo(step);
      const close = await form.page.locator("fieldset.field").evaluateAll((all) =>
        all.flatMap((fieldset) => {
          const parts = [...fieldset.children].filter((part) => part.checkVisibility() && part.getBoundingClientRect().height > 0);
          const gaps = parts.slice(1).map((part, index) => part.getBoundingClientRect().top - parts[index].getBoundingClientRect().bottom);
          return gaps.some((gap) => gap < 2) ? [`${parts[0].textContent}: ${gaps.join(", ")}`] : [];
        }),
      );
      assert.deepEqual(close, [], step);
    }
    await form.close();
  });
}

for (const [language, more] of [["en", "And 15 more"], ["nb", "Og 15 til"]]) {
  test(`many faults do not push the button out of reach, ${language}`, async () => {
    const form = await world.open({ width: 375, language, step: "review", answers: await example("twenty-faults.json") });
    await form.goOn();
    await form.summary.waitFor();
    const { height } = await form.summary.boundingBox();
    assert.ok(height < 600, `${height} pixels high`);
    await form.page.getByText(more).click();
    assert.equal(await form.summary.getByRole("link").count(), 20);
    assert.deepEqual(await form.accessibilityFaults(), []);
    await form.close();
  });
}

test("the bar above the page that says it is sent is not cut", async () => {
  const form = await world.open({ step: "review", answers: READY, width: 375 });
  await form.goOn();
  await form.isSent();
  const [rail, mark] = await form.page.evaluate(() => [".rail", ".wordmark"].map((part) => document.querySelector(part).getBoundingClientRect().bottom));
  assert.ok(rail - mark >= 12, `${rail - mark} pixels below the name`);
  await form.close();
});
