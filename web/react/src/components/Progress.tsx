import { memo } from "react";

import { useLanguage } from "../language";
import { SECTIONS, STEPS, type Step } from "../steps";
import { useStanding } from "../use-form";

/** Where one is, and how far each section has come by the rules' own count. */
export const Progress = memo(function Progress() {
  const form = useStanding();
  const { text } = useLanguage();
  return (
    <nav className="progress" aria-label={text.progress.label}>
      <StepList />
      {/* On a narrow screen the list is folded away behind the step's name. */}
      <details className="progress-compact" key={form.step}>
        <summary>
          <span className="progress-segments" aria-hidden="true">
            {STEPS.map((step) => (
              <Segment key={step} step={step} />
            ))}
          </span>
          <span className="progress-here">
            {text.progress.step(STEPS.indexOf(form.step) + 1, STEPS.length)}
            <span className="progress-all">{text.progress.all}</span>
          </span>
        </summary>
        <StepList />
      </details>
    </nav>
  );
});

function StepList() {
  const form = useStanding();
  const { text } = useLanguage();
  return (
    <ol>
      {STEPS.map((step, index) => (
        <li key={step}>
          <a
            href={form.hrefOf(step)}
            aria-current={form.step === step ? "step" : undefined}
            onClick={(event) => {
              event.preventDefault();
              form.goTo(step);
            }}
          >
            <Ring step={step} number={index + 1} />
            <span>
              <span className="progress-name">{text.steps[step].name}</span>
              {step !== "review" && <SectionStatus section={step} />}
            </span>
          </a>
        </li>
      ))}
    </ol>
  );
}

type Section = (typeof SECTIONS)[number];

/** How a section stands, in words. */
export function SectionStatus({ section }: { section: Section }) {
  const form = useStanding();
  const { progress } = useLanguage().text;
  const state = useSection(section);
  if (form.summary(section).length > 0) return <span className="status" data-state="attention">{progress.attention}</span>;
  if (!state) return null;
  const { status, required, fulfilled } = state;
  if (status === "ready") return <span className="status" data-state="ready">{required === 0 ? progress.nothingOwed : progress.ready}</span>;
  return <span className="status" data-state="open">{progress.answered(fulfilled, required)}</span>;
}

const RADIUS = 12.5;
const LENGTH = 2 * Math.PI * RADIUS;

/** The step's number in a ring that closes as its answers come in; then a tick. */
function Ring({ step, number }: { step: Step; number: number }) {
  const form = useStanding();
  const state = useSection(step);
  const isReady = state?.status === "ready";
  const needsAttention = step !== "review" && form.summary(step).length > 0;
  return (
    <svg className="ring" viewBox="0 0 30 30" aria-hidden="true" data-ready={isReady || undefined} data-attention={needsAttention || undefined}>
      <circle className="ring-track" cx="15" cy="15" r={RADIUS} />
      <circle className="ring-done" cx="15" cy="15" r={RADIUS} strokeDasharray={`${share(state) * LENGTH} ${LENGTH}`} />
      {isReady ? (
        <path className="ring-tick" d="m9.5 15.5 3.7 3.7 7.3-8" />
      ) : (
        <text x="15" y="15" dy=".36em">{needsAttention ? "!" : number}</text>
      )}
    </svg>
  );
}

function Segment({ step }: { step: Step }) {
  const form = useStanding();
  const state = useSection(step);
  // The review is the last thing to do: its segment is full once nothing keeps the signup from being sent.
  const isReady = step === "review" && form.report?.status === "ready";
  const needsAttention = step !== "review" && form.summary(step).length > 0;
  return (
    <span className="segment" data-here={form.step === step || undefined} data-attention={needsAttention || undefined}>
      <span style={{ inlineSize: `${(isReady ? 1 : share(state)) * 100}%` }} />
    </span>
  );
}

function useSection(step: Step) {
  return useStanding().report?.sections.find(({ section }) => section === step);
}

function share(state: ReturnType<typeof useSection>): number {
  if (!state) return 0;
  if (state.status === "ready") return 1;
  return state.required > 0 ? state.fulfilled / state.required : 0;
}
