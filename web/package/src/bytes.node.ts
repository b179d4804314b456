/// <reference types="node" />
/** Where the modules' bytes come from in Node.js: the files beside this one. */

import { readFile } from "node:fs/promises";
import type { Bytes } from "./bytes.js";

export type { Bytes };
export { catalogueOf } from "./bytes.js";

const read = (name: string): Promise<BufferSource> => readFile(new URL(`../wasm/${name}`, import.meta.url));

export const bytesOf = {
  main: (): Promise<BufferSource> => read("merchant_signup_bg.wasm"),
  text: (): Promise<BufferSource> => read("merchant_signup_text_bg.wasm"),
};
