/** What a page has got wrong: told to whoever builds it, in the console, once. */

import { useEffect } from "react";

import { DEFAULT_ENDPOINT } from "./config";
import type { FormState } from "./form-state";
import type { MerchantSignupProps } from "./props";

export function useComplaints(form: FormState, { account, endpoint = DEFAULT_ENDPOINT, session, needsLink }: MerchantSignupProps) {
  useEffect(() => {
    if (form.place.root?.parentElement?.closest("form")) {
      once("error", "the form stands in a <form> of the page, where HTML allows none. Put it beside that one: its answers are not sent with the page's form, and its buttons do not send that.");
    }
  }, [form]);
  const path = String(endpoint);
  const isNobodys = !account && !session && !needsLink && path.includes("{aid}");
  useEffect(() => {
    if (isNobodys) once("warn", `there is no account, and the signup goes to ${path}. Give the form an account, a session, or an endpoint without {aid}.`);
  }, [isNobodys, path]);
}

const told = new Set<string>();

function once(level: "error" | "warn", complaint: string) {
  if (told.has(complaint)) return;
  told.add(complaint);
  console[level](`merchant-signup: ${complaint}`);
}
