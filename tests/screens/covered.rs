//! The operations of the API reference, member by member: what each takes is offered by a form, a
//! filter or the list itself, and what each answers is shown. Not here: the errors they declare
//! (journeys::declared).

use std::collections::BTreeSet;

use outcrop::api::lookup;
use outcrop::api::operation::Operation;
use outcrop::api::plane::Plane;
use outcrop::api::shape::{Kind as Type, Shape};
use outcrop::app::effect::{Effect, QuestionId};
use outcrop::app::parts::draft::page::What;
use outcrop::app::parts::draft::place::Turn;
use outcrop::app::parts::draft::tree::Draft;
use outcrop::app::screens::explorer::facet::{self, Facet};
use outcrop::app::screens::resources::detail::Detail;
use outcrop::app::screens::resources::query::Query;
use outcrop::app::screens::resources::tags::Tags;
use outcrop::domain::kinds::ALL;
use outcrop::domain::operation::{Answer, Call};
use outcrop::domain::resource::{Action, Kind, Sort};
use serde_json::{Map, Value, json};

use crate::account::arn;
use crate::reference::OPERATIONS;
use crate::world::World;

/// Shapes that hold themselves end somewhere.
const DEEPEST: usize = 12;

fn shape(name: &str) -> &'static Shape {
    lookup::service(Plane::Control).shape(name).unwrap()
}

/// The paths of all members of a shape, elements written as `[]`.
fn members(of: &'static Shape, at: &str, depth: usize, into: &mut BTreeSet<String>) {
    if depth > DEEPEST {
        return;
    }
    match &of.kind {
        Type::Structure(structure) => {
            for member in &structure.members {
                let at = format!("{at}/{}", member.name);
                members(shape(&member.shape), &at, depth + 1, into);
                into.insert(at);
            }
        }
        Type::List(element) => members(shape(element), &format!("{at}/[]"), depth + 1, into),
        Type::Map { value, .. } => members(shape(value), &format!("{at}/[]"), depth + 1, into),
        _ => {}
    }
}

/// The paths a form leads to, as one who opens every page and adds one of everything finds them.
fn offered(draft: &mut Draft, here: &[Turn], depth: usize, into: &mut BTreeSet<String>) {
    if depth > DEEPEST {
        return;
    }
    for row in draft.page(here, &[]) {
        note(&row.place, into);
        match &row.what {
            What::Which(names) => {
                for name in names {
                    draft.choose(&row.place, Some(name));
                    let chosen = [row.place.as_slice(), &[Turn::member(name)]].concat();
                    let shown = draft.page(here, &[]);
                    for inside in shown.into_iter().filter(|row| row.place.starts_with(&chosen)) {
                        note(&inside.place, into);
                        if inside.what == What::Inside {
                            offered(draft, &inside.place, depth + 1, into);
                        }
                    }
                }
            }
            What::Inside if row.key.is_none() => offered(draft, &row.place, depth + 1, into),
            What::Add | What::AddKey => {
                let key = if row.what == What::AddKey { "key" } else { "" };
                let Some(grown) = draft.grow(&row, key) else { continue };
                note(&grown, into);
                if row.what == What::AddKey {
                    // The key is what was typed.
                    note(&[grown.as_slice(), &[Turn::member("key")]].concat(), into);
                }
                for inside in draft.page(here, &[]) {
                    note(&inside.place, into);
                }
                offered(draft, &grown, depth + 1, into);
            }
            _ => {}
        }
    }
}

/// Notes a place and all above it.
fn note(place: &[Turn], into: &mut BTreeSet<String>) {
    let mut path = String::new();
    for turn in place {
        path.push('/');
        match turn {
            Turn::Member(name) => path.push_str(name),
            Turn::At(_) => path.push_str("[]"),
        }
        into.insert(path.clone());
    }
}

/// The kinds and actions that lead to an operation.
fn actions(operation: &str) -> impl Iterator<Item = (&'static Kind, &'static Action)> {
    let all =
        ALL.into_iter().flat_map(|kind| kind.actions.iter().map(move |action| (kind, action)));
    all.filter(move |(_, action)| action.operation == operation)
}

/// What the tags of a resource ask for, when they are read, one is added, and one is removed.
fn calls_of_tags() -> Vec<Call> {
    let mut world = World::new();
    let desk = &mut world.model.desk;
    let mut tags = Tags::of(arn("guardrail/g1"), "careful".into());
    let mut calls = Vec::new();
    let mut asked = |effects: Vec<Effect>| -> QuestionId {
        let mut last = None;
        for effect in effects {
            let Effect::Operate(question, call) = effect else { continue };
            calls.push(*call);
            last = Some(question);
        }
        last.unwrap_or_else(|| panic!("nothing is asked"))
    };
    let listed = json!({"tags": [{"key": "team", "value": "search"}]});
    let answer = Answer { body: listed, request_id: None };
    let question = asked(tags.read(desk));
    tags.answered(question, &Ok(Box::new(answer)), desk);
    tags.line.set_text("stage=test");
    let question = asked(tags.enter(desk));
    let done = Answer { body: json!({}), request_id: None };
    tags.answered(question, &Ok(Box::new(done)), desk);
    asked(tags.remove(desk));
    calls
}

/// The paths of what stands in a value.
fn paths(value: &Value, at: &str, into: &mut BTreeSet<String>) {
    let inside: Vec<(String, &Value)> = match value {
        Value::Object(members) => members.iter().map(|(n, v)| (format!("{at}/{n}"), v)).collect(),
        Value::Array(elements) => elements.iter().map(|v| (format!("{at}/[]"), v)).collect(),
        _ => Vec::new(),
    };
    for (path, value) in inside {
        paths(value, &path, into);
        into.insert(path);
    }
}

/// What of an operation's input somebody can give, and how.
fn given(operation: &'static Operation) -> BTreeSet<String> {
    let mut given = BTreeSet::new();
    let name = operation.name.as_str();
    for (_, action) in actions(name) {
        given.extend(action.by.map(|by| format!("/{by}")));
        if matches!(action.sort, Sort::Create | Sort::Update | Sort::Derive) {
            offered(&mut Draft::new(operation, &json!({})), &[], 0, &mut given);
        }
    }
    for kind in ALL {
        if kind.get.operation == name {
            given.extend(kind.get.by.map(|by| format!("/{by}")));
        }
        if kind.list.operation == name {
            let query = Query::of(kind, &Map::new());
            given.extend(query.form.fields().iter().map(|field| format!("/{}", field.name)));
        }
    }
    // The list reads page after page by itself.
    if let Some(pages) = &operation.pagination {
        given.insert(format!("/{}", pages.input_token));
        given.extend(pages.limit.iter().map(|limit| format!("/{limit}")));
    }
    if name == facet::OPERATION {
        given.extend(Facet::ALL.into_iter().filter_map(Facet::member).map(|m| format!("/{m}")));
    }
    // The model that is looked at.
    given.extend((name == "GetFoundationModel").then(|| "/modelIdentifier".to_owned()));
    for call in calls_of_tags().into_iter().filter(|call| call.operation == name) {
        paths(&call.input, "", &mut given);
    }
    given
}

#[test]
fn every_member_of_every_request_is_offered() {
    let (mut missing, mut all) = (Vec::new(), 0);
    for name in OPERATIONS {
        let operation = lookup::operation(name).unwrap();
        let mut wanted = BTreeSet::new();
        if let Some(input) = operation.input() {
            members(input, "", 0, &mut wanted);
        }
        all += wanted.len();
        let given = given(operation);
        missing.extend(wanted.difference(&given).map(|path| format!("{name}{path}")));
    }
    assert!(all > 100, "{all} members");
    assert!(missing.is_empty(), "no form, filter or list offers {missing:#?}");
}

/// A value with every member of a shape, its leaves all different.
fn every(of: &'static Shape, at: &str, depth: usize, leaves: &mut Vec<String>) -> Value {
    let leaf = |leaves: &mut Vec<String>| {
        leaves.push(at.to_owned());
        leaves.len()
    };
    match &of.kind {
        Type::Structure(_) | Type::List(_) | Type::Map { .. } if depth > DEEPEST => Value::Null,
        Type::Structure(structure) => {
            let members = structure.members.iter().map(|member| {
                let at = format!("{at}/{}", member.name);
                (member.name.clone(), every(shape(&member.shape), &at, depth + 1, leaves))
            });
            Value::Object(members.collect())
        }
        Type::List(element) => {
            json!([every(shape(element), &format!("{at}/0"), depth + 1, leaves)])
        }
        Type::Map { value, .. } => {
            json!({ "key": every(shape(value), &format!("{at}/key"), depth + 1, leaves) })
        }
        Type::Boolean => json!(leaf(leaves) > 0),
        Type::Integer | Type::Long | Type::Float | Type::Double => json!(leaf(leaves)),
        Type::Timestamp { .. } => {
            leaf(leaves);
            json!("2026-11-20T10:40:00Z")
        }
        Type::String | Type::Blob | Type::Document => json!(format!("leaf {}", leaf(leaves))),
    }
}

/// What an answer of the operation says, as a detail shows it: one that is read, a row of a list, or
/// what was made.
fn shown(operation: &'static Operation, body: Value) -> Detail {
    let name = operation.name.as_str();
    if let Some(kind) = ALL.into_iter().find(|kind| kind.get.operation == name) {
        let mut detail = Detail::of_only(kind);
        detail.show(body);
        return detail;
    }
    if let Some(kind) = ALL.into_iter().find(|kind| kind.list.operation == name) {
        return Detail::of_row(kind, &body[kind.list.rows][0]);
    }
    Detail::of_answer(Call::new(name, json!({})), name.to_owned(), body)
}

#[test]
fn every_member_of_every_answer_is_shown() {
    let (mut missing, mut all) = (Vec::new(), 0);
    for name in OPERATIONS {
        let operation = lookup::operation(name).unwrap();
        let Some(output) = operation.output() else { continue };
        let mut leaves = Vec::new();
        let body = every(output, "", 0, &mut leaves);
        let detail = shown(operation, body);
        let listed = ALL.into_iter().find(|k| k.list.operation == name && k.get.operation != name);
        let row = listed.map(|kind| format!("/{}/0", kind.list.rows));
        all += leaves.len();
        for leaf in leaves {
            // The token of a list leads to its next page.
            let next =
                operation.pagination.as_ref().map(|pages| format!("/{}", pages.output_token));
            if Some(&leaf) == next.as_ref() {
                continue;
            }
            let pointer = row.as_ref().and_then(|row| leaf.strip_prefix(row)).unwrap_or(&leaf);
            if !detail.tree.lines().iter().any(|line| line.pointer == pointer && line.known) {
                missing.push(format!("{name}{leaf}"));
            }
        }
    }
    assert!(all > 150, "{all} members");
    assert!(missing.is_empty(), "no detail shows {missing:#?}");
}
