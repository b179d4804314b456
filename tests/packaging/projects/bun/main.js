import * as merchantSignup from "merchant-signup";
import { attempt } from "../attempt.js";

console.log(JSON.stringify(await attempt(merchantSignup)));
