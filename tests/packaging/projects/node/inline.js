import * as merchantSignup from "merchant-signup/inline";
import { attempt } from "../attempt.js";

console.log(JSON.stringify(await attempt(merchantSignup)));
