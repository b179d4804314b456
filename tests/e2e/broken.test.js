/** Whatever fails to load or cannot be shown, the page says something. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { ALIVE, ANSWERS, READY, setUp } from "./browser.js";

const world = setUp();

async function blank({ language = "en", width = 375, answers } = {}) {
  const context = await world.browser.newContext({ viewport: { width, height: 700 }, locale: language, reducedMotion: "reduce" });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  if (answers) {
    await page.addInitScript(([key, text]) => {
      if (sessionStorage.getItem("seeded")) return;
      sessionStorage.setItem("seeded", "yes");
      sessionStorage.setItem(key, text);
    }, [ANSWERS, JSON.stringify(answers)]);
  }
  const go = (step = "payment_options") => page.goto(`${world.server.origin}/?lang=${language}#${step}`);
  return { context, page, go };
}

/** The parts of the built page that hold a language's words: more than one has its name, the rules' messages too. */
const ofLanguage = (tag) => new RegExp(`/assets/${tag}-[^/]*\\.js$`);

for (const width of [375, 1440]) {
  test(`a language that does not load gives way to English, ${width} px`, async () => {
    const { context, page, go } = await blank({ language: "nb", width });
    await page.route(ofLanguage("nb"), (route) => route.abort());
    await go();
    await page.getByRole("heading", { name: "How do your customers pay?" }).waitFor();
    await page.locator(".settings select").first().selectOption("nb");
    await page.getByText("That language could not be loaded.").waitFor();
    assert.equal(await page.locator(".settings select").first().inputValue(), "en");
    await context.close();
  });

  test(`where no language loads, the page says so in every one, ${width} px`, async () => {
    const { context, page, go } = await blank({ width });
    for (const tag of ["en", "nb"]) await page.route(ofLanguage(tag), (route) => route.abort());
    await go();
    await page.getByText("The form has not been loaded.").waitFor();
    await page.getByText("Skjemaet er ikke lastet inn.").waitFor();
    await context.close();
  });
}

test("a configuration that hangs does not keep the form away", async () => {
  const { context, page, go } = await blank();
  await page.clock.install();
  let asked = 0;
  for (const path of ["**/config.json", "**/v1/session"]) await page.route(path, () => void (asked += 1));
  await go();
  await page.waitForFunction(() => document.querySelector(".unloaded"));
  // The clock only moves on where it is told to: until the form has given up waiting.
  while ((await page.locator(ALIVE).count()) === 0) await page.clock.runFor(1_000);
  assert.equal(asked, 2);
  await context.close();
});

test("rules and a language that hang do not keep the form away", async () => {
  const { context, page, go } = await blank({ language: "nb" });
  await page.clock.install();
  for (const path of [ofLanguage("nb"), /\.wasm$/]) await page.route(path, () => {});
  await go();
  while ((await page.locator(ALIVE).count()) === 0) await page.clock.runFor(1_000);
  // The rules are given up later than the language.
  const unchecked = page.getByText("Answers are not checked while you type");
  while ((await unchecked.count()) === 0) await page.clock.runFor(1_000);
  await context.close();
});

const BROKEN = {
  "a list that is a text": { signup: { payment_options: "cards", store_type: "online", ownership: { owners: "Kari" }, signature: { signatures: 7 } } },
  "lists of nothing": { signup: { payment_options: [null], store_type: [null], ownership: { ownership_structure: "owners_with_more_than_25", owners: [null] }, signature: { signatures: [null] } } },
  "objects that are texts": { signup: { revenue: "much", ownership: "Kari", verifications: true, signature: null, applicant: 4 } },
  "no signup": { signup: null },
  "a list": [1, 2],
  "a text": "signup",
};

for (const language of ["en", "nb"]) {
  test(`a draft that is not as the form expects it leaves no empty page, ${language}`, async () => {
    for (const [name, answers] of Object.entries(BROKEN)) {
      const { context, page, go } = await blank({ language, answers });
      for (const step of ["payment_options", "revenue", "bank_account", "store_type", "ownership", "verifications", "signature", "applicant", "review"]) {
        await go(step);
        await page.reload();
        await page.waitForSelector(ALIVE);
        assert.notEqual((await page.locator("h1").innerText()).trim(), "", `${name}, ${step}`);
      }
      await context.close();
    }
  });
}

test("what cannot be shown can be deleted, and the form begins anew", async () => {
  const answers = structuredClone(READY);
  answers.signup.signature.signatures = [null];
  const { context, page, go } = await blank({ answers });
  await go("signature");
  await page.waitForSelector(ALIVE);
  const begin = page.getByRole("button", { name: "Delete it and begin anew" });
  if (await begin.count()) {
    await begin.click();
    await page.getByRole("heading", { name: "How do your customers pay?" }).waitFor();
    assert.equal(await page.evaluate((key) => sessionStorage.getItem(key), ANSWERS), null);
  }
  await context.close();
});
