/** Measures in Chromium, from a server on this machine that goes when it is done. */

import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { dirname, extname, join, normalize } from "node:path";
import { chromium } from "playwright-core";

import { TODAY } from "./own.js";

const PACKAGE = dirname(createRequire(import.meta.url).resolve("merchant-signup/package.json"));
const CHROMIUM = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];
const TYPES = { ".js": "text/javascript", ".wasm": "application/wasm", ".html": "text/html" };

export async function inChromium(folder, input) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    // A page of its own origin alone has a clock of 5 µs.
    const headers = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" };
    const under = pathname.startsWith("/package/") ? join(PACKAGE, normalize(pathname.slice(8))) : join(folder, normalize(pathname));
    if (pathname === "/") return response.writeHead(200, { ...headers, "Content-Type": "text/html" }).end("<!doctype html><title>bench</title>");
    if (!existsSync(under)) return response.writeHead(404).end();
    return response.writeHead(200, { ...headers, "Content-Type": TYPES[extname(under)] ?? "text/plain" }).end(readFileSync(under));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const browser = await chromium.launch({ executablePath: CHROMIUM.find((path) => path && existsSync(path)), args: ARGUMENTS });
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    const times = await page.evaluate(async ({ examples, lines, rounds }) => {
      const { measure } = await import("/bench.js");
      const ours = await import("/package/dist/index.js");
      return measure(ours, examples, lines, rounds);
    }, input);
    Object.assign(times, await firstReports(page, input.examples.ready));
    return { version: browser.version(), times };
  } finally {
    await browser.close();
    await new Promise((resolve) => (server.close(resolve), server.closeAllConnections()));
  }
}

/** How often a page is loaded anew for each contender. */
const LOADS = 25;

/**
 * From bytes that are there to the first report, in microseconds, medians: what a page evaluates and compiles. Each time in a
 * page of its own, under an address of its own, so that nothing is known from before.
 */
async function firstReports(page, ready) {
  const found = { "first/merchant-signup": [], "first/zod/libphonenumber": [] };
  for (let load = 0; load < LOADS; load++) {
    for (const [name, times] of Object.entries(found)) {
      await page.goto(page.url());
      times.push(await page.evaluate(firstReport, { ready, today: TODAY, isOurs: name === "first/merchant-signup" }));
    }
  }
  return Object.fromEntries(Object.entries(found).map(([name, times]) => [name, 1000 * times.sort((a, b) => a - b)[LOADS >> 1]]));
}

/** Runs in the page. */
async function firstReport({ ready, today, isOurs }) {
  const bytes = (path) => fetch(path).then((response) => response.arrayBuffer());
  const code = await bytes(isOurs ? "/first-merchant-signup.js" : "/first-zod.js");
  const wasm = isOurs && (await bytes("/package/wasm/merchant_signup_bg.wasm"));
  const address = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  const start = performance.now();
  const { initSync, check } = await import(address);
  if (isOurs) initSync(wasm);
  const report = isOurs ? check(ready, { today }) : check(ready);
  const issues = isOurs ? report.issues : report;
  let read = 0;
  for (const issue of issues) read += issue.message.length;
  const time = performance.now() - start;
  if (read > 10_000) throw new Error("the ready example is not ready");
  return time;
}
