
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

import { scope } from "../react/build/scope.js";

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

export default defineConfig({
  // Relative, so that the form can be served from any path.
  base: "./",
  plugins: [react(), contentSecurityPolicy],
  // From its sources: the page's build leaves out what it does not use.
  resolve: {
    alias: [
      { find: /^merchant-signup-react$/, replacement: component("index.ts") },
      { find: /^merchant-signup-react\//, replacement: component("") },
    ],
  },
  css: { postcss: { plugins: [scope()] } },
  // The package finds its WASM beside itself, which bundling it for development would break.
  optimizeDeps: { exclude: ["merchant-signup"] },
  server: { fs: { allow: ["../.."] } },
  build: { target: "es2022", assetsInlineLimit: 0 },
});
