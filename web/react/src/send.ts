/** Sends a signup, and reads what the server has to say about it. */

import type { BrowserStore } from "./browser-store";
import { type Config, authorizationOf, endpointOf } from "./config";
import type { Issue, Locale } from "./engine";

/** The signup is stored, now or by an attempt whose answer was lost. */
export interface Accepted {
  readonly kind: "accepted";
  readonly reference: string | null;
  /** What is stored, in the server's words; nothing where it does not repeat it. */
  readonly signup: unknown;
  /** Whether another would be taken: not as long as this one is pending or accepted. */
  readonly canBeginAgain: boolean;
}

export type Answer =
  | Accepted
  | { readonly kind: "issues"; readonly issues: readonly Issue[] }
  | { readonly kind: "refused"; readonly status: number; readonly code: string | null; readonly message: string | null }
  | { readonly kind: "unclear"; readonly status: number; readonly contentType: string | null }
  | { readonly kind: "unreachable"; readonly cause: unknown };

const PATIENCE_MS = 30_000;

/**
 * Sends it under a key that is kept until there is an answer: sent again under the same key, a signup is stored once, and
 * an answer that was lost on its way is given again.
 */
export async function send(signup: unknown, config: Config, locale: Locale, store: BrowserStore): Promise<Answer> {
  const { key, signups } = store.unanswered() ?? { key: newKey(), signups: [] };
  const earlier = signups.filter((other) => JSON.stringify(other) !== JSON.stringify(signup));
  store.keepUnanswered({ key, signups: [...earlier, signup] });
  let answer = await post(signup, key, config, locale);
  // An earlier attempt had arrived, and the answers have changed since: its answer is the one that counts.
  while (isAnotherStored(answer) && earlier.length > 0) answer = await post(earlier.pop(), key, config, locale);
  // Any other refusal says nothing about the attempts before.
  if (answer.kind === "accepted" || (answer.kind === "refused" && answer.status === 409)) store.keepUnanswered(null);
  return answer;
}

function isAnotherStored(answer: Answer): boolean {
  return answer.kind === "refused" && answer.code === "idempotency_key_reused";
}

async function post(signup: unknown, key: string, config: Config, locale: Locale): Promise<Answer> {
  let answer: Response;
  let content: string;
  try {
    answer = await withToken(config, (authorization) =>
      fetch(endpointOf(config), {
        method: "POST",
        headers: {
          "Content-Type": "application/json",
          Accept: "application/json, application/problem+json",
          "Accept-Language": locale,
          "Idempotency-Key": key,
          ...(config.session ? { "X-Signup-Csrf": config.session.csrf } : {}),
          ...authorization,
        },
        body: JSON.stringify(signup),
        credentials: "same-origin",
        signal: AbortSignal.timeout(PATIENCE_MS),
      }),
    );
    content = await answer.text();
  } catch (cause) {
    return { kind: "unreachable", cause };
  }
  const body = parsed(content);
  if (answer.ok && !isStored(answer, content, body)) {
    return { kind: "unclear", status: answer.status, contentType: answer.headers.get("Content-Type") };
  }
  if (answer.ok) return { kind: "accepted", reference: referenceIn(body), signup: storedIn(body), canBeginAgain: !isOpen(body) };
  const issues = issuesIn(body);
  if (issues.length > 0) return { kind: "issues", issues };
  return { kind: "refused", status: answer.status, code: codeIn(body), message: messageIn(body) };
}

// A page that somebody has to sign in on, or one for all addresses, answers 200, too: it has stored nothing.
function isStored({ status }: Response, content: string, body: unknown): boolean {
  return content.trim() === "" ? status === 201 || status === 204 : body !== null && typeof body === "object" && !Array.isArray(body);
}

function parsed(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return null;
  }
}

/** Asks with a token; where that has run out and there is a function that gives another, once more. */
export async function withToken(config: Config, ask: (authorization: Record<string, string>) => Promise<Response>): Promise<Response> {
  const answer = await ask(await authorizationOf(config));
  if (answer.status !== 401 || typeof config.token !== "function") return answer;
  return ask(await authorizationOf(config));
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

// `{"error": {"message", "errors": […]}}`, problem+json with `errors` at its root, or a report with its `issues`.
function issuesIn(body: unknown): Issue[] {
  const list = field(field(body, "error"), "errors") ?? field(body, "errors") ?? field(body, "issues");
  return Array.isArray(list) ? list.map(issueFrom).filter((issue) => issue !== null) : [];
}

function codeIn(body: unknown): string | null {
  const problem = text(field(body, "type"))?.split(":").at(-1) ?? null;
  return text(field(field(body, "error"), "code")) ?? text(field(body, "code")) ?? problem;
}

function messageIn(body: unknown): string | null {
  return text(field(field(body, "error"), "message")) ?? text(field(body, "detail")) ?? text(field(body, "title"));
}

// The connection lists every signup of the account; the one that was just sent is the last.
export function referenceIn(body: unknown): string | null {
  const signups = field(body, "direct_signups");
  const last: unknown = Array.isArray(signups) ? signups.at(-1) : undefined;
  return text(field(last, "signup_id")) ?? text(field(body, "id"));
}

// The connection repeats the signup, with the times of its own beside it.
export function storedIn(body: unknown): unknown {
  const signup = field(body, "signup");
  if (signup === null || typeof signup !== "object") return null;
  const { created_at: _, callback_at: __, ...fields } = signup as Record<string, unknown>;
  return { signup: fields };
}

/** How a connection stands. */
export function statusIn(connection: unknown): string | null {
  return text(field(connection, "status"));
}

/** Whether a connection is there to stay: another signup would be refused. */
export function isOpen(connection: unknown): boolean {
  const status = statusIn(connection);
  return status === "pending" || status === "enabled";
}

/** Not guessable by others, who could ask for the answer. `randomUUID` is missing on pages without TLS. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// The server may be another version than the form: what is not understood is still shown.
function issueFrom(raw: unknown): Issue | null {
  const message = text(field(raw, "message")) ?? text(field(raw, "detail"));
  if (message === null) return null;
  const severity = field(raw, "severity");
  const related = field(raw, "related");
  const params = field(raw, "params");
  return {
    code: text(field(raw, "code")) ?? "server",
    // As RFC 9457 has it: a pointer behind a hash.
    path: text(field(raw, "path")) ?? text(field(raw, "pointer"))?.replace(/^#/, "") ?? "",
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
