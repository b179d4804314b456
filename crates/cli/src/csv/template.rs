//! A header to begin a table with.

use merchant_signup::Field;
use merchant_signup::payload::Shape;

/// The names of all fields, with the first element of each list, and a comma between them.
pub(crate) fn template() -> String {
    let is_value =
        |field: &Field| !matches!(field.shape(), Shape::Object | Shape::Objects { .. } | Shape::Parameter);
    Field::Signup.below().filter(is_value).map(name).collect::<Vec<_>>().join(",")
}

/// A field's name as a header has it.
fn name(field: Field) -> String {
    let parent = field.parent();
    let element = match field.shape() {
        Shape::Objects { .. } | Shape::Texts { .. } => "[0]",
        _ => "",
    };
    let own = format!("{}{element}", field.name());
    if parent == Field::Signup || field.is_root() { own } else { format!("{}.{own}", name(parent)) }
}
