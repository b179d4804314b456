import * as merchantSignup from "merchant-signup";
import main from "merchant-signup/merchant_signup_bg.wasm";
import text from "merchant-signup/merchant_signup_text_bg.wasm";
import { attempt } from "../attempt.js";

export default {
  async fetch() {
    // A worker compiles nothing while it runs: the modules come compiled.
    merchantSignup.initSync(main);
    await merchantSignup.initText(text);
    return Response.json(await attempt(merchantSignup));
  },
};
