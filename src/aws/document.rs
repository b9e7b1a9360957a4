//! JSON and the SDK's document type, either way.
//! Not here: which member of a call is a document (request, received).

use aws_smithy_types::{Document, Number};
use serde_json::Value;

/// JSON as a document.
pub(crate) fn document(value: &Value) -> Document {
    match value {
        Value::Null => Document::Null,
        Value::Bool(truth) => Document::Bool(*truth),
        Value::Number(number) => Document::Number(match (number.as_u64(), number.as_i64()) {
            (Some(positive), _) => Number::PosInt(positive),
            (None, Some(negative)) => Number::NegInt(negative),
            (None, None) => Number::Float(number.as_f64().unwrap_or_default()),
        }),
        Value::String(text) => Document::String(text.clone()),
        Value::Array(items) => Document::Array(items.iter().map(document).collect()),
        Value::Object(members) => Document::Object(
            members.iter().map(|(name, value)| (name.clone(), document(value))).collect(),
        ),
    }
}

/// A document as JSON; what JSON cannot say of a number becomes null.
pub(crate) fn json(document: &Document) -> Value {
    match document {
        Document::Null => Value::Null,
        Document::Bool(truth) => Value::Bool(*truth),
        Document::Number(Number::PosInt(number)) => Value::from(*number),
        Document::Number(Number::NegInt(number)) => Value::from(*number),
        Document::Number(Number::Float(number)) => Value::from(*number),
        Document::String(text) => Value::String(text.clone()),
        Document::Array(items) => Value::Array(items.iter().map(json).collect()),
        Document::Object(members) => {
            Value::Object(members.iter().map(|(name, value)| (name.clone(), json(value))).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_becomes_a_document_and_comes_back() {
        let value = serde_json::json!({"a": [1, -2, 0.5, true, null, "s"], "b": {"c": u64::MAX}});
        let made = document(&value);
        let Document::Object(members) = &made else { panic!() };
        assert_eq!(
            members["a"],
            Document::Array(vec![
                Document::Number(Number::PosInt(1)),
                Document::Number(Number::NegInt(-2)),
                Document::Number(Number::Float(0.5)),
                Document::Bool(true),
                Document::Null,
                Document::String("s".into()),
            ])
        );
        let Document::Object(inner) = &members["b"] else { panic!() };
        assert_eq!(inner["c"], Document::Number(Number::PosInt(u64::MAX)));
        assert_eq!(json(&made), value);
    }
}
