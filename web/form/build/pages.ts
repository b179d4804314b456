import { readFile } from "node:fs/promises";
import type { Locale } from "merchant-signup-react";
import { type Plugin, type Rolldown, type UserConfig, runnerImport } from "vite";

const BEFORE = new URL("../src/before.js", import.meta.url);

type Drawing = typeof import("../src/prerender");

/**
 * Makes the page once a language, `index.html` in English and `index.nb.html` and so on beside it, each with its first step
 * in it and with the names of what that needs: it is seen before a script has come, and the browser asks for all scripts
 * at once. It is inert, for what is answered would be lost, and replaced when the form comes to life: only then it is known
 * whose it is.
 */
export function pages(shared: UserConfig): Plugin {
  return {
    name: "pages",
    apply: "build",
    enforce: "post",
    async generateBundle(_, bundle) {
      const page = bundle["index.html"];
      if (page?.type !== "asset") throw new Error("there is no index.html to draw the first step into");
      const { module } = await runnerImport<Drawing>("./src/prerender.tsx", { ...shared, configFile: false, logLevel: "error" });
      const empty = String(page.source);
      const before = this.emitFile({ type: "asset", name: "before.js", source: `{${await readFile(BEFORE, "utf8")}}` });
      const script = `<script src="./${this.getFileName(before)}"></script>`;
      for (const { locale, title, html } of module.drawn) {
        const source = empty
          .replace(/<html lang="en"/, `<html lang="${locale}"`)
          .replace(/<title>.*?<\/title>/, () => `<title>${escaped(title)}</title>`)
          .replace("</head>", () => `  ${[script, ...early(bundle, locale)].join("\n    ")}\n  </head>`)
          .replace('<div id="root" inert>', (root) => root + still(html));
        if (locale === "en") page.source = source;
        else this.emitFile({ type: "asset", fileName: `index.${locale}.html`, source });
      }
    },
  };
}

// The page's policy allows no styles inside it, and a style sheet says how what is measured looks before it is known.
function still(html: string): string {
  return html.replaceAll(/ style="[^"]*"/g, "");
}

/** What the first step needs in a language: first what draws the form, then the rules. */
function early(bundle: Rolldown.OutputBundle, locale: Locale): string[] {
  const built = Object.values(bundle);
  const chunk = (of: RegExp) => built.find((file) => file.type === "chunk" && file.facadeModuleId !== null && of.test(file.facadeModuleId))?.fileName;
  const words = chunk(new RegExp(`/react/src/language/generated/${locale}\\.ts$`));
  const rules = chunk(/\/package\/dist\/index\.js$/);
  const messages = chunk(new RegExp(`/package/[^?]*/${locale}\\.js$`));
  const wasm = built.find(({ fileName }) => /merchant_signup_bg-[^/]*\.wasm$/.test(fileName))?.fileName;
  const all = [words, rules, messages, wasm];
  if (all.includes(undefined)) throw new Error(`the page cannot name what it needs in ${locale}: ${all.join(", ")}`);
  const fetched = 'rel="preload" as="fetch" crossorigin';
  return [
    `<link rel="modulepreload" crossorigin href="./${words}">`,
    `<link ${fetched} href="./v1/session">`,
    `<link ${fetched} href="./config.json">`,
    `<link rel="modulepreload" crossorigin fetchpriority="low" href="./${rules}">`,
    `<link rel="modulepreload" crossorigin fetchpriority="low" href="./${messages}">`,
    `<link ${fetched} type="application/wasm" fetchpriority="low" href="./${wasm}">`,
  ];
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
