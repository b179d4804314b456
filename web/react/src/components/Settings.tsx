import { Select } from "@digdir/designsystemet-react";
import { useState } from "react";

import type { Locale } from "../engine";
import { LANGUAGES, useLanguage } from "../language";
import { session } from "../session";

const SCHEMES = ["auto", "light", "dark"] as const;

/** The language and the colours. */
export function Settings({ onLanguage }: { onLanguage(locale: Locale): Promise<void> }) {
  const { locale, text } = useLanguage();
  const [hasFailed, setHasFailed] = useState(false);
  const [scheme, setScheme] = useState(session.colorScheme() ?? "auto");

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
        <Select data-size="sm" width="auto" value={locale} onChange={(event) => choose(event.currentTarget.value as Locale)}>
          {LANGUAGES.map((language) => (
            <Select.Option key={language.locale} value={language.locale} lang={language.locale}>
              {language.name}
            </Select.Option>
          ))}
        </Select>
      </label>
      <label>
        <span>{text.colors.label}</span>
        <Select
          data-size="sm"
          width="auto"
          value={scheme}
          onChange={(event) => {
            setScheme(event.currentTarget.value);
            applyColorScheme(event.currentTarget.value);
          }}
        >
          {SCHEMES.map((name) => (
            <Select.Option key={name} value={name}>
              {text.colors[name]}
            </Select.Option>
          ))}
        </Select>
      </label>
      <p role="status" className="note">{hasFailed && text.languageFailed}</p>
    </section>
  );
}

export function applyColorScheme(scheme: string) {
  document.documentElement.dataset.colorScheme = scheme;
  session.keepColorScheme(scheme);
}
