import * as merchantSignup from "/node_modules/merchant-signup/dist/index.js";
import { attempt } from "/attempt.js";

attempt(merchantSignup).then(
  (result) => (window.result = result),
  (error) => (window.result = { error: String(error) }),
);
