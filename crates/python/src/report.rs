//! A report as Python holds it: written as JSON only when somebody asks what it says.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use merchant_signup::{Kind, Report, Severity, Status};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::written;

/// The answer to a check.
#[pyclass(name = "Report", module = "merchant_signup._native", frozen)]
#[derive(Debug)]
pub(crate) struct PyReport(pub(crate) Report);

#[pymethods]
impl PyReport {
    /// A report from its JSON text.
    ///
    /// # Errors
    ///
    /// `ValueError` where it is none, or says that a signup stands better than its issues have it.
    #[staticmethod]
    fn from_json(text: &str) -> PyResult<Self> {
        let report: Report = serde_json::from_str(text).map_err(|error| {
            // Of a list serde would tell how the report is built.
            let what = match text.trim_start().as_bytes() {
                [] => "it is empty".to_owned(),
                [b'{', ..] => error.to_string(),
                _ if error.is_data() => "it must be a JSON object".to_owned(),
                _ => format!("it is not JSON: {error}"),
            };
            PyValueError::new_err(format!("this is no report: {what}"))
        })?;
        let due = report.errors().map(|issue| match issue.kind() {
            Kind::Missing => Status::Incomplete,
            _ => Status::Invalid,
        });
        match due.max() {
            Some(due) if due > report.status() => Err(PyValueError::new_err(format!(
                "this is no report: its status is {:?}, and its issues say {:?}",
                report.status().name(),
                due.name()
            ))),
            _ => Ok(Self(report)),
        }
    }

    /// Where the signup stands: `ready`, `incomplete`, `invalid` or `malformed`.
    #[getter]
    fn status(&self) -> &'static str {
        self.0.status().name()
    }

    /// How many issues have a severity.
    fn count(&self, severity: &str) -> usize {
        let named = Severity::ALL.into_iter().find(|known| known.name() == severity);
        self.0.issues().iter().filter(|issue| Some(issue.severity()) == named).count()
    }

    /// The codes of its issues, in the report's order.
    fn codes(&self) -> Vec<String> {
        self.0.issues().iter().map(|issue| issue.code().to_string()).collect()
    }

    /// The report as every door writes it.
    ///
    /// # Errors
    ///
    /// Never, as far as is known.
    fn to_json(&self) -> PyResult<String> {
        written(&self.0)
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        other.cast::<Self>().is_ok_and(|other| other.get().0 == self.0)
    }

    fn __hash__(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.codes().hash(&mut hasher);
        hasher.finish()
    }
}
