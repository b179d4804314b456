//! `rules` and `explain`: everything that a check can say.

use merchant_signup::{Code, Kind, Level, Locale, Rule, Severity, catalogue, messages, text};
use serde_json::json;

use crate::args::{CatalogueFormat, Explain, Rules};
use crate::output::{self, COULD_NOT_RUN, Output};

/// Prints the catalogue.
pub(crate) fn rules(args: &Rules) -> u8 {
    let mut out = Output::new();
    let locale = args.language.locale();
    match args.format {
        CatalogueFormat::Markdown => markdown(&mut out, locale),
        CatalogueFormat::Json => {
            let rules: Vec<_> = catalogue().map(|rule| as_json(&rule, locale)).collect();
            out.line(format_args!("{:#}", serde_json::Value::from(rules)));
        }
    }
    out.flush();
    0
}

fn as_json(rule: &Rule, locale: Locale) -> serde_json::Value {
    json!({
        "code": rule.code,
        "severity": rule.code.severity().name(),
        "kind": rule.code.kind().name(),
        "params": rule.params,
        "levels": levels(rule.code),
        "doc": rule.doc,
        "message": message(rule, locale),
    })
}

/// The names of the levels that report a code.
fn levels(code: Code) -> Vec<&'static str> {
    let mut levels = Vec::new();
    levels.extend(code.is_submission().then(|| Level::Submission.name()));
    levels.extend(code.is_contract().then(|| Level::Contract.name()));
    levels
}

/// What an issue of this code says, with its parameters in braces.
fn message(rule: &Rule, locale: Locale) -> String {
    let params = rule.params.iter().map(|name| ((*name).to_owned(), format!("{{{name}}}").into())).collect();
    messages::message_of(rule.code, &params, locale)
}

fn markdown(out: &mut Output, locale: Locale) {
    out.line("# Rules\n");
    out.line("What a check can say, in the order of the form. Errors block; warnings and infos do not.\n");
    out.line("| code | severity | kind | params | when | message |");
    out.line("|---|---|---|---|---|---|");
    for rule in catalogue() {
        let (code, severity, kind) = (rule.code, rule.code.severity().name(), rule.code.kind().name());
        let params: Vec<_> = rule.params.iter().map(|param| format!("`{param}`")).collect();
        let message = message(&rule, locale);
        let cells = [params.join(", "), rule.doc.to_owned(), message].map(|cell| cell.replace('|', "\\|"));
        out.line(format_args!("| `{code}` | {severity} | {kind} | {} |", cells.join(" | ")));
    }
}

/// Explains a code.
pub(crate) fn explain(args: &Explain) -> u8 {
    let wanted = args.code.trim();
    let Some(rule) = catalogue().find(|rule| rule.code == *wanted) else {
        output::complain(unknown(wanted));
        return COULD_NOT_RUN;
    };
    let locale = args.language.locale();
    let mut out = Output::new();
    out.line(rule.code);
    let weight = match rule.code.severity() {
        Severity::Error => "error: the signup is not ready until it is put right",
        Severity::Warning => "warning: probably wrong; the signup can be sent all the same",
        _ => "info: what follows from an answer; nothing to put right",
    };
    out.line(format_args!("  {weight}"));
    out.line("");
    out.line(format_args!("  {}", rule.doc));
    out.line("");
    let mut facts = Vec::new();
    let field = rule.code.field();
    facts.push(("field", format!("{} ({})", messages::label(field, locale), field.path())));
    facts.push(("message", message(&rule, locale)));
    facts.push(("kind", kind(rule.code.kind()).to_owned()));
    facts.extend((!rule.params.is_empty()).then(|| ("params", rule.params.join(", "))));
    facts.push(("levels", levels(rule.code).join(", ")));
    for (name, fact) in facts {
        out.line(format_args!("  {name:<8} {fact}"));
    }
    out.flush();
    0
}

const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Missing => "missing: something to supply or to put in order",
        Kind::Invalid => "invalid: wrong by itself",
        Kind::Inconsistent => "inconsistent: contradicts another field",
        _ => "notice: a warning or an info",
    }
}

/// Says that there is no such code, and which one may be meant.
fn unknown(wanted: &str) -> String {
    let codes: Vec<_> = catalogue().map(|rule| rule.code.to_string()).collect();
    // A part of a code, else one that is spelled nearly so.
    let parts: Vec<_> = codes.iter().filter(|code| has_part(code, wanted)).collect();
    let near = match parts.as_slice() {
        [one] => Some(one.as_str()),
        [] => text::nearest(wanted, codes.iter().map(String::as_str)),
        _ => {
            let (shown, more) = parts.split_at(parts.len().min(4));
            let shown: Vec<_> = shown.iter().map(|code| code.as_str()).collect();
            let more = if more.is_empty() { "" } else { " and others" };
            return format!("there is no code `{wanted}`, but there are {}{more}", shown.join(", "));
        }
    };
    match near {
        Some(near) => format!("there is no code `{wanted}`; did you mean `{near}`?"),
        None => format!("there is no code `{wanted}`; `merchant-signup rules` lists them all"),
    }
}

/// Whether a code has these parts in a row.
fn has_part(code: &str, parts: &str) -> bool {
    !parts.is_empty() && format!(".{code}.").contains(&format!(".{parts}."))
}
