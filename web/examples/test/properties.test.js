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

/** A page that draws the form as the function says, which runs there: it is given what the test gives; `listen` hears its console. */
async function open(draw, given, listen) {
  const context = await browser.newContext({ locale: "en", viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  if (listen) page.on("console", listen);
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

for (const [name, answer, status] of [
  ["a page in the endpoint's place", { status: 200, contentType: "text/html", body: "<h1>Sign in</h1>" }, 200],
  ["a page that says that it was made", { status: 201, contentType: "text/html", body: "<h1>Hello</h1>" }, 201],
  ["a text", { status: 200, contentType: "text/plain", body: "OK" }, 200],
  ["JSON that is no object", { status: 200, json: [] }, 200],
  ["nothing, and not that it was made", { status: 200, body: "" }, 200],
]) {
  test(`what has not stored the signup does not count as sent: ${name}`, async () => {
    const { page, close } = await open((initialValue) => {
      window.heard = [];
      window.draw({ step: "review", initialValue, account: "T00000000", onError: ({ kind, status }) => window.heard.push([kind, status]), onSent: () => window.heard.push("sent") });
    }, READY);
    const keys = [];
    const answers = [answer, { status: 201, json: { id: "connection-1" } }];
    await page.route("**/v1/accounts/T00000000/**", (route) => {
      keys.push(route.request().headers()["idempotency-key"]);
      return route.fulfill(answers.shift());
    });
    await page.locator(".going [type=submit]").click();
    await page.locator(".going .ds-alert", { hasText: "not certain" }).waitFor();
    assert.deepEqual(await page.evaluate(() => window.heard), [["unclear", status]]);
    await page.locator(".going [type=submit]").click();
    await page.locator(".sent", { hasText: "connection-1" }).waitFor();
    assert.equal(keys.length, 2);
    assert.equal(keys[0], keys[1], "it is stored once");
    await close();
  });
}

for (const status of [201, 204]) {
  test(`an endpoint that repeats nothing has stored it where it says ${status}`, async () => {
    const { page, close } = await open((initialValue) => {
      window.draw({ step: "review", initialValue, account: "T00000000", onSent: (sent) => (window.heard = sent) });
    }, READY);
    await page.route("**/v1/accounts/T00000000/**", (route) => route.fulfill({ status, body: "" }));
    await page.locator(".going [type=submit]").click();
    await page.locator(".sent").waitFor();
    assert.deepEqual(await page.evaluate(() => window.heard), { reference: null, signup: READY });
    await close();
  });
}

test("an account that got a signup meanwhile is told so", async () => {
  const { page, close } = await open((initialValue) => window.draw({ step: "review", initialValue, account: "T00000000" }), READY);
  await page.route("**/v1/accounts/T00000000/**", (route) => route.fulfill({ status: 409, json: { error: { code: "exists", message: "It is pending" } } }));
  await page.locator(".going [type=submit]").click();
  const alert = page.locator(".going .ds-alert");
  await alert.waitFor();
  assert.match(await alert.innerText(), /^There is a signup for this account already.*It is pending$/s);
  await close();
});

const REFUSED = "The bank does not know this account";
for (const [name, json] of [
  ["the endpoint", { error: { code: "not_ready", message: "Not ready", errors: [{ code: "account_number.checksum", path: "/signup/account_number", severity: "error", message: REFUSED }] } }],
  ["problem details", { type: "about:blank", title: "Not ready", status: 422, errors: [{ detail: REFUSED, pointer: "#/signup/account_number" }] }],
  ["a report", { status: "invalid", issues: [{ code: "account_number.checksum", path: "/signup/account_number", severity: "error", message: REFUSED }] }],
]) {
  test(`a refused answer is told of at its field, as said by ${name}`, async () => {
    const { page, form, close } = await open((initialValue) => window.draw({ step: "review", initialValue, account: "T00000000" }), READY);
    await page.route("**/v1/accounts/T00000000/**", (route) => route.fulfill({ status: 422, json }));
    await page.locator(".going [type=submit]").click();
    await page.locator(".error-summary a", { hasText: REFUSED }).click();
    await form.field("/signup/account_number").waitFor();
    assert.deepEqual(await form.saidAt("/signup/account_number"), [json.errors ? "server" : "account_number.checksum"]);
    await close();
  });
}

for (const [connection, isShown] of [
  [null, false],
  [{ status: "declined", direct_signups: [] }, false],
  [{ status: "failed" }, false],
  [{}, false],
  ["pending", false],
  [{ status: "pending", direct_signups: [{ signup_id: "signup-1" }] }, true],
  [{ status: "enabled" }, true],
]) {
  test(`a connection that the page knows: ${JSON.stringify(connection)}`, async () => {
    const { page, close } = await open((connection) => window.draw({ account: "T00000000", token: "token", connection }), connection);
    assert.equal(await page.getByText("There is a signup already").count(), isShown ? 1 : 0);
    assert.equal(await page.locator(".going").count(), isShown ? 0 : 1);
    await close();
  });
}

test("a callback that fails is told of in the console, and what it gives back is passed over", async () => {
  const { page, form, complaints, close } = await open((initialValue) => {
    const told = (name) => () => {
      window.called = { ...window.called, [name]: true };
      if (window.fails) throw new Error(`${name} is broken`);
      return `what ${name} gives back`;
    };
    window.fails = true;
    const names = ["onChange", "onStep", "onView", "onSent", "onError", "stepHref"];
    window.draw({ step: "bank_account", initialValue, account: "T00000000", ...Object.fromEntries(names.map((name) => [name, told(name)])) });
  }, READY);
  const errors = [];
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  const answers = [{ status: 500, body: "" }, { status: 201, json: {} }];
  await page.route("**/v1/accounts/T00000000/**", (route) => route.fulfill(answers.shift()));
  await form.type(BANK, "Sparebanken Vest");
  await page.locator(".progress a", { hasText: "Review" }).first().click();
  await page.locator(".declaration").waitFor();
  await page.locator(".going [type=submit]").click();
  await page.locator(".going .ds-alert").waitFor();
  await page.evaluate(() => (window.fails = false));
  await page.locator(".going [type=submit]").click();
  await page.locator(".sent").waitFor();
  assert.deepEqual(await page.evaluate(() => Object.keys(window.called).sort()), ["onChange", "onError", "onSent", "onStep", "onView", "stepHref"]);
  for (const name of ["onChange", "onStep", "onView", "onError"]) assert.ok(errors.some((error) => error.includes(`the page's ${name} has failed`)), `${name}: ${errors}`);
  assert.deepEqual(complaints, []);
  await close();
});

test("a form of the page around it is told of once, and hears nothing of it", async () => {
  const said = [];
  const { page, form, close } = await open(
    () => {
      const around = document.createElement("form");
      document.body.prepend(around);
      around.append(document.getElementById("root"));
      around.addEventListener("submit", () => (window.heard = "submit"));
      window.draw({ account: "T00000000", step: "bank_account" });
    },
    undefined,
    (message) => message.text().includes("<form> of the page") && said.push(message.type()),
  );
  await form.type(BANK, "DNB");
  await form.type("/signup/account_number", "86011117947");
  await form.field("/signup/account_number").press("Enter");
  await page.locator(".title-1", { hasText: "Where do you sell?" }).waitFor();
  await page.locator(".going [type=submit]").click();
  await page.locator(".error-summary:not([hidden])").waitFor();
  assert.equal(await page.evaluate(() => window.heard), undefined);
  assert.deepEqual(said, ["error"]);
  await close();
});

for (const [name, props, isSaid] of [
  ["nothing", {}, true],
  ["an account", { account: "T00000000" }, false],
  ["an endpoint of its own", { endpoint: "/signups" }, false],
  ["an endpoint with a place for it", { endpoint: "/of/{aid}" }, true],
]) {
  test(`a form that knows no account says so in the console: given ${name}`, async () => {
    const said = [];
    const { close } = await open((props) => window.draw(props), props, (message) => message.text().includes("there is no account") && said.push(message.type()));
    assert.deepEqual(said, isSaid ? ["warning"] : []);
    await close();
  });
}

test("where no language can be loaded the form says so, and tries again", async () => {
  const context = await browser.newContext({ locale: "nb", viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  let isAway = true;
  await page.route(/\/(nb|en)-[^/]*\.js$/, (route) => (isAway ? route.abort() : route.continue()));
  await page.goto(server.origin);
  await page.waitForFunction(() => window.draw);
  await page.evaluate(() => window.draw({ account: "T00000000", locale: "nb", fallback: "Wait", onError: ({ kind }) => (window.heard = [...(window.heard ?? []), kind]) }));
  await page.getByRole("alert").getByText("The form could not be loaded").waitFor();
  assert.equal(await page.locator(".merchant-signup").getAttribute("lang"), "en");
  assert.ok((await page.evaluate(() => window.heard)).every((kind) => kind === "language"));
  isAway = false;
  await page.getByRole("button", { name: "Try again" }).click();
  await page.locator(".merchant-signup[lang=nb] .title-1").waitFor();
  await context.close();
});
