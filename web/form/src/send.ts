/** Sends a signup, and reads what the server has to say about it. */

import type { Config } from "./config";
import type { Issue, Locale } from "./engine";

export type Answer =
  | { readonly kind: "accepted"; readonly reference: string | null }
  | { readonly kind: "issues"; readonly issues: readonly Issue[] }
  | { readonly kind: "refused"; readonly status: number; readonly message: string | null }
  | { readonly kind: "unreachable" };

const PATIENCE_MS = 30_000;

export async function send(signup: unknown, config: Config, locale: Locale): Promise<Answer> {
  let answer: Response;
  let body: unknown;
  try {
    answer = await fetch(config.endpoint, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        Accept: "application/json, application/problem+json",
        "Accept-Language": locale,
        ...(config.csrf ? { "X-Signup-Csrf": config.csrf } : {}),
        ...(config.token ? { Authorization: `Bearer ${config.token}` } : {}),
      },
      body: JSON.stringify(signup),
      credentials: "same-origin",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    body = await answer.json().catch(() => null);
  } catch {
    return { kind: "unreachable" };
  }
  if (answer.ok) return { kind: "accepted", reference: reference(body) };
  const issues = issuesIn(body);
  if (issues.length > 0) return { kind: "issues", issues };
  return { kind: "refused", status: answer.status, message: messageIn(body) };
}

/** The signup as it is sent: without what was left empty. */
export function asSent(value: unknown): unknown {
  return prune(value) ?? { signup: {} };
}

function prune(value: unknown): unknown {
  if (typeof value === "string") return value.trim() === "" ? undefined : value;
  // An emptied element keeps its place, so that the server's pointers mean the same elements as ours.
  if (Array.isArray(value)) return value.length > 0 ? value.map((element) => prune(element) ?? {}) : undefined;
  if (value === null || typeof value !== "object") return value ?? undefined;
  const kept = Object.entries(value).map(([key, inner]) => [key, prune(inner)] as const);
  const filled = kept.filter(([, inner]) => inner !== undefined);
  return filled.length > 0 ? Object.fromEntries(filled) : undefined;
}

// `{"error": {"message", "errors": […]}}`, or problem+json with `errors` at its root.
function issuesIn(body: unknown): Issue[] {
  const list = field(field(body, "error"), "errors") ?? field(body, "errors");
  return Array.isArray(list) ? list.map(issueFrom).filter((issue) => issue !== null) : [];
}

function messageIn(body: unknown): string | null {
  return text(field(field(body, "error"), "message")) ?? text(field(body, "detail")) ?? text(field(body, "title"));
}

// The connection lists every signup of the account; the one that was just sent is the last.
function reference(body: unknown): string | null {
  const signups = field(body, "direct_signups");
  const last: unknown = Array.isArray(signups) ? signups.at(-1) : undefined;
  return text(field(last, "signup_id")) ?? text(field(body, "id"));
}

// The server may be another version than the form: what is not understood is still shown.
function issueFrom(raw: unknown): Issue | null {
  const message = text(field(raw, "message"));
  if (message === null) return null;
  const severity = field(raw, "severity");
  const related = field(raw, "related");
  const params = field(raw, "params");
  return {
    code: text(field(raw, "code")) ?? "server",
    path: text(field(raw, "path")) ?? "",
    severity: severity === "warning" || severity === "info" ? severity : "error",
    kind: severity === "warning" || severity === "info" ? "notice" : "invalid",
    params: params !== null && typeof params === "object" ? params : {},
    message,
    related: Array.isArray(related) ? related.filter((path) => typeof path === "string") : [],
  } as Issue;
}

function field(value: unknown, name: string): unknown {
  return value !== null && typeof value === "object" ? (value as Record<string, unknown>)[name] : undefined;
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
