//! Words and numbers as this command writes them for people.

use merchant_signup::FixKind;

/// What a fix does, for people.
pub(crate) const fn describe(kind: FixKind) -> &'static str {
    match kind {
        FixKind::Trimmed => "takes away the white space around it",
        FixKind::InvisibleRemoved => "takes out characters that nobody sees",
        FixKind::SeparatorsRemoved => "takes out what sets the digits apart, and begins with +",
        FixKind::TrunkPrefixRemoved => "takes out the 0 behind the country code, which nobody dials there",
        FixKind::LabelRemoved => "takes away the words beside the number, and closes it up",
        FixKind::ClosedUp => "closes the number up",
        FixKind::UpperCased => "puts it in capital letters",
        FixKind::DomainLowerCased => "puts the domain in small letters",
        FixKind::NumberFromText => "makes a number of the text",
        _ => "corrects it",
    }
}

/// A number of things: `1 value`, `2 values`.
pub(crate) fn plural(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

/// A number with its thousands apart.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}
