import * as merchantSignup from "merchant-signup";
import { DUE, attempt } from "../attempt.js";

test("everything, as in the other projects", async () => {
  expect(await attempt(merchantSignup)).toEqual(DUE);
});

test("reports are compared by all that they hold", () => {
  const empty = merchantSignup.check({});
  expect(empty).toEqual(merchantSignup.check({}));
  expect(empty).not.toEqual(merchantSignup.check({ signup: {} }));
});
