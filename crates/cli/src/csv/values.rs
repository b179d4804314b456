//! What a cell says, as JSON: of the kind that the payload has there, or as a text where it says nothing of that kind.

use merchant_signup::payload::Shape;

use super::Separator;

/// Words for yes, in small letters: JSON's, people's, and those that spreadsheets write in English, Norwegian, Swedish, Danish and
/// Finnish for the value TRUE.
const YES: [&str; 7] = ["true", "yes", "1", "sann", "sant", "sand", "tosi"];

/// Words for no, as `YES`; Swedish has its own, Norwegian spreadsheets write USANN.
const NO: [&str; 7] = ["false", "no", "0", "usann", "falskt", "falsk", "epätosi"];

/// What a column's cells hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Number,
    Boolean,
}

impl Kind {
    pub(super) const fn of(shape: Shape) -> Self {
        match shape {
            Shape::Number => Self::Number,
            Shape::Boolean => Self::Boolean,
            _ => Self::Text,
        }
    }

    /// Whether a cell says nothing.
    pub(super) fn is_empty(self, cell: &str) -> bool {
        match self {
            Self::Text => cell.is_empty(),
            Self::Number | Self::Boolean => cell.trim().is_empty(),
        }
    }

    /// Writes a cell that says something.
    pub(super) fn write(self, cell: &str, separator: Separator, out: &mut Vec<u8>) {
        let value = match self {
            Self::Text => None,
            Self::Number => number(cell.trim(), separator),
            Self::Boolean => boolean(cell.trim()).map(str::to_owned),
        };
        match value {
            Some(value) => out.extend_from_slice(value.as_bytes()),
            None => text(cell, out),
        }
    }
}

/// Writes a JSON string.
pub(super) fn text(text: &str, out: &mut Vec<u8>) {
    // Writing to memory does not fail.
    let _ = serde_json::to_writer(out, text);
}

fn boolean(cell: &str) -> Option<&'static str> {
    let cell = cell.to_lowercase();
    if YES.contains(&&*cell) {
        Some("true")
    } else if NO.contains(&&*cell) {
        Some("false")
    } else {
        None
    }
}

/// A number as JSON writes it. A comma stands for the point where it does not stand between cells.
fn number(cell: &str, separator: Separator) -> Option<String> {
    let is_plain = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let point = match cell.split_once(',') {
        Some((whole, part)) => {
            let is_number = separator.leaves_comma()
                && is_plain(whole.strip_prefix('-').unwrap_or(whole))
                && is_plain(part);
            is_number.then(|| format!("{whole}.{part}"))?
        }
        None => cell.to_owned(),
    };
    // What no double holds would make the whole document unreadable; as a text it is the cell's fault alone.
    serde_json::from_str::<f64>(&point).ok().filter(|number| number.is_finite()).map(|_| point)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(kind: Kind, cell: &str, separator: &str) -> String {
        let mut out = Vec::new();
        kind.write(cell, Separator::parse(separator).unwrap(), &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_number_is_written_as_it_stands_where_json_can_say_it() {
        for (cell, number) in [
            ("51", "51"),
            (" 33.30 ", "33.30"),
            ("-1", "-1"),
            ("1e2", "1e2"),
            ("33,3", "\"33,3\""),
            ("051", "\"051\""),
            ("51 %", "\"51 %\""),
            ("1e999", "\"1e999\""),
            ("NaN", "\"NaN\""),
            ("true", "\"true\""),
        ] {
            assert_eq!(written(Kind::Number, cell, ","), number, "{cell}");
        }
        for (cell, number) in
            [("33,3", "33.3"), ("1,234,567", "\"1,234,567\""), ("33,", "\"33,\""), (",5", "\",5\"")]
        {
            assert_eq!(written(Kind::Number, cell, ";"), number, "{cell}");
        }
    }

    #[test]
    fn yes_and_no_have_many_words() {
        for yes in ["true", "TRUE", " Yes ", "1", "SANN", "Sant", "tosi"] {
            assert_eq!(written(Kind::Boolean, yes, ","), "true", "{yes}");
        }
        for no in ["false", "No", "0", "USANN", "falskt", "EPÄTOSI"] {
            assert_eq!(written(Kind::Boolean, no, ","), "false", "{no}");
        }
        assert_eq!(written(Kind::Boolean, "perhaps", ","), "\"perhaps\"");
    }

    #[test]
    fn a_text_is_a_text_whatever_it_looks_like() {
        for cell in ["86011117947", "true", " DNB ", "a \"b\"\n\\"] {
            assert_eq!(serde_json::from_str::<String>(&written(Kind::Text, cell, ",")).unwrap(), cell);
        }
        assert!(Kind::Text.is_empty("") && !Kind::Text.is_empty(" ") && Kind::Number.is_empty(" "));
    }
}
