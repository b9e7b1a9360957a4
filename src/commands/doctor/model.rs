//! Why one model can or cannot be invoked here: is it listed, alive, reached by its id or only another
//! way, agreed to, allowed. Not here: credentials and network (account), or printing (report).

use serde_json::json;

use super::report::{Check, State};
use crate::aws::client::Client;
use crate::commands::moment;
use crate::domain::access::{Access, asks_for_form};
use crate::domain::catalog::{Catalog, Entry, EntryKind};
use crate::domain::operation::Call;
use crate::domain::problem::{Kind, Problem};
use crate::domain::ways::{Here, Standing, Way, Ways};

const MODEL: &str = "model";
/// The permission that invoking needs.
const INVOKE: &str = "bedrock:InvokeModel";
/// Ids that are named where the one given is not listed.
const NEAR: usize = 5;

/// Looks at all that decides whether this model can be invoked.
pub async fn look(client: &Client, model: &str) -> Vec<Check> {
    let listing = match Box::pin(client.catalog()).await {
        Ok(listing) => listing,
        Err(problem) => return vec![Check::problem(MODEL, "listed", &problem)],
    };
    let region = client.session().await.ok().and_then(|session| session.region);
    let region = region.unwrap_or_default();
    let catalog = &listing.catalog;
    let Some(entry) = catalog.find(model) else {
        let mut checks = vec![missing(model, &region, catalog)];
        checks.extend(listing.gaps.iter().map(|gap| Check {
            state: State::Warning,
            ..Check::problem(MODEL, "not listed", gap)
        }));
        // It may be of another account, or one that no list has: only trying it tells.
        checks.push(permission(client, model).await);
        return checks;
    };
    let here = Here { region: Some(&region), now: moment::unix_ms() };
    let all = Ways::of(catalog);
    let ways = all.to(entry, None, here);
    let mut checks = vec![listed(entry, &region)];
    checks.extend(life(entry, here.now));
    checks.extend(reached(entry, &ways));
    if let Some(base) = base(entry, catalog) {
        checks.extend(access(client, &base, &region).await);
    }
    let open = open(entry, &ways);
    checks.push(match &open {
        Some(id) => permission(client, id).await,
        None => Check::skipped(MODEL, INVOKE, "there is no way to try it by"),
    });
    checks.push(Check::skipped(
        MODEL,
        "quota",
        format!(
            "each model has its own; look at https://console.aws.amazon.com/servicequotas/home?region={region}#!/services/bedrock/quotas"
        ),
    ));
    checks.push(verdict(model, open.as_deref(), &checks));
    checks
}

/// The id given is in no list.
fn missing(model: &str, region: &str, catalog: &Catalog) -> Check {
    let name = model.rsplit('/').next().unwrap_or(model);
    let word = name.split_once('.').map_or(name, |(_, rest)| rest);
    let word = word.split([':', '-']).take(2).collect::<Vec<_>>().join("-");
    let near = catalog.entries.iter().map(|entry| entry.id.as_str());
    let near: Vec<&str> =
        near.filter(|id| !word.is_empty() && id.contains(&word)).take(NEAR).collect();
    let mut problem =
        Problem::new(Kind::NotFound, MODEL, format!("{model} is in no list of {region}"));
    if !near.is_empty() {
        problem = problem.advise(format!("perhaps it is one of {}", near.join(", ")));
    }
    let elsewhere = "look at another region with --region, or at all ids with `outcrop models`";
    Check::problem(MODEL, "listed", &problem.advise(elsewhere))
}

fn listed(entry: &Entry, region: &str) -> Check {
    let by =
        if entry.provider.is_empty() { String::new() } else { format!(" by {}", entry.provider) };
    Check::ok(MODEL, "listed", format!("{}, {}{by}, in {region}", entry.name, entry.kind.word()))
}

/// How it stands in its life.
fn life(entry: &Entry, now: i64) -> Option<Check> {
    let end = entry.end_of_life.map(|end| format!(", it ends {}", day(end))).unwrap_or_default();
    if entry.end_of_life.is_some_and(|at| at <= now) {
        let ended = Problem::new(Kind::EndOfLife, MODEL, "its life has ended")
            .because(end.trim_start_matches(", ").replace("ends", "ended"))
            .advise("choose the model that follows it: `outcrop models`");
        return Some(Check::problem(MODEL, "lifecycle", &ended));
    }
    Some(match entry.lifecycle.as_deref()? {
        "ACTIVE" => Check::ok(MODEL, "lifecycle", format!("active{end}")),
        "LEGACY" => {
            let why = "a legacy model is refused to who did not use it in the last 30 days";
            let legacy = Check::warning(MODEL, "lifecycle", format!("legacy{end}"));
            Check { why: why.to_owned(), ..legacy }.fix("move to the model that follows it")
        }
        other => Check::warning(MODEL, "lifecycle", format!("{other}{end}")),
    })
}

/// Each way to it, and whether the id that was given is one.
fn reached(entry: &Entry, ways: &[Way]) -> Vec<Check> {
    let mut checks = Vec::new();
    for way in ways {
        let id = way.id.as_deref().unwrap_or_default();
        let own = id == entry.id;
        let open: Vec<&str> = { ways.iter() }
            .filter(|other| other.standing.is_open())
            .filter_map(|other| other.id.as_deref())
            .collect();
        checks.push(match &way.standing {
            Standing::Works => Check::ok(MODEL, way.kind.word(), id),
            Standing::Doubtful(why) => {
                let mut check = Check::warning(MODEL, way.kind.word(), id);
                check.why.clone_from(why);
                check
            }
            Standing::Closed(why) if own => {
                let mut problem = Problem::new(Kind::NeedsProfile, MODEL, why.as_str());
                if !open.is_empty() {
                    problem = problem.advise(format!("invoke {}", open.join(", or ")));
                }
                Check::problem(MODEL, way.kind.word(), &problem)
            }
            Standing::Closed(why) => {
                Check::skipped(MODEL, way.kind.word(), format!("{id} {why}").trim_start())
            }
        });
    }
    if entry.kind == EntryKind::Custom && open(entry, ways).is_none() {
        let none = Problem::new(Kind::NotReady, MODEL, "nothing serves this custom model")
            .advise("make an on-demand deployment of it, or buy provisioned throughput");
        checks.push(Check::problem(MODEL, "served", &none));
    }
    checks
}

/// What can be invoked: the id that was given, else the first open way.
fn open(entry: &Entry, ways: &[Way]) -> Option<String> {
    let open = ways.iter().filter(|way| way.standing.is_open());
    let mut ids: Vec<(&Standing, &str)> =
        open.filter_map(|way| Some((&way.standing, way.id.as_deref()?))).collect();
    ids.sort_by_key(|(standing, id)| (*id != entry.id, **standing != Standing::Works));
    ids.first().map(|(_, id)| (*id).to_owned())
}

/// The foundation model whose access counts.
fn base(entry: &Entry, catalog: &Catalog) -> Option<String> {
    let id = match entry.kind {
        EntryKind::Foundation => entry.id.clone(),
        _ => (*entry.base_ids().first()?).to_owned(),
    };
    catalog.find(&id).map(|entry| entry.id.clone())
}

/// What the service says of access to a foundation model.
async fn access(client: &Client, id: &str, region: &str) -> Vec<Check> {
    let call = Call::new("GetFoundationModelAvailability", json!({ "modelId": id }));
    let mut checks = Vec::new();
    match client.operate(&call).await {
        Ok(answer) => checks.extend(Access::of(&answer.body).facts().into_iter().map(|fact| {
            let name = fact.label.to_lowercase();
            match fact.good {
                Some(true) => Check::ok(MODEL, &name, fact.said),
                None => Check::warning(MODEL, &name, fact.said),
                Some(false) => {
                    let kind = if fact.label == "Region" { Kind::Region } else { Kind::NoAccess };
                    let problem =
                        Problem::new(kind, MODEL, fact.said).advise(advice(&name, region));
                    Check::problem(MODEL, &name, &problem)
                }
            }
        })),
        Err(problem) => checks.push(Check::problem(MODEL, "access", &problem)),
    }
    if asks_for_form(id) {
        let form = client.operate(&Call::new("GetUseCaseForModelAccess", json!({}))).await;
        checks.push(match form {
            Ok(_) => Check::ok(MODEL, "use-case form", "it was sent"),
            Err(problem) if problem.code.as_deref() == Some("ResourceNotFoundException") => {
                // Accounts that had access before the form came need none.
                Check::warning(MODEL, "use-case form", "it was not sent by this account")
                    .fix("send it: outcrop, Models, R on the model")
            }
            Err(problem) => Check::problem(MODEL, "use-case form", &problem),
        });
    }
    checks
}

fn advice(fact: &str, region: &str) -> String {
    match fact {
        "region" => "use a region that offers it: outcrop, Models, m shows which do".into(),
        "authorization" => "ask who keeps your policies for bedrock:InvokeModel on it".into(),
        _ => format!(
            "request access: outcrop, Models, R on the model; or https://{region}.console.aws.amazon.com/bedrock/home?region={region}#/model-catalog"
        ),
    }
}

/// Whether it may be invoked: it is asked with no message, which costs nothing. What is refused for
/// that alone is allowed.
async fn permission(client: &Client, id: &str) -> Check {
    let call = Call::new("Converse", json!({ "modelId": id, "messages": [] }));
    match client.operate(&call).await {
        Ok(_) => Check::ok(MODEL, INVOKE, format!("allowed on {id}")),
        Err(problem) if matches!(problem.kind, Kind::Validation) => {
            Check::ok(MODEL, INVOKE, format!("allowed on {id}: only the empty request was refused"))
        }
        Err(problem) => Check::problem(MODEL, INVOKE, &problem),
    }
}

/// What it comes to, and what to do.
fn verdict(model: &str, open: Option<&str>, checks: &[Check]) -> Check {
    const NAME: &str = "can be invoked";
    let own = open == Some(model);
    let stands = |check: &&Check| check.state == State::Problem;
    let wrong = checks.iter().filter(stands).find(|check| own || check.check != "on demand");
    match (wrong, open) {
        (None, Some(id)) if own => Check::ok(MODEL, NAME, format!("yes, as {id}")),
        (None, Some(id)) => Check::warning(MODEL, NAME, format!("not by this id, but as {id}"))
            .fix(format!("use {id}")),
        (Some(check), _) => {
            let fix = check.fix.first().cloned().unwrap_or_default();
            let said = format!("no, {}: {}", check.check, check.found);
            Check { exit: check.exit, state: State::Problem, ..Check::ok(MODEL, NAME, said) }
                .fix(fix)
        }
        (None, None) => {
            let none = Problem::new(Kind::NotReady, MODEL, "no: there is no way to it yet");
            Check::problem(MODEL, NAME, &none)
        }
    }
}

/// A day in UTC, as `2027-04-08`.
fn day(at: i64) -> String {
    jiff::Timestamp::from_millisecond(at)
        .map(|at| at.strftime("%Y-%m-%d").to_string())
        .unwrap_or_default()
}
