/** The server as in production but for TLS, on data of its own, and a platform that has a token for it. */

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { FORM } from "../server.js";

const require = createRequire(new URL("../../../web/package.json", import.meta.url));
const { chromium } = require("playwright-core");

const CHROMIUM = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const SECRET = "a secret that the platform shares with the server";

export const launch = () =>
  chromium.launch({ executablePath: CHROMIUM.find((path) => path && existsSync(path)), args: ["--no-sandbox", "--disable-gpu"] });

/** A folder for the server's data, and how to remove it. */
export function folder() {
  const path = mkdtempSync(join(tmpdir(), "merchant-signup-"));
  return { path, remove: () => rm(path, { recursive: true }) };
}

/** A platform's token, as its own code signs it. */
function token(account) {
  const base64 = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    sub: "platform", account_id: account, scope: "read:accounts write:accounts",
    iss: "platform", aud: "signup", iat: now, nbf: now, exp: now + 300,
  };
  const signed = `${base64({ alg: "HS256", typ: "JWT" })}.${base64(claims)}`;
  return `${signed}.${createHmac("sha256", SECRET).update(signed).digest("base64url")}`;
}

/**
 * Starts the server on the data that earlier ones left in the folder. Browsers find it as `host`; `words` are more options.
 */
export async function start(data, { host = "127.0.0.1", words = [] } = {}) {
  assert.ok(process.env.SERVER, "SERVER names the built program: cargo xtask test --only endpoint");
  const file = (name) => join(data, name);
  const place = ["--database", file("signups.sqlite"), "--encryption-keys", file("keys")];
  if (!existsSync(file("keys"))) {
    writeFileSync(file("secret"), SECRET);
    execFileSync(process.env.SERVER, ["rotate-key", ...place]);
  }
  // Where browsers find it is known before it listens.
  const port = await freePort();
  const origin = `http://${host}:${port}`;
  const tokens = ["--token-secret", file("secret"), "--issuer", "platform", "--audience", "signup"];
  const limits = ["--openings-per-minute", "1000", "--requests-per-minute", "10000"];
  const serve = [...place, ...tokens, "--form", FORM, "--address", `127.0.0.1:${port}`, "--public-url", origin];
  const child = spawn(process.env.SERVER, [...serve, ...limits, ...words], { stdio: ["ignore", "pipe", "ignore"] });
  const ended = once(child, "exit");
  const line = await Promise.race([once(createInterface(child.stdout), "line").then(([line]) => line), ended.then(([code]) => `it ended: ${code}`)]);
  assert.equal(line, `listening on http://127.0.0.1:${port}`);
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

/** What a platform's backend does for one account. */
export class Platform {
  constructor(server, account) {
    this.server = server;
    this.account = account;
  }

  ask(path, options = {}) {
    const headers = { Authorization: `Bearer ${token(this.account)}`, ...options.headers };
    return fetch(`${this.server.origin}/v1/accounts/${this.account}${path}`, { ...options, headers });
  }

  /** A link for the merchant. */
  async link(body = { locale: "en" }) {
    const answer = await this.ask("/signup-sessions", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
    assert.equal(answer.status, 201);
    return (await answer.json()).url;
  }

  /** The connection as the platform reads it. */
  async stored() {
    const answer = await this.ask("/management/settings/connections/bambora");
    return { status: answer.status, body: await answer.json() };
  }
}
