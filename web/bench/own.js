/** The checks that every peer needs written by hand: what JSON Schema has no word for. */

import { isValidIBAN } from "ibantools";

export const TODAY = "2026-11-22";
/** What our check is called with. */
export const OPTIONS = { today: TODAY };

/** ISO 4217, as `crates/core/data/iso4217.tsv` has it, without XXX and XTS. */
export const CURRENCIES = new Set(
  (
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE " +
    "CHF CHW CLF CLP CNY COP COU CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF " +
    "GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR " +
    "LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN " +
    "PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS " +
    "TMT TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VES VND VUV WST XAD XAF XAG XAU XBA XBB XBC " +
    "XBD XCD XCG XDR XOF XPD XPF XPT XSU XUA YER ZAR ZMW ZWG"
  ).split(" "),
);
export const PAYMENT_TYPES = ["bambora.creditcard", "bambora.mobilepay", "bambora.vipps"];
export const STORE_TYPES = ["online", "instore", "remote"];
export const STRUCTURES = ["owners_with_more_than_25", "no_owners_with_more_than_25", "complex"];

/** Something other than white space, and no control characters or marks that turn text around. */
export const TEXT = /^(?=[^]*\S)[^\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]*$/;
/** The HTML standard's, with two labels at least and letters beyond ASCII in the domain. */
export const EMAIL =
  /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[a-z0-9\u00a1-\uffff](?:[a-z0-9\u00a1-\uffff-]{0,61}[a-z0-9\u00a1-\uffff])?(?:\.[a-z0-9\u00a1-\uffff](?:[a-z0-9\u00a1-\uffff-]{0,61}[a-z0-9\u00a1-\uffff])?)+$/i;
/** What a check of lengths only looks at. */
export const PHONE_LENGTH = /^\+[1-9]\d{6,14}$/;

export const isCurrency = (text) => CURRENCIES.has(text);
export const isText = (text) => TEXT.test(text);
export const isEmail = (text) => EMAIL.test(text);
export const hasPhoneLength = (text) => PHONE_LENGTH.test(text);

export function isUrl(text) {
  try {
    const url = new URL(text);
    return (url.protocol === "https:" || url.protocol === "http:") && url.username === "" && url.password === "";
  } catch {
    return false;
  }
}

/** A date of the calendar, of somebody who is 18 to 120 years old. */
export function isBirthday(text) {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (parts === null) return false;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  const days = month === 2 ? (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
  if (month < 1 || month > 12 || day < 1 || day > days || text > TODAY) return false;
  const age = Number(TODAY.slice(0, 4)) - year - (TODAY.slice(5) < text.slice(5) ? 1 : 0);
  return age >= 18 && age < 121;
}

function isKontonummer(digits) {
  if (!/^\d{11}$/.test(digits) || /^0+$/.test(digits)) return false;
  let sum = 0;
  for (let index = 0; index < 10; index++) sum += Number(digits[index]) * [5, 4, 3, 2, 7, 6, 5, 4, 3, 2][index];
  return (11 - (sum % 11)) % 11 === Number(digits[10]);
}

export function isAccount(text, currency) {
  const closed = text.replace(/[\s.\u2010-\u2015\u2212\u200b\u2060\ufeff-]/g, "").toUpperCase();
  if (/^[A-Z]{2}/.test(closed)) return isValidIBAN(closed) && (!closed.startsWith("NO") || isKontonummer(closed.slice(4)));
  if (typeof currency !== "string" || !isCurrency(currency) || currency === "NOK") return isKontonummer(closed);
  if (currency === "SEK") return /^\d{8,15}$/.test(closed);
  if (currency === "DKK") return /^\d{8,14}$/.test(closed);
  return /^[0-9A-Z]{5,34}$/.test(closed);
}

const BAND = /^([<>])? *(\d[\d.,' \u00a0\u2009\u202f]*?)(?: *[-\u2013] *(\d[\d.,' \u00a0\u2009\u202f]*?))? *([A-Z]{3})?$/;

function bandOf(text) {
  const parts = typeof text === "string" ? BAND.exec(text.trim()) : null;
  if (parts === null || (parts[1] !== undefined && parts[3] !== undefined)) return undefined;
  const number = (digits) => Number(digits.replace(/[.,](\d{1,2})$/, "_$1").replace(/[.,' \u00a0\u2009\u202f]/g, "").replace("_", "."));
  const low = number(parts[2]);
  const high = parts[3] === undefined ? low : number(parts[3]);
  return { low: parts[1] === "<" ? 0 : low, high: parts[1] === ">" ? Infinity : high, currency: parts[4] };
}

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const AMOUNTS = ["yearly_revenue", "highest_transaction_amount", "average_amount"];
const OWED = {
  online: ["terms_and_conditions", "contact_information", "payment_site", "clear_pricing", "payment_product_logos"],
  remote: ["terms_and_conditions", "contact_information"],
  instore: [],
};

/** What looks at more than one field: every peer calls it, with what has been filled in so far. */
export function across(document, report) {
  const { signup } = isObject(document) ? document : {};
  if (!isObject(signup)) return;
  const { revenue, ownership, verifications } = signup;
  if (typeof signup.account_number === "string" && !isAccount(signup.account_number, revenue?.currency)) {
    report("Enter an account number that exists", ["signup", "account_number"]);
  }
  if (isObject(revenue)) {
    const bands = AMOUNTS.map((amount) => bandOf(revenue[amount]));
    for (const [index, band] of bands.entries()) {
      if (band === undefined) continue;
      if (band.low > band.high) report("The lower amount comes first", ["signup", "revenue", AMOUNTS[index]]);
      if (band.currency !== undefined && typeof revenue.currency === "string" && band.currency !== revenue.currency) {
        report("Use the currency of the revenue", ["signup", "revenue", AMOUNTS[index]]);
      }
    }
    if (bands[1] && bands[2] && bands[2].low > bands[1].high) report("The average cannot exceed the highest", ["signup", "revenue", "average_amount"]);
  }
  if (isObject(ownership) && Array.isArray(ownership.owners)) {
    const { owners, ownership_structure: structure } = ownership;
    const path = ["signup", "ownership", "owners"];
    let sum = 0;
    let readable = 0;
    let above = 0;
    for (const [index, owner] of owners.entries()) {
      if (!isObject(owner)) continue;
      if (owner.date_of_birth === undefined && owner.legal_name === undefined) report("Enter a date of birth", [...path, index, "date_of_birth"]);
      const { percentage } = owner;
      if (typeof percentage !== "number" || !(percentage > 0 && percentage <= 100)) continue;
      readable++;
      sum += percentage;
      if (percentage >= 25) above++;
      if (percentage > 25 && structure === "no_owners_with_more_than_25") report("Contradicts the structure", [...path, index, "percentage"]);
    }
    if (sum > 100 + 0.01 * owners.length + 1e-9) report("The shares sum to more than 100 %", path);
    if (structure === "owners_with_more_than_25" && owners.length > 0 && readable === owners.length && above === 0) report("No owner has more than 25 %", path);
  }
  if (isObject(ownership) && ownership.ownership_structure === "owners_with_more_than_25" && !(ownership.owners?.length > 0)) {
    report("Add an owner", ["signup", "ownership", "owners"]);
  }
  const types = Array.isArray(signup.store_type) ? signup.store_type.filter((type) => Object.hasOwn(OWED, type)) : [];
  const given = isObject(verifications) ? verifications : {};
  for (const flag of new Set((types.length > 0 ? types : ["online"]).flatMap((type) => OWED[type]))) {
    if (given[flag] === undefined || given[flag] === null) report("Answer this", ["signup", "verifications", flag]);
    else if (given[flag] === false) report("Put this in order first", ["signup", "verifications", flag]);
    if (flag === "terms_and_conditions" && typeof given.terms_and_conditions_url !== "string") report("Enter the address", ["signup", "verifications", "terms_and_conditions_url"]);
  }
}
