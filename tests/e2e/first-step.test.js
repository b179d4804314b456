/** The first step stands in the page before a script has come: as it will be, in the page's language, and only to be looked at. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";

import { ALIVE, LANGUAGES, setUp } from "./browser.js";
import { FORM } from "./server.js";

const world = setUp();
const TITLES = { en: "How do your customers pay?", nb: "Hvordan betaler kundene dine?" };

/** A page whose scripts do not come until they are let through. */
async function held({ language, width, step = "" }) {
  const context = await world.browser.newContext({ viewport: { width, height: 900 }, locale: language });
  const page = await context.newPage();
  const complaints = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  let letThrough;
  const until = new Promise((done) => (letThrough = done));
  await page.route(/\/assets\/(?!before-).*\.js$/, async (route) => {
    await until;
    await route.continue();
  });
  // As the server chooses it; here by its name.
  const file = language === "en" ? "" : `index.${language}.html`;
  await page.goto(`${world.server.origin}/${file}?lang=${language}${step}`, { waitUntil: "commit" });
  await page.waitForSelector("#root[inert] h1", { state: "attached" });
  await page.evaluate(() => document.fonts.ready);
  return { context, page, letThrough, complaints };
}

/** Where the parts of the step stand. */
const places = (page) =>
  page.locator("h1, .lead, .before, .question, .choice, .field, .progress, .settings, .going [type=submit]").evaluateAll((all) =>
    all.filter((one) => one.checkVisibility()).map((one) => {
      const { x, y, width, height } = one.getBoundingClientRect();
      return [one.className || one.localName, ...[x, y + scrollY, width, height].map(Math.round)].join(" ");
    }),
  );

for (const language of ["en", "nb"]) {
  for (const width of [375, 1440]) {
    test(`the first step is seen at once, and nothing moves when it comes to life, ${language}, ${width} px`, async () => {
      const { context, page, letThrough, complaints } = await held({ language, width });
      assert.equal(await page.locator("h1").innerText(), TITLES[language]);
      assert.equal(await page.locator("h1").isVisible(), true);
      assert.equal(await page.locator(".keeping").isVisible(), false, "who keeps the answers is not known yet");
      assert.equal(await page.locator(".unloaded").isVisible(), false);
      const before = await places(page);
      assert.ok(before.length > 5, before.join("\n"));
      letThrough();
      await page.waitForSelector(ALIVE);
      assert.deepEqual(await places(page), before);
      assert.equal(await page.locator(".keeping").isVisible(), true);
      assert.deepEqual(complaints, []);
      await context.close();
    });
  }
}

test("where the address names another step, the first is not seen", async () => {
  const { context, page, letThrough } = await held({ language: "en", width: 375, step: "#revenue" });
  assert.equal(await page.locator("h1").isVisible(), false);
  letThrough();
  await page.waitForSelector(ALIVE);
  assert.equal(await page.locator("h1").isVisible(), true);
  await context.close();
});

test("each language has its page, which names what that language needs", async () => {
  for (const language of LANGUAGES) {
    const page = await readFile(join(FORM, language === "en" ? "index.html" : `index.${language}.html`), "utf8");
    assert.ok(page.includes(`<html lang="${language}"`), language);
    const named = [...page.matchAll(/<link rel="modulepreload"[^>]*href="\.\/(assets\/[^"]+)"/g)].map(([, name]) => name);
    assert.equal(named.filter((name) => name.startsWith(`assets/${language}-`)).length, 2, "its words, and its messages");
    assert.ok(!/ style="/.test(page), "the page's policy would refuse it");
  }
});
