/** Formatters are made once a language: making one takes longer than all that is drawn at a key. */
export function perLocale<Locale extends string, T>(make: (locale: Locale) => T): (locale: Locale) => T {
  const made = new Map<Locale, T>();
  return (locale) => {
    let formatter = made.get(locale);
    if (formatter === undefined) made.set(locale, (formatter = make(locale)));
    return formatter;
  };
}
