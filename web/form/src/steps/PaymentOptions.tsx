import { ChoiceGroup, Choices } from "../components/Choices";
import { CurrencySearch } from "../components/CurrencySearch";
import { COMMON_FOR, currencyName } from "../currencies";
import { idOf } from "../focus";
import { useLanguage } from "../language";
import { useForm } from "../use-form";

const LIST = "/signup/payment_options";
const TYPES = ["bambora.creditcard", "bambora.vipps", "bambora.mobilepay"];

export function PaymentOptions() {
  const form = useForm();
  const { text } = useLanguage();
  const chosen = form.list(LIST).map((option) => String((option as { type?: unknown }).type));

  function choose(type: string, isChosen: boolean) {
    if (isChosen) form.insert(LIST, { type, currencies: [] });
    else form.removeAt(LIST, chosen.indexOf(type));
  }

  return (
    <>
      <ChoiceGroup pointer={LIST} legend={text.payment.type}>
        <Choices
          type="checkbox"
          look="card"
          pointer={LIST}
          choices={TYPES.map((value) => ({ value, ...text.payment.types[value]! }))}
          isChosen={(type) => chosen.includes(type)}
          onChoose={choose}
        />
      </ChoiceGroup>
      {TYPES.filter((type) => chosen.includes(type)).map((type) => (
        <Currencies key={type} type={type} option={`${LIST}/${chosen.indexOf(type)}`} />
      ))}
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
      <ChoiceGroup pointer={list} isList legend={text.payment.currencies(text.payment.types[type]?.name ?? type)} hint={text.payment.currenciesHint}>
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
      <CurrencySearch id={idOf(`/currencies/${type.replace(".", "-")}`)} except={chosen} onFind={(code) => choose(code, true)} />
    </div>
  );
}
