/** The package as it is published: packed, installed in another project, built and loaded as people do. */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";

import { launch, serve } from "../parity/browser.js";
import { ENVIRONMENT, PROJECTS, prepare, run, tool } from "./project.js";
import { DUE } from "./projects/attempt.js";

const path = (name) => fileURLToPath(new URL(name, PROJECTS));

let packed;
let browser;

before(async () => {
  packed = prepare();
  browser = await launch();
}, { timeout: 300_000 });

after(() => browser?.close());

/** What a page finds, with nothing said on its console that is an error. */
async function found(address) {
  const page = await browser.newPage();
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => message.type() === "error" && !message.text().includes("favicon") && complaints.push(message.text()));
  try {
    await page.goto(address);
    await page.waitForFunction(() => "result" in window, undefined, { timeout: 60_000 }).catch((error) => {
      throw new Error(`${error.message}\n${complaints.join("\n")}`);
    });
    return { result: await page.evaluate(() => window.result), complaints, text: (selector) => page.locator(selector).textContent(), page };
  } finally {
    after(() => page.close().catch(() => {}));
  }
}

async function works(address) {
  const { result, complaints } = await found(address);
  assert.deepEqual(result, DUE);
  assert.deepEqual(complaints.filter((text) => !text.includes("404")), []);
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

test("the tarball has what is needed, and nothing else", () => {
  for (const needed of ["README.md", "dist/index.js", "dist/index.d.ts", "wasm/merchant_signup_bg.wasm", "wasm/merchant_signup_text_bg.wasm", "wasm/merchant_signup_text.js", "wasm/messages/nb.js"]) {
    assert.ok(packed.files.includes(needed), needed);
  }
  assert.deepEqual(packed.files.filter((file) => !/^(dist\/[\w.]+\.(js|d\.ts)|wasm\/[\w./]+\.(js|d\.ts|wasm)|package\.json|README\.md|LICENSE-(MIT|APACHE)|CHANGELOG\.md)$/.test(file)), []);
});

test("publint has nothing to say", async () => {
  const { publint } = await tool("publint/src/index-node.js");
  const { messages } = await publint({ pkgDir: path("node_modules/merchant-signup"), strict: true, pack: false });
  assert.deepEqual(messages, []);
});

test("the types resolve, as an ESM package's", () => {
  run(process.execPath, [path("node_modules/@arethetypeswrong/cli/dist/index.js"), packed.tarball, "--profile", "esm-only", "--format", "ascii", "--exclude-entrypoints", "merchant_signup_bg.wasm", "merchant_signup_text_bg.wasm"]);
});

describe("Node", () => {
  test("init() reads the files beside the package", () => {
    assert.deepEqual(JSON.parse(run(process.execPath, [path("node/index.js")])), DUE);
  });

  test("initSync(bytes), as in Deno", () => {
    assert.deepEqual(JSON.parse(run(process.execPath, [path("node/sync.js")])), [false, true, "incomplete"]);
  });

  test("before init() it says what to do", () => {
    const script = 'import { check } from "merchant-signup"; try { check({}); } catch (error) { console.log(error.message); }';
    assert.match(run(process.execPath, ["--input-type=module", "--eval", script]), /await init\(\)/);
  });
});

describe("Vite", () => {
  test("dev", { timeout: 120_000 }, async () => {
    const { createServer } = await tool("vite/dist/node/index.js");
    const server = await createServer({ root: path("vite"), configFile: false, logLevel: "silent", server: { host: "127.0.0.1", port: 0, fs: { allow: [path("")] } } });
    await server.listen();
    try {
      await works(`http://127.0.0.1:${server.httpServer.address().port}/`);
    } finally {
      await server.close();
    }
  });

  test("build", { timeout: 120_000 }, async () => {
    const { build } = await tool("vite/dist/node/index.js");
    await build({ root: path("vite"), configFile: false, logLevel: "silent" });
    const server = await serve({ "/": new URL("vite/dist/", PROJECTS) });
    try {
      await works(server.origin);
    } finally {
      await server.close();
    }
  });
});

test("webpack", { timeout: 120_000 }, async () => {
  const { default: webpack } = await tool("webpack/lib/index.js");
  const output = path("webpack/dist");
  const stats = await new Promise((resolve, reject) => {
    webpack({ context: path("webpack"), mode: "production", entry: "./main.js", output: { path: output, publicPath: "auto" }, performance: false }, (error, stats) => (error ? reject(error) : resolve(stats)));
  });
  const { errors, warnings } = stats.toJson({ all: false, errors: true, warnings: true });
  assert.deepEqual([errors, warnings], [[], []]);
  writeFileSync(`${output}/index.html`, readFileSync(path("webpack/index.html")));
  const server = await serve({ "/": new URL("webpack/dist/", PROJECTS) });
  try {
    await works(server.origin);
  } finally {
    await server.close();
  }
});

describe("a page with no bundler", () => {
  const pages = async (policy, work) => {
    const server = await serve({ "/": new URL("page/", PROJECTS), "/attempt.js": new URL("attempt.js", PROJECTS), "/node_modules/": new URL("node_modules/", PROJECTS) }, { "Content-Security-Policy": policy });
    try {
      await work(server.origin);
    } finally {
      await server.close();
    }
  };

  test("under a strict policy", () => pages("default-src 'none'; connect-src 'self'; script-src 'self' 'wasm-unsafe-eval'", works));

  test("a policy that forbids WASM fails the promise, and nothing else", () =>
    pages("default-src 'none'; connect-src 'self'; script-src 'self'", async (origin) => {
      const { result } = await found(origin);
      assert.match(result.error, /CompileError|wasm/i);
    }));
});

test("Next.js: build and start, on the server and in the browser", { timeout: 300_000 }, async () => {
  const next = path("node_modules/next/dist/bin/next");
  run(process.execPath, [next, "build"], { cwd: path("next") });
  const port = await freePort();
  const server = spawn(process.execPath, [next, "start", "--hostname", "127.0.0.1", "--port", String(port)], { cwd: path("next"), stdio: ["ignore", "pipe", "pipe"], env: ENVIRONMENT });
  let said = "";
  try {
    await new Promise((resolve, reject) => {
      const listen = (bytes) => {
        said += bytes;
        if (/ready/i.test(said)) resolve();
      };
      server.stdout.on("data", listen);
      server.stderr.on("data", listen);
      server.on("exit", () => reject(new Error(said)));
    });
    const { result, text } = await found(`http://127.0.0.1:${port}/`).catch((error) => {
      throw new Error(`${error.message}\n${said}`);
    });
    assert.deepEqual(result, DUE);
    assert.deepEqual(JSON.parse(await text("#server")), DUE);
  } finally {
    server.kill();
    await once(server, "exit");
  }
});

test("the README's snippets compile under --strict", { timeout: 120_000 }, () => {
  const readme = readFileSync(new URL("../../web/package/README.md", import.meta.url), "utf8");
  const snippets = [...readme.matchAll(/^```(tsx?)\n([^]*?)^```/gm)];
  assert.ok(snippets.length >= 8, `${snippets.length} snippets`);
  const folder = path("snippets/");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const [index, [, kind, code]] of snippets.entries()) writeFileSync(`${folder}${String(index).padStart(2, "0")}.${kind}`, code);
  const options = { strict: true, exactOptionalPropertyTypes: true, noEmit: true, target: "es2022", lib: ["es2023", "dom"], module: "nodenext", jsx: "react-jsx", types: ["node"], moduleDetection: "force", skipLibCheck: false };
  writeFileSync(`${folder}tsconfig.json`, JSON.stringify({ compilerOptions: options, include: ["*.ts", "*.tsx"] }));
  writeFileSync(`${folder}package.json`, '{ "type": "module" }');
  try {
    run(process.execPath, [path("node_modules/typescript/bin/tsc"), "--project", folder]);
  } catch (error) {
    assert.fail(error.stdout);
  }
});
