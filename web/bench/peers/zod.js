import * as z from "zod";
import { isBirthday, isCurrency, isEmail, isText, isUrl, PAYMENT_TYPES, STORE_TYPES, STRUCTURES } from "../own.js";

/** A check of the signup: `isPhone` is what is asked of the phone number, `across` looks at more than one field. */
export function checker(isPhone, across) {
  const text = (maximum) => z.string().max(maximum).refine(isText);
  const currency = z.string().refine(isCurrency);
  const document = z
    .object({
      signup: z.object({
        payment_options: z.array(z.object({ type: z.enum(PAYMENT_TYPES), currencies: z.array(currency).min(1).max(180) })).min(1).max(20),
        revenue: z.object({
          currency,
          yearly_revenue: text(64),
          highest_transaction_amount: text(64),
          average_amount: text(64),
          accept_prepaid: z.boolean(),
          subscriptions_or_memberships: z.boolean(),
          gift_cards: z.boolean(),
        }),
        bank_name: text(200),
        account_number: text(64),
        store_type: z.array(z.enum(STORE_TYPES)).min(1).max(10),
        ownership: z.object({
          ownership_structure: z.enum(STRUCTURES),
          owners: z
            .array(
              z.object({
                name: text(200),
                legal_name: text(200).nullish(),
                date_of_birth: z.string().refine(isBirthday).nullish(),
                percentage: z.number().gt(0).lte(100),
              }),
            )
            .max(100)
            .nullish(),
        }),
        verifications: z
          .object({
            terms_and_conditions: z.boolean().nullish(),
            terms_and_conditions_url: z.string().max(2048).refine(isUrl).nullish(),
            contact_information: z.boolean().nullish(),
            payment_site: z.boolean().nullish(),
            clear_pricing: z.boolean().nullish(),
            payment_product_logos: z.boolean().nullish(),
          })
          .nullish(),
        signature: z.object({
          signatures: z.array(z.object({ name: text(200), email: z.string().max(254).refine(isEmail) })).min(1).max(100),
          politically_exposed_person: z.boolean(),
          politically_exposed_associated: z.boolean(),
        }),
        applicant: z.object({ phone_number: z.string().max(32).refine(isPhone) }),
      }),
    });
  const whole = z.check((context) => across(context.value, (message, path) => context.issues.push({ code: "custom", message, path, input: context.value })));
  // Else what looks at several fields would be silent while any of them is wrong.
  whole._zod.def.when = () => true;
  const checked = document.check(whole);
  return (value) => {
    const result = checked.safeParse(value);
    return result.success ? [] : result.error.issues;
  };
}
