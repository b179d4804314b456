/** A project outside the workspace, with the packed package installed by npm. */

import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";

const ROOT = new URL("../../", import.meta.url);
const TARGET = process.env.CARGO_TARGET_DIR ? new URL(`${process.env.CARGO_TARGET_DIR}/`, ROOT) : new URL("target/", ROOT);
export const NPM = ["--no-audit", "--no-fund", "--loglevel=error", "--prefer-offline"];

/** The projects' folder. */
export const PROJECTS = new URL("packaging-npm/", TARGET);

/** The folder of the projects that the suite does not try: each has its own tools there. */
export const MORE = new URL("packaging-more/", TARGET);

/** As on a machine where nothing is set: a test runner sets what tools look at. */
export const ENVIRONMENT = { ...process.env, NEXT_TELEMETRY_DISABLED: "1" };
for (const name of ["NODE_ENV", "NODE_OPTIONS", "NODE_TEST_CONTEXT"]) delete ENVIRONMENT[name];

export function run(program, words, options = {}) {
  return execFileSync(program, words, { cwd: fileURLToPath(PROJECTS), encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], env: ENVIRONMENT, ...options });
}

/** Packs the package, or both, and installs them with the tools: answers the tarball's path, and what is in it. */
export function prepare(name = "package") {
  mkdirSync(PROJECTS, { recursive: true });
  const lock = readFileSync(new URL("package-lock.json", import.meta.url), "utf8");
  const installed = new URL("installed.json", PROJECTS);
  // What was installed by the same lock file stays: that is most of the time.
  if (!existsSync(installed) || readFileSync(installed, "utf8") !== lock) {
    for (const file of ["package.json", "package-lock.json"]) cpSync(new URL(file, import.meta.url), new URL(file, PROJECTS));
    // Not `npm ci`: it refuses a lock file without the builds for other systems, which not every registry has.
    run("npm", ["install", ...NPM]);
    writeFileSync(installed, lock);
  }
  for (const entry of ["attempt.js", "component", "esbuild", "node", "next", "page", "types", "vite", "webpack", "worker", "workerd"]) {
    rmSync(new URL(entry, PROJECTS), { recursive: true, force: true });
    cpSync(new URL(`projects/${entry}`, import.meta.url), new URL(entry, PROJECTS), { recursive: true });
  }
  const packed = [...new Set(["package", name])].map((each) => pack(each));
  for (const { folder } of packed) rmSync(new URL(`node_modules/${folder}/`, PROJECTS), { recursive: true, force: true });
  run("npm", ["install", "--no-save", ...NPM, ...packed.map(({ tarball }) => tarball)]);
  return packed.at(-1);
}

/** Packs what stands in a folder of `web/`. */
export function pack(name, destination = PROJECTS) {
  const cwd = fileURLToPath(new URL(`web/${name}/`, ROOT));
  const [{ filename, files, name: folder }] = JSON.parse(run("npm", ["pack", "--json", "--silent", "--ignore-scripts", "--pack-destination", fileURLToPath(destination)], { cwd }));
  return { tarball: fileURLToPath(new URL(filename, destination)), files: files.map(({ path }) => path), folder };
}

/** A tool of the projects, by its path in their `node_modules`. */
export const tool = (path) => import(pathToFileURL(fileURLToPath(new URL(`node_modules/${path}`, PROJECTS))).href);
