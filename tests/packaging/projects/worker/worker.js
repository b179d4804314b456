import * as merchantSignup from "/node_modules/merchant-signup/dist/index.js";
import { attempt } from "/attempt.js";

attempt(merchantSignup).then(postMessage, (error) => postMessage({ error: String(error) }));
