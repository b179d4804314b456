/** Where the modules' bytes come from: beside this file, as bundlers and browsers resolve it. */

export type Bytes = BufferSource | Response | Promise<Response>;

export const bytesOf = {
  main: (): Bytes => fetch(new URL("../wasm/merchant_signup_bg.wasm", import.meta.url)),
  text: (): Bytes => fetch(new URL("../wasm/merchant_signup_text_bg.wasm", import.meta.url)),
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
