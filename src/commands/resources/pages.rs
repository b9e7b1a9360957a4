//! All pages of a list, one after the other.
//! Not here: which filters go with it (filter), or how rows are printed (run).

use serde_json::{Value, json};

use crate::api::lookup;
use crate::api::operation::Operation;
use crate::api::shape::Shape;
use crate::aws::client::Client;
use crate::domain::operation::Call;
use crate::domain::problem::{Kind as Trouble, Problem};
use crate::domain::resource::{Kind, at};

/// Rows a page is asked for at most, where the facts allow it: fewer requests, and none too large.
const PAGE: u64 = 1_000;

/// The rows a list operation gives for this input, part after part, `most` of them where that is
/// said.
///
/// # Errors
/// What the service, the connection or the credentials refuse; or pages without an end.
pub(crate) async fn rows(
    client: &Client,
    kind: &Kind,
    input: Value,
    most: Option<u64>,
) -> Result<Vec<Value>, Problem> {
    let most = most.and_then(|most| usize::try_from(most).ok()).unwrap_or(usize::MAX);
    let Some((member, values)) = kind.list.parts_of(|member| input.get(member).is_some()) else {
        return part(client, kind, input, most).await;
    };
    let mut rows = Vec::new();
    for value in values {
        if rows.len() == most {
            break;
        }
        let mut input = input.clone();
        input[member] = json!(value);
        rows.extend(part(client, kind, input, most - rows.len()).await?);
    }
    Ok(rows)
}

/// The rows of one part.
async fn part(
    client: &Client,
    kind: &Kind,
    mut input: Value,
    most: usize,
) -> Result<Vec<Value>, Problem> {
    let name = kind.list.operation;
    let pages = lookup::operation(name).and_then(|operation| {
        let limit = operation.pagination.as_ref()?.limit.as_deref();
        Some((
            operation.pagination.as_ref()?,
            limit.map(|limit| (limit, largest(operation, limit))),
        ))
    });
    let mut rows: Vec<Value> = Vec::new();
    loop {
        if let Some((_, Some((limit, largest)))) = pages {
            let missing = u64::try_from(most - rows.len()).unwrap_or(u64::MAX);
            input[limit] = json!(missing.min(largest));
        }
        let answer = client.operate(&Call::new(name, input.clone())).await?;
        match at(&answer.body, kind.list.rows) {
            Some(Value::Array(page)) => rows.extend(page.iter().cloned()),
            Some(only) if kind.list.single => rows.push(only.clone()),
            _ => {}
        }
        let next = pages.and_then(|(pages, _)| {
            let token = answer.body.get(&pages.output_token)?.as_str()?;
            Some((pages.input_token.as_str(), token.to_owned()))
        });
        let Some((member, token)) = next.filter(|_| rows.len() < most) else { break };
        if input.get(member).and_then(Value::as_str) == Some(&token) {
            return Err(Problem::new(Trouble::Corrupt, name, "the list has no end")
                .because("the service named the page it had just given as the next one")
                .advise("ask again; --max lists the first ones"));
        }
        input[member] = json!(token);
    }
    rows.truncate(most);
    Ok(rows)
}

/// The most rows the facts let a page have.
fn largest(operation: &Operation, limit: &str) -> u64 {
    let member = operation.input().and_then(Shape::structure).and_then(|s| s.member(limit));
    let shape = member.and_then(|member| lookup::service(operation.plane).shape(&member.shape));
    shape.and_then(|shape| shape.limits.max).map_or(PAGE, |max| PAGE.min(max as u64))
}
