/** The form and the server that takes its signups: from an empty form to a connection that survives a restart. */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";

import { Form, READY } from "../browser.js";
import { FORM } from "../server.js";

const require = createRequire(new URL("../../../web/package.json", import.meta.url));
const { chromium } = require("playwright-core");

const CHROMIUM = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const CONNECTION = "/v1/accounts/T00000000/management/settings/connections/bambora";

let browser;
let data;
let server;

before(async () => {
  assert.ok(process.env.SERVER, "SERVER names the built program: cargo xtask test --only endpoint");
  browser = await chromium.launch({ executablePath: CHROMIUM.find((path) => path && existsSync(path)), args: ["--no-sandbox", "--disable-gpu"] });
  data = await mkdtemp(join(tmpdir(), "merchant-signup-"));
  server = await start();
});

after(async () => {
  await browser?.close();
  await server?.stop();
  if (data) await rm(data, { recursive: true });
});

/** Starts the server on a free port, on the data that earlier ones left. */
async function start() {
  const words = ["--development", "--data", data, "--form", FORM, "--address", "127.0.0.1:0"];
  const child = spawn(process.env.SERVER, words, { stdio: ["ignore", "pipe", "ignore"] });
  const ended = once(child, "exit");
  const line = await Promise.race([once(createInterface(child.stdout), "line").then(([line]) => line), ended.then(([code]) => `it ended: ${code}`)]);
  const [, origin] = /^listening on (http:\S+)$/.exec(line) ?? assert.fail(line);
  return {
    origin,
    stop: async () => {
      child.kill("SIGTERM");
      assert.deepEqual(await ended, [0, null], "it ends in order");
    },
  };
}

async function open() {
  const context = await browser.newContext({ locale: "en", reducedMotion: "reduce" });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const form = new Form(page, server);
  await page.goto(`${server.origin}/?lang=en`);
  await page.waitForSelector("h1");
  assert.equal(await page.locator(".no-rules").count(), 0, "the policy lets the rules run");
  return form;
}

/** The connection as the server has it, by the token that the form has. */
async function stored() {
  const { token } = await (await fetch(`${server.origin}/config.json`)).json();
  const answer = await fetch(server.origin + CONNECTION, { headers: { Authorization: `Bearer ${token}` } });
  return { status: answer.status, body: await answer.json() };
}

test("from an empty form to a connection that survives a restart", async () => {
  assert.equal((await stored()).status, 404);
  const form = await open();
  await form.answerAll();
  await form.goOn();
  await form.isSent();
  form.assertQuiet();

  await form.page.reload();
  await form.page.waitForSelector("h1");
  assert.equal(await form.page.locator(".sent").count(), 0, "a reload begins anew");
  form.assertQuiet();
  await form.close();

  const before = await stored();
  assert.equal(before.status, 200);
  await server.stop();
  server = await start();
  const { status, body } = await stored();
  assert.equal(status, 200);
  assert.deepEqual(body, before.body);
  assert.equal(body.status, "pending");
  const { created_at, ...signup } = body.signup;
  assert.deepEqual(signup, READY.signup);
  assert.equal(body.events.length, 1);
});

test("a second signup is refused, and the form says why", async () => {
  const form = await open();
  await form.page.evaluate(([key, text]) => sessionStorage.setItem(key, text), ["merchant-signup.answers", JSON.stringify(READY)]);
  await form.page.reload();
  await form.page.waitForSelector("h1");
  await form.goTo("review");
  await form.goOn();
  await form.page.getByText("already has a signup").first().waitFor();
  assert.equal(await form.page.locator(".sent").count(), 0);
  await form.close();
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
