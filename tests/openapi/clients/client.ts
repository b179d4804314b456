/**
 * A TypeScript client that was generated from the server's document, in use: `client.js URL ACCOUNT TOKEN CALLBACK_TOKEN`.
 * What it names must be there by that name, and what it reads must have a type.
 */

import assert from "node:assert/strict";

import createClient from "openapi-fetch";

import type { components, paths } from "./schema.js";

type Schemas = components["schemas"];

const [url, aid, token, callbackToken] = process.argv.slice(2) as [string, string, string, string];
const client = createClient<paths>({ baseUrl: url, headers: { Authorization: `Bearer ${token}` } });

const owners: Schemas["Owner"][] = [
  { name: "Kari Nordmann", date_of_birth: "1990-09-20", percentage: 51 },
  { name: "Ola Nordmann", legal_name: "Nordmann Holding AS", percentage: 49 },
];
const ownership: Schemas["Ownership"] = { ownership_structure: "owners_with_more_than_25", owners };
const revenue: Schemas["Revenue"] = {
  currency: "NOK",
  yearly_revenue: "100.000-250.000 NOK",
  highest_transaction_amount: "500-1000 NOK",
  average_amount: "250-500 NOK",
  accept_prepaid: true,
  subscriptions_or_memberships: true,
  gift_cards: true,
};
const payment_options: Schemas["PaymentOption"][] = [{ type: "bambora.creditcard", currencies: ["NOK"] }];
const verifications: Schemas["Verifications"] = {
  terms_and_conditions: true,
  terms_and_conditions_url: "https://shop.example.com/terms",
  contact_information: true,
  payment_site: true,
  clear_pricing: true,
  payment_product_logos: true,
};
const signatures: Schemas["Signatory"][] = [{ name: "Kari Nordmann", email: "kari@example.com" }];
const signature: Schemas["Signature"] = { signatures, politically_exposed_person: false, politically_exposed_associated: false };
const applicant: Schemas["Applicant"] = { phone_number: "+4799999999" };
const signup: Schemas["Signup"] = {
  payment_options, revenue, bank_name: "DNB", account_number: "86011117947", store_type: ["online"], ownership, verifications, signature, applicant,
};

const path = { aid };
const connection = "/v1/accounts/{aid}/management/settings/connections/bambora";

const checked = await client.POST("/v1/check", { body: { signup: { ...signup, bank_name: "" } } });
assert.deepEqual(checked.data?.issues.filter((issue) => issue.severity === "error").map((issue) => issue.code), ["bank_name.required"]);

const refused = await client.POST(connection, { params: { path }, body: { signup: { ...signup, bank_name: " " } } });
const error = refused.error;
assert.ok(error && "error" in error);
assert.deepEqual([error.error.code, error.error.errors[0]?.path], ["not_ready", "/signup/bank_name"]);

const stored = await client.POST(connection, { params: { path }, body: { signup } });
const made: Schemas["Connection"] | undefined = stored.data;
assert.equal(made?.status, "pending");
assert.equal(made.signup?.ownership?.owners?.[1]?.legal_name, "Nordmann Holding AS");
const infos: unknown = made.events[0]?.metadata?.["infos"];
assert.ok(Array.isArray(infos) && infos.length === 1, "what belongs to an event can be read");

const read = await client.GET(connection, { params: { path } });
assert.deepEqual(read.data, made);

const callback_reference = made.direct_signups?.[0]?.signup_id;
assert.ok(callback_reference);
// The reference is the subject of the token: this one's is another.
const completion: Schemas["Completion"] = { merchant_number: "T1", md5_key: "key", payment_options };
const completed = await client.POST(`${connection}/{callback_reference}`, {
  params: { path: { aid, callback_reference } },
  body: completion,
  headers: { Authorization: `Bearer ${callbackToken}` },
});
assert.equal(completed.response.status, 403);

const link = await client.POST("/v1/accounts/{aid}/signup-sessions", { params: { path }, body: { locale: "nb", signup: { bank_name: "DNB" } } });
assert.ok(link.data && link.data.url.startsWith(`${url}/signup/`));
const revoked = await client.DELETE("/v1/accounts/{aid}/signup-sessions/{session}", { params: { path: { aid, session: link.data.id } } });
assert.equal(revoked.response.status, 204);
