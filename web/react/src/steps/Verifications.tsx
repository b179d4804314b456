import { YesNo } from "../components/Choices";
import { TextField } from "../components/TextField";
import { formatTag, useLanguage } from "../language";
import { useForm } from "../use-form";

export const VERIFICATIONS = "/signup/verifications";
export const FIELDS = [
  "terms_and_conditions",
  "terms_and_conditions_url",
  "contact_information",
  "payment_site",
  "clear_pricing",
  "payment_product_logos",
] as const;

export function Verifications() {
  const form = useForm();
  const { locale, text } = useLanguage();
  const words = text.verifications;
  const storeTypes = form.list("/signup/store_type").map(String);
  const owed = form.engine.owedVerifications(storeTypes);
  // What has an answer stays in view: it is sent, and may have to be put right.
  const asked = FIELDS.filter((field) => !owed || owed.has(field) || form.at(`${VERIFICATIONS}/${field}`) !== undefined);
  const sells = new Intl.ListFormat(formatTag(locale)).format(storeTypes.map((type) => words.sells[type] ?? type));

  return (
    <>
      {storeTypes.length > 0 && <p className="note">{words.because(sells)}</p>}
      {asked.length === 0 && <p>{words.nothing}</p>}
      {asked.map((field) => {
        const { label, question, hint } = words[field];
        const pointer = `${VERIFICATIONS}/${field}`;
        return field === "terms_and_conditions_url" ? (
          <TextField key={field} pointer={pointer} label={label} hint={hint} type="text" inputMode="url" autoComplete="url" autoCapitalize="off" spellCheck={false} />
        ) : (
          <YesNo key={field} pointer={pointer} question={question} hint={hint} whenNo={words.notYet} />
        );
      })}
    </>
  );
}
