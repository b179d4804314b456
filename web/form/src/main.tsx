import "@fontsource-variable/schibsted-grotesk";
import "@digdir/designsystemet-css";
import "merchant-signup-react/theme.css";
import "merchant-signup-react/styles.css";

import {
  App,
  Boundary,
  FormProvider,
  FormState,
  type Language,
  LanguageProvider,
  type Locale,
  applyColorScheme,
  loadEngine,
  loadLanguage,
  loadLanguageOrEnglish,
  preferredLocale,
  session,
} from "merchant-signup-react";
import { StrictMode, useState } from "react";
import { createRoot } from "react-dom/client";

import { loadConfig } from "./config";

async function start() {
  applyColorScheme(session.colorScheme() ?? "auto");
  const [engine, config, language] = await Promise.all([
    loadEngine(),
    loadConfig(),
    loadLanguageOrEnglish(preferredLocale(session.language())),
  ]);
  const form = new FormState(engine, config, language.locale, language.text.ownership.legalNameMissing);
  document.documentElement.lang = language.locale;
  createRoot(document.getElementById("root")!).render(
    <StrictMode>
      <FormProvider value={form}>
        <Root form={form} first={language} />
      </FormProvider>
    </StrictMode>,
  );
}

function Root({ form, first }: { form: FormState; first: Language }) {
  const [language, setLanguage] = useState(first);

  // The form's words and the rules' messages change together. What cannot be had leaves the language that is there.
  async function speak(locale: Locale) {
    const next = await loadLanguage(locale);
    await form.speak(locale, next.text.ownership.legalNameMissing);
    session.keepLanguage(locale);
    document.documentElement.lang = locale;
    setLanguage(next);
  }

  return (
    <LanguageProvider value={language}>
      <Boundary>
        <App onLanguage={speak} />
      </Boundary>
    </LanguageProvider>
  );
}

// The page says by itself, in every language, that it could not be loaded: here it only has to say so at once.
start().catch((error) => {
  console.error(error);
  document.documentElement.dataset.failed = "";
});
