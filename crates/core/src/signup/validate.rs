//! `validator`'s traits for the request: the report's errors, nested as the request is.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::time::{SystemTime, UNIX_EPOCH};

use chrono::{DateTime, NaiveDate};
use validator::{Validate, ValidateArgs, ValidationError, ValidationErrors, ValidationErrorsKind};

use super::SignupRequest;
use crate::messages::Locale;
use crate::options::Options;
use crate::report::{Issue, Param, Report};

/// Where `validator` keeps what is said of an object as a whole.
const WHOLE: &str = "__all__";

/// Level `submission` on the system's date in UTC, since the trait takes no argument: the one clock that is read here.
impl Validate for SignupRequest {
    fn validate(&self) -> Result<(), ValidationErrors> {
        self.validate_with_args(&Options::new(today()))
    }
}

/// By these options. Errors fail; warnings and infos are in [`SignupRequest::check`].
impl<'v> ValidateArgs<'v> for SignupRequest {
    type Args = &'v Options;

    fn validate_with_args(&self, options: &'v Options) -> Result<(), ValidationErrors> {
        let errors = nested(&self.check(options));
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }
}

fn today() -> NaiveDate {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let seconds = i64::try_from(since.as_secs()).unwrap_or(i64::MAX);
    DateTime::from_timestamp(seconds, 0).unwrap_or_default().date_naive()
}

/// The report's errors by field, with keys as they are on the wire.
///
/// An element of a list of texts has its errors, like an object as a whole, under `__all__`. A list has its own under
/// its name; where its elements have some too, which `validator` keeps in the same slot, under the `__all__` of the
/// object that it stands in.
fn nested(report: &Report) -> ValidationErrors {
    let mut document = Node::default();
    for issue in report.errors() {
        let pointer = issue.path().to_string();
        let node = pointer.split('/').skip(1).fold(&mut document, |node, key| match key.parse() {
            Ok(index) => node.elements.entry(index).or_default(),
            Err(_) => node.fields.entry(key.to_owned()).or_default(),
        });
        node.own.push(error(issue, report.locale()));
    }
    document.into_errors()
}

/// What is said of a value, and of those below it.
#[derive(Default)]
struct Node {
    own: Vec<ValidationError>,
    fields: BTreeMap<String, Node>,
    elements: BTreeMap<usize, Node>,
}

impl Node {
    fn into_errors(self) -> ValidationErrors {
        let mut whole = self.own;
        let mut errors = ValidationErrors::new();
        for (key, node) in self.fields {
            let kind = if !node.elements.is_empty() {
                whole.extend(node.own);
                let elements = node.elements.into_iter();
                ValidationErrorsKind::List(
                    elements.map(|(at, node)| (at, Box::new(node.into_errors()))).collect(),
                )
            } else if !node.fields.is_empty() {
                ValidationErrorsKind::Struct(Box::new(node.into_errors()))
            } else {
                ValidationErrorsKind::Field(node.own)
            };
            errors.errors_mut().insert(Cow::Owned(key), kind);
        }
        if !whole.is_empty() {
            errors.errors_mut().insert(Cow::Borrowed(WHOLE), ValidationErrorsKind::Field(whole));
        }
        errors
    }
}

fn error(issue: &Issue, locale: Locale) -> ValidationError {
    let params = issue.params().iter().map(|(name, param)| {
        let value = match param {
            Param::Number(number) => number.into(),
            Param::Text(text) => text.into(),
            Param::Texts(texts) => texts.to_vec().into(),
            Param::Numbers(numbers) => numbers.to_vec().into(),
        };
        (Cow::Borrowed(name), value)
    });
    ValidationError {
        code: Cow::Owned(issue.code().to_string()),
        message: Some(Cow::Owned(issue.message(locale))),
        params: params.collect(),
    }
}
