//! What issues say to people, in their language: one catalogue a language, as text.
//!
//! A catalogue has a line for each key, `key = text`, sorted by key. A message's key is its code, or `*.` and the
//! reason where all fields say the same; `+name` behind it is taken where the issue has a parameter of that name.
//! `label.` and a field's path name the field as the form shows it. In a text, `{field}` is that label, any other
//! name in braces a parameter.

use std::sync::OnceLock;

use crate::code::{Code, Reason};
use crate::payload::Field;
use crate::report::{Issue, Param, Params};
use crate::text;
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

    /// The catalogue's text, where it is built in.
    const fn built_in(self) -> Option<&'static str> {
        match self {
            Self::English => Some(include_str!("en.txt")),
            #[cfg(feature = "messages-nb")]
            Self::Norwegian => Some(include_str!("nb.txt")),
            #[cfg(feature = "messages-sv")]
            Self::Swedish => Some(include_str!("sv.txt")),
            #[cfg(feature = "messages-da")]
            Self::Danish => Some(include_str!("da.txt")),
            #[cfg(feature = "messages-fi")]
            Self::Finnish => Some(include_str!("fi.txt")),
            #[allow(unreachable_patterns, reason = "with every language built in there is no other")]
            _ => None,
        }
    }
}

static CATALOGUES: [OnceLock<Catalogue>; Locale::ALL.len()] = [const { OnceLock::new() }; Locale::ALL.len()];

/// Brings a language that is not built in: the texts of its catalogue, a line each, as [`catalogue_texts`] writes them.
/// The first texts for a language stay.
pub fn load(locale: Locale, texts: String) {
    if let (Some(slot), Some(english)) = (CATALOGUES.get(locale as usize), Catalogue::of(Locale::English)) {
        slot.get_or_init(|| Catalogue::of_texts(texts.leak(), english));
    }
}

/// The texts of a catalogue that is built in, without their keys: all catalogues of a version have the same.
#[must_use]
pub fn catalogue_texts(locale: Locale) -> Option<String> {
    locale.built_in()?;
    Some(Catalogue::of(locale)?.texts.join("\n"))
}

/// Whether messages in this language can be had.
#[must_use]
pub fn is_available(locale: Locale) -> bool {
    Catalogue::of(locale).is_some()
}

/// What an issue says, in a language, or in English where it is not to be had.
#[must_use]
pub fn message(issue: &Issue, locale: Locale) -> String {
    let params = issue.params();
    let first = params.iter().next().map(|(name, _)| name);
    say(issue.code(), first, locale, &|catalogue, name, out| match params.get(name) {
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
///
/// None where the code is not known.
#[must_use]
pub fn message_of(code: &str, params: &serde_json::Map<String, Value>, locale: Locale) -> Option<String> {
    let code = Code::from_name(code)?;
    let first = Params::NAMES.iter().find(|name| params.contains_key(**name)).copied();
    let push = |out: &mut String, value: &Value| match value {
        Value::String(text) => out.push_str(text),
        other => out.push_str(&other.to_string()),
    };
    Some(say(code, first, locale, &|catalogue, name, out| match params.get(name) {
        Some(Value::String(text)) => out.push_str(catalogue.word_for(name, text)),
        Some(Value::Array(items)) => catalogue.push_list(out, items, push),
        Some(other) => push(out, other),
        None => {}
    }))
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

/// A catalogue's texts, found by number: a string would have to be built for each message.
struct Catalogue {
    /// Sorted: what a text is for, and its line.
    index: Vec<(u32, usize)>,
    texts: Vec<&'static str>,
}

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
            Some(text) => Some(slot.get_or_init(|| Self::new(text))),
            None => slot.get(),
        }
    }

    fn new(text: &'static str) -> Self {
        let paths: Vec<_> = Field::ALL.iter().map(|field| (field.path(), *field)).collect();
        let lines = text.split('\n').filter_map(|line| line.split_once('='));
        let mut catalogue = Self { index: Vec::new(), texts: Vec::new() };
        for (name, text) in lines {
            if let Some(number) = number(text::trim(name), &paths) {
                catalogue.index.push((number, catalogue.texts.len()));
            }
            catalogue.texts.push(text::trim(text));
        }
        catalogue.index.sort_unstable();
        catalogue
    }

    /// The catalogue with these texts for what the texts of another are for.
    fn of_texts(texts: &'static str, other: &Self) -> Self {
        Self { index: other.index.clone(), texts: texts.split('\n').collect() }
    }

    fn get(&self, key: u32) -> Option<&'static str> {
        let found = self.index.binary_search_by_key(&key, |(own, _)| *own).ok()?;
        let (_, line) = self.index.get(found)?;
        self.texts.get(*line).copied()
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

/// What a line of a catalogue is for.
fn number(name: &str, paths: &[(String, Field)]) -> Option<u32> {
    let field = |path: &str| paths.iter().find(|(known, _)| known == path).map(|(_, field)| *field);
    let (head, last) = name.rsplit_once('.')?;
    if head == "word" {
        return WORDS.iter().position(|word| *word == last).map(word_key);
    }
    if let Some(path) = name.strip_prefix("label.") {
        return Some(key(Some(field(path)?), LABEL, None));
    }
    let (reason, parameter) = match last.split_once('+') {
        Some((reason, parameter)) => (reason, Some(parameter_index(parameter)?)),
        None => (last, None),
    };
    let reason = Reason::ALL.iter().find(|known| known.name() == reason)?;
    let field = if head == "*" { None } else { Some(field(head)?) };
    Some(key(field, *reason as u8, parameter))
}

fn parameter_index(name: &str) -> Option<u8> {
    u8::try_from(Params::NAMES.iter().position(|known| *known == name)?).ok()
}

/// Words stand behind all that belongs to a field.
fn word_key(index: usize) -> u32 {
    1 << 24 | u32::try_from(index).unwrap_or_default()
}

fn push_number(out: &mut String, number: u32) {
    if number > 9 {
        push_number(out, number / 10);
    }
    out.extend(char::from_digit(number % 10, 10));
}
