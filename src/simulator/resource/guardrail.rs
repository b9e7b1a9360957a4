//! Guardrails: CREATING -> READY or FAILED, UPDATING, VERSIONING, DELETING. The draft is a resource;
//! its numbered versions lie in it. What one finds in a text is in `guardrail_assessment`.

use crate::simulator::resource::call::{Call, Draft, Handler, fails, missing};
use crate::simulator::resource::kind::Kind;
use crate::simulator::resource::listing::{self, Line};
use crate::simulator::resource::record::{Body, Move, Record};
use crate::simulator::resource::stock::{Stock, change};
use crate::simulator::resource::{guardrail_assessment, guardrail_policy, moment};
use crate::simulator::service_error::ServiceError;
use serde_json::{Value, json};

/// Numbered versions a guardrail may have.
const VERSIONS: usize = 20;
/// The word in a name that keeps a guardrail from being deleted.
const IN_USE: &str = "in-use";
/// The member, in no answer, that the numbered versions lie in.
const KEPT: &str = "versions";

pub(crate) const KIND: Kind = Kind {
    path: "guardrail",
    noun: "guardrail",
    names: &["name"],
    arns: &["guardrailArn", "arn"],
    ids: &["guardrailId", "id"],
    filters: &[],
    quota: 100,
    namesakes: false,
};

/// The operations.
pub(crate) const OPERATIONS: &[(&str, Handler)] = &[
    ("CreateGuardrail", create),
    ("GetGuardrail", get),
    ("ListGuardrails", list),
    ("UpdateGuardrail", update),
    ("DeleteGuardrail", delete),
    ("CreateGuardrailVersion", create_version),
    ("ApplyGuardrail", apply),
];

fn create(call: &mut Call<'_>) -> Result<Value, ServiceError> {
    let name = call.text("name").to_owned();
    let mut body = guardrail_policy::read(call)?;
    body["version"] = json!("DRAFT");
    body["status"] = json!("CREATING");
    let outcome = if fails(&name) {
        change(
            call.after(1),
            "FAILED",
            json!({
                "statusReasons": ["A denied topic could not be compiled: its definition contradicts its examples."],
                "failureRecommendations": ["Rewrite the definition of the topic in one plain sentence, and update the guardrail."],
            }),
        )
    } else {
        change(call.after(1), "READY", json!({}))
    };
    let draft = Draft {
        kind: &KIND,
        id: call.stock.mint(),
        name,
        body,
        tags: "tags",
        moves: vec![outcome],
    };
    let arn = call.create(draft)?;
    Ok(call.shaped(&call.record(&arn)?.body))
}

/// The draft or a version, as the caller names them.
fn version<'a>(record: &'a Record, wanted: &str) -> Result<&'a Body, ServiceError> {
    if matches!(wanted, "" | "DRAFT") {
        return Ok(&record.body);
    }
    versions(record).find(|body| body["version"] == wanted).ok_or_else(|| {
        ServiceError::not_found(format!("The guardrail {} has no version {wanted}.", record.name()))
    })
}

fn versions(record: &Record) -> impl Iterator<Item = &Body> {
    let kept = record.body.get(KEPT).and_then(Value::as_array);
    kept.into_iter().flatten().filter_map(Value::as_object)
}

fn get(call: &mut Call<'_>) -> Result<Value, ServiceError> {
    let arn = call.named(&KIND, "guardrailIdentifier")?;
    Ok(call.shaped(version(call.record(&arn)?, call.text("guardrailVersion"))?))
}

/// The drafts of all, or the draft and the versions of one.
fn list(call: &mut Call<'_>) -> Result<Value, ServiceError> {
    if call.given("guardrailIdentifier").is_none() {
        return listing::list(call, &KIND);
    }
    let arn = call.named(&KIND, "guardrailIdentifier")?;
    let record = call.record(&arn)?;
    let draft = Line { created: record.created, order: 0, body: &record.body };
    let numbered = versions(record).enumerate().map(|(index, body)| Line {
        created: body.get("createdAt").and_then(moment::read).unwrap_or(record.created),
        order: index as u64 + 1,
        body,
    });
    let lines = std::iter::once(draft).chain(numbered).collect();
    listing::page(call, lines)
}

/// The guardrail of the input, when nothing happens to it.
fn at_rest(call: &Call<'_>) -> Result<String, ServiceError> {
    let arn = call.named(&KIND, "guardrailIdentifier")?;
    let record = call.record(&arn)?;
    match record.text("status") {
        "READY" | "FAILED" => Ok(arn),
        status => Err(call.conflict(format!(
            "The guardrail {} can't be changed now: its status is {status}.",
            record.name()
        ))),
    }
}

fn update(call: &mut Call<'_>) -> Result<Value, ServiceError> {
    let arn = at_rest(call)?;
    let name = call.text("name").to_owned();
    let taken = |other: &Record| other.arn != arn && other.name() == name;
    if call.stock.of(&KIND, &call.caller.region).any(taken) {
        return Err(call.conflict(format!("The guardrail name {name} is already in use.")));
    }
    let Value::Object(body) = guardrail_policy::read(call)? else { return Ok(json!({})) };
    let record = call.record(&arn)?;
    let kept = ["guardrailId", "id", "guardrailArn", "arn", "version", "createdAt", KEPT];
    let kept = record.body.iter().filter(|(name, _)| kept.contains(&name.as_str()));
    let mut next: Body = kept.map(|(name, value)| (name.clone(), value.clone())).collect();
    next.extend(body.into_iter().filter(|(_, value)| !value.is_null()));
    next.insert("name".to_owned(), json!(name));
    next.insert("status".to_owned(), json!("UPDATING"));
    next.insert("updatedAt".to_owned(), moment::value(call.now));
    let answer = call.shaped(&next);
    let ready = change(call.after(1), "READY", json!({}));
    if let Some(record) = call.stock.find_mut(&arn) {
        record.body = next;
        record.moves.push_back(ready);
    }
    Ok(answer)
}

fn create_version(call: &mut Call<'_>) -> Result<Value, ServiceError> {
    let arn = at_rest(call)?;
    let record = call.record(&arn)?;
    if record.text("status") == "FAILED" {
        return Err(call.conflict("A guardrail that failed can't be versioned. Update it first."));
    }
    let mut kept: Vec<Value> = versions(record).cloned().map(Value::Object).collect();
    if kept.len() >= VERSIONS {
        return Err(call.over_quota(format!(
            "The guardrail {} has {VERSIONS} versions, which is the quota. Delete one first.",
            record.name()
        )));
    }
    let numbers = kept.iter().filter_map(|body| body["version"].as_str()?.parse::<u32>().ok());
    let number = (numbers.max().unwrap_or(0) + 1).to_string();
    let mut made = record.body.clone();
    made.remove(KEPT);
    made.insert("version".to_owned(), json!(number));
    made.insert("status".to_owned(), json!("READY"));
    made.insert("createdAt".to_owned(), moment::value(call.now));
    made.insert("updatedAt".to_owned(), moment::value(call.now));
    match call.given("description") {
        Some(description) => made.insert("description".to_owned(), description.clone()),
        None => made.remove("description"),
    };
    let id = record.id().to_owned();
    kept.push(Value::Object(made));
    let (now, ready) = (call.now, change(call.after(1), "READY", json!({})));
    if let Some(record) = call.stock.find_mut(&arn) {
        record.body.insert(KEPT.to_owned(), Value::Array(kept));
        record.set(change(now, "VERSIONING", json!({})).set);
        record.moves.push_back(ready);
    }
    Ok(json!({"guardrailId": id, "version": number}))
}

fn delete(call: &mut Call<'_>) -> Result<Value, ServiceError> {
    let arn = at_rest(call)?;
    let record = call.record(&arn)?;
    if record.name().contains(IN_USE) {
        return Err(ServiceError::new(
            "ResourceInUseException",
            400,
            format!(
                "The guardrail {} can't be deleted: an agent uses it. Take it from the agent first.",
                record.name()
            ),
        ));
    }
    let number = call.text("guardrailVersion");
    if !number.is_empty() {
        version(record, number)?;
        let left = versions(record).filter(|body| body["version"] != number).cloned();
        let left: Vec<Value> = left.map(Value::Object).collect();
        if let Some(record) = call.stock.find_mut(&arn) {
            record.body.insert(KEPT.to_owned(), Value::Array(left));
        }
        return Ok(json!({}));
    }
    let deleting = change(call.now, "DELETING", json!({}));
    let at = call.after(1);
    if let Some(record) = call.stock.find_mut(&arn) {
        record.set(deleting.set);
        record.moves.push_back(Move {
            at,
            set: Body::new(),
            then: Some(|stock, order, _| {
                stock.records.remove(&order);
            }),
        });
    }
    Ok(json!({}))
}

/// The guardrail or version that is applied to a conversation.
pub(crate) fn applied(stock: &Stock, identifier: &str, number: &str) -> Result<Body, ServiceError> {
    let found = stock.records.values().find(|record| {
        record.kind == &KIND && (record.arn == identifier || record.id() == identifier)
    });
    let record = found.ok_or_else(|| missing(&KIND, identifier))?;
    usable(record)?;
    version(record, number).cloned()
}

fn usable(record: &Record) -> Result<(), ServiceError> {
    if matches!(record.text("status"), "CREATING" | "FAILED" | "DELETING") {
        return Err(ServiceError::validation(format!(
            "The guardrail {} can't be applied: its status is {}.",
            record.name(),
            record.text("status")
        )));
    }
    Ok(())
}

fn apply(call: &mut Call<'_>) -> Result<Value, ServiceError> {
    let identifier = call.text("guardrailIdentifier");
    let found = call
        .stock
        .of(&KIND, &call.caller.region)
        .find(|record| record.arn == identifier || record.id() == identifier);
    let record = found.ok_or_else(|| missing(&KIND, identifier))?;
    usable(record)?;
    let body = version(record, call.text("guardrailVersion"))?;
    guardrail_assessment::assess(body, call.input)
}

#[cfg(test)]
#[path = "guardrail/tests.rs"]
mod tests;
