//! What a column's name says: a pointer (`/signup/ownership/owners/0/name`), or a dotted name with or without `signup.` in front
//! (`ownership.owners[0].name`). What is the only one of its name may be named without what it stands in (`owners[0].name`).

use merchant_signup::Field;
use merchant_signup::payload::Shape;

use super::values::Kind;

/// A step down in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Name(String),
    Element(usize),
}

/// The way to a value, and what it is; of a field that the payload does not have, it is a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) steps: Vec<Step>,
    pub(super) kind: Kind,
    pub(super) is_known: bool,
}

/// Reads a column's name.
///
/// # Errors
///
/// In words that follow the name, when no value can stand there.
pub(super) fn named(name: &str) -> Result<Named, String> {
    if let Some(pointer) = name.strip_prefix('/') {
        let part = |part: &str| Step::Name(part.replace("~1", "/").replace("~0", "~"));
        return resolve(pointer.split('/').map(part).collect());
    }
    let steps = dotted(name).ok_or("is no name: an element of a list is written as in owners[0].name")?;
    let Some(Step::Name(first)) = steps.first() else {
        return Err("is no name: it begins with an element".to_owned());
    };
    if *first == Field::Signup.name() && steps.len() > 1 {
        return resolve(steps);
    }
    let mut around: Vec<_> = around(first).into_iter().map(|name| Step::Name(name.to_owned())).collect();
    around.extend(steps);
    resolve(around)
}

/// What a dotted name begins in: the fields around the one that is the only one of its name, or else the signup.
fn around(first: &str) -> Vec<&'static str> {
    let is_direct = Field::Signup.child(first).is_some();
    let mut same = Field::Signup.below().filter(|field| field.name() == first && field.list().is_none());
    match (is_direct, same.next(), same.next()) {
        (false, Some(field), None) => {
            let up = std::iter::successors(Some(field.parent()), |field| Some(field.parent()));
            let mut names: Vec<_> = up.take_while(|field| !field.is_root()).map(Field::name).collect();
            names.reverse();
            names
        }
        _ => vec![Field::Signup.name()],
    }
}

/// `a.b[0].c` in steps.
fn dotted(name: &str) -> Option<Vec<Step>> {
    let mut steps = Vec::new();
    for part in name.split('.') {
        let (name, elements) = part.split_at(part.find('[').unwrap_or(part.len()));
        if name.is_empty() {
            return None;
        }
        steps.push(Step::Name(name.to_owned()));
        let mut rest = elements;
        while let Some(open) = rest.strip_prefix('[') {
            let (index, behind) = open.split_once(']')?;
            steps.push(Step::Element(element(index)?));
            rest = behind;
        }
        if !rest.is_empty() {
            return None;
        }
    }
    Some(steps)
}

fn element(text: &str) -> Option<usize> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// Goes down the payload.
fn resolve(mut steps: Vec<Step>) -> Result<Named, String> {
    let (mut field, mut is_in_element) = (Field::Document, false);
    for step in &mut steps {
        let is_list = matches!(field.shape(), Shape::Objects { .. } | Shape::Texts { .. }) && !is_in_element;
        if let (true, Step::Name(name)) = (is_list, &*step)
            && let Some(index) = element(name)
        {
            *step = Step::Element(index);
        }
        match (field.shape(), &*step) {
            (_, Step::Element(_)) if is_list => is_in_element = true,
            (Shape::Object | Shape::Objects { .. }, Step::Name(name)) if !is_list => {
                match field.child(name) {
                    Some(child) => (field, is_in_element) = (child, false),
                    None => return Ok(Named { steps, kind: Kind::Text, is_known: false }),
                }
            }
            _ if is_list => return Err(is_a_list(field)),
            _ => return Err(format!("names what {} does not have: it holds a value", field.path())),
        }
    }
    match field.shape() {
        Shape::Objects { .. } | Shape::Texts { .. } if !is_in_element => Err(is_a_list(field)),
        Shape::Object | Shape::Objects { .. } => {
            let child = field.children().next().map_or("", Field::name);
            Err(format!("names several fields: give each a column, such as {}.{child}", field.path()))
        }
        shape => Ok(Named { steps, kind: Kind::of(shape), is_known: true }),
    }
}

fn is_a_list(field: Field) -> String {
    format!("is a list: name its elements, as in {}[0]", field.path())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pointer(name: &str) -> Result<(String, Kind, bool), String> {
        let named = named(name)?;
        let step = |step: &Step| match step {
            Step::Name(name) => format!("/{name}"),
            Step::Element(index) => format!("/[{index}]"),
        };
        Ok((named.steps.iter().map(step).collect(), named.kind, named.is_known))
    }

    #[test]
    fn names_lead_to_fields() {
        for (name, to, kind) in [
            ("/signup/bank_name", "/signup/bank_name", Kind::Text),
            ("bank_name", "/signup/bank_name", Kind::Text),
            ("signup.bank_name", "/signup/bank_name", Kind::Text),
            ("phone_number", "/signup/applicant/phone_number", Kind::Text),
            ("gift_cards", "/signup/revenue/gift_cards", Kind::Boolean),
            ("store_type[2]", "/signup/store_type/[2]", Kind::Text),
            ("/signup/store_type/2", "/signup/store_type/[2]", Kind::Text),
            ("owners[0].percentage", "/signup/ownership/owners/[0]/percentage", Kind::Number),
            ("ownership.owners[0].percentage", "/signup/ownership/owners/[0]/percentage", Kind::Number),
            (
                "/signup/ownership/owners/11/percentage",
                "/signup/ownership/owners/[11]/percentage",
                Kind::Number,
            ),
            ("payment_options[0].currencies[1]", "/signup/payment_options/[0]/currencies/[1]", Kind::Text),
        ] {
            assert_eq!(pointer(name), Ok((to.to_owned(), kind, true)), "{name}");
        }
        for (name, to) in [
            ("merchant_id", "/signup/merchant_id"),
            ("/merchant_id", "/merchant_id"),
            ("email", "/signup/email"),
            ("ownership.colour", "/signup/ownership/colour"),
            ("owners[0].shoe.size", "/signup/ownership/owners/[0]/shoe/size"),
            ("signup", "/signup/signup"),
        ] {
            assert_eq!(pointer(name), Ok((to.to_owned(), Kind::Text, false)), "{name}");
        }
    }

    #[test]
    fn a_name_that_no_value_can_have_is_told() {
        for (name, why) in [
            ("owners.name", "is a list: name its elements, as in ownership.owners[0]"),
            ("store_type", "is a list: name its elements, as in store_type[0]"),
            ("/signup/store_type", "is a list: name its elements, as in store_type[0]"),
            ("owners[0]", "names several fields: give each a column, such as ownership.owners.name"),
            ("revenue", "names several fields: give each a column, such as revenue.currency"),
            ("bank_name.x", "names what bank_name does not have: it holds a value"),
            ("bank_name[0]", "names what bank_name does not have: it holds a value"),
            ("owners[x].name", "is no name: an element of a list is written as in owners[0].name"),
            ("a..b", "is no name: an element of a list is written as in owners[0].name"),
            ("a[0", "is no name: an element of a list is written as in owners[0].name"),
        ] {
            assert_eq!(pointer(name), Err(why.to_owned()), "{name}");
        }
    }
}
