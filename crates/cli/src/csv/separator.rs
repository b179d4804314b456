//! What stands between the cells.

/// What stands between the cells of a row, one byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Separator(u8);

/// What is looked for in a header, the most usual first. A name has none of these.
const USUAL: [u8; 4] = [b',', b';', b'\t', b'|'];

impl Separator {
    pub(crate) const COMMA: Self = Self(b',');

    /// Reads what was typed.
    ///
    /// # Errors
    ///
    /// When it is no character that can stand between cells.
    pub(crate) fn parse(text: &str) -> Result<Self, &'static str> {
        match text.as_bytes() {
            b"tab" | b"\\t" => Ok(Self(b'\t')),
            [byte]
                if byte.is_ascii_punctuation() && !b"\"[]/._".contains(byte)
                    || matches!(byte, b'\t' | b' ') =>
            {
                Ok(Self(*byte))
            }
            _ => Err("it is one character, such as ; or the word tab"),
        }
    }

    /// What a header has most of, outside of quotation marks.
    pub(super) fn seen_in(header: &[u8]) -> Self {
        let mut counts = USUAL.map(|separator| (separator, 0_usize));
        let mut is_quoted = false;
        for byte in header {
            is_quoted ^= *byte == b'"';
            if let Some((_, count)) = counts.iter_mut().find(|(separator, _)| separator == byte && !is_quoted)
            {
                *count += 1;
            }
        }
        // Of several that stand there equally often, the last is taken: so the most usual is to be last.
        counts
            .iter()
            .rev()
            .max_by_key(|(_, count)| count)
            .map_or(Self::COMMA, |(separator, _)| Self(*separator))
    }

    /// Whether a comma is the mark of a decimal, since it is not what stands between cells.
    pub(super) fn leaves_comma(self) -> bool {
        self != Self::COMMA
    }

    /// Whether it stands in a text, which then is no cell without quotation marks.
    pub(super) fn stands_in(self, text: &str) -> bool {
        text.as_bytes().contains(&self.0)
    }

    /// A reader of such rows. A clone of one does not read as it does (csv-core 0.1.13 leaves out a part), so each is built anew.
    pub(super) fn reader(self) -> csv_core::Reader {
        csv_core::ReaderBuilder::new().delimiter(self.0).build()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_shows_what_stands_between_its_cells() {
        for (header, separator) in [
            ("bank_name", ','),
            ("bank_name,account_number", ','),
            ("bank_name;account_number;a,b", ';'),
            ("\"a;b;c;d\",e", ','),
            ("bank_name\taccount_number", '\t'),
            ("bank_name|account_number", '|'),
            ("a,b;c", ','),
        ] {
            assert_eq!(Separator::seen_in(header.as_bytes()), Separator(separator as u8), "{header}");
        }
    }

    #[test]
    fn a_separator_is_one_character() {
        assert_eq!(Separator::parse(";"), Ok(Separator(b';')));
        assert_eq!(Separator::parse("tab"), Ok(Separator(b'\t')));
        for wrong in ["", ";;", "\"", "a", "1", ".", "æ"] {
            assert!(Separator::parse(wrong).is_err(), "{wrong}");
        }
    }
}
