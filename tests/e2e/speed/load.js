/** Loads the form as a merchant's phone does, from the server as in production but for TLS, and says what that took. */

import { READY } from "../browser.js";
import { Platform } from "../endpoint/production.js";

/** Lighthouse's mobile profile: a phone's processor, and slow 4G. */
const CPU = 4;
const NETWORK = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 };
const SCREEN = { viewport: { width: 375, height: 812 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

export class Phone {
  #context;
  #platform;
  #server;

  /** A browser that knows nothing yet but the cookie of a session, and the answers that it begins with. */
  static async open(browser, server, account, { locale = "en", signup } = {}) {
    const phone = new Phone();
    phone.#server = server;
    phone.#platform = new Platform(server, account);
    phone.#context = await browser.newContext({ ...SCREEN, locale });
    const page = await phone.#context.newPage();
    // The form that the link leads to is not loaded here: it would be in the cache.
    await page.route(`${server.origin}/?lang=*`, (route) => route.fulfill({ body: "" }));
    const body = { locale, ...(signup && { signup }) };
    await page.goto(await phone.#platform.link(body));
    await page.locator("button[type=submit]").click();
    await page.waitForURL(`${server.origin}/?lang=${locale}`);
    await page.close();
    return phone;
  }

  /** A tab with the phone's processor and network. */
  async #tab(isSlow) {
    const page = await this.#context.newPage();
    page.setDefaultTimeout(60_000);
    const session = await this.#context.newCDPSession(page);
    await session.send("Network.enable");
    if (isSlow) {
      await session.send("Network.emulateNetworkConditions", NETWORK);
      await session.send("Emulation.setCPUThrottlingRate", { rate: CPU });
    }
    return { page, session };
  }

  /** A page of the same server that is nothing but HTML and a style sheet: what the network and the machine take. */
  async plain() {
    const address = await this.#platform.link();
    const { page } = await this.#tab(true);
    await page.goto(address, { waitUntil: "load" });
    const paint = await page.evaluate(firstPaint);
    await page.close();
    return { paint };
  }

  /** The first step. Without the slow network only its files say something. */
  async first({ locale = "en", isSlow = true } = {}) {
    const { page } = await this.#tab(isSlow);
    await page.addInitScript(watch);
    await page.goto(`${this.#server.origin}/?lang=${locale}`);
    const usable = await page.evaluate(() => window.usable);
    // What comes late is loaded for the first step, too.
    await page.waitForLoadState("networkidle");
    const paint = await page.evaluate(firstPaint);
    const blocked = await page.evaluate((until) => window.blocked(until), usable);
    const files = await page.evaluate(loaded);
    await page.close();
    return { paint, usable, blocked, files };
  }

  /** Types into fields, and gives the milliseconds from each key to the frame that shows it. */
  async keys(texts) {
    const { page, session } = await this.#tab(false);
    await page.addInitScript(watchKeys);
    const times = [];
    for (const [step, fields] of Object.entries(texts)) {
      await page.goto(`${this.#server.origin}/?lang=en#${step}`);
      // Another step of the same page is another fragment alone.
      await page.reload();
      await session.send("Emulation.setCPUThrottlingRate", { rate: CPU });
      for (const [pointer, text] of Object.entries(fields)) {
        await page.locator(`[data-pointer="${pointer}"]`).focus();
        for (const key of text) {
          const before = await page.evaluate(() => window.keys.length);
          await page.keyboard.press(key);
          await page.waitForFunction((count) => window.keys.length > count, before);
        }
      }
      times.push(...(await page.evaluate(() => window.keys)));
      await session.send("Emulation.setCPUThrottlingRate", { rate: 1 });
    }
    await page.close();
    return times;
  }

  close() {
    return this.#context.close();
  }
}

/** What is typed to measure a key: the steps with text, one of them with three owners. */
export const TYPED = {
  bank_account: { "/signup/bank_name": "Nordea Bank Abp", "/signup/account_number": "NO93 8601 1117 947" },
  ownership: { "/signup/ownership/owners/0/name": "Kari Nordmann", "/signup/ownership/owners/2/percentage": "30.25" },
  signature: { "/signup/signature/signatures/0/email": "kari.nordmann@example.no" },
};

/** A signup that is filled in but for what is typed, with three owners. */
export function begun() {
  const { signup } = structuredClone(READY);
  delete signup.bank_name;
  delete signup.account_number;
  const [owner] = signup.ownership.owners;
  signup.ownership = { ownership_structure: "owners_with_more_than_25", owners: [{ ...owner, name: "" }, { ...owner, percentage: 30 }, { name: "Ola Nordmann", date_of_birth: "1980-02-03" }] };
  delete signup.signature.signatures[0].email;
  return signup;
}

export const kindOf = ({ path }) => ({ js: "scripts", woff2: "fonts", css: "styles" })[path.split(".").at(-1)] ?? "other";

// What follows runs in the page.

/** What the browser has loaded, with the bytes of each body on the wire. */
function loaded() {
  const entries = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
  return entries.map(({ name, encodedBodySize }) => ({ path: new URL(name).pathname, bytes: encodedBodySize }));
}

/** It may come after the page is loaded. */
function firstPaint() {
  return new Promise((done) => {
    const observer = new PerformanceObserver((list) => list.getEntriesByName("first-contentful-paint").forEach(({ startTime }) => done(startTime)));
    observer.observe({ type: "paint", buffered: true });
  });
}

/**
 * Usable is when a tap on the first answer is followed by the question that depends on it. It is tried from the moment the
 * answer is there; a tap that nothing follows is taken back.
 */
function watch() {
  const tasks = [];
  new PerformanceObserver((list) => tasks.push(...list.getEntries())).observe({ type: "longtask", buffered: true });
  window.blocked = (until) => tasks.filter(({ startTime }) => startTime < until).reduce((sum, { startTime, duration }) => sum + Math.max(0, Math.min(duration, until - startTime) - 50), 0);
  window.usable = new Promise((done, fail) => {
    setTimeout(() => fail(new Error("a tap on the first answer was not followed by anything for a minute")), 60_000);
    const frames = (count, then) => requestAnimationFrame(() => (count > 1 ? frames(count - 1, then) : then()));
    const isAnswered = () => document.querySelector("main .questions .panel") !== null;
    const tap = () => {
      const answer = document.querySelector("main .questions input");
      if (!answer) return requestAnimationFrame(tap);
      const time = performance.now();
      answer.click();
      frames(2, () => {
        if (isAnswered()) return done(time);
        answer.click();
        requestAnimationFrame(tap);
      });
    };
    tap();
  });
}

/** The time of each key: from the moment at which it was pressed until the frame with what it did has been drawn. */
function watchKeys() {
  window.keys = [];
  let pressed = 0;
  addEventListener("keydown", ({ timeStamp }) => (pressed = timeStamp), { capture: true });
  addEventListener(
    "input",
    () => {
      const from = pressed;
      requestAnimationFrame(() => {
        // The message is sent before the frame is drawn, and comes after it.
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => window.keys.push(performance.now() - from);
        port2.postMessage(null);
      });
    },
    { capture: true },
  );
}
