import { AddButton } from "../components/AddButton";
import { YesNo } from "../components/Choices";
import { Heading } from "../components/Heading";
import { Issues } from "../components/Issues";
import { Removed } from "../components/Removed";
import { Row } from "../components/Row";
import { TextField } from "../components/TextField";
import { useLanguage } from "../language";
import { useForm } from "../use-form";

const SIGNATURES = "/signup/signature/signatures";

export function Signature() {
  const { place } = useForm();
  const { signature: words } = useLanguage().text;
  return (
    <>
      <Signatories />
      <section className="rows" aria-labelledby={place.id("exposed-title")}>
        <Heading rank={2} id={place.id("exposed-title")}>{words.pep}</Heading>
        <p className="hint">{words.pepLead}</p>
        <YesNo pointer="/signup/signature/politically_exposed_person" question={words.person.question} hint={words.person.hint}>
          <Explanation {...words.personMore} />
        </YesNo>
        <YesNo pointer="/signup/signature/politically_exposed_associated" question={words.associated.question} hint={words.associated.hint}>
          <Explanation {...words.associatedMore} />
        </YesNo>
      </section>
    </>
  );
}

function Signatories() {
  const form = useForm();
  const { signature: words } = useLanguage().text;
  const keys = form.rowKeys(SIGNATURES);
  const signatories = form.list(SIGNATURES) as readonly { name?: unknown }[];
  return (
    <section className="rows" aria-labelledby={form.place.id("signatories-title")}>
      <Heading rank={2} id={form.place.id("signatories-title")}>{words.signatories}</Heading>
      <p className="hint">{words.signatoriesHint}</p>
      {signatories.map(({ name }, index) => (
        <Row
          key={keys[index]}
          title={words.signatory(index + 1)}
          removeLabel={words.remove(typeof name === "string" && name ? name : words.signatory(index + 1))}
          onRemove={
            signatories.length > 1
              ? () => {
                  form.removeAt(SIGNATURES, index, typeof name === "string" && name ? name : words.signatory(index + 1));
                  form.place.focus(SIGNATURES);
                }
              : undefined
          }
        >
          <TextField pointer={`${SIGNATURES}/${index}/name`} {...words.name} autoComplete="off" />
          <TextField
            pointer={`${SIGNATURES}/${index}/email`}
            {...words.email}
            // Not of type email: browsers rewrite letters beyond ASCII in it, and trim it.
            type="text"
            inputMode="email"
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
          />
        </Row>
      ))}
      <Issues id={`${form.place.id(SIGNATURES)}-issues`} issues={form.shownAt(SIGNATURES)} />
      <Removed list={SIGNATURES} />
      <AddButton list={SIGNATURES} first="name">
        {words.add}
      </AddButton>
    </section>
  );
}

function Explanation({ title, items }: { title: string; items: readonly string[] }) {
  return (
    <details className="ds-details explanation">
      <summary>{title}</summary>
      <div>
        <ul>
          {items.map((item) => (
            <li key={item}>{item}</li>
          ))}
        </ul>
      </div>
    </details>
  );
}
