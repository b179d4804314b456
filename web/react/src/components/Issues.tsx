import type { Issue } from "../engine";
import { useLanguage } from "../language";

const COLORS = { error: "danger", warning: "warning", info: "info" } as const;

/** What is said about a field, beside it: errors, and what is only worth a look. */
export function Issues({ id, issues }: { id: string; issues: readonly Issue[] }) {
  const { text } = useLanguage();
  if (issues.length === 0) return null;
  return (
    <div id={id} className="issues">
      {issues.map((issue) => (
        <p className="ds-validation-message" key={`${issue.path} ${issue.code}`} data-color={COLORS[issue.severity]} data-code={issue.code}>
          <span className="ds-sr-only">{text[issue.severity]} </span>
          {issue.message}
        </p>
      ))}
    </div>
  );
}

export function hasError(issues: readonly Issue[]): boolean {
  return issues.some(({ severity }) => severity === "error");
}

/** For `aria-describedby`: those of the ids that are there. */
export function describedBy(...ids: (string | false | undefined)[]): string | undefined {
  return ids.filter(Boolean).join(" ") || undefined;
}
