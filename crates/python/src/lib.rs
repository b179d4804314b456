//! The Python package `merchant-signup`: the same check as behind every other door, for bytes, texts, dictionaries
//! and columns of texts.
//!
//! Python's half, `python/merchant_signup/__init__.py`, has what is easier said in Python. The types of both are in `.pyi`
//! files beside it.

mod arrow;
mod options;
mod read;
mod report;

use merchant_signup::{catalogue, check_slice, unreadable};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{
    PyBool, PyByteArray, PyBytes, PyFloat, PyInt, PyList, PyMapping, PyMemoryView, PyString, PyTuple,
};
use serde::Serialize;

use crate::options::Given;
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

/// Checks a signup: JSON text as `bytes`, `bytearray`, `memoryview` or `str`, or the values that such a text would have.
///
/// It raises nothing for a bad signup. A text is checked without the interpreter's lock, so that threads run beside it.
///
/// # Errors
///
/// `ValueError` where an option is not one of those that exist, `TypeError` where the signup is neither text nor what JSON could have.
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
    } else if signup.is_instance_of::<PyMemoryView>() {
        let bytes = signup.call_method0("tobytes")?;
        of_text(bytes.cast::<PyBytes>()?.as_bytes())
    } else if is_of_json(signup) {
        match read::draft(signup) {
            Ok(draft) => merchant_signup::check(&draft, &options),
            Err(error) => unreadable(error, &options),
        }
    } else {
        return Err(PyTypeError::new_err(unfit(signup)?));
    };
    Ok(PyReport(report))
}

/// Whether JSON could have such a value. A row of a table, which is a tuple too, is surely none.
fn is_of_json(value: &Bound<'_, PyAny>) -> bool {
    value.is_none()
        || value.cast::<PyMapping>().is_ok()
        || value.is_instance_of::<PyList>()
        || value.is_exact_instance_of::<PyTuple>()
        || value.is_instance_of::<PyBool>()
        || value.is_instance_of::<PyInt>()
        || value.is_instance_of::<PyFloat>()
        || read::is_missing(value)
}

/// What is to be said of something that is no signup at all, and what to give instead.
fn unfit(value: &Bound<'_, PyAny>) -> PyResult<String> {
    const INSTEAD: [(&str, &str); 6] = [
        ("read", "give what is in it, read()"),
        ("__fspath__", "give what is in the file, read_bytes()"),
        ("asDict", "give asDict(recursive=True)"),
        ("_asdict", "give _asdict()"),
        ("__dataclass_fields__", "give dataclasses.asdict() of it"),
        ("model_dump", "give model_dump(mode=\"json\")"),
    ];
    let name = value.get_type().fully_qualified_name()?;
    let taken = "signup must be JSON text (str, bytes, bytearray, memoryview) or a mapping such as a dict";
    let instead = INSTEAD.iter().find(|(attribute, _)| value.hasattr(*attribute).unwrap_or(false));
    Ok(match instead {
        Some((_, instead)) => format!("{taken}, not {name}: {instead}"),
        None => format!("{taken}, not {name}"),
    })
}

/// The safe fixes of a signup's values: pointer, name of the fix, and the right text, which for `number_from_text` is a number
/// as JSON writes it. None where there is no signup in it.
#[pyfunction]
fn fixes(signup: &Bound<'_, PyAny>) -> Vec<(String, &'static str, String)> {
    let found = read::draft(signup).map(|draft| merchant_signup::fixes(&draft)).unwrap_or_default();
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
