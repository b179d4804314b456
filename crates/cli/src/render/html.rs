//! A page for people who were not there: what fails most, and every signup with what is to be said of it. One file, which loads
//! nothing and runs nothing. It repeats nothing that people typed but the keys, and where things are.
//!
//! Signups are written as they are checked. What all of it comes to is known at the end and stands there; the style puts it first.

use std::collections::BTreeMap;
use std::fmt::Write;

use merchant_signup::{Code, Issue, Locale, Options, RULES_VERSION, Severity, Status};

use super::paint::marked;
use super::{Document, Region};
use crate::envelope::key_text;
use crate::tally::Tally;
use crate::wording::grouped;

const STYLE: &str = include_str!("report.css");

/// How many codes are in the chart; the rest is counted.
const MOST_CODES: usize = 20;

/// What comes before the signups.
pub(crate) fn head(options: &Options) -> String {
    let (day, level, profile) = (options.today, options.level.name(), options.profile.name);
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>Signups checked, {day}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <header>\n<h1>Signups checked</h1>\n\
         <p>Ages counted to {day}, level {level}, profile {profile}, rules {RULES_VERSION}</p>\n</header>\n\
         <section class=\"signups\">\n<h2>Signup by signup</h2>\n<table>\n\
         <thead><tr><th scope=\"col\">Signup</th><th scope=\"col\">Status</th><th scope=\"col\">What was found</th></tr></thead>\n\
         <tbody>\n"
    )
}

/// A signup.
pub(crate) fn document(document: &Document<'_>, locale: Locale, out: &mut Vec<u8>) {
    let mut page = String::new();
    let status = document.report.status();
    let place = match document.line {
        Some(line) => format!("{}:{line}", document.source.title()),
        None => document.source.title().to_owned(),
    };
    let place = escaped(&place);
    let name = match document.key {
        Some(Some(key)) => format!("<bdi>{}</bdi> <small>{place}</small>", escaped(&key_text(key))),
        _ => format!("<bdi>{place}</bdi>"),
    };
    let _ = write!(
        page,
        "<tr><th scope=\"row\">{name}</th><td class=\"status {0}\">{1} {0}",
        status.name(),
        marked(status).1
    );
    if document.fails() != (status != Status::Ready) {
        let counts = if document.fails() { "counts as failing" } else { "does not count as failing" };
        let _ = write!(page, " <small>{counts}</small>");
    }
    page.push_str("</td><td>");
    let issues: Vec<_> = document.report.issues().iter().zip(document.regions()).collect();
    if !issues.is_empty() {
        // The messages alone are in the language asked for.
        let language =
            if locale == Locale::English { String::new() } else { format!(" lang=\"{}\"", locale.tag()) };
        page.push_str("<ul>");
        for (issue, region) in issues {
            self::issue(issue, region, locale, &language, &mut page);
        }
        page.push_str("</ul>");
    }
    if document.passed_over > 0 {
        let _ = write!(page, "<small>{} passed over</small>", document.passed_over);
    }
    page.push_str("</td></tr>\n");
    out.extend_from_slice(page.as_bytes());
}

fn issue(issue: &Issue, region: Option<Region>, locale: Locale, language: &str, page: &mut String) {
    let _ = write!(
        page,
        "<li><b class=\"{0}\">{0}</b> <span{language}>{1}</span><div><code>{2}</code>",
        issue.severity().name(),
        escaped(&issue.message(locale)),
        broken(issue.code())
    );
    if let Some(region) = region {
        let _ = write!(page, " <small>line {}, column {}</small>", region.start.line, region.start.column);
    }
    page.push_str("</div></li>");
}

/// What comes behind the signups: what all of it comes to.
pub(crate) fn tail(tally: &Tally, unreadable: usize) -> String {
    let mut page = String::from("</tbody>\n</table>\n</section>\n<section class=\"summary\">\n");
    if unreadable > 0 {
        let _ = writeln!(
            page,
            "<p class=\"note\">{unreadable} of the files could not be read, or not to the end: this page does not say everything.</p>"
        );
    }
    page.push_str("<dl>\n");
    let counts = [
        ("signups", tally.signups()),
        ("ready", tally.ready),
        ("incomplete", tally.incomplete),
        ("invalid", tally.invalid),
        ("malformed", tally.malformed),
        ("failing", tally.failing),
    ];
    for (what, count) in counts {
        let _ = writeln!(page, "<div><dt>{what}</dt><dd>{}</dd></div>", grouped(count));
    }
    page.push_str("</dl>\n");
    let (infos, failing): (BTreeMap<_, _>, _) =
        tally.codes.iter().partition(|(code, _)| code.severity() == Severity::Info);
    chart(&failing, &mut page);
    for (codes, why) in
        [(&infos, "to know"), (&tally.ignored, "ignored"), (&tally.known, "known, by the baseline")]
    {
        if !codes.is_empty() {
            let count = grouped(codes.values().sum());
            let codes: Vec<_> = codes.keys().map(|code| broken(*code)).collect();
            let _ = writeln!(page, "<p class=\"note\">{count} {why}: {}</p>", codes.join(", "));
        }
    }
    page.push_str("</section>\n</body>\n</html>\n");
    page
}

/// How often each code was found: errors first, the most frequent first.
fn chart(codes: &BTreeMap<Code, u64>, page: &mut String) {
    if codes.is_empty() {
        page.push_str("<p class=\"note\">Nothing was found that fails.</p>\n");
        return;
    }
    let mut sorted: Vec<_> = codes.iter().map(|(code, count)| (*code, *count)).collect();
    sorted.sort_by_key(|(code, count)| (code.severity(), std::cmp::Reverse(*count)));
    let most = sorted.iter().map(|(_, count)| *count).max().unwrap_or(1);
    page.push_str("<h2>What fails most</h2>\n<table class=\"chart\">\n");
    page.push_str(
        "<thead><tr><th scope=\"col\">Code</th><th scope=\"col\">Times</th></tr></thead>\n<tbody>\n",
    );
    for (code, count) in sorted.iter().take(MOST_CODES) {
        let severity = code.severity().name();
        // In thousandths: a bar needs no more.
        let width = (u128::from(*count) * 1000).div_ceil(u128::from(most));
        let _ = writeln!(
            page,
            "<tr><th scope=\"row\"><code>{}</code> <b class=\"{severity}\">{severity}</b>\
             <svg class=\"{severity}\" viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">\
             <rect width=\"{width}\" height=\"10\"/></svg></th><td>{}</td></tr>",
            broken(*code),
            grouped(*count)
        );
    }
    page.push_str("</tbody>\n</table>\n");
    if let Some(more @ 1..) = sorted.len().checked_sub(MOST_CODES) {
        let _ = writeln!(page, "<p class=\"note\">{more} more codes were found less often.</p>");
    }
}

/// A code, which a narrow page may break behind its dots.
fn broken(code: Code) -> String {
    escaped(&code.to_string()).replace('.', ".<wbr>")
}

/// Text for HTML.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c if c.is_control() => escaped.push('\u{FFFD}'),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_html_would_understand_is_escaped() {
        assert_eq!(
            escaped("<a href=\"x\" b='y'>&\u{0}"),
            "&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;\u{FFFD}"
        );
    }

    #[test]
    fn the_chart_shows_the_most_frequent_and_counts_the_rest() {
        let codes: Vec<_> = merchant_signup::catalogue().map(|rule| rule.code).take(MOST_CODES + 2).collect();
        let counts = codes.iter().zip(1..).map(|(code, count)| (*code, count)).collect();
        let mut page = String::new();
        chart(&counts, &mut page);
        assert_eq!(page.matches("<rect ").count(), MOST_CODES);
        assert!(page.contains("<rect width=\"1000\""), "{page}");
        assert!(page.ends_with("<p class=\"note\">2 more codes were found less often.</p>\n"), "{page}");
    }
}
