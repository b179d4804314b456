/** A signup with everything filled in but what the examples ask for. */

import type { SignupDocument } from "merchant-signup";

const rest = {
  payment_options: [{ type: "bambora.creditcard", currencies: ["NOK"] }],
  revenue: {
    currency: "NOK",
    yearly_revenue: "100.000-250.000 NOK",
    highest_transaction_amount: "500-1000 NOK",
    average_amount: "250-500 NOK",
    accept_prepaid: true,
    subscriptions_or_memberships: true,
    gift_cards: true,
  },
  store_type: ["instore"],
  ownership: { ownership_structure: "complex" },
  signature: {
    signatures: [{ name: "Kari Nordmann", email: "kari@example.com" }],
    politically_exposed_person: false,
    politically_exposed_associated: false,
  },
};

export const start = { signup: { ...rest, bank_name: "", account_number: "", applicant: { phone_number: "" } } } satisfies SignupDocument;
