import "./fonts.css";
import "./generated/form-font.css";
import "merchant-signup-react/styles/index.css";
import "./page.css";

import { loadLanguage, supportedLocale } from "merchant-signup-react";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { Page, applyColorScheme } from "./Page";
import { chosen } from "./chosen";
import { loadSurroundings } from "./config";

async function start() {
  applyColorScheme(chosen.colorScheme());
  const [surroundings, language] = await Promise.all([loadSurroundings(), loadLanguageOrEnglish()]);
  document.documentElement.lang = language.locale;
  const root = document.getElementById("root")!;
  // Until now it held the first step as the build has drawn it, to be looked at alone.
  root.inert = false;
  createRoot(root).render(
    <StrictMode>
      <Page surroundings={surroundings} first={language} />
    </StrictMode>,
  );
}

/** The language chosen before, else the address's (`?lang=`), else the browser's; English where it cannot be had, or hangs. */
async function loadLanguageOrEnglish() {
  const asked = new URLSearchParams(location.search).get("lang");
  const known = [chosen.language(), asked, ...navigator.languages].map((tag) => supportedLocale(tag ?? ""));
  return loadLanguage(known.find((locale) => locale !== null) ?? "en").catch((error) => {
    console.warn(error);
    return loadLanguage("en");
  });
}

// The page says by itself, in every language, that it could not be loaded: here it only has to say so at once.
start().catch((error) => {
  console.error(error);
  document.documentElement.dataset.failed = "";
});
