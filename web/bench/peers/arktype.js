import { type } from "arktype";
import { isBirthday, isCurrency, isEmail, isText, isUrl, PAYMENT_TYPES, STORE_TYPES, STRUCTURES } from "../own.js";

/** A check of the signup: `isPhone` is what is asked of the phone number, `across` looks at more than one field. */
export function checker(isPhone, across) {
  const text = (maximum) => type(`string <= ${maximum}`).narrow(isText);
  const currency = type("string").narrow(isCurrency);
  const maybe = (of) => of.or("null");
  const document = type({
    signup: {
      payment_options: type({ type: type.enumerated(...PAYMENT_TYPES), currencies: currency.array().atLeastLength(1).atMostLength(180) })
        .array()
        .atLeastLength(1)
        .atMostLength(20),
      revenue: {
        currency,
        yearly_revenue: text(64),
        highest_transaction_amount: text(64),
        average_amount: text(64),
        accept_prepaid: "boolean",
        subscriptions_or_memberships: "boolean",
        gift_cards: "boolean",
      },
      bank_name: text(200),
      account_number: text(64),
      store_type: type.enumerated(...STORE_TYPES).array().atLeastLength(1).atMostLength(10),
      ownership: {
        ownership_structure: type.enumerated(...STRUCTURES),
        "owners?": maybe(
          type({
            name: text(200),
            "legal_name?": maybe(text(200)),
            "date_of_birth?": maybe(type("string").narrow(isBirthday)),
            percentage: "0 < number <= 100",
          })
            .array()
            .atMostLength(100),
        ),
      },
      "verifications?": maybe(
        type({
          "terms_and_conditions?": "boolean | null",
          "terms_and_conditions_url?": maybe(type("string <= 2048").narrow(isUrl)),
          "contact_information?": "boolean | null",
          "payment_site?": "boolean | null",
          "clear_pricing?": "boolean | null",
          "payment_product_logos?": "boolean | null",
        }),
      ),
      signature: {
        signatures: type({ name: text(200), email: type("string <= 254").narrow(isEmail) }).array().atLeastLength(1).atMostLength(100),
        politically_exposed_person: "boolean",
        politically_exposed_associated: "boolean",
      },
      applicant: { phone_number: type("string <= 32").narrow(isPhone) },
    },
  });
  return (value) => {
    const result = document(value);
    const issues = result instanceof type.errors ? [...result] : [];
    across(value, (message, path) => issues.push({ message, path }));
    return issues;
  };
}
