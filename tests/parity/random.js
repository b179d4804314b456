/** Seeded chance: documents and values that go wrong in every way, their texts, and edits. */

import { EXAMPLES, READY, TODAY } from "./vectors.js";

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
  for (const [key, value] of list) own(object, key, value);
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

/** White space of every kind, what cannot be seen, what turns a text around, and letters that look like others or change with their case. */
const CHARACTERS = [
  " ", "\t", "\n", "\r", "\u000b", "\u001c", "\u0085", "\u00a0", "\u1680", "\u180e", "\u2000", "\u2009", "\u200b", "\u200d", "\u2028", "\u202f", "\u2060", "\u3000", "\ufeff",
  "\u0000", "\u0007", "\u007f", "\u009f", "\u202a", "\u202e", "\u2066", "\u2069", "\u00ad", "\u0301", "\u030a", "\ufffd", "\ufffe", "\u{e0001}", "\u{10ffff}",
  "å", "Å", "\u212b", "ø", "ß", "ẞ", "ı", "İ", "ĳ", "ŉ", "\u017f", "\u212a", "ǅ", "ﬁ", "А", "е", "١", "３", "𝟗", "²", "-", "–", "−", "－", ".", ",", "'", "’", "/", "\\", "\"", "@", "+", "<", ">", "😀", "👩‍💻",
];
const LENGTHS = [1, 32, 33, 64, 65, 200, 201, 254, 255, 2048, 2049];

/** A text with some of its characters changed. */
function textChanged(random, text) {
  const letters = Array.from(text);
  const at = random.below(letters.length + 1);
  switch (random.below(9)) {
    case 0:
      return letters.toSpliced(at, 1).join("");
    case 1:
      return letters.toSpliced(at, 1, random.one(CHARACTERS)).join("");
    case 2:
      return random.one(CHARACTERS) + text + random.one(CHARACTERS);
    case 3:
      return text.normalize(random.one(["NFC", "NFD", "NFKC", "NFKD"]));
    case 4:
      return random.often(0.5) ? text.toUpperCase() : text.toLowerCase();
    case 5:
      return text + random.one(letters.length > 0 ? letters : ["x"]).repeat(Math.max(0, random.one(LENGTHS) - letters.length));
    case 6:
      return letters.toSpliced(at, 0, random.one(letters.length > 0 ? letters : ["x"])).join("");
    default:
      return letters.toSpliced(at, 0, random.one(CHARACTERS)).join("");
  }
}

/** A value as another type. */
function typeChanged(random, value) {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const number = Number.parseFloat(text);
  return random.one([null, [value], { value }, text, Number.isFinite(number) ? number : 0, value !== true, JSON.stringify(value), Array.isArray(value) ? value[0] ?? {} : []]);
}

/** A key misspelt. */
function keyChanged(random, key) {
  return random.one([key.toUpperCase(), `${key}s`, key.slice(1), key.replaceAll("_", ""), key.replaceAll("_", "-"), ` ${key}`, textChanged(random, key), random.one(KEYS)]);
}

/** A list in another order. */
function shuffled(random, list) {
  const turned = [...list];
  for (let left = turned.length - 1; left > 0; left--) {
    const other = random.below(left + 1);
    [turned[left], turned[other]] = [turned[other], turned[left]];
  }
  return turned;
}

/** Levels upon levels: some fewer than the limit, some more. */
function deep(random) {
  let value = 1;
  for (let level = random.one([20, 28, 29, 30, 31, 32, 33, 100]); level > 0; level--) value = random.often(0.5) ? [value] : { x: value };
  return value;
}

function own(object, key, value) {
  Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}

/** Puts the entries of an object anew. */
function refill(object, list) {
  for (const key of Object.keys(object)) delete object[key];
  for (const [key, value] of list) own(object, key, value);
}

/** A signup with some things changed: values, types, keys, their order, their number, their characters. */
export function jsonDocument(random) {
  const document = structuredClone(random.often(0.4) ? READY : random.one(EXAMPLES));
  if (random.often(0.02)) return jsonValue(random);
  for (let left = random.one([0, 1, 1, 1, 2, 2, 3, 4, 5]); left > 0; left--) {
    const pointer = random.one(pointers(document).slice(1));
    if (pointer === undefined) break;
    const [holder, last] = holderOf(document, pointer);
    const isList = Array.isArray(holder);
    switch (random.below(12)) {
      case 0:
        isList ? holder.splice(Number(last), 1) : delete holder[last];
        break;
      case 1:
        if (isList) holder.splice(Number(last), 0, ...Array.from({ length: random.often(0.1) ? 120 : 1 }, () => structuredClone(holder[Number(last)])));
        else own(holder, random.one(KEYS), jsonValue(random));
        break;
      case 2:
        if (isList) holder.splice(0, holder.length, ...shuffled(random, holder));
        else refill(holder, shuffled(random, Object.entries(holder)));
        break;
      case 3:
        if (!isList) refill(holder, Object.entries(holder).map(([key, value]) => [key === last ? keyChanged(random, key) : key, value]));
        break;
      case 4:
      case 5:
        own(holder, last, typeChanged(random, holder[last]));
        break;
      case 6:
      case 7:
      case 8:
        own(holder, last, typeof holder[last] === "string" ? textChanged(random, holder[last]) : jsonValue(random));
        break;
      default:
        own(holder, last, random.often(0.03) ? deep(random) : jsonValue(random));
    }
  }
  return document;
}

/** Another text of a value: its keys in another order, spaces and line breaks, characters escaped, numbers in another notation. */
export function textOf(random, value) {
  const space = () => (random.often(0.1) ? random.one([" ", "\t", "\n", "\r\n", "  "]) : "");
  const escaped = (letter) => letter.replace(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
  const string = (text) => `"${Array.from(text, (letter) => (random.often(0.05) ? escaped(letter) : JSON.stringify(letter).slice(1, -1))).join("")}"`;
  const write = (value) => {
    if (typeof value === "string") return string(value);
    if (typeof value === "number") return random.often(0.3) ? value.toExponential() : JSON.stringify(value);
    if (typeof value !== "object" || value === null) return JSON.stringify(value);
    if (Array.isArray(value)) return `[${space()}${value.map((element) => write(element) + space()).join(`,${space()}`)}]`;
    const members = shuffled(random, Object.entries(value)).map(([key, inner]) => `${string(key)}${space()}:${space()}${write(inner)}${space()}`);
    return `{${space()}${members.join(`,${space()}`)}}`;
  };
  return space() + write(value) + space();
}

/** What may stand in an object that knows no such field, and no value shows: a key twice, what is out of range, too deep. */
const BESIDE = [
  '"x":1,"x":2,', '"":1,"":2,', '"x":{"y":1,"y":1},', '"signup":null,', "'x':1,", '"x":1e999,', '"x":"\\ud800",', '"\\udc00":1,',
  `"x":${"[".repeat(40)}${"]".repeat(40)},`, `"x":${"[".repeat(30)}${"]".repeat(30)},`,
];

/** The bytes of a text that is broken, too large, has something twice or what no value shows, or is whole after all. */
function broken(random, text) {
  const bytes = Buffer.from(text);
  const at = random.below(bytes.length + 1);
  const twice = (key, value) => text.replace(`"${key}"`, () => `"${key}":${JSON.stringify(value)},"${key}"`);
  // A mebibyte is the limit: few of these, for they are long to send.
  if (random.often(0.03)) return Buffer.from(text + " ".repeat((1 << 20) - bytes.length + random.below(2)));
  switch (random.below(10)) {
    case 0:
      return bytes.subarray(0, at);
    case 1:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]);
    case 2:
      return Buffer.concat([bytes.subarray(0, at), Buffer.from([random.below(256)]), bytes.subarray(at + 1)]);
    case 3:
      return Buffer.from(`\ufeff${text}`);
    case 4:
      return Buffer.from(text + random.one(["\r", "\n", " \r\n", ",", "}", "\0", "{}", "\ufeff", "//"]));
    case 5:
      return Buffer.from(text.replace(/(?<=:)(?:true|false|null|-?\d[\d.]*)/, () => random.one(["1e999", "-1e999", "1e-999", "01", "1.", ".5", "NaN", "0x10", "1".repeat(400), "TRUE", "nul"])));
    case 6:
      return Buffer.from(text.replace(/(?<=:")/, () => random.one(["\\ud800", "\\udc00", "\\ud83d\\ude00", "\\x", "\\u12", "\t", "\u0000"])));
    case 7:
    case 8:
      return Buffer.from(text.replace("{", () => `{${random.one(BESIDE)}`));
    default:
      return Buffer.from(twice(random.one(KEYS), jsonValue(random)));
  }
}

/** Options for a check: both levels, both profiles, every language and some that are none, accounts, days. */
function someOptions(random) {
  const locale = random.one([undefined, "en", "nb", "sv", "da", "fi", "nn-NO", "de"]);
  return {
    today: random.often(0.7) ? TODAY : random.one(["2024-02-29", "2026-03-01", "2030-01-01"]),
    ...(random.often(0.4) && { level: "contract" }),
    ...(random.often(0.4) && { profile: "eu-amlr-2027" }),
    ...(locale && { locale }),
    ...(random.often(0.2) && { account: random.one(["P12345678", "T00000000", "x", ""]) }),
  };
}

/**
 * A batch of requests: documents as values, a fifth with a text that is not what `JSON.stringify` would write, and some texts
 * that may be no document at all. They share some sets of options, as a batch of the command line does.
 */
export function batch(random, count) {
  const options = Array.from({ length: 24 }, () => someOptions(random));
  return Array.from({ length: count }, () => {
    const request = { value: jsonDocument(random), options: random.one(options) };
    const kind = random.next();
    if (kind < 0.2) return { ...request, text: textOf(random, request.value) };
    if (kind < 0.95) return request;
    // Half of them have no other fault.
    const value = random.often(0.5) ? random.one(EXAMPLES) : request.value;
    const text = random.often(0.5) ? JSON.stringify(value) : textOf(random, value);
    return { bytes: broken(random, text).toString("hex"), options: request.options };
  });
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
