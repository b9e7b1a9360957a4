//! Places in a draft: which members and elements lead to a value, in our words and the service's.
//! Not here: what stands there (node).

use crate::api::constraint::Step;
use crate::api::service::Service;
use crate::api::shape::{Kind, Shape};
use crate::api::wording;

use super::node::Node;

/// A turn on the way to a value.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Turn {
    /// Into a member of a structure.
    Member(String),
    /// Into an element of a list, or a value of a map, counted from 0.
    At(usize),
}

impl Turn {
    /// Into the member of this name.
    pub fn member(name: &str) -> Self {
        Self::Member(name.to_owned())
    }
}

/// The place a fault of the validator is at.
pub fn of_steps(steps: &[Step], root: &Node) -> Vec<Turn> {
    let mut place = Vec::new();
    let mut node = Some(root);
    for step in steps {
        let turn = match step {
            Step::Member(name) => Turn::Member(name.clone()),
            Step::Index(index) => Turn::At(*index),
            Step::Key(key) => Turn::At(match node {
                Some(Node::Map(pairs)) => {
                    pairs.iter().position(|(known, _)| known == key).unwrap_or_default()
                }
                _ => 0,
            }),
        };
        node = node.and_then(|node| match &turn {
            Turn::Member(name) => node.member(name),
            Turn::At(index) => node.at(*index),
        });
        place.push(turn);
    }
    place
}

/// The place a service means, such as `tags.1.member.key`, counted from 1; as far as it can be
/// followed. None where not even its beginning is a member.
pub fn of_service(
    service: &'static Service,
    shape: &'static Shape,
    root: &Node,
    path: &str,
) -> Option<Vec<Turn>> {
    let mut place = Vec::new();
    let (mut shape, mut node) = (shape, Some(root));
    let mut words = path.split(['.', '/', '[', ']']).filter(|word| !word.is_empty()).peekable();
    while let Some(word) = words.next() {
        let (turn, inside) = match &shape.kind {
            Kind::Structure(structure) => {
                let member =
                    structure.members.iter().find(|member| member.name.eq_ignore_ascii_case(word));
                let Some(member) = member else { break };
                (Turn::Member(member.name.clone()), member.shape.as_str())
            }
            Kind::List(element) => {
                let Ok(index) = word.parse::<usize>() else { break };
                (Turn::At(index.saturating_sub(1)), element.as_str())
            }
            Kind::Map { value, .. } => {
                let Some(Node::Map(pairs)) = node else { break };
                let Some(at) = pairs.iter().position(|(key, _)| key == word) else { break };
                (Turn::At(at), value.as_str())
            }
            _ => break,
        };
        // An element is written `1.member`, a value of a map `key.member` or `key.value`.
        if matches!(turn, Turn::At(_)) && matches!(words.peek(), Some(&("member" | "value"))) {
            words.next();
        }
        node = node.and_then(|node| match &turn {
            Turn::Member(name) => node.member(name),
            Turn::At(index) => node.at(*index),
        });
        place.push(turn);
        let Some(next) = service.shape(inside) else { break };
        shape = next;
    }
    Some(place).filter(|place| !place.is_empty())
}

/// A place in words, from a place on: `Tags 1 key`.
pub fn words(place: &[Turn], node: Option<&Node>) -> String {
    let mut node = node;
    let mut said = Vec::new();
    for turn in place {
        said.push(match (turn, node) {
            (Turn::Member(name), _) => wording::label(name),
            (Turn::At(index), Some(Node::Map(pairs))) => {
                pairs.get(*index).map(|(key, _)| key.clone()).unwrap_or_default()
            }
            (Turn::At(index), _) => (index + 1).to_string(),
        });
        node = node.and_then(|node| match turn {
            Turn::Member(name) => node.member(name),
            Turn::At(index) => node.at(*index),
        });
    }
    said.join(" › ")
}
