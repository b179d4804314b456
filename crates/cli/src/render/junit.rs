//! JUnit XML: a suite for each signup, a test for each section of the form, one more for the document as a whole.

use std::fmt::Write;

use merchant_signup::{Issue, Locale, Section, Severity};

use super::{Document, Region, section};

/// What comes before all suites, and behind them.
pub(crate) const HEAD: &str =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"merchant-signup\">\n";
pub(crate) const TAIL: &str = "</testsuites>\n";

/// The suite of a signup.
pub(crate) fn document(document: &Document<'_>, locale: Locale, out: &mut Vec<u8>) {
    let regions = document.regions();
    let issues: Vec<_> = document.report.issues().iter().zip(regions).collect();
    let of = |wanted: Option<Section>| -> Vec<_> {
        issues.iter().filter(|(issue, _)| section(issue) == wanted).collect()
    };
    let mut tests = vec![("document", of(None))];
    tests.extend(
        document.report.sections().iter().map(|summary| (summary.section.name(), of(Some(summary.section)))),
    );
    let is_failed = |found: &[&(&Issue, Option<Region>)]| {
        found.iter().any(|(issue, _)| issue.severity() == Severity::Error)
    };
    let failures = tests.iter().filter(|(_, found)| is_failed(found)).count();
    let name = escaped(&document.title());
    let file = escaped(document.source.title());
    let mut page = String::new();
    let _ = writeln!(
        page,
        "  <testsuite name=\"{name}\" tests=\"{}\" failures=\"{failures}\" errors=\"0\" skipped=\"0\" time=\"0\">",
        tests.len()
    );
    for (test, found) in &tests {
        let _ = write!(page, "    <testcase classname=\"{name}\" name=\"{test}\" file=\"{file}\" time=\"0\"");
        if found.is_empty() {
            page.push_str("/>\n");
            continue;
        }
        page.push_str(">\n");
        let list = |is_error: bool| {
            let mut list = String::new();
            for (issue, region) in found {
                if (issue.severity() == Severity::Error) == is_error {
                    let position = region.map_or_else(String::new, |region| {
                        format!(":{}:{}", region.start.line, region.start.column)
                    });
                    let _ = writeln!(
                        list,
                        "{}{position}: {}: {} [{}]",
                        document.source.title(),
                        issue.severity().name(),
                        issue.message(locale),
                        issue.code()
                    );
                }
            }
            list
        };
        let errors: Vec<_> = found
            .iter()
            .filter(|(issue, _)| issue.severity() == Severity::Error)
            .map(|(issue, _)| issue)
            .collect();
        if let Some(first) = errors.first() {
            let more = match errors.len() - 1 {
                0 => String::new(),
                more => format!(" (and {more} more)"),
            };
            let _ = writeln!(
                page,
                "      <failure type=\"{}\" message=\"{}{more}\">{}</failure>",
                first.code(),
                escaped(&first.message(locale)),
                escaped(&list(true))
            );
        }
        let notices = list(false);
        if !notices.is_empty() {
            let _ = writeln!(page, "      <system-out>{}</system-out>", escaped(&notices));
        }
        page.push_str("    </testcase>\n");
    }
    page.push_str("  </testsuite>\n");
    out.extend_from_slice(page.as_bytes());
}

/// Text for XML, which has no way to write most control characters.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' => escaped.push('\n'),
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => escaped.push('\u{FFFD}'),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn what_xml_cannot_hold_is_replaced() {
        assert_eq!(escaped("<a href=\"x\">&\u{1}"), "&lt;a href=&quot;x&quot;&gt;&amp;\u{FFFD}");
    }
}
