import { ChoiceGroup, Choices } from "../components/Choices";
import { CurrencySearch } from "../components/CurrencySearch";
import { SafeFix } from "../components/SafeFix";
import { COMMON_FOR, currencyName } from "../currencies";
import { useLanguage } from "../language";
import { useForm } from "../use-form";

const LIST = "/signup/payment_options";
const TYPES = ["bambora.creditcard", "bambora.vipps", "bambora.mobilepay"];

export function PaymentOptions() {
  const form = useForm();
  const { text } = useLanguage();
  const chosen = form.list(LIST).map((option) => String((option as { type?: unknown } | null)?.type));
  // What is not known is shown too, so that it can be taken away.
  const all = [...TYPES, ...chosen.filter((type, index) => !TYPES.includes(type) && chosen.indexOf(type) === index)];
  const issues = [LIST, ...chosen.map((_, index) => `${LIST}/${index}/type`)].flatMap((pointer) => form.shownAt(pointer));

  function choose(type: string, isChosen: boolean) {
    const name = `${LIST}/${type}`;
    if (isChosen) return form.insert(LIST, { type, currencies: form.takeAside(name) ?? [] });
    // From the last, so that the places of those before it still hold.
    for (let index = chosen.length - 1; index >= 0; index -= 1) {
      if (chosen[index] !== type) continue;
      form.keepAside(name, form.list(`${LIST}/${index}/currencies`));
      form.removeAt(LIST, index);
    }
  }

  return (
    <>
      <ChoiceGroup pointer={LIST} issues={issues} legend={text.payment.type}>
        <Choices
          type="checkbox"
          look="card"
          pointer={LIST}
          choices={all.map((value) => ({ value, ...(text.payment.types[value] ?? { name: value }) }))}
          isChosen={(type) => chosen.includes(type)}
          onChoose={choose}
        />
      </ChoiceGroup>
      {/* In the order of the choices above, whatever the order in which they were made. */}
      {all.flatMap((type) =>
        chosen.map((other, index) => other === type && <Currencies key={form.rowKeys(LIST)[index]} type={type} option={`${LIST}/${index}`} />),
      )}
    </>
  );
}

function Currencies({ type, option }: { type: string; option: string }) {
  const form = useForm();
  const { locale, text } = useLanguage();
  const list = `${option}/currencies`;
  const chosen = form.list(list).map(String);
  const common = COMMON_FOR[type] ?? [];
  const shown = [...common, ...chosen.filter((code) => !common.includes(code))];

  function choose(code: string, isChosen: boolean) {
    form.answer(list, isChosen ? [...chosen, code] : chosen.filter((other) => other !== code));
  }

  return (
    <div className="panel">
      <ChoiceGroup pointer={list} issues={form.shownUnder(list)} legend={text.payment.currencies(text.payment.types[type]?.name ?? type)} hint={text.payment.currenciesHint}>
        <Choices
          type="checkbox"
          look="chip"
          pointer={list}
          // By type and not by place: options move when one before them is taken away.
          name={`currencies-${type}`}
          choices={shown.map((code) => ({ value: code, name: code, hint: currencyName(code, locale) }))}
          isChosen={(code) => chosen.includes(code)}
          onChoose={choose}
        />
      </ChoiceGroup>
      {chosen.map((code, index) => (
        <SafeFix key={code} pointer={`${list}/${index}`} />
      ))}
      <CurrencySearch id={form.place.id(`find-${type}`)} chosen={chosen} onFind={(code) => choose(code, true)} />
    </div>
  );
}
