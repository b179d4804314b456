//! Where the fields of a row stand: which column says what.

use merchant_signup::Place;

use super::rows::Cells;
use super::tree::Node;

/// The columns of a row by what they are in its document.
#[derive(Clone, Debug, Default)]
pub(super) struct Places {
    /// Fields, and what holds them: of these, the first column.
    columns: Vec<(Place, usize)>,
    /// What the payload does not know: the object that it is in, its name, and its column.
    unknown: Vec<(Place, String, usize)>,
}

impl Places {
    /// The places of a row.
    pub(super) fn of(tree: &Node, cells: &Cells) -> Self {
        let mut places = Self::default();
        if let Some(root) = Place::from_pointer("") {
            places.add(tree, root, cells);
        }
        places
    }

    fn add(&mut self, node: &Node, place: Place, cells: &Cells) {
        self.columns.push((place, node.first_column()));
        match node {
            Node::Value { .. } => {}
            Node::Object(members) => {
                for (name, node) in members {
                    match place.field().child(name) {
                        Some(field) => self.add(node, place.child(field), cells),
                        None if node.is_in(cells) => {
                            self.unknown.push((place, name.clone(), node.first_column()));
                        }
                        None => {}
                    }
                }
            }
            // Elements that are empty are not in the document: those behind them have moved up.
            Node::List(elements) => {
                for (index, (_, node)) in elements.iter().filter(|(_, node)| node.is_in(cells)).enumerate() {
                    if let Ok(index) = u8::try_from(index) {
                        self.add(node, place.element(index), cells);
                    }
                }
            }
        }
    }

    /// A cell that has no name, and stands in the document as one that the payload does not know.
    pub(super) fn add_nameless(&mut self, name: String, column: usize) {
        if let Some(root) = Place::from_pointer("") {
            self.unknown.push((root, name, column));
        }
    }

    /// The column that says what stands at a place, or the first of those that do.
    pub(super) fn column(&self, place: Place) -> Option<usize> {
        self.columns.iter().find(|(other, _)| *other == place).map(|(_, column)| *column)
    }

    /// What the payload does not know in an object.
    pub(super) fn unknown(&self, object: Place) -> impl Iterator<Item = (&str, usize)> {
        let of_object = self.unknown.iter().filter(move |(place, ..)| *place == object);
        of_object.map(|(_, name, column)| (&**name, *column))
    }
}
