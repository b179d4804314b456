//! For people: the place in the file, what is wrong, what to do, and where the signup stands.

use std::fmt::Write;

use annotate_snippets::renderer::{AnsiColor, DecorStyle};
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use merchant_signup::{
    Draft, Field, FixKind, Issue, Locale, Place, Reason, Rule, Section, Severity, Status, catalogue, fixes,
    messages,
};

use super::Document;
use super::paint::{BAD, FAINT, OPEN, Paint, STRONG, marked};
use crate::lines::Lines;
use crate::locate::Located;
use crate::wording::{describe, plural};

/// How many other places are shown with an issue.
const MOST_RELATED: usize = 6;

#[derive(Debug)]
pub(crate) struct Human {
    renderer: Renderer,
    paint: Paint,
    locale: Locale,
}

/// What is known of the text of a document.
struct Text<'t> {
    text: &'t str,
    lines: Lines<'t>,
    /// What can be put right without guessing.
    fixes: Vec<(Place, FixKind)>,
}

impl Human {
    pub(crate) fn new(coloured: bool, width: usize, locale: Locale) -> Self {
        let renderer = if coloured {
            Renderer::styled()
                .error(BAD)
                .warning(OPEN)
                .info(AnsiColor::BrightBlue.on_default().bold())
                .note(AnsiColor::BrightCyan.on_default())
                .help(AnsiColor::BrightGreen.on_default())
        } else {
            Renderer::plain()
        };
        let renderer = renderer.decor_style(DecorStyle::Unicode).term_width(width);
        Self { renderer, paint: Paint { coloured }, locale }
    }

    /// Everything there is to say of one signup.
    pub(crate) fn document(&self, document: &Document<'_>, out: &mut Vec<u8>) {
        let mut page = String::new();
        self.issues(document, &mut page);
        self.sections(document, &mut page);
        self.verdict(document, &mut page);
        out.extend_from_slice(page.as_bytes());
    }

    /// One signup of a batch: its issues, without the sections.
    pub(crate) fn line(&self, document: &Document<'_>, out: &mut Vec<u8>) {
        let mut page = String::new();
        if matches!(document.key, Some(Some(_))) {
            let _ = writeln!(page, "{}\n", self.paint.text(STRONG, &document.title()));
        }
        self.issues(document, &mut page);
        out.extend_from_slice(page.as_bytes());
    }

    fn issues(&self, document: &Document<'_>, page: &mut String) {
        let issues = document.report.issues();
        if issues.is_empty() {
            return;
        }
        let text =
            document.text().map(|text| Text { text, lines: Lines::of(text), fixes: fixes_of(document) });
        let located = match &text {
            Some(text) => document.locate(text.text, &text.lines),
            None => vec![None; issues.len()],
        };
        let found: Vec<_> = issues.iter().zip(located).collect();
        let mut explained = Vec::new();
        for same in found.chunk_by(|(_, one), (_, other)| belong_together(one.as_ref(), other.as_ref())) {
            let group = match same {
                [(issue, located)] => {
                    self.issue(issue, located.as_ref(), document, text.as_ref(), &mut explained)
                }
                _ => self.missing(same, document, text.as_ref()),
            };
            page.push_str(&self.renderer.render(&[group]));
            page.push_str("\n\n");
        }
    }

    /// One issue: where, what, why, and how to put it right.
    fn issue<'a>(
        &self,
        issue: &Issue,
        located: Option<&'a Located>,
        document: &'a Document<'_>,
        text: Option<&'a Text<'a>>,
        explained: &mut Vec<&'static str>,
    ) -> Group<'a> {
        let level = match issue.severity() {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            _ => Level::INFO,
        };
        let title = level.primary_title(issue.message(self.locale)).id(issue.code().to_string());
        let mut group = match (text, located) {
            (Some(text), Some(located)) => {
                let ends = issue.code().reason() == Reason::Malformed
                    && located.span.end >= text.text.trim_end().len();
                let label = match (&located.belongs, &located.first) {
                    (Some(belongs), _) if located.has_no_column => {
                        Some(format!("no column says `{belongs}`"))
                    }
                    (Some(belongs), _) => Some(format!("`{belongs}` belongs here")),
                    (None, Some(_)) => Some("and again here".to_owned()),
                    (None, None) if ends => Some("the text ends here".to_owned()),
                    (None, None) => located.column.as_ref().map(|column| format!("column `{column}`")),
                };
                let annotation = AnnotationKind::Primary.span(located.span.clone()).label(label);
                // One other place is told; of several, it is enough to see them.
                let together = (located.related.len() == 1).then_some("together with this");
                let first = located.first.iter().map(|span| (span, Some("first here")));
                let related = located.related.iter().take(MOST_RELATED).map(|span| (span, together));
                let others = first
                    .chain(related)
                    .filter(|(span, _)| **span != located.span)
                    .map(|(span, label)| AnnotationKind::Context.span(span.clone()).label(label));
                title.element(snippet(document, text).annotation(annotation).annotations(others))
            }
            _ if issue.path().place().field() == Field::AccountId => title.element(Origin::path("--account")),
            _ => {
                let origin = Origin::path(document.source.title());
                title.element(match document.position_of_malformed() {
                    Some((line, column)) => origin.line(line).char_column(column),
                    None => origin.line(document.first_line()),
                })
            }
        };
        let doc = catalogue().find(|rule| rule.code == issue.code()).map(|rule: Rule| rule.doc);
        let is_plain = located.is_some_and(|located| located.belongs.is_some());
        if let Some(doc) = doc.filter(|doc| !is_plain && !explained.contains(doc)) {
            explained.push(doc);
            group = group.element(Level::NOTE.message(doc));
        }
        let fix = text.and_then(|text| text.fixes.iter().find(|(place, _)| *place == issue.path().place()));
        if let Some((_, kind)) = fix {
            let how = describe(*kind);
            group = group.element(Level::HELP.message(format!("`merchant-signup fix` {how}")));
        }
        group
    }

    /// Several answers that are missing in one place: the place once, and a list.
    fn missing<'a>(
        &self,
        same: &'a [(&Issue, Option<Located>)],
        document: &'a Document<'_>,
        text: Option<&'a Text<'a>>,
    ) -> Group<'a> {
        let title = Level::ERROR.primary_title(format!("{} answers are missing", same.len()));
        let width = same.iter().map(|(issue, _)| issue.code().to_string().len()).max().unwrap_or_default();
        let list: Vec<_> = same
            .iter()
            .map(|(issue, _)| format!("{:width$}  {}", issue.code().to_string(), issue.message(self.locale)))
            .collect();
        let list = Level::NOTE.no_name().message(list.join("\n"));
        match (text, same.first()) {
            (Some(text), Some((_, Some(located)))) => {
                let where_to = if located.has_no_column { "no column says them" } else { "they belong here" };
                let here = AnnotationKind::Primary.span(located.span.clone()).label(where_to);
                title.element(snippet(document, text).annotation(here)).element(list)
            }
            _ => title.element(list),
        }
    }

    /// Where each section of the form stands.
    fn sections(&self, document: &Document<'_>, page: &mut String) {
        let sections = document.report.sections();
        let labels: Vec<_> = sections.iter().map(|summary| self.section_label(summary.section)).collect();
        let width = labels.iter().map(|label| label.chars().count()).max().unwrap_or_default();
        for (summary, label) in sections.iter().zip(&labels) {
            let (style, mark) = marked(summary.status);
            let mark = self.paint.text(style, mark);
            let status = self.paint.text(style, &format!("{:<10}", summary.status.name()));
            let count = match summary.required {
                0 => "nothing owed".to_owned(),
                required => format!("{} of {required} answered", summary.fulfilled),
            };
            let padding = " ".repeat(width - label.chars().count());
            let _ = writeln!(page, "  {mark} {label}{padding}  {status}  {}", self.paint.text(FAINT, &count));
        }
        if !sections.is_empty() {
            page.push('\n');
        }
    }

    /// A section's name, from the labels of its fields.
    fn section_label(&self, section: Section) -> String {
        let fields = Field::Signup.children().filter(|field| field.section() == Some(section));
        let labels: Vec<_> = fields.map(|field| messages::label(field, self.locale)).collect();
        labels.join(", ")
    }

    /// The closing line.
    fn verdict(&self, document: &Document<'_>, page: &mut String) {
        let report = document.report;
        let count = |severity| report.issues().iter().filter(|issue| issue.severity() == severity).count();
        let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
        let infos = count(Severity::Info);
        let name = document.title();
        let (style, mark) = marked(report.status());
        let verdict = match report.status() {
            Status::Ready => "is ready to send",
            Status::Incomplete => "is not ready yet: something is missing",
            Status::Malformed => "cannot be read",
            _ => "is not ready: something is wrong",
        };
        let mut counts = Vec::new();
        counts.extend((errors > 0).then(|| plural(errors, "error")));
        counts.extend((warnings > 0).then(|| plural(warnings, "warning")));
        counts.extend((infos > 0).then(|| plural(infos, "info")));
        counts.extend((document.passed_over > 0).then(|| format!("{} passed over", document.passed_over)));
        let counts = match counts.as_slice() {
            [] => String::new(),
            [one] => format!(" ({one})"),
            [first, second] => format!(" ({first} and {second})"),
            more => format!(" ({})", more.join(", ")),
        };
        let verdict = self.paint.text(STRONG, &format!("{name} {verdict}"));
        let _ = writeln!(page, "{} {verdict}{counts}", self.paint.text(style, mark));
        let advice = match report.status() {
            Status::Ready if document.fails() => {
                "It counts as failing, for what is listed is denied here (--deny)."
            }
            status if status != Status::Ready && !document.fails() => {
                "It does not count as failing, for what stands in the way is passed over (--ignore, --baseline)."
            }
            Status::Ready if warnings > 0 => "Warnings do not stop you; look whether they are meant.",
            Status::Ready => return,
            Status::Malformed => "Put the text in order, then check again.",
            _ => "Put the errors right, then check again. Everything that stands in the way is listed above.",
        };
        let _ = writeln!(page, "  {}", self.paint.text(FAINT, advice));
    }
}

/// What can be put right without guessing. A table is put right where it was made.
fn fixes_of(document: &Document<'_>) -> Vec<(Place, FixKind)> {
    if document.row.is_some() {
        return Vec::new();
    }
    Draft::from_slice(document.signup().0)
        .map(|draft| fixes(&draft).iter().map(|fix| (fix.place(), fix.kind())).collect())
        .unwrap_or_default()
}

/// Whether two issues are of answers that are missing in the same place.
fn belong_together(one: Option<&Located>, other: Option<&Located>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => {
            one.belongs.is_some() && other.belongs.is_some() && one.span == other.span
        }
        _ => false,
    }
}

fn snippet<'a>(
    document: &'a Document<'_>,
    text: &'a Text<'a>,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    Snippet::source(text.text).line_start(document.first_line()).path(document.source.title())
}
