/**
 * The form and the server that takes its signups, in production mode but for TLS: a platform makes a link with its token,
 * a merchant opens it and fills in the form, and the connection survives a restart.
 */

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { existsSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";

import { Form, READY } from "../browser.js";
import { FORM } from "../server.js";

const require = createRequire(new URL("../../../web/package.json", import.meta.url));
const { chromium } = require("playwright-core");

const CHROMIUM = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const ACCOUNT = "T00000000";
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

const SECRET = "a secret that the platform shares with the server";

/** A platform's token, as its own code signs it. */
function token() {
  const base64 = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    sub: "platform", account_id: ACCOUNT, scope: "read:accounts write:accounts",
    iss: "platform", aud: "signup", iat: now, nbf: now, exp: now + 300,
  };
  const signed = `${base64({ alg: "HS256", typ: "JWT" })}.${base64(claims)}`;
  return `${signed}.${createHmac("sha256", SECRET).update(signed).digest("base64url")}`;
}

const bearer = () => ({ Authorization: `Bearer ${token()}` });

/** Starts the server as in production, on the data that earlier ones left. */
async function start() {
  const file = (name) => join(data, name);
  const place = ["--database", file("signups.sqlite"), "--encryption-keys", file("keys")];
  if (!existsSync(file("keys"))) {
    writeFileSync(file("secret"), SECRET);
    execFileSync(process.env.SERVER, ["rotate-key", ...place]);
  }
  // Where browsers find it is known before it listens.
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const tokens = ["--token-secret", file("secret"), "--issuer", "platform", "--audience", "signup"];
  const words = [...place, ...tokens, "--form", FORM, "--address", `127.0.0.1:${port}`, "--public-url", origin];
  const child = spawn(process.env.SERVER, [...words, "--openings-per-minute", "1000"], { stdio: ["ignore", "pipe", "ignore"] });
  const ended = once(child, "exit");
  const line = await Promise.race([once(createInterface(child.stdout), "line").then(([line]) => line), ended.then(([code]) => `it ended: ${code}`)]);
  assert.equal(line, `listening on ${origin}`);
  return {
    origin,
    stop: async () => {
      child.kill("SIGTERM");
      assert.deepEqual(await ended, [0, null], "it ends in order");
    },
  };
}

function freePort() {
  return new Promise((done) => {
    const taken = createServer().listen(0, "127.0.0.1", () => {
      const { port } = taken.address();
      taken.close(() => done(port));
    });
  });
}

/** A link for the merchant, as a platform's backend asks for it. */
async function link() {
  const answer = await fetch(`${server.origin}/v1/accounts/${ACCOUNT}/signup-sessions`, {
    method: "POST",
    headers: { ...bearer(), "Content-Type": "application/json" },
    body: JSON.stringify({ locale: "en" }),
  });
  assert.equal(answer.status, 201);
  return (await answer.json()).url;
}

/** A browser of its own that has opened a link. */
async function open() {
  const context = await browser.newContext({ locale: "en", reducedMotion: "reduce" });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const form = new Form(page, server);
  await page.goto(await link());
  await page.getByRole("button", { name: "Go to the form" }).click();
  await page.waitForURL(`${server.origin}/?lang=en`);
  await page.waitForSelector("h1");
  assert.equal(await page.locator(".no-rules").count(), 0, "the policy lets the rules run");
  return form;
}

/** The connection as the platform reads it. */
async function stored() {
  const answer = await fetch(server.origin + CONNECTION, { headers: bearer() });
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
