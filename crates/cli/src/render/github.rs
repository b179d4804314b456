//! GitHub's workflow commands: `::error file=…,line=…::message`.

use std::fmt::Write;

use merchant_signup::{Locale, Severity};

use super::Document;
use crate::envelope::key_text;

/// A command for each issue.
pub(crate) fn document(document: &Document<'_>, locale: Locale, out: &mut Vec<u8>) {
    let mut page = String::new();
    for (issue, region) in document.report.issues().iter().zip(document.regions()) {
        let command = match issue.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
            _ => "notice",
        };
        let _ = write!(page, "::{command} file={}", property(document.source.title()));
        if let Some(region) = region {
            let (start, end) = (region.start, region.end);
            let _ = write!(page, ",line={},endLine={}", start.line, end.line);
            // Columns are taken only where they are on one line.
            if start.line == end.line {
                let _ = write!(page, ",col={},endColumn={}", start.column, end.column);
            }
        } else {
            let _ = write!(page, ",line={}", document.first_line());
        }
        let mut title = property(&issue.code().to_string());
        if let Some(Some(key)) = document.key {
            title.push_str(&property(&format!(" ({})", key_text(key))));
        }
        let _ = writeln!(page, ",title={title}::{}", data(&issue.message(locale)));
    }
    out.extend_from_slice(page.as_bytes());
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_end_a_command_is_escaped() {
        assert_eq!(property("50%, a:b\r\n"), "50%25%2C a%3Ab%0D%0A");
        assert_eq!(data("50%, a:b\n"), "50%25, a:b%0A");
    }
}
