//! Holding a JSON value against a shape: every limit the service model states, all faults at once.
//! What only the service knows (is the model there, may it stream) is not judged here.

use crate::api::constraint::{Constraint, Fault, Step};
use crate::api::service::Service;
use crate::api::shape::{Kind, Shape, Structure};
use serde_json::Value;

/// Longer text is not repeated in messages.
const REPEATED: usize = 256;

/// The faults of `value`, in the order of the shape's members. Members the shape does not know are
/// passed over, as the service does. `null` counts as not set.
pub fn validate(service: &Service, shape: &Shape, value: &Value) -> Vec<Fault> {
    let mut validation = Validation { service, path: Vec::new(), faults: Vec::new() };
    validation.value(shape, value);
    validation.faults
}

struct Validation<'a> {
    service: &'a Service,
    path: Vec<Step>,
    faults: Vec<Fault>,
}

impl Validation<'_> {
    fn value(&mut self, shape: &Shape, value: &Value) {
        match (&shape.kind, value) {
            (Kind::Structure(structure), Value::Object(object)) => {
                self.structure(structure, object);
            }
            (Kind::List(member), Value::Array(elements)) => {
                self.length(shape, elements.len(), None);
                for (index, element) in elements.iter().enumerate() {
                    self.inside(Step::Index(index), member, element);
                }
            }
            (Kind::Map { key, value: values }, Value::Object(object)) => {
                self.length(shape, object.len(), None);
                for (name, value) in object {
                    self.map_key(key, name);
                    self.inside(Step::Key(name.clone()), values, value);
                }
            }
            (Kind::String, Value::String(text)) => self.text(shape, text),
            (Kind::Blob, Value::String(base64)) => {
                self.length(shape, base64_length(base64), None);
            }
            (Kind::Document, _)
            | (Kind::Boolean, Value::Bool(_))
            | (Kind::Timestamp { iso8601: true }, Value::String(_))
            | (Kind::Timestamp { .. }, Value::Number(_)) => {}
            (Kind::Integer | Kind::Long, Value::Number(number)) if !number.is_f64() => {
                self.number(shape, number);
            }
            (Kind::Float | Kind::Double, Value::Number(number)) => self.number(shape, number),
            _ => self.fault(
                None,
                Constraint::Type { found: json_type(value), expected: expected(&shape.kind) },
            ),
        }
    }

    fn structure(&mut self, structure: &Structure, object: &serde_json::Map<String, Value>) {
        let set = |name: &str| object.get(name).filter(|value| !value.is_null());
        if structure.union
            && structure.members.iter().filter(|m| set(&m.name).is_some()).count() != 1
        {
            self.fault(None, Constraint::OneMember);
        }
        for member in &structure.members {
            let step = Step::Member(member.name.clone());
            match set(&member.name) {
                Some(value) => self.inside(step, &member.shape, value),
                // The SDKs fill a token in; a request without one is not refused.
                None if member.required && !member.idempotency_token => {
                    self.path.push(step);
                    self.fault(None, Constraint::Required);
                    self.path.pop();
                }
                None => {}
            }
        }
    }

    fn map_key(&mut self, shape: &str, key: &str) {
        if let Some(shape) = self.service.shape(shape) {
            self.path.push(Step::Key(key.to_owned()));
            self.text(shape, key);
            self.path.pop();
        }
    }

    fn inside(&mut self, step: Step, shape: &str, value: &Value) {
        let Some(shape) = self.service.shape(shape) else {
            return;
        };
        self.path.push(step);
        if value.is_null() {
            self.fault(None, Constraint::Required);
        } else {
            self.value(shape, value);
        }
        self.path.pop();
    }

    fn text(&mut self, shape: &Shape, text: &str) {
        let repeated = (!shape.sensitive && text.len() <= REPEATED).then(|| text.to_owned());
        self.length(shape, text.chars().count(), repeated.clone());
        if let Some(pattern) = shape.limits.pattern.as_ref().filter(|p| !p.matches(text)) {
            self.fault(repeated.clone(), Constraint::Pattern(pattern.source().to_owned()));
        }
        let values = &shape.limits.values;
        if !values.is_empty() && !values.iter().any(|value| value == text) {
            self.fault(repeated, Constraint::Values(values.clone()));
        }
    }

    fn length(&mut self, shape: &Shape, length: usize, value: Option<String>) {
        let length = length as f64;
        if let Some(min) = shape.limits.min.filter(|min| length < *min) {
            self.fault(value.clone(), Constraint::MinLength(min));
        }
        if let Some(max) = shape.limits.max.filter(|max| length > *max) {
            self.fault(value, Constraint::MaxLength(max));
        }
    }

    fn number(&mut self, shape: &Shape, number: &serde_json::Number) {
        let Some(size) = number.as_f64() else { return };
        let repeated = (!shape.sensitive).then(|| number.to_string());
        if let Some(min) = shape.limits.min.filter(|min| size < *min) {
            self.fault(repeated.clone(), Constraint::MinValue(min));
        }
        if let Some(max) = shape.limits.max.filter(|max| size > *max) {
            self.fault(repeated, Constraint::MaxValue(max));
        }
    }

    fn fault(&mut self, value: Option<String>, constraint: Constraint) {
        self.faults.push(Fault { path: self.path.clone(), value, constraint });
    }
}

/// The number of bytes the text stands for.
fn base64_length(text: &str) -> usize {
    let digits = text.bytes().filter(|byte| !matches!(byte, b'=' | b'\r' | b'\n')).count();
    digits * 3 / 4
}

fn json_type(value: &Value) -> &'static str {
    match value {
        Value::Null => "VALUE_NULL",
        Value::Bool(true) => "TRUE_VALUE",
        Value::Bool(false) => "FALSE_VALUE",
        Value::Number(number) if number.is_f64() => "DECIMAL_VALUE",
        Value::Number(_) => "NUMBER_VALUE",
        Value::String(_) => "STRING_VALUE",
        Value::Array(_) => "START_ARRAY",
        Value::Object(_) => "START_OBJECT",
    }
}

fn expected(kind: &Kind) -> &'static str {
    match kind {
        Kind::Structure(_) => "Structure",
        Kind::List(_) => "List",
        Kind::Map { .. } => "Map",
        Kind::String => "String",
        Kind::Integer => "Integer",
        Kind::Long => "Long",
        Kind::Float => "Float",
        Kind::Double => "Double",
        Kind::Boolean => "Boolean",
        Kind::Blob => "Blob",
        Kind::Timestamp { .. } => "Timestamp",
        Kind::Document => "Document",
    }
}

#[cfg(test)]
#[path = "validation/tests.rs"]
mod tests;
