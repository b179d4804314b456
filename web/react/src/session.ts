/** What survives a reload: in the session storage of this tab, and only there, and what was typed for a day at most. */

const ANSWERS = "merchant-signup.answers";
const ANSWERS_UNTIL = "merchant-signup.answers-until";
const SENT = "merchant-signup.sent";
const UNANSWERED = "merchant-signup.unanswered";
const LANGUAGE = "merchant-signup.language";
const SCHEME = "merchant-signup.color-scheme";

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

export const session = {
  /** A browser that restores its tabs restores their storage too: what is older than a day is forgotten. */
  answers: (): unknown => {
    const until = Number(read(ANSWERS_UNTIL) ?? Infinity);
    if (Date.now() > until) session.forgetAnswers();
    return parsed(ANSWERS);
  },
  keepAnswers: (value: unknown) => {
    write(ANSWERS, JSON.stringify(value));
    write(ANSWERS_UNTIL, String(Date.now() + A_DAY_MS));
  },
  forgetAnswers: () => {
    for (const key of [ANSWERS, ANSWERS_UNTIL, UNANSWERED]) write(key, null);
  },

  sent: () => parsed(SENT) as SentBefore | null,
  keepSent: (sent: SentBefore | null) => write(SENT, sent && JSON.stringify(sent)),

  unanswered: () => parsed(UNANSWERED) as Unanswered | null,
  keepUnanswered: (attempt: Unanswered | null) => write(UNANSWERED, attempt && JSON.stringify(attempt)),

  language: () => read(LANGUAGE),
  keepLanguage: (language: string) => write(LANGUAGE, language),

  colorScheme: () => read(SCHEME),
  keepColorScheme: (scheme: string) => write(SCHEME, scheme),
};

function parsed(key: string): unknown {
  try {
    return JSON.parse(read(key) ?? "null");
  } catch {
    return null;
  }
}

// A browser may refuse storage altogether; the form then works, and forgets at a reload.
function read(key: string): string | null {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, text: string | null) {
  try {
    if (text === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, text);
  } catch {
    // Nothing to do: see above.
  }
}
