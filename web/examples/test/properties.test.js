/** What a page tells the component, and hears from it. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

import { build } from "vite";

import { Form, READY } from "../../../tests/e2e/browser.js";
import { launch, serve } from "../../../tests/parity/browser.js";

let browser;
let server;

before(async () => {
  await build({ root: fileURLToPath(new URL("page/", import.meta.url)), configFile: false, logLevel: "silent", build: { target: "es2022" } });
  server = await serve({ "/": new URL("page/dist/", import.meta.url) });
  browser = await launch();
}, { timeout: 120_000 });

after(async () => {
  await browser?.close();
  await server?.close();
});

/** A page that draws the form as the function says, which runs there: it is given what the test gives. */
async function open(draw, given) {
  const context = await browser.newContext({ locale: "en", viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.route("**/v1/**", (route) => route.fulfill({ status: 404, json: {} }));
  await page.goto(server.origin);
  await page.waitForFunction(() => window.draw);
  await page.evaluate(draw, given);
  await page.locator(".merchant-signup[data-rules=there]").waitFor();
  return { page, form: new Form(page, server), complaints, close: () => context.close() };
}

const BANK = "/signup/bank_name";

test("a page that answers late loses no letter, and what it changes itself is shown", async () => {
  const { page, form, complaints, close } = await open(() => {
    const show = (value) => window.draw({ step: "bank_account", value, onChange: (next) => setTimeout(() => show((window.shown = next)), 150) });
    window.show = show;
    show({ signup: { bank_name: "" } });
  });
  await form.field(BANK).pressSequentially("Sparebanken Vest", { delay: 20 });
  await page.waitForFunction(() => window.shown?.signup.bank_name === "Sparebanken Vest");
  assert.equal(await form.field(BANK).inputValue(), "Sparebanken Vest");
  await page.evaluate(() => window.show({ signup: { bank_name: "DNB", account_number: "86011117947" } }));
  assert.equal(await form.field(BANK).inputValue(), "DNB");
  assert.equal(await form.field("/signup/account_number").inputValue(), "86011117947");
  assert.deepEqual(await page.evaluate(() => Object.keys(sessionStorage)), [], "nobody else keeps it");
  assert.deepEqual(complaints, []);
  await close();
});

test("what cannot be kept is told of, and kept once it can be", async () => {
  const { page, form, close } = await open(() => {
    window.heard = [];
    window.isDown = true;
    window.draw({
      step: "bank_account",
      onSave: async (value, { step }) => {
        if (window.isDown) throw new Error("The backend is away");
        window.heard.push(["save", value.signup.bank_name, step]);
      },
      onError: ({ kind, cause }) => window.heard.push([kind, cause.message]),
    });
  });
  await form.type(BANK, "DNB");
  await page.getByText("Not saved").waitFor();
  assert.deepEqual(await page.evaluate(() => window.heard), [["save", "The backend is away"]]);
  await page.evaluate(() => {
    window.isDown = false;
    dispatchEvent(new Event("online"));
  });
  await page.getByText("Saved at").waitFor();
  assert.deepEqual(await page.evaluate(() => window.heard.at(-1)), ["save", "DNB", "bank_account"]);
  await close();
});

for (const [name, answer, heard] of [
  ["a refusal", { status: 403, json: { error: { code: "forbidden", message: "Not for you" } } }, { kind: "refused", status: 403, code: "forbidden", message: "Not for you" }],
  ["no answer", null, { kind: "unreachable" }],
]) {
  test(`${name} is told to the merchant and to the page, and the page hears nothing that was typed`, async () => {
    const { page, form, close } = await open((initialValue) => {
      window.heard = [];
      window.draw({ step: "review", initialValue, account: "T00000000", onError: ({ cause, ...error }) => window.heard.push(error), onSent: () => window.heard.push("sent") });
    }, READY);
    await page.route("**/v1/accounts/T00000000/**", (route) => (answer ? route.fulfill(answer) : route.abort()));
    await page.locator(".going [type=submit]").click();
    await form.page.locator(".going .ds-alert").waitFor();
    assert.deepEqual(await page.evaluate(() => window.heard), [heard]);
    await close();
  });
}

test("a function that gives no token is told of as if there were no answer", async () => {
  const { page, close } = await open((initialValue) => {
    window.heard = [];
    const token = () => Promise.reject(new Error("Signed out"));
    window.draw({ step: "review", initialValue, account: "T00000000", connection: null, token, onError: ({ kind, cause }) => window.heard.push([kind, cause.message]) });
  }, READY);
  await page.locator(".going [type=submit]").click();
  await page.locator(".going .ds-alert").waitFor();
  assert.deepEqual(await page.evaluate(() => window.heard), [["unreachable", "Signed out"]]);
  await close();
});

test("an account that has a signup already is told so, before anything is asked", async () => {
  const { page, close } = await open(() => {
    const { fetch } = window;
    window.fetch = (url, options) => (String(url).includes("/v1/") && !options?.method ? Promise.resolve(Response.json({ status: "pending", direct_signups: [{ signup_id: "signup-1" }] })) : fetch(url, options));
    window.draw({ account: "T00000000", token: "token" });
  });
  await page.getByText("signup-1").waitFor();
  assert.equal(await page.locator(".progress").count(), 0);
  await close();
});

test("the language, the words and the step change while the answers stay", async () => {
  const { page, form, complaints, close } = await open(() => {
    window.steps = [];
    window.views = [];
    window.props = { step: "bank_account", locale: "en", onStep: (step) => window.steps.push(step), onView: ({ step, title, hasErrors }) => window.views.push([step, title, hasErrors]) };
    window.draw(window.props);
  });
  await form.type(BANK, "DNB");
  await page.locator(".going [type=submit]").click();
  const message = (text) => page.locator(".issues [data-code='account_number.required']", { hasText: text }).waitFor();
  await message("Enter the company's account number");
  await page.evaluate(() => window.draw((window.props = { ...window.props, locale: "nb-NO", texts: { "actions.next": "Gå videre" } })));
  await page.locator(".merchant-signup[lang=nb]").waitFor();
  await message("Oppgi selskapets kontonummer");
  assert.equal(await page.locator(".going [type=submit]").innerText(), "Gå videre");
  assert.equal(await form.field(BANK).inputValue(), "DNB");
  await page.evaluate(() => window.draw((window.props = { ...window.props, step: "applicant" })));
  await form.field("/signup/applicant/phone_number").waitFor();
  await page.locator(".progress a", { hasText: "Omsetning" }).first().click();
  await form.field("/signup/revenue/currency").waitFor();
  assert.deepEqual(await page.evaluate(() => window.steps), ["applicant", "revenue"]);
  const views = await page.evaluate(() => window.views);
  assert.deepEqual([views[0], views[1]], [["bank_account", "Where should the money go?", false], ["bank_account", "Where should the money go?", true]]);
  assert.equal(views.at(-1)[0], "revenue");
  assert.deepEqual(complaints, []);
  await close();
});
