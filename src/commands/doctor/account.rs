//! Who we are in AWS, how the service is reached, and which operations are allowed.
//! Not here: trying them (the aws floor).

use super::report::Check;
use crate::aws::client::Client;
use crate::aws::probe::{Roads, Trial};
use crate::commands::moment;
use crate::config::settings::Settings;
use crate::domain::problem::{Kind, Problem};
use crate::domain::session::Session;

const CREDENTIALS: &str = "credentials";
const NETWORK: &str = "network";
const OPERATIONS: &str = "operations";
/// A model to find out by whether the runtime plane answers, where none is known: any answer does.
const ANY: &str = "amazon.nova-lite-v1:0";
/// Seconds the clocks may differ without a word; from 300 on AWS refuses signatures.
const CLOCK: i64 = 30;
/// The same, as a problem.
const CLOCK_BROKEN: i64 = 240;

/// Looks at all of it. `model` is what is tried where an operation needs one; `spend` asks it for
/// one token.
pub async fn look(
    client: &Client,
    settings: &Settings,
    model: Option<&str>,
    spend: bool,
    variable: &impl Fn(&str) -> Option<String>,
) -> Vec<Check> {
    let mut checks = credentials(client, settings, variable).await;
    checks.extend(roads(client.roads().await, settings));
    let chosen = match model {
        Some(model) => Some(model.to_owned()),
        None => first_model(client).await,
    };
    let spend = spend && chosen.is_some();
    match client.tried(chosen.as_deref().unwrap_or(ANY), spend).await {
        Ok(trials) => {
            checks.extend(planes(&trials));
            checks.push(clock(&trials));
            checks.extend(operations(&trials, chosen.is_some(), spend));
        }
        Err(problem) if problem.kind == Kind::Region => {
            checks.push(Check::skipped(NETWORK, "both planes", problem.what));
        }
        Err(problem) => checks.push(Check::problem(NETWORK, "clients", &problem)),
    }
    checks
}

/// Whether each operation is allowed; `known` says that it was tried on a model of the account.
fn operations(trials: &[Trial], known: bool, spend: bool) -> Vec<Check> {
    let told = |trial: &&Trial| known || trial.target.as_deref() != Some(ANY);
    let mut checks: Vec<Check> = trials.iter().filter(told).map(operation).collect();
    if !known {
        let why = "no model is known to try it on: set one in the configuration";
        checks.push(Check::skipped(OPERATIONS, "CountTokens", why));
    }
    if !spend {
        let why = "it would cost something: --spend asks for one token";
        checks.push(Check::skipped(OPERATIONS, "ConverseStream", why));
    }
    checks
}

async fn first_model(client: &Client) -> Option<String> {
    let listed = client.catalog().await.ok()?;
    listed.catalog.first_to_chat().map(|entry| entry.id.clone())
}

async fn credentials(
    client: &Client,
    settings: &Settings,
    variable: &impl Fn(&str) -> Option<String>,
) -> Vec<Check> {
    let session = match client.session().await {
        Ok(session) => session,
        Err(problem) => {
            let name = if problem.kind == Kind::Region { "region" } else { "source" };
            return vec![Check::problem(CREDENTIALS, name, &problem)];
        }
    };
    let mut checks = vec![source(&session)];
    if let Some(notice) = &session.notice {
        checks.push(Check::warning(CREDENTIALS, "set aside", notice.as_str()));
    }
    checks.push(identity(client.identity().await, &session));
    let region = session.region.as_deref().unwrap_or_default();
    let from = region_from(settings, variable);
    checks.push(Check::ok(CREDENTIALS, "region", format!("{region}, from {from}")));
    checks
}

/// Where credentials come from, and how long they hold.
fn source(session: &Session) -> Check {
    let found = session.credentials.clone();
    let Some(end) = session.expires else {
        return Check::ok(CREDENTIALS, "source", found);
    };
    let left = end.saturating_mul(1_000).saturating_sub(moment::unix_ms()) / 60_000;
    match left {
        ..=0 => Check::warning(CREDENTIALS, "source", format!("{found}, expired"))
            .fix("log in again, or get new ones the way you got these"),
        1..10 => Check::warning(CREDENTIALS, "source", format!("{found}, expires in {left} min")),
        _ => Check::ok(CREDENTIALS, "source", format!("{found}, expires in {left} min")),
    }
}

fn identity(identity: Result<(String, String), Problem>, session: &Session) -> Check {
    match identity {
        Ok((account, arn)) => {
            Check::ok(CREDENTIALS, "identity", format!("account {account}, {arn}"))
        }
        // An API key does not say whose it is; nothing is wrong with that.
        Err(problem) if session.credentials == "bearer token" => {
            Check::skipped(CREDENTIALS, "identity", problem.what)
        }
        // STS may be out of reach where only Amazon Bedrock has an endpoint.
        Err(problem) if matches!(problem.kind, Kind::Connect | Kind::Proxy | Kind::Idle) => Check {
            state: super::report::State::Warning,
            ..Check::problem(CREDENTIALS, "identity", &problem)
        },
        Err(problem) => Check::problem(CREDENTIALS, "identity", &problem),
    }
}

/// What names the region, in the order it is looked for.
fn region_from(settings: &Settings, variable: &impl Fn(&str) -> Option<String>) -> String {
    if settings.config.region.is_some() {
        return "--region, OUTCROP_REGION or the configuration".into();
    }
    if settings.demo {
        return "the demo".into();
    }
    for name in ["AWS_REGION", "AWS_DEFAULT_REGION"] {
        if variable(name).is_some_and(|region| !region.is_empty()) {
            return name.into();
        }
    }
    "the AWS profile, or the metadata service of the machine".into()
}

fn roads(roads: Result<Roads, Problem>, settings: &Settings) -> Vec<Check> {
    let roads = match roads {
        Ok(roads) => roads,
        Err(problem) => return vec![Check::problem(NETWORK, "certificates", &problem)],
    };
    let proxy = match roads.proxy {
        Some(variable) => format!("set by {variable}; this machine's own addresses never use it"),
        None => "none".into(),
    };
    let bundle = match roads.bundle {
        Some(bundle) => format!("the system's, and those of {bundle}"),
        None => "the system's".into(),
    };
    let config = &settings.config;
    let own = [
        ("control plane", config.endpoint_url.as_ref()),
        ("runtime plane", config.runtime_endpoint_url.as_ref()),
    ];
    let own = own.into_iter().filter_map(|(plane, url)| {
        Some(Check::ok(NETWORK, "override", format!("{plane}: {}", url?)))
    });
    let mut checks =
        vec![Check::ok(NETWORK, "proxy", proxy), Check::ok(NETWORK, "certificates", bundle)];
    checks.extend(own);
    checks
}

/// Whether something that speaks as Amazon Bedrock answers on each plane.
fn planes(trials: &[Trial]) -> Vec<Check> {
    let of = |plane, operations: &[&str]| {
        let mut tried = trials.iter().filter(|trial| operations.contains(&trial.operation));
        tried.next().map(|trial| reached(plane, trial))
    };
    let control = of("control plane", &["ListFoundationModels"]);
    let runtime = of("runtime plane", &["CountTokens", "ConverseStream"]);
    control.into_iter().chain(runtime).collect()
}

fn reached(plane: &str, trial: &Trial) -> Check {
    let endpoint = trial.endpoint.as_deref().unwrap_or("no endpoint");
    match &trial.outcome {
        Err(problem) if is_of_the_road(problem.kind) => {
            let mut check = Check::problem(NETWORK, plane, problem);
            check.found = format!("{endpoint}: {}", problem.what);
            check
        }
        _ => {
            let took = trial.took.as_millis();
            Check::ok(NETWORK, plane, format!("{endpoint}, answered in {took} ms"))
        }
    }
}

/// Whether the trouble lies before the service.
fn is_of_the_road(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Connect
            | Kind::Proxy
            | Kind::Certificate
            | Kind::NotBedrock
            | Kind::Idle
            | Kind::Cut
            | Kind::Input
            | Kind::Corrupt
    )
}

fn clock(trials: &[Trial]) -> Check {
    let Some(skew) = trials.iter().find_map(|trial| trial.skew) else {
        return Check::skipped(NETWORK, "clock", "no answer told the service's time");
    };
    let (by, way) = (skew.abs(), if skew > 0 { "behind" } else { "ahead" });
    let by = if by < 120 { format!("{by} s") } else { format!("{} min", by / 60) };
    let set = "set the clock: sudo timedatectl set-ntp true (Linux), sudo sntp -sS time.apple.com (macOS)";
    let found = format!("{by} {way} of the service's");
    match skew.abs() {
        ..CLOCK => Check::ok(NETWORK, "clock", "agrees with the service's"),
        CLOCK..CLOCK_BROKEN => Check::warning(NETWORK, "clock", found).fix(set),
        _ => {
            let off = Problem::new(Kind::ClockSkew, "clock", found)
                .because("AWS refuses signatures that are five minutes off")
                .advise(set);
            Check::problem(NETWORK, "clock", &off)
        }
    }
}

fn operation(trial: &Trial) -> Check {
    match &trial.outcome {
        Ok(()) => {
            let on = trial.target.as_ref().map(|target| format!(" on {target}"));
            let found = format!("allowed{}", on.unwrap_or_default());
            Check::ok(OPERATIONS, trial.operation, found)
        }
        // Told once, for the plane.
        Err(problem) if is_of_the_road(problem.kind) => {
            Check::skipped(OPERATIONS, trial.operation, "the service was not reached")
        }
        Err(problem) => Check::problem(OPERATIONS, trial.operation, problem),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::report::State;
    use super::*;

    fn trial(outcome: Result<(), Problem>, skew: Option<i64>) -> Trial {
        Trial {
            operation: "ListFoundationModels",
            target: None,
            outcome,
            endpoint: Some("https://x".into()),
            took: Duration::from_millis(7),
            skew,
        }
    }

    #[test]
    fn a_clock_is_judged_by_what_aws_allows() {
        for (skew, state, found) in [
            (0, State::Ok, "agrees"),
            (-29, State::Ok, "agrees"),
            (60, State::Warning, "60 s behind"),
            (-200, State::Warning, "3 min ahead"),
            (900, State::Problem, "15 min behind"),
        ] {
            let check = clock(&[trial(Ok(()), None), trial(Ok(()), Some(skew))]);
            assert!(check.state == state && check.found.contains(found), "{check:?}");
        }
        assert_eq!(clock(&[trial(Ok(()), None)]).state, State::Skipped);
    }

    #[test]
    fn a_refusal_is_an_answer_and_a_road_that_is_closed_is_told_once() {
        let denied = Problem::new(Kind::Denied, "x", "you may not");
        let refused = trial(Err(denied), None);
        assert_eq!(reached("control plane", &refused).found, "https://x, answered in 7 ms");
        assert_eq!(operation(&refused).state, State::Problem);
        let closed = trial(Err(Problem::new(Kind::Connect, "x", "refused")), None);
        assert_eq!(reached("control plane", &closed).found, "https://x: refused");
        assert_eq!(operation(&closed).state, State::Skipped);
    }
}
