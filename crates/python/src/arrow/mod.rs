//! A column of JSON texts to a column of verdicts, for whatever speaks the Arrow PyCapsule interface: pyarrow, Polars, DuckDB, Spark.
//!
//! Source: <https://arrow.apache.org/docs/format/CDataInterface/PyCapsuleInterface.html>.

mod texts;
mod verdicts;

use std::fmt::Display;
use std::sync::Arc;

use arrow_array::{Array, ArrayRef};
use arrow_schema::{ArrowError, DataType, FieldRef};
use merchant_signup::{Options, check_slice};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyTuple};
use pyo3_arrow::error::PyArrowResult;
use pyo3_arrow::ffi::{ArrayIterator, ArrayReader as _};
use pyo3_arrow::ffi::{to_array_pycapsules, to_schema_pycapsule, to_stream_pycapsule};
use pyo3_arrow::input::AnyArray;

use crate::options::Given;
use texts::Texts;
use verdicts::Builder;

/// Checks a column of JSON texts, without the interpreter's lock, and gives a column of structs of the same length.
///
/// # Errors
///
/// `TypeError` where it is no column of texts, `ValueError` where an option is not one of those that exist.
#[pyfunction]
#[pyo3(signature = (column, *, today, profile, level, locale, issues))]
pub(crate) fn check_column<'py>(
    column: &Bound<'py, PyAny>,
    today: &str,
    profile: &str,
    level: &str,
    locale: &str,
    issues: bool,
) -> PyResult<Bound<'py, PyAny>> {
    let options = Given { today, profile, level, locale, account: None }.settled()?;
    let py = column.py();
    let (chunks, is_whole) = taken(column)?;
    let field = verdicts::field(issues);
    let checked = py.detach(|| checked(&chunks, &options, issues));
    let mut chunks = checked.map_err(|error| PyValueError::new_err(error.to_string()))?;
    match (chunks.pop(), chunks.is_empty()) {
        (Some(array), true) if is_whole => Ok(Bound::new(py, Verdicts { field, array })?.into_any()),
        (last, _) => {
            chunks.extend(last);
            Ok(Bound::new(py, ChunkedVerdicts { field, chunks })?.into_any())
        }
    }
}

/// The texts of a column, chunk by chunk, and whether it is one array rather than a column of chunks.
fn taken(column: &Bound<'_, PyAny>) -> PyResult<(Vec<Texts>, bool)> {
    let is_whole = column.hasattr("__arrow_c_array__")?;
    if !is_whole && !column.hasattr("__arrow_c_stream__")? {
        let name = column.get_type().fully_qualified_name()?.to_string();
        let instead = match name.split_once('.').map_or((&*name, ""), |name| name) {
            ("pandas" | "numpy" | "list" | "tuple", _) => ": give pyarrow.array(column)",
            ("pyspark", _) => ": merchant_signup.spark.check takes the data frame and the column's name",
            _ => "",
        };
        return Err(PyTypeError::new_err(format!(
            "column must be an Arrow column, such as a pyarrow.Array or a polars.Series, not {name}{instead}"
        )));
    }
    let reader = column.extract::<AnyArray>().and_then(AnyArray::into_reader).map_err(unread)?;
    let field = reader.field();
    // Engines disagree on what a column of nulls is made of: Polars gives it a buffer, which it must not have. It says nothing.
    if field.data_type() == &DataType::Null
        && let Ok(length) = column.len()
    {
        return Ok((vec![Texts::Null(length)], is_whole));
    }
    let is_table = column.hasattr("columns")?;
    let unfit = || PyTypeError::new_err(texts::unfit(field.data_type(), is_table));
    // A column without chunks has a type too.
    if !texts::fits(field.data_type()) {
        return Err(unfit());
    }
    let mut chunks = Vec::new();
    for chunk in reader {
        let chunk = chunk.map_err(unread)?;
        chunks.push(Texts::of(&chunk).ok_or_else(unfit)?);
    }
    Ok((chunks, is_whole))
}

/// What is to be said of a column that is not laid out as Arrow wants it.
fn unread(error: impl Display) -> PyErr {
    PyTypeError::new_err(format!("column cannot be read: cast it to string first ({error})"))
}

/// The verdicts of chunks of texts: as many chunks, but where those of one would not fit into an array.
fn checked(chunks: &[Texts], options: &Options, issues: bool) -> Result<Vec<ArrayRef>, ArrowError> {
    let mut found: Vec<ArrayRef> = Vec::with_capacity(chunks.len());
    for texts in chunks {
        let mut verdicts = Builder::new(texts.len(), issues);
        let mut check = |text: Option<&[u8]>| -> Result<(), ArrowError> {
            if verdicts.is_full() {
                found.push(Arc::new(verdicts.finished()?));
            }
            match text {
                Some(text) => verdicts.push(&check_slice(text, options)),
                None => verdicts.push_null(),
            }
            Ok(())
        };
        match texts {
            Texts::Binary(texts) => texts.iter().try_for_each(&mut check)?,
            Texts::LargeBinary(texts) => texts.iter().try_for_each(&mut check)?,
            Texts::BinaryView(texts) => texts.iter().try_for_each(&mut check)?,
            Texts::Null(length) => (0..*length).try_for_each(|_| check(None))?,
        }
        found.push(Arc::new(verdicts.finished()?));
    }
    Ok(found)
}

/// What a column that is one array was found to be: an Arrow array of structs.
#[pyclass(module = "merchant_signup._native", frozen)]
#[derive(Debug)]
pub(crate) struct Verdicts {
    field: FieldRef,
    array: ArrayRef,
}

#[pymethods]
impl Verdicts {
    fn __len__(&self) -> usize {
        self.array.len()
    }

    fn __repr__(&self) -> String {
        format!("<Verdicts: {}>", self.array.len())
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyArrowResult<Bound<'py, PyCapsule>> {
        to_schema_pycapsule(py, self.field.as_ref())
    }

    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_array__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyArrowResult<Bound<'py, PyTuple>> {
        to_array_pycapsules(py, Arc::clone(&self.field), &self.array, requested_schema)
    }

    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyArrowResult<Bound<'py, PyCapsule>> {
        stream(py, &self.field, vec![Arc::clone(&self.array)], requested_schema)
    }
}

/// What a column of chunks was found to be: an Arrow stream of arrays of structs.
#[pyclass(module = "merchant_signup._native", frozen)]
#[derive(Debug)]
pub(crate) struct ChunkedVerdicts {
    field: FieldRef,
    chunks: Vec<ArrayRef>,
}

#[pymethods]
impl ChunkedVerdicts {
    fn __len__(&self) -> usize {
        self.chunks.iter().map(Array::len).sum()
    }

    fn __repr__(&self) -> String {
        format!("<ChunkedVerdicts: {} in {} chunks>", self.__len__(), self.chunks.len())
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyArrowResult<Bound<'py, PyCapsule>> {
        to_schema_pycapsule(py, self.field.as_ref())
    }

    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyArrowResult<Bound<'py, PyCapsule>> {
        stream(py, &self.field, self.chunks.clone(), requested_schema)
    }
}

fn stream<'py>(
    py: Python<'py>,
    field: &FieldRef,
    chunks: Vec<ArrayRef>,
    requested_schema: Option<Bound<'py, PyCapsule>>,
) -> PyArrowResult<Bound<'py, PyCapsule>> {
    let chunks = ArrayIterator::new(chunks.into_iter().map(Ok), Arc::clone(field));
    to_stream_pycapsule(py, Box::new(chunks), requested_schema)
}
