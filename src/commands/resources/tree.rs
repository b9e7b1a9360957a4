//! An answer as lines a person reads: members by their names in the API, in its order.
//! Not here: which lines there are (app::parts::tree), or the answer as JSON (console).

use std::io::{self, Write};

use jiff::Timestamp;
use serde_json::Value;

use crate::api::shape::Shape;
use crate::app::parts::tree::{Line, Shown, Tree};
use crate::domain::span::span;
use crate::text::sanitise::{sanitise, sanitise_line};

/// Columns a level is set in by.
const STEP: usize = 2;

/// Writes a value of a shape; `now` in Unix milliseconds, from which times are told.
pub(crate) fn write(
    shape: Option<&'static Shape>,
    value: &Value,
    now: i64,
    out: &mut dyn Write,
) -> io::Result<()> {
    // An element of several members begins at the line of the first.
    let mut dash = None;
    for line in Tree::of(shape, value).lines() {
        let mut text = " ".repeat(usize::from(line.depth) * STEP);
        match (line.name.is_empty(), &line.value) {
            // What lies below says each of them.
            (_, Shown::Series(_)) => continue,
            (true, Shown::Below) => {
                dash = Some(text.len());
                continue;
            }
            (true, _) => text.push('-'),
            (false, _) => text.extend([&*sanitise_line(&line.name), ":"]),
        }
        if let Some(at) = dash.take() {
            text.replace_range(at..=at, "-");
        }
        text.push_str(&said(line, now));
        writeln!(out, "{}", text.trim_end())?;
    }
    Ok(())
}

/// What a line says, after its name.
fn said(line: &Line, now: i64) -> String {
    match &line.value {
        Shown::Below | Shown::Series(_) => String::new(),
        Shown::Nothing => " (none)".into(),
        Shown::Figure(text) => format!(" {}", sanitise_line(text)),
        Shown::Time(at) => {
            let away = match now - at {
                past @ 0.. => format!("{} ago", span(past)),
                ahead => format!("in {}", span(-ahead)),
            };
            let written = Timestamp::from_millisecond(*at).map(|at| at.to_string());
            format!(" {} ({away})", written.unwrap_or_default())
        }
        Shown::Text(text) | Shown::Link(text) => {
            let text = sanitise(text.trim());
            if !text.contains('\n') {
                return format!(" {text}");
            }
            let indent = " ".repeat((usize::from(line.depth) + 1) * STEP);
            text.lines().map(|line| ["\n", &indent, line].concat()).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::api::lookup;
    use crate::domain::resource::time;

    fn written(operation: &str, value: &Value) -> String {
        let shape = lookup::operation(operation).unwrap().output();
        let now = time(&json!("2026-11-20T12:00:00Z")).unwrap();
        let mut out = Vec::new();
        write(shape, value, now, &mut out).unwrap();
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
            "validationMetrics": [{"validationLoss": 0.5}, {"validationLoss": 0.25}],
            "vpcConfig": {"subnetIds": ["subnet-1", "subnet-2"], "securityGroupIds": []},
            "roleArn": "",
        });
        assert_eq!(
            written("GetModelCustomizationJob", &answer),
            "\
jobArn: arn:x
jobName: tune
roleArn: (none)
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
validationMetrics:
  - validationLoss: 0.5
  - validationLoss: 0.25
vpcConfig:
  subnetIds:
    - subnet-1
    - subnet-2
  securityGroupIds: (none)
aNewMember:
  deep:
    - yes
    - (none)
"
        );
    }

    #[test]
    fn nothing_in_it_can_move_a_cursor_or_end_a_line() {
        let answer = json!({"jobName": "a\u{1b}[2J\u{202e}", "x\ny": "1\rz", "jobArn": null});
        let text = written("GetModelCustomizationJob", &answer);
        assert_eq!(text, "jobName: a␛[2J\u{fffd}\nx y:\n  1\n  z\n");
    }
}
