/** What the form is told of its surroundings: where the signup goes, whose form it is, and what is known of the account. */

export interface Config {
  readonly account: string;
  /** An address or path; `{aid}` stands for the account. */
  readonly endpoint: string;
  readonly token: Token | null;
  /** Where numbers without a country code are from, as two letters; nothing where it follows from the language. */
  readonly country: string | null;
  /** The signup session of the page's cookie. */
  readonly session: ServerSession | null;
  /** There is no session where one is needed: nothing could be sent. */
  readonly needsLink: NeedsLink | null;
  /** Who asks, and who helps. */
  readonly about: About;
  /** The account's connection, where it is known. */
  readonly connection: Connection | null;
}

/** An account's connection, as the endpoint answers with it: while it is pending or enabled, another signup would be refused. */
export interface Connection {
  readonly status?: "pending" | "enabled" | "failed" | "declined" | (string & {});
  readonly id?: string | null | undefined;
  /** The last is the signup that counts, and what it is called. */
  readonly direct_signups?: readonly { readonly signup_id?: string | null | undefined }[] | null | undefined;
}

/** A bearer token, or a function that gives one: it is asked before each attempt, and once more where the endpoint answers 401. */
export type Token = string | (() => string | Promise<string>);

/** What the form says of those whose form it is; nothing where it is not told. */
export interface About {
  readonly company: string | null;
  readonly privacyUrl: string | null;
  readonly helpUrl: string | null;
  readonly helpEmail: string | null;
  readonly helpPhone: string | null;
}

/** What the server knows of a signup session. */
export interface ServerSession {
  /** The token against forged requests. */
  readonly csrf: string;
  /** The answers as they were saved, and the step that they were saved at. */
  readonly draft: unknown;
  readonly step: string | null;
  readonly version: number;
  readonly savedAt: Date | null;
  /** Its signup is sent. */
  readonly isSubmitted: boolean;
  /** Where the platform wants the merchant back. */
  readonly returnUrl: string | null;
}

export interface NeedsLink {
  /** There was one, and it has ended. */
  readonly hasEnded: boolean;
  /** Where the platform gives a new link. */
  readonly refreshUrl: string | null;
}

export const DEFAULT_ENDPOINT = "/v1/accounts/{aid}/management/settings/connections/bambora";

/** The endpoint's address, as seen from the page. */
export function endpointOf({ account, endpoint }: Pick<Config, "account" | "endpoint">): URL {
  return new URL(endpoint.replace("{aid}", encodeURIComponent(account)), document.baseURI);
}

/** The header that a token goes in. */
export async function authorizationOf({ token }: Pick<Config, "token">): Promise<Record<string, string>> {
  const given = typeof token === "function" ? await token() : token;
  return given ? { Authorization: `Bearer ${given}` } : {};
}

/** Only pages: a link must not run anything. */
export function webAddress(address: string | null | undefined): string | null {
  if (!address) return null;
  try {
    const { protocol, href } = new URL(address, typeof document === "undefined" ? "https://invalid/" : document.baseURI);
    return protocol === "https:" || protocol === "http:" ? href : null;
  } catch {
    return null;
  }
}
