/** A browser, a served form, and what a person does with it. */

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before } from "node:test";

import { FORM, serve } from "./server.js";

const require = createRequire(new URL("../../web/package.json", import.meta.url));
const { chromium } = require("playwright-core");
const AXE = require.resolve("axe-core/axe.min.js");

const CHROMIUM = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];

export const STEPS = ["payment_options", "revenue", "bank_account", "store_type", "ownership", "verifications", "signature", "applicant", "review"];
export const LANGUAGES = ["en", "nb", "sv", "da", "fi"];
/** The heading of a page that has come to life; before, it is only to be looked at. */
export const ALIVE = "#root:not([inert]) h1";
export const ANSWERS = "merchant-signup.answers";

export const READY = await example("ready.json");

export async function example(name) {
  return JSON.parse(await readFile(new URL(`../examples/${name}`, import.meta.url), "utf8"));
}

/** For a test file: a browser and a server around its tests, and a way to open the form in a tab of its own. */
export function setUp() {
  const world = {};
  before(async () => {
    const executablePath = CHROMIUM.find((path) => path && existsSync(path));
    assert.ok(executablePath, "Chromium is not installed: set CHROMIUM to where it is");
    assert.ok(existsSync(join(FORM, "index.html")), "Build the form first: npm run build --workspace form");
    world.server = await serve();
    world.browser = await chromium.launch({ executablePath, args: ARGUMENTS });
  });
  after(async () => {
    await world.browser?.close();
    await world.server?.close();
  });

  /**
   * Opens the form. `answers` are as if typed before a reload; `withoutRules` keeps the WASM from loading. A request
   * to anywhere else, or an error on the page, fails the test that asks `form.assertQuiet()`.
   */
  world.open = async ({ step = "payment_options", language = "en", answers, withoutRules = false, width = 1280, height = 900, colorScheme = "light", query = "", hasTouch = false } = {}) => {
    const context = await world.browser.newContext({ viewport: { width, height }, colorScheme, locale: language, reducedMotion: "reduce", hasTouch, isMobile: hasTouch });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    const form = new Form(page, world.server);
    if (withoutRules) await page.route(/\.wasm$/, (route) => route.abort());
    if (answers) {
      // Once, as a reload would find them: not again when the test itself reloads.
      await page.addInitScript(([key, text]) => {
        if (sessionStorage.getItem("seeded")) return;
        sessionStorage.setItem("seeded", "yes");
        sessionStorage.setItem(key, text);
      }, [ANSWERS, JSON.stringify(answers)]);
    }
    await page.goto(`${world.server.origin}/?lang=${language}${query}#${step}`);
    await page.waitForSelector(ALIVE);
    // The form takes answers while the rules are on their way.
    await page.waitForSelector("[data-rules=there], [data-rules=missing]");
    assert.equal(await page.locator(".no-rules").count(), withoutRules ? 1 : 0, "the rules load, or were kept from loading");
    return form;
  };
  return world;
}

/** For `waitForURL`: the form at an address. It writes its step behind it, as soon as it is there. */
export const formAt = (address) => ({ href }) => href.split("#")[0] === address;

/** What axe finds on a page as it is. */
export async function accessibilityFaults(page) {
  // Evaluated and not added as a script, which the page's own policy would refuse.
  await page.evaluate(await readFile(AXE, "utf8"));
  return page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
  });
}

export class Form {
  constructor(page, server) {
    this.page = page;
    this.server = server;
    this.#complaints = [];
    const reload = page.reload.bind(page);
    page.reload = async (options) => {
      await reload(options);
      // On the pages of others there is the element instead.
      await page.waitForSelector(`${ALIVE}, merchant-signup`);
    };
    page.on("pageerror", (error) => this.#complaints.push(`error: ${error.message}`));
    page.on("console", (message) => {
      if (message.type() === "error") this.#complaints.push(`console: ${message.text()}`);
    });
    page.on("request", (request) => {
      if (!request.url().startsWith(server.origin) && !request.url().startsWith("blob:")) this.#complaints.push(`request: ${request.url()}`);
    });
  }

  #complaints;

  /** No error, and no request to anyone but the form's own server. */
  assertQuiet() {
    assert.deepEqual(this.#complaints, []);
  }

  field(pointer) {
    return this.page.locator(`[data-pointer="${pointer}"]`);
  }

  choice(pointer, value) {
    return this.page.locator(`input[name="${pointer.slice(1).replaceAll("/", "-")}"][value="${value}"]`);
  }

  async type(pointer, text) {
    await this.field(pointer).fill(text);
  }

  async answer(pointer, yes) {
    await this.choice(pointer, String(yes)).check();
  }

  /** The codes of what is said on the page beside its fields, with their severity's colour. */
  said(color = "danger") {
    return this.page.locator(`.issues [data-code][data-color="${color}"]`).evaluateAll((all) => all.map((one) => one.dataset.code));
  }

  /** What is said beside one field. */
  saidAt(pointer) {
    return this.page
      .locator(`.field:has([data-pointer="${pointer}"])`)
      .last()
      .locator(":scope > .issues [data-code]")
      .evaluateAll((all) => all.map((one) => one.dataset.code));
  }

  get summary() {
    return this.page.locator(".error-summary");
  }

  async goOn() {
    await this.page.locator(".going [type=submit]").click();
  }

  async isAt(step) {
    await this.page.waitForFunction((name) => location.hash === `#${name}` && document.querySelector("#root:not([inert]) h1"), step);
  }

  async goTo(step) {
    await this.page.evaluate((name) => (location.hash = name), step);
    await this.isAt(step);
    await this.page.waitForSelector(`.progress a[aria-current][href="#${step}"]`, { state: "attached" });
  }

  async isSent() {
    await this.page.waitForSelector(".sent");
  }

  /** Fills in a step with the answers of a signup, in whatever language it is shown. */
  async fill(step, { signup } = READY) {
    await FILL[step]?.(this, signup);
  }

  /** Answers every step, one after the other, and goes on up to the review. */
  async answerAll() {
    for (const step of STEPS.slice(0, -1)) {
      await this.isAt(step);
      await this.fill(step);
      await this.goOn();
    }
    await this.isAt("review");
  }

  accessibilityFaults() {
    return accessibilityFaults(this.page);
  }

  async close() {
    await this.page.context().close();
  }
}

const FILL = {
  async payment_options(form, signup) {
    for (const [index, { type, currencies }] of signup.payment_options.entries()) {
      await form.choice("/signup/payment_options", type).check();
      for (const code of currencies) await form.page.locator(`input[name="currencies-${type}"][value="${code}"]`).check();
      await form.field(`/signup/payment_options/${index}/currencies`).waitFor();
    }
  },

  async revenue(form, { revenue }) {
    await form.field("/signup/revenue/currency").selectOption(revenue.currency);
    for (const amount of ["yearly_revenue", "highest_transaction_amount", "average_amount"]) {
      await form.choice(`/signup/revenue/${amount}`, revenue[amount]).check();
    }
    for (const question of ["accept_prepaid", "subscriptions_or_memberships", "gift_cards"]) {
      await form.answer(`/signup/revenue/${question}`, revenue[question]);
    }
  },

  async bank_account(form, signup) {
    await form.type("/signup/bank_name", signup.bank_name);
    await form.type("/signup/account_number", signup.account_number);
  },

  async store_type(form, signup) {
    for (const type of signup.store_type) await form.choice("/signup/store_type", type).check();
  },

  async ownership(form, { ownership }) {
    await form.choice("/signup/ownership/ownership_structure", ownership.ownership_structure).check();
    for (const [index, owner] of ownership.owners.entries()) {
      const at = `/signup/ownership/owners/${index}`;
      if (index > 0) await form.field("/signup/ownership/owners").click();
      await form.field(`${at}/name`).waitFor();
      if (owner.legal_name) {
        await form.choice(`${at}/kind`, "company").check();
        await form.type(`${at}/legal_name`, owner.legal_name);
      }
      await form.type(`${at}/name`, owner.name);
      if (owner.date_of_birth) await form.typeDate(`${at}/date_of_birth`, owner.date_of_birth);
      await form.type(`${at}/percentage`, String(owner.percentage));
    }
  },

  async verifications(form, { verifications }) {
    for (const [name, answer] of Object.entries(verifications)) {
      if (typeof answer === "string") await form.type(`/signup/verifications/${name}`, answer);
      else await form.answer(`/signup/verifications/${name}`, answer);
    }
  },

  async signature(form, { signature }) {
    for (const [index, { name, email }] of signature.signatures.entries()) {
      await form.type(`/signup/signature/signatures/${index}/name`, name);
      await form.type(`/signup/signature/signatures/${index}/email`, email);
    }
    await form.answer("/signup/signature/politically_exposed_person", signature.politically_exposed_person);
    await form.answer("/signup/signature/politically_exposed_associated", signature.politically_exposed_associated);
  },

  async applicant(form, { applicant }) {
    await form.type("/signup/applicant/phone_number", applicant.phone_number);
  },
};

Form.prototype.typeDate = async function typeDate(pointer, date) {
  const parts = this.page.locator(`fieldset:has([data-pointer="${pointer}"]) > .date-parts`).last();
  const [year, month, day] = date.split("-");
  for (const [part, text] of Object.entries({ year, month, day })) await parts.locator(`[data-part="${part}"] input`).fill(text);
};
