/** The page for developers, as the server gives it out: what is wrong is marked where it stands, and nothing of it is sent. */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { after, before, test } from "node:test";

import { accessibilityFaults } from "../browser.js";
import { folder, launch, start } from "./production.js";

const DIST = resolve(import.meta.dirname, "../../../web/playground/dist");
const PACKAGE = resolve(import.meta.dirname, "../../../web/package");
const DAY = "2026-11-22";

const data = folder();
const elsewhere = folder();
let browser;
let server;

before(async () => {
  browser = await launch();
  server = await start(data.path, { words: ["--playground", DIST] });
});

after(async () => {
  await browser?.close();
  await server?.stop();
  await data.remove();
  await elsewhere.remove();
});

class Playground {
  static async open({ width = 1440, height = 900, colorScheme = "light", hash = "" } = {}) {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme, locale: "en", reducedMotion: "reduce", permissions: ["clipboard-read", "clipboard-write"] });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    const playground = new Playground(page);
    page.on("pageerror", (error) => playground.complaints.push(`error: ${error.message}`));
    page.on("console", (message) => {
      if (message.type() === "error") playground.complaints.push(`console: ${message.text()}`);
    });
    page.on("request", (request) => playground.requests.push({ method: request.method(), url: request.url(), body: request.postData() }));
    await page.goto(`${server.origin}/playground${hash}`);
    await playground.settled();
    await page.locator("[name=today]").fill(DAY);
    await playground.settled();
    return playground;
  }

  constructor(page) {
    this.page = page;
    this.complaints = [];
    this.requests = [];
  }

  /** No error, and no request but for the page's own files. */
  assertQuiet() {
    assert.deepEqual(this.complaints, []);
    const others = this.requests.filter(({ method, url, body }) => method !== "GET" || body !== null || !url.startsWith(`${server.origin}/playground`) || /[?]/.test(url));
    assert.deepEqual(others, []);
  }

  /** Waits until the report is that of what is chosen and typed now. */
  async settled() {
    await this.page.waitForSelector("#report[aria-busy=false]");
  }

  async choose(name, value) {
    await this.page.locator(`[name=${name}]`).selectOption(value);
    await this.settled();
  }

  /** As if pasted over everything. */
  async paste(text) {
    await this.page.evaluate((text) => navigator.clipboard.writeText(text), text);
    await this.page.locator(".cm-content").focus();
    await this.page.keyboard.press("ControlOrMeta+a");
    await this.page.keyboard.press("ControlOrMeta+v");
    await this.settled();
  }

  async text() {
    await this.page.locator(".cm-content").focus();
    await this.page.keyboard.press("ControlOrMeta+a");
    await this.page.keyboard.press("ControlOrMeta+c");
    return this.page.evaluate(() => navigator.clipboard.readText());
  }

  codes() {
    return this.page.locator(".issue[data-code]").evaluateAll((all) => all.map(({ dataset }) => dataset.code));
  }

  marked(severity) {
    return this.page.locator(`.cm-lintRange-${severity}`).allTextContents();
  }

  async report() {
    return JSON.parse(await this.page.locator("#report").textContent());
  }

  async close() {
    await this.page.context().close();
  }
}

test("a server that was not asked for it does not have it", async () => {
  const place = folder();
  const without = await start(place.path);
  for (const path of ["/playground", "/playground/"]) assert.equal((await fetch(without.origin + path)).status, 404, path);
  await without.stop();
  await place.remove();
});

test("faults are marked where they stand, each with its code, its message and its explanation", async () => {
  const playground = await Playground.open();
  const found = (await playground.report()).issues;
  assert.deepEqual(await playground.codes(), found.map(({ code }) => code));
  assert.ok(found.length >= 20, `${found.length} issues`);
  // Of a value that is there the value, of one that is missing the name of what it is missing in.
  const marked = (await playground.marked("error")).join("\n");
  for (const text of ['"8601 11 17949"', '"popup"', '"5.000.000-2.000.000 NOK"', '"revenue"', '"14.03.1984"']) assert.ok(marked.includes(text), `${text} among\n${marked}`);
  const first = playground.page.locator('.issue[data-code="account_number.checksum"]');
  assert.match(await first.locator(".message").textContent(), /wrong digit/);
  assert.match(await first.locator(".doc").textContent(), /The check digits do not fit/);
  await first.locator(".code").click();
  assert.equal(await playground.page.evaluate(() => document.querySelector("#editor").shadowRoot.activeElement?.className.includes("cm-content")), true);
  assert.equal(await first.getAttribute("data-here"), "");
  playground.assertQuiet();
  await playground.close();
});

test("what no parser reads, and what stands twice, is marked too", async () => {
  const playground = await Playground.open();
  await playground.choose("example", "unreadable");
  assert.deepEqual(await playground.codes(), ["document.malformed"]);
  assert.deepEqual(await playground.marked("error"), [","]);
  await playground.choose("example", "twice");
  const codes = (await playground.codes()).filter((code) => code.startsWith("document."));
  assert.deepEqual(codes, ["document.unknown_field", "document.duplicate_key", "document.unknown_field"]);
  assert.deepEqual(await playground.marked("error"), ['"account_number"']);
  assert.deepEqual((await playground.marked("warning")).sort(), ['"acount_number"', '"giftcards"']);
  // The place is counted in characters, also behind those that take two units.
  await playground.paste('{"æ😀": 1, "b": }');
  assert.deepEqual(await playground.marked("error"), ["}"]);
  await playground.paste("");
  assert.deepEqual(await playground.codes(), ["document.malformed"]);
  playground.assertQuiet();
  await playground.close();
});

test("a fix changes its place alone, all of them make the signup ready, and one step takes them back", async () => {
  const playground = await Playground.open();
  await playground.choose("example", "pasted");
  const before = await playground.text();
  await playground.page.locator('.fix[data-path="/signup/account_number"]').click();
  await playground.settled();
  const fixed = before.replace('" 8601 11 17947"', '"86011117947"');
  assert.notEqual(fixed, before);
  assert.equal(await playground.text(), fixed);

  await playground.page.getByRole("button", { name: /^Make all \d+ fixes$/ }).click();
  await playground.settled();
  assert.equal((await playground.report()).status, "ready");
  assert.deepEqual(await playground.marked("error"), []);
  const ready = await readFile(new URL("../../examples/ready.json", import.meta.url), "utf8");
  assert.equal(await playground.text(), ready);
  await playground.page.keyboard.press("ControlOrMeta+z");
  await playground.settled();
  assert.equal(await playground.text(), fixed);
  playground.assertQuiet();
  await playground.close();
});

test("a fix that is chosen while the text changes finds its place again", async () => {
  const playground = await Playground.open();
  await playground.choose("example", "pasted");
  await playground.page.locator(".cm-content").focus();
  await playground.page.keyboard.press("ControlOrMeta+Home");
  await playground.page.keyboard.insertText("\n\n\n");
  await playground.page.locator('.fix[data-path="/signup/account_number"]').evaluate((button) => button.click());
  await playground.settled();
  const text = await playground.text();
  assert.equal(text.startsWith("\n\n\n{"), true);
  assert.equal(JSON.parse(text).signup.account_number, "86011117947");
  await playground.close();
});

test("options change the report, and the calls give the same report with them", async () => {
  const playground = await Playground.open();
  await playground.choose("profile", "eu-amlr-2027");
  await playground.choose("locale", "nb");
  const all = await playground.report();
  assert.deepEqual([all.profile, all.today, all.level], ["eu-amlr-2027", DAY, "submission"]);
  assert.match(await playground.page.locator('.issue[data-code="account_number.checksum"] .message').textContent(), /^Kontonummer/);
  await playground.choose("level", "contract");
  const report = await playground.report();
  assert.ok(report.issues.length < all.issues.length);

  const call = (id) => playground.page.locator(`#${id}`).textContent();
  const place = elsewhere.path;
  writeFileSync(join(place, "signup.json"), await playground.text());
  const [program, ...words] = (await call("cli")).trim().split(" ");
  assert.equal(program, "merchant-signup");
  let said;
  try {
    said = execFileSync(join(dirname(process.env.SERVER), program), words, { cwd: place, encoding: "utf8" });
  } catch (error) {
    assert.equal(error.status, 1, `a signup that is not ready: ${error.message}`);
    said = error.stdout;
  }
  assert.deepEqual(JSON.parse(said), report);
  mkdirSync(join(place, "node_modules"));
  symlinkSync(PACKAGE, join(place, "node_modules/merchant-signup"));
  writeFileSync(join(place, "check.mjs"), await call("typescript"));
  assert.deepEqual(JSON.parse(execFileSync(process.execPath, ["check.mjs"], { cwd: place, encoding: "utf8" })), report);

  for (const [id, name] of [["report", "the report"], ["rust", "the call for Rust"], ["python", "the call for Python"]]) {
    await playground.page.getByRole("button", { name: `Copy ${name}` }).click();
    await playground.page.getByRole("button", { name: `Copied ${name}` }).waitFor();
    assert.equal(await playground.page.evaluate(() => navigator.clipboard.readText()), await call(id));
  }
  playground.assertQuiet();
  await playground.close();
});

test("a link carries the signup and the options in its fragment, and no server sees them", async () => {
  const playground = await Playground.open();
  const text = '{"signup": {"bank_name": "Sparebanken Sør 🏦"}}\n';
  await playground.paste(text);
  await playground.choose("level", "contract");
  await playground.choose("locale", "sv");
  await playground.page.getByRole("button", { name: "Copy a link to this" }).click();
  await playground.page.getByText("Whoever has the link has the signup").waitFor();
  const link = await playground.page.evaluate(() => navigator.clipboard.readText());
  assert.equal(link, playground.page.url());
  const report = await playground.report();
  playground.assertQuiet();
  await playground.close();

  const { pathname, search, hash } = new URL(link);
  assert.deepEqual([pathname, search], ["/playground/", ""]);
  assert.match(hash, /^#d=[\w-]+$/);
  // Opened at the address without the slash, from where the server sends on.
  const other = await Playground.open({ hash });
  assert.equal(await other.text(), text);
  assert.deepEqual(await other.report(), report);
  other.assertQuiet();
  await other.close();

  const broken = await Playground.open({ hash: hash.slice(0, -9) });
  await broken.page.getByText("The link cannot be read").waitFor();
  await broken.close();
});

test("a mebibyte stays usable", async () => {
  const playground = await Playground.open();
  const owner = { name: "Kari Nordmann", date_of_birth: "1990-09-20", percentage: "4" };
  const text = JSON.stringify({ signup: { ownership: { owners: Array.from({ length: 8300 }, () => owner) } } }, null, 2);
  assert.ok(text.length > 1_000_000 && text.length < 1_048_576, `${text.length} bytes`);
  await playground.paste(text);
  await playground.page.waitForFunction(() => document.querySelector("#report").textContent.includes("ownership.owners"));
  assert.ok((await playground.codes()).length <= 200);
  await playground.page.locator(".cm-content").focus();
  await playground.page.keyboard.press("ControlOrMeta+Home");
  // While keys come one after the other nothing is checked, which would take as long as several of them.
  const checks = await playground.page.evaluate(async () => {
    const content = document.querySelector("#editor").shadowRoot.querySelector(".cm-content");
    const report = document.querySelector("#report");
    let checks = 0;
    new MutationObserver(() => (checks += report.ariaBusy === "false" ? 1 : 0)).observe(report, { attributeFilter: ["aria-busy"] });
    for (let key = 0; key < 20; key += 1) {
      content.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", keyCode: 13, bubbles: true, cancelable: true }));
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    }
    return checks;
  });
  assert.ok(checks <= 3, `${checks} checks`);
  await playground.settled();
  assert.ok((await playground.text()).startsWith("\n".repeat(20)));
  playground.assertQuiet();
  await playground.close();
});

for (const colorScheme of ["light", "dark"]) {
  for (const width of [375, 768, 1440]) {
    test(`axe finds nothing and nothing scrolls sideways, ${width} px, ${colorScheme}`, async () => {
      const playground = await Playground.open({ width, colorScheme });
      for (const example of ["twenty-faults", "pasted", "unreadable", "ready"]) {
        await playground.choose("example", example);
        assert.deepEqual(await accessibilityFaults(playground.page), [], example);
        assert.equal(await playground.page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0, example);
        const { height } = await playground.page.locator("#editor").boundingBox();
        assert.ok(height > 300 && height < 700, `${example}: the text is ${height} pixels high`);
      }
      playground.assertQuiet();
      await playground.close();
    });
  }
}

test("with the keyboard alone one comes through the page, and out of the text", async () => {
  const playground = await Playground.open();
  await playground.choose("example", "pasted");
  await playground.page.locator("#share").focus();
  await playground.page.keyboard.press("Tab");
  assert.equal(await playground.page.evaluate(() => document.activeElement.id), "editor");
  await playground.page.keyboard.press("Tab");
  assert.match(await playground.page.evaluate(() => document.activeElement.textContent), /^Make all/);
  await playground.page.keyboard.press("Enter");
  await playground.settled();
  assert.equal((await playground.report()).status, "ready");
  assert.equal(await playground.page.evaluate(() => document.activeElement.id), "issues");
  playground.assertQuiet();
  await playground.close();
});
