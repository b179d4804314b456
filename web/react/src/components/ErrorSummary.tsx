import type { Issue } from "../engine";
import { useLanguage } from "../language";
import { sectionOf } from "../steps";
import { useAttention } from "../use-attention";
import { useForm } from "../use-form";
import { Heading } from "./Heading";

/** What has to be put right before going on, with a link to each. It takes the focus when an attempt fails. */
export function ErrorSummary({ issues }: { issues: readonly Issue[] }) {
  const form = useForm();
  const { text } = useLanguage();
  const isTheirs = form.step === "review" && form.sending === "issues";
  const title = isTheirs ? text.summary.fromServer : text.summary.title(issues.length);
  // One that is folded away for itself would take the room that it stands in.
  const folded = form.step === "review" && issues.length > MOST_SHOWN + 1 ? issues.slice(MOST_SHOWN) : [];
  const box = useAttention<HTMLElement>(form.attempts);

  return (
    // Always there, so that the attempt that fills it can also move the focus to it.
    <section ref={box} className="error-summary" tabIndex={-1} hidden={issues.length === 0} aria-labelledby={form.place.id("error-summary-title")}>
      <Heading rank={2} id={form.place.id("error-summary-title")}>{title}</Heading>
      <Links issues={folded.length > 0 ? issues.slice(0, MOST_SHOWN) : issues} />
      {folded.length > 0 && (
        <details>
          <summary>{text.summary.more(folded.length)}</summary>
          <Links issues={folded} />
        </details>
      )}
    </section>
  );
}

/** A whole signup may have dozens: the rest is folded away, so that the button below stays in reach. */
const MOST_SHOWN = 5;

function Links({ issues }: { issues: readonly Issue[] }) {
  return (
    <ul>
      {issues.map((issue) => (
        <li key={`${issue.path} ${issue.code}`}>
          <SummaryLink issue={issue} />
        </li>
      ))}
    </ul>
  );
}

function SummaryLink({ issue }: { issue: Issue }) {
  const form = useForm();
  const section = sectionOf(issue.path);
  // Something outside the fields, such as the account: there is nowhere to go.
  if (!section) return <span>{issue.message}</span>;
  return (
    <a
      className="ds-link"
      href={form.hrefOf(section)}
      onClick={(event) => {
        event.preventDefault();
        if (form.step === section) form.place.focus(issue.path);
        else if (form.step === "review") form.correct(section, issue.path);
        else form.goToField(section, issue.path);
      }}
    >
      {issue.message}
    </a>
  );
}
