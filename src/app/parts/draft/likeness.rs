//! The input that would make a resource as it stands: what the service answered of it, in the names
//! its input has. Not here: which resource, or the form.

use serde_json::{Map, Value};

use crate::api::service::Service;
use crate::api::shape::{Kind, Shape};

/// Members that an answer names otherwise; beside these, `topicsConfig` is answered as `topics`.
const NAMES: [(&str, &str); 3] = [
    ("crossRegionConfig", "crossRegionDetails"),
    ("guardrailProfileIdentifier", "guardrailProfileArn"),
    ("kmsKeyId", "kmsKeyArn"),
];

/// What of `body` this shape takes.
pub fn likeness(service: &'static Service, shape: &Shape, body: &Value) -> Value {
    match (&shape.kind, body) {
        (Kind::Structure(structure), Value::Object(members)) => {
            let mut object = Map::new();
            for member in &structure.members {
                let (Some(value), Some(inside)) =
                    (answered(members, &member.name), service.shape(&member.shape))
                else {
                    continue;
                };
                object.insert(member.name.clone(), likeness(service, inside, value));
            }
            Value::Object(object)
        }
        (Kind::List(element), Value::Array(values)) => match service.shape(element) {
            Some(inside) => values.iter().map(|value| likeness(service, inside, value)).collect(),
            None => body.clone(),
        },
        _ => body.clone(),
    }
}

/// The value of a member, under its own name or the one answers have for it.
fn answered<'v>(members: &'v Map<String, Value>, name: &str) -> Option<&'v Value> {
    let other = NAMES.iter().find(|(own, _)| *own == name).map(|(_, other)| *other);
    let names = [Some(name), other, name.strip_suffix("Config")];
    names.into_iter().flatten().find_map(|name| members.get(name)).filter(|value| !value.is_null())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::api::lookup;

    #[test]
    fn a_guardrail_becomes_the_input_that_would_make_it() {
        let update = lookup::operation("UpdateGuardrail").unwrap();
        let body = json!({
            "name": "g", "guardrailArn": "arn:1", "status": "READY", "kmsKeyArn": "arn:k",
            "blockedInputMessaging": "no", "blockedOutputsMessaging": "no",
            "topicPolicy": {"topics": [{"name": "t", "definition": "d", "type": "DENY"}],
                "tier": {"tierName": "CLASSIC"}},
            "wordPolicy": {"words": [{"text": "w"}], "managedWordLists": [{"type": "PROFANITY"}]},
            "crossRegionDetails": {"guardrailProfileId": "p", "guardrailProfileArn": "arn:p"},
        });
        let service = lookup::service(update.plane);
        assert_eq!(
            likeness(service, update.input().unwrap(), &body),
            json!({
                "name": "g", "kmsKeyId": "arn:k",
                "blockedInputMessaging": "no", "blockedOutputsMessaging": "no",
                "topicPolicyConfig": {
                    "topicsConfig": [{"name": "t", "definition": "d", "type": "DENY"}],
                    "tierConfig": {"tierName": "CLASSIC"}},
                "wordPolicyConfig": {"wordsConfig": [{"text": "w"}],
                    "managedWordListsConfig": [{"type": "PROFANITY"}]},
                "crossRegionConfig": {"guardrailProfileIdentifier": "arn:p"},
            })
        );
    }
}
