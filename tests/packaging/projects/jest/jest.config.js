// As it comes, and as people have it who test components. Jest runs modules as they are with Node's --experimental-vm-modules.
export default {
  projects: ["node", "jsdom"].map((environment) => ({ displayName: environment, testEnvironment: environment, setupFiles: ["./setup.js"], transform: {} })),
};
