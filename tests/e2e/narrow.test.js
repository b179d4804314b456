import assert from "node:assert/strict";
import { test } from "node:test";

import { LANGUAGES, STEPS, example, setUp } from "./browser.js";

const world = setUp();

test("nothing is wider than a small phone, in any language, with every error shown", async () => {
  const answers = await example("twenty-faults.json");
  for (const language of LANGUAGES) {
    const form = await world.open({ width: 320, height: 640, language, answers, step: "review" });
    await form.goOn();
    await form.summary.waitFor();
    for (const step of STEPS) {
      await form.goTo(step);
      const width = await form.page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= 320, `${language}, ${step}: ${width} pixels wide`);
    }
    await form.close();
  }
});

test("the steps are folded away, and one can still go to any of them", async () => {
  const form = await world.open({ width: 320, height: 640 });
  await form.page.locator(".progress-compact summary").click();
  await form.page.locator('.progress-compact a[href="#signature"]').click();
  await form.isAt("signature");
  assert.equal(await form.page.locator(".progress-compact").evaluate((details) => details.open), false);
  await form.close();
});

test("what is pressed is large enough for a finger", async () => {
  const form = await world.open({ width: 320, height: 640, answers: await example("twenty-faults.json") });
  for (const step of STEPS) {
    await form.goTo(step);
    const small = await form.page.evaluate(() =>
      [...document.querySelectorAll("button, summary, .choice, select, input:not([type=radio], [type=checkbox]), .progress a")]
        .filter((one) => one.checkVisibility())
        .map((one) => [one.className || one.tagName, one.getBoundingClientRect()])
        .filter(([, { width, height }]) => width > 0 && (width < 24 || height < 24))
        .map(([name, { width, height }]) => `${name} ${width}×${height}`),
    );
    assert.deepEqual(small, [], step);
  }
  await form.close();
});
