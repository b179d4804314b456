using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [(name = "main", worker = .worker)],
  sockets = [(name = "http", http = (), service = "main")],
);

const worker :Workerd.Worker = (
  compatibilityDate = "2026-07-01",
  modules = [
    (name = "main.js", esModule = embed "dist/main.js"),
    (name = "merchant_signup_bg.wasm", wasm = embed "dist/merchant_signup_bg.wasm"),
    (name = "merchant_signup_text_bg.wasm", wasm = embed "dist/merchant_signup_text_bg.wasm"),
  ],
);
