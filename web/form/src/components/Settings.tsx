import { Select } from "@digdir/designsystemet-react";
import { useState } from "react";

import type { Locale } from "../engine";
import { LANGUAGES, useLanguage } from "../language";
import { session } from "../session";

const SCHEMES = ["auto", "light", "dark"] as const;

/** The language and the colours. */
export function Settings({ onLanguage }: { onLanguage(locale: Locale): void }) {
  const { locale, text } = useLanguage();
  const [scheme, setScheme] = useState(session.colorScheme() ?? "auto");

  return (
    <section className="settings" aria-label={`${text.language}, ${text.colors.label}`}>
      <label>
        <span>{text.language}</span>
        <Select data-size="sm" width="auto" value={locale} onChange={(event) => onLanguage(event.currentTarget.value as Locale)}>
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
    </section>
  );
}

export function applyColorScheme(scheme: string) {
  document.documentElement.dataset.colorScheme = scheme;
  session.keepColorScheme(scheme);
}
