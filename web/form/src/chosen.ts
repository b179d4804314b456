/** What a reader has chosen of the page, for as long as the tab is open. */

export type ColorScheme = "auto" | "light" | "dark";

export const chosen = {
  language: () => read("merchant-signup.language"),
  keepLanguage: (language: string) => write("merchant-signup.language", language),
  colorScheme: () => (read("merchant-signup.color-scheme") ?? "auto") as ColorScheme,
  keepColorScheme: (scheme: ColorScheme) => write("merchant-signup.color-scheme", scheme),
};

// A browser may refuse storage altogether; the page then works, and forgets at a reload.
function read(key: string): string | null {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, text: string) {
  try {
    sessionStorage.setItem(key, text);
  } catch {
    // Nothing to do: see above.
  }
}
