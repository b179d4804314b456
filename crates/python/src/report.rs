//! A report as Python holds it: written as JSON only when somebody asks what it says.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use merchant_signup::{Report, Severity};
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
    /// `ValueError` where it is none.
    #[staticmethod]
    fn from_json(text: &str) -> PyResult<Self> {
        let report = serde_json::from_str(text);
        report.map(Self).map_err(|error| PyValueError::new_err(format!("this is no report: {error}")))
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
