//! Filling an account: create requests answered as if they had come at some moment of the past.
//! What a demo's account is filled with is a file beside the program; plain rows are made here.

use crate::api::lookup;
use crate::simulator::caller::{Caller, HOME};
use crate::simulator::resource::moment::{self, SECOND};
use crate::simulator::resource::record::Record;
use crate::simulator::resource::stock::Stock;
use crate::simulator::resource::table::{self, Asked};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// How long a state lasted in the past, in milliseconds.
const PAST: i64 = 4 * SECOND;

/// A request that was answered some time ago.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Past {
    /// How long ago, such as `12d`, `3h`, `40m`, `5s`.
    age: String,
    operation: String,
    input: Value,
    #[serde(default = "home")]
    region: String,
    /// A state lasts so many times as long as usual.
    #[serde(default = "once")]
    slower: i64,
}

fn home() -> String {
    HOME.to_owned()
}

fn once() -> i64 {
    1
}

/// Puts the demo's resources into an account.
pub(crate) fn demo(stock: &mut Stock) -> Result<(), String> {
    let text = include_str!("../../../assets/simulator/account.json");
    let past: Vec<Past> = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let now = stock.clock.now();
    for (index, request) in past.into_iter().enumerate() {
        let age = read_age(&request.age).ok_or_else(|| format!("no age: {}", request.age))?;
        answer(stock, request, now - age).map_err(|error| format!("request {index}: {error}"))?;
    }
    stock.settle(now);
    Ok(())
}

/// The demo's first request for an operation, as it would come now.
#[cfg(test)]
pub(crate) fn sample(stock: &Stock, operation: &str) -> Option<Value> {
    let text = include_str!("../../../assets/simulator/account.json");
    let past: Vec<Past> = serde_json::from_str(text).ok()?;
    let mut input = past.into_iter().find(|request| request.operation == operation)?.input;
    refer(stock, &mut input);
    Some(input)
}

fn read_age(text: &str) -> Option<i64> {
    let (number, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let seconds = match unit {
        "d" => 86_400,
        "h" => 3_600,
        "m" => 60,
        "s" => 1,
        _ => return None,
    };
    Some(number.parse::<i64>().ok()? * seconds * SECOND)
}

fn answer(stock: &mut Stock, mut request: Past, at: i64) -> Result<(), String> {
    stock.settle(at);
    refer(stock, &mut request.input);
    let handler = table::handler(&request.operation);
    let found = handler.zip(lookup::operation(&request.operation));
    let (handler, operation) = found.ok_or_else(|| format!("no {}", request.operation))?;
    let caller = Caller { region: request.region };
    // What is long past took its time then, however fast states pass now.
    let step = if at < stock.clock.now() { PAST } else { stock.step } * request.slower;
    let asked =
        Asked { caller: &caller, operation, input: &request.input, now: at, step, filling: false };
    table::answer(stock, handler, &asked).map(drop).map_err(|error| error.message)
}

/// `@KIND/NAME` stands for the ARN of the resource of that kind and name.
fn refer(stock: &Stock, value: &mut Value) {
    match value {
        Value::String(text) => {
            let meant = text.strip_prefix('@').and_then(|meant| meant.split_once('/'));
            let is = |record: &&Record| meant == Some((record.kind.path, record.name()));
            let found = stock.records.values().find(is);
            if let Some(record) = found {
                *text = record.arn.clone();
            }
        }
        Value::Array(elements) => elements.iter_mut().for_each(|element| refer(stock, element)),
        Value::Object(members) => members.values_mut().for_each(|member| refer(stock, member)),
        _ => {}
    }
}

/// Makes so many more resources of a kind, a minute apart, the last one now. They are like those of
/// the demo, each in the state it ends in.
pub(crate) fn fill(stock: &mut Stock, kind: &str, count: usize) -> Result<(), String> {
    let mut pattern = Stock::new(stock.clock, PAST);
    demo(&mut pattern)?;
    pattern.settle(i64::MAX);
    let models: Vec<&Record> = pattern.records.values().filter(|r| r.kind.path == kind).collect();
    if models.is_empty() {
        let kinds: BTreeSet<&str> = pattern.records.values().map(|r| r.kind.path).collect();
        let kinds: Vec<&str> = kinds.into_iter().collect();
        return Err(format!("{kind} is no kind; there are {}", kinds.join(", ")));
    }
    let now = stock.clock.now();
    for (index, model) in models.iter().cycle().take(count).enumerate() {
        let at = now - 60 * SECOND * (count - index) as i64;
        let record = another(model, &stock.mint(), index + 1, at);
        stock.add(record);
    }
    Ok(())
}

/// A resource like another, with a name, an id and an age of its own.
fn another(model: &Record, id: &str, number: usize, at: i64) -> Record {
    let mut record = model.clone();
    let kind = record.kind;
    let front = record.arn.rsplit_once('/').map(|parts| parts.0).unwrap_or_default();
    record.arn = format!("{front}/{id}");
    HOME.clone_into(&mut record.region);
    record.created = at;
    record.filling = true;
    record.tags.clear();
    for member in kind.names {
        record.body.insert((*member).to_owned(), json!(format!("filled-{number:05}")));
    }
    for member in kind.arns {
        record.body.insert((*member).to_owned(), json!(record.arn));
    }
    for member in kind.ids {
        record.body.insert((*member).to_owned(), json!(id));
    }
    for member in ["creationTime", "createdAt", "submitTime"] {
        record.body.insert(member.to_owned(), moment::value(at));
    }
    record
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulator::resource::clock::Clock;
    use crate::simulator::resource::trial::Trial;

    #[test]
    fn the_demo_holds_resources_in_many_states() {
        let mut stock = Stock::new(Clock::stopped(), PAST);
        demo(&mut stock).unwrap();
        let seen: BTreeSet<String> = stock
            .records
            .values()
            .map(|record| format!("{} {}", record.kind.path, record.text("status")))
            .collect();
        for wanted in [
            "provisioned-model InService",
            "provisioned-model Creating",
            "provisioned-model Failed",
            "model-customization-job Completed",
            "model-customization-job Failed",
            "model-customization-job Stopped",
            "model-customization-job InProgress",
            "custom-model-deployment Active",
            "custom-model-deployment Failed",
            "model-invocation-job Completed",
            "model-invocation-job PartiallyCompleted",
            "model-invocation-job Failed",
            "model-invocation-job Expired",
            "model-invocation-job Submitted",
            "application-inference-profile ACTIVE",
            "guardrail READY",
            "guardrail FAILED",
            "model-import-job Completed",
            "model-import-job Failed",
            "model-import-job InProgress",
            "model-copy-job Completed",
            "model-copy-job Failed",
            "evaluation-job Completed",
            "evaluation-job Failed",
            "evaluation-job InProgress",
            "prompt-router AVAILABLE",
        ] {
            assert!(seen.contains(wanted), "{wanted}: {seen:?}");
        }
    }

    #[test]
    fn every_list_and_every_detail_of_the_demo_fits_the_facts() {
        let mut trial = Trial::new();
        demo(&mut trial.stock).unwrap();
        let lists: Vec<&str> =
            table::operations().filter(|name| name.starts_with("List")).collect();
        for name in lists.into_iter().filter(|name| *name != "ListTagsForResource") {
            // A system profile has more models than the facts allow, as the service answers it.
            let input = match name {
                "ListInferenceProfiles" => json!({"typeEquals": "APPLICATION"}),
                "ListFoundationModelAgreementOffers" => {
                    json!({"modelId": "writer.palmyra-x5-v1:0"})
                }
                _ => json!({}),
            };
            trial.ok(name, input);
        }
        let held: Vec<(&str, String, String)> = trial
            .stock
            .records
            .values()
            .map(|record| (record.kind.path, record.arn.clone(), record.region.clone()))
            .collect();
        for (kind, arn, region) in held {
            let (operation, member) = detail(kind);
            trial.region = region;
            trial.ok(operation, json!({ member: arn }));
            if kind != "model-copy-job" {
                trial.ok("ListTagsForResource", json!({"resourceARN": arn}));
            }
        }
    }

    fn detail(kind: &str) -> (&'static str, &'static str) {
        match kind {
            "provisioned-model" => ("GetProvisionedModelThroughput", "provisionedModelId"),
            "model-customization-job" => ("GetModelCustomizationJob", "jobIdentifier"),
            "custom-model" => ("GetCustomModel", "modelIdentifier"),
            "custom-model-deployment" => {
                ("GetCustomModelDeployment", "customModelDeploymentIdentifier")
            }
            "model-invocation-job" => ("GetModelInvocationJob", "jobIdentifier"),
            "application-inference-profile" => {
                ("GetInferenceProfile", "inferenceProfileIdentifier")
            }
            "guardrail" => ("GetGuardrail", "guardrailIdentifier"),
            "model-import-job" => ("GetModelImportJob", "jobIdentifier"),
            "imported-model" => ("GetImportedModel", "modelIdentifier"),
            "model-copy-job" => ("GetModelCopyJob", "jobArn"),
            "evaluation-job" => ("GetEvaluationJob", "jobIdentifier"),
            "prompt-router" => ("GetPromptRouter", "promptRouterArn"),
            other => panic!("{other} has no detail"),
        }
    }

    #[test]
    fn a_list_is_filled_with_resources_that_rest() {
        let mut stock = Stock::new(Clock::stopped(), PAST);
        fill(&mut stock, "model-customization-job", 5_000).unwrap();
        assert_eq!(stock.records.len(), 5_000);
        assert!(stock.records.values().all(|record| record.moves.is_empty()));
        for kind in
            ["guardrail", "model-copy-job", "prompt-router", "imported-model", "custom-model"]
        {
            fill(&mut stock, kind, 3).unwrap();
        }
        assert!(fill(&mut stock, "nonsense", 1).unwrap_err().contains("provisioned-model"));
    }
}
