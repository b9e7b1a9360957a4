//! One request to the account: its input, and what every kind does alike: find, create, answer,
//! refuse. What is special to a kind is in its own file, lists are in `listing`.

use crate::api::operation::Operation;
use crate::simulator::caller::{ACCOUNT, Caller};
use crate::simulator::resource::kind::Kind;
use crate::simulator::resource::record::{Body, Move, Record};
use crate::simulator::resource::stock::Stock;
use crate::simulator::resource::{moment, tagging};
use crate::simulator::service_error::ServiceError;
use serde_json::{Map, Value, json};

/// What answers an operation.
pub(crate) type Handler = fn(&mut Call<'_>) -> Result<Value, ServiceError>;

/// The word in a name that makes a resource fail.
pub(crate) const FAILS: &str = "fail";

/// A request.
pub(crate) struct Call<'a> {
    pub(crate) stock: &'a mut Stock,
    pub(crate) caller: &'a Caller,
    pub(crate) operation: &'static Operation,
    pub(crate) input: &'a Value,
    /// The moment it is answered at, in milliseconds since the epoch.
    pub(crate) now: i64,
    /// How long a state lasts, in milliseconds.
    pub(crate) step: i64,
    /// What it makes fills a list, and counts for no quota.
    pub(crate) filling: bool,
}

/// What a new resource is made of.
pub(crate) struct Draft {
    pub(crate) kind: &'static Kind,
    /// The part of the ARN behind the type.
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) body: Value,
    /// The member of the input its tags come in.
    pub(crate) tags: &'static str,
    pub(crate) moves: Vec<Move>,
}

impl Call<'_> {
    /// A member of the input as text; empty when it is not given.
    pub(crate) fn text(&self, member: &str) -> &str {
        self.input.get(member).and_then(Value::as_str).unwrap_or_default()
    }

    /// A member of the input, where it is given.
    pub(crate) fn given(&self, member: &str) -> Option<&Value> {
        self.input.get(member).filter(|value| !value.is_null())
    }

    /// The moment so many steps from now.
    pub(crate) fn after(&self, steps: i64) -> i64 {
        self.now + self.step * steps
    }

    /// The ARN of a resource of the account.
    pub(crate) fn arn(&self, path: &str, id: &str) -> String {
        format!("arn:aws:bedrock:{}:{ACCOUNT}:{path}/{id}", self.caller.region)
    }

    fn declared(&self, name: &'static str) -> Option<u16> {
        self.operation.errors().find(|error| error.name == name).map(|error| error.status)
    }

    /// A ConflictException where the operation knows it, else a ValidationException.
    pub(crate) fn conflict(&self, message: impl Into<String>) -> ServiceError {
        const NAME: &str = "ConflictException";
        match self.declared(NAME) {
            Some(status) => ServiceError::new(NAME, status, message),
            None => ServiceError::validation(message),
        }
    }

    /// A ServiceQuotaExceededException where the operation knows it, else a ValidationException.
    pub(crate) fn over_quota(&self, message: impl Into<String>) -> ServiceError {
        const NAME: &str = "ServiceQuotaExceededException";
        match self.declared(NAME) {
            Some(status) => ServiceError::new(NAME, status, message),
            None => ServiceError::validation(message),
        }
    }

    /// The ARN of the resource a member of the input names.
    pub(crate) fn named(&self, kind: &'static Kind, member: &str) -> Result<String, ServiceError> {
        self.known(kind, self.text(member))
    }

    /// The ARN of the resource an ARN, a name or an id means.
    pub(crate) fn known(
        &self,
        kind: &'static Kind,
        identifier: &str,
    ) -> Result<String, ServiceError> {
        self.stock
            .of(kind, &self.caller.region)
            .find(|record| record.answers_to(identifier))
            .map(|record| record.arn.clone())
            .ok_or_else(|| missing(kind, identifier))
    }

    /// The resource of an ARN that was found before.
    pub(crate) fn record(&self, arn: &str) -> Result<&Record, ServiceError> {
        self.stock.find(arn).ok_or_else(|| ServiceError::not_found(format!("No resource {arn}.")))
    }

    /// The resource a member of the input names, as the shape of the output has it.
    pub(crate) fn get(&self, kind: &'static Kind, member: &str) -> Result<Value, ServiceError> {
        let arn = self.named(kind, member)?;
        Ok(self.shaped(&self.record(&arn)?.body))
    }

    /// Takes the resource away that a member of the input names.
    pub(crate) fn delete(
        &mut self,
        kind: &'static Kind,
        member: &str,
    ) -> Result<Value, ServiceError> {
        let arn = self.named(kind, member)?;
        self.stock.remove(&arn);
        Ok(json!({}))
    }

    /// The members of a resource that the output has.
    pub(crate) fn shaped(&self, body: &Body) -> Value {
        let output = self.operation.output().and_then(|shape| shape.structure());
        let members = output.into_iter().flat_map(|output| &output.members);
        shaped(members.map(|member| member.name.as_str()), body)
    }

    /// Makes a resource, unless its name is taken or the quota used up. Answers its ARN.
    pub(crate) fn create(&mut self, draft: Draft) -> Result<String, ServiceError> {
        let Draft { kind, id, name, body, tags, moves } = draft;
        self.room(kind, &name)?;
        let arn = self.arn(kind.path, &id);
        let tags = tagging::given(self, tags, &arn)?;
        let mut body = match body {
            Value::Object(body) => body,
            _ => Map::new(),
        };
        body.retain(|_, value| !value.is_null());
        for member in kind.names {
            body.insert((*member).to_owned(), json!(name));
        }
        for member in kind.arns {
            body.insert((*member).to_owned(), json!(arn));
        }
        for member in kind.ids {
            body.insert((*member).to_owned(), json!(id));
        }
        // Each kind has one of these names for either; answers take those of their shape.
        for member in ["creationTime", "createdAt", "submitTime", "lastModifiedTime", "updatedAt"] {
            body.entry(member).or_insert_with(|| moment::value(self.now));
        }
        self.stock.add(Record {
            kind,
            arn: arn.clone(),
            region: self.caller.region.clone(),
            created: self.now,
            order: 0,
            body,
            tags,
            moves: moves.into(),
            filling: self.filling,
        });
        Ok(arn)
    }

    /// Refuses a name that is taken, and one more than the quota.
    pub(crate) fn room(&self, kind: &'static Kind, name: &str) -> Result<(), ServiceError> {
        if self.filling {
            return Ok(());
        }
        let mut all = self.stock.of(kind, &self.caller.region);
        if !kind.namesakes && all.any(|record| record.name() == name) {
            return Err(self.conflict(format!(
                "The {} name {name} is already in use. Choose another name and try again.",
                kind.noun
            )));
        }
        let counted = self.stock.of(kind, &self.caller.region).filter(|record| !record.filling);
        if counted.count() >= kind.quota {
            return Err(self.over_quota(format!(
                "You have reached the quota of {} for {}s in this Region. Delete one that you no \
                 longer need, or request a quota increase.",
                kind.quota, kind.noun
            )));
        }
        Ok(())
    }
}

/// Nobody knows the resource.
pub(crate) fn missing(kind: &Kind, identifier: &str) -> ServiceError {
    ServiceError::not_found(format!("The {} {identifier} could not be found.", kind.noun))
}

/// Whether a name asks for a failure.
pub(crate) fn fails(name: &str) -> bool {
    name.to_ascii_lowercase().contains(FAILS)
}

/// Those members of a resource that are named.
pub(crate) fn shaped<'a>(members: impl Iterator<Item = &'a str>, body: &Body) -> Value {
    let kept = members.filter_map(|name| Some((name.to_owned(), body.get(name)?.clone())));
    Value::Object(kept.collect())
}
