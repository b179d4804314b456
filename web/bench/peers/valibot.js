import * as v from "valibot";
import { isBirthday, isCurrency, isEmail, isText, isUrl, PAYMENT_TYPES, STORE_TYPES, STRUCTURES } from "../own.js";

/** A check of the signup: `isPhone` is what is asked of the phone number, `across` looks at more than one field. */
export function checker(isPhone, across) {
  const text = (maximum) => v.pipe(v.string(), v.maxLength(maximum), v.check(isText));
  const currency = v.pipe(v.string(), v.check(isCurrency));
  const document = v.pipe(
    v.object({
      signup: v.object({
        payment_options: v.pipe(
          v.array(v.object({ type: v.picklist(PAYMENT_TYPES), currencies: v.pipe(v.array(currency), v.minLength(1), v.maxLength(180)) })),
          v.minLength(1),
          v.maxLength(20),
        ),
        revenue: v.object({
          currency,
          yearly_revenue: text(64),
          highest_transaction_amount: text(64),
          average_amount: text(64),
          accept_prepaid: v.boolean(),
          subscriptions_or_memberships: v.boolean(),
          gift_cards: v.boolean(),
        }),
        bank_name: text(200),
        account_number: text(64),
        store_type: v.pipe(v.array(v.picklist(STORE_TYPES)), v.minLength(1), v.maxLength(10)),
        ownership: v.object({
          ownership_structure: v.picklist(STRUCTURES),
          owners: v.nullish(
            v.pipe(
              v.array(
                v.object({
                  name: text(200),
                  legal_name: v.nullish(text(200)),
                  date_of_birth: v.nullish(v.pipe(v.string(), v.check(isBirthday))),
                  percentage: v.pipe(v.number(), v.gtValue(0), v.maxValue(100)),
                }),
              ),
              v.maxLength(100),
            ),
          ),
        }),
        verifications: v.nullish(
          v.object({
            terms_and_conditions: v.nullish(v.boolean()),
            terms_and_conditions_url: v.nullish(v.pipe(v.string(), v.maxLength(2048), v.check(isUrl))),
            contact_information: v.nullish(v.boolean()),
            payment_site: v.nullish(v.boolean()),
            clear_pricing: v.nullish(v.boolean()),
            payment_product_logos: v.nullish(v.boolean()),
          }),
        ),
        signature: v.object({
          signatures: v.pipe(v.array(v.object({ name: text(200), email: v.pipe(v.string(), v.maxLength(254), v.check(isEmail)) })), v.minLength(1), v.maxLength(100)),
          politically_exposed_person: v.boolean(),
          politically_exposed_associated: v.boolean(),
        }),
        applicant: v.object({ phone_number: v.pipe(v.string(), v.maxLength(32), v.check(isPhone)) }),
      }),
    }),
    v.rawCheck(({ dataset, addIssue }) =>
      across(dataset.value, (message, path) =>
        addIssue({ message, path: path.map((key) => ({ type: "unknown", origin: "value", input: undefined, key, value: undefined })) }),
      ),
    ),
  );
  return (value) => v.safeParse(document, value).issues ?? [];
}
