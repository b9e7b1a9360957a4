//! A page of a draft: the rows that one structure, list, map or union is given in.
//! Not here: typing in them (the form), or the value itself (node).

use crate::api::shape::{Kind, Location, Member, Shape, Structure};
use crate::api::wording;

use super::node::Node;
use super::place::{self, Turn};
use super::tree::Draft;

/// Hyperparameters the models of Bedrock usually take when they are customized.
const USUAL: [&str; 4] = ["epochCount", "batchSize", "learningRate", "learningRateWarmupSteps"];
/// The shape of the map they stand in.
const HYPERPARAMETERS: &str = "ModelCustomizationHyperParameters";
/// The longest summary of what stands in a value of several parts.
const SUMMARY: usize = 120;

/// Stands where a summary leaves the rest out.
const MORE: char = '…';

/// What a row is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// A scalar that is typed.
    Text,
    /// A scalar one of these words is chosen for.
    Choice(Vec<String>),
    /// The member of a union: one of these.
    Which(Vec<String>),
    /// A value of several parts, with a page of its own.
    Inside,
    /// It was given with the form and cannot be another.
    Fixed,
    /// Adds an element.
    Add,
    /// Adds the key that is typed.
    AddKey,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Where it stands; of a map, the map.
    pub place: Vec<Turn>,
    /// The key of the map it is the value of.
    pub key: Option<String>,
    /// What it is called.
    pub label: String,
    /// What it takes, in words, with its name in the API.
    pub rule: String,
    /// Whether it must be set.
    pub required: bool,
    /// What it is for.
    pub what: What,
    /// Whether it is an element that can be taken out, and moved.
    pub element: bool,
}

impl Draft {
    /// The rows of a place; members named in `fixed` cannot be changed.
    pub fn page(&self, here: &[Turn], fixed: &[&str]) -> Vec<Row> {
        let Some(shape) = self.shape(here) else { return Vec::new() };
        match &shape.kind {
            Kind::Structure(structure) if structure.union => self.union(structure, here),
            Kind::Structure(structure) => {
                let mut rows = self.structure(structure, here);
                for row in rows.iter_mut().filter(|row| row.place.len() == here.len() + 1) {
                    let is_fixed = |name: &str| fixed.contains(&name);
                    if matches!(row.place.last(), Some(Turn::Member(name)) if is_fixed(name)) {
                        row.what = What::Fixed;
                    }
                }
                rows
            }
            Kind::List(element) => match self.service().shape(element) {
                Some(element) if is_pair(element) => self.pairs(element, here),
                Some(element) => self.elements(element, here),
                None => Vec::new(),
            },
            Kind::Map { value, .. } => match self.service().shape(value) {
                Some(value) => self.keys(shape, value, here),
                None => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    /// The place whose page is shown first: where all is in one structure, that one.
    pub fn top(&self) -> Vec<Turn> {
        match self.page(&[], &[]).as_slice() {
            [Row { what: What::Inside, place, .. }] => place.clone(),
            _ => Vec::new(),
        }
    }

    /// The members: those that must be set first, the token the form makes last.
    fn structure(&self, structure: &Structure, here: &[Turn]) -> Vec<Row> {
        let mut members: Vec<&Member> = structure.members.iter().collect();
        members.sort_by_key(|member| {
            let named = member.location == Location::Path;
            (!named, !member.required, member.deprecated, member.idempotency_token)
        });
        members.into_iter().map(|member| self.member(member, here)).collect()
    }

    fn member(&self, member: &Member, here: &[Turn]) -> Row {
        let mut place = here.to_vec();
        place.push(Turn::member(&member.name));
        let mut row = self.row(place, wording::label(&member.name), here.len());
        row.required &= member.required;
        if member.idempotency_token {
            row.required = false;
            row.rule =
                format!("made for you, so that a repeated request acts once ({})", member.name);
        }
        if member.deprecated {
            row.rule.push_str("; AWS advises against it");
        }
        row
    }

    /// The row of a value. A structure of one member is given as that member.
    fn row(&self, mut place: Vec<Turn>, label: String, above: usize) -> Row {
        let mut required = true;
        while let Some(Kind::Structure(structure)) = self.shape(&place).map(|shape| &shape.kind)
            && let [only] = structure.members.as_slice()
        {
            required &= only.required || structure.union;
            place.push(Turn::member(&only.name));
        }
        let names: Vec<String> = place[above..]
            .iter()
            .filter_map(|turn| match turn {
                Turn::Member(name) => Some(name.clone()),
                Turn::At(_) => None,
            })
            .collect();
        let shape = self.shape(&place);
        let rule = shape.map(|shape| wording::rule(self.service(), shape)).unwrap_or_default();
        let name = names.join(".");
        let rule = if name.is_empty() { rule } else { format!("{rule} ({name})") };
        let what = shape.map_or(What::Text, what);
        Row { place, key: None, label, rule, required, what, element: false }
    }

    /// Which member, and the rows of the one that was chosen.
    fn union(&self, structure: &Structure, here: &[Turn]) -> Vec<Row> {
        let names: Vec<String> = structure.members.iter().map(|m| m.name.clone()).collect();
        let mut rows = vec![Row {
            place: here.to_vec(),
            key: None,
            label: "Which one".into(),
            rule: format!("exactly one of {}", names.join(", ")),
            required: true,
            what: What::Which(names),
            element: false,
        }];
        let chosen = self.chosen(here).and_then(|name| structure.member(name));
        let Some(chosen) = chosen else { return rows };
        let mut place = here.to_vec();
        place.push(Turn::member(&chosen.name));
        match self.shape(&place).map(|shape| &shape.kind) {
            Some(Kind::Structure(inside)) if !inside.union && inside.members.len() > 1 => {
                rows.extend(self.structure(inside, &place));
            }
            _ => {
                let mut row = self.row(place, wording::label(&chosen.name), here.len());
                row.required = true;
                rows.push(row);
            }
        }
        rows
    }

    fn elements(&self, element: &Shape, here: &[Turn]) -> Vec<Row> {
        let count = match self.node(here) {
            Some(Node::List(nodes)) => nodes.len(),
            _ => 0,
        };
        let mut rows: Vec<Row> = (0..count)
            .map(|index| {
                let mut place = here.to_vec();
                place.push(Turn::At(index));
                let mut row = self.row(place, (index + 1).to_string(), here.len() + 1);
                row.element = true;
                row
            })
            .collect();
        rows.push(Row {
            place: here.to_vec(),
            key: None,
            label: "Add".into(),
            rule: format!("Enter adds one: {}", wording::rule(self.service(), element)),
            required: false,
            what: What::Add,
            element: false,
        });
        rows
    }

    /// A list of keys and values, given as a table of them.
    fn pairs(&self, element: &Shape, here: &[Turn]) -> Vec<Row> {
        let value = self.service().member(element, "value");
        let rule = value.map(|value| wording::rule(self.service(), value)).unwrap_or_default();
        let elements = match self.node(here) {
            Some(Node::List(nodes)) => nodes.as_slice(),
            _ => &[],
        };
        let mut rows: Vec<Row> = elements
            .iter()
            .enumerate()
            .map(|(index, node)| {
                let key = node.member("key").map_or("", Node::text);
                let label = if key.is_empty() { (index + 1).to_string() } else { key.to_owned() };
                let mut place = here.to_vec();
                place.extend([Turn::At(index), Turn::member("value")]);
                let rule = rule.clone();
                let what = What::Text;
                Row { place, key: None, label, rule, required: false, what, element: true }
            })
            .collect();
        rows.push(self.add_row(self.service().member(element, "key"), here));
        rows
    }

    fn keys(&self, map: &Shape, value: &Shape, here: &[Turn]) -> Vec<Row> {
        let usual: &[&str] = if map.name == HYPERPARAMETERS { &USUAL } else { &[] };
        let given: Vec<&str> = match self.node(here) {
            Some(Node::Map(pairs)) => pairs.iter().map(|(key, _)| key.as_str()).collect(),
            _ => Vec::new(),
        };
        let own = given.iter().copied().filter(|key| !usual.contains(key));
        let rule = wording::rule(self.service(), value);
        let mut rows: Vec<Row> = usual
            .iter()
            .copied()
            .chain(own)
            .map(|key| Row {
                place: here.to_vec(),
                key: Some(key.to_owned()),
                label: key.to_owned(),
                rule: match key {
                    key if usual.contains(&key) => {
                        "what most models take; others can be added".into()
                    }
                    _ => rule.clone(),
                },
                required: false,
                what: what(value),
                element: given.contains(&key),
            })
            .collect();
        let key = match &map.kind {
            Kind::Map { key, .. } => self.service().shape(key),
            _ => None,
        };
        rows.push(self.add_row(key, here));
        rows
    }

    fn add_row(&self, key: Option<&Shape>, here: &[Turn]) -> Row {
        let rule = key.map(|key| wording::rule(self.service(), key)).unwrap_or_default();
        Row {
            place: here.to_vec(),
            key: None,
            label: "Add a key".into(),
            rule: format!("type its name, then Enter: {rule}"),
            required: false,
            what: What::AddKey,
            element: false,
        }
    }

    /// Where the value of a row stands; none for a key that is only offered.
    pub fn stands(&self, row: &Row) -> Option<Vec<Turn>> {
        let Some(key) = &row.key else { return Some(row.place.clone()) };
        let Some(Node::Map(pairs)) = self.node(&row.place) else { return None };
        let at = pairs.iter().position(|(known, _)| known == key)?;
        let mut place = row.place.clone();
        place.push(Turn::At(at));
        Some(place)
    }

    /// What is shown as the value of a row, in short.
    pub fn shown(&self, row: &Row) -> String {
        self.said(row, SUMMARY)
    }

    /// The same whole.
    pub fn whole(&self, row: &Row) -> String {
        self.said(row, usize::MAX)
    }

    fn said(&self, row: &Row, most: usize) -> String {
        if let What::Which(_) = row.what {
            return self.chosen(&row.place).unwrap_or_default().to_owned();
        }
        if matches!(row.what, What::Add | What::AddKey) {
            return String::new();
        }
        let node = self.stands(row).and_then(|place| self.node(&place).cloned());
        match node {
            None | Some(Node::Unset) => String::new(),
            Some(Node::Text(text)) => text,
            Some(node) => {
                let mut said = String::new();
                summarise(&node, &mut said, most);
                said
            }
        }
    }

    /// Takes in what was typed in a row.
    pub fn take(&mut self, row: &Row, text: &str) {
        match (&row.what, &row.key) {
            (What::Text | What::Choice(_), None) => self.set_text(&row.place, text),
            (What::Text | What::Choice(_), Some(key)) => match self.stands(row) {
                Some(place) if text.is_empty() && USUAL.contains(&key.as_str()) => {
                    self.remove(&place);
                }
                Some(place) => self.set_text(&place, text),
                None if text.is_empty() => {}
                None => {
                    if let Some(at) = self.add_key(&row.place, key) {
                        let mut place = row.place.clone();
                        place.push(Turn::At(at));
                        self.set_text(&place, text);
                    }
                }
            },
            (What::Which(_), _) => {
                self.choose(&row.place, Some(text).filter(|text| !text.is_empty()));
            }
            (What::Inside | What::Fixed | What::Add | What::AddKey, _) => {}
        }
    }

    /// Adds an element where a row says so; the key is the one typed. Gives where it stands.
    pub fn grow(&mut self, row: &Row, key: &str) -> Option<Vec<Turn>> {
        let mut place = row.place.clone();
        match row.what {
            What::Add => {
                let at = self.add(&place)?;
                place.push(Turn::At(at));
            }
            What::AddKey if !key.is_empty() => {
                let is_map = matches!(self.shape(&place)?.kind, Kind::Map { .. });
                if is_map {
                    let at = self.add_key(&place, key)?;
                    place.push(Turn::At(at));
                } else {
                    let at = self.add(&place)?;
                    place.push(Turn::At(at));
                    let mut named = place.clone();
                    named.push(Turn::member("key"));
                    self.set_text(&named, key);
                }
            }
            _ => return None,
        }
        Some(place)
    }

    /// The place in words, for above a page.
    pub fn words(&self, place: &[Turn]) -> String {
        place::words(place, Some(&self.root))
    }
}

/// Whether a shape is a pair of a key and a value, such as a tag.
fn is_pair(shape: &Shape) -> bool {
    let Some(structure) = shape.structure() else { return false };
    let names: Vec<&str> = structure.members.iter().map(|member| member.name.as_str()).collect();
    !structure.union && names == ["key", "value"]
}

fn what(shape: &Shape) -> What {
    match &shape.kind {
        Kind::Structure(_) | Kind::List(_) | Kind::Map { .. } => What::Inside,
        Kind::Boolean => What::Choice(vec!["true".into(), "false".into()]),
        Kind::String if !shape.limits.values.is_empty() => {
            What::Choice(shape.limits.values.clone())
        }
        _ => What::Text,
    }
}

/// What stands in a value, in about so many characters.
fn summarise(node: &Node, said: &mut String, most: usize) {
    let mut join = |name: &str, node: &Node| {
        if node.is_unset() || said.trim_end_matches(')').ends_with(MORE) {
            return;
        }
        if said.len() > most {
            said.push_str(if said.ends_with('(') { "" } else { ", " });
            said.push(MORE);
            return;
        }
        if !said.is_empty() && !said.ends_with(['(', ' ']) {
            said.push_str(", ");
        }
        if !name.is_empty() {
            said.push_str(name);
            said.push(' ');
        }
        match node {
            Node::Text(text) => said.push_str(text),
            // A pair, such as a tag.
            node if node.member("key").is_some() => {
                let value = node.member("value").map_or("", Node::text);
                said.push_str(node.member("key").map_or("", Node::text));
                said.push('=');
                said.push_str(value);
            }
            node => {
                said.push('(');
                summarise(node, said, most);
                said.push(')');
            }
        }
    };
    match node {
        Node::Unset => {}
        Node::Text(text) => said.push_str(text),
        // It is sent, which is another thing than nothing.
        Node::List(elements) if elements.is_empty() => said.push_str("empty list"),
        Node::Map(pairs) if pairs.is_empty() => said.push_str("empty map"),
        Node::List(elements) => elements.iter().for_each(|node| join("", node)),
        Node::Map(pairs) => pairs.iter().for_each(|(key, node)| join(key, node)),
        Node::Structure { members, chosen } => {
            let sent = |name: &String| chosen.as_ref().is_none_or(|chosen| chosen == name);
            members.iter().filter(|(name, _)| sent(name)).for_each(|(name, node)| join(name, node));
        }
    }
}
