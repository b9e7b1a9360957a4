//! The draft itself: an operation's input being made, member by member, element by element.
//! Not here: what is wrong with it (checking), or the rows it is given in (page).

use serde_json::{Map, Value};

use crate::api::lookup;
use crate::api::operation::Operation;
use crate::api::service::Service;
use crate::api::shape::{Kind, Shape};

use super::node::{self, Node};
use super::place::Turn;

/// A draft.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The operation.
    pub operation: &'static Operation,
    /// What was given so far.
    pub root: Node,
}

impl Draft {
    /// A draft that begins with these members; what the operation does not take is left out.
    pub fn new(operation: &'static Operation, known: &Value) -> Self {
        let mut draft = Self { operation, root: Node::structure() };
        if let Some(shape) = operation.input() {
            draft.root = node::read(draft.service(), shape, known, "", &mut Vec::new());
        }
        if draft.root.is_unset() {
            draft.root = Node::structure();
        }
        draft
    }

    /// The service the operation is of.
    pub fn service(&self) -> &'static Service {
        lookup::service(self.operation.plane)
    }

    /// The input as it would be sent: what is not set is not there.
    pub fn value(&self) -> Value {
        let given = self.operation.input();
        let given = given.and_then(|shape| node::value(self.service(), shape, &self.root));
        given.unwrap_or_else(|| Value::Object(Map::new()))
    }

    /// The JSON at a place; none where nothing was given.
    pub fn value_at(&self, place: &[Turn]) -> Option<Value> {
        node::value(self.service(), self.shape(place)?, self.node(place)?)
    }

    /// The shape at a place.
    pub fn shape(&self, place: &[Turn]) -> Option<&'static Shape> {
        let service = self.service();
        place.iter().try_fold(self.operation.input()?, |shape, turn| match (&shape.kind, turn) {
            (Kind::Structure(_), Turn::Member(name)) => service.member(shape, name),
            (Kind::List(element), Turn::At(_)) => service.shape(element),
            (Kind::Map { value, .. }, Turn::At(_)) => service.shape(value),
            _ => None,
        })
    }

    /// What was given at a place.
    pub fn node(&self, place: &[Turn]) -> Option<&Node> {
        place.iter().try_fold(&self.root, |node, turn| match turn {
            Turn::Member(name) => node.member(name),
            Turn::At(index) => node.at(*index),
        })
    }

    /// The same, to be changed; structures on the way are made where there are none, and unions
    /// become those of the member on the way.
    pub fn make(&mut self, place: &[Turn]) -> Option<&mut Node> {
        let service = self.service();
        let mut shape = self.operation.input()?;
        let mut node = &mut self.root;
        for turn in place {
            (shape, node) = match (&shape.kind, turn) {
                (Kind::Structure(structure), Turn::Member(name)) => {
                    let inside = service.member(shape, name)?;
                    if !matches!(node, Node::Structure { .. }) {
                        *node = Node::structure();
                    }
                    if let Node::Structure { chosen, .. } = node
                        && structure.union
                    {
                        *chosen = Some(name.clone());
                    }
                    (inside, node.member_mut(name)?)
                }
                (Kind::List(inside) | Kind::Map { value: inside, .. }, Turn::At(index)) => {
                    (service.shape(inside)?, node.at_mut(*index)?)
                }
                _ => return None,
            };
        }
        Some(node)
    }

    /// Gives a scalar the text as typed; an empty one is not set, and neither are the structures that
    /// held nothing else.
    pub fn set_text(&mut self, place: &[Turn], text: &str) {
        if text.is_empty() {
            self.clear(place);
        } else if let Some(node) = self.make(place) {
            *node = Node::Text(text.to_owned());
        }
    }

    /// Puts a JSON value in the place of what was there; gives what of it the shape does not know,
    /// which is left out.
    pub fn set_value(&mut self, place: &[Turn], value: &Value) -> Vec<String> {
        let mut unknown = Vec::new();
        let Some(shape) = self.shape(place) else { return unknown };
        let read = node::read(self.service(), shape, value, "", &mut unknown);
        if read.is_unset() {
            self.clear(place);
        } else if let Some(node) = self.make(place) {
            *node = read;
        }
        if place.is_empty() && self.root.is_unset() {
            self.root = Node::structure();
        }
        unknown
    }

    /// Takes away what was given at a place, and the structures that held nothing else.
    pub fn clear(&mut self, place: &[Turn]) {
        let Some((last, above)) = place.split_last() else {
            self.root = Node::structure();
            return;
        };
        if self.node(place).is_none() {
            return;
        }
        let mut emptied = false;
        if let Some(node) = self.make(above) {
            match (node, last) {
                (Node::Structure { members, chosen }, Turn::Member(name)) => {
                    members.retain(|(known, _)| known != name);
                    emptied = members.is_empty() && chosen.is_none();
                }
                (node, Turn::At(index)) => {
                    if let Some(inside) = node.at_mut(*index) {
                        *inside = Node::Unset;
                    }
                }
                _ => {}
            }
        }
        // A union whose only member was cleared keeps its choice.
        if emptied && matches!(above.last(), Some(Turn::Member(_))) {
            self.clear(above);
        }
    }

    /// Whether a list or a map stands at a place.
    pub fn is_collection(&self, place: &[Turn]) -> bool {
        let kind = self.shape(place).map(|shape| &shape.kind);
        matches!(kind, Some(Kind::List(_) | Kind::Map { .. }))
    }

    /// Puts an empty list or map at a place: it is sent, and says that there are none.
    pub fn empty(&mut self, place: &[Turn]) {
        let is_map = matches!(self.shape(place).map(|shape| &shape.kind), Some(Kind::Map { .. }));
        if let Some(node) = self.make(place) {
            *node = if is_map { Node::Map(Vec::new()) } else { Node::List(Vec::new()) };
        }
    }

    /// Chooses the member of a union; what was typed for another stays, and is not sent.
    pub fn choose(&mut self, place: &[Turn], member: Option<&str>) {
        match member {
            Some(member) => {
                if let Some(node) = self.make(place) {
                    if !matches!(node, Node::Structure { .. }) {
                        *node = Node::structure();
                    }
                    if let Node::Structure { chosen, .. } = node {
                        *chosen = Some(member.to_owned());
                    }
                }
            }
            None => self.clear(place),
        }
    }

    /// The member of a union that was chosen.
    pub fn chosen(&self, place: &[Turn]) -> Option<&str> {
        match self.node(place)? {
            Node::Structure { chosen, .. } => chosen.as_deref(),
            _ => None,
        }
    }

    /// Adds an element to a list; gives its place.
    pub fn add(&mut self, place: &[Turn]) -> Option<usize> {
        let node = self.make(place)?;
        if !matches!(node, Node::List(_)) {
            *node = Node::List(Vec::new());
        }
        let Node::List(elements) = node else { return None };
        elements.push(Node::Unset);
        Some(elements.len() - 1)
    }

    /// Adds a key to a map, or finds it there; gives its place.
    pub fn add_key(&mut self, place: &[Turn], key: &str) -> Option<usize> {
        let node = self.make(place)?;
        if !matches!(node, Node::Map(_)) {
            *node = Node::Map(Vec::new());
        }
        let Node::Map(pairs) = node else { return None };
        let there = pairs.iter().position(|(known, _)| known == key);
        Some(there.unwrap_or_else(|| {
            pairs.push((key.to_owned(), Node::Unset));
            pairs.len() - 1
        }))
    }

    /// Takes an element out of a list, or a key out of a map; the last one takes the whole with it.
    pub fn remove(&mut self, place: &[Turn]) {
        let Some((Turn::At(index), above)) = place.split_last() else { return };
        if self.node(place).is_none() {
            return;
        }
        let empty = match self.make(above) {
            Some(Node::List(elements)) => {
                elements.remove(*index);
                elements.is_empty()
            }
            Some(Node::Map(pairs)) => {
                pairs.remove(*index);
                pairs.is_empty()
            }
            _ => false,
        };
        if empty {
            self.clear(above);
        }
    }

    /// Moves an element of a list or a key of a map; false where there is nowhere to move to.
    pub fn shift(&mut self, place: &[Turn], down: bool) -> bool {
        let Some((Turn::At(index), above)) = place.split_last() else { return false };
        let to = if down { index.checked_add(1) } else { index.checked_sub(1) };
        let (Some(to), Some(node)) = (to, self.node(above)) else { return false };
        if node.at(to).is_none() || node.at(*index).is_none() {
            return false;
        }
        match self.make(above) {
            Some(Node::List(elements)) => elements.swap(*index, to),
            Some(Node::Map(pairs)) => pairs.swap(*index, to),
            _ => return false,
        }
        true
    }

    /// The least that this place needs: its required members, each with an example of nothing.
    pub fn skeleton(&self, place: &[Turn]) -> Value {
        self.shape(place).map_or(Value::Null, |shape| skeleton(self.service(), shape))
    }
}

/// Whether a value holds nothing.
pub fn is_bare(value: &Value) -> bool {
    value.as_object().is_some_and(Map::is_empty) || value.as_array().is_some_and(Vec::is_empty)
}

/// A value with the required members of a shape, all the way down.
fn skeleton(service: &'static Service, shape: &Shape) -> Value {
    let of = |name: &str| service.shape(name).map_or(Value::Null, |s| skeleton(service, s));
    match &shape.kind {
        Kind::Structure(structure) => {
            let needed = structure.members.iter().filter(|m| m.required && !m.idempotency_token);
            let needed = needed.map(|member| (member.name.clone(), of(&member.shape)));
            let mut object: Map<String, Value> = needed.collect();
            if let (true, Some(first)) = (structure.union, structure.members.first()) {
                object.insert(first.name.clone(), of(&first.shape));
            }
            Value::Object(object)
        }
        Kind::List(element) => match service.shape(element).map(|shape| &shape.kind) {
            // A filter may hold filters: one level of a list is shown, and no more.
            Some(Kind::Structure(inside)) if inside.union => Value::Array(Vec::new()),
            _ => Value::Array(vec![of(element)]),
        },
        Kind::Map { .. } => Value::Object(Map::new()),
        Kind::Boolean => Value::Bool(false),
        Kind::Integer | Kind::Long | Kind::Float | Kind::Double => {
            Value::from(shape.limits.min.unwrap_or_default() as i64)
        }
        _ => Value::String(shape.limits.values.first().cloned().unwrap_or_default()),
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
