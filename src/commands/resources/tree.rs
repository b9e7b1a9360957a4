//! An answer as a tree of lines a person reads: members by their names in the API, in its order, and
//! those the API's facts do not know after them.
//! Not here: the answer as JSON (console).

use std::io::{self, Write};

use serde_json::{Map, Value};

use crate::api::service::Service;
use crate::api::shape::{Kind as Type, Shape};
use crate::app::parts::cell;
use crate::domain::resource::time;
use crate::text::sanitise::{sanitise, sanitise_line};

/// Columns a level is set in by.
const STEP: usize = 2;

/// Writes a value of a shape; `now` in Unix milliseconds, from which times are told.
pub(crate) fn write(
    service: &Service,
    shape: Option<&Shape>,
    value: &Value,
    now: i64,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut tree = Tree { service, now, lines: Vec::new() };
    match value {
        Value::Object(members) => tree.members(shape, members, 0),
        value => tree.value(String::new(), shape, value, 0),
    }
    for line in tree.lines {
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

struct Tree<'a> {
    service: &'a Service,
    now: i64,
    lines: Vec<String>,
}

impl Tree<'_> {
    fn members(&mut self, shape: Option<&Shape>, members: &Map<String, Value>, depth: usize) {
        let known = shape.and_then(Shape::structure).map(|s| s.members.as_slice());
        let known = known.unwrap_or_default();
        for member in known {
            if let Some(value) = members.get(&member.name) {
                let shape = self.service.shape(&member.shape);
                self.value(head(&member.name, depth), shape, value, depth);
            }
        }
        let of_map = shape.and_then(|shape| match &shape.kind {
            Type::Map { value, .. } => self.service.shape(value),
            _ => None,
        });
        for (name, value) in members {
            if !known.iter().any(|member| member.name == *name) {
                self.value(head(name, depth), of_map, value, depth);
            }
        }
    }

    /// A value after what stands before it on its line.
    fn value(&mut self, head: String, shape: Option<&Shape>, value: &Value, depth: usize) {
        match value {
            Value::Object(members) if !members.is_empty() => {
                self.lines.push(head);
                self.members(shape, members, depth + 1);
            }
            Value::Array(elements) if !elements.is_empty() => {
                self.lines.push(head);
                let element = shape.and_then(|shape| match &shape.kind {
                    Type::List(element) => self.service.shape(element),
                    _ => None,
                });
                for value in elements {
                    self.element(element, value, depth + 1);
                }
            }
            // A carriage return alone ends a line too.
            Value::String(text) if text.trim().contains(['\n', '\r']) => {
                self.lines.push(head);
                let indent = " ".repeat((depth + 1) * STEP);
                let text = sanitise(text.trim());
                self.lines.extend(text.lines().map(|line| format!("{indent}{line}")));
            }
            value => {
                let gap = if head.is_empty() { "" } else { " " };
                self.lines.push(format!("{head}{gap}{}", self.scalar(shape, value)));
            }
        }
    }

    /// An element of a list: a dash stands before its first line.
    fn element(&mut self, shape: Option<&Shape>, value: &Value, depth: usize) {
        let first = self.lines.len();
        match value {
            Value::Object(members) if !members.is_empty() => {
                self.members(shape, members, depth + 1);
            }
            value => self.value(" ".repeat((depth + 1) * STEP - 1), shape, value, depth + 1),
        }
        if let Some(line) = self.lines.get_mut(first) {
            let at = depth * STEP;
            line.replace_range(at..=at, "-");
        }
    }

    fn scalar(&self, shape: Option<&Shape>, value: &Value) -> String {
        let is_time = shape.is_some_and(|shape| matches!(shape.kind, Type::Timestamp { .. }));
        if let Some(at) = time(value).filter(|_| is_time) {
            let away = match self.now - at {
                past @ 0.. => format!("{} ago", cell::span(past)),
                ahead => format!("in {}", cell::span(-ahead)),
            };
            let written = jiff::Timestamp::from_millisecond(at).map(|at| at.to_string());
            return format!("{} ({away})", written.unwrap_or_else(|_| value.to_string()));
        }
        match value {
            Value::String(text) if text.trim().is_empty() => format!("\"{}\"", sanitise_line(text)),
            Value::String(text) => sanitise(text.trim()).into_owned(),
            Value::Array(_) | Value::Object(_) => "(none)".to_owned(),
            value => value.to_string(),
        }
    }
}

fn head(name: &str, depth: usize) -> String {
    format!("{}{}:", " ".repeat(depth * STEP), sanitise_line(name))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::api::lookup;

    fn written(operation: &str, value: &Value) -> String {
        let operation = lookup::operation(operation).unwrap();
        let service = lookup::service(operation.plane);
        let now = time(&json!("2026-11-20T12:00:00Z")).unwrap();
        let mut out = Vec::new();
        write(service, operation.output(), value, now, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn members_stand_in_the_order_of_the_api_and_unknown_ones_after_them() {
        let answer = json!({
            "aNewMember": {"deep": [true, []]},
            "creationTime": "2026-11-20T09:00:00Z",
            "jobName": "tune",
            "jobArn": "arn:x",
            "hyperParameters": {"epochCount": "2"},
            "failureMessage": "first\nsecond\n",
            "validationDataConfig": {"validators": [{"s3Uri": "s3://a"}, {"s3Uri": "s3://b"}]},
            "vpcConfig": {"subnetIds": ["subnet-1", "subnet-2"], "securityGroupIds": []},
            "roleArn": "",
        });
        assert_eq!(
            written("GetModelCustomizationJob", &answer),
            "\
jobArn: arn:x
jobName: tune
roleArn: \"\"
failureMessage:
  first
  second
creationTime: 2026-11-20T09:00:00Z (3 h ago)
hyperParameters:
  epochCount: 2
validationDataConfig:
  validators:
    - s3Uri: s3://a
    - s3Uri: s3://b
vpcConfig:
  subnetIds:
    - subnet-1
    - subnet-2
  securityGroupIds: (none)
aNewMember:
  deep:
    - true
    - (none)
"
        );
    }

    #[test]
    fn nothing_in_it_can_move_a_cursor_or_end_a_line() {
        let answer = json!({"jobName": "a\u{1b}[2J\u{202e}", "x\ny": "1\rz", "jobArn": null});
        let text = written("GetModelCustomizationJob", &answer);
        assert_eq!(text, "jobArn: null\njobName: a␛[2J\u{fffd}\nx y:\n  1\n  z\n");
    }
}
