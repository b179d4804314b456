/**
 * Where the doors differ, and may. First where what `JSON.parse` makes of a text cannot be judged as the text is. Each case by
 * name; one that is listed and gives the same report after all fails the run, and so does one that is not there.
 */

/** An object knows each key once. */
const DUPLICATES = [
  "a field twice, the same value",
  "a field three times",
  "the last stands: a fault before it is not judged",
  "the last stands, with its fault",
  "the last stands, and is missing",
  "an object twice: nothing of the first is left",
  "a fault of another field takes nothing from it",
  "beside a notice: the answer is not fulfilled",
  "a list twice",
  "below the payment options",
  "in an owner",
  "at every level",
  "signup twice",
  "an unknown field twice in a section",
  "an unknown field twice beside the sections",
  "a key that is not safe is not repeated",
  "an escape is the same key",
  "unknown and twice: both are said, the error first",
  "in the whole to-do list, at its place",
  "50 keys twice",
  "51 keys twice",
].map((name) => `document/duplicate-keys.json: ${name}`);

/** It has no size. */
const SIZE = ["one mebibyte and one byte", "one mebibyte counts bytes, not characters"].map((name) => `document/limits.json: ${name}`);

/** It has no lines and columns. */
const POSITION = [
  "account_id/account.json: of a document that cannot be read nothing else is said",
  "fixes/fixes.json: no document to correct",
  "document/malformed.json: a list at the root",
  "document/malformed.json: a number at the root, on the second line",
  "document/malformed.json: null at the root",
  "document/malformed.json: a text at the root",
];

/** JavaScript reads numbers that are out of range as infinities, and half of a surrogate pair as it stands. */
const JAVASCRIPT_READS_ON = [
  "a number out of range",
  "a number out of range where the payload knows no field",
  "a lone leading surrogate",
  "a lone trailing surrogate",
  "a lone surrogate in a key",
  "a lone surrogate in a key that nobody reads",
  "a lone surrogate in a value that nobody reads",
].map((name) => `document/malformed.json: ${name}`);

export const OBJECTS_DIFFER = new Set([
  ...DUPLICATES,
  "document/unknown-fields.json: 51 unknown fields, each of them twice",
  ...SIZE,
  ...POSITION,
  ...JAVASCRIPT_READS_ON,
]);

/** The server refuses these bodies with 413, and the issues that the report has. */
export const SERVER_REFUSES = new Set(SIZE);

/**
 * What the JSON Schema of level `contract` lets through and the check does not, by code: it judges a value, and these are
 * about a text. One that is listed and never seen fails the run.
 */
const OF_THE_TEXT = ["document.duplicate_key", "document.too_deep", "document.too_large"];

/** What each validator judges is what a parser made of the text; that of JavaScript reads on, see above. */
export const SCHEMA_CANNOT_SAY = {
  jsonschema: OF_THE_TEXT,
  ajv: [...OF_THE_TEXT, "document.malformed"],
};
