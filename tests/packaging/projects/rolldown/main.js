import * as merchantSignup from "merchant-signup/inline";
import { attempt } from "../attempt.js";

attempt(merchantSignup).then(
  (result) => (window.result = result),
  (error) => (window.result = { error: String(error) }),
);
