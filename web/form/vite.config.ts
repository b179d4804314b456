
import { defineConfig, type Plugin, type UserConfig } from "vite";

import { scope } from "../react/build/scope.js";
import { compressed } from "./build/compressed.ts";
import { font } from "./build/font.ts";
import { pages } from "./build/pages.ts";
import { unread } from "./build/unread.ts";

/**
 * What the built page may do: run its own code and WASM, and talk to the endpoint it is configured for.
 * Only in the build, because the development server works with inline scripts.
 */
const contentSecurityPolicy: Plugin = {
  name: "content-security-policy",
  apply: "build",
  transformIndexHtml: () => [
    {
      tag: "meta",
      injectTo: "head-prepend",
      attrs: {
        "http-equiv": "Content-Security-Policy",
        content: [
          "default-src 'none'",
          "script-src 'self' 'wasm-unsafe-eval'",
          "style-src 'self'",
          "font-src 'self'",
          "img-src 'self' data:",
          "connect-src 'self' https: http://localhost:* http://127.0.0.1:*",
          "base-uri 'none'",
          "form-action 'none'",
        ].join("; "),
      },
    },
  ],
};

const component = (file: string) => new URL(`../react/src/${file}`, import.meta.url).pathname;

// From its sources: the page's build leaves out what it does not use.
const resolve: UserConfig["resolve"] = {
  alias: [
    // The page has no other use for React than the component, and Preact is a tenth of it.
    { find: /^react\/jsx-runtime$/, replacement: "preact/jsx-runtime" },
    { find: /^react\/jsx-dev-runtime$/, replacement: "preact/jsx-dev-runtime" },
    { find: /^react-dom\/client$/, replacement: "preact/compat/client" },
    { find: /^react(-dom)?$/, replacement: "preact/compat" },
    { find: /^merchant-signup-react$/, replacement: component("index.ts") },
    { find: /^merchant-signup-react\//, replacement: component("") },
  ],
};

export default defineConfig({
  // Relative, so that the form can be served from any path.
  base: "./",
  plugins: [font(), contentSecurityPolicy, pages({ root: import.meta.dirname, resolve }), unread(), compressed()],
  resolve,
  css: { postcss: { plugins: [scope()] } },
  // The package finds its WASM beside itself, which bundling it for development would break.
  optimizeDeps: { exclude: ["merchant-signup"] },
  server: { fs: { allow: ["../.."] } },
  build: { target: "es2022", assetsInlineLimit: 0 },
});
