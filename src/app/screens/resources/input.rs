//! The input of an action on a resource: what names it there, and what it begins with.
//! Not here: whether it can be taken as things stand (able), or taking it (update).

use serde_json::{Value, json};

use crate::api::lookup;
use crate::api::operation::Operation;
use crate::api::plane::Plane;
use crate::api::shape::{Kind as Type, Shape};
use crate::app::parts::draft::likeness::likeness;
use crate::domain::resource::{Action, Sort, at};

use super::confirming::Subject;

/// The input of an action on a resource, with all that is known of it.
pub fn input(action: &Action, subject: &Subject) -> Value {
    let mut input = json!({});
    if let Some(by) = action.by {
        input[by] =
            if takes_list(action.operation, by) { json!([subject.id]) } else { json!(subject.id) };
    }
    for (member, path) in action.from {
        if let Some(value) = at(&subject.body, path) {
            input[*member] = value.clone();
        }
    }
    input
}

fn takes_list(operation: &str, member: &str) -> bool {
    let input = lookup::operation(operation).and_then(Operation::input);
    let shape = input.and_then(|input| lookup::service(Plane::Control).member(input, member));
    shape.is_some_and(|shape| matches!(shape.kind, Type::List(_)))
}

/// What is known for an action on a resource. What is changed begins as it stands: some operations
/// replace all that they are not given.
pub fn known(action: &Action, subject: &Subject) -> Value {
    let mut known = json!({});
    if let Some(operation) = lookup::operation(action.operation)
        && let Some(shape) = operation.input().filter(|_| action.sort == Sort::Update)
    {
        known = likeness(lookup::service(operation.plane), shape, &subject.body);
    }
    let named = input(action, subject);
    if let (Value::Object(known), Value::Object(named)) = (&mut known, named) {
        known.extend(named);
    }
    known
}

/// Whether something a change must have is not known: the resource was not read whole.
pub fn is_cut(action: &Action, known: &Value) -> bool {
    let input = lookup::operation(action.operation).and_then(Operation::input);
    let members = input.and_then(Shape::structure).map(|input| input.members.as_slice());
    action.sort == Sort::Update
        && action.by.is_some()
        && members
            .unwrap_or_default()
            .iter()
            .any(|member| member.required && known.get(&member.name).is_none_or(Value::is_null))
}
