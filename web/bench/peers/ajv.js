import Ajv from "ajv";
import { isBirthday, isCurrency, isEmail, isText, isUrl } from "../own.js";
import { SCHEMA } from "./schema.js";

/** A check of the signup: `isPhone` is what is asked of the phone number, `across` looks at more than one field. */
export function checker(isPhone, across) {
  const ajv = new (Ajv.default ?? Ajv)({ allErrors: true, strict: true, strictRequired: false });
  const formats = { text: isText, currency: isCurrency, birthday: isBirthday, "web-address": isUrl, mail: isEmail, phone: isPhone };
  for (const [name, validate] of Object.entries(formats)) ajv.addFormat(name, { type: "string", validate });
  const validate = ajv.compile(SCHEMA);
  return (value) => {
    const issues = validate(value) ? [] : validate.errors;
    across(value, (message, path) => issues.push({ message, path }));
    return issues;
  };
}
