/**
 * Where the signup goes. With a signup session, to the session: its cookie says whose signup it is. Without one, from
 * `config.json` beside the page, then `<meta name="merchant-signup:…">`, then the address.
 *
 * The address (`?endpoint=…&account=…`) can be written by anyone who sends somebody a link, so it may only name the
 * form's own origin or one that `config.json` allows: a signup holds names and dates of birth.
 */

export interface Config {
  readonly account: string;
  readonly endpoint: URL;
  readonly token: string | null;
  /** The token against forged requests, with a signup session. */
  readonly csrf: string | null;
}

export async function loadConfig(): Promise<Config> {
  const session = await read("v1/session");
  const csrf = text(session.csrf);
  if (csrf !== null) {
    const endpoint = new URL("/v1/session/submit", location.origin);
    return { account: text(session.account) ?? "", endpoint, token: null, csrf };
  }
  const file = await read("config.json");
  const query = new URLSearchParams(location.search);
  const account = query.get("account") ?? meta("account") ?? text(file.account) ?? "";
  const configured = absolute(meta("endpoint") ?? text(file.endpoint) ?? DEFAULT_ENDPOINT, account);
  const asked = query.get("endpoint");
  const endpoint = (asked && allowed(absolute(asked, account), configured, file)) || configured;
  return { account, endpoint, token: meta("token") ?? text(file.token), csrf };
}

const DEFAULT_ENDPOINT = "/v1/accounts/{aid}/management/settings/connections/bambora";

async function read(path: string): Promise<Record<string, unknown>> {
  try {
    const answer = await fetch(new URL(path, document.baseURI), { cache: "no-cache" });
    return answer.ok ? await answer.json() : {};
  } catch {
    return {};
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

function allowed(asked: URL, configured: URL, file: Record<string, unknown>): URL | null {
  const listed = Array.isArray(file.allowed_origins) ? file.allowed_origins : [];
  const origins = [location.origin, configured.origin, ...listed];
  return origins.includes(asked.origin) ? asked : null;
}
