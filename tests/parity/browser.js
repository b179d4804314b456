/** A page in Chromium, served from this machine, that has the package as it stands, with no bundler. */

import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { extname } from "node:path";

const WEB = new URL("../../web/", import.meta.url);
const { chromium } = createRequire(new URL("package.json", WEB))("playwright-core");
const CHROMIUM = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];
const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".wasm": "application/wasm", ".css": "text/css", ".json": "application/json" };

/** Closes a server with its connections: a browser opens some before it needs them, and these end by themselves only after minutes. */
function closed(server) {
  return new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
}

/** Serves folders and files by the paths that they shall have; answers `{ origin, close }`. */
export async function serve(folders, headers = {}) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const mount = Object.keys(folders).sort((a, b) => b.length - a.length).find((path) => pathname.startsWith(path));
    const rest = mount?.endsWith("/") ? `.${pathname.slice(mount.length - 1)}${pathname.endsWith("/") ? "index.html" : ""}` : "";
    const file = mount === undefined ? undefined : new URL(rest, folders[mount]);
    if (pathname === "/" && !(file && existsSync(file))) return response.writeHead(200, { ...headers, "Content-Type": TYPES[".html"] }).end("<!doctype html><title>merchant-signup</title>");
    if (file === undefined || !existsSync(file)) return response.writeHead(404).end();
    return response.writeHead(200, { ...headers, "Content-Type": TYPES[extname(file.pathname)] ?? "application/octet-stream" }).end(readFileSync(file));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => closed(server) };
}

export async function launch() {
  const executablePath = CHROMIUM.find((path) => path && existsSync(path));
  if (executablePath === undefined) throw new Error("Chromium is not installed: set CHROMIUM to where it is");
  return chromium.launch({ executablePath, args: ARGUMENTS });
}

/** Runs `work(page)` on a page that can import `/package/dist/index.js` and `/parity/…`. */
export async function onPage(work) {
  const server = await serve({ "/package/": new URL("package/", WEB), "/parity/": new URL("./", import.meta.url) });
  const browser = await launch();
  try {
    const page = await browser.newPage();
    await page.goto(server.origin);
    return await work(page);
  } finally {
    await browser.close();
    await server.close();
  }
}
