import { Label, EXPERIMENTAL_Suggestion as Suggestion } from "@digdir/designsystemet-react";
import { useMemo } from "react";

import { ALL, currencyName } from "../currencies";
import { useLanguage } from "../language";
import { Hint } from "./TextField";

/** Finds any currency by name or code. */
export function CurrencySearch({ id, onFind }: { id: string; onFind(code: string): void }) {
  const { locale, text } = useLanguage();
  const words = text.payment;
  const options = useMemo(
    () => ALL.map((code) => ({ code, name: currencyName(code, locale) })).sort((a, b) => a.name.localeCompare(b.name, locale)),
    [locale],
  );
  return (
    <div className="field currency-search">
      <Label htmlFor={`${id}-search`} className="field-label-small">{words.more}</Label>
      <Hint id={`${id}-search-hint`}>{words.moreHint}</Hint>
      <Suggestion
        selected={null}
        onSelectedChange={(item) => {
          if (item) onFind(item.value);
          clear(`${id}-search`);
        }}
        data-sr-singular={words.found("one")}
        data-sr-plural={words.found("many")}
        data-sr-empty={words.noMatch}
        data-sr-clear={words.clear}
      >
        <Suggestion.Input id={`${id}-search`} aria-describedby={`${id}-search-hint`} autoComplete="off" />
        <Suggestion.Clear aria-label={words.clear} />
        <Suggestion.List>
          <Suggestion.Empty>{words.noMatch}</Suggestion.Empty>
          {options.map(({ code, name }) => (
            <Suggestion.Option key={code} value={code} label={`${name} ${code}`}>
              {name} <span className="currency-code">{code}</span>
            </Suggestion.Option>
          ))}
        </Suggestion.List>
      </Suggestion>
    </div>
  );
}

// The search starts again for the next one. After the component has written what was picked into its field.
function clear(id: string) {
  requestAnimationFrame(() => {
    const input = document.getElementById(id) as HTMLInputElement | null;
    if (!input) return;
    input.value = "";
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
