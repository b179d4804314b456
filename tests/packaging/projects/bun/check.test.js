import { expect, test } from "bun:test";
import * as merchantSignup from "merchant-signup";
import { DUE, attempt } from "../attempt.js";

test("everything, as in the other projects", async () => {
  expect(await attempt(merchantSignup)).toEqual(DUE);
});
