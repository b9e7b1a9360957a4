//! Names that were seen in answers and requests and can be chosen again: roles, keys, places of data.
//! Not here: which field of a form takes which (the pickers).

use std::collections::HashSet;

use serde_json::Value;

/// Names of one sort that are kept at most; the ones seen longest ago go.
pub const MOST: usize = 50;

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

/// Whose names they are: what one account holds in a region means nothing in another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whose {
    /// The account's id; where nobody said, what its credentials are called.
    pub account: String,
    /// The region.
    pub region: String,
}

/// A name.
pub type Name = (Sort, String);

impl Sort {
    /// All sorts.
    pub const ALL: [Self; 8] = [
        Self::Role,
        Self::Key,
        Self::Data,
        Self::Subnet,
        Self::Group,
        Self::Function,
        Self::Custom,
        Self::Guardrail,
    ];

    /// Its word, by which it is kept.
    pub fn word(self) -> &'static str {
        match self {
            Self::Role => "role",
            Self::Key => "key",
            Self::Data => "data",
            Self::Subnet => "subnet",
            Self::Group => "group",
            Self::Function => "function",
            Self::Custom => "custom",
            Self::Guardrail => "guardrail",
        }
    }

    /// The sort of this word.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.word() == word)
    }

    /// Whether such a name means something in one region only.
    pub fn is_regional(self) -> bool {
        !matches!(self, Self::Role | Self::Data)
    }

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
    names: Vec<Name>,
}

impl Seen {
    /// What was seen by these names, the last one last.
    pub fn of_names(names: impl IntoIterator<Item = Name>) -> Self {
        let mut seen = Self::default();
        for (sort, name) in names {
            seen.add(sort, &name);
        }
        seen
    }

    /// Takes in every name of a JSON value; gives those that were not known, as far as they are kept,
    /// the one that stands last seen last.
    pub fn read(&mut self, value: &Value) -> Vec<Name> {
        let mut fresh = HashSet::new();
        self.take(value, &mut fresh);
        self.names.iter().filter(|name| fresh.contains(*name)).cloned().collect()
    }

    fn take(&mut self, value: &Value, fresh: &mut HashSet<Name>) {
        match value {
            Value::String(text) => {
                if let Some(sort) = Sort::of(text)
                    && self.add(sort, text)
                {
                    fresh.insert((sort, text.clone()));
                }
            }
            Value::Array(values) => values.iter().for_each(|value| self.take(value, fresh)),
            Value::Object(members) => members.values().for_each(|value| self.take(value, fresh)),
            _ => {}
        }
    }

    /// Takes in what was seen before all that is here.
    pub fn remember(&mut self, earlier: Vec<Name>) {
        let here = std::mem::take(&mut self.names);
        *self = Self::of_names(earlier.into_iter().chain(here));
    }

    /// All names, the one seen last standing last.
    pub fn names(&self) -> &[Name] {
        &self.names
    }

    /// Whether it was not known.
    fn add(&mut self, sort: Sort, name: &str) -> bool {
        let same = |known: &Name| known.0 == sort && known.1 == name;
        if self.names.last().is_some_and(same) {
            return false;
        }
        let before = self.names.len();
        self.names.retain(|known| !same(known));
        let fresh = self.names.len() == before;
        self.names.push((sort, name.to_owned()));
        if self.of(sort).count() > MOST
            && let Some(oldest) = self.names.iter().position(|(known, _)| *known == sort)
        {
            self.names.remove(oldest);
        }
        fresh
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

    #[test]
    fn what_is_new_is_told_as_far_as_it_is_kept() {
        let mut seen = Seen::default();
        let fresh = seen.read(&json!(["s3://b/1", "s3://b/2", "s3://b/1", "no name"]));
        let data = |name: &str| (Sort::Data, name.to_owned());
        assert_eq!(fresh, [data("s3://b/2"), data("s3://b/1")]);
        assert_eq!(seen.read(&json!(["s3://b/2", "s3://b/3"])), [data("s3://b/3")]);
        let many: Vec<String> = (0..500).map(|at| format!("s3://c/{at}")).collect();
        assert_eq!(seen.read(&json!(many)).len(), MOST);
    }

    #[test]
    fn what_was_kept_stands_behind_what_was_seen_since() {
        let mut seen = Seen::default();
        seen.read(&json!(["s3://b/1", "s3://b/2"]));
        let kept = ["s3://b/9", "s3://b/1"].map(|name| (Sort::Data, name.to_owned()));
        seen.remember(kept.into());
        assert_eq!(seen.of(Sort::Data).collect::<Vec<_>>(), ["s3://b/2", "s3://b/1", "s3://b/9"]);
    }

    #[test]
    fn every_sort_is_found_by_its_word() {
        for sort in Sort::ALL {
            assert_eq!(Sort::named(sort.word()), Some(sort));
        }
        assert_eq!(Sort::named("roles"), None);
    }
}
