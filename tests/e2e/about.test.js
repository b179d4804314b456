/** Whose form it is, what one needs before the first question, what one confirms by sending, and what one keeps of it. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { ALIVE, READY, setUp } from "./browser.js";

const world = setUp();
const BEGIN = { en: "Before you begin", nb: "Før du begynner" };
const CONFIRM = { en: "By sending, you confirm that what you have written is correct", nb: "Når du sender, bekrefter du at det du har skrevet, er riktig" };

/** Opens the form with a configuration, as a platform would give it. */
async function configured(config, options) {
  const form = await world.open(options);
  await form.page.route("**/config.json", (route) => route.fulfill({ json: { account: "T00000000", ...config } }));
  await form.page.reload();
  await form.page.waitForSelector(ALIVE);
  return form;
}

for (const language of ["en", "nb"]) {
  for (const width of [375, 1440]) {
    test(`the first step says what to have at hand, the last what one confirms, ${language}, ${width} px`, async () => {
      const form = await world.open({ language, width, answers: READY });
      const before = form.page.locator(".before", { hasText: BEGIN[language] });
      assert.equal(await before.getByRole("listitem").count(), 4);
      assert.equal(await form.page.locator(".about").count(), 0, "nothing is said of whom nobody has configured");
      await form.goTo("revenue");
      assert.equal(await form.page.locator(".before").count(), 0);
      await form.goTo("review");
      await form.page.locator(".going", { hasText: CONFIRM[language] }).waitFor();
      await form.close();
    });

    test(`who asks, the privacy notice and who helps stand on every step, ${language}, ${width} px`, async () => {
      const about = { company: "Fjord Betaling AS", privacy_url: "https://fjord.example/privacy", help_url: "https://fjord.example/help", help_email: "help@fjord.example", help_phone: "+47 21 00 00 00" };
      const form = await configured(about, { language, width, answers: READY });
      assert.ok((await form.page.locator(".before").innerText()).includes("Fjord Betaling AS"));
      for (const step of ["payment_options", "review"]) {
        await form.goTo(step);
        const links = await form.page.locator(".about a").evaluateAll((all) => all.map((link) => link.getAttribute("href")));
        assert.deepEqual(links, ["https://fjord.example/privacy", "tel:+4721000000", "mailto:help@fjord.example", "https://fjord.example/help"]);
        assert.deepEqual(await form.accessibilityFaults(), []);
        assert.ok((await form.page.evaluate(() => document.documentElement.scrollWidth)) <= width);
      }
      await form.close();
    });
  }
}

test("a configured address that would run something is no link", async () => {
  const form = await configured({ company: "Fjord", privacy_url: "javascript:alert(1)", help_url: "data:text/html,x" }, {});
  assert.equal(await form.page.locator(".about").count(), 1);
  assert.equal(await form.page.locator(".about a").count(), 0);
  await form.close();
});

test("what is printed is the answers to read, before and after they are sent", async () => {
  const form = await world.open({ step: "review", answers: READY, width: 1440 });
  const onPaper = async () => {
    await form.page.emulateMedia({ media: "print" });
    const text = await form.page.locator("main").innerText();
    const shown = await form.page.evaluate(() => [...document.querySelectorAll("button, .rail, .settings")].filter((one) => one.checkVisibility()).length);
    await form.page.emulateMedia({ media: "screen" });
    assert.equal(shown, 0, "nothing to press is on the paper");
    return text;
  };
  const answers = ["Kari Nordmann", "86011117947", "Nordmann Holding AS", "+4799999999"];
  const before = await onPaper();
  for (const answer of answers) assert.ok(before.includes(answer), answer);
  await form.goOn();
  await form.isSent();
  await form.page.evaluate(() => {
    window.print = () => dispatchEvent(new Event("beforeprint"));
  });
  await form.page.getByRole("button", { name: "Print or save as PDF" }).click();
  const after = await onPaper();
  for (const answer of [...answers, "connection-1"]) assert.ok(after.includes(answer), answer);
  assert.deepEqual(await form.accessibilityFaults(), []);
  await form.close();
});
