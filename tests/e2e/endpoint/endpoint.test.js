/**
 * The form and the server that takes its signups, in production mode but for TLS: a platform makes a link with its token,
 * a merchant opens it and fills in the form, and the connection survives a restart.
 */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { ALIVE, Form, READY, formAt } from "../browser.js";
import { Platform, folder, launch, start } from "./production.js";

let browser;
let server;
let platform;
const data = folder();

before(async () => {
  browser = await launch();
  server = await start(data.path);
  platform = new Platform(server, "T00000000");
});

after(async () => {
  await browser?.close();
  await server?.stop();
  await data.remove();
});

/** A browser of its own that has opened a link. */
async function open(of = platform) {
  const context = await browser.newContext({ locale: "en", reducedMotion: "reduce" });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const form = new Form(page, server);
  await page.goto(await of.link());
  await page.getByRole("button", { name: "Go to the form" }).click();
  await page.waitForURL(formAt(`${server.origin}/?lang=en`));
  await page.waitForSelector(ALIVE);
  assert.equal(await page.locator(".no-rules").count(), 0, "the policy lets the rules run");
  return form;
}

test("from an empty form to a connection that survives a restart", async () => {
  assert.equal((await platform.stored()).status, 404);
  const form = await open();
  await form.answerAll();
  await form.goOn();
  await form.isSent();
  form.assertQuiet();

  await form.page.reload();
  await form.isSent();
  form.assertQuiet();
  await form.close();

  const before = await platform.stored();
  assert.equal(before.status, 200);
  await server.stop();
  server = await start(data.path);
  platform.server = server;
  const { status, body } = await platform.stored();
  assert.equal(status, 200);
  assert.deepEqual(body, before.body);
  assert.equal(body.status, "pending");
  const { created_at, ...signup } = body.signup;
  assert.deepEqual(signup, READY.signup);
  assert.equal(body.events.length, 1);
});

test("without a link there is no session, and no token is anywhere a browser can read", async () => {
  const session = await fetch(`${server.origin}/v1/session`);
  assert.equal(session.status, 401);
  assert.equal((await session.json()).error.code, "session_missing");
  assert.equal((await (await fetch(`${server.origin}/config.json`)).json()).token ?? null, null);
  const form = await open();
  const seen = await form.page.evaluate(() => document.cookie + JSON.stringify({ ...localStorage, ...sessionStorage }));
  assert.ok(!seen.includes("merchant-signup=") && !seen.includes("eyJ"), seen);
  await form.close();
});

test("a second signup that was begun before the first was sent is refused, and the form says why", async () => {
  const other = new Platform(server, "T00000009");
  const first = await open(other);
  const second = await open(other);
  await first.answerAll();
  await first.page.locator('.keeping p[data-state="saved"]').waitFor();
  // The account has one draft: who comes second says whose answers count before they go on.
  await second.fill("payment_options");
  await second.page.getByRole("button", { name: "Keep the answers from here" }).click();
  await second.answerAll();
  await first.goOn();
  await first.isSent();
  await second.goOn();
  await second.page.getByText("already has a signup").first().waitFor();
  assert.equal(await second.page.locator(".sent").count(), 0);
  for (const form of [first, second]) await form.close();
});

test("the form's files are compressed and cached by the hash in their names", async () => {
  const page = await fetch(`${server.origin}/`);
  assert.equal(page.headers.get("cache-control"), "no-cache");
  const names = [...(await page.text()).matchAll(/(?:src|href)="\.\/(assets\/[^"]+)"/g)].map(([, name]) => name);
  assert.ok(names.length >= 2, "a script and a style sheet");
  for (const name of names) {
    for (const coding of ["br", "gzip"]) {
      const answer = await fetch(`${server.origin}/${name}`, { headers: { "Accept-Encoding": coding } });
      assert.equal(answer.headers.get("content-encoding"), coding, name);
      assert.match(answer.headers.get("cache-control"), /immutable/);
      await answer.arrayBuffer();
    }
  }
});
