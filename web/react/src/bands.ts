/**
 * The ranges on offer for amounts, as the API's published examples write them: dots from ten thousand up.
 * The ladders of all currencies have the same rungs, so that a choice can move with a change of currency.
 */

import type { Language } from "./language";
import { showAmount } from "./numbers";

export type Amount = "yearly_revenue" | "highest_transaction_amount" | "average_amount";

export interface Band {
  /** As it is sent. */
  readonly wire: string;
  /** Nothing for an open end. */
  readonly low: number | null;
  readonly high: number | null;
}

/** A range as people read it. */
export function bandInWords({ low, high }: Band, currency: string, { locale, text }: Language): string {
  if (low === null) return text.revenue.under(`${showAmount(high ?? 0, locale)} ${currency}`.trim());
  if (high === null) return text.revenue.over(`${showAmount(low, locale)} ${currency}`.trim());
  return `${showAmount(low, locale)}–${showAmount(high, locale)} ${currency}`.trim();
}

/** No ladder for currencies that fit neither scale: there, people type the range. */
export function bandsFor(amount: Amount, currency: string): readonly Band[] {
  const scale = SCALES[currency];
  if (!scale) return [];
  const steps = STEPS_IN_KRONER[amount].map((step) => step * scale);
  const ends = [null, ...steps, null];
  return ends.slice(1).map((high, index) => {
    const low = ends[index] ?? null;
    return { low, high, wire: `${write(low, high)} ${currency}`.trim() };
  });
}

const STEPS_IN_KRONER: Record<Amount, readonly number[]> = {
  yearly_revenue: [100_000, 250_000, 500_000, 1_000_000, 5_000_000, 10_000_000],
  highest_transaction_amount: [500, 1000, 5000, 10_000, 50_000],
  average_amount: [250, 500, 1000, 2500, 10_000],
};

const SCALES: Readonly<Record<string, number>> = {
  // Until a currency is chosen: the ranges then move to it.
  "": 1,
  NOK: 1, SEK: 1, DKK: 1,
  EUR: 0.1, USD: 0.1, GBP: 0.1, CHF: 0.1, CAD: 0.1, AUD: 0.1,
  ISK: 10, JPY: 10,
};

function write(low: number | null, high: number | null): string {
  if (low === null) return `<${group(high ?? 0)}`;
  return high === null ? `>${group(low)}` : `${group(low)}-${group(high)}`;
}

function group(number: number): string {
  return number < 10_000 ? String(number) : String(number).replace(/\B(?=(\d{3})+$)/g, ".");
}
