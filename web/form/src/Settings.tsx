import { LANGUAGES, type Locale, useLanguage } from "merchant-signup-react";
import { useState } from "react";

import type { ColorScheme } from "./chosen";

const SCHEMES = ["auto", "light", "dark"] as const;

interface SettingsProps {
  scheme: ColorScheme;
  onScheme(scheme: ColorScheme): void;
  onLanguage(locale: Locale): Promise<void>;
}

/** The language and the colours. */
export function Settings({ scheme, onScheme, onLanguage }: SettingsProps) {
  const { locale, text } = useLanguage();
  const [hasFailed, setHasFailed] = useState(false);

  function choose(next: Locale) {
    setHasFailed(false);
    onLanguage(next).catch((error) => {
      console.warn(error);
      setHasFailed(true);
    });
  }

  return (
    <section className="settings" aria-label={`${text.language}, ${text.colors.label}`}>
      <label>
        <span>{text.language}</span>
        <select className="ds-input" data-size="sm" data-width="auto" value={locale} onChange={(event) => choose(event.currentTarget.value as Locale)}>
          {LANGUAGES.map((language) => (
            <option key={language.locale} value={language.locale} lang={language.locale}>
              {language.name}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{text.colors.label}</span>
        <select className="ds-input" data-size="sm" data-width="auto" value={scheme} onChange={(event) => onScheme(event.currentTarget.value as ColorScheme)}>
          {SCHEMES.map((name) => (
            <option key={name} value={name}>
              {text.colors[name]}
            </option>
          ))}
        </select>
      </label>
      <p role="status" className="note">{hasFailed && text.languageFailed}</p>
    </section>
  );
}
