import { type ReactNode, useMemo } from "react";

import type { Locale } from "../engine";
import { type Dictionary, useLanguage } from "../language";
import { showShare } from "../numbers";
import { useForm } from "../use-form";

/** Where beneficial ownership begins; the rules decide what follows from it, this is only the line in the picture. */
const THRESHOLD = 25;

interface Share {
  readonly key: number;
  readonly who: string;
  readonly share: number | null;
}

/**
 * Who owns what, against the threshold, and what is unaccounted for. It is a table with bars in it, so that there is
 * one truth to look at and to listen to.
 */
export function SharePicture({ shares }: { shares: readonly Share[] }) {
  const form = useForm();
  const { locale, text } = useLanguage();
  const words = text.ownership.picture;
  const sum = total(shares);
  const rest = Math.max(0, round(100 - sum));
  const summary = inWords(shares, words, locale);
  // Read out when a field is left, not at every keystroke.
  const announced = useMemo(() => summary, [form.settled, locale]);

  return (
    <figure className="shares">
      <figcaption>
        <strong>{words.title}</strong>
        <span>{summary}</span>
      </figcaption>
      <p className="ds-sr-only" role="status">{announced}</p>
      <table>
        <thead className="ds-sr-only">
          <tr>
            <th scope="col">{words.owner}</th>
            <th scope="col">{words.share}</th>
          </tr>
        </thead>
        <tbody>
          {shares.map(({ key, who, share }) => (
            <Row key={key} who={who} share={share} kind={(share ?? 0) > THRESHOLD ? "above" : "below"}>
              {share === null ? <Unknown>{words.unknown}</Unknown> : showShare(share, locale)}
              {share !== null && share > THRESHOLD && <span className="ds-sr-only">, {words.over}</span>}
            </Row>
          ))}
          <Row who={words.unaccounted} share={rest} kind="rest">
            {showShare(rest, locale)}
          </Row>
        </tbody>
      </table>
      <p className="shares-threshold" aria-hidden="true">
        <span>{words.threshold}</span>
      </p>
    </figure>
  );
}

function Row({ who, share, kind, children }: { who: string; share: number | null; kind: "above" | "below" | "rest"; children: ReactNode }) {
  const width = Math.min(100, Math.max(0, share ?? 0));
  return (
    <tr data-kind={kind}>
      <th scope="row">{who}</th>
      <td className="shares-number">
        {children}
        <span className="shares-track" aria-hidden="true">
          <span className="shares-bar" style={{ inlineSize: `${width}%` }} />
        </span>
      </td>
    </tr>
  );
}

// A dash says it to the eye, words to the ear.
function Unknown({ children }: { children: string }) {
  return (
    <>
      <span aria-hidden="true">–</span>
      <span className="ds-sr-only">{children}</span>
    </>
  );
}

function inWords(shares: readonly Share[], words: Dictionary["ownership"]["picture"], locale: Locale): string {
  const sum = total(shares);
  if (sum <= 0) return words.none;
  const above = shares.filter(({ share }) => (share ?? 0) > THRESHOLD).length;
  const rest = round(100 - sum);
  return [
    words.sum(showShare(sum, locale)),
    rest > 0 && words.rest(showShare(rest, locale)),
    rest < 0 && words.tooMuch(showShare(-rest, locale)),
    words.above(above),
  ]
    .filter(Boolean)
    .join(" ");
}

function total(shares: readonly Share[]): number {
  return round(shares.reduce((sum, { share }) => sum + (share ?? 0), 0));
}

// A picture needs no more; the rules add the decimals exactly.
function round(share: number): number {
  return Math.round(share * 10_000) / 10_000;
}
