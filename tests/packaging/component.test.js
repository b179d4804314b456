/** The form's package as it is published: packed, installed in another project, built and loaded as people do. */

import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";

import { launch, serve } from "../parity/browser.js";
import { PROJECTS, prepare, run, tool } from "./project.js";

const path = (name) => fileURLToPath(new URL(name, PROJECTS));

let packed;

before(() => void (packed = prepare("react")), { timeout: 300_000 });

test("the tarball has what is needed, and nothing else", () => {
  for (const needed of ["README.md", "LICENSE-MIT", "LICENSE-APACHE", "CHANGELOG.md", "dist/index.js", "dist/element.js", "dist/style.css", "dist/THIRD-PARTY.txt", "dist/types/index.d.ts", "dist/types/element.d.ts"]) {
    assert.ok(packed.files.includes(needed), `${needed} is missing`);
  }
  assert.deepEqual(packed.files.filter((file) => !/^(dist\/|LICENSE|README|CHANGELOG|package\.json)/.test(file)), []);
  const built = readFileSync(path("node_modules/merchant-signup-react/dist/index.js"), "utf8");
  assert.ok(!built.includes(fileURLToPath(new URL("../../", import.meta.url))), "no path of the machine that built it");
});

/** What a page loads, after brotli, in bytes. */
const BUDGET = { "dist/element.js": 140_000, "dist/index.js": 34_000, "dist/style.css": 14_500 };

test("the element, the component and their styles weigh no more than they may", (t) => {
  for (const [file, budget] of Object.entries(BUDGET)) {
    const { length } = brotliCompressSync(readFileSync(path(`node_modules/merchant-signup-react/${file}`)));
    t.diagnostic(`${file}: ${length} bytes after brotli, of ${budget}`);
    assert.ok(length <= budget, `${file} weighs ${length} bytes after brotli, and may weigh ${budget}`);
  }
});

test("publint has nothing to say", async () => {
  const { publint } = await tool("publint/src/index-node.js");
  const { messages } = await publint({ pkgDir: path("node_modules/merchant-signup-react"), strict: true, pack: false });
  assert.deepEqual(messages, []);
});

test("the types resolve, as an ESM package's", () => {
  run(process.execPath, [path("node_modules/@arethetypeswrong/cli/dist/index.js"), packed.tarball, "--profile", "esm-only", "--format", "ascii", "--exclude-entrypoints", "style.css"]);
});

test("Node: a server draws the component", () => {
  const script = `
    import { createElement } from "react";
    import { renderToString } from "react-dom/server";
    import { MerchantSignup, loadLanguage } from "merchant-signup-react";
    console.log(renderToString(createElement(MerchantSignup, { language: await loadLanguage("sv") })));`;
  assert.match(run(process.execPath, ["--input-type=module", "--eval", script]), /lang="sv".*<h2 class="title-1"/s);
});

test("Vite: the component and the element, on one page", { timeout: 120_000 }, async () => {
  const { build } = await tool("vite/dist/node/index.js");
  await build({ root: path("component"), configFile: false, logLevel: "silent" });
  const server = await serve({ "/": new URL("component/dist/", PROJECTS) });
  const browser = await launch();
  try {
    const page = await browser.newPage();
    const complaints = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(server.origin);
    for (const [place, title] of [["#root", "Hvordan betaler kundene dine?"], ["merchant-signup", "How do your customers pay?"]]) {
      await page.locator(`${place} .merchant-signup[data-rules=there]`).waitFor();
      assert.equal(await page.locator(`${place} .title-1`).innerText(), title);
      assert.equal(await page.locator(`${place} .going .ds-button`).evaluate((button) => getComputedStyle(button).backgroundColor), "rgb(11, 90, 75)");
    }
    assert.deepEqual(complaints, []);
  } finally {
    await browser.close();
    await server.close();
  }
});

test("esbuild: with the rules' bytes in the code, as the README says", { timeout: 120_000 }, async () => {
  const readme = readFileSync(new URL("../../web/react/README.md", import.meta.url), "utf8");
  const [, name, place] = /esbuild --alias:([^=]+)=([^`]+)`/.exec(readme);
  const { build } = (await tool("esbuild/lib/main.js")).default;
  const outdir = path("component/dist-esbuild");
  await build({ entryPoints: [path("component/alone.js")], bundle: true, splitting: true, format: "esm", outdir, logLevel: "silent", absWorkingDir: path("."), alias: { [name]: place } });
  writeFileSync(`${outdir}/index.html`, '<!doctype html><link rel="stylesheet" href="./alone.css"><div id="root"></div><script type="module" src="./alone.js"></script>');
  const server = await serve({ "/": new URL("component/dist-esbuild/", PROJECTS) });
  const browser = await launch();
  try {
    const page = await browser.newPage();
    await page.goto(server.origin);
    await page.locator(".merchant-signup[data-rules=there]").waitFor();
  } finally {
    await browser.close();
    await server.close();
  }
});

const ELEMENT = `
import "merchant-signup-react/element";
import { type Connection, MerchantSignup, type SentSignup, loadLanguage } from "merchant-signup-react";
import type { MerchantSignupElement } from "merchant-signup-react/element";

const element: MerchantSignupElement = document.createElement("merchant-signup");
element.addEventListener("change", ({ detail }) => detail.value.signup?.bank_name?.length);
element.addEventListener("error", ({ detail }) => detail.kind === "unclear" && detail.status > 200);
element.addEventListener("click", (event) => event.preventDefault());
const listen = () => {};
element.removeEventListener("step", listen);
// @ts-expect-error: the page hears of a reference, of no id
element.addEventListener("sent", ({ detail }) => detail.id);

const known: Connection = { status: "pending", direct_signups: [{ signup_id: "1" }] };
export const inJsx = <merchant-signup account="T00000000" keep="page" connection={known} onsent={({ detail }) => console.log(detail.reference)} />;
// @ts-expect-error: there is no such attribute
export const wrong = <merchant-signup acount="T00000000" />;
export const ofTheirs = loadLanguage(navigator.language);
export const sent = (given: SentSignup) => given.signup.signup?.ownership?.owners?.[0]?.name;
export const without = <MerchantSignup connection={null} onSent={sent} />;
// @ts-expect-error: a connection is an object
export const unknown = <MerchantSignup connection="pending" />;
`;

test("the README's snippets compile under --strict", { timeout: 120_000 }, () => {
  const readme = readFileSync(new URL("../../web/react/README.md", import.meta.url), "utf8");
  const snippets = [...readme.matchAll(/^```tsx\n([^]*?)^```/gm)].map(([, code]) => code);
  assert.ok(snippets.length >= 4, `${snippets.length} snippets`);
  const folder = path("component-snippets/");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const [index, code] of snippets.entries()) {
    // A snippet that shows the component alone stands below one that imports it.
    const text = code.startsWith("<") ? `import { MerchantSignup } from "merchant-signup-react";\nexport const shown = (\n${code});\n` : code;
    writeFileSync(`${folder}${index}.tsx`, text);
  }
  writeFileSync(`${folder}wrong.tsx`, `import { MerchantSignup } from "merchant-signup-react";\n// @ts-expect-error: there is no such text\nexport const shown = <MerchantSignup texts={{ "actions.nxt": "Continue" }} />;\n`);
  writeFileSync(`${folder}element.tsx`, `${ELEMENT}\n`);
  const options = { strict: true, exactOptionalPropertyTypes: true, noEmit: true, target: "es2022", lib: ["es2023", "dom"], module: "nodenext", jsx: "react-jsx", types: [], moduleDetection: "force", skipLibCheck: false };
  writeFileSync(`${folder}tsconfig.json`, JSON.stringify({ compilerOptions: options, include: ["*.ts", "*.tsx"] }));
  writeFileSync(`${folder}package.json`, '{ "type": "module" }');
  writeFileSync(`${folder}modules.d.ts`, 'declare module "*.css";\ndeclare module "react-dom/server";\n');
  try {
    run(process.execPath, [path("node_modules/typescript/bin/tsc"), "--project", folder]);
  } catch (error) {
    assert.fail(error.stdout);
  }
});
