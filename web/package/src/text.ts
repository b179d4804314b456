/** What a page does now and then, by a second module that is loaded when it is needed. */

import * as wasm from "../wasm/merchant_signup_text.js";
import type { Issue } from "./generated.js";
import { compile, from, ready } from "./load.js";
import { frozen } from "./report.js";
import type { AnyIssue, FieldInfo, Options, Report, RuleInfo, Source } from "./types.js";

let loading: Promise<typeof wasm> | undefined;

function module(source?: Source): Promise<typeof wasm> {
  loading ??= load(source).catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function load(source: Source | undefined): Promise<typeof wasm> {
  wasm.initSync({ module: await compile(await (source ?? from().text())) });
  return wasm;
}

/**
 * Loads the second module, which reads JSON text and has the catalogue; without it the first call that needs it does. It
 * takes what `init` takes.
 */
export async function initText(source?: Source): Promise<void> {
  await module(source);
}

/**
 * Checks JSON text, or its bytes: what only a text can have wrong is found too, a key that stands twice and the place
 * at which the text is no JSON. Await `init()` first; the module that reads text is loaded at the first call.
 */
export async function checkText(text: string | Uint8Array, options: Options = {}): Promise<Report> {
  const settings = ready().settings(options);
  const { day, level, profile, account, words } = settings;
  const { check_text: check } = await module();
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  const locale = ready().tables.locales[words.locale]!;
  const report = check(bytes, { today: day, level, profile, locale, account: account ?? null }) as Report;
  const issues = words.renamed(frozen(report.issues as Issue[]));
  return frozen({ ...report, issues });
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
