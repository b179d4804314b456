/** What a page does now and then, by a second module that is loaded when it is needed. */

import init, * as wasm from "../wasm/merchant_signup_text.js";
import { bytesOf } from "./bytes.js";
import { compile, ready } from "./engine.js";
import type { AnyIssue, FieldInfo, Options, Report, RuleInfo } from "./types.js";

let loading: Promise<typeof wasm> | undefined;

function module(): Promise<typeof wasm> {
  loading ??= load().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function load(): Promise<typeof wasm> {
  await init({ module_or_path: await compile(await bytesOf.text()) });
  return wasm;
}

/**
 * Checks JSON text, or its bytes: what only a text can have wrong is found too, a key that stands twice and the place
 * at which the text is no JSON. Await `init()` first; the module that reads text is loaded at the first call.
 */
export async function checkText(text: string | Uint8Array, options: Options = {}): Promise<Report> {
  const { day, level, profile, account } = ready().settings(options);
  const { check_text: check } = await module();
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  const given = { today: day, level, profile, locale: options.locale ?? "en", account: account ?? null };
  return check(bytes, given) as Report;
}

/** What an issue of another door says, in a language: `undefined` where its code is not known. */
export async function formatMessage(issue: Pick<AnyIssue, "code" | "params">, locale = "en"): Promise<string | undefined> {
  return (await module()).format_message(issue.code, issue.params, locale);
}

/** Every code that a report can have, with what raises it. */
export async function rules(): Promise<RuleInfo[]> {
  return (await module()).rules() as RuleInfo[];
}

/** Every field of the payload, in the order of a report, with its label in a language. */
export async function fields(locale = "en"): Promise<FieldInfo[]> {
  return (await module()).fields(locale) as FieldInfo[];
}
