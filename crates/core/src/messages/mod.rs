//! What the product says to people, in their language.
//!
//! Everything that is said in a language stands in one file, `<tag>.txt`: the fields' names, the messages of issues, the
//! server's refusals, and the form's questions. `cargo xtask types` checks the files and cuts out of them what each part
//! of the product needs; what this crate needs is in `generated.rs`.
//!
//! A message's key is its code, or `*.` and the reason where all fields say the same. `+name` at the end of a key means
//! that the text is used when the issue has a parameter of that name, or when its parameter `reason` or `found` has that
//! value. In a text, `{field}` stands for the field's name as the form shows it, and any other name in braces for a
//! parameter of the issue.

#[rustfmt::skip]
mod generated;
mod key;

use std::sync::OnceLock;

use crate::code::Code;
use crate::payload::Field;
use crate::report::params::{Param, Params};
pub use generated::Locale;
use generated::{KEYS, REFUSALS};
#[doc(hidden)]
pub use key::number;
use key::{LABEL, WORDS, key, variant_index, word_key};
use serde_json::Value;

impl Locale {
    /// The language for a tag such as `nb-NO`, in upper or lower case.
    ///
    /// A tag of a language that the product does not speak gives the language that its readers understand, where there
    /// is one (`nn` gives `nb`), and English otherwise.
    #[must_use]
    pub fn from_tag(tag: &str) -> Self {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        let is = |known: &str| primary.eq_ignore_ascii_case(known);
        let spoken = Self::ALL.into_iter().find(|locale| is(locale.tag()));
        let understood = || Self::ALL.into_iter().find(|locale| locale.also().iter().any(|tag| is(tag)));
        spoken.or_else(understood).unwrap_or_default()
    }
}

static CATALOGUES: [OnceLock<Catalogue>; Locale::ALL.len()] = [const { OnceLock::new() }; Locale::ALL.len()];

/// Brings a language that is not built in: the texts of its catalogue as [`catalogue_texts`] writes them. The first texts
/// for a language stay.
pub fn load(locale: Locale, texts: String) {
    if let Some(slot) = CATALOGUES.get(locale as usize) {
        slot.get_or_init(|| Catalogue::new(texts.leak()));
    }
}

/// The texts of a catalogue that is built in, a line each, without their keys: all languages of a version have the same.
#[must_use]
pub fn catalogue_texts(locale: Locale) -> Option<&'static str> {
    locale.texts()
}

/// Whether messages in this language can be had.
#[must_use]
pub fn is_available(locale: Locale) -> bool {
    Catalogue::of(locale).is_some()
}

/// Why the server refuses a request, by the code of its answer; in English where the language is not built in.
///
/// None where no language file has a sentence for the code.
#[must_use]
pub fn refusal(code: &str, locale: Locale) -> Option<&'static str> {
    let line = REFUSALS.iter().position(|known| *known == code)?;
    let texts = locale.refusals().or_else(|| Locale::English.refusals())?;
    texts.split('\n').nth(line)
}

/// What a code says with these parameters, in a language, or in English where that language is not built in.
#[must_use]
pub fn message(code: Code, params: &Params, locale: Locale) -> String {
    let hint = |name| match params.get(name) {
        Some(Param::Text(text)) => Some(text),
        _ => None,
    };
    let first = params.iter().next().map(|(name, _)| name);
    say(
        code,
        [hint("found"), hint("reason"), first],
        locale,
        &|catalogue, name, out| match params.get(name) {
            Some(Param::Number(number)) => push_number(out, number),
            Some(Param::Text(text)) => out.push_str(catalogue.word_for(name, text)),
            Some(Param::Texts(texts)) => catalogue.push_list(out, texts, |out, text| out.push_str(text)),
            Some(Param::Numbers(numbers)) => {
                catalogue.push_list(out, numbers, |out, number| push_number(out, u32::from(*number)));
            }
            None => {}
        },
    )
}

/// What an issue that came as JSON says, in a language: its code, and its parameters by name.
#[must_use]
pub fn message_of(code: Code, params: &serde_json::Map<String, Value>, locale: Locale) -> String {
    let hint = |name| params.get(name).and_then(Value::as_str);
    let first = Params::NAMES.iter().find(|name| params.contains_key(**name)).copied();
    let push = |out: &mut String, value: &Value| match value {
        Value::String(text) => out.push_str(text),
        other => out.push_str(&other.to_string()),
    };
    say(
        code,
        [hint("found"), hint("reason"), first],
        locale,
        &|catalogue, name, out| match params.get(name) {
            Some(Value::String(text)) => out.push_str(catalogue.word_for(name, text)),
            Some(Value::Array(items)) => catalogue.push_list(out, items, push),
            Some(other) => push(out, other),
            None => {}
        },
    )
}

/// Writes a parameter into a message.
type Fill<'f> = dyn Fn(&Catalogue, &str, &mut String) + 'f;

fn say(code: Code, hints: [Option<&str>; 3], locale: Locale, fill: &Fill<'_>) -> String {
    let found = [locale, Locale::English].into_iter().find_map(|locale| {
        let catalogue = Catalogue::of(locale)?;
        Some((catalogue, catalogue.template(code, hints)?))
    });
    match found {
        Some((catalogue, template)) => catalogue.fill(template, code, fill),
        // A test holds that every code has its message; the code itself still says what is the matter.
        None => code.name(),
    }
}

/// A field's name as the form shows it.
#[must_use]
pub fn label(field: Field, locale: Locale) -> &'static str {
    let of = |locale| Catalogue::of(locale).and_then(|catalogue| catalogue.label(field));
    of(locale).or_else(|| of(Locale::English)).unwrap_or(field.name())
}

/// A catalogue's texts, in the order of [`KEYS`]: found by number, since a string would have to be built for each message.
struct Catalogue(Vec<&'static str>);

impl Catalogue {
    fn of(locale: Locale) -> Option<&'static Self> {
        let slot = CATALOGUES.get(locale as usize)?;
        match locale.texts() {
            Some(texts) => Some(slot.get_or_init(|| Self::new(texts))),
            None => slot.get(),
        }
    }

    fn new(texts: &'static str) -> Self {
        Self(texts.split('\n').collect())
    }

    fn get(&self, key: u32) -> Option<&'static str> {
        let line = KEYS.binary_search(&key).ok()?;
        self.0.get(line).copied()
    }

    fn label(&self, field: Field) -> Option<&'static str> {
        self.get(key(Some(field.judged_as()), LABEL, None))
    }

    /// The text for a code: its own, else its reason's; of those the first for a hint, else the plain one. A hint is what was found,
    /// the reason, or the name of a parameter.
    fn template(&self, code: Code, hints: [Option<&str>; 3]) -> Option<&'static str> {
        let reason = code.reason() as u8;
        let hints = hints.map(|hint| hint.and_then(variant_index));
        [Some(code.field()), None].into_iter().find_map(|field| {
            let variants = hints.into_iter().flatten();
            let of_hint = variants.map(Some).find_map(|variant| self.get(key(field, reason, variant)));
            of_hint.or_else(|| self.get(key(field, reason, None)))
        })
    }

    fn fill(&self, template: &'static str, code: Code, fill: &Fill<'_>) -> String {
        let mut message = String::with_capacity(template.len() + 32);
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            message.push_str(before);
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            rest = after;
            if name == "field" {
                let field = code.field();
                message.push_str(self.label(field).unwrap_or(field.name()));
            } else {
                fill(self, name, &mut message);
            }
        }
        message.push_str(rest);
        message
    }

    /// A parameter's text: the types of JSON have words of their own.
    fn word_for<'w>(&self, parameter: &str, text: &'w str) -> &'w str {
        if matches!(parameter, "expected" | "found") { self.word(text) } else { text }
    }

    fn word<'w>(&self, word: &'w str) -> &'w str {
        let index = WORDS.iter().position(|known| *known == word);
        index.and_then(|index| self.get(word_key(index))).unwrap_or(word)
    }

    /// Writes `a, b or c`.
    fn push_list<T>(&self, message: &mut String, items: &[T], push: impl Fn(&mut String, &T)) {
        for (index, item) in items.iter().enumerate() {
            if index > 0 && index + 1 == items.len() {
                message.push(' ');
                message.push_str(self.word("or"));
                message.push(' ');
            } else if index > 0 {
                message.push_str(", ");
            }
            push(message, item);
        }
    }
}

fn push_number(out: &mut String, number: u32) {
    if number > 9 {
        push_number(out, number / 10);
    }
    out.extend(char::from_digit(number % 10, 10));
}
