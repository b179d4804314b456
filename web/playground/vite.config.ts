import { defineConfig } from "vite";

import { compressed } from "../form/build/compressed.ts";

export default defineConfig({
  // Relative, so that the page can be served from any path.
  base: "./",
  plugins: [compressed()],
  // The package finds its WASM beside itself, which bundling it for development would break.
  optimizeDeps: { exclude: ["merchant-signup"] },
  server: { fs: { allow: ["../.."] } },
  build: { target: "es2022", assetsInlineLimit: 0 },
});
