/** The package as it is published: packed, installed in another project, built and loaded as people do. */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
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
  for (const needed of ["README.md", "LICENSE-MIT", "LICENSE-APACHE", "CHANGELOG.md", "dist/index.js", "dist/index.d.ts", "dist/inline.js", "dist/fast.js", "dist/json-schema.js", "wasm/merchant_signup_fast_bg.wasm", "wasm/merchant_signup_bg.base64.js", "wasm/merchant_signup_bg.wasm", "wasm/merchant_signup_text_bg.wasm", "wasm/merchant_signup_text.js", "wasm/messages/nb.js"]) {
    assert.ok(packed.files.includes(needed), needed);
  }
  assert.deepEqual(packed.files.filter((file) => !/^(dist\/[\w.-]+\.(js|d\.ts)|wasm\/[\w./]+\.(js|d\.ts|wasm)|((inline|fast|json-schema)\/)?package\.json|README\.md|LICENSE-(MIT|APACHE)|CHANGELOG\.md)$/.test(file)), []);
});

test("a tool that does not read exports finds all entries, as Parcel does", () => {
  for (const entry of ["", "fast/", "inline/", "json-schema/"]) {
    const folder = `node_modules/merchant-signup/${entry}`;
    const { main, types } = JSON.parse(readFileSync(path(`${folder}package.json`), "utf8"));
    for (const file of [main, types]) assert.ok(existsSync(path(`${folder}${file}`)), `${folder}${file}`);
  }
});

test("publint has nothing to say", async () => {
  const { publint } = await tool("publint/src/index-node.js");
  const { messages } = await publint({ pkgDir: path("node_modules/merchant-signup"), strict: true, pack: false });
  assert.deepEqual(messages, []);
});

test("the types resolve, as an ESM package's", () => {
  run(process.execPath, [path("node_modules/@arethetypeswrong/cli/dist/index.js"), packed.tarball, "--profile", "esm-only", "--format", "ascii", "--exclude-entrypoints", "merchant_signup_bg.wasm", "merchant_signup_fast_bg.wasm", "merchant_signup_text_bg.wasm"]);
});

describe("Node", () => {
  test("init() reads the files beside the package", () => {
    assert.deepEqual(JSON.parse(run(process.execPath, [path("node/index.js")])), DUE);
  });

  test("initSync(bytes), as in Deno", () => {
    assert.deepEqual(JSON.parse(run(process.execPath, [path("node/sync.js")])), [false, true, "incomplete"]);
  });

  test("it has the module that is built for speed", () => {
    const script = 'console.log(import.meta.resolve("merchant-signup"))';
    assert.match(run(process.execPath, ["--input-type=module", "--eval", script]), /\/dist\/fast\.js\s*$/);
  });

  test("the inlined bytes", () => {
    assert.deepEqual(JSON.parse(run(process.execPath, [path("node/inline.js")])), DUE);
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
    const modules = readdirSync(path("vite/dist/assets")).filter((file) => file.endsWith(".wasm"));
    assert.deepEqual(modules.filter((file) => file.includes("_fast_")), [], "a page has the small module");
    assert.equal(modules.length, 2);
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

/** Builds with the inlined bytes, in each format that a bundler has, and loads the result as a page does. */
describe("esbuild", () => {
  const built = async (entry, options) => {
    const { build } = (await tool("esbuild/lib/main.js")).default;
    rmSync(path("esbuild/dist"), { recursive: true, force: true });
    const { warnings } = await build({ entryPoints: [path(`esbuild/${entry}.js`)], bundle: true, outdir: path("esbuild/dist"), entryNames: "main", logLevel: "silent", ...options });
    assert.deepEqual(warnings.map(({ text }) => text).filter((text) => !text.includes("import.meta")), []);
    writeFileSync(path("esbuild/dist/index.html"), `<!doctype html><script ${options.format === "esm" ? 'type="module" ' : ""}src="./main.js"></script>`);
    return serve({ "/": new URL("esbuild/dist/", PROJECTS) });
  };

  for (const options of [{ format: "esm", splitting: true }, { format: "iife" }, { format: "cjs" }]) {
    test(`${options.format}, merchant-signup/inline`, { timeout: 120_000 }, async () => {
      const server = await built("inline", options);
      try {
        await works(server.origin);
      } finally {
        await server.close();
      }
    });
  }

  test("iife of the package itself says what to do", { timeout: 120_000 }, async () => {
    const server = await built("main", { format: "iife" });
    try {
      const { result } = await found(server.origin);
      assert.match(result.error, /merchant-signup\/inline/);
    } finally {
      await server.close();
    }
  });

  test("esm, with the modules copied beside", { timeout: 120_000 }, async () => {
    const server = await built("given", { format: "esm", loader: { ".wasm": "file" } });
    try {
      await works(server.origin);
    } finally {
      await server.close();
    }
  });
});

for (const tool_ of ["rollup", "rolldown"]) {
  test(`${tool_}, merchant-signup/inline`, { timeout: 120_000 }, async () => {
    const { [tool_]: bundler } = await tool(tool_ === "rollup" ? "rollup/dist/es/rollup.js" : "rolldown/dist/index.mjs");
    const plugins = tool_ === "rollup" ? [(await tool("@rollup/plugin-node-resolve/dist/es/index.js")).default()] : [];
    const warnings = [];
    const bundle = await bundler({ input: path("esbuild/inline.js"), plugins, onwarn: (warning) => warnings.push(warning.message) });
    await bundle.write({ dir: path(`${tool_}/dist`), format: "es", entryFileNames: "main.js" });
    await bundle.close?.();
    assert.deepEqual(warnings, []);
    writeFileSync(path(`${tool_}/dist/index.html`), '<!doctype html><script type="module" src="./main.js"></script>');
    const server = await serve({ "/": new URL(`${tool_}/dist/`, PROJECTS) });
    try {
      await works(server.origin);
    } finally {
      await server.close();
    }
  });
}

test("a worker of a page", { timeout: 120_000 }, async () => {
  const server = await serve({ "/": new URL("worker/", PROJECTS), "/attempt.js": new URL("attempt.js", PROJECTS), "/node_modules/": new URL("node_modules/", PROJECTS) });
  try {
    await works(server.origin);
  } finally {
    await server.close();
  }
});

test("workerd, the runtime of Cloudflare's workers", { timeout: 120_000 }, async () => {
  const { build } = (await tool("esbuild/lib/main.js")).default;
  const modules = {
    name: "modules of WebAssembly stay beside the script",
    setup: (build) => build.onResolve({ filter: /\.wasm$/ }, (found) => ({ path: `./${found.path.split("/").at(-1)}`, external: true })),
  };
  await build({ entryPoints: [path("workerd/main.js")], bundle: true, format: "esm", outdir: path("workerd/dist"), conditions: ["workerd"], plugins: [modules], logLevel: "silent" });
  for (const file of ["merchant_signup_bg.wasm", "merchant_signup_text_bg.wasm"]) copyFileSync(path(`node_modules/merchant-signup/wasm/${file}`), path(`workerd/dist/${file}`));
  const port = await freePort();
  // The program itself: what lies in `bin` starts it, and would be ended without it.
  const { default: workerd } = await tool("workerd/lib/main.js");
  const runtime = spawn(workerd.default ?? workerd, ["serve", "config.capnp", "--socket-addr", `http=127.0.0.1:${port}`, "--verbose"], { cwd: path("workerd"), stdio: ["ignore", "ignore", "pipe"], env: ENVIRONMENT });
  let said = "";
  runtime.stderr.on("data", (bytes) => (said += bytes));
  try {
    assert.deepEqual(await answered(`http://127.0.0.1:${port}/`, () => said), DUE);
  } finally {
    runtime.kill();
  }
});

/** What a server answers as soon as it does. */
async function answered(address, said) {
  const until = Date.now() + 60_000;
  for (;;) {
    try {
      const response = await fetch(address);
      const text = await response.text();
      assert.equal(response.status, 200, `${text}\n${said()}`);
      return JSON.parse(text);
    } catch (error) {
      if (error.name === "AssertionError" || Date.now() > until) throw new Error(`${error.message}\n${said()}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

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
      assert.match(result.error, /Content-Security-Policy needs 'wasm-unsafe-eval'/);
    }));

  test("and a form under it can be sent", () =>
    pages("default-src 'none'; connect-src 'self'; script-src 'self' 'unsafe-inline'", async (origin) => {
      const { page } = await found(origin);
      const result = await page.evaluate(async () => {
        const { signupSchema } = await import("/node_modules/merchant-signup/dist/index.js");
        return signupSchema()["~standard"].validate({ signup: {} });
      });
      assert.deepEqual(result, { value: { signup: {} } });
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

test("types: without the DOM library, and what must not compile does not", { timeout: 120_000 }, () => {
  const folder = path("types/");
  const options = { strict: true, exactOptionalPropertyTypes: true, noEmit: true, target: "es2022", lib: ["es2023"], module: "nodenext", types: [], moduleDetection: "force", skipLibCheck: false };
  writeFileSync(`${folder}tsconfig.json`, JSON.stringify({ compilerOptions: options, include: ["*.ts"] }));
  // The newest, and the oldest that the README names.
  for (const compiler of ["typescript", "typescript-5"]) {
    try {
      run(process.execPath, [path(`node_modules/${compiler}/bin/tsc`), "--project", folder]);
    } catch (error) {
      assert.fail(`${compiler}: ${error.stdout}`);
    }
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
