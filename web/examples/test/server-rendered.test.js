/** The component where there is no window: on a server that draws the page. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { createElement, StrictMode } from "react";
import { renderToString } from "react-dom/server";
import { launch, serve } from "../../../tests/parity/browser.js";
import { LANGUAGES, loadLanguage, MerchantSignup } from "merchant-signup-react";

const draw = (props) => renderToString(createElement(StrictMode, null, createElement(MerchantSignup, props)));

test("it needs nothing of a browser", () => {
  for (const name of ["window", "document", "location", "sessionStorage"]) assert.equal(name in globalThis, false, name);
});

for (const { locale } of LANGUAGES) {
  test(`the first step is drawn with its answers, ${locale}`, async () => {
    const language = await loadLanguage(locale);
    const initialValue = { signup: { payment_options: [{ type: "bambora.vipps", currencies: ["NOK"] }] } };
    const html = draw({ language, initialValue, account: "T00000000", theme: { accent: "#8a2d5c" } });
    assert.ok(html.includes(`<h2 class="title-1" tabindex="-1">${language.text.steps.payment_options.title.replaceAll("'", "&#x27;")}</h2>`), html.slice(0, 4000));
    assert.match(html, new RegExp(`lang="${locale}"`));
    assert.match(html, /--merchant-signup-accent:#8a2d5c/);
    const [vipps] = html.match(/<input[^>]*value="bambora.vipps"[^>]*>/) ?? [];
    assert.match(vipps, /checked/);
  });
}

test("without a language that is loaded, what stands in its place", () => {
  assert.match(draw({ locale: "nb", fallback: "Laster …" }), /Laster …/);
});

test("any step, and two forms on a page, whose ids are their own", async () => {
  const language = await loadLanguage("en");
  const html = renderToString(
    createElement("div", null, createElement(MerchantSignup, { language, step: "signature" }), createElement(MerchantSignup, { language, step: "signature" })),
  );
  const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  assert.ok(ids.length > 10);
  assert.equal(new Set(ids).size, ids.length);
});

test("the element's module can be loaded, and defines nothing", async () => {
  const { MerchantSignupElement } = await import("merchant-signup-react/element");
  assert.equal(typeof MerchantSignupElement, "function");
});

test("what a server has drawn comes to life as it is, finds what the tab keeps, and asks then whether there is a signup", { timeout: 120_000 }, async () => {
  const server = await serve({ "/": new URL("../dist/", import.meta.url) });
  const browser = await launch();
  try {
    const page = await browser.newPage();
    const complaints = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => message.type() === "error" && !message.text().includes("404") && complaints.push(message.text()));
    const html = draw({ language: await loadLanguage("nb"), account: "T00000000", token: "token" });
    let connection = { status: 404, json: {} };
    await page.route("**/v1/accounts/T00000000/**", (route) => route.fulfill(connection));
    const file = await readFile(new URL("../dist/server-rendered.html", import.meta.url), "utf8");
    await page.route("**/server-rendered.html", (route) => route.fulfill({ contentType: "text/html", body: file.replace("<!--form-->", () => html) }));
    // Marked by hand, so that it is seen whether the browser has kept the elements or made others.
    await page.addInitScript(() => addEventListener("DOMContentLoaded", () => (document.querySelector(".title-1").marked = true)));
    await page.goto(`${server.origin}/server-rendered.html`);
    await page.locator(".merchant-signup[data-rules=there]").waitFor();
    assert.equal(await page.locator(".title-1").evaluate((title) => title.marked), true);
    await page.locator("input[value='bambora.vipps']").check();
    await page.reload();
    await page.locator(".merchant-signup[data-rules=there]").waitFor();
    assert.equal(await page.locator("input[value='bambora.vipps']").isChecked(), true);
    connection = { status: 200, json: { status: "pending", direct_signups: [{ signup_id: "signup-1" }] } };
    await page.reload();
    await page.locator(".sent", { hasText: "signup-1" }).waitFor();
    assert.deepEqual(complaints, []);
  } finally {
    await browser.close();
    await server.close();
  }
});
