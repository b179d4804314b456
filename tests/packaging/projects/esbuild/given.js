import * as merchantSignup from "merchant-signup";
import main from "merchant-signup/merchant_signup_bg.wasm";
import text from "merchant-signup/merchant_signup_text_bg.wasm";
import { attempt } from "../attempt.js";

// What the bundler makes of a file is its address.
const start = async () => {
  await Promise.all([merchantSignup.init(fetch(main)), merchantSignup.initText(fetch(text))]);
  return attempt(merchantSignup);
};

start().then(
  (result) => (window.result = result),
  (error) => (window.result = { error: String(error) }),
);
