/** What the tests serve: the built form, and the endpoint that takes signups, on a port that the system picks. */

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize, resolve } from "node:path";
/** The built form; FORM_DIST names another build of it. */
export const FORM = resolve(process.env.FORM_DIST ?? join(import.meta.dirname, "../../web/form/dist"));
const ENDPOINT = /^\/v1\/accounts\/([^/]+)\/management\/settings\/connections\/bambora$/;

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".woff2": "font/woff2",
};

/** What a server says that takes a signup. */
export const ACCEPTED = { status: 201, body: { id: "connection-1" } };

/** Starts it. `received` holds what was sent, `answers` what comes back: the first for the next signup, the last for all further ones. */
export async function serve() {
  const received = [];
  const answers = [ACCEPTED];

  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const endpoint = ENDPOINT.exec(pathname);
    if (request.method === "POST" && endpoint) {
      received.push({ account: endpoint[1], headers: request.headers, body: JSON.parse(await text(request)) });
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      response.writeHead(answer.status, { "Content-Type": answer.type ?? "application/json" });
      response.end(JSON.stringify(answer.body));
      return;
    }
    if (pathname === "/v1/session") {
      // No signup session: the form sends to the endpoint itself.
      response.writeHead(200, { "Content-Type": "application/json" }).end("{}");
      return;
    }
    const file = join(FORM, normalize(pathname.endsWith("/") ? `${pathname}index.html` : pathname));
    try {
      const bytes = await readFile(file);
      response.writeHead(200, { "Content-Type": TYPES[extname(file)] ?? "application/octet-stream" });
      response.end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  });

  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    received,
    answers,
    close: () => new Promise((done) => server.close(done)),
  };
}

async function text(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
