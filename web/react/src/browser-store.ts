/** What survives a reload: in the session storage of this tab, and only there, and what was typed for a day at most. */

/** What was sent under one key without an answer, each version of the signup once. */
export interface Unanswered {
  readonly key: string;
  readonly signups: readonly unknown[];
}

/** A signup that was sent, without anything of what was typed. */
export interface SentBefore {
  readonly account: string;
  readonly reference: string | null;
  readonly canBeginAgain: boolean;
}

const A_DAY_MS = 24 * 60 * 60 * 1000;

/** The entries under one name: forms that have different ones know nothing of each other. */
export class BrowserStore {
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
  }

  /** A browser that restores its tabs restores their storage too: what is older than a day is forgotten. */
  answers(): unknown {
    const until = Number(this.read("answers-until") ?? Infinity);
    if (Date.now() > until) this.forgetAnswers();
    return this.#parsed("answers");
  }

  keepAnswers(value: unknown) {
    this.write("answers", JSON.stringify(value));
    this.write("answers-until", String(Date.now() + A_DAY_MS));
  }

  forgetAnswers() {
    for (const entry of ["answers", "answers-until", "unanswered"]) this.write(entry, null);
  }

  sent(): SentBefore | null {
    return this.#parsed("sent") as SentBefore | null;
  }

  keepSent(sent: SentBefore | null) {
    this.write("sent", sent && JSON.stringify(sent));
  }

  unanswered(): Unanswered | null {
    return this.#parsed("unanswered") as Unanswered | null;
  }

  keepUnanswered(attempt: Unanswered | null) {
    this.write("unanswered", attempt && JSON.stringify(attempt));
  }

  // A browser may refuse storage altogether; the form then works, and forgets at a reload.
  read(entry: string): string | null {
    try {
      return sessionStorage.getItem(`${this.#name}.${entry}`);
    } catch {
      return null;
    }
  }

  write(entry: string, text: string | null) {
    try {
      if (text === null) sessionStorage.removeItem(`${this.#name}.${entry}`);
      else sessionStorage.setItem(`${this.#name}.${entry}`, text);
    } catch {
      // Nothing to do: see above.
    }
  }

  #parsed(entry: string): unknown {
    try {
      return JSON.parse(this.read(entry) ?? "null");
    } catch {
      return null;
    }
  }
}
