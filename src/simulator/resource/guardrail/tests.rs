//! The life of a guardrail, its versions, and what it does to a text.

use crate::simulator::resource::trial::Trial;
use serde_json::{Value, json};

fn guardrail(name: &str) -> Value {
    json!({
        "name": name,
        "blockedInputMessaging": "Not this question.",
        "blockedOutputsMessaging": "Not this answer.",
        "topicPolicyConfig": {"topicsConfig": [{
            "name": "Investment advice", "definition": "Advice on what to buy", "type": "DENY",
            "examples": ["Which shares should I buy?"],
        }]},
        "contentPolicyConfig": {"filtersConfig": [
            {"type": "VIOLENCE", "inputStrength": "HIGH", "outputStrength": "LOW"},
            {"type": "PROMPT_ATTACK", "inputStrength": "MEDIUM", "outputStrength": "NONE"},
        ]},
        "wordPolicyConfig": {
            "wordsConfig": [{"text": "Acme"}],
            "managedWordListsConfig": [{"type": "PROFANITY"}],
        },
        "sensitiveInformationPolicyConfig": {
            "piiEntitiesConfig": [
                {"type": "EMAIL", "action": "ANONYMIZE"},
                {"type": "US_SOCIAL_SECURITY_NUMBER", "action": "BLOCK"},
            ],
            "regexesConfig": [{"name": "order", "pattern": "ORD-\\d+", "action": "ANONYMIZE"}],
        },
    })
}

fn ready(name: &str) -> (Trial, String) {
    let mut trial = Trial::new();
    let made = trial.ok("CreateGuardrail", guardrail(name));
    assert_eq!(made["version"], "DRAFT");
    trial.wait(1);
    (trial, made["guardrailId"].as_str().unwrap().to_owned())
}

fn id(id: &str) -> Value {
    json!({ "guardrailIdentifier": id })
}

fn apply(trial: &mut Trial, id: &str, source: &str, text: &str) -> Value {
    trial.ok(
        "ApplyGuardrail",
        json!({
            "guardrailIdentifier": id, "guardrailVersion": "DRAFT", "source": source,
            "content": [{"text": {"text": text}}],
        }),
    )
}

#[test]
fn it_is_made_versioned_updated_and_deleted() {
    let (mut trial, one) = ready("mine");
    assert_eq!(trial.ok("GetGuardrail", id(&one))["status"], "READY");
    let version = trial.ok("CreateGuardrailVersion", id(&one));
    assert_eq!(version["version"], "1");
    assert_eq!(trial.ok("GetGuardrail", id(&one))["status"], "VERSIONING");
    assert_eq!(trial.err("CreateGuardrailVersion", id(&one)), "ConflictException");
    trial.wait(1);
    let mut input = guardrail("renamed");
    input["guardrailIdentifier"] = json!(one);
    input.as_object_mut().unwrap().remove("wordPolicyConfig");
    trial.ok("UpdateGuardrail", input.clone());
    assert_eq!(trial.err("UpdateGuardrail", input), "ConflictException", "it is being updated");
    trial.wait(1);
    let draft = trial.ok("GetGuardrail", id(&one));
    assert_eq!((&draft["name"], draft.get("wordPolicy")), (&json!("renamed"), None));
    let kept = json!({"guardrailIdentifier": one, "guardrailVersion": "1"});
    assert_eq!(trial.ok("GetGuardrail", kept.clone())["name"], "mine");
    let both = trial.ok("ListGuardrails", id(&one))["guardrails"].clone();
    assert_eq!((&both[0]["version"], &both[1]["version"]), (&json!("1"), &json!("DRAFT")));
    assert_eq!(trial.ok("ListGuardrails", json!({}))["guardrails"].as_array().unwrap().len(), 1);
    trial.ok("DeleteGuardrail", kept.clone());
    assert_eq!(trial.err("GetGuardrail", kept), "ResourceNotFoundException");
    trial.ok("DeleteGuardrail", id(&one));
    assert_eq!(trial.ok("GetGuardrail", id(&one))["status"], "DELETING");
    trial.wait(1);
    assert_eq!(trial.err("GetGuardrail", id(&one)), "ResourceNotFoundException");
}

#[test]
fn it_is_refused_where_the_service_would() {
    let (mut trial, one) = ready("first");
    assert_eq!(trial.err("CreateGuardrail", guardrail("first")), "ConflictException");
    let with = |member: &str, value: Value| {
        let mut input = guardrail("other");
        input[member] = value;
        input
    };
    let attack = json!({"type": "PROMPT_ATTACK", "inputStrength": "LOW", "outputStrength": "LOW"});
    let topic = json!({"name": "a", "definition": "b", "type": "DENY"});
    let broken = json!({"name": "a", "pattern": "(", "action": "BLOCK"});
    let high = json!({"type": "GROUNDING", "threshold": 1.0});
    let refused = [
        json!({"name": "x", "blockedInputMessaging": "a", "blockedOutputsMessaging": "b"}),
        with("contentPolicyConfig", json!({"filtersConfig": [attack]})),
        with("topicPolicyConfig", json!({"topicsConfig": [topic, topic]})),
        with("sensitiveInformationPolicyConfig", json!({"regexesConfig": [broken]})),
        with("contextualGroundingPolicyConfig", json!({"filtersConfig": [high]})),
        with(
            "topicPolicyConfig",
            json!({"topicsConfig": [topic], "tierConfig": {"tierName": "STANDARD"}}),
        ),
    ];
    for input in refused {
        assert_eq!(trial.err("CreateGuardrail", input), "ValidationException");
    }
    let regex =
        |index: usize| json!({"name": format!("r{index}"), "pattern": "x", "action": "BLOCK"});
    let many: Vec<Value> = (0..11).map(regex).collect();
    let mut many = with("sensitiveInformationPolicyConfig", json!({ "regexesConfig": many }));
    assert_eq!(trial.err("CreateGuardrail", many.clone()), "ServiceQuotaExceededException");
    many["guardrailIdentifier"] = json!(one);
    assert_eq!(trial.err("UpdateGuardrail", many), "ServiceQuotaExceededException");
    let long = json!({
        "guardrailIdentifier": one, "guardrailVersion": "DRAFT", "source": "INPUT",
        "content": [{"text": {"text": "x".repeat(25_001)}}],
    });
    assert_eq!(trial.err("ApplyGuardrail", long), "ServiceQuotaExceededException");
    for _ in 0..20 {
        trial.ok("CreateGuardrailVersion", id(&one));
        trial.wait(1);
    }
    assert_eq!(trial.err("CreateGuardrailVersion", id(&one)), "ServiceQuotaExceededException");
    let used = trial.ok("CreateGuardrail", guardrail("in-use"))["guardrailId"].clone();
    trial.ok("CreateGuardrail", guardrail("fails"));
    trial.wait(1);
    let used = json!({ "guardrailIdentifier": used });
    assert_eq!(trial.err("DeleteGuardrail", used), "ResourceInUseException");
    let all = trial.ok("ListGuardrails", json!({}))["guardrails"].clone();
    assert_eq!((&all[0]["name"], &all[0]["status"]), (&json!("fails"), &json!("FAILED")));
    let failed = trial.ok("GetGuardrail", json!({"guardrailIdentifier": all[0]["id"]}));
    assert_eq!(failed["statusReasons"].as_array().unwrap().len(), 1);
    for name in ["GetGuardrail", "DeleteGuardrail", "CreateGuardrailVersion", "ListGuardrails"] {
        assert_eq!(trial.err(name, id("nobody")), "ResourceNotFoundException");
    }
}

#[test]
fn it_blocks_masks_and_lets_pass() {
    let (mut trial, one) = ready("mine");
    let calm = apply(&mut trial, &one, "INPUT", "What is the weather like?");
    assert_eq!((&calm["action"], &calm["outputs"]), (&json!("NONE"), &json!([])));
    assert_eq!(calm["usage"]["topicPolicyUnits"], 1);
    let mut blocked = |source: &str, text: &str| {
        let answer = apply(&mut trial, &one, source, text);
        (answer["outputs"][0]["text"].clone(), answer["assessments"][0].clone())
    };
    let (text, found) = blocked("INPUT", "Tell me which shares I ought to buy, or others shares.");
    assert_eq!(
        (&text, &found["topicPolicy"]["topics"][0]["action"]),
        (&json!("Not this question."), &json!("BLOCKED"))
    );
    let (_, found) = blocked("INPUT", "An attack!");
    assert_eq!(found["contentPolicy"]["filters"][0]["confidence"], "MEDIUM");
    let (text, found) = blocked("OUTPUT", "The murder of a rich man");
    assert_eq!(
        (&text, &found["contentPolicy"]["filters"][0]["type"]),
        (&json!("Not this answer."), &json!("VIOLENCE"))
    );
    let (_, found) = blocked("OUTPUT", "ask ACME, damn");
    assert_eq!(found["wordPolicy"]["customWords"][0]["match"], "ACME");
    assert_eq!(found["wordPolicy"]["managedWordLists"][0]["match"], "damn");
    let (text, _) = blocked("INPUT", "my number is 123-45-6789");
    assert_eq!(text, "Not this question.");
    let (text, found) = blocked("INPUT", "write to ann@example.com about ORD-77");
    assert_eq!(text, "write to {EMAIL} about {order}");
    assert_eq!(found["sensitiveInformationPolicy"]["piiEntities"][0]["match"], "ann@example.com");
}

#[test]
fn a_weak_finding_passes_a_weak_filter_and_is_told_when_all_is_asked() {
    let (mut trial, one) = ready("mine");
    let answer = apply(&mut trial, &one, "OUTPUT", "an attack on taste");
    assert_eq!(answer["action"], "NONE");
    let full = trial.ok(
        "ApplyGuardrail",
        json!({
            "guardrailIdentifier": one, "guardrailVersion": "DRAFT", "source": "INPUT",
            "content": [{"text": {"text": "good morning"}}], "outputScope": "FULL",
        }),
    );
    let filters = full["assessments"][0]["contentPolicy"]["filters"].as_array().unwrap();
    assert_eq!(filters.len(), 2);
    assert_eq!(filters[0]["detected"], false);
}

#[test]
fn an_answer_is_held_against_its_sources() {
    let mut trial = Trial::new();
    let filters =
        json!([{"type": "GROUNDING", "threshold": 0.6}, {"type": "RELEVANCE", "threshold": 0.3}]);
    let input = json!({
        "name": "grounded", "blockedInputMessaging": "a", "blockedOutputsMessaging": "b",
        "contextualGroundingPolicyConfig": {"filtersConfig": filters},
    });
    let one = trial.ok("CreateGuardrail", input)["guardrailId"].clone();
    trial.wait(1);
    let ask = |answer: &str, marks: bool| {
        let mark = |name: &str| if marks { json!([name]) } else { json!(["guard_content"]) };
        json!({
            "guardrailIdentifier": one, "guardrailVersion": "DRAFT", "source": "OUTPUT",
            "content": [
                {"text": {"text": "The library opens at nine every weekday", "qualifiers": mark("grounding_source")}},
                {"text": {"text": "When does the library open", "qualifiers": mark("query")}},
                {"text": {"text": answer}},
            ],
        })
    };
    assert_eq!(trial.err("ApplyGuardrail", ask("x", false)), "ValidationException");
    assert_eq!(
        trial.ok("ApplyGuardrail", ask("The library opens at nine", true))["action"],
        "NONE"
    );
    let wrong = trial.ok("ApplyGuardrail", ask("Bananas grow quickly under glass", true));
    assert_eq!(wrong["action"], "GUARDRAIL_INTERVENED");
    let nobody = json!({
        "guardrailIdentifier": "nobody", "guardrailVersion": "DRAFT", "source": "INPUT", "content": [],
    });
    assert_eq!(trial.err("ApplyGuardrail", nobody), "ResourceNotFoundException");
}
