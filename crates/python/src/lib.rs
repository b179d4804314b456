//! The Python package `merchant-signup`: the same check as behind every other door, for bytes, texts, dictionaries
//! and columns of texts.
//!
//! Python's half, `python/merchant_signup/__init__.py`, has what is easier said in Python. The types of both are in `.pyi`
//! files beside it.

mod arrow;
mod options;
mod read;
mod report;

use merchant_signup::{Draft, catalogue, check_deserializer, check_slice};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyBytes, PyString};
use serde::Serialize;

use crate::options::Given;
use crate::read::PyValue;
use crate::report::PyReport;

/// What Python imports as `merchant_signup._native`.
#[pymodule]
mod _native {
    #[pymodule_export]
    use super::arrow::{ChunkedVerdicts, Verdicts, check_column};
    #[pymodule_export]
    use super::report::PyReport;
    #[pymodule_export]
    use super::{check, fixes, json_schema, rules};

    use pyo3::prelude::*;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("RULES_VERSION", merchant_signup::RULES_VERSION)?;
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}

/// Checks a signup: JSON text as `bytes`, `bytearray` or `str`, or the values that such a text would have.
///
/// It raises nothing for a bad signup. A text is checked without the interpreter's lock, so that threads run beside it.
///
/// # Errors
///
/// `ValueError` where an option is not one of those that exist.
#[pyfunction]
#[pyo3(signature = (signup, *, today, profile, level, locale, account))]
fn check(
    signup: &Bound<'_, PyAny>,
    today: &str,
    profile: &str,
    level: &str,
    locale: &str,
    account: Option<&str>,
) -> PyResult<PyReport> {
    let options = Given { today, profile, level, locale, account }.settled()?;
    let py = signup.py();
    let of_text = |text: &[u8]| py.detach(|| check_slice(text, &options));
    let report = if let Ok(bytes) = signup.cast::<PyBytes>() {
        of_text(bytes.as_bytes())
    } else if let Ok(text) = signup.cast::<PyString>() {
        // Half a surrogate pair has no UTF-8, and is told as such.
        match text.to_str() {
            Ok(text) => of_text(text.as_bytes()),
            Err(_) => of_text(b"\xff"),
        }
    } else if let Ok(bytes) = signup.cast::<PyByteArray>() {
        // Copied, for another thread may change it.
        of_text(&bytes.to_vec())
    } else {
        check_deserializer(PyValue(signup), &options)
    };
    Ok(PyReport(report))
}

/// The safe fixes of a signup's values: pointer, name of the fix, and the right text, which for `number_from_text` is a number
/// as JSON writes it. None where there is no signup in it.
#[pyfunction]
fn fixes(signup: &Bound<'_, PyAny>) -> Vec<(String, &'static str, String)> {
    let draft = Draft::from_deserializer(PyValue(signup));
    let found = draft.map(|draft| merchant_signup::fixes(&draft)).unwrap_or_default();
    found.into_iter().map(|fix| (fix.place().to_string(), fix.kind().name(), fix.text().to_owned())).collect()
}

/// Every code that a report can have, as the JSON text of a list.
///
/// # Errors
///
/// Never, as far as is known.
#[pyfunction]
fn rules() -> PyResult<String> {
    written(&catalogue().collect::<Vec<_>>())
}

/// The payload as a JSON Schema, as JSON text.
///
/// # Errors
///
/// `ValueError` where there is no such level.
#[pyfunction]
fn json_schema(level: &str) -> PyResult<String> {
    written(&merchant_signup::json_schema(options::level(level)?))
}

/// A value as JSON text.
fn written(value: &(impl Serialize + ?Sized)) -> PyResult<String> {
    serde_json::to_string(value).map_err(|error| PyValueError::new_err(error.to_string()))
}
