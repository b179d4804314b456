/**
 * The package's two halves: the component, for a React application, which brings React and the rules itself; and, with
 * `--mode element`, the custom element, which brings everything in one module, with Preact in React's place.
 */

import { defineConfig } from "vite";

import { rem, scope } from "./build/scope.js";

const component = {
  lib: { entry: { index: "src/package.ts" }, formats: ["es"], cssFileName: "style" },
  rolldownOptions: { external: [/^react(-dom)?(\/|$)/, /^merchant-signup(\/|$)/] },
};

const element = {
  lib: { entry: { element: "src/element.tsx" }, formats: ["es"] },
  emptyOutDir: false,
  rolldownOptions: { output: { codeSplitting: false } },
};

/** Everything that the element is made of is in it: Preact, and the rules with their bytes. */
const OWN = [
  { find: /^react\/jsx-(dev-)?runtime$/, replacement: "preact/jsx-runtime" },
  { find: /^react-dom\/client$/, replacement: "preact/compat/client" },
  { find: /^react(-dom)?$/, replacement: "preact/compat" },
  { find: /^merchant-signup$/, replacement: "merchant-signup/inline" },
];

/** The form asks for no report of a JSON text: the module for those, which is loaded when it is asked for, stays out. */
const withoutText = {
  name: "without-text",
  enforce: "pre",
  resolveId: (id) => (id.endsWith("/merchant_signup_text_bg.base64.js") ? "\0without-text" : undefined),
  load: (id) => (id === "\0without-text" ? 'throw new Error("merchant-signup-react/element has no checkText: load the package merchant-signup");' : undefined),
};

export default defineConfig(({ mode }) => ({
  // Browsers read it, and bundlers read it again: nothing in it depends on where it lies.
  define: { "process.env.NODE_ENV": JSON.stringify("production") },
  css: { postcss: { plugins: mode === "element" ? [scope(), rem()] : [scope()] } },
  plugins: mode === "element" ? [withoutText] : [],
  resolve: { alias: mode === "element" ? OWN : [] },
  oxc: { jsx: { runtime: "automatic", development: false } },
  build: { target: "es2022", minify: mode === "element", ...(mode === "element" ? element : component) },
}));
