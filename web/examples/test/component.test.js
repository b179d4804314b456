/** The form on the pages of others: as a component in a React application, and as an element. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Form, READY, STEPS, accessibilityFaults } from "../../../tests/e2e/browser.js";
import { launch, serve } from "../../../tests/parity/browser.js";

const ENDPOINT = "**/v1/accounts/T00000000/management/settings/connections/bambora";

let browser;
let server;

before(async () => {
  server = await serve({ "/": new URL("../dist/", import.meta.url), "/merchant-signup-react/": new URL("../../react/dist/", import.meta.url) });
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await server?.close();
});

/** A page with an endpoint behind it: `received` is what was sent, `tokens` how often one was asked for. */
async function open(path, { width = 1440, locale = "en", colorScheme = "light" } = {}) {
  const context = await browser.newContext({ locale, colorScheme, viewport: { width, height: 900 }, reducedMotion: "reduce" });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const form = new Form(page, server);
  const world = { page, form, received: [], tokens: 0, warnings: [] };
  page.on("console", (message) => message.type() === "warning" && world.warnings.push(message.text()));
  await page.route("**/token", (route) => route.fulfill({ body: `token-${(world.tokens += 1)}` }));
  await page.route(ENDPOINT, (route) => {
    const request = route.request();
    const authorization = request.headers().authorization;
    if (request.method() === "GET") return route.fulfill({ status: 404, json: {} });
    world.received.push({ authorization, body: request.postDataJSON(), key: request.headers()["idempotency-key"] });
    // The first token has run out by the time that the form is sent.
    if (world.received.length === 1) return route.fulfill({ status: 401, json: { error: { code: "unauthorized" } } });
    return route.fulfill({ status: 201, json: { id: "connection-1" } });
  });
  await page.addInitScript(countListeners);
  await page.goto(`${server.origin}/${path}`);
  await page.locator(".merchant-signup[data-rules=there]").first().waitFor();
  return world;
}

/** Counts in the page what listens to its window. */
function countListeners() {
  const counts = (window.listening = {});
  const { addEventListener, removeEventListener } = window;
  window.addEventListener = (type, listener, options) => {
    counts[type] = (counts[type] ?? 0) + 1;
    options?.signal?.addEventListener("abort", () => (counts[type] -= 1));
    addEventListener.call(window, type, listener, options);
  };
  window.removeEventListener = (type, listener, options) => {
    counts[type] -= 1;
    removeEventListener.call(window, type, listener, options);
  };
}

/** Goes through all steps of the form, and sends it. */
async function fillAndSend({ page, form }) {
  for (const [index, step] of STEPS.slice(0, -1).entries()) {
    await page.locator(`.progress > ol > li:nth-child(${index + 1}) [aria-current=step]`).waitFor({ state: "attached" });
    await form.fill(step);
    await page.locator(".going [type=submit]").click();
  }
  await page.locator(".review-section").first().waitFor();
  await page.locator(".going [type=submit]").click();
  await page.locator(".sent").waitFor();
}

const touched = (page) => page.evaluate(() => [location.hash, document.title, document.documentElement.lang, history.length, document.activeElement?.tagName]);

test("a React application: filled in, kept and sent, with a token that has run out meanwhile", async () => {
  const world = await open("react-component.html");
  const { page } = world;
  const before = await touched(page);
  assert.deepEqual(await accessibilityFaults(page), []);
  await fillAndSend(world);
  await page.getByText("Sent: connection-1").waitFor();
  assert.deepEqual(world.received.map(({ body }) => body), [READY, READY]);
  const [first, second] = world.received;
  assert.notEqual(first.authorization, second.authorization, "another token is asked for");
  assert.equal(first.key, second.key, "and it is the same attempt");
  assert.deepEqual((await touched(page)).slice(0, 4), before.slice(0, 4), "the page's address, title and language are its own");
  assert.deepEqual(await page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.endsWith(".answers"))), [], "the tab keeps nothing: the page does");
  await page.context().close();
});

test("a React application: the page gives other answers, and finds what it kept", async () => {
  const { page, form } = await open("react-component.html");
  await page.getByRole("button", { name: "Fill in what is known" }).click();
  assert.equal(await form.choice("/signup/payment_options", "bambora.creditcard").isChecked(), true);
  await page.locator(".progress a", { hasText: "Bank account" }).first().click();
  await form.type("/signup/bank_name", "DNB");
  await page.getByText("6 of 8 parts").waitFor();
  await page.getByText("Saved at").waitFor();
  await page.reload();
  await page.locator(".merchant-signup[data-rules=there]").waitFor();
  await page.locator(".progress a", { hasText: "Bank account" }).first().click();
  assert.equal(await form.field("/signup/bank_name").inputValue(), "DNB");
  await page.context().close();
});

test("a React application: taken away and put back, the form ends what it has begun", async () => {
  const { page, form } = await open("react-component.html");
  await form.choice("/signup/payment_options", "bambora.vipps").check();
  const listeners = () => page.evaluate(() => ["pointerdown", "pointerup", "online", "pagehide", "beforeunload"].map((type) => window.listening[type]));
  assert.deepEqual(await listeners(), [1, 1, 1, 1, 1]);
  await page.getByRole("button", { name: "Close" }).click();
  await page.locator(".merchant-signup").waitFor({ state: "detached" });
  assert.deepEqual(await listeners(), [0, 0, 0, 0, 0]);
  await page.getByRole("button", { name: "Open" }).click();
  await page.locator(".merchant-signup[data-rules=there]").waitFor();
  assert.equal(await form.choice("/signup/payment_options", "bambora.vipps").isChecked(), true);
  await page.context().close();
});

for (const width of [375, 1440]) {
  test(`an element on a plain page, ${width} px: filled in and sent`, async () => {
    const world = await open("element.html", { width });
    const { page, form } = world;
    assert.deepEqual(await accessibilityFaults(page), []);
    const [hash, title] = await touched(page);
    // An attempt without answers: the summary takes the focus, its links lead to the fields, all within the shadow root.
    await page.locator(".going [type=submit]").click();
    const inside = () => page.evaluate(() => document.querySelector("merchant-signup").shadowRoot.activeElement?.className);
    assert.equal(await inside(), "error-summary");
    await form.summary.getByRole("link").first().click();
    const focused = await page.evaluate(() => document.querySelector("merchant-signup").shadowRoot.activeElement.dataset.pointer);
    assert.equal(focused, "/signup/payment_options");
    await fillAndSend(world);
    await page.getByText("Sent: connection-1").waitFor();
    assert.deepEqual(world.received.map(({ body }) => body), [READY, READY]);
    assert.deepEqual((await touched(page)).slice(0, 2), [hash, title]);
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width, "nothing makes the page wider");
    await page.context().close();
  });
}

test("the page's styles stay outside of the element, and the element's inside", async () => {
  const { page } = await open("element.html");
  const style = (selector, name) => page.locator(selector).first().evaluate((element, name) => getComputedStyle(element)[name], name);
  assert.equal(await style("merchant-signup .going [type=submit]", "backgroundColor"), "rgb(11, 90, 75)");
  assert.equal(await style("merchant-signup fieldset", "borderStyle"), "none");
  assert.equal(await style("merchant-signup .error-summary", "display"), "none");
  assert.match(await style("body", "fontFamily"), /^system-ui/);
  await page.context().close();
});

test("an element: what is set before it is defined is kept, events tell, and it goes and comes back", async () => {
  const { page, form } = await open("element.html");
  const heard = await page.evaluate(async (value) => {
    const fresh = document.createElement("merchant-signup");
    // As a page would that runs before the module: on an element that is not defined yet.
    Object.defineProperty(fresh, "initialValue", { value, configurable: true, enumerable: true, writable: true });
    fresh.setAttribute("storage-key", "second");
    fresh.setAttribute("step", "bank_account");
    fresh.id = "second";
    window.heard = [];
    for (const name of ["change", "step", "save"]) document.body.addEventListener(name, (event) => event.target === fresh && window.heard.push([name, event.detail.step, event.composed]));
    document.querySelector("main").append(fresh);
    return fresh.value;
  }, { signup: { bank_name: "Nordea" } });
  assert.deepEqual(heard, { signup: { bank_name: "Nordea" } });
  const second = page.locator("#second");
  await second.locator("[data-rules=there]").waitFor();
  const bank = second.locator("[data-pointer='/signup/bank_name']");
  assert.equal(await bank.inputValue(), "Nordea");
  // The first form stands where it stood.
  assert.equal(await page.locator("#signup [data-pointer='/signup/payment_options']").count(), 1);
  await bank.fill("DNB");
  await second.locator(".progress a", { hasText: "Contact" }).first().click();
  assert.deepEqual(await page.evaluate(() => [document.getElementById("second").value.signup.bank_name, window.heard]), ["DNB", [["change", "bank_account", true], ["step", "applicant", true]]]);
  // Moved it goes on, removed it ends, put back it begins with what the tab keeps.
  await page.evaluate(() => document.querySelector("main").prepend(document.getElementById("second")));
  await second.locator("[data-pointer='/signup/applicant/phone_number']").waitFor();
  await page.evaluate(async () => {
    const fresh = document.getElementById("second");
    fresh.remove();
    await new Promise((done) => setTimeout(done));
    window.isEmpty = fresh.shadowRoot.childNodes.length === 0;
    document.querySelector("main").append(fresh);
  });
  assert.equal(await page.evaluate(() => window.isEmpty), true);
  assert.equal(await bank.inputValue(), "DNB");
  // Two forms have two ways through of one name.
  assert.deepEqual((await accessibilityFaults(page)).filter((fault) => !fault.startsWith("landmark-unique")), []);
  assert.equal(await form.choice("/signup/payment_options", "bambora.vipps").first().isChecked(), false);
  await page.context().close();
});

test("a brand: its colours, corners and words, in the page's language, kept by the page", async () => {
  const { page, form, warnings } = await open("brand.html", { locale: "nb" });
  const style = (selector, name) => page.locator(selector).first().evaluate((element, name) => getComputedStyle(element)[name], name);
  assert.equal(await style(".going [type=submit]", "backgroundColor"), "rgb(138, 45, 92)");
  assert.equal(await style(".rail", "backgroundColor"), "rgb(246, 217, 168)");
  assert.equal(await style(".merchant-signup", "backgroundColor"), "rgb(253, 246, 236)");
  assert.equal(await style(".before", "borderRadius"), "0px");
  assert.equal(await style(".going [type=submit]", "color"), "color(srgb 1 1 1)");
  assert.match(await style(".lead", "fontFamily"), /Georgia/);
  assert.equal(await page.locator(".going [type=submit]").innerText(), "Videre til neste del");
  assert.equal(await page.locator(".before .title-2").innerText(), "Dette trenger du");
  assert.equal(warnings.filter((text) => text.includes("start.tilte")).length, 1, warnings.join("\n"));
  assert.deepEqual(await accessibilityFaults(page), []);
  await form.choice("/signup/payment_options", "bambora.vipps").check();
  await page.getByText("Lagret kl.").waitFor();
  await page.reload();
  await page.locator(".merchant-signup[data-rules=there]").waitFor();
  assert.equal(await form.choice("/signup/payment_options", "bambora.vipps").isChecked(), true);
  await page.context().close();
});

const HOSTILE = `
  html { font-size: 62.5% }
  * { letter-spacing: 4px; text-transform: uppercase; line-height: 3; font-style: italic; color: red; text-align: right; text-indent: 2em; word-spacing: 9px;
    white-space: nowrap; cursor: crosshair; text-shadow: 1px 1px red; font-variant: small-caps; list-style: square; font-weight: 900 }`;

test("the page's own styles, and its root's size of letters, do not come into the element; the reader's size of letters does", async () => {
  const look = async (styles = "", letters) => {
    const { page } = await open("element.html");
    if (letters) {
      const session = await page.context().newCDPSession(page);
      await session.send("Page.setFontSizes", { fontSizes: { standard: letters, fixed: letters } });
      await page.reload();
    }
    await page.locator("merchant-signup .merchant-signup[data-rules=there]").waitFor();
    // The page around it may change: the element is as wide in all of them.
    await page.addStyleTag({ content: `${styles} merchant-signup { inline-size: 1000px }` });
    const looks = await page.locator("merchant-signup").evaluate(({ shadowRoot }) => {
      const names = ["fontSize", "letterSpacing", "textTransform", "lineHeight", "fontStyle", "color", "textAlign", "textIndent", "wordSpacing", "whiteSpace", "cursor", "textShadow", "fontVariant", "listStyleType", "fontWeight", "paddingTop"];
      return [".title-1", ".lead", ".before", ".before li", "legend", ".going button", ".progress li", "input"].map((selector) => {
        const element = shadowRoot.querySelector(selector);
        const style = getComputedStyle(element);
        const { width, height } = element.getBoundingClientRect();
        return [selector, width, height, ...names.map((name) => style[name])];
      });
    });
    await page.context().close();
    return looks;
  };
  const plain = await look();
  assert.deepEqual(await look(HOSTILE), plain);
  const size = (looks) => Number.parseFloat(looks[1][3]);
  assert.equal(size(await look(HOSTILE, 24)), size(plain) * 1.5);
});
