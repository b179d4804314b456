import type { ReactNode } from "react";

import { bandInWords, bandsFor } from "../bands";
import { Button } from "../components/Button";
import { CopyAndDownload } from "../components/CopyAndDownload";
import { Heading } from "../components/Heading";
import { SectionStatus } from "../components/Progress";
import { type Dictionary, type Language, useLanguage } from "../language";
import { showDate, showShare } from "../numbers";
import { asSent } from "../send";
import { SECTIONS, changeOf } from "../steps";
import { useForm } from "../use-form";

export function Review() {
  const form = useForm();
  const { text } = useLanguage();
  const words = text.review;
  const status = form.report?.status;
  const standing = !status ? words.unchecked : status === "ready" ? words.complete : status === "incomplete" ? words.incomplete : words.invalid;

  return (
    <>
      <p className="standing" data-status={status}>{standing}</p>
      <AnswersInWords value={form.value}>
        {(section) => (
          <>
            <SectionStatus section={section} />
            <Button
              variant="tertiary"
              data-size="sm"
              data-pointer={changeOf(section)}
              aria-describedby={form.place.id(`review-${section}`)}
              onClick={() => form.correct(section)}
            >
              {text.actions.change}
            </Button>
          </>
        )}
      </AnswersInWords>
      <section className="review-copy" aria-labelledby={form.place.id("review-copy")}>
        <Heading rank={2} id={form.place.id("review-copy")}>{words.own}</Heading>
        <CopyAndDownload signup={asSent(form.value)} />
      </section>
      {form.config.account && (
        <p className="hint">
          {words.account}: {form.config.account}
          {form.config.account.startsWith("T") && ` (${words.testAccount})`}
        </p>
      )}
    </>
  );
}

type SectionOfForm = (typeof SECTIONS)[number];

/** All answers, to be read; beside each section's heading, what can be done with it. */
export function AnswersInWords({ value, children }: { value: unknown; children?: (section: SectionOfForm) => ReactNode }) {
  const { place } = useForm();
  const language = useLanguage();
  const { text } = language;
  return SECTIONS.map((section) => (
    <section key={section} className="review-section" aria-labelledby={place.id(`review-${section}`)}>
      <header>
        <Heading rank={2} id={place.id(`review-${section}`)}>{text.steps[section].name}</Heading>
        {children?.(section)}
      </header>
      <dl>
        {answers[section](new Answers(value, language)).map(({ label, answer }, index) => (
          <div key={index}>
            <dt>{label}</dt>
            <dd>{answer ?? <span className="unanswered">{text.review.unanswered}</span>}</dd>
          </div>
        ))}
      </dl>
    </section>
  ));
}

interface Line {
  label: string;
  answer: ReactNode;
}

type Fields = Record<string, unknown>;

/** The answers in words. What is not there is null, and shown as not answered. */
class Answers {
  readonly signup: Fields;
  readonly language: Language;
  readonly text: Dictionary;

  constructor(value: unknown, language: Language) {
    this.signup = object(object(value).signup);
    this.language = language;
    this.text = language.text;
  }

  line(label: string, value: unknown): Line {
    return { label, answer: this.#inWords(value) };
  }

  #inWords(value: unknown): ReactNode {
    if (value === true) return this.text.yes;
    if (value === false) return this.text.no;
    return typeof value === "number" || filled(value) ? value : null;
  }
}

const answers: Record<SectionOfForm, (from: Answers) => Line[]> = {
  payment_options(from) {
    const { text, signup } = from;
    const options = list(signup.payment_options).map(object);
    if (options.length === 0) return [from.line(text.payment.type, null)];
    return options.map(({ type, currencies }) =>
      from.line(text.payment.types[String(type)]?.name ?? String(type), list(currencies).join(", ")),
    );
  },

  revenue(from) {
    const { text, signup } = from;
    const revenue = object(signup.revenue);
    return [
      from.line(text.revenue.currency, revenue.currency),
      ...(["yearly_revenue", "highest_transaction_amount", "average_amount"] as const).map((amount) => {
        const band = bandsFor(amount, String(revenue.currency)).find(({ wire }) => wire === revenue[amount]);
        return from.line(text.revenue[amount].label, band ? bandInWords(band, String(revenue.currency), from.language) : revenue[amount]);
      }),
      ...(["accept_prepaid", "subscriptions_or_memberships", "gift_cards"] as const).map((question) =>
        from.line(text.revenue[question].label, revenue[question]),
      ),
    ];
  },

  bank_account: (from) => [
    from.line(from.text.bank.bank_name.label, from.signup.bank_name),
    from.line(from.text.bank.account_number.label, from.signup.account_number),
  ],

  store_type(from) {
    const { label, types } = from.text.store;
    return [from.line(label, list(from.signup.store_type).map((type) => types[String(type)]?.name ?? String(type)).join(", "))];
  },

  ownership(from) {
    const { text, signup, language: { locale } } = from;
    const words = text.ownership;
    const ownership = object(signup.ownership);
    const structure = words.structure.options[String(ownership.ownership_structure)]?.name;
    const owners = list(ownership.owners).map(object);
    return [
      from.line(words.structure.label, structure),
      ...owners.map((owner, index) => {
        const { name, legal_name, date_of_birth, percentage } = owner;
        const who = filled(legal_name) ? text.review.company(String(name ?? "–"), legal_name) : name;
        const details = [
          who,
          filled(date_of_birth) && text.review.born(showDate(date_of_birth, locale)),
          typeof percentage === "number" ? showShare(percentage, locale) : percentage,
        ];
        return from.line(words.owner(index + 1), details.filter(Boolean).join(", "));
      }),
    ];
  },

  verifications(from) {
    const verifications = object(from.signup.verifications);
    const { text } = from;
    return (
      ["terms_and_conditions", "terms_and_conditions_url", "contact_information", "payment_site", "clear_pricing", "payment_product_logos"] as const
    ).map((field) => from.line(text.verifications[field].label, verifications[field]));
  },

  signature(from) {
    const words = from.text.signature;
    const signature = object(from.signup.signature);
    return [
      ...list(signature.signatures)
        .map(object)
        .map(({ name, email }, index) => from.line(words.signatory(index + 1), [name, email].filter(Boolean).join(", "))),
      from.line(words.person.label, signature.politically_exposed_person),
      from.line(words.associated.label, signature.politically_exposed_associated),
    ];
  },

  applicant: (from) => [from.line(from.text.applicant.phone_number.label, object(from.signup.applicant).phone_number)],
};

function object(value: unknown): Fields {
  return value !== null && typeof value === "object" ? (value as Fields) : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function filled(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "";
}
