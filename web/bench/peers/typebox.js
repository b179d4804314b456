import { Compile } from "typebox/compile";
import { Settings } from "typebox/system";
import { Array, Boolean, Enum, Null, Number, Object, Optional, Refine, String, Union } from "typebox/type";
import { isBirthday, isCurrency, isEmail, isText, isUrl, PAYMENT_TYPES, STORE_TYPES, STRUCTURES } from "../own.js";

// By default it stops after eight.
Settings.Set({ maxErrors: 1000 });

/** A check of the signup: `isPhone` is what is asked of the phone number, `across` looks at more than one field. */
export function checker(isPhone, across) {
  const text = (maxLength) => Refine(String({ maxLength }), isText);
  const currency = Refine(String(), isCurrency);
  const maybe = (type) => Optional(Union([type, Null()]));
  const document = Compile(
    Object({
      signup: Object({
        payment_options: Array(Object({ type: Enum(PAYMENT_TYPES), currencies: Array(currency, { minItems: 1, maxItems: 180 }) }), { minItems: 1, maxItems: 20 }),
        revenue: Object({
          currency,
          yearly_revenue: text(64),
          highest_transaction_amount: text(64),
          average_amount: text(64),
          accept_prepaid: Boolean(),
          subscriptions_or_memberships: Boolean(),
          gift_cards: Boolean(),
        }),
        bank_name: text(200),
        account_number: text(64),
        store_type: Array(Enum(STORE_TYPES), { minItems: 1, maxItems: 10 }),
        ownership: Object({
          ownership_structure: Enum(STRUCTURES),
          owners: maybe(
            Array(
              Object({
                name: text(200),
                legal_name: maybe(text(200)),
                date_of_birth: maybe(Refine(String(), isBirthday)),
                percentage: Number({ exclusiveMinimum: 0, maximum: 100 }),
              }),
              { maxItems: 100 },
            ),
          ),
        }),
        verifications: maybe(
          Object({
            terms_and_conditions: maybe(Boolean()),
            terms_and_conditions_url: maybe(Refine(String({ maxLength: 2048 }), isUrl)),
            contact_information: maybe(Boolean()),
            payment_site: maybe(Boolean()),
            clear_pricing: maybe(Boolean()),
            payment_product_logos: maybe(Boolean()),
          }),
        ),
        signature: Object({
          signatures: Array(Object({ name: text(200), email: Refine(String({ maxLength: 254 }), isEmail) }), { minItems: 1, maxItems: 100 }),
          politically_exposed_person: Boolean(),
          politically_exposed_associated: Boolean(),
        }),
        applicant: Object({ phone_number: Refine(String({ maxLength: 32 }), isPhone) }),
      }),
    }),
  );
  return (value) => {
    const issues = document.Check(value) ? [] : document.Errors(value);
    across(value, (message, path) => issues.push({ message, path }));
    return issues;
  };
}
