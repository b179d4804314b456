/**
 * Where the signup goes. With a signup session, to the session: its cookie says whose signup it is. Without one, from
 * `config.json` beside the page, then `<meta name="merchant-signup:…">`, then the address.
 *
 * The address (`?endpoint=…&account=…`) can be written by anyone who sends somebody a link, so it may only name the
 * form's own origin or one that `config.json` allows: a signup holds names and dates of birth.
 */

import type { About, Config, NeedsLink, ServerSession } from "merchant-signup-react";

export async function loadConfig(): Promise<Config> {
  const [visit, { body: file }] = await Promise.all([read("v1/session"), read("config.json")]);
  const country = (meta("country") ?? text(file.country))?.toUpperCase() ?? null;
  const about = aboutIn(file);
  const { body } = visit;
  const csrf = text(body.csrf);
  if (csrf !== null) {
    const endpoint = new URL("/v1/session/submit", location.origin);
    const session = sessionOf(csrf, body);
    return { account: text(body.account) ?? "", endpoint, token: null, country, about, session, needsLink: null, connection: body.connection ?? null };
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
  const connection = token ? await openConnection(endpoint, token) : null;
  return { account, endpoint, token, country, about, session: null, needsLink, connection };
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

function aboutIn(file: Fields): About {
  const said = (name: string) => meta(name) ?? text(file[name]);
  return {
    company: said("company"),
    privacyUrl: webAddress(said("privacy_url")),
    helpUrl: webAddress(said("help_url")),
    helpEmail: said("help_email"),
    helpPhone: said("help_phone"),
  };
}

/** Only pages: a link must not run anything. */
function webAddress(address: string | null): string | null {
  if (address === null) return null;
  try {
    const { protocol, href } = new URL(address, document.baseURI);
    return protocol === "https:" || protocol === "http:" ? href : null;
  } catch {
    return null;
  }
}

/** Asked before anything is typed, with a token that may read it. */
async function openConnection(endpoint: URL, token: string): Promise<unknown> {
  const { body } = await read(endpoint.href, { Authorization: `Bearer ${token}` });
  return body.status === "pending" || body.status === "enabled" ? body : null;
}

type Fields = Record<string, unknown>;

async function read(path: string, headers: Record<string, string> = {}): Promise<{ status: number; body: Fields }> {
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(), PATIENCE_MS);
  try {
    const answer = await fetch(new URL(path, document.baseURI), { cache: "no-cache", headers, signal: over.signal });
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
