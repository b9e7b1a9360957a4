//! What an answer of the service says, member by member, as lines one can read, select and copy: in
//! the order of its shape, what the shape does not know behind it and marked.
//! Not here: how lines look (ui), or which answer it is.

use serde_json::{Map, Value};

use crate::api::lookup;
use crate::api::plane::Plane;
use crate::api::shape::{Kind, Shape};
use crate::api::wording;
use crate::app::parts::list::List;
use crate::app::parts::series;
use crate::domain::resource::time;

/// A line of a tree.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// How many members it lies within.
    pub depth: u16,
    /// Its name in words.
    pub label: String,
    /// Its name in the API; empty for an element of a list.
    pub name: String,
    /// What it says.
    pub value: Shown,
    /// Whether the API's facts know it.
    pub known: bool,
    /// Where its value stands in the answer (RFC 6901).
    pub pointer: String,
}

/// What a line says.
#[derive(Debug, Clone, PartialEq)]
pub enum Shown {
    /// Lines below it say it.
    Below,
    /// It is there and holds nothing.
    Nothing,
    /// A text.
    Text(String),
    /// A number, or yes and no.
    Figure(String),
    /// An ARN or an address in S3.
    Link(String),
    /// A moment, in Unix milliseconds.
    Time(i64),
    /// Numbers that follow each other.
    Series(Vec<f64>),
}

/// An answer as lines, one of them selected.
#[derive(Debug, Default)]
pub struct Tree {
    lines: Vec<Line>,
    /// Which line is selected.
    pub list: List,
}

impl Tree {
    /// The lines of a value of this shape; `null` counts as not set.
    pub fn of(shape: Option<&'static Shape>, value: &Value) -> Self {
        let mut tree = Self::default();
        tree.take(shape, value);
        tree
    }

    /// Shows another value; the line that was selected stays so where it is still there. The first
    /// one was not chosen: what is first now is selected then.
    pub fn take(&mut self, shape: Option<&'static Shape>, value: &Value) {
        let chosen = self.list.selected() != Some(0);
        let selected = self.selected().filter(|_| chosen).map(|line| line.pointer.clone());
        let mut growing = Growing { lines: Vec::new(), pointer: String::new(), known: true };
        growing.inside(shape, value, 0);
        self.lines = growing.lines;
        let at = selected.and_then(|at| self.lines.iter().position(|line| line.pointer == at));
        self.list.update(self.lines.len(), at);
    }

    /// Puts the lines of another value below them, under a heading; its pointers begin with `at`.
    pub fn join(&mut self, heading: &str, at: &str, shape: Option<&'static Shape>, value: &Value) {
        let selected = self.list.selected();
        self.lines.retain(|line| !line.pointer.starts_with(at));
        let mut growing =
            Growing { lines: std::mem::take(&mut self.lines), pointer: at.into(), known: true };
        growing.member(heading, "", shape, value, 0);
        self.lines = growing.lines;
        self.list.update(self.lines.len(), selected);
    }

    /// Puts lines that are no answer of the service below them, under a heading; the pointer of each
    /// is `at` and its number.
    pub fn say(
        &mut self,
        heading: &str,
        at: &str,
        lines: impl IntoIterator<Item = (String, Shown)>,
    ) {
        let line = |depth, label: String, value, pointer| Line {
            depth,
            label,
            name: String::new(),
            value,
            known: true,
            pointer,
        };
        self.lines.push(line(0, heading.to_owned(), Shown::Below, at.to_owned()));
        for (index, (label, value)) in lines.into_iter().enumerate() {
            self.lines.push(line(1, label, value, format!("{at}/{index}")));
        }
        self.list.update(self.lines.len(), None);
    }

    /// Its lines.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// The selected line.
    pub fn selected(&self) -> Option<&Line> {
        self.lines.get(self.list.selected()?)
    }
}

/// Lines that come into being.
struct Growing {
    lines: Vec<Line>,
    pointer: String,
    known: bool,
}

impl Growing {
    /// What lies inside a value.
    fn inside(&mut self, shape: Option<&'static Shape>, value: &Value, depth: u16) {
        match (shape.map(|shape| &shape.kind), value) {
            (Some(Kind::Structure(structure)), Value::Object(object)) => {
                let known = structure.members.iter();
                for member in known.clone() {
                    if let Some(value) = object.get(&member.name).filter(|value| !value.is_null()) {
                        let shape = shape_of(&member.shape);
                        self.at(&member.name, true, |growing| {
                            let label = wording::label(&member.name);
                            growing.member(&label, &member.name, shape, value, depth);
                        });
                    }
                }
                let known: Vec<&str> = known.map(|member| member.name.as_str()).collect();
                let rest = object.iter().filter(|(name, _)| !known.contains(&name.as_str()));
                self.free(rest, false, None, depth);
            }
            (Some(Kind::Map { value: of, .. }), Value::Object(object)) => {
                self.free(object.iter(), true, shape_of(of), depth);
            }
            (_, Value::Object(object)) => self.free(object.iter(), true, None, depth),
            (kind, Value::Array(elements)) => {
                let of = match kind {
                    Some(Kind::List(of)) => shape_of(of),
                    _ => None,
                };
                self.elements(of, elements, depth);
            }
            _ => {}
        }
    }

    /// Members whose names the shape does not have.
    fn free<'a>(
        &mut self,
        members: impl Iterator<Item = (&'a String, &'a Value)>,
        known: bool,
        shape: Option<&'static Shape>,
        depth: u16,
    ) {
        for (name, value) in members.filter(|(_, value)| !value.is_null()) {
            self.at(name, known, |growing| growing.member(name, name, shape, value, depth));
        }
    }

    fn elements(&mut self, of: Option<&'static Shape>, elements: &[Value], depth: u16) {
        for (name, values) in series::of(elements) {
            let label = if name.is_empty() { "Course".to_owned() } else { wording::label(&name) };
            self.line(label, name, Shown::Series(values), depth);
        }
        for (index, element) in elements.iter().enumerate() {
            self.at(&index.to_string(), true, |growing| {
                growing.member(&(index + 1).to_string(), "", of, element, depth);
            });
        }
    }

    /// A member, or an element: its own line, and what lies inside it.
    fn member(
        &mut self,
        label: &str,
        name: &str,
        shape: Option<&'static Shape>,
        value: &Value,
        depth: u16,
    ) {
        let shown = shown(shape, value);
        let goes_on = shown == Shown::Below;
        self.line(label.to_owned(), name.to_owned(), shown, depth);
        if goes_on {
            self.inside(shape, value, depth + 1);
        }
    }

    fn line(&mut self, label: String, name: String, value: Shown, depth: u16) {
        let (known, pointer) = (self.known, self.pointer.clone());
        self.lines.push(Line { depth, label, name, value, known, pointer });
    }

    /// Goes a step inwards, and back.
    fn at(&mut self, step: &str, known: bool, go: impl FnOnce(&mut Self)) {
        let (length, before) = (self.pointer.len(), self.known);
        self.pointer.push('/');
        self.pointer.push_str(&step.replace('~', "~0").replace('/', "~1"));
        self.known &= known;
        go(self);
        self.pointer.truncate(length);
        self.known = before;
    }
}

fn shape_of(name: &str) -> Option<&'static Shape> {
    [Plane::Control, Plane::Runtime]
        .into_iter()
        .find_map(|plane| lookup::service(plane).shape(name))
}

/// What the line of a value says.
fn shown(shape: Option<&'static Shape>, value: &Value) -> Shown {
    if let Some(Kind::Timestamp { .. }) = shape.map(|shape| &shape.kind)
        && let Some(at) = time(value)
    {
        return Shown::Time(at);
    }
    match value {
        Value::Null => Shown::Nothing,
        Value::Object(object) if object.is_empty() => Shown::Nothing,
        Value::Array(elements) if elements.is_empty() => Shown::Nothing,
        Value::Object(_) | Value::Array(_) => Shown::Below,
        Value::Bool(yes) => Shown::Figure(if *yes { "yes" } else { "no" }.into()),
        Value::Number(number) => Shown::Figure(number.to_string()),
        Value::String(text) if text.starts_with("arn:") || text.starts_with("s3://") => {
            Shown::Link(text.clone())
        }
        Value::String(text) if text.is_empty() => Shown::Nothing,
        Value::String(text) => Shown::Text(text.clone()),
    }
}

/// The value a pointer leads to, whole: text as it is, anything else as JSON.
pub fn source(body: &Map<String, Value>, pointer: &str) -> Option<String> {
    let mut steps = pointer.strip_prefix('/')?.split('/');
    let plain = |step: &str| step.replace("~1", "/").replace("~0", "~");
    let first = body.get(&plain(steps.next()?))?;
    let value = steps.try_fold(first, |value, step| match value {
        Value::Array(elements) => elements.get(step.parse::<usize>().ok()?),
        value => value.get(plain(step)),
    })?;
    Some(match value {
        Value::String(text) => text.clone(),
        value => serde_json::to_string_pretty(value).unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests;
