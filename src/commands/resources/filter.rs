//! `--filter MEMBER=VALUE`: which members a list operation takes, and what they take, by the API's
//! facts. Not here: the list itself (pages).

use serde_json::{Map, Value, json};

use crate::api::constraint::Constraint;
use crate::api::lookup;
use crate::api::operation::Operation;
use crate::api::shape::{Kind as Type, Location, Member, Shape};
use crate::api::validation::validate;
use crate::commands::fault::Fault;
use crate::domain::resource::Kind;

/// The members of a kind's list operation that say which resources are listed, in the API's order.
pub(crate) fn members(kind: &Kind) -> Vec<&'static Member> {
    let Some(operation) = lookup::operation(kind.list.operation) else { return Vec::new() };
    let pages = operation.pagination.as_ref();
    let turns = |name: &str| {
        pages.is_some_and(|pages| pages.input_token == name || pages.limit.as_deref() == Some(name))
    };
    let structure = operation.input().and_then(Shape::structure);
    let all = structure.map(|structure| structure.members.as_slice()).unwrap_or_default();
    all.iter()
        .filter(|member| member.location == Location::Query)
        .filter(|member| !turns(&member.name))
        .collect()
}

/// The input of the list operation with these filters.
///
/// # Errors
/// A filter that is none, is given twice, or has a value the API's facts do not allow; says what
/// they do.
pub(crate) fn input(kind: &Kind, filters: &[String]) -> Result<Value, Fault> {
    let mut input: Map<String, Value> = Map::new();
    let members = members(kind);
    for filter in filters {
        let (name, text) = filter.split_once('=').ok_or_else(|| {
            Fault::Usage(format!("--filter {filter}: write MEMBER=VALUE\n{}", takes(kind)))
        })?;
        let member = members.iter().find(|member| member.name.eq_ignore_ascii_case(name));
        let member = member.ok_or_else(|| {
            Fault::Usage(format!("--filter {filter}: {name} is no filter\n{}", takes(kind)))
        })?;
        let value = value(kind, member, text)
            .map_err(|wrong| Fault::Usage(format!("--filter {filter}: {wrong}")))?;
        if input.insert(member.name.clone(), value).is_some() {
            return Err(Fault::Usage(format!(
                "--filter {filter}: {} is given twice, and the service takes one",
                member.name
            )));
        }
    }
    Ok(Value::Object(input))
}

/// What a kind's list operation takes, each filter with its values where they are few.
fn takes(kind: &Kind) -> String {
    let members = members(kind);
    let operation = kind.list.operation;
    if members.is_empty() {
        return format!("  {operation} takes no filter");
    }
    let mut text = format!("  {operation} takes:");
    for member in members {
        text.extend(["\n    ", &member.name]);
        if let Some(shape) = shape(kind, member) {
            text.extend([": ", &words(shape)]);
        }
    }
    text
}

fn operation(kind: &Kind) -> Option<&'static Operation> {
    lookup::operation(kind.list.operation)
}

fn shape(kind: &Kind, member: &Member) -> Option<&'static Shape> {
    lookup::service(operation(kind)?.plane).shape(&member.shape)
}

/// What a filter takes, in a word or two.
fn words(shape: &Shape) -> String {
    match &shape.kind {
        _ if !shape.limits.values.is_empty() => shape.limits.values.join(", "),
        Type::Timestamp { .. } => "a time, such as 2026-11-20 or 2026-11-20T10:45:00Z".into(),
        Type::Boolean => "true, false".into(),
        Type::Integer | Type::Long | Type::Float | Type::Double => "a number".into(),
        _ => "a text".into(),
    }
}

/// A filter's text as the JSON of its shape, held to the shape's limits.
fn value(kind: &Kind, member: &Member, text: &str) -> Result<Value, String> {
    let Some(shape) = shape(kind, member) else { return Ok(json!(text)) };
    let refused = || format!("{} takes {}", member.name, words(shape));
    let value = match &shape.kind {
        Type::Boolean => json!(text.parse::<bool>().map_err(|_| refused())?),
        Type::Integer | Type::Long => json!(text.parse::<i64>().map_err(|_| refused())?),
        Type::Timestamp { .. } => json!(time(text).ok_or_else(refused)?),
        _ => json!(text),
    };
    let service = operation(kind).map(|operation| lookup::service(operation.plane));
    let faults = service.map(|service| validate(service, shape, &value)).unwrap_or_default();
    let Some(fault) = faults.first() else { return Ok(value) };
    Err(match &fault.constraint {
        Constraint::Values(_) => refused(),
        constraint => constraint.to_string().replacen("Member", &member.name, 1),
    })
}

/// A time as the API reads it: as it is written, or the begin of a day in UTC.
fn time(text: &str) -> Option<String> {
    if text.parse::<jiff::Timestamp>().is_ok() {
        return Some(text.to_owned());
    }
    let day: jiff::civil::Date = text.parse().ok()?;
    Some(format!("{day}T00:00:00Z"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::kinds::{ALL, CUSTOMIZATION, LOGGING, PROFILE};

    fn of(kind: &Kind, filters: &[&str]) -> Result<Value, String> {
        let filters: Vec<String> = filters.iter().map(|filter| (*filter).to_owned()).collect();
        input(kind, &filters).map_err(|fault| fault.to_string())
    }

    #[test]
    fn every_query_member_but_those_of_pages_is_a_filter() {
        let names: Vec<&str> =
            members(&CUSTOMIZATION).into_iter().map(|member| member.name.as_str()).collect();
        assert_eq!(
            names,
            [
                "creationTimeAfter",
                "creationTimeBefore",
                "statusEquals",
                "nameContains",
                "sortBy",
                "sortOrder"
            ]
        );
        assert!(members(&LOGGING).is_empty());
        for kind in ALL.into_iter().filter(|kind| !kind.list.single) {
            let names: Vec<&str> =
                members(kind).into_iter().map(|member| member.name.as_str()).collect();
            assert!(!names.is_empty(), "{}", kind.name);
            assert!(!names.contains(&"nextToken") && !names.contains(&"maxResults"));
        }
    }

    #[test]
    fn a_filter_is_written_as_the_api_reads_it() {
        let asked = of(
            &CUSTOMIZATION,
            &["statusequals=Failed", "creationTimeAfter=2026-11-01", "nameContains=a+b"],
        );
        let meant = json!({
            "statusEquals": "Failed",
            "creationTimeAfter": "2026-11-01T00:00:00Z",
            "nameContains": "a+b",
        });
        assert_eq!(asked, Ok(meant));
        assert_eq!(of(&PROFILE, &["typeEquals=APPLICATION"]).unwrap()["typeEquals"], "APPLICATION");
    }

    #[test]
    fn what_is_no_filter_or_no_value_of_one_says_what_is() {
        let wrong = |filter: &str| of(&CUSTOMIZATION, &[filter]).unwrap_err();
        let said = wrong("status=Failed");
        assert!(said.contains("status is no filter"), "{said}");
        assert!(said.contains("statusEquals: InProgress, Completed"), "{said}");
        assert!(wrong("nonsense").contains("MEMBER=VALUE"));
        assert!(wrong("statusEquals=Broken").contains("statusEquals takes InProgress, Completed"));
        assert!(wrong("creationTimeAfter=yesterday").contains("a time, such as 2026-11-20"));
        assert!(wrong("nameContains=").contains("length greater than or equal to 1"));
        assert!(of(&LOGGING, &["a=b"]).unwrap_err().contains("takes no filter"));
        let twice = of(&CUSTOMIZATION, &["sortOrder=Ascending", "sortOrder=Descending"]);
        assert!(twice.unwrap_err().contains("twice"));
    }
}
