/** What survives a reload: in the session storage of this tab, and only there. */

const ANSWERS = "merchant-signup.answers";
const UNANSWERED = "merchant-signup.unanswered";
const LANGUAGE = "merchant-signup.language";
const SCHEME = "merchant-signup.color-scheme";

/** What was sent under one key without an answer, each version of the signup once. */
export interface Unanswered {
  readonly key: string;
  readonly signups: readonly unknown[];
}

export const session = {
  answers: (): unknown => parsed(ANSWERS),
  keepAnswers: (value: unknown) => write(ANSWERS, JSON.stringify(value)),
  forgetAnswers: () => write(ANSWERS, null),

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
