//! One resource: what is known of it, and what will become of it. Where all of them lie is `stock`.

use crate::simulator::resource::kind::Kind;
use crate::simulator::resource::stock::Stock;
use serde_json::{Map, Value};
use std::collections::VecDeque;

/// The members of a resource.
pub(crate) type Body = Map<String, Value>;

/// A resource of the account.
#[derive(Debug, Clone)]
pub(crate) struct Record {
    pub(crate) kind: &'static Kind,
    pub(crate) arn: String,
    pub(crate) region: String,
    /// Milliseconds since the epoch.
    pub(crate) created: i64,
    /// Its number in the order in which they were made.
    pub(crate) order: u64,
    /// Every member of its detail and of its line in the list; each answer takes those of its shape.
    pub(crate) body: Body,
    pub(crate) tags: Vec<(String, String)>,
    /// What happens to it by itself, in the order of time.
    pub(crate) moves: VecDeque<Move>,
    /// It was made to fill a list, and counts for no quota.
    pub(crate) filling: bool,
}

/// A change that time brings.
#[derive(Debug, Clone)]
pub(crate) struct Move {
    /// When, in milliseconds since the epoch.
    pub(crate) at: i64,
    /// The members it sets; null takes one away.
    pub(crate) set: Body,
    /// What else it does, given the order number of the resource and the moment.
    pub(crate) then: Option<fn(&mut Stock, u64, i64)>,
}

impl Record {
    /// A member's text; empty when there is none.
    pub(crate) fn text(&self, member: &str) -> &str {
        self.body.get(member).and_then(Value::as_str).unwrap_or_default()
    }

    /// The name it was given.
    pub(crate) fn name(&self) -> &str {
        self.kind.names.first().map_or("", |member| self.text(member))
    }

    /// The last part of its ARN.
    pub(crate) fn id(&self) -> &str {
        self.arn.rsplit('/').next().unwrap_or_default()
    }

    /// Sets members; null takes one away.
    pub(crate) fn set(&mut self, members: Body) {
        for (name, value) in members {
            if value.is_null() {
                self.body.remove(&name);
            } else {
                self.body.insert(name, value);
            }
        }
    }

    /// Whether the resource is the one a caller means by an ARN, a name or an id.
    pub(crate) fn answers_to(&self, identifier: &str) -> bool {
        self.arn == identifier || self.id() == identifier || self.name() == identifier
    }
}
