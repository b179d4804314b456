import { type FocusEvent, type KeyboardEvent, useMemo, useRef, useState } from "react";

import { ALL, currencyName } from "../currencies";
import { useLanguage } from "../language";
import { nothing, useForm } from "../use-form";
import { Hint } from "./TextField";

/** More than this is not looked through; another letter is typed instead. */
const MOST_SHOWN = 12;

interface CurrencySearchProps {
  id: string;
  chosen: readonly string[];
  onFind(code: string): void;
}

/** Finds any currency by name or code. What is found is a row of buttons below, which every reader and key knows. */
export function CurrencySearch({ id, chosen, onFind }: CurrencySearchProps) {
  const { locale, text } = useLanguage();
  const words = text.payment;
  const form = useForm(nothing);
  const field = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useState("");
  const named = useMemo(
    () => ALL.map((code) => ({ code, name: currencyName(code, locale) })).sort((a, b) => a.name.localeCompare(b.name, locale)),
    [locale],
  );
  const wanted = query.trim().toLocaleLowerCase(locale);
  const found = wanted === "" ? [] : named.filter(({ code, name }) => `${code} ${name}`.toLocaleLowerCase(locale).includes(wanted));

  function take(code: string) {
    if (!chosen.includes(code)) onFind(code);
    setQuery("");
    input.current?.focus();
  }

  const meant = found.find(({ code }) => code.toLowerCase() === wanted) ?? (found.length === 1 ? found[0] : undefined);

  // Enter takes what can only be meant, and never sends the step along with half a search.
  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== "Enter" || query === "") return;
    event.preventDefault();
    if (meant) take(meant.code);
  }

  // Who goes on without Enter has meant it, too.
  function onBlur(event: FocusEvent<HTMLInputElement>) {
    if (!meant || field.current?.contains(event.relatedTarget)) return;
    form.leaving.onceReleased(event.currentTarget, () => {
      if (!chosen.includes(meant.code)) onFind(meant.code);
      setQuery("");
    });
  }

  return (
    <div className="field" ref={field}>
      <label className="field-label-small" htmlFor={id}>{words.more}</label>
      <Hint id={`${id}-hint`}>{words.moreHint}</Hint>
      <div className="field-line">
        <input
          className="ds-input"
          ref={input}
          id={id}
          type="text"
          value={query}
          autoComplete="off"
          spellCheck={false}
          aria-describedby={`${id}-hint`}
          onChange={(event) => setQuery(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onBlur={onBlur}
        />
      </div>
      <p role="status" className="note found">{wanted !== "" && words.found(found.length)}</p>
      {found.length > 0 && (
        <div className="choices choices-chip">
          {found.slice(0, MOST_SHOWN).map(({ code, name }) => (
            <button key={code} type="button" className="choice" value={code} onClick={() => take(code)}>
              <span className="choice-words">
                <span className="choice-name">+ {code}</span>
                <span className="choice-hint">{name}</span>
              </span>
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
