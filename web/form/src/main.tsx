import "@fontsource-variable/schibsted-grotesk";
import "@digdir/designsystemet-css";
import "./theme.css";
import "./styles.css";

import { StrictMode, useState } from "react";
import { createRoot } from "react-dom/client";

import { App } from "./App";
import { applyColorScheme } from "./components/Settings";
import { loadConfig } from "./config";
import { type Locale, loadEngine } from "./engine";
import { FormState, stepInAddress } from "./form-state";
import { type Language, LanguageProvider, loadLanguage, preferredLocale } from "./language";
import { session } from "./session";
import { FormProvider } from "./use-form";

async function start() {
  applyColorScheme(session.colorScheme() ?? "auto");
  const [engine, config, language] = await Promise.all([
    loadEngine(),
    loadConfig(),
    loadLanguage(preferredLocale(session.language())),
  ]);
  const form = new FormState(engine, config, language.locale, language.text.ownership.legalNameMissing);
  form.step = stepInAddress();
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

  // The form's words and the rules' messages change together.
  async function speak(locale: Locale) {
    const next = await loadLanguage(locale);
    await form.speak(locale, next.text.ownership.legalNameMissing);
    session.keepLanguage(locale);
    document.documentElement.lang = locale;
    setLanguage(next);
  }

  return (
    <LanguageProvider value={language}>
      <App onLanguage={(locale) => void speak(locale)} />
    </LanguageProvider>
  );
}

void start();
