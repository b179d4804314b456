/** Where the modules' bytes come from: the files beside this one, read in Node.js and fetched elsewhere. */

export type Bytes = BufferSource | Response | Promise<BufferSource | Response>;

/** What of Node.js is needed, without an `import` that bundlers for browsers would stumble over. */
interface Node {
  getBuiltinModule?(name: "node:fs/promises"): { readFile(file: URL): Promise<BufferSource> };
}

function load(file: URL): Bytes {
  const { process } = globalThis as { process?: Node };
  return file.protocol === "file:" && process?.getBuiltinModule
    ? process.getBuiltinModule("node:fs/promises").readFile(file)
    : fetch(file);
}

// Bundlers know these addresses by their form: a text and `import.meta.url`.
export const bytesOf = {
  main: (): Bytes => load(new URL("../wasm/merchant_signup_bg.wasm", import.meta.url)),
  text: (): Bytes => load(new URL("../wasm/merchant_signup_text_bg.wasm", import.meta.url)),
};

export const catalogueOf = async (locale: string): Promise<string> => {
  const catalogues: Record<string, () => Promise<{ default: string }>> = {
    nb: () => import("../wasm/messages/nb.js"),
    sv: () => import("../wasm/messages/sv.js"),
    da: () => import("../wasm/messages/da.js"),
    fi: () => import("../wasm/messages/fi.js"),
  };
  return (await catalogues[locale]?.())?.default ?? "";
};
