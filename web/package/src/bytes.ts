/** Where the modules' bytes come from: the files beside this one, read in Node.js and fetched elsewhere. */

import catalogues from "../wasm/messages/index.js";

export type Bytes = BufferSource | Response | Promise<BufferSource | Response>;

/** What of Node.js is needed, without an `import` that bundlers for browsers would stumble over. */
interface Node {
  getBuiltinModule?(name: "node:fs/promises"): { readFile(file: URL): Promise<BufferSource> };
  getBuiltinModule?(name: "node:url"): { URL: typeof URL };
}

const here = import.meta.url;

/**
 * In Node.js the file itself is read, also where a bundler for servers (Next.js) has been at work. Such a bundler makes
 * of `new URL` the address of a copy that browsers fetch; Node's own constructor it leaves alone.
 */
function load(name: string, fetched: () => Bytes): Bytes {
  const { process } = globalThis as { process?: Node };
  if (!here.startsWith("file:") || !process?.getBuiltinModule) return fetched();
  const { URL: Address } = process.getBuiltinModule("node:url");
  return process.getBuiltinModule("node:fs/promises").readFile(new Address(`../wasm/${name}`, here));
}

// Bundlers know an address by its form: a text and `import.meta.url`.
export const bytesOf = {
  main: (): Bytes =>
    load("merchant_signup_bg.wasm", () => fetch(new URL("../wasm/merchant_signup_bg.wasm", import.meta.url))),
  text: (): Bytes =>
    load("merchant_signup_text_bg.wasm", () => fetch(new URL("../wasm/merchant_signup_text_bg.wasm", import.meta.url))),
};

export const catalogueOf = async (locale: string): Promise<string> => (await catalogues[locale]?.())?.default ?? "";
