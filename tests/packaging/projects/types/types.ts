import { check, createDraft, type Draft, init, initSync, isReady, type Issue, type Pointer, signupSchema } from "merchant-signup";
import main from "merchant-signup/merchant_signup_bg.wasm";

export async function start(bytes: Uint8Array): Promise<void> {
  await init(bytes);
  await init(main);
  initSync(bytes);
}

export function params(issue: Issue): number | undefined {
  if (issue.code === "applicant.phone_number.length") {
    // @ts-expect-error -- a slip of the pen in a parameter
    void issue.params.lenghts;
    return issue.params.lengths[0];
  }
  return undefined;
}

export function pointers(draft: Draft, index: number, dynamic: string): void {
  draft.set("/signup/bank_name", "DNB");
  draft.set(`/signup/ownership/owners/${index}/percentage`, 51);
  draft.set(dynamic, 1);
  draft.insert("/signup/store_type/-", "online");
  const pointer: Pointer = "/signup/ownership/owners/0/name";
  void draft.issuesAt(pointer);
  // @ts-expect-error -- a slip of the pen in a pointer
  draft.set("/signup/bankname", "DNB");
  // @ts-expect-error -- a share is a number
  draft.set("/signup/ownership/owners/0/percentage", "51");
}

export function narrowed(value: unknown): string | undefined {
  const report = check(value);
  if (!isReady(report, value)) return undefined;
  const { bank_name, ownership, applicant } = value.signup;
  // @ts-expect-error -- owed by companies alone
  void ownership.owners[0].legal_name.length;
  return bank_name + applicant.phone_number;
}

export async function schema(value: unknown): Promise<string> {
  const result = await signupSchema()["~standard"].validate(value);
  return result.issues ? "" : result.value.signup.revenue.currency;
}

interface Values {
  signup?: { bank_name?: string };
}
export const typed: Draft<Values> = createDraft<Values>({ signup: {} });

export async function parts(value: unknown, locale: string | undefined): Promise<void> {
  await signupSchema({ section: "ownership", under: "/signup/ownership/owners/0", locale })["~standard"].validate(value);
  // @ts-expect-error -- a slip of the pen in a pointer
  signupSchema({ under: "/signup/bankname" });
  // @ts-expect-error -- a section that there is not
  signupSchema({ section: "nope" });
}
