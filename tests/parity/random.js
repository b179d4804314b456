/** Seeded chance: documents and values that go wrong in every way, and edits. */

import { EXAMPLES, READY } from "./vectors.js";

/** mulberry32: the same numbers for the same seed, everywhere. */
export function chance(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const below = (count) => Math.floor(next() * count);
  return { next, below, one: (list) => list[below(list.length)], often: (share) => next() < share };
}

const TEXTS = [
  "", " ", "\u00a0", "DNB", " DNB ", "NOK", "nok", "SEK", "EUR", "DKK", "XXX", "86011117947", "8601 11 17947", "86011117949", "00000000000",
  "NO9386011117947", "no93 8601 1117 947", "GB25123412345698765432", "ZZ12", "500-1000 NOK", "<500", ">1.000.000 NOK", "1000-500", "12 – 34 EUR", "1'000.50",
  "online", "instore", "remote", "popup", "bambora.creditcard", "bambora.vipps", "bambora.mobilepay", "vipps", "owners_with_more_than_25",
  "no_owners_with_more_than_25", "complex", "1990-09-20", "2023-02-29", "2024-02-29", "2030-01-01", "1890-01-01", "2010-05-05", "20.09.1990",
  "https://shop.example.com/terms", "http://localhost/", "https://user:pw@example.com", "ftp://example.com", "https://192.168.0.1/", "shop.example.com",
  "kari@example.com", "KARI@EXAMPLE.COM", "kari@blåbær.no", "kari@localhost", "+4799999999", "+47 99 99 99 99", "004799999999", "+1", "+999123456",
  "Kari Nordmann", "kari  nordmann", "Nordmann Holding AS", "Ærlig Øst", "tab\there", "\u202ebackwards", "😀 AS", "e\u0301", "\u0000", "true", "51", "1e2",
  "x".repeat(65), "x".repeat(201), "é".repeat(200), "😀".repeat(101), "https://example.com/" + "a".repeat(2040),
];
const NUMBERS = [0, -0, 1, 24.99, 25, 25.01, 25.1, 39.2, 35.7, 49, 51, 100, 100.01, -1, 0.1 + 0.2, 1e-9, 1e21, 1e300, 5e-324, 2 ** 53, 33.333333333333336];
const KEYS = [
  "signup", "payment_options", "type", "currencies", "revenue", "currency", "yearly_revenue", "average_amount", "bank_name", "account_number", "store_type",
  "ownership", "owners", "name", "legal_name", "date_of_birth", "percentage", "verifications", "terms_and_conditions_url", "signature", "signatures",
  "email", "applicant", "phone_number", "bank_nam", "Bank_Name", "phone", "x", "a/b", "a~b", "0", "12", "-", "", "constructor", "hasOwnProperty", "toString", "__proto__",
  "ключ", "key with space", "k".repeat(64), "k".repeat(65), "account_id", "document",
];

/** Any JSON value, small. */
export function jsonValue(random, depth = 3) {
  const kind = random.below(depth > 0 ? 12 : 9);
  if (kind < 4) return random.one(TEXTS);
  if (kind < 6) return random.one(NUMBERS);
  if (kind < 8) return random.often(0.5);
  if (kind < 9) return null;
  if (kind < 10) return Array.from({ length: random.below(4) }, () => jsonValue(random, depth - 1));
  return entries(Array.from({ length: random.below(4) }, () => [random.one(KEYS), jsonValue(random, depth - 1)]));
}

/** An object with own keys, `__proto__` too. */
function entries(list) {
  const object = {};
  for (const [key, value] of list) Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  return object;
}

/** Every pointer of a document, from the root down. */
export function pointers(value, path = "") {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.keys(value).flatMap((key) => pointers(value[key], `${path}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`))];
}

function holderOf(document, pointer) {
  const tokens = pointer.split("/").slice(1).map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
  const last = tokens.pop();
  return [tokens.reduce((inner, token) => inner[token], document), last];
}

/** A signup with some things changed: values, types, keys, their order, their number. */
export function jsonDocument(random) {
  const document = structuredClone(random.one(EXAMPLES));
  if (random.often(0.02)) return jsonValue(random);
  for (let left = random.below(6); left > 0; left--) {
    const pointer = random.one(pointers(document).slice(1));
    if (pointer === undefined) break;
    const [holder, last] = holderOf(document, pointer);
    switch (random.below(7)) {
      case 0:
        Array.isArray(holder) ? holder.splice(Number(last), 1) : delete holder[last];
        break;
      case 1:
        if (Array.isArray(holder)) holder.splice(Number(last), 0, ...Array.from({ length: random.often(0.1) ? 120 : 1 }, () => structuredClone(holder[Number(last)])));
        else Object.defineProperty(holder, random.one(KEYS), { value: jsonValue(random), enumerable: true, configurable: true, writable: true });
        break;
      case 2: {
        if (Array.isArray(holder)) break;
        // The same keys in another order.
        const turned = Object.entries(holder).sort(() => random.next() - 0.5);
        for (const [key] of turned) delete holder[key];
        for (const [key, value] of turned) Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
        break;
      }
      default:
        holder[last] = jsonValue(random);
    }
  }
  return document;
}

/** What JSON has no word for, though most of it has a text. Each is made anew. */
export const ODD = [
  () => undefined,
  () => () => 1,
  () => Symbol("x"),
  () => new Date(0),
  () => new Date(Number.NaN),
  () => new Map([["phone_number", 5]]),
  () => new Set(["NOK"]),
  () => /x/,
  () => new (class Signup {
    bank_name = "DNB";
    #hidden = 1;
    get hidden() {
      return this.#hidden;
    }
  })(),
  () => Object.create({ bank_name: "inherited" }),
  () => Object.create(null, { name: { value: "Kari", enumerable: true }, hidden: { value: 1 } }),
  () => Object.create({ get name() { throw new Error("a getter of the prototype"); } }),
  () => new String("NOK"),
  () => new Number(51),
  () => new Boolean(true),
  () => Object(Symbol("x")),
  () => ({ toJSON: () => "NOK" }),
  () => ({ toJSON: () => undefined }),
  () => ({ toJSON: (key) => key }),
  () => ({ toJSON: () => ({ toJSON: () => "only once", name: "Kari" }) }),
  () => ({ toJSON: 5, name: "Kari" }),
  () => Object.assign(() => 1, { toJSON: () => "a function with toJSON" }),
  () => [, "NOK", , "SEK"],
  () => Object.assign(["NOK"], { more: "than a list" }),
  () => new Array(300),
  () => Array.from({ length: 2000 }, (_, index) => (index % 3 ? "NOK" : undefined)),
  () => new (class Currencies extends Array {})("NOK", "SEK"),
  () => new Uint8Array([1, 2]),
  () => new ArrayBuffer(2),
  () => new Error("x"),
  () => Promise.resolve(1),
  () => new WeakMap(),
  () => new Proxy({ name: "Kari" }, {}),
  () => new Proxy(["NOK"], {}),
  () => new Proxy({}, { ownKeys: () => ["name"], getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true, value: "Kari" }), get: () => "Kari" }),
  () => JSON.parse('{"__proto__": {"name": "own"}, "constructor": 1, "name": "Kari"}'),
  () => Object.defineProperty({}, "name", { enumerable: true, get: () => "Kari" }),
  () => ({ [Symbol("x")]: 1, name: "Kari" }),
  () => globalThis.structuredClone,
  () => (function () { return arguments; })("NOK", "SEK"),
];

/** What has no text: what throws, and what goes round in circles. */
export const MALFORMED = [
  () => ({ get name() { throw new Error("a getter"); } }),
  () => ({ toJSON() { throw new Error("toJSON"); } }),
  () => new Proxy({}, { ownKeys() { throw new Error("a trap"); } }),
  () => new Proxy({}, { get() { throw new Error("a trap"); } }),
  () => new Proxy([], { get(target, key) { if (key === "length") throw new Error("a trap"); return Reflect.get(target, key); } }),
  () => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy; },
  () => { const circle = {}; circle.name = circle; return circle; },
  () => { const circle = []; circle.push(circle); return circle; },
  () => { const one = {}; const other = { one }; one.other = [other]; return one; },
  () => ({ toString() { throw new Error("no text"); }, get percentage() { throw null; } }),
];

/** A signup with something odd in it. */
export function oddDocument(random, odd) {
  const document = structuredClone(READY);
  const [holder, last] = holderOf(document, random.one(pointers(document).slice(1)));
  if (random.often(0.2) && !Array.isArray(holder)) holder[random.one(["x", "unknown", "bank_nam"])] = odd;
  else holder[last] = odd;
  return document;
}
