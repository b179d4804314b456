/** The languages that are loaded when they are asked for: a module each, which bundlers keep apart. */

import catalogues from "../wasm/messages/index.js";

/** The texts of a language; none where the package does not have it. */
export async function catalogueOf(tag: string): Promise<string> {
  const load = Object.hasOwn(catalogues, tag) ? catalogues[tag] : undefined;
  return (await load?.())?.default ?? "";
}
