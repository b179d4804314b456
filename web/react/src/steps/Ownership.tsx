import { memo, useRef } from "react";

import { AddButton } from "../components/AddButton";
import { ChoiceGroup, Choices, Next } from "../components/Choices";
import { DateField } from "../components/DateField";
import { Heading } from "../components/Heading";
import { Issues } from "../components/Issues";
import { Removed } from "../components/Removed";
import { Row } from "../components/Row";
import { SharePicture } from "../components/SharePicture";
import { PercentageField, TextField } from "../components/TextField";
import { useLanguage } from "../language";
import { useForm } from "../use-form";

const STRUCTURE = "/signup/ownership/ownership_structure";
const OWNERS = "/signup/ownership/owners";
const STRUCTURES = ["owners_with_more_than_25", "no_owners_with_more_than_25", "complex"];

export function Ownership() {
  const form = useForm();
  const { structure } = useLanguage().text.ownership;
  const chosen = form.text(STRUCTURE);
  const isListing = chosen === "owners_with_more_than_25" || form.list(OWNERS).length > 0;

  // Owners are asked for with this answer alone. With another they are set aside, and come back with it.
  function choose(next: string) {
    if (next !== "owners_with_more_than_25") {
      // Before the answer is there: else what is read out speaks of owners who are not shown any more.
      form.setAside(OWNERS, []);
      return form.answer(STRUCTURE, next);
    }
    form.answer(STRUCTURE, next);
    form.bringBack(OWNERS);
    // The first is ready to be filled in.
    if (form.list(OWNERS).length === 0) form.insert(OWNERS, {});
  }

  return (
    <>
      <ChoiceGroup pointer={STRUCTURE} legend={structure.label} hint={structure.hint}>
        <Choices
          type="radio"
          look="card"
          pointer={STRUCTURE}
          choices={STRUCTURES.map((value) => ({ value, ...structure.options[value]! }))}
          isChosen={(value) => value === chosen}
          onChoose={choose}
        />
        <Next>{chosen === "complex" && structure.complexNext}</Next>
      </ChoiceGroup>
      {isListing && <Owners />}
    </>
  );
}

function Owners() {
  const form = useForm();
  const { text } = useLanguage();
  const words = text.ownership;
  const keys = form.rowKeys(OWNERS);
  const owners = form.list(OWNERS) as readonly { name?: unknown; legal_name?: unknown; percentage?: unknown }[];
  const title = (index: number) => named(owners[index]?.legal_name) ?? named(owners[index]?.name) ?? words.owner(index + 1);

  return (
    <section className="rows" aria-labelledby={form.place.id("owners-title")}>
      <Heading rank={2} id={form.place.id("owners-title")}>{words.owners}</Heading>
      <p className="hint">{words.ownersHint}</p>
      <SharePicture
        shares={owners.map(({ percentage }, index) => ({
          key: keys[index] ?? index,
          who: title(index),
          share: typeof percentage === "number" ? percentage : null,
        }))}
      />
      {owners.map((_, index) => (
        <Row
          key={keys[index]}
          title={words.owner(index + 1)}
          removeLabel={words.remove(title(index))}
          onRemove={() => {
            form.removeAt(OWNERS, index, title(index));
            form.place.focus(OWNERS);
          }}
        >
          <Owner pointer={`${OWNERS}/${index}`} />
        </Row>
      ))}
      <Issues id={`${form.place.id(OWNERS)}-issues`} issues={form.shownAt(OWNERS)} />
      <Removed list={OWNERS} />
      <AddButton list={OWNERS} first="kind">
        {words.add}
      </AddButton>
    </section>
  );
}

/** The others are not drawn again while somebody fills in one. */
const Owner = memo(function Owner({ pointer }: { pointer: string }) {
  const form = useForm((form) => [form.at(`${pointer}/legal_name`) !== undefined, form.shownAt(pointer)]);
  const words = useLanguage().text.ownership;
  const legalName = `${pointer}/legal_name`;
  // An empty legal name is how the draft knows a company before its name is typed; it is not sent.
  const isCompany = form.at(legalName) !== undefined;
  const nameBefore = useRef("");

  function choose(kind: string) {
    if (kind !== "company") nameBefore.current = form.text(legalName);
    form.answer(legalName, kind === "company" ? nameBefore.current : undefined);
  }

  return (
    <>
      <Issues id={`${form.place.id(pointer)}-issues`} issues={form.shownAt(pointer)} />
      <ChoiceGroup pointer={`${pointer}/kind`} legend={words.kind.label}>
        <Choices
          type="radio"
          look="plain"
          pointer={`${pointer}/kind`}
          choices={[{ value: "person", name: words.kind.person }, { value: "company", name: words.kind.company }]}
          isChosen={(kind) => isCompany === (kind === "company")}
          onChoose={choose}
        />
      </ChoiceGroup>
      {isCompany && <TextField pointer={legalName} {...words.legal_name} empty="" autoComplete="off" />}
      <TextField pointer={`${pointer}/name`} label={words.name.label} hint={isCompany ? words.representative : words.name.hint} autoComplete="off" />
      <DateField
        pointer={`${pointer}/date_of_birth`}
        label={words.date_of_birth.label}
        {...(isCompany ? { hint: words.date_of_birth.companyHint, optional: true } : {})}
      />
      <PercentageField pointer={`${pointer}/percentage`} {...words.percentage} />
    </>
  );
});

function named(value: unknown): string | null {
  return typeof value === "string" && value.trim() !== "" ? value : null;
}
