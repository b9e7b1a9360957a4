//! What a value can be wrong about, and the words the service has for it. Finding the faults is in
//! `validation`.

use std::fmt;

/// A fault of a value, with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    /// From the outermost value inwards.
    pub path: Vec<Step>,
    /// The value as the service repeats it: short scalars that are not sensitive.
    pub value: Option<String>,
    /// What was asked of it.
    pub constraint: Constraint,
}

/// A step of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// A member of a structure.
    Member(String),
    /// An element of a list, counted from 0.
    Index(usize),
    /// A value of a map.
    Key(String),
}

/// What a value was asked to be.
#[derive(Debug, Clone, PartialEq)]
pub enum Constraint {
    /// Set.
    Required,
    /// Of that JSON type. AWS answers such a request with a SerializationException.
    Type {
        /// What stands there, such as `NUMBER_VALUE`.
        found: &'static str,
        /// What should, such as `String`.
        expected: &'static str,
    },
    /// At least this long.
    MinLength(f64),
    /// At most this long.
    MaxLength(f64),
    /// At least this large.
    MinValue(f64),
    /// At most this large.
    MaxValue(f64),
    /// Of that form.
    Pattern(String),
    /// One of these.
    Values(Vec<String>),
    /// A union with exactly one member set.
    OneMember,
}

impl fmt::Display for Constraint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Required => write!(f, "Member must not be null"),
            Self::Type { expected, .. } => write!(f, "Member must be a {expected}"),
            Self::MinLength(min) => {
                write!(f, "Member must have length greater than or equal to {min}")
            }
            Self::MaxLength(max) => {
                write!(f, "Member must have length less than or equal to {max}")
            }
            Self::MinValue(min) => {
                write!(f, "Member must have value greater than or equal to {min}")
            }
            Self::MaxValue(max) => {
                write!(f, "Member must have value less than or equal to {max}")
            }
            Self::Pattern(pattern) => {
                write!(f, "Member must satisfy regular expression pattern: {pattern}")
            }
            Self::Values(values) => {
                write!(f, "Member must satisfy enum value set: [{}]", values.join(", "))
            }
            Self::OneMember => write!(f, "Member must have exactly one member set"),
        }
    }
}

impl Fault {
    /// The place as the service writes it: `messages.1.member.content`, counted from 1.
    pub fn place(&self) -> String {
        let mut place = String::new();
        for step in &self.path {
            if !place.is_empty() {
                place.push('.');
            }
            match step {
                Step::Member(name) => place.push_str(name),
                Step::Index(index) => place.push_str(&(index + 1).to_string()),
                Step::Key(key) => place.push_str(key),
            }
            if !matches!(step, Step::Member(_)) {
                place.push_str(".member");
            }
        }
        place
    }

    /// The place as a JSON pointer (RFC 6901), for whoever holds the value.
    pub fn pointer(&self) -> String {
        self.path
            .iter()
            .map(|step| match step {
                Step::Member(name) | Step::Key(name) => {
                    format!("/{}", name.replace('~', "~0").replace('/', "~1"))
                }
                Step::Index(index) => format!("/{index}"),
            })
            .collect()
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.value {
            Some(value) => write!(f, "Value '{value}' at '{}'", self.place())?,
            None => write!(f, "Value at '{}'", self.place())?,
        }
        write!(f, " failed to satisfy constraint: {}", self.constraint)
    }
}

/// All faults in one sentence, as the service's ValidationException has it.
pub fn message(faults: &[Fault]) -> String {
    let errors = if faults.len() == 1 { "error" } else { "errors" };
    let list: Vec<String> = faults.iter().map(ToString::to_string).collect();
    format!("{} validation {errors} detected: {}", faults.len(), list.join("; "))
}
