/**
 * Where the signup goes. With a signup session, to the session: its cookie says whose signup it is. Without one, from
 * `config.json` beside the page, then `<meta name="merchant-signup:…">`, then the address.
 *
 * The address (`?endpoint=…&account=…`) can be written by anyone who sends somebody a link, so it may only name the
 * form's own origin or one that `config.json` allows: a signup holds names and dates of birth.
 */

import type { About, Connection, MerchantSignupProps, NeedsLink, ServerSession } from "merchant-signup-react";

/** What the page tells the form. */
export type Surroundings = Pick<MerchantSignupProps, "about" | "account" | "connection" | "country" | "endpoint" | "needsLink" | "session" | "token">;

export async function loadSurroundings(): Promise<Surroundings> {
  const [visit, { body: file }] = await Promise.all([read("v1/session"), read("config.json")]);
  const country = (meta("country") ?? text(file.country))?.toUpperCase() ?? null;
  const about = aboutIn(file);
  const { body } = visit;
  const csrf = text(body.csrf);
  if (csrf !== null) {
    const endpoint = new URL("/v1/session/submit", location.origin);
    const session = sessionOf(csrf, body);
    return { account: text(body.account) ?? "", endpoint, country, about, session, connection: connectionIn(body) };
  }
  const query = new URLSearchParams(location.search);
  const account = query.get("account") ?? meta("account") ?? text(file.account) ?? "";
  const named = meta("endpoint") ?? text(file.endpoint);
  const configured = absolute(named ?? DEFAULT_ENDPOINT, account);
  const asked = query.get("endpoint");
  const endpoint = (asked && allowed(absolute(asked, account), configured, file)) || configured;
  const token = meta("token") ?? text(file.token);
  // A server that has sessions refuses its own endpoint to whoever has neither session nor token.
  const needsLink = visit.status === 401 && !token && !named && endpoint === configured ? linkNeeded(body) : null;
  return { account, endpoint, token, country, about, needsLink };
}

const DEFAULT_ENDPOINT = "/v1/accounts/{aid}/management/settings/connections/bambora";

/** A server that hangs must not keep the form from being shown. */
const PATIENCE_MS = 5_000;

function sessionOf(csrf: string, body: Fields): ServerSession {
  const savedAt = text(body.saved_at);
  return {
    csrf,
    draft: body.draft ?? null,
    step: text(body.step),
    version: typeof body.version === "number" ? body.version : 0,
    savedAt: savedAt === null ? null : new Date(savedAt),
    isSubmitted: body.status === "submitted",
    returnUrl: text(body.return_url),
  };
}

function linkNeeded(body: Fields): NeedsLink {
  const error = (body.error ?? {}) as Fields;
  return { hasEnded: error.code === "session_expired", refreshUrl: text(error.refresh_url) };
}

function connectionIn({ connection }: Fields): Connection | null {
  return connection !== null && typeof connection === "object" ? connection : null;
}

function aboutIn(file: Fields): About {
  const said = (name: string) => meta(name) ?? text(file[name]);
  return {
    company: said("company"),
    privacyUrl: said("privacy_url"),
    helpUrl: said("help_url"),
    helpEmail: said("help_email"),
    helpPhone: said("help_phone"),
  };
}

type Fields = Record<string, unknown>;

async function read(path: string): Promise<{ status: number; body: Fields }> {
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(), PATIENCE_MS);
  try {
    const answer = await fetch(new URL(path, document.baseURI), { cache: "no-cache", signal: over.signal });
    const body: unknown = await answer.json();
    return { status: answer.status, body: body !== null && typeof body === "object" ? (body as Fields) : {} };
  } catch {
    return { status: 0, body: {} };
  } finally {
    clearTimeout(timer);
  }
}

function meta(name: string): string | null {
  return text(document.querySelector(`meta[name="merchant-signup:${name}"]`)?.getAttribute("content"));
}

function text(value: unknown): string | null {
  return typeof value === "string" && value.trim() !== "" ? value.trim() : null;
}

function absolute(endpoint: string, account: string): URL {
  return new URL(endpoint.replace("{aid}", encodeURIComponent(account)), location.origin);
}

function allowed(asked: URL, configured: URL, file: Fields): URL | null {
  const listed = Array.isArray(file.allowed_origins) ? file.allowed_origins : [];
  const origins = [location.origin, configured.origin, ...listed];
  return origins.includes(asked.origin) ? asked : null;
}
