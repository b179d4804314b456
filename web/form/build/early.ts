import type { HtmlTagDescriptor, Plugin } from "vite";

/**
 * What the first step needs in every language is named in the page: the browser asks for all of it at once, instead of for each part
 * when the one before has been read. What draws the form comes first, the rules follow.
 */
export function early(): Plugin {
  return {
    name: "early",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler: (_, { bundle }) => {
        const built = Object.values(bundle ?? {});
        const chunk = (of: RegExp) => built.find((file) => file.type === "chunk" && file.facadeModuleId !== null && of.test(file.facadeModuleId))?.fileName;
        const wasm = built.find(({ fileName }) => /merchant_signup_bg-[^/]*\.wasm$/.test(fileName))?.fileName;
        const modules = [chunk(/\/package\/dist\/index\.js$/)];
        if (!wasm || modules.some((name) => name === undefined)) throw new Error(`the page cannot name what it needs early: ${[...modules, wasm].join(", ")}`);
        return [
          ...modules.map((name): HtmlTagDescriptor => ({ tag: "link", injectTo: "head", attrs: { rel: "modulepreload", crossorigin: true, fetchpriority: "low", href: `./${name}` } })),
          ...["./v1/session", "./config.json"].map((href): HtmlTagDescriptor => ({ tag: "link", injectTo: "head", attrs: { rel: "preload", as: "fetch", crossorigin: true, href } })),
          { tag: "link", injectTo: "head", attrs: { rel: "preload", as: "fetch", type: "application/wasm", crossorigin: true, fetchpriority: "low", href: `./${wasm}` } },
        ];
      },
    },
  };
}
