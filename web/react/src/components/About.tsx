import { useLanguage } from "../language";
import { useForm } from "../use-form";
import { Heading } from "./Heading";

/** What one should know and have at hand before the first question. */
export function BeforeYouBegin() {
  const { config, place } = useForm();
  const { text } = useLanguage();
  const words = text.start;
  return (
    <section className="panel before" aria-labelledby={place.id("before-title")}>
      <Heading rank={2} id={place.id("before-title")}>{words.title}</Heading>
      <p>{config.about.company ? words.whoNamed(config.about.company) : words.who}</p>
      <p>{words.howLong}</p>
      <div>
        <p id={place.id("before-needs")}>{words.needs}</p>
        <ul aria-labelledby={place.id("before-needs")}>
          {words.list.map((item) => (
            <li key={item}>{item}</li>
          ))}
        </ul>
      </div>
    </section>
  );
}

/** Who asks, what becomes of the answers, and who helps: what the form is configured with. */
export function About() {
  const { company, privacyUrl, helpUrl, helpEmail, helpPhone } = useForm().config.about;
  const { about } = useLanguage().text;
  const help = [
    helpPhone && <a key="phone" className="ds-link" href={`tel:${helpPhone.replace(/[^\d+]/g, "")}`}>{helpPhone}</a>,
    helpEmail && <a key="email" className="ds-link" href={`mailto:${helpEmail}`}>{helpEmail}</a>,
    helpUrl && <a key="url" className="ds-link" href={helpUrl} target="_blank" rel="noreferrer">{about.helpPage}</a>,
  ].filter(Boolean);
  if (!company && !privacyUrl && help.length === 0) return null;
  return (
    <footer className="about">
      {company && <p>{about.by(company)}</p>}
      {privacyUrl && <p><a className="ds-link" href={privacyUrl} target="_blank" rel="noreferrer">{about.privacy}</a></p>}
      {help.length > 0 && <p className="about-help"><span>{about.help}</span> {help}</p>}
    </footer>
  );
}
