//! The texts of a column, whichever way Arrow lays them out, as bytes and where they are.

use arrow_array::cast::AsArray as _;
use arrow_array::{Array as _, ArrayRef, BinaryArray, BinaryViewArray, LargeBinaryArray};
use arrow_schema::DataType;

/// A chunk of a column of texts.
///
/// Texts are taken as bytes: an engine may have made a string of what is not UTF-8, and the check says so. Nothing is copied.
pub(super) enum Texts {
    Binary(BinaryArray),
    LargeBinary(LargeBinaryArray),
    BinaryView(BinaryViewArray),
    /// As many nulls: a column without a value has this type of its own.
    Null(usize),
}

impl Texts {
    /// None where the array does not hold texts.
    pub(super) fn of(array: &ArrayRef) -> Option<Self> {
        Some(match array.data_type() {
            DataType::Utf8 => Self::Binary(array.as_string_opt::<i32>()?.clone().into()),
            DataType::LargeUtf8 => Self::LargeBinary(array.as_string_opt::<i64>()?.clone().into()),
            DataType::Utf8View => Self::BinaryView(array.as_string_view_opt()?.clone().to_binary_view()),
            DataType::Binary => Self::Binary(array.as_binary_opt::<i32>()?.clone()),
            DataType::LargeBinary => Self::LargeBinary(array.as_binary_opt::<i64>()?.clone()),
            DataType::BinaryView => Self::BinaryView(array.as_binary_view_opt()?.clone()),
            DataType::Null => Self::Null(array.len()),
            _ => return None,
        })
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Self::Binary(texts) => texts.len(),
            Self::LargeBinary(texts) => texts.len(),
            Self::BinaryView(texts) => texts.len(),
            Self::Null(length) => *length,
        }
    }
}

/// Whether columns of a type hold texts.
pub(super) fn fits(kind: &DataType) -> bool {
    use DataType::{Binary, BinaryView, LargeBinary, LargeUtf8, Null, Utf8, Utf8View};
    matches!(kind, Utf8 | LargeUtf8 | Utf8View | Binary | LargeBinary | BinaryView | Null)
}

/// What is to be said of a column of another type.
pub(super) fn unfit(kind: &DataType, is_table: bool) -> String {
    let texts = "column must hold JSON texts, as string, binary, their large or their view types";
    match kind {
        DataType::Dictionary(..) => format!(
            "{texts}: this one is a dictionary (a categorical); cast it to string first, with pyarrow's dictionary_decode() or Polars' cast(pl.String)"
        ),
        DataType::RunEndEncoded(..) => format!(
            "{texts}: this one is run-end encoded; decode it first, for instance with pyarrow.compute.run_end_decode()"
        ),
        DataType::Struct(_) if is_table => format!(
            "{texts}: this is a table; take the column of texts from it, such as table[\"signup\"], of a DuckDB relation .to_arrow_table()[\"signup\"]"
        ),
        DataType::Struct(_) => format!(
            "{texts}: this is a column of structs; write them as JSON first, with to_json() in SQL or struct.json_encode() in Polars, or, if it is a table, take the column of texts from it"
        ),
        other => format!("{texts}, not {other}"),
    }
}
