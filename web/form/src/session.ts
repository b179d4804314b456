/** What survives a reload: in the session storage of this tab, and only there. */

const ANSWERS = "merchant-signup.answers";
const LANGUAGE = "merchant-signup.language";
const SCHEME = "merchant-signup.color-scheme";

export const session = {
  answers: (): unknown => {
    try {
      return JSON.parse(read(ANSWERS) ?? "null");
    } catch {
      return null;
    }
  },
  keepAnswers: (value: unknown) => write(ANSWERS, JSON.stringify(value)),
  forgetAnswers: () => write(ANSWERS, null),

  language: () => read(LANGUAGE),
  keepLanguage: (language: string) => write(LANGUAGE, language),

  colorScheme: () => read(SCHEME),
  keepColorScheme: (scheme: string) => write(SCHEME, scheme),
};

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
