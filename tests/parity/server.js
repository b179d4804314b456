/** What the server's `POST /v1/check` says. `SERVER` names the built program. */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { Agent, request as ask } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { built, bytesOf, native } from "./native.js";

const AT_ONCE = 8;

/** Starts it on a port that the system picks, in development mode, where nobody's requests are counted. */
export async function startServer() {
  const data = await mkdtemp(join(tmpdir(), "merchant-signup-"));
  const words = ["--development", "--data", data, "--address", "127.0.0.1:0", "--log", "error"];
  const child = spawn(built("SERVER"), words, { stdio: ["ignore", "pipe", "ignore"] });
  const ended = once(child, "exit");
  const first = once(createInterface(child.stdout), "line");
  const line = await Promise.race([first.then(([line]) => line), ended.then(([code]) => `it ended: ${code}`)]);
  const [, origin] = /^listening on (http:\S+)$/.exec(line) ?? assert.fail(line);
  return {
    /** The answers to requests, as `{ status, text }`. */
    check: (requests) => check(origin, requests),
    stop: async () => {
      child.kill("SIGTERM");
      assert.deepEqual(await ended, [0, null], "it ends in order");
      await rm(data, { recursive: true });
    },
  };
}

/** Some at a time, each on a connection that is kept. */
async function check(origin, requests) {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const answers = [];
  const left = requests.entries();
  const work = async () => {
    for (const [index, request] of left) answers[index] = await post(agent, origin, request);
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  } finally {
    agent.destroy();
  }
  return answers;
}

function post(agent, origin, request) {
  const { level, profile, locale = "" } = request.options;
  // The query has languages that there are; the header may name others, and is then not heard.
  const isKnown = /^(?:en|no|nb|nn|sv|da|fi)(?:[-_]|$)/i.test(locale);
  const query = new URLSearchParams(Object.entries({ level, profile, locale: isKnown ? locale : undefined }).filter(([, value]) => value !== undefined));
  const headers = { "Content-Type": "application/json", ...(!isKnown && { "Accept-Language": locale }) };
  return new Promise((resolve, reject) => {
    const sent = ask(`${origin}/v1/check?${query}`, { agent, method: "POST", headers }, async (response) => {
      try {
        resolve({ status: response.statusCode, text: Buffer.concat(await response.toArray()).toString() });
      } catch (error) {
        reject(error);
      }
    });
    sent.on("error", reject).end(bytesOf(request));
  });
}

/**
 * What is due and what was answered, beside each other: reports, or of a body that was refused as too large the issues. `due`
 * holds the native reports; the server has a clock of its own and no account in a check, so that they are made anew.
 */
export async function besideNative(requests, answers, due) {
  const checked = [...answers.keys()].filter((index) => answers[index].status === 200);
  const anew = await native(checked.map((index) => asServer(requests[index], answers[index].text)));
  const pairs = [];
  for (const [at, index] of checked.entries()) pairs[index] = { due: anew[at], is: answers[index].text };
  for (const [index, { status, text }] of answers.entries()) {
    if (status !== 200) pairs[index] = { due: canonical([413, JSON.parse(due[index]).issues]), is: canonical([status, JSON.parse(text).error?.errors]), isRefused: true };
  }
  return pairs;
}

function asServer({ options: { account, ...options }, ...document }, text) {
  const { today } = JSON.parse(text);
  const days = [-1, 0].map((days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10));
  assert.ok(days.includes(today), `the server says that today is ${today}`);
  return { ...document, options: { ...options, today } };
}

/** As JSON with the keys in order. */
function canonical(value) {
  return JSON.stringify(value, (_, inner) => (inner?.constructor === Object ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1))) : inner));
}
