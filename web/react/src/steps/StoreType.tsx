import { ChoiceGroup, Choices } from "../components/Choices";
import { useLanguage } from "../language";
import { useForm } from "../use-form";
import { FIELDS, VERIFICATIONS } from "./Verifications";

const LIST = "/signup/store_type";
const TYPES = ["online", "instore", "remote"];

export function StoreType() {
  const form = useForm();
  const { label, types } = useLanguage().text.store;
  const chosen = form.list(LIST).map(String);
  // What is not known is shown too, so that it can be taken away.
  const all = [...TYPES, ...chosen.filter((type) => !TYPES.includes(type))];

  // What only an online shop has to show is not asked of another: the answers are set aside, and come back with the type.
  function choose(type: string, isChosen: boolean) {
    form.answer(LIST, all.filter((other) => (other === type ? isChosen : chosen.includes(other))));
    const owed = form.engine.owedVerifications(form.list(LIST));
    if (!owed) return;
    for (const field of FIELDS) {
      const pointer = `${VERIFICATIONS}/${field}`;
      if (owed.has(field)) form.bringBack(pointer);
      else form.setAside(pointer);
    }
  }

  return (
    <ChoiceGroup pointer={LIST} issues={form.shownUnder(LIST)} legend={label}>
      <Choices
        type="checkbox"
        look="card"
        pointer={LIST}
        choices={all.map((value) => ({ value, ...(types[value] ?? { name: value }) }))}
        isChosen={(type) => chosen.includes(type)}
        onChoose={choose}
      />
    </ChoiceGroup>
  );
}
