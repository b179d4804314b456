import { type Language, type Locale, MerchantSignup, type View, loadLanguage, useLanguage } from "merchant-signup-react";
import { type MouseEvent, useState } from "react";

import { Settings } from "./Settings";
import { useStepInAddress } from "./address";
import { chosen } from "./chosen";
import type { Surroundings } from "./config";

/** The form, and around it what is the page's own: its address, its title, its language and colours. */
export function Page({ surroundings, first }: { surroundings: Surroundings; first: Language }) {
  const [language, setLanguage] = useState(first);
  const [scheme, setScheme] = useState(chosen.colorScheme);
  const [step, setStep] = useStepInAddress(surroundings.session?.step);

  async function speak(locale: Locale) {
    setLanguage(await loadLanguage(locale));
    chosen.keepLanguage(locale);
  }

  return (
    <MerchantSignup
      {...surroundings}
      isPage
      headingLevel={1}
      storageKey="merchant-signup"
      language={language}
      colorScheme={scheme}
      step={step}
      onStep={setStep}
      stepHref={(step) => `#${step}`}
      onView={show}
      header={<Masthead />}
      toolbar={
        <Settings
          scheme={scheme}
          onScheme={(next) => {
            setScheme(next);
            applyColorScheme(next);
            chosen.keepColorScheme(next);
          }}
          onLanguage={speak}
        />
      }
    />
  );
}

/** The page around the form has its colours too: beyond its edges, and until it is there. */
export function applyColorScheme(scheme: string) {
  document.documentElement.dataset.colorScheme = scheme;
}

function show({ title, hasErrors, language: { locale, text } }: View) {
  document.title = `${hasErrors ? `${text.error} ` : ""}${title} – ${text.formName}`;
  document.documentElement.lang = locale;
}

function Masthead() {
  const { text } = useLanguage();
  return (
    <>
      <a className="skip" href="#main" onClick={skipToMain}>{text.skip}</a>
      <header className="masthead">
        <p className="wordmark">
          <svg viewBox="0 0 32 32" aria-hidden="true"><path d="M7 17.5 13 23 25 9.5" /></svg>
          {text.formName}
        </p>
      </header>
    </>
  );
}

// The address names the step, so that the usual jump would lose it.
function skipToMain(event: MouseEvent) {
  event.preventDefault();
  document.getElementById("main")?.focus();
}
