//! What the service is asked to list: a form of every member of the list operation's input that
//! narrows or orders it, made of the API's facts.
//! Not here: the list (board).

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::{Map, Value, json};

use crate::api::lookup;
use crate::api::operation::Operation;
use crate::api::plane::Plane;
use crate::api::shape::{Kind as Type, Member, Shape};
use crate::app::parts::form::{Check, Field, Form};
use crate::domain::resource::Kind;

/// The form of a query.
#[derive(Debug)]
pub struct Query {
    /// Its fields, by the members' names in the API.
    pub form: Form,
    kind: &'static Kind,
}

impl Query {
    /// The query of a kind's list, with what is asked for now.
    pub fn of(kind: &'static Kind, now: &Map<String, Value>) -> Self {
        let fields = members(kind).map(|member| field(member, now.get(&member.name)));
        let mut form = Form::new(fields.collect());
        form.check();
        Self { form, kind }
    }

    /// Whether the service can be asked for anything but all of them.
    pub fn is_empty(&self) -> bool {
        self.form.fields().is_empty()
    }

    /// The members to ask with; none while a value is wrong. Dates begin in this zone.
    pub fn members(&mut self, zone: &TimeZone) -> Option<Map<String, Value>> {
        self.form.check();
        if self.form.select_fault() {
            return None;
        }
        let set = members(self.kind).filter_map(|member| {
            let value = self.form.value(&member.name);
            let value = if value.is_empty() { None } else { written(member, &value, zone) };
            Some((member.name.clone(), value?))
        });
        Some(set.collect())
    }
}

/// Whether the service can be asked for anything but all of a kind.
pub fn narrows(kind: &'static Kind) -> bool {
    members(kind).next().is_some()
}

/// The members of the input that are no pages.
fn members(kind: &'static Kind) -> impl Iterator<Item = &'static Member> {
    let operation = lookup::operation(kind.list.operation);
    let pages = operation.and_then(|operation| operation.pagination.as_ref());
    let input = operation.and_then(Operation::input).and_then(Shape::structure);
    input.into_iter().flat_map(|input| &input.members).filter(move |member| {
        let paging = pages.is_some_and(|pages| {
            pages.input_token == member.name || pages.limit.as_deref() == Some(&member.name)
        });
        // Of a guardrail's versions the detail tells.
        let versions = kind.list.operation == "ListGuardrails";
        let one = versions && member.name == "guardrailIdentifier";
        !paging && !one
    })
}

fn shape(member: &Member) -> Option<&'static Shape> {
    lookup::service(Plane::Control).shape(&member.shape)
}

fn field(member: &'static Member, now: Option<&Value>) -> Field {
    let name = member.name.as_str();
    let Some(shape) = shape(member) else { return Field::line(name, name, "", Check::Free) };
    let limits = &shape.limits;
    let (least, most) = (limits.min.unwrap_or(0.0), limits.max);
    let field = match (&shape.kind, &limits.pattern) {
        (Type::Timestamp { .. }, _) => Field::line(
            name,
            name,
            "a day such as 2026-11-01, or 2026-11-01T10:00:00Z",
            Check::By(moment),
        ),
        (Type::Boolean, _) => {
            let words = ["true", "false"].map(str::to_owned);
            Field::choice(name, name, "true or false", words.into(), Check::By(flag))
        }
        (Type::String, _) if !limits.values.is_empty() => {
            let rule = format!("one of {}", limits.values.join(", "));
            // The service may know more words than these facts.
            Field::choice(name, name, &rule, limits.values.clone(), Check::Free)
        }
        (Type::Integer | Type::Long, _) => {
            let most = most.unwrap_or(f64::from(i32::MAX));
            let rule = format!("a whole number from {least} to {most}");
            Field::line(name, name, &rule, Check::Number(least, most))
        }
        (_, Some(pattern)) => {
            let rule =
                most.map(|most| format!("{least} to {most} characters: ")).unwrap_or_default();
            let rule = format!("{rule}{}", pattern.source());
            Field::line(name, name, &rule, Check::Pattern(pattern))
        }
        (_, None) => Field::line(name, name, "a text", Check::Free),
    };
    match now {
        Some(Value::String(text)) => field.with(text),
        Some(value) => field.with(&value.to_string()),
        None => field,
    }
}

fn flag(value: &str) -> Result<(), String> {
    let known = matches!(value, "true" | "false");
    if known { Ok(()) } else { Err(format!("is {value}: true or false")) }
}

fn moment(value: &str) -> Result<(), String> {
    let known = value.parse::<Timestamp>().is_ok() || value.parse::<Date>().is_ok();
    if known { Ok(()) } else { Err(format!("is {value}: a day, or a time with its zone")) }
}

/// A value as the operation takes it.
fn written(member: &Member, value: &str, zone: &TimeZone) -> Option<Value> {
    Some(match shape(member).map(|shape| &shape.kind) {
        Some(Type::Boolean) => json!(value == "true"),
        Some(Type::Integer | Type::Long) => json!(value.parse::<i64>().ok()?),
        Some(Type::Timestamp { .. }) => {
            let at = match value.parse::<Timestamp>() {
                Ok(at) => at,
                Err(_) => value.parse::<Date>().ok()?.to_zoned(zone.clone()).ok()?.timestamp(),
            };
            json!(at.to_string())
        }
        _ => json!(value),
    })
}

/// What is asked for, in a line: `nameContains chat, sortOrder Ascending`.
pub fn said(query: &Map<String, Value>) -> String {
    let parts = query.iter().map(|(name, value)| match value {
        Value::String(text) => format!("{name} {text}"),
        value => format!("{name} {value}"),
    });
    parts.collect::<Vec<_>>().join(", ")
}
