import { ChoiceGroup, Choices } from "../components/Choices";
import { useLanguage } from "../language";
import { useForm } from "../use-form";

const LIST = "/signup/store_type";
const TYPES = ["online", "instore", "remote"];

export function StoreType() {
  const form = useForm();
  const { label, types } = useLanguage().text.store;
  const chosen = form.list(LIST).map(String);
  return (
    <ChoiceGroup pointer={LIST} isList legend={label}>
      <Choices
        type="checkbox"
        look="card"
        pointer={LIST}
        choices={TYPES.map((value) => ({ value, ...types[value]! }))}
        isChosen={(type) => chosen.includes(type)}
        onChoose={(type, isChosen) => form.answer(LIST, TYPES.filter((other) => (other === type ? isChosen : chosen.includes(other))))}
      />
    </ChoiceGroup>
  );
}
