"use client";

import * as merchantSignup from "merchant-signup";
import { useEffect } from "react";
import { attempt } from "../../attempt.js";

export function Client() {
  useEffect(() => {
    attempt(merchantSignup).then(
      (result) => (window.result = result),
      (error) => (window.result = { error: String(error) }),
    );
  }, []);
  return null;
}
