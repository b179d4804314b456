/**
 * The package in the tools that the suite does not try: packed, installed in a project of each, built as for production, and run in
 * Chromium or in the tool itself. `node more.js [TOOL …]` prints a table, and fails where something does not work. A tool that cannot
 * be installed on this machine is "not here", which is no failure of the package.
 */

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";

import { launch, serve } from "../parity/browser.js";
import { ENVIRONMENT, MORE, NPM, pack } from "./project.js";
import { DUE } from "./projects/attempt.js";

const MINUTES = 60_000;

/** A tool: the package that has its version, and what is done with its project, whose folder is given. */
const TOOLS = {
  Rolldown: {
    package: "rolldown",
    try: async (project) => {
      await project.node("rolldown/bin/cli.mjs", ["main.js", "--dir", "dist", "--minify"]);
      cpSync(project.file("index.html"), project.file("dist/index.html"));
      await project.loads("dist");
      return "inlined bytes";
    },
  },
  Parcel: {
    package: "parcel",
    try: async (project) => {
      await project.node("parcel/lib/bin.js", ["build", "index.html", "--no-cache", "--dist-dir", "dist"]);
      await project.loads("dist");
    },
  },
  Vue: { package: "vue", try: (project) => vite(project) },
  Svelte: { package: "svelte", try: (project) => vite(project) },
  Vitest: {
    package: "vitest",
    try: async (project) => {
      const said = await project.node("vitest/vitest.mjs", ["run"]);
      assert.match(said, /Tests +4 passed \(4\)/);
      return "in Node and with jsdom";
    },
  },
  Jest: {
    package: "jest",
    try: async (project) => {
      const said = await project.node("jest/bin/jest.js", ["--ci", "--no-cache"], ["--experimental-vm-modules"]);
      assert.match(said, /Tests: +4 passed, 4 total/);
      return "in Node and with jsdom, --experimental-vm-modules";
    },
  },
  Angular: {
    package: "@angular/build",
    try: async (project) => {
      await project.node("@angular/cli/bin/ng.js", ["build"]);
      await project.loads("dist");
      return "inlined bytes";
    },
  },
  Bun: {
    package: "@oven/bun-linux-x64",
    try: async (project) => {
      const bun = project.file("node_modules/@oven/bun-linux-x64/bin/bun");
      assert.deepEqual(JSON.parse(await project.run(bun, ["run", "main.js"])), DUE);
      await project.run(bun, ["test"]);
      await project.run(bun, ["build", "index.html", "--outdir", "dist", "--minify"]);
      await project.loads("dist");
      return "run, test, and build with inlined bytes";
    },
  },
  Deno: {
    package: "@deno/linux-x64-glibc",
    try: async (project) => {
      const deno = project.file("node_modules/@deno/linux-x64-glibc/deno");
      assert.deepEqual(JSON.parse(await project.run(deno, ["run", "--no-remote", "--node-modules-dir=manual", "--allow-read", "main.js"])), DUE);
      return "with --allow-read";
    },
  },
  Miniflare: {
    package: "miniflare",
    try: async (project) => {
      const modules = {
        name: "modules of WebAssembly stay beside the script",
        setup: (build) => build.onResolve({ filter: /\.wasm$/ }, (found) => ({ path: `./${found.path.split("/").at(-1)}`, external: true })),
      };
      const { build } = (await project.import("esbuild/lib/main.js")).default;
      await build({ absWorkingDir: project.folder, entryPoints: ["main.js"], bundle: true, format: "esm", outdir: "dist", conditions: ["workerd"], plugins: [modules], logLevel: "silent" });
      for (const file of ["merchant_signup_bg.wasm", "merchant_signup_text_bg.wasm"]) cpSync(project.file(`node_modules/merchant-signup/wasm/${file}`), project.file(`dist/${file}`));
      const { Miniflare } = await project.import("miniflare/dist/src/index.js");
      const worker = new Miniflare({ modules: true, modulesRoot: project.file("dist"), scriptPath: project.file("dist/main.js"), modulesRules: [{ type: "CompiledWasm", include: ["**/*.wasm"] }], compatibilityDate: "2025-12-01", host: "127.0.0.1" });
      try {
        const response = await worker.dispatchFetch("http://localhost/");
        const text = await response.text();
        assert.equal(response.status, 200, text);
        assert.deepEqual(JSON.parse(text), DUE);
      } finally {
        await worker.dispose();
      }
    },
  },
};

async function vite(project) {
  await project.node("vite/bin/vite.js", ["build"]);
  await project.loads("dist");
  return "built by Vite";
}

/** The project of a tool: its files copied, its tools installed by its lock file, and the packed package beside them. */
function projectOf(name, browser) {
  const home = new URL(`${name.toLowerCase()}/`, MORE);
  const folder = fileURLToPath(home);
  const file = (path) => fileURLToPath(new URL(path, home));
  const run = async (program, words) => {
    const environment = { ...ENVIRONMENT, CI: "1", NO_COLOR: "1", DO_NOT_TRACK: "1", NG_CLI_ANALYTICS: "false" };
    try {
      const { stdout, stderr } = await promisify(execFile)(program, words, { cwd: folder, env: environment, timeout: 5 * MINUTES, maxBuffer: 1 << 26 });
      // A program's answer is what it prints; test runners print to either.
      return stdout.trim() === "" ? stderr : stdout;
    } catch (error) {
      const ended = error.killed ? "did not end in five minutes" : `ended with ${error.code ?? error.signal}`;
      const called = [program, ...words].filter((word) => !word.startsWith("-")).map((word) => word.split("/").at(-1));
      throw new Error(`${called.join(" ")} ${ended}\n${error.stdout ?? ""}${error.stderr ?? ""}`);
    }
  };
  return {
    folder,
    file,
    run,
    node: (script, words, options = []) => run(process.execPath, [...options, file(`node_modules/${script}`), ...words]),
    import: (path) => import(pathToFileURL(file(`node_modules/${path}`)).href),
    /** Loads a page and takes what it has found. */
    async loads(path) {
      const server = await serve({ "/": new URL(`${path}/`, home) });
      const page = await browser.newPage();
      const complaints = [];
      page.on("pageerror", (error) => complaints.push(error.message));
      page.on("console", (message) => message.type() === "error" && !message.location().url.endsWith("favicon.ico") && complaints.push(message.text()));
      try {
        await page.goto(server.origin);
        await page.waitForFunction(() => "result" in window, undefined, { timeout: 2 * MINUTES }).catch((error) => {
          throw new Error([error.message, ...complaints].join("\n"));
        });
        assert.deepEqual(await page.evaluate(() => window.result), DUE, complaints.join("\n") || undefined);
        assert.deepEqual(complaints, []);
      } finally {
        await page.close();
        await server.close();
      }
    },
    /** The tools, as the lock file has them. */
    async install() {
      const source = new URL(`projects/${name.toLowerCase()}/`, import.meta.url);
      const lock = readFileSync(new URL("package-lock.json", source), "utf8");
      const installed = file("installed.json");
      const current = existsSync(installed) && readFileSync(installed, "utf8") === lock;
      if (existsSync(folder)) {
        // What was installed by the same lock file stays: that is most of the time.
        for (const entry of readdirSync(folder)) if (!current || !["node_modules", "installed.json"].includes(entry)) rmSync(file(entry), { recursive: true, force: true });
      }
      cpSync(source, folder, { recursive: true });
      if (!current) {
        await run("npm", ["install", ...NPM]);
        writeFileSync(installed, lock);
      }
    },
    async add(tarball) {
      rmSync(file("node_modules/merchant-signup"), { recursive: true, force: true });
      await run("npm", ["install", "--no-save", ...NPM, tarball]);
    },
  };
}

async function row(name, tarball, browser) {
  const tool = TOOLS[name];
  const project = projectOf(name, browser);
  try {
    await project.install();
  } catch (error) {
    return { tool: name, version: "", result: "not here", reason: firstLine(error, /npm error (?!code|errno|syscall)(.+)/), said: error.message };
  }
  const { version } = JSON.parse(readFileSync(project.file(`node_modules/${tool.package}/package.json`), "utf8"));
  try {
    await project.add(tarball);
    return { tool: name, version, result: "works", reason: (await tool.try(project)) ?? "" };
  } catch (error) {
    return { tool: name, version, result: "fails", reason: firstLine(error), said: error.stack };
  }
}

const firstLine = ({ message }, pattern = /(.+)/) => (pattern.exec(message) ?? /(.*)/.exec(message))[1];

function print(rows) {
  const columns = ["tool", "version", "result", "reason"];
  const widths = columns.map((column) => Math.max(column.length, ...rows.map((each) => each[column].length)));
  const line = (cells) => console.log(cells.map((cell, index) => cell.padEnd(widths[index])).join("  ").trimEnd());
  line(columns);
  line(widths.map((width) => "─".repeat(width)));
  for (const each of rows) line(columns.map((column) => each[column]));
}

const named = process.argv.slice(2);
const unknown = named.filter((name) => !Object.keys(TOOLS).some((known) => known.toLowerCase() === name.toLowerCase()));
if (unknown.length > 0) {
  console.error(`There is no project of ${unknown.join(", ")}: there are ${Object.keys(TOOLS).join(", ")}`);
  process.exit(1);
}
mkdirSync(MORE, { recursive: true });
cpSync(new URL("projects/attempt.js", import.meta.url), new URL("attempt.js", MORE));
writeFileSync(new URL("package.json", MORE), '{ "private": true, "type": "module" }\n');
const { tarball } = pack("package", MORE);
const browser = await launch();
const rows = [];
try {
  for (const name of Object.keys(TOOLS)) {
    if (named.length > 0 && !named.some((each) => each.toLowerCase() === name.toLowerCase())) continue;
    process.stderr.write(`· ${name}\n`);
    rows.push(await row(name, tarball, browser));
  }
} finally {
  await browser.close();
}
for (const { tool, result, said } of rows) if (result === "fails") console.error(`\n${tool}:\n${said}`);
print(rows);
process.exitCode = rows.some(({ result }) => result === "fails") ? 1 : 0;
