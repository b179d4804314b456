//! The payload as a JSON Schema, draft 2020-12, written from the same table that the check reads by.

use std::collections::BTreeMap;
use std::fmt::Write;

use merchant_signup_core::formats::Fault;
use merchant_signup_core::formats::currency::Currency;
use merchant_signup_core::formats::iban::Iban;
use merchant_signup_core::formats::phone::E164;
use merchant_signup_core::messages::label;
use merchant_signup_core::payload::{FieldSet, Format, Shape};
use merchant_signup_core::{
    Code, Field, Level, Locale, Payload, Profile, RULES_VERSION, Reason, catalogue_of,
};
use serde_json::{Map, Value, json};

/// The payload as a JSON Schema, draft 2020-12, with what is required and refused at a level.
///
/// The required answers are those of the default profile. It is written anew by each call: keep it.
///
/// ```
/// use merchant_signup::{Level, json_schema};
///
/// let schema = json_schema(Level::Contract);
/// assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
/// assert_eq!(schema["properties"]["signup"]["properties"]["payment_options"]["maxItems"], 20);
/// ```
///
/// # Level `contract`
///
/// The schema refuses exactly what [`check`](crate::check_value) refuses, but for what JSON Schema has no words for: it
/// judges a value, not a text. Left out are `document.malformed`, `document.too_large`, `document.too_deep` and
/// `document.duplicate_key`.
///
/// # Level `submission`
///
/// The schema never refuses a signup that is ready. It says what can be said of each value by itself, and which answers
/// are required for which store types, owners and structures. Left out, besides the four above, is what needs arithmetic,
/// a calendar or other fields:
///
/// - `account_number.checksum`, and `account_number.format` where it comes of the structure of an IBAN: its country and
///   length are said;
/// - `revenue.….reversed`, `revenue.….currency_mismatch`, `revenue.average_amount.exceeds_highest`;
/// - `ownership.owners.total_exceeds_100`, and the ages: `ownership.owners.date_of_birth.in_future`, `.over_maximum_age`;
/// - `verifications.terms_and_conditions_url.format` beyond its scheme and that something follows, and `.credentials`;
/// - `signature.signatures.email.format`, where a domain has characters beyond ASCII that are no letters;
/// - `invisible_characters` of both of them;
/// - every warning and info.
///
/// # How it is said
///
/// `null` and blank texts count as absent where an answer is not required, so that such an answer is `anyOf` itself and
/// `#/$defs/absent`. Blank is what has only Unicode's white space and invisible characters, and at level `submission` a name of
/// punctuation alone; patterns spell that out, since `\s` means another set in every language. Free texts lose their outer white space before they are measured: their limit is in a `pattern`,
/// not a `maxLength`. Patterns keep to what ECMAScript, Rust and Python read alike, given whole Unicode
/// characters (ECMAScript's `u` flag).
#[must_use]
pub fn json_schema(level: Level) -> Value {
    json_schema_of(Payload::SIGNUP, level)
}

/// The same of another payload.
#[must_use]
pub fn json_schema_of(payload: &Payload, level: Level) -> Value {
    let is_contract = level == Level::Contract;
    let codes = catalogue_of(payload).map(|rule| rule.code);
    let codes =
        codes.filter(|code| if is_contract { code.is_contract() } else { code.is_submission() }).collect();
    let mut schema = Writer { is_contract, codes }.object(payload.root().field());
    let currencies: Vec<String> = Currency::all().map(|currency| currency.to_string()).collect();
    let about = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$comment": format!("merchant-signup, rules {RULES_VERSION}"),
        "title": format!("Merchant {}, level {}", payload.name, level.name()),
        "$defs": {
            "absent": { "type": ["null", "string"], "pattern": format!("^[{WHITE_SPACE}{INVISIBLE}]*$") },
            "currency": { "enum": currencies },
        },
    });
    merge(&mut schema, about);
    schema
}

/// Unicode's White_Space, as it stands in a class.
const WHITE_SPACE: &str = r"\u0009-\u000D\u0020\u0085\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000";
/// The characters that nobody sees, likewise. Python has no escape for the last of them that the others have.
const INVISIBLE: &str = concat!(
    r"\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180F\u200B-\u200F\u202A-\u202E\u2060-\u206F",
    r"\u2800\u3164\uFE00-\uFE0F\uFEFF\uFFA0",
    "\u{E0000}-\u{E0FFF}",
);
/// The punctuation that is no name by itself.
const PUNCTUATION: &str = r"\u0021-\u002F\u003A-\u0040\u005B-\u0060\u007B-\u007E\u00B7\u2010-\u2015\u2026";
/// What no name may have.
const UNSAFE: &str = r"\u0000-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069";
/// What no amount may have: its white space and its direction do not matter.
const CONTROL: &str = r"\u0000-\u0008\u000E-\u001F\u007F-\u0084\u0086-\u009F";
/// What may set the digits of an account number apart, besides white space and what nobody sees.
const MARKS: &str = r"\u002C-\u002F\u2010-\u2015\u2212";
/// A day of the calendar, leap years and all.
const DATE: &str = concat!(
    "^(?:[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])",
    "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))",
    "|(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)$",
);
/// An http or https URL with something that may be a host.
const URL: &str = r"^[Hh][Tt][Tt][Pp][Ss]?:[/\\]*[^/\\?#]";

/// Writes the schema of a level.
struct Writer {
    is_contract: bool,
    /// The codes that the level has.
    codes: Vec<Code>,
}

impl Writer {
    fn has(&self, field: Field, reason: Reason) -> bool {
        self.codes.iter().any(|code| code.field() == field.judged_as() && code.reason() == reason)
    }

    /// Whether every merchant must give the answer itself.
    fn must_be_answered(&self, field: Field) -> bool {
        self.has(field, Reason::Required) && (self.is_contract || field.required().is_always())
    }

    /// Whether the answer, or one below an object, is required of every merchant.
    fn is_required(&self, field: Field) -> bool {
        let is_object = field.shape() == Shape::Object;
        self.must_be_answered(field) || (is_object && field.children().any(|child| self.is_required(child)))
    }

    fn value(&self, field: Field) -> Value {
        let mut value = match field.shape() {
            Shape::Object => nullable(self.object(field), !self.is_required(field)),
            Shape::Objects { maximum } => {
                // A blank element is no answer to leave out, but at level `contract` only the API's own lists care.
                let may_be_null = self.is_contract && !self.must_be_answered(field);
                self.list(field, maximum, &nullable(self.object(field), may_be_null))
            }
            Shape::Texts { format, maximum } => {
                let may_be_blank = self.is_contract && !self.must_be_answered(field);
                self.list(field, maximum, &optional(self.text(field, format), may_be_blank))
            }
            Shape::Text(Format::Name) if !self.is_contract && !self.must_be_answered(field) => {
                let absent = format!("^[{WHITE_SPACE}{INVISIBLE}{PUNCTUATION}]*$");
                let absent = json!({ "type": ["null", "string"], "pattern": absent });
                json!({ "anyOf": [self.text(field, Format::Name), absent] })
            }
            Shape::Text(format) => optional(self.text(field, format), !self.must_be_answered(field)),
            Shape::Boolean => optional(json!({ "type": "boolean" }), !self.must_be_answered(field)),
            Shape::Number => optional(self.number(field), !self.must_be_answered(field)),
            _ => json!({}),
        };
        merge(&mut value, json!({ "title": label(field, Locale::English) }));
        value
    }

    fn object(&self, field: Field) -> Value {
        let properties: Map<String, Value> =
            field.children().map(|child| (child.name().to_owned(), self.value(child))).collect();
        let required: Vec<&str> =
            field.children().filter(|child| self.is_required(*child)).map(Field::name).collect();
        let mut object = json!({ "type": "object", "properties": properties });
        if !required.is_empty() {
            merge(&mut object, json!({ "required": required }));
        }
        if !self.is_contract {
            merge(&mut object, self.conditions(field));
        }
        object
    }

    fn list(&self, field: Field, maximum: u8, items: &Value) -> Value {
        let must_be_answered = self.must_be_answered(field);
        let mut list = json!({ "type": "array", "items": items, "maxItems": maximum });
        if must_be_answered {
            merge(&mut list, json!({ "minItems": 1 }));
        }
        nullable(list, !must_be_answered)
    }

    fn number(&self, field: Field) -> Value {
        if self.has(field, Reason::OutOfRange) {
            json!({ "type": "number", "exclusiveMinimum": 0, "maximum": 100 })
        } else {
            json!({ "type": "number" })
        }
    }

    fn text(&self, field: Field, format: Format) -> Value {
        let maximum = format.maximum();
        match format {
            Format::Enum(words) => json!({ "enum": words }),
            Format::Currency => json!({ "$ref": "#/$defs/currency" }),
            Format::Date => json!({ "type": "string", "format": "date", "pattern": DATE }),
            Format::AccountNumber if !self.is_contract => {
                json!({ "type": "string", "allOf": [{ "pattern": account_characters() }, { "pattern": account() }] })
            }
            Format::Name | Format::AccountNumber | Format::AmountBand => {
                let unsafe_characters = match format {
                    _ if !self.has(field, Reason::UnsafeCharacters) => "",
                    Format::Name => UNSAFE,
                    _ => CONTROL,
                };
                let punctuation = if format == Format::Name && !self.is_contract { PUNCTUATION } else { "" };
                let patterns = [
                    json!({ "pattern": free_text(maximum.unwrap_or(u16::MAX), unsafe_characters) }),
                    json!({ "pattern": format!("[^{WHITE_SPACE}{INVISIBLE}{punctuation}]") }),
                ];
                json!({ "type": "string", "allOf": patterns })
            }
            Format::Phone if self.has(field, Reason::Length) => {
                json!({ "type": "string", "pattern": phone() })
            }
            Format::Phone => json!({ "type": "string", "maxLength": maximum, "pattern": r"^\+[0-9]+$" }),
            Format::Email if self.has(field, Reason::Format) => {
                json!({ "type": "string", "maxLength": maximum, "pattern": email() })
            }
            Format::Url if self.has(field, Reason::Scheme) => {
                json!({ "type": "string", "maxLength": maximum, "pattern": URL })
            }
            Format::Opaque => {
                json!({ "type": "string", "maxLength": maximum, "pattern": format!("[^{WHITE_SPACE}]") })
            }
            _ => json!({ "type": "string", "maxLength": maximum }),
        }
    }

    /// What is required because of other answers.
    fn conditions(&self, object: Field) -> Value {
        match object {
            Field::Signup => {
                let profile = Profile::NO_2018;
                let by_store_type = [
                    ("online", profile.required_online),
                    ("remote", profile.required_remote),
                    ("instore", profile.required_instore),
                ];
                let verifications = by_store_type
                    .into_iter()
                    .filter(|(_, required)| !required.is_empty())
                    .map(|(store_type, required)| verifications(store_type, required));
                let accounts = [("NOK", 11, 11), ("SEK", 8, 15), ("DKK", 8, 14)]
                    .map(|(currency, minimum, maximum)| digits(currency, minimum, maximum));
                json!({ "allOf": verifications.chain(accounts).collect::<Vec<_>>() })
            }
            Field::Ownership => {
                let threshold = Profile::NO_2018.threshold;
                let percentage = Field::OwnerPercentage.name();
                json!({
                    "allOf": [
                        {
                            "if": has(Field::OwnershipStructure, &json!({ "const": "owners_with_more_than_25" })),
                            "then": with(Field::Owners, &json!({ "type": "array", "minItems": 1 })),
                        },
                        {
                            "if": has(Field::OwnershipStructure, &json!({ "const": "no_owners_with_more_than_25" })),
                            "then": { "properties": { Field::Owners.name(): {
                                "items": { "properties": { percentage: { "maximum": threshold } } },
                            } } },
                        },
                    ],
                })
            }
            Field::Owners => {
                let owners = [Field::OwnerDateOfBirth, Field::OwnerLegalName]
                    .map(|field| with(field, &given(field.format())));
                json!({ "anyOf": owners })
            }
            _ => json!({}),
        }
    }
}

/// What a store type requires the shop's site to show.
fn verifications(store_type: &str, required: FieldSet) -> Value {
    let names: Vec<&str> = required.iter().map(Field::name).collect();
    let answers: Map<String, Value> = required
        .iter()
        .map(|field| {
            let due = match field.shape() {
                Shape::Boolean => json!({ "const": true }),
                _ => given(field.format()),
            };
            (field.name().to_owned(), due)
        })
        .collect();
    json!({
        "if": has(Field::StoreType, &json!({ "contains": { "const": store_type } })),
        "then": with(
            Field::Verifications,
            &json!({ "type": "object", "required": names, "properties": answers }),
        ),
    })
}

/// How many digits an account number has that does not begin with the letters of a country.
fn digits(currency: &str, minimum: u8, maximum: u8) -> Value {
    let count = format!("{minimum},{maximum}");
    let pattern = format!("^{OTHER}(?:[A-Za-z]{OTHER}[A-Za-z]|(?:[0-9]{OTHER}){{{count}}}$)");
    json!({
        "if": has(Field::Revenue, &has(Field::RevenueCurrency, &json!({ "const": currency }))),
        "then": { "properties": { Field::AccountNumber.name(): { "pattern": pattern } } },
    })
}

/// A text that is not blank, and of a name more than punctuation.
fn given(format: Option<Format>) -> Value {
    let punctuation = if format == Some(Format::Name) { PUNCTUATION } else { "" };
    json!({ "type": "string", "pattern": format!("[^{WHITE_SPACE}{INVISIBLE}{punctuation}]") })
}

/// An object that has this property, and it is so.
fn with(field: Field, schema: &Value) -> Value {
    json!({ "required": [field.name()], "properties": { field.name(): schema } })
}

/// The same, as a condition: what is no object does not fulfil it.
fn has(field: Field, schema: &Value) -> Value {
    let mut condition = with(field, schema);
    merge(&mut condition, json!({ "type": "object" }));
    condition
}

/// A free text of more than white space, without the `refused` characters: its characters are counted without outer white space.
fn free_text(maximum: u16, refused: &str) -> String {
    let any = if refused.is_empty() { r"[\s\S]".to_owned() } else { format!("[^{refused}]") };
    measured(&format!("[^{WHITE_SPACE}{refused}]"), &any, maximum)
}

/// At most `maximum` characters of `any`, the first and the last of `outer`, within white space.
fn measured(outer: &str, any: &str, maximum: u16) -> String {
    let inner = maximum.saturating_sub(2);
    format!("^[{WHITE_SPACE}]*{outer}(?:{any}{{0,{inner}}}{outer})?[{WHITE_SPACE}]*$")
}

/// The characters that an account number is written with.
fn account_characters() -> String {
    let maximum = Format::AccountNumber.maximum().unwrap_or(u16::MAX);
    let outer = format!("0-9A-Za-z{MARKS}{INVISIBLE}");
    measured(&format!("[{outer}]"), &format!("[{outer}{WHITE_SPACE}]"), maximum)
}

/// What stands between the letters and digits of an account number; which characters those are is said elsewhere.
const OTHER: &str = "[^0-9A-Za-z]*";

/// The letters and digits of an account number: an IBAN of its country's length, or 5 to 34 of them.
fn account() -> String {
    let mut by_length: BTreeMap<(u8, u8), String> = BTreeMap::new();
    for (first, second, length) in iban_lengths() {
        let seconds = by_length.entry((length, first)).or_default();
        seconds.extend([char::from(second), char::from(second.to_ascii_lowercase())]);
    }
    let mut pattern = format!("^{OTHER}(?:");
    for ((length, first), seconds) in by_length {
        let lower = char::from(first.to_ascii_lowercase());
        let first = char::from(first);
        let rest = length.saturating_sub(4);
        // Writing to a string does not fail.
        let _ = write!(
            pattern,
            "[{first}{lower}]{OTHER}[{seconds}](?:{OTHER}[0-9]){{2}}(?:{OTHER}[0-9A-Za-z]){{{rest}}}|"
        );
    }
    let _ = write!(
        pattern,
        "(?:[0-9]{OTHER}[0-9A-Za-z]|[A-Za-z]{OTHER}[0-9])(?:{OTHER}[0-9A-Za-z]){{3,32}}){OTHER}$"
    );
    pattern
}

/// The two letters and the length of every country of the IBAN registry, asked of the format itself.
fn iban_lengths() -> impl Iterator<Item = (u8, u8, u8)> {
    let letters = || b'A'..=b'Z';
    letters().flat_map(move |first| letters().map(move |second| (first, second))).filter_map(
        |(first, second)| {
            let country: String = [first, second].map(char::from).iter().collect();
            match Iban::parse(&country) {
                Err(Fault::Length { expected, .. }) => Some((first, second, expected)),
                _ => None,
            }
        },
    )
}

/// Every calling code with the lengths of its numbers, asked of the format itself. A trunk prefix is not counted.
fn phone() -> String {
    let mut by_lengths: BTreeMap<(&[u8], bool), Vec<String>> = BTreeMap::new();
    let mut known: Vec<String> = Vec::new();
    for code in (1..1000).map(|code: u16| code.to_string()) {
        // No calling code begins another one.
        if known.iter().any(|known| code.starts_with(known.as_str())) {
            continue;
        }
        if let Err(Fault::Lengths(lengths)) = E164::parse(&format!("+{code}")) {
            let digits = usize::from(lengths.first().copied().unwrap_or_default());
            let with_zero = E164::parse(&format!("+{code}0{}", "1".repeat(digits)));
            let has_trunk_prefix = with_zero.is_ok_and(|number| number.has_trunk_prefix());
            by_lengths.entry((lengths, has_trunk_prefix)).or_default().push(code.clone());
            known.push(code);
        }
    }
    let alternatives: Vec<String> = by_lengths
        .into_iter()
        .map(|((lengths, has_trunk_prefix), codes)| {
            let counts: Vec<String> = lengths
                .chunk_by(|one, next| one + 1 == *next)
                .filter_map(|run| {
                    let (fewest, most) = (run.first()?, run.last()?);
                    Some(if has_trunk_prefix {
                        format!("(?:0[0-9]|[1-9])[0-9]{{{},{}}}", fewest - 1, most - 1)
                    } else {
                        format!("[0-9]{{{fewest},{most}}}")
                    })
                })
                .collect();
            format!("(?:{})(?:{})", codes.join("|"), counts.join("|"))
        })
        .collect();
    format!(r"^\+(?:{})$", alternatives.join("|"))
}

/// The HTML standard's grammar with two labels or more, which may have letters beyond ASCII.
fn email() -> String {
    // All but the ASCII that no label has; the hyphen stands inside alone.
    let refused = r"\u0000-\u002C\u002E\u002F\u003A-\u0040\u005B-\u0060\u007B-\u007F";
    let label = format!(r"[^{refused}\u002D](?:[^{refused}]{{0,61}}[^{refused}\u002D])?");
    format!(r"^[A-Za-z0-9.!#$%&'*+/=?^_`{{|}}~-]{{1,64}}@{label}(?:\.{label})+$")
}

/// The value, or nothing where it may be absent: absent, `null` or blank.
fn optional(value: Value, may_be_absent: bool) -> Value {
    if may_be_absent { json!({ "anyOf": [value, { "$ref": "#/$defs/absent" }] }) } else { value }
}

/// An object or list, or `null` where it may be absent.
fn nullable(mut value: Value, may_be_null: bool) -> Value {
    if may_be_null && let Some(due) = value.get("type").cloned() {
        merge(&mut value, json!({ "type": [due, "null"] }));
    }
    value
}

/// Puts the members of one object into another.
fn merge(value: &mut Value, more: Value) {
    if let (Value::Object(value), Value::Object(more)) = (value, more) {
        value.extend(more);
    }
}
