//! Prompt routers: those of the account, and the default ones every account has. They route between
//! two models of one family; the simulator answers as the fallback model.

use crate::simulator::models;
use crate::simulator::profiles;
use crate::simulator::resource::call::{Call, Draft, Handler, missing};
use crate::simulator::resource::kind::Kind;
use crate::simulator::resource::listing::{self, Line};
use crate::simulator::resource::moment;
use crate::simulator::resource::record::Body;
use crate::simulator::service_error::ServiceError;
use serde_json::{Value, json};

/// The default routers (user guide, "Understanding intelligent prompt routing"): id, name, fallback,
/// the other model.
const DEFAULT: &[(&str, &str, &str, &str)] = &[
    (
        "anthropic.claude:1",
        "Anthropic Prompt Router",
        "anthropic.claude-3-5-sonnet-20240620-v1:0",
        "anthropic.claude-3-haiku-20240307-v1:0",
    ),
    (
        "meta.llama:1",
        "Meta Prompt Router",
        "us.meta.llama3-1-70b-instruct-v1:0",
        "us.meta.llama3-1-8b-instruct-v1:0",
    ),
];

/// When the default routers were made: 1 December 2024.
const MADE: i64 = 1_733_011_200_000;

pub(crate) const KIND: Kind = Kind {
    path: "prompt-router",
    noun: "prompt router",
    names: &["promptRouterName"],
    arns: &["promptRouterArn"],
    ids: &[],
    filters: &[],
    quota: 500,
    namesakes: false,
};

/// The operations.
pub(crate) const OPERATIONS: &[(&str, Handler)] = &[
    ("CreatePromptRouter", create),
    ("GetPromptRouter", get),
    ("ListPromptRouters", list),
    ("DeletePromptRouter", delete),
];

fn create(call: &mut Call<'_>) -> Result<Value, ServiceError> {
    let arn = |value: &Value| value["modelArn"].as_str().unwrap_or_default().to_owned();
    let models: Vec<String> =
        call.input["models"].as_array().into_iter().flatten().map(arn).collect();
    let fallback = arn(&call.input["fallbackModel"]);
    for target in models.iter().chain([&fallback]) {
        if base(target).is_none() {
            return Err(ServiceError::not_found(format!("The model {target} could not be found.")));
        }
    }
    let [first, second] = models.as_slice() else {
        return Err(ServiceError::validation("A prompt router needs exactly two models."));
    };
    let family = |arn: &str| base(arn).and_then(|id| id.split('.').next().map(str::to_owned));
    if family(first) != family(second) || first == second {
        return Err(ServiceError::validation(
            "The two models of a prompt router must be different ones of one family.",
        ));
    }
    if !models.contains(&fallback) {
        return Err(ServiceError::validation("The fallback model must be one of the two models."));
    }
    let quality = call.input["routingCriteria"]["responseQualityDifference"].as_f64();
    if quality.is_some_and(|quality| quality % 5.0 != 0.0) {
        return Err(ServiceError::validation("responseQualityDifference must be a multiple of 5."));
    }
    let draft = Draft {
        kind: &KIND,
        id: call.stock.mint(),
        name: call.text("promptRouterName").to_owned(),
        body: json!({
            "description": call.given("description"),
            "routingCriteria": call.given("routingCriteria"),
            "models": call.given("models"),
            "fallbackModel": call.given("fallbackModel"),
            "status": "AVAILABLE",
            "type": "custom",
        }),
        tags: "tags",
        moves: Vec::new(),
    };
    let arn = call.create(draft)?;
    Ok(json!({ "promptRouterArn": arn }))
}

/// The id of the foundation model behind the ARN of a model or of a profile.
pub(crate) fn base(arn: &str) -> Option<String> {
    let profile = profiles::find_any(arn).map(|profile| profile.model_id.clone());
    profile.or_else(|| models::find_any(arn).map(|model| model.id.clone()))
}

/// The default routers, as the caller's Region sees them.
fn defaults(call: &Call<'_>) -> Vec<Body> {
    let target = |id: &str| match profiles::find(id) {
        Some(profile) => call.caller.profile_arn(&profile.id),
        None => call.caller.model_arn(id),
    };
    let all = DEFAULT.iter().map(|(id, name, fallback, other)| {
        json!({
            "promptRouterName": name,
            "description": "Routes between two models of one family",
            "routingCriteria": {"responseQualityDifference": 0.0},
            "createdAt": moment::text(MADE),
            "updatedAt": moment::text(MADE),
            "promptRouterArn": call.arn("default-prompt-router", id),
            "models": [{"modelArn": target(other)}, {"modelArn": target(fallback)}],
            "fallbackModel": {"modelArn": target(fallback)},
            "status": "AVAILABLE",
            "type": "default",
        })
    });
    all.filter_map(|body| body.as_object().cloned()).collect()
}

/// The fallback model of a default router's ARN.
pub(crate) fn default_model(arn: &str) -> Option<String> {
    let id = arn.split_once(":default-prompt-router/")?.1;
    base(DEFAULT.iter().find(|row| row.0 == id)?.2)
}

fn get(call: &mut Call<'_>) -> Result<Value, ServiceError> {
    let arn = call.text("promptRouterArn");
    match defaults(call).iter().find(|body| body["promptRouterArn"] == arn) {
        Some(body) => Ok(call.shaped(body)),
        None => call.get(&KIND, "promptRouterArn"),
    }
}

/// The account's and the default ones, unless one type is asked for.
fn list(call: &mut Call<'_>) -> Result<Value, ServiceError> {
    let defaults = defaults(call);
    let wanted = call.text("type");
    let own = call.stock.of(&KIND, &call.caller.region).filter(|_| wanted != "default");
    let mut lines: Vec<Line<'_>> = own
        .map(|record| Line { created: record.created, order: record.order, body: &record.body })
        .collect();
    if wanted != "custom" {
        let made = defaults.iter().enumerate();
        lines.extend(made.map(|(order, body)| Line { created: MADE, order: order as u64, body }));
    }
    listing::page(call, lines)
}

fn delete(call: &mut Call<'_>) -> Result<Value, ServiceError> {
    let arn = call.text("promptRouterArn");
    if arn.contains(":default-prompt-router/") {
        return Err(match default_model(arn) {
            Some(_) => ServiceError::validation("A default prompt router can't be deleted."),
            None => missing(&KIND, arn),
        });
    }
    call.delete(&KIND, "promptRouterArn")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulator::resource::serving;
    use crate::simulator::resource::trial::Trial;

    fn arn(id: &str) -> String {
        format!("arn:aws:bedrock:us-east-1::foundation-model/{id}")
    }

    fn router(name: &str, models: &[&str], fallback: &str) -> Value {
        let models: Vec<Value> = models.iter().map(|id| json!({"modelArn": arn(id)})).collect();
        json!({
            "promptRouterName": name,
            "models": models,
            "fallbackModel": {"modelArn": arn(fallback)},
            "routingCriteria": {"responseQualityDifference": 25.0},
        })
    }

    const PRO: &str = "amazon.nova-pro-v1:0";
    const LITE: &str = "amazon.nova-lite-v1:0";

    #[test]
    fn it_is_made_listed_invoked_and_deleted() {
        let mut trial = Trial::new();
        let made = trial.ok("CreatePromptRouter", router("mine", &[PRO, LITE], LITE));
        let id = json!({"promptRouterArn": made["promptRouterArn"]});
        let mut listed = |input: Value| {
            let list = trial.ok("ListPromptRouters", input)["promptRouterSummaries"].clone();
            list.as_array().unwrap().len()
        };
        assert_eq!(listed(json!({})), 3);
        assert_eq!(listed(json!({"type": "custom"})), 1);
        assert_eq!(listed(json!({"type": "default", "maxResults": 1})), 1);
        assert_eq!(trial.ok("GetPromptRouter", id.clone())["type"], "custom");
        let own = made["promptRouterArn"].as_str().unwrap();
        assert_eq!(serving::serving(&trial.stock, own).unwrap().model, LITE);
        trial.ok("DeletePromptRouter", id.clone());
        assert_eq!(trial.err("DeletePromptRouter", id.clone()), "ResourceNotFoundException");
        assert_eq!(trial.err("GetPromptRouter", id), "ResourceNotFoundException");
    }

    #[test]
    fn the_default_ones_are_everywhere_and_stay() {
        let mut trial = Trial::new();
        let list = trial.ok("ListPromptRouters", json!({"type": "default"}));
        for router in list["promptRouterSummaries"].as_array().unwrap() {
            let id = json!({"promptRouterArn": router["promptRouterArn"]});
            assert_eq!(&trial.ok("GetPromptRouter", id.clone()), router);
            assert_eq!(trial.err("DeletePromptRouter", id), "ValidationException");
            let arn = router["promptRouterArn"].as_str().unwrap();
            assert!(serving::serving(&trial.stock, arn).is_some());
        }
    }

    #[test]
    fn it_is_refused_where_the_service_would() {
        let mut trial = Trial::new();
        let create = "CreatePromptRouter";
        trial.ok(create, router("mine", &[PRO, LITE], LITE));
        assert_eq!(trial.err(create, router("mine", &[PRO, LITE], LITE)), "ConflictException");
        let refused = [
            router("a", &[PRO], PRO),
            router("a", &[PRO, PRO], PRO),
            router("a", &[PRO, "anthropic.claude-3-haiku-20240307-v1:0"], PRO),
            router("a", &[PRO, LITE], "amazon.nova-micro-v1:0"),
        ];
        for input in refused {
            assert_eq!(trial.err(create, input), "ValidationException");
        }
        let nobody = router("a", &[PRO, "no.body"], PRO);
        assert_eq!(trial.err(create, nobody), "ResourceNotFoundException");
    }
}
