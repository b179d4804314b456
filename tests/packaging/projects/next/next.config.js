// The projects lie side by side in one folder, with one node_modules.
const root = new URL("..", import.meta.url).pathname;

export default { turbopack: { root }, outputFileTracingRoot: root };
