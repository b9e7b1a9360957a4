//! One resource by what a person calls it: its ARN, its id or its name.
//! Not here: how it is printed (tree, run).

use serde_json::{Value, json};

use super::filter;
use super::service::Service;
use crate::api::lookup;
use crate::api::validation::validate;
use crate::commands::fault::Fault;
use crate::domain::kinds;
use crate::domain::problem::{Kind as Trouble, Problem};
use crate::domain::resource::Kind;

/// Reads a resource.
///
/// # Errors
/// There is none, there are several, it is of another kind, or the service refuses.
pub(crate) async fn read(
    service: &mut Service<'_>,
    kind: &Kind,
    id: Option<&str>,
) -> Result<Value, Fault> {
    let Some(by) = kind.get.by else {
        return match id {
            None => Ok(service.get(kind, json!({})).await?),
            Some(id) => Err(Fault::Usage(format!(
                "there is one {} an account and region: leave {id} out",
                kind.one
            ))),
        };
    };
    let id = id.ok_or_else(|| {
        Fault::Usage(format!("which {}? Give its name, id or ARN after `get`", kind.one))
    })?;
    if let Some(other) = kinds::of_arn(id).filter(|other| other.name != kind.name) {
        return Err(Fault::Usage(format!(
            "that is the ARN of one of the {}: outcrop resources {} get {id}",
            other.name, other.name
        )));
    }
    let named = |id: &str| json!({ by: id });
    // Most can be read by their id, many by their name too; the service knows best.
    let refused = if fits(kind, by, id) {
        match service.get(kind, named(id)).await {
            Ok(body) => return Ok(body),
            Err(problem) if is_unknown(&problem) && !id.starts_with("arn:") => Some(problem),
            Err(problem) => return Err(problem.into()),
        }
    } else {
        None
    };
    let meant = called(service, kind, id).await?;
    match (meant.as_slice(), refused) {
        ([only], _) => Ok(service.get(kind, named(kind.id_of(only))).await?),
        ([], Some(problem)) => Err(problem.into()),
        ([], None) => Err(Problem::new(
            Trouble::NotFound,
            kind.get.operation,
            format!("there is no {} {id} here", kind.one),
        )
        .because(format!("none of those that {} lists has that name or id", kind.list.operation))
        .advise(format!("outcrop resources {} lists them", kind.name))
        .into()),
        (several, _) => Err(Fault::Usage(said(kind, id, several))),
    }
}

/// Whether the API's facts allow this as what the resource is read by.
fn fits(kind: &Kind, by: &str, id: &str) -> bool {
    let Some(operation) = lookup::operation(kind.get.operation) else { return false };
    let service = lookup::service(operation.plane);
    let shape = operation.input().and_then(|input| service.member(input, by));
    shape.is_some_and(|shape| validate(service, shape, &json!(id)).is_empty())
}

fn is_unknown(problem: &Problem) -> bool {
    matches!(problem.kind, Trouble::NotFound | Trouble::Validation)
}

/// The rows that are called this: those whose name it is, where the service looks for names, else
/// any of the list.
async fn called(service: &mut Service<'_>, kind: &Kind, id: &str) -> Result<Vec<Value>, Problem> {
    let looks = |name: &str| name.to_ascii_lowercase().ends_with("namecontains");
    let by_name = filter::members(kind).into_iter().find(|member| looks(&member.name));
    // A text that no name can look like is no filter, but may be an id.
    let by_name =
        by_name.and_then(|member| filter::input(kind, &[format!("{}={id}", member.name)]).ok());
    let all = filter::input(kind, &[]).ok();
    for input in by_name.into_iter().chain(all) {
        let mut rows = service.rows(kind, input, None).await?;
        rows.retain(|row| is_called(kind, row, id));
        if !rows.is_empty() {
            return Ok(rows);
        }
    }
    Ok(Vec::new())
}

/// Whether a row is called this: by its name, its id, or the end of its ARN.
fn is_called(kind: &Kind, row: &Value, id: &str) -> bool {
    let arn = kind.id_of(row);
    arn == id
        || arn.rsplit_once('/').is_some_and(|(_, end)| end == id)
        || (!id.is_empty() && kind.named(row) == id)
}

fn said(kind: &Kind, id: &str, several: &[Value]) -> String {
    let mut text = format!("{} {} are called {id}; say which:", several.len(), kind.name);
    for row in several {
        text.extend(["\n  ", kind.id_of(row), "  ", kind.status_of(row)]);
        text.truncate(text.trim_end().len());
    }
    text
}
