/** The signup as JSON Schema, with formats for what it has no word for. For ajv. */

import { PAYMENT_TYPES, STORE_TYPES, STRUCTURES } from "../own.js";

const object = (properties, required) => ({ type: "object", required, properties });
const list = (items, minItems, maxItems) => ({ type: "array", items, minItems, maxItems });
const text = (maxLength) => ({ type: "string", maxLength, format: "text" });
const of = (format, maxLength) => ({ type: "string", maxLength, format });
const maybe = (schema) => ({ ...schema, nullable: true });
const BOOLEAN = { type: "boolean" };
const CURRENCY = { type: "string", format: "currency" };

export const SCHEMA = object(
  {
    signup: object(
      {
        payment_options: list(object({ type: { enum: PAYMENT_TYPES }, currencies: list(CURRENCY, 1, 180) }, ["type", "currencies"]), 1, 20),
        revenue: object(
          {
            currency: CURRENCY,
            yearly_revenue: text(64),
            highest_transaction_amount: text(64),
            average_amount: text(64),
            accept_prepaid: BOOLEAN,
            subscriptions_or_memberships: BOOLEAN,
            gift_cards: BOOLEAN,
          },
          ["currency", "yearly_revenue", "highest_transaction_amount", "average_amount", "accept_prepaid", "subscriptions_or_memberships", "gift_cards"],
        ),
        bank_name: text(200),
        account_number: text(64),
        store_type: list({ enum: STORE_TYPES }, 1, 10),
        ownership: object(
          {
            ownership_structure: { enum: STRUCTURES },
            owners: maybe({
              type: "array",
              maxItems: 100,
              items: object(
                {
                  name: text(200),
                  legal_name: maybe(text(200)),
                  date_of_birth: maybe(of("birthday", 64)),
                  percentage: { type: "number", exclusiveMinimum: 0, maximum: 100 },
                },
                ["name", "percentage"],
              ),
            }),
          },
          ["ownership_structure"],
        ),
        verifications: maybe(
          object(
            {
              terms_and_conditions: maybe(BOOLEAN),
              terms_and_conditions_url: maybe(of("web-address", 2048)),
              contact_information: maybe(BOOLEAN),
              payment_site: maybe(BOOLEAN),
              clear_pricing: maybe(BOOLEAN),
              payment_product_logos: maybe(BOOLEAN),
            },
            [],
          ),
        ),
        signature: object(
          {
            signatures: list(object({ name: text(200), email: of("mail", 254) }, ["name", "email"]), 1, 100),
            politically_exposed_person: BOOLEAN,
            politically_exposed_associated: BOOLEAN,
          },
          ["signatures", "politically_exposed_person", "politically_exposed_associated"],
        ),
        applicant: object({ phone_number: of("phone", 32) }, ["phone_number"]),
      },
      ["payment_options", "revenue", "bank_name", "account_number", "store_type", "ownership", "signature", "applicant"],
    ),
  },
  ["signup"],
);
