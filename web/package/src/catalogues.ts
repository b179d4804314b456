/** The languages that are loaded when they are asked for: a module each, which bundlers keep apart. */

import catalogues from "../wasm/messages/index.js";

export async function catalogueOf(locale: string): Promise<string> {
  return (await catalogues[locale]?.())?.default ?? "";
}
