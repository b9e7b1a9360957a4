//! What a column of a list says of a resource, in a word or two.
//! Not here: how wide it is or which colour it has.

use serde_json::Value;

use crate::api::wording::words;
use crate::domain::resource::{Column, Form, at, time};
use crate::domain::span::span;

/// What a column says of a row; `now` in Unix milliseconds. Empty where the row does not have it.
pub fn cell(column: &Column, row: &Value, now: i64) -> String {
    at(row, column.member).map(|value| written(column.form, value, now)).unwrap_or_default()
}

/// A value in this form.
pub fn written(form: Form, value: &Value, now: i64) -> String {
    match (form, value) {
        // Prices are not looked up here: a cost that is not known is never said to be nothing.
        (Form::Hourly | Form::Spent, _) => "?".to_owned(),
        (Form::Age, value) => time(value).map(|at| span(now - at)).unwrap_or_default(),
        (Form::Until, value) => match time(value) {
            Some(at) if at > now => format!("in {}", span(at - now)),
            Some(at) => format!("{} ago", span(now - at)),
            None => String::new(),
        },
        (Form::Name, Value::String(text)) => named(text).to_owned(),
        (Form::List, Value::Array(values)) => {
            let texts: Vec<&str> = values.iter().filter_map(Value::as_str).map(named).collect();
            texts.join(", ")
        }
        (Form::Status, Value::String(text)) => status(text),
        (_, Value::String(text)) => text.clone(),
        (_, Value::Bool(yes)) => if *yes { "yes" } else { "no" }.to_owned(),
        (_, value) => value.to_string(),
    }
}

/// A status in words: `InProgress` and `IN_PROGRESS` are both `in progress`.
pub fn status(word: &str) -> String {
    words(word).join(" ")
}

/// What an ARN names; of a foundation model its id, of anything else what stands after its type.
pub fn named(arn: &str) -> &str {
    let Some(resource) = arn.strip_prefix("arn:").and_then(|rest| rest.splitn(5, ':').nth(4))
    else {
        return arn;
    };
    resource.split_once('/').map_or(resource, |(_, name)| name)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_status_is_said_in_words() {
        let said: Vec<String> =
            ["InProgress", "IN_PROGRESS", "READY", "InService"].map(status).into();
        assert_eq!(said, ["in progress", "in progress", "ready", "in service"]);
    }

    #[test]
    fn values_are_written_in_their_form() {
        let now = 1_000_000_000;
        let said = |form, value| written(form, &value, now);
        assert_eq!(said(Form::Age, json!(999_940)), "1 min");
        assert_eq!(said(Form::Until, json!(1_090_000)), "in 25 h");
        assert_eq!(said(Form::Until, json!(999_990)), "10 s ago");
        assert_eq!(
            said(Form::Name, json!("arn:aws:bedrock:us-east-1::foundation-model/a.b:0")),
            "a.b:0"
        );
        assert_eq!(said(Form::Name, json!("a.b")), "a.b");
        assert_eq!(said(Form::List, json!(["a", "arn:aws:x:y:1:z/b"])), "a, b");
        assert_eq!(said(Form::Text, json!(true)), "yes");
        assert_eq!(said(Form::Count, json!(12)), "12");
    }
}
