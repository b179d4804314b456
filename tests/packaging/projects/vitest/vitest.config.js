import { defineConfig } from "vitest/config";

// As it comes, and as people have it who test components.
export default defineConfig({
  test: { projects: ["node", "jsdom"].map((environment) => ({ test: { name: environment, environment, include: ["*.test.js"] } })) },
});
