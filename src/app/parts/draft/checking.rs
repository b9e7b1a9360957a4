//! What is wrong with a draft: the API's limits, and what JSON cannot say, each with its place.
//! Not here: the limits themselves (api), or where on the form it is said.

use serde_json::Value;

use crate::api::constraint::Constraint;
use crate::api::shape::{Kind, Shape};
use crate::api::{validation, wording};

use super::node::Node;
use super::place::{self, Turn};
use super::tree::Draft;

/// Characters of a value from which on a sentence that has it is about it.
const TELLING: usize = 5;

/// Something wrong with a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    /// Where.
    pub place: Vec<Turn>,
    /// What, in words that follow what the place is called.
    pub what: String,
    /// It is only that nothing was given yet.
    pub missing: bool,
}

impl Draft {
    /// Everything wrong with it, in the order of the shape.
    pub fn slips(&self) -> Vec<Slip> {
        let Some(shape) = self.operation.input() else { return Vec::new() };
        let service = self.service();
        let faults = validation::validate(service, shape, &self.value());
        let mut slips: Vec<Slip> = faults
            .into_iter()
            .map(|fault| {
                let place = place::of_steps(&fault.path, &self.root);
                let unfilled =
                    fault.constraint == Constraint::OneMember && self.chosen(&place).is_some();
                let what = if unfilled {
                    "has nothing given for it yet".into()
                } else {
                    wording::fault(service, self.shape(&place), &fault.constraint)
                };
                Slip { what, missing: fault.constraint == Constraint::Required, place }
            })
            .collect();
        self.own(&self.root, shape, &mut Vec::new(), &mut slips);
        slips
    }

    /// What was typed and cannot be told from its JSON.
    fn own(&self, node: &Node, shape: &Shape, at: &mut Vec<Turn>, slips: &mut Vec<Slip>) {
        let service = self.service();
        let slip = |what: String| Slip { place: at.clone(), what, missing: false };
        match (&shape.kind, node) {
            (Kind::Document, Node::Text(text)) => {
                if let Err(error) = serde_json::from_str::<Value>(text) {
                    slips.push(slip(format!("is no JSON: {error}")));
                }
            }
            (Kind::Timestamp { iso8601: true }, Node::Text(text))
                if text.trim().parse::<jiff::Timestamp>().is_err() =>
            {
                slips.push(slip(format!("must be {}", wording::rule(service, shape))));
            }
            (Kind::Structure(structure), Node::Structure { members, chosen }) => {
                for (name, node) in members {
                    let sent = !structure.union || chosen.as_ref() == Some(name);
                    let inside = service.member(shape, name);
                    if let (true, Some(inside)) = (sent, inside) {
                        self.inside(node, inside, Turn::member(name), at, slips);
                    }
                }
            }
            (Kind::List(element), Node::List(nodes)) => {
                let Some(inside) = service.shape(element) else { return };
                for (index, node) in nodes.iter().enumerate() {
                    self.inside(node, inside, Turn::At(index), at, slips);
                }
            }
            (Kind::Map { value, .. }, Node::Map(pairs)) => {
                let Some(inside) = service.shape(value) else { return };
                for (index, (_, node)) in pairs.iter().enumerate() {
                    self.inside(node, inside, Turn::At(index), at, slips);
                }
            }
            _ => {}
        }
    }

    fn inside(
        &self,
        node: &Node,
        shape: &Shape,
        turn: Turn,
        at: &mut Vec<Turn>,
        slips: &mut Vec<Slip>,
    ) {
        at.push(turn);
        self.own(node, shape, at, slips);
        at.pop();
    }

    /// What a service says of a value, and where it means: `Value 'x' at 'modelUnits' failed to
    /// satisfy constraint: ...`, several of them in one sentence; else of the one member whose name, or
    /// whose value, stands in what it says. None where no place can be told.
    pub fn refused(&self, said: &str) -> Vec<Slip> {
        let Some(shape) = self.operation.input() else { return Vec::new() };
        let of = |path: &str| place::of_service(self.service(), shape, &self.root, path);
        let mut slips = Vec::new();
        let mut rest = said;
        while let Some((_, after)) = rest.split_once("at '") {
            let Some((path, after)) = after.split_once('\'') else { break };
            rest = after;
            let what = after.split("; Value ").next().unwrap_or(after);
            let what = what.trim_start_matches(" failed to satisfy constraint:").trim();
            if let Some(place) = of(path) {
                slips.push(Slip { place, what: what.to_owned(), missing: false });
            }
        }
        if slips.is_empty()
            && let Some(place) = named(said, shape).or_else(|| self.quoted(said))
        {
            slips.push(Slip { place, what: said.to_owned(), missing: false });
        }
        slips
    }

    /// The member whose value a sentence repeats: the only one.
    fn quoted(&self, said: &str) -> Option<Vec<Turn>> {
        let Node::Structure { members, .. } = &self.root else { return None };
        let mut quoted = members.iter().filter(|(_, node)| {
            node.text().chars().count() >= TELLING && said.contains(node.text())
        });
        let (name, _) = quoted.next().filter(|_| quoted.next().is_none())?;
        Some(vec![Turn::Member(name.clone())])
    }
}

/// The member that a sentence is about: the only one whose name stands in it as a word.
fn named(said: &str, shape: &Shape) -> Option<Vec<Turn>> {
    let words: Vec<&str> = said.split(|letter: char| !letter.is_alphanumeric()).collect();
    let members = &shape.structure()?.members;
    let mut named = members.iter().filter(|member| words.contains(&member.name.as_str()));
    let only = named.next().filter(|_| named.next().is_none())?;
    Some(vec![Turn::Member(only.name.clone())])
}
