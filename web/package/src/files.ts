/** The modules and the languages as files beside these: read in Node.js, fetched elsewhere. */

import type { Source } from "./types.js";

/** What of Node.js is needed, without an `import` that bundlers for browsers would stumble over. */
interface Node {
  getBuiltinModule?(name: "node:fs/promises"): { readFile(file: URL): Promise<Uint8Array> };
  getBuiltinModule?(name: "node:url"): { URL: typeof URL };
}

/** What a bundler leaves of it: nothing, where it makes a script. */
const here: string | undefined = import.meta.url;

/**
 * In Node.js the file itself is read, also where a bundler for servers (Next.js) has been at work. Such a bundler makes
 * of `new URL` the address of a copy that browsers fetch; Node's own constructor it leaves alone.
 */
export function load(name: string, fetched: () => Source): Source {
  if (typeof here !== "string" || here === "") {
    throw new Error(
      "merchant-signup: this bundle does not say where its files are: import merchant-signup/inline, or give init() the bytes",
    );
  }
  const { process } = globalThis as { process?: Node };
  if (!here.startsWith("file:") || !process?.getBuiltinModule) return fetched();
  const { URL: Address } = process.getBuiltinModule("node:url");
  const file = new Address(`../wasm/${name}`, here);
  return process.getBuiltinModule("node:fs/promises").readFile(file).catch((error: unknown) => {
    const advice = "where a bundler has left it behind, keep the package out of the bundle, import merchant-signup/inline, or give the bytes";
    throw new Error(`merchant-signup: ${name} is not beside the code: ${advice}`, { cause: error });
  });
}

/** The second module. */
export function text(): Source {
  // Bundlers know an address by its form: a text and `import.meta.url`.
  return load("merchant_signup_text_bg.wasm", () =>
    fetch(new URL("../wasm/merchant_signup_text_bg.wasm", import.meta.url)),
  );
}
