//! Names that were seen in answers and requests and can be chosen again: roles, keys, places of data.
//! Not here: which field of a form takes which (the pickers).

use serde_json::Value;

/// Names of one sort that are kept at most; the ones seen longest ago go.
const MOST: usize = 50;

/// What a name is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sort {
    /// The ARN of an IAM role.
    Role,
    /// The ARN of a KMS key.
    Key,
    /// An S3 URI.
    Data,
    /// A subnet of a VPC.
    Subnet,
    /// A security group of a VPC.
    Group,
    /// The ARN of a Lambda function.
    Function,
    /// The ARN of a custom model.
    Custom,
    /// The ARN of a guardrail.
    Guardrail,
}

impl Sort {
    /// What a text is a name of, where it is one.
    pub fn of(text: &str) -> Option<Self> {
        if text.len() > 2_048 || text.contains(char::is_whitespace) {
            return None;
        }
        let is_id = |begin: &str| {
            let id = text.strip_prefix(begin);
            id.is_some_and(|id| id.len() >= 8 && id.chars().all(|c| c.is_ascii_hexdigit()))
        };
        if let Some(arn) = text.strip_prefix("arn:") {
            let mut parts = arn.splitn(5, ':').skip(1);
            let (service, resource) = (parts.next()?, parts.nth(2)?);
            return match (service, resource.split(['/', ':']).next()?) {
                ("iam", "role") => Some(Self::Role),
                ("kms", "key") => Some(Self::Key),
                ("lambda", "function") => Some(Self::Function),
                ("bedrock", "custom-model") => Some(Self::Custom),
                ("bedrock", "guardrail") => Some(Self::Guardrail),
                _ => None,
            };
        }
        match text {
            text if text.starts_with("s3://") => Some(Self::Data),
            _ if is_id("subnet-") => Some(Self::Subnet),
            _ if is_id("sg-") => Some(Self::Group),
            _ => None,
        }
    }
}

/// What was seen, the last one last.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seen {
    names: Vec<(Sort, String)>,
}

impl Seen {
    /// Takes in every name of a JSON value.
    pub fn read(&mut self, value: &Value) {
        match value {
            Value::String(text) => {
                if let Some(sort) = Sort::of(text) {
                    self.add(sort, text);
                }
            }
            Value::Array(values) => values.iter().for_each(|value| self.read(value)),
            Value::Object(members) => members.values().for_each(|value| self.read(value)),
            _ => {}
        }
    }

    fn add(&mut self, sort: Sort, name: &str) {
        let same = |known: &(Sort, String)| known.0 == sort && known.1 == name;
        if self.names.last().is_some_and(same) {
            return;
        }
        self.names.retain(|known| !same(known));
        self.names.push((sort, name.to_owned()));
        if self.of(sort).count() > MOST
            && let Some(oldest) = self.names.iter().position(|(known, _)| *known == sort)
        {
            self.names.remove(oldest);
        }
    }

    /// The names of a sort, seen last first.
    pub fn of(&self, sort: Sort) -> impl Iterator<Item = &str> {
        let names = self.names.iter().rev();
        names.filter(move |(known, _)| *known == sort).map(|(_, name)| name.as_str())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_are_told_by_their_form() {
        for (text, sort) in [
            ("arn:aws:iam::123456789012:role/service-role/Bedrock", Some(Sort::Role)),
            ("arn:aws-us-gov:kms:us-gov-west-1:1:key/1-2", Some(Sort::Key)),
            ("arn:aws:lambda:us-east-1:1:function:grade", Some(Sort::Function)),
            ("arn:aws:bedrock:us-east-1:1:custom-model/a.b/c", Some(Sort::Custom)),
            ("arn:aws:bedrock:us-east-1:1:guardrail/abc", Some(Sort::Guardrail)),
            ("arn:aws:bedrock:us-east-1::foundation-model/a.b", None),
            ("arn:aws:iam::1:user/me", None),
            ("arn:", None),
            ("s3://bucket/key", Some(Sort::Data)),
            ("subnet-0a1b2c3d", Some(Sort::Subnet)),
            ("sg-0a1b2c3d4e5f60718", Some(Sort::Group)),
            ("subnet-mask", None),
            ("see s3://bucket/key", None),
            ("", None),
        ] {
            assert_eq!(Sort::of(text), sort, "{text}");
        }
    }

    #[test]
    fn what_was_seen_last_comes_first_and_once_and_the_oldest_go() {
        let mut seen = Seen::default();
        seen.read(&json!({"a": ["s3://b/1", {"c": "s3://b/2"}], "d": 5, "e": "s3://b/1"}));
        assert_eq!(seen.of(Sort::Data).collect::<Vec<_>>(), ["s3://b/1", "s3://b/2"]);
        for number in 0..100 {
            seen.read(&json!(format!("s3://c/{number}")));
        }
        assert_eq!(seen.of(Sort::Data).count(), MOST);
        assert_eq!(seen.of(Sort::Data).next(), Some("s3://c/99"));
        assert_eq!(seen.of(Sort::Role).next(), None);
    }
}
