//! What issues say to people, in their language: one catalogue a language, as text.
//!
//! A catalogue has a line for each key, `key = text`, sorted by key, the same keys in every language. A message's key is its code, or `*.` and the
//! reason where all fields say the same; `+name` behind it is taken where the issue has a parameter of that name.
//! `label.` and a field's path name the field as the form shows it. In a text, `{field}` is that label, any other
//! name in braces a parameter.

mod lines;

use std::sync::OnceLock;

use crate::code::Code;
use crate::payload::Field;
use crate::report::params::{Param, Params};
use lines::{KEYS, texts};
use serde_json::Value;

/// A language that messages come in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Locale {
    /// English, `en`.
    #[default]
    English,
    /// Norwegian bokmål, `nb`.
    Norwegian,
    /// Swedish, `sv`.
    Swedish,
    /// Danish, `da`.
    Danish,
    /// Finnish, `fi`.
    Finnish,
}

impl Locale {
    /// All languages; the first is the default.
    pub const ALL: [Self; 5] = [Self::English, Self::Norwegian, Self::Swedish, Self::Danish, Self::Finnish];

    /// The language's tag.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Norwegian => "nb",
            Self::Swedish => "sv",
            Self::Danish => "da",
            Self::Finnish => "fi",
        }
    }

    /// The language for a tag such as `nb-NO`, whatever its case: `no` and `nn` fall back to `nb`, others to English.
    #[must_use]
    pub fn from_tag(tag: &str) -> Self {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        let is = |known: &str| primary.eq_ignore_ascii_case(known);
        if is("no") || is("nn") {
            return Self::Norwegian;
        }
        Self::ALL.into_iter().find(|locale| is(locale.tag())).unwrap_or_default()
    }

    /// The catalogue's texts, where they are built in.
    const fn built_in(self) -> Option<&'static str> {
        match self {
            Self::English => Some(texts!("en.txt")),
            #[cfg(feature = "messages-nb")]
            Self::Norwegian => Some(texts!("nb.txt")),
            #[cfg(feature = "messages-sv")]
            Self::Swedish => Some(texts!("sv.txt")),
            #[cfg(feature = "messages-da")]
            Self::Danish => Some(texts!("da.txt")),
            #[cfg(feature = "messages-fi")]
            Self::Finnish => Some(texts!("fi.txt")),
            #[allow(unreachable_patterns, reason = "with every language built in there is no other")]
            _ => None,
        }
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
    locale.built_in()
}

/// Whether messages in this language can be had.
#[must_use]
pub fn is_available(locale: Locale) -> bool {
    Catalogue::of(locale).is_some()
}

/// What a code says with these parameters, in a language, or in English where that language is not built in.
#[must_use]
pub fn message(code: Code, params: &Params, locale: Locale) -> String {
    let first = params.iter().next().map(|(name, _)| name);
    say(code, first, locale, &|catalogue, name, out| match params.get(name) {
        Some(Param::Number(number)) => push_number(out, number),
        Some(Param::Text(text)) => out.push_str(catalogue.word_for(name, text)),
        Some(Param::Texts(texts)) => catalogue.push_list(out, texts, |out, text| out.push_str(text)),
        Some(Param::Numbers(numbers)) => {
            catalogue.push_list(out, numbers, |out, number| push_number(out, u32::from(*number)));
        }
        None => {}
    })
}

/// What an issue that came as JSON says, in a language: its code, and its parameters by name.
#[must_use]
pub fn message_of(code: Code, params: &serde_json::Map<String, Value>, locale: Locale) -> String {
    let first = Params::NAMES.iter().find(|name| params.contains_key(**name)).copied();
    let push = |out: &mut String, value: &Value| match value {
        Value::String(text) => out.push_str(text),
        other => out.push_str(&other.to_string()),
    };
    say(code, first, locale, &|catalogue, name, out| match params.get(name) {
        Some(Value::String(text)) => out.push_str(catalogue.word_for(name, text)),
        Some(Value::Array(items)) => catalogue.push_list(out, items, push),
        Some(other) => push(out, other),
        None => {}
    })
}

/// Writes a parameter into a message.
type Fill<'f> = dyn Fn(&Catalogue, &str, &mut String) + 'f;

fn say(code: Code, parameter: Option<&str>, locale: Locale, fill: &Fill<'_>) -> String {
    let found = [locale, Locale::English].into_iter().find_map(|locale| {
        let catalogue = Catalogue::of(locale)?;
        Some((catalogue, catalogue.template(code, parameter)?))
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

/// What a text is for, as a number: a field or none, a reason or [`LABEL`], and a parameter or none.
const fn key(field: Option<Field>, reason: u8, parameter: Option<u8>) -> u32 {
    let field = match field {
        Some(field) => field as u32,
        None => 0xFF,
    };
    let parameter = match parameter {
        Some(index) => index as u32 + 1,
        None => 0,
    };
    field << 16 | (reason as u32) << 8 | parameter
}

/// Stands where a reason would, for a field's name.
const LABEL: u8 = 0xFF;

/// The words that are no part of a sentence of their own; their index stands where a field would.
const WORDS: [&str; 7] = ["array", "boolean", "number", "object", "or", "other", "string"];

impl Catalogue {
    fn of(locale: Locale) -> Option<&'static Self> {
        let slot = CATALOGUES.get(locale as usize)?;
        match locale.built_in() {
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
        self.get(key(Some(field), LABEL, None))
    }

    /// The text for a code: its own, else its reason's; the one for the parameter before the plain one.
    fn template(&self, code: Code, parameter: Option<&str>) -> Option<&'static str> {
        let parameter = parameter.and_then(parameter_index);
        let reason = code.reason() as u8;
        [Some(code.field()), None].into_iter().find_map(|field| {
            parameter
                .and_then(|_| self.get(key(field, reason, parameter)))
                .or_else(|| self.get(key(field, reason, None)))
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

fn parameter_index(name: &str) -> Option<u8> {
    u8::try_from(Params::NAMES.iter().position(|known| *known == name)?).ok()
}

/// Words stand behind all that belongs to a field.
#[allow(clippy::cast_possible_truncation, reason = "there are fewer than 256 words")]
const fn word_key(index: usize) -> u32 {
    1 << 24 | index as u32
}

fn push_number(out: &mut String, number: u32) {
    if number > 9 {
        push_number(out, number / 10);
    }
    out.extend(char::from_digit(number % 10, 10));
}
