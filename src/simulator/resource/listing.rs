//! Lists of resources: the filters, the order and the pages that the API's facts give every list
//! operation, told by the names of its input members.

use crate::api::lookup;
use crate::api::operation::Pagination;
use crate::api::shape::{Kind as ShapeKind, Shape, Structure};
use crate::simulator::resource::call::{self, Call};
use crate::simulator::resource::kind::Kind;
use crate::simulator::resource::moment;
use crate::simulator::resource::record::{Body, Record};
use crate::simulator::service_error::ServiceError;
use serde_json::{Map, Value, json};
use std::hash::{DefaultHasher, Hash, Hasher};

/// How many a page holds when the caller does not say.
const PAGE: usize = 100;

/// Members of an input that choose a page, not what is listed.
const PAGING: &[&str] = &["maxResults", "nextToken"];

/// A line of a list: where it stands in the order of time, and its members.
pub(crate) struct Line<'a> {
    pub(crate) created: i64,
    pub(crate) order: u64,
    pub(crate) body: &'a Body,
}

/// The list of a kind, as the operation's output has it.
pub(crate) fn list(call: &Call<'_>, kind: &'static Kind) -> Result<Value, ServiceError> {
    let records = call.stock.of(kind, &call.caller.region);
    let kept: Vec<&Record> = records.filter(|record| wanted(call, kind, record)).collect();
    let lines = kept.iter().map(|record| Line {
        created: record.created,
        order: record.order,
        body: &record.body,
    });
    page(call, lines.collect())
}

/// A page of lines that passed the filters.
pub(crate) fn page(call: &Call<'_>, mut lines: Vec<Line<'_>>) -> Result<Value, ServiceError> {
    let ascending = call.text("sortOrder") == "Ascending";
    lines.sort_by_key(|line| (line.created, line.order));
    if !ascending {
        lines.reverse();
    }
    let query = fingerprint(call);
    if let Some(after) = call.given("nextToken") {
        let (created, order) = read_token(after.as_str().unwrap_or_default(), query)?;
        let last = (created, order);
        lines.retain(|line| {
            let at = (line.created, line.order);
            if ascending { at > last } else { at < last }
        });
    }
    let most = call.given("maxResults").and_then(Value::as_u64).map_or(PAGE, |max| max as usize);
    let shown = &lines[..most.min(lines.len())];
    let mut answer = Map::new();
    if let Some((member, summary)) = results(call) {
        let members = || summary.members.iter().map(|member| member.name.as_str());
        let items: Vec<Value> =
            shown.iter().map(|line| call::shaped(members(), line.body)).collect();
        answer.insert(member, Value::Array(items));
    }
    if let Some(last) = shown.last().filter(|_| shown.len() < lines.len()) {
        answer.insert("nextToken".to_owned(), json!(token(last, query)));
    }
    Ok(Value::Object(answer))
}

/// The output member that holds the lines, and the shape of a line.
fn results(call: &Call<'_>) -> Option<(String, &'static Structure)> {
    let service = lookup::service(call.operation.plane);
    let paged = |pages: &Pagination| pages.results.first().cloned();
    let output = call.operation.output()?.structure()?;
    let member = call.operation.pagination.as_ref().and_then(paged)?;
    let shape = service.shape(&output.member(&member)?.shape)?;
    let ShapeKind::List(element) = &shape.kind else { return None };
    Some((member, service.shape(element).and_then(Shape::structure)?))
}

/// Whether a resource passes every filter of the input.
pub(crate) fn wanted(call: &Call<'_>, kind: &Kind, record: &Record) -> bool {
    let Value::Object(input) = call.input else { return true };
    input.iter().all(|(filter, value)| {
        let looked_at = kind.filters.iter().find(|row| row.0 == filter).map(|row| row.1);
        passes(filter, looked_at, value, record)
    })
}

fn passes(filter: &str, looked_at: Option<&str>, value: &Value, record: &Record) -> bool {
    let moment = || moment::read(value);
    let wanted = value.as_str().unwrap_or_default();
    if PAGING.contains(&filter) || filter.starts_with("sort") || value.is_null() {
        true
    } else if filter == "nameContains" {
        record.name().contains(wanted)
    } else if filter.ends_with("After") {
        moment().is_none_or(|moment| record.created > moment)
    } else if filter.ends_with("Before") {
        moment().is_none_or(|moment| record.created < moment)
    } else if let Some(member) = filter.strip_suffix("Contains") {
        record.text(looked_at.unwrap_or(member)).contains(wanted)
    } else {
        let member = looked_at.unwrap_or_else(|| filter.strip_suffix("Equals").unwrap_or(filter));
        record.body.get(member) == Some(value)
    }
}

/// What is asked, but for the page: a token belongs to one question.
fn fingerprint(call: &Call<'_>) -> u64 {
    let mut hasher = DefaultHasher::new();
    call.operation.name.hash(&mut hasher);
    if let Value::Object(input) = call.input {
        for (name, value) in input.iter().filter(|(name, _)| !PAGING.contains(&name.as_str())) {
            (name, value.to_string()).hash(&mut hasher);
        }
    }
    hasher.finish()
}

fn token(last: &Line<'_>, query: u64) -> String {
    aws_smithy_types::base64::encode(format!("{query:x}/{}/{}", last.created, last.order))
}

fn read_token(token: &str, query: u64) -> Result<(i64, u64), ServiceError> {
    let read = || {
        let bytes = aws_smithy_types::base64::decode(token).ok()?;
        let text = String::from_utf8(bytes).ok()?;
        let mut parts = text.split('/');
        if u64::from_str_radix(parts.next()?, 16).ok()? != query {
            return None;
        }
        Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
    };
    read().ok_or_else(|| ServiceError::validation("The provided nextToken is invalid."))
}

#[cfg(test)]
#[path = "listing/tests.rs"]
mod tests;
