//! The column that a check makes: for each text a struct of its status, how much is wrong, and the codes.

use std::fmt::{Display, Write as _};
use std::sync::Arc;

use arrow_array::builder::StringBuilder;
use arrow_array::{ArrayRef, Int32Array, ListArray, StructArray};
use arrow_buffer::{NullBuffer, NullBufferBuilder, OffsetBufferBuilder};
use arrow_schema::{ArrowError, DataType, Field, FieldRef, Fields};
use merchant_signup::{Issue, Locale, Report, Severity};

/// An array's texts are found by offsets of 32 bits. A report is far shorter than what is left above this.
const MOST_BYTES: usize = 1 << 30;

/// The column's field. Everything may be null, for all of a verdict is where there was no text.
pub(super) fn field(issues: bool) -> FieldRef {
    Arc::new(Field::new("verdict", DataType::Struct(fields(issues)), true))
}

fn fields(issues: bool) -> Fields {
    let mut fields = vec![
        Field::new("status", DataType::Utf8, true),
        Field::new("errors", DataType::Int32, true),
        Field::new("warnings", DataType::Int32, true),
        Field::new("codes", DataType::List(item(DataType::Utf8)), true),
    ];
    if issues {
        fields.push(Field::new("issues", DataType::List(item(DataType::Struct(issue_fields()))), true));
    }
    fields.into()
}

fn issue_fields() -> Fields {
    let texts = ["code", "path", "severity", "kind", "params", "message"];
    let mut fields: Vec<Field> = texts.map(|name| Field::new(name, DataType::Utf8, true)).into();
    fields.push(Field::new("related", DataType::List(item(DataType::Utf8)), true));
    fields.into()
}

fn item(kind: DataType) -> FieldRef {
    Arc::new(Field::new_list_field(kind, true))
}

/// Verdicts as they come, one after the other.
pub(super) struct Builder {
    is_there: NullBufferBuilder,
    status: StringBuilder,
    errors: Vec<i32>,
    warnings: Vec<i32>,
    codes: Lists,
    issues: Option<Issues>,
}

impl Builder {
    /// With room for so many.
    pub(super) fn new(rows: usize, issues: bool) -> Self {
        Self {
            is_there: NullBufferBuilder::new(rows),
            status: StringBuilder::with_capacity(rows, rows.saturating_mul("incomplete".len())),
            errors: Vec::with_capacity(rows),
            warnings: Vec::with_capacity(rows),
            codes: Lists::new(rows),
            issues: issues.then(|| Issues::new(rows)),
        }
    }

    /// Whether another verdict might not find room.
    pub(super) fn is_full(&self) -> bool {
        let of_issues = self.issues.as_ref().map_or(0, Issues::bytes);
        self.codes.bytes().max(of_issues) > MOST_BYTES
    }

    pub(super) fn push(&mut self, report: &Report) {
        let (mut errors, mut warnings) = (0, 0);
        for issue in report.issues() {
            match issue.severity() {
                Severity::Error => errors += 1,
                Severity::Warning => warnings += 1,
                _ => {}
            }
        }
        self.is_there.append_non_null();
        self.status.append_value(report.status().name());
        self.errors.push(errors);
        self.warnings.push(warnings);
        self.codes.push(report.issues().iter().map(Issue::code));
        if let Some(issues) = &mut self.issues {
            issues.push(report.issues(), report.locale());
        }
    }

    /// What is said of no text.
    pub(super) fn push_null(&mut self) {
        self.is_there.append_null();
        self.status.append_null();
        self.errors.push(0);
        self.warnings.push(0);
        self.codes.push([""; 0]);
        if let Some(issues) = &mut self.issues {
            issues.push(&[], Locale::English);
        }
    }

    /// The verdicts as an array; the builder is empty then.
    pub(super) fn finished(&mut self) -> Result<StructArray, ArrowError> {
        let whole = std::mem::replace(self, Self::new(0, self.issues.is_some()));
        let Self { mut is_there, mut status, errors, warnings, codes, issues } = whole;
        let nulls = is_there.finish();
        let fields = fields(issues.is_some());
        let mut columns: Vec<ArrayRef> = vec![
            Arc::new(status.finish()),
            Arc::new(Int32Array::new(errors.into(), nulls.clone())),
            Arc::new(Int32Array::new(warnings.into(), nulls.clone())),
            Arc::new(codes.finished(nulls.clone())?),
        ];
        if let Some(issues) = issues {
            columns.push(Arc::new(issues.finished(nulls.clone())?));
        }
        StructArray::try_new(fields, columns, nulls)
    }
}

/// A list of texts for each row.
struct Lists {
    ends: OffsetBufferBuilder<i32>,
    values: StringBuilder,
}

impl Lists {
    fn new(rows: usize) -> Self {
        Self { ends: OffsetBufferBuilder::new(rows), values: StringBuilder::new() }
    }

    fn bytes(&self) -> usize {
        self.values.values_slice().len()
    }

    fn push(&mut self, texts: impl IntoIterator<Item = impl Display>) {
        let mut count = 0;
        for text in texts {
            append(&mut self.values, text);
            count += 1;
        }
        self.ends.push_length(count);
    }

    fn finished(mut self, nulls: Option<NullBuffer>) -> Result<ListArray, ArrowError> {
        ListArray::try_new(item(DataType::Utf8), self.ends.finish(), Arc::new(self.values.finish()), nulls)
    }
}

/// A list of issues for each row.
struct Issues {
    ends: OffsetBufferBuilder<i32>,
    code: StringBuilder,
    path: StringBuilder,
    severity: StringBuilder,
    kind: StringBuilder,
    params: StringBuilder,
    message: StringBuilder,
    related: Lists,
}

impl Issues {
    fn new(rows: usize) -> Self {
        Self {
            ends: OffsetBufferBuilder::new(rows),
            code: StringBuilder::new(),
            path: StringBuilder::new(),
            severity: StringBuilder::new(),
            kind: StringBuilder::new(),
            params: StringBuilder::new(),
            message: StringBuilder::new(),
            related: Lists::new(rows),
        }
    }

    /// Of the column that has most.
    fn bytes(&self) -> usize {
        let columns = [&self.code, &self.path, &self.params, &self.message, &self.related.values];
        columns.into_iter().map(|column| column.values_slice().len()).max().unwrap_or_default()
    }

    fn push(&mut self, issues: &[Issue], locale: Locale) {
        for issue in issues {
            append(&mut self.code, issue.code());
            append(&mut self.path, issue.path());
            self.severity.append_value(issue.severity().name());
            self.kind.append_value(issue.kind().name());
            self.params.append_option(serde_json::to_string(issue.params()).ok());
            self.message.append_value(issue.message(locale));
            self.related.push(issue.related());
        }
        self.ends.push_length(issues.len());
    }

    fn finished(mut self, nulls: Option<NullBuffer>) -> Result<ListArray, ArrowError> {
        let texts = [
            &mut self.code,
            &mut self.path,
            &mut self.severity,
            &mut self.kind,
            &mut self.params,
            &mut self.message,
        ];
        let mut columns: Vec<ArrayRef> =
            texts.into_iter().map(|column| Arc::new(column.finish()) as ArrayRef).collect();
        columns.push(Arc::new(self.related.finished(None)?));
        let issues = StructArray::try_new(issue_fields(), columns, None)?;
        ListArray::try_new(
            item(DataType::Struct(issue_fields())),
            self.ends.finish(),
            Arc::new(issues),
            nulls,
        )
    }
}

/// Appends what a value is shown as, without a text of its own in between.
fn append(column: &mut StringBuilder, value: impl Display) {
    // Only the value could fail, and none of ours does.
    let _ = write!(column, "{value}");
    column.append_value("");
}
