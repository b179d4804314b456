//! A signup inside a larger document: where it stands, and what the document is called by whoever sends it.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use merchant_signup::{Issue, Options, Reason, Report, check_slice};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// An RFC 6901 pointer below the root of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct JsonPointer {
    pub(crate) text: String,
    parts: Vec<String>,
}

impl JsonPointer {
    /// Reads what was typed.
    ///
    /// # Errors
    ///
    /// When it does not begin with `/`.
    pub(crate) fn parse(text: &str) -> Result<Self, &'static str> {
        let parts = text
            .strip_prefix('/')
            .ok_or("a place is written with a slash before each name, as in /payload")?;
        let parts = parts.split('/').map(|part| part.replace("~1", "/").replace("~0", "~")).collect();
        Ok(Self { text: text.to_owned(), parts })
    }
}

/// What is known of the documents around the signups.
#[derive(Clone, Debug, Default)]
pub(crate) struct Envelope {
    /// Where the signup stands; the whole document, where there is none.
    pub(crate) signup_at: Option<JsonPointer>,
    /// Where the document says what it is called.
    pub(crate) key: Option<JsonPointer>,
}

/// A document, taken out of its envelope.
#[derive(Clone, Debug)]
pub(crate) struct Opened<'t> {
    /// Where the signup stands in the text, byte order mark left out; the whole text, where there is none.
    pub(crate) part: Option<Range<usize>>,
    /// What the document is called, a text or a number; none within where it does not say, none where nobody asked.
    pub(crate) key: Option<Option<&'t RawValue>>,
    /// Whether the document has nothing where the signup should stand.
    pub(crate) has_nothing: bool,
}

impl Envelope {
    /// Checks the signup in a document.
    pub(crate) fn check<'t>(&self, bytes: &'t [u8], options: &Options) -> (Report, Opened<'t>) {
        let mut opened = Opened { part: None, key: None, has_nothing: false };
        if self.signup_at.is_none() && self.key.is_none() {
            return (check_slice(bytes, options), opened);
        }
        let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        // A text that is no JSON is reported as a whole.
        if let Some(at) = &self.key {
            let found = find(text, at).ok().flatten();
            opened.key = Some(found.filter(|value| !value.get().starts_with(['{', '[', 'n'])));
        }
        let report = match &self.signup_at {
            None => check_slice(bytes, options),
            Some(at) => match find(text, at) {
                Err(_) => check_slice(bytes, options),
                Ok(None) => {
                    opened.has_nothing = true;
                    check_slice(b"null", options)
                }
                Ok(Some(signup)) => {
                    let signup = signup.get();
                    // The signup is a piece of the text, so that the addresses tell where.
                    let start = signup.as_ptr().addr().saturating_sub(text.as_ptr().addr());
                    opened.part = Some(start..start + signup.len());
                    check_slice(signup.as_bytes(), options)
                }
            },
        };
        (self.without_key(report), opened)
    }

    /// The report, without the warning that the payload does not know the key.
    fn without_key(&self, report: Report) -> Report {
        let Some(key) = &self.key else { return report };
        let around = self.signup_at.as_ref().map_or("", |at| &*at.text);
        match key.text.strip_prefix(around).filter(|rest| rest.starts_with('/')) {
            Some(inside) => report.keeping(|issue| !is_around(issue, inside)),
            None => report,
        }
    }
}

/// Whether an issue says that the payload does not know the field at a place, or one that the field stands in.
fn is_around(issue: &Issue, inside: &str) -> bool {
    let is_named = issue.code().reason() == Reason::UnknownField && issue.path().key().is_some();
    is_named
        && inside
            .strip_prefix(&issue.path().to_string())
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The value at a place of a JSON text; of a repeated key the last, as the check takes it.
fn find<'t>(text: &'t [u8], at: &JsonPointer) -> serde_json::Result<Option<&'t RawValue>> {
    let mut found: Option<&RawValue> = None;
    for part in &at.parts {
        let text = found.map_or(text, |value| value.get().as_bytes());
        let mut deserializer = serde_json::Deserializer::from_slice(text);
        found = Child(part).deserialize(&mut deserializer)?;
        deserializer.end()?;
        if found.is_none() {
            break;
        }
    }
    Ok(found)
}

/// Reads one member of an object, or one element of a list.
struct Child<'p>(&'p str);

impl<'de> DeserializeSeed<'de> for Child<'_> {
    type Value = Option<&'de RawValue>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Child<'_> {
    type Value = Option<&'de RawValue>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        while let Some(Name(name)) = map.next_key()? {
            if name == self.0 {
                found = Some(map.next_value()?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let wanted = self.0.parse::<usize>().ok().filter(|index| index.to_string() == self.0);
        let mut found = None;
        for index in 0.. {
            let is_wanted = wanted == Some(index);
            let is_there = if is_wanted {
                found = list.next_element()?;
                found.is_some()
            } else {
                list.next_element::<IgnoredAny>()?.is_some()
            };
            if !is_there {
                break;
            }
        }
        Ok(found)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_str<E>(self, _: &str) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
}

/// The name of a member, copied only where it is written with escapes.
#[derive(serde::Deserialize)]
struct Name<'t>(#[serde(borrow)] Cow<'t, str>);

/// What a key says, without the quotes of JSON.
pub(crate) fn key_text(key: &RawValue) -> String {
    let text = serde_json::from_str(key.get()).unwrap_or_else(|_| key.get().to_owned());
    // It is shown on a line of its own.
    text.chars().map(|c| if c.is_control() { '\u{FFFD}' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'t>(text: &'t str, at: &str) -> Option<&'t str> {
        find(text.as_bytes(), &JsonPointer::parse(at).unwrap()).unwrap().map(RawValue::get)
    }

    #[test]
    fn values_are_found_as_they_stand() {
        let text = r#"{"a": 1, "p/q": {"~": [ {"x": 1.50} , "z" ]}, "\u0061": {"b" : null }}"#;
        assert_eq!(found(text, "/a"), Some(r#"{"b" : null }"#));
        assert_eq!(found(text, "/a/b"), Some("null"));
        assert_eq!(found(text, "/p~1q/~0/0/x"), Some("1.50"));
        assert_eq!(found(text, "/p~1q/~0/1"), Some("\"z\""));
        for nothing in ["/p~1q/~0/2", "/p~1q/~0/00", "/c", "/a/b/c", "/p~1q/~0/1/z", "/"] {
            assert_eq!(found(text, nothing), None, "{nothing}");
        }
        assert_eq!(found("[]", "/0"), None);
        assert_eq!(found("17", "/a"), None);
    }

    #[test]
    fn a_text_that_is_no_json_has_no_values() {
        for text in ["", "{\"a\": 1", "{\"a\": 1} x", "{\"a\": 1,}"] {
            assert!(find(text.as_bytes(), &JsonPointer::parse("/a").unwrap()).is_err(), "{text}");
        }
        assert!(find(b"{\"a\": \"\xFF\"}", &JsonPointer::parse("/a").unwrap()).is_err());
        assert!(JsonPointer::parse("payload").is_err());
        assert!(JsonPointer::parse("").is_err());
    }
}
