/** What the form is told of its surroundings: where the signup goes, whose form it is, and what is known of the account. */

export interface Config {
  readonly account: string;
  readonly endpoint: URL;
  readonly token: string | null;
  /** Where numbers without a country code are from, as two letters; nothing where it follows from the language. */
  readonly country: string | null;
  /** The signup session of the page's cookie. */
  readonly session: ServerSession | null;
  /** There is no session where one is needed: nothing could be sent. */
  readonly needsLink: NeedsLink | null;
  /** Who asks, and who helps. */
  readonly about: About;
  /** The account's connection, where it is pending or enabled: another signup would be refused. */
  readonly connection: unknown;
}

/** What the page says of those whose form it is; nothing where it is not configured. */
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
