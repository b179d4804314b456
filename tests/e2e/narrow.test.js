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

/** Names as long as a person's or a company's can be, in one word and in many. */
async function longNames() {
  const answers = structuredClone(await example("ready.json"));
  const { signup } = answers;
  signup.bank_name = "Sparebankstiftelsensammenslutningen".repeat(4);
  signup.ownership.owners[0].name = "Wolfeschlegelsteinhausenbergerdorff".repeat(3);
  signup.ownership.owners[1].legal_name = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft AS";
  signup.signature.signatures = [
    { name: "Wolfeschlegelsteinhausenbergerdorff".repeat(3), email: `${"long".repeat(15)}@${"example".repeat(8)}.com` },
    { name: "Kari Anne Marie Elisabeth Charlotte Nordmann-Wolfeschlegelsteinhausen ".repeat(2).trim(), email: "kari@example.com" },
  ];
  signup.verifications.terms_and_conditions_url = `https://shop.example.com/${"terms-".repeat(30)}`;
  return answers;
}

for (const language of ["en", "nb"]) {
  for (const [width, size] of [[320, 100], [375, 100], [640, 200], [1440, 100]]) {
    test(`a long name makes no step scroll sideways, ${language}, ${width} px, text at ${size} %`, async () => {
      const form = await world.open({ width, height: 700, language, answers: await longNames() });
      if (size !== 100) await form.page.evaluate((percent) => (document.documentElement.style.fontSize = `${percent}%`), size);
      for (const step of STEPS) {
        await form.goTo(step);
        const { scrollWidth, widest } = await form.page.evaluate(() => ({
          scrollWidth: document.documentElement.scrollWidth,
          widest: [...document.querySelectorAll("main *")]
            .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
            .map((one) => `${one.tagName}.${one.className}`)
            .slice(0, 3),
        }));
        assert.ok(scrollWidth <= width, `${step}: ${scrollWidth} pixels wide, ${widest.join(", ")}`);
      }
      // Nor does what is said of one who was removed.
      await form.goTo("ownership");
      await form.page.locator(".row header button").first().click();
      await form.page.locator(".removed button").waitFor();
      assert.ok((await form.page.evaluate(() => document.documentElement.scrollWidth)) <= width);
      await form.close();
    });
  }
}

test("in forced colours the steps keep their numbers, and the shares their bars", async () => {
  const form = await world.open({ width: 1440, answers: await longNames(), step: "ownership" });
  await form.page.emulateMedia({ forcedColors: "active" });
  const contrast = await form.page.evaluate(() => {
    const probe = document.createElement("p");
    document.body.append(probe);
    const computed = (color) => ((probe.style.color = color), getComputedStyle(probe).color);
    const canvas = computed("Canvas");
    const seen = {
      number: getComputedStyle(document.querySelector(".progress > ol .ring text")).fill !== canvas,
      tick: getComputedStyle(document.querySelector(".progress > ol .ring-tick")).stroke !== canvas,
      ring: getComputedStyle(document.querySelector(".progress > ol .ring-done")).stroke !== canvas,
      bar: getComputedStyle(document.querySelector(".shares-bar")).backgroundColor !== canvas,
    };
    probe.remove();
    return seen;
  });
  assert.deepEqual(contrast, { number: true, tick: true, ring: true, bar: true });
  const rail = await form.page.evaluate(() => {
    const { fill } = getComputedStyle(document.querySelector(".progress > ol .ring text"));
    return fill !== getComputedStyle(document.querySelector(".rail")).backgroundColor;
  });
  assert.equal(rail, true, "a number does not have its background's colour");
  await form.close();
});

test("what stands below another ends where that ends, and every step has its segment", async () => {
  const form = await world.open({ width: 1440, answers: await example("ready.json"), step: "ownership" });
  const edges = await form.page.locator(".questions > .field, .panel, .shares, .keeping").evaluateAll((all) => all.map((one) => one.getBoundingClientRect().right));
  assert.equal(edges.length >= 5, true);
  assert.equal(new Set(edges).size, 1, edges.join(", "));
  assert.equal(await form.page.locator(".segment").count(), STEPS.length);
  await form.close();
});

for (const width of [375, 1440]) {
  test(`the edge that marks an error begins where its question begins, ${width} px`, async () => {
    const form = await world.open({ width, step: "store_type" });
    await form.goOn();
    await form.summary.waitFor();
    const [field, legend] = await form.page.locator("fieldset.field").evaluate((one) => [one, one.querySelector("legend")].map((part) => part.getBoundingClientRect().top));
    assert.equal(legend, field);
    // The browser draws a fieldset's own box from the middle of a legend that stands in its edge: one that floats does not.
    assert.notEqual(await form.page.locator("fieldset.field > legend").evaluate((legend) => getComputedStyle(legend).float), "none");
    await form.close();
  });
}
