//! A value being made: what was typed for each member of a shape, right or wrong, and the JSON it
//! stands for. Not here: moving about in it (draft), or what is wrong with it (checking).

use serde_json::{Map, Number, Value};

use crate::api::base64;
use crate::api::service::Service;
use crate::api::shape::{Kind, Shape};

/// Before a blob that is typed as base64 because it is no text.
const BYTES: &str = "base64:";

/// A value, as far as it was given.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Node {
    /// Nothing: it is not sent.
    #[default]
    Unset,
    /// A scalar as it was typed; of a document, its JSON.
    Text(String),
    /// The members that were given, of a union only the chosen one is sent.
    Structure {
        /// By name, in the order they were given.
        members: Vec<(String, Node)>,
        /// The member of a union that was chosen.
        chosen: Option<String>,
    },
    /// The elements.
    List(Vec<Node>),
    /// Keys and values, in order.
    Map(Vec<(String, Node)>),
}

impl Node {
    /// An empty structure.
    pub fn structure() -> Self {
        Self::Structure { members: Vec::new(), chosen: None }
    }

    /// Whether nothing was given.
    pub fn is_unset(&self) -> bool {
        *self == Self::Unset
    }

    /// What was typed; empty for anything else.
    pub fn text(&self) -> &str {
        match self {
            Self::Text(text) => text,
            _ => "",
        }
    }

    /// The member of this name.
    pub fn member(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Structure { members, .. } => {
                members.iter().find(|(known, _)| known == name).map(|(_, node)| node)
            }
            _ => None,
        }
    }

    /// The member of this name, made where there is none.
    pub fn member_mut(&mut self, name: &str) -> Option<&mut Self> {
        if !matches!(self, Self::Structure { .. }) {
            *self = Self::structure();
        }
        let Self::Structure { members, .. } = self else { return None };
        let at = members.iter().position(|(known, _)| known == name).unwrap_or_else(|| {
            members.push((name.to_owned(), Self::Unset));
            members.len() - 1
        });
        members.get_mut(at).map(|(_, node)| node)
    }

    /// The element or value at this place.
    pub fn at(&self, index: usize) -> Option<&Self> {
        match self {
            Self::List(elements) => elements.get(index),
            Self::Map(pairs) => pairs.get(index).map(|(_, node)| node),
            _ => None,
        }
    }

    /// The same, to be changed.
    pub fn at_mut(&mut self, index: usize) -> Option<&mut Self> {
        match self {
            Self::List(elements) => elements.get_mut(index),
            Self::Map(pairs) => pairs.get_mut(index).map(|(_, node)| node),
            _ => None,
        }
    }
}

/// What stands in a JSON value of this shape; `unknown` takes the places of what the shape does not
/// know, which are left out. `null` counts as not set.
pub fn read(
    service: &'static Service,
    shape: &Shape,
    value: &Value,
    place: &str,
    unknown: &mut Vec<String>,
) -> Node {
    let inside =
        |name: &str| if place.is_empty() { name.into() } else { format!("{place}.{name}") };
    match (&shape.kind, value) {
        (_, Value::Null) => Node::Unset,
        (Kind::Document, value) => Node::Text(value.to_string()),
        (Kind::Structure(structure), Value::Object(object)) => {
            let mut members = Vec::new();
            for (name, value) in object {
                let Some(known) = service.member(shape, name) else {
                    unknown.push(inside(name));
                    continue;
                };
                let node = read(service, known, value, &inside(name), unknown);
                if !node.is_unset() {
                    members.push((name.clone(), node));
                }
            }
            let first = members.first().map(|(name, _)| name.clone());
            Node::Structure { members, chosen: first.filter(|_| structure.union) }
        }
        (Kind::List(element), Value::Array(values)) => {
            let Some(shape) = service.shape(element) else { return Node::Unset };
            let read = |(at, value): (usize, &Value)| {
                self::read(service, shape, value, &inside(&(at + 1).to_string()), unknown)
            };
            Node::List(values.iter().enumerate().map(read).collect())
        }
        (Kind::Map { value: values, .. }, Value::Object(object)) => {
            let Some(shape) = service.shape(values) else { return Node::Unset };
            let read = |(key, value): (&String, &Value)| {
                (key.clone(), self::read(service, shape, value, &inside(key), unknown))
            };
            Node::Map(object.iter().map(read).collect())
        }
        (Kind::Blob, Value::String(text)) => Node::Text(blob_text(text)),
        (_, Value::String(text)) => Node::Text(text.clone()),
        (_, value) => Node::Text(value.to_string()),
    }
}

/// The JSON it stands for; none where nothing was given. What was typed and is no value of its shape
/// stands as text, for the check to find.
pub fn value(service: &'static Service, shape: &Shape, node: &Node) -> Option<Value> {
    match (&shape.kind, node) {
        (kind, Node::Text(text)) => scalar(kind, text),
        (Kind::Structure(structure), Node::Structure { members, chosen }) => {
            let mut object = Map::new();
            for member in &structure.members {
                let left_out = structure.union && chosen.as_ref() != Some(&member.name);
                let node = members.iter().find(|(name, _)| *name == member.name);
                let (Some((_, node)), false) = (node, left_out) else { continue };
                if let Some(value) =
                    service.shape(&member.shape).and_then(|s| self::value(service, s, node))
                {
                    object.insert(member.name.clone(), value);
                }
            }
            for member in structure.members.iter().filter(|member| member.required) {
                let takes_nothing = service.shape(&member.shape).is_some_and(takes_nothing);
                if takes_nothing && !object.contains_key(&member.name) {
                    object.insert(member.name.clone(), Value::String(String::new()));
                }
            }
            Some(Value::Object(object))
        }
        (Kind::List(element), Node::List(elements)) => {
            let shape = service.shape(element)?;
            let given = elements.iter().map(|node| always(service, shape, node));
            Some(Value::Array(given.collect()))
        }
        (Kind::Map { value, .. }, Node::Map(pairs)) => {
            let shape = service.shape(value)?;
            let given = pairs.iter().map(|(key, node)| (key.clone(), always(service, shape, node)));
            Some(Value::Object(given.collect()))
        }
        _ => None,
    }
}

/// Whether an empty text is a value of this shape that says so itself, as the value of a tag.
fn takes_nothing(shape: &Shape) -> bool {
    matches!(shape.kind, Kind::String)
        && shape.limits.min == Some(0.0)
        && shape.limits.values.is_empty()
        && shape.limits.pattern.as_ref().is_none_or(|pattern| pattern.matches(""))
}

/// An element of a list or a value of a map: it is there, even with nothing in it.
fn always(service: &'static Service, shape: &Shape, node: &Node) -> Value {
    value(service, shape, node).unwrap_or_else(|| match shape.kind {
        Kind::Structure(_) | Kind::Map { .. } => Value::Object(Map::new()),
        Kind::List(_) => Value::Array(Vec::new()),
        _ => Value::String(String::new()),
    })
}

fn scalar(kind: &Kind, text: &str) -> Option<Value> {
    if text.is_empty() {
        return None;
    }
    let typed = || Value::String(text.to_owned());
    let trimmed = text.trim();
    Some(match kind {
        Kind::Integer | Kind::Long => trimmed.parse::<i64>().map_or_else(|_| typed(), Value::from),
        Kind::Float | Kind::Double => match trimmed.parse::<i64>() {
            Ok(whole) => Value::from(whole),
            Err(_) => trimmed
                .parse::<f64>()
                .ok()
                .and_then(Number::from_f64)
                .map_or_else(typed, Value::Number),
        },
        Kind::Boolean => trimmed.parse::<bool>().map_or_else(|_| typed(), Value::Bool),
        Kind::Timestamp { iso8601: false } => seconds(trimmed).unwrap_or_else(typed),
        Kind::Document => serde_json::from_str(text).unwrap_or_else(|_| typed()),
        Kind::Blob => Value::String(blob(text)),
        _ => typed(),
    })
}

/// A time in seconds since the epoch, typed as such or as a date and time.
fn seconds(text: &str) -> Option<Value> {
    if let Ok(whole) = text.parse::<i64>() {
        return Some(Value::from(whole));
    }
    if let Ok(time) = text.parse::<jiff::Timestamp>() {
        return Some(Value::from(time.as_second()));
    }
    text.parse::<f64>().ok().and_then(Number::from_f64).map(Value::Number)
}

fn blob(text: &str) -> String {
    match text.strip_prefix(BYTES) {
        Some(base64) => base64.trim().to_owned(),
        None => base64::encode(text.as_bytes()),
    }
}

/// A blob as it is typed: its text, or its base64 where it is no text that could be told from one.
fn blob_text(base64: &str) -> String {
    let bytes = base64::decode(base64).filter(|bytes| base64::encode(bytes) == base64);
    let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
    match text.filter(|text| !text.starts_with(BYTES) && !text.is_empty()) {
        Some(text) => text,
        None => format!("{BYTES}{base64}"),
    }
}
