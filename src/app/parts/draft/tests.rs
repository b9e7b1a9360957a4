//! Drafts against the API's facts: every member of every form can be reached and given, and what was
//! given is what is sent.

use std::collections::{HashMap, HashSet};

use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::page::{Row, What};
use super::*;
use crate::api::plane::Plane;
use crate::api::validation;
use crate::domain::kinds;
use crate::domain::resource::Sort;

fn draft(operation: &str) -> Draft {
    Draft::new(lookup::operation(operation).unwrap(), &json!({}))
}

/// Rounds in which every member of every union is chosen at least once.
const TURNS: usize = 24;

/// The operations whose input is given in a form.
fn operations() -> Vec<&'static str> {
    let made = [Sort::Create, Sort::Update, Sort::Derive];
    let kinds = kinds::ALL.into_iter().flat_map(|kind| kind.actions);
    let mut all: Vec<&str> =
        kinds.filter(|action| made.contains(&action.sort)).map(|action| action.operation).collect();
    all.extend(["PutUseCaseForModelAccess", "CreateFoundationModelAgreement", "TagResource"]);
    all.sort_unstable();
    all.dedup();
    all
}

/// A text a shape takes: one of a few that between them fit every pattern of the API.
fn sample(shape: &Shape) -> String {
    const TRIED: &[&str] = &[
        "text0123456789abcdef",
        "a",
        "5",
        "123456789012",
        "s3://bucket-name/folder/file",
        "s3://bucket-name/f",
        "arn:aws:iam::123456789012:role/Name",
        "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012",
        "arn:aws:lambda:us-east-1:123456789012:function:grade",
        "arn:aws:sagemaker:us-east-1:123456789012:model-package/a",
        "arn:aws:sagemaker:us-east-1:123456789012:flow-definition/a",
        "arn:aws:sagemaker:us-east-1:123456789012:endpoint/a",
        "arn:aws:bedrock:us-east-1:123456789012:custom-model/amazon.nova-lite/abcdefghijkl",
        "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0",
        "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.amazon.nova-lite-v1:0",
        "arn:aws:bedrock:us-east-1:123456789012:automated-reasoning-policy/abcdefghijkl",
        "arn:aws:bedrock:us-east-1:123456789012:prompt/ABCDEFGHIJ",
        "arn:aws:bedrock:us-east-1:123456789012:guardrail/abcdefghijkl",
        "us.guardrail.v1:0",
        "amazon.nova-lite-v1:0",
        "text/plain",
        "DRAFT",
        "$.a",
    ];
    let service = lookup::service(Plane::Control);
    let fits = |text: &&str| validation::validate(service, shape, &json!(*text)).is_empty();
    if let Some(value) = shape.limits.values.first() {
        return value.clone();
    }
    let found = TRIED.iter().copied().find(|text| fits(text));
    found.unwrap_or_else(|| panic!("no sample for {}: {:?}", shape.name, shape.limits)).to_owned()
}

/// Types a value that fits into a row.
fn give(draft: &mut Draft, row: &Row) {
    let mut place = row.place.clone();
    place.extend(row.key.iter().map(|_| Turn::At(0)));
    let shape = draft.shape(&place).unwrap();
    let least = shape.limits.min.unwrap_or_default();
    let text = match &shape.kind {
        Kind::Boolean => "true".into(),
        Kind::Integer | Kind::Long => format!("{}", least.ceil()),
        Kind::Float | Kind::Double => format!("{least}"),
        Kind::Document => "{\"a\": [1, 2.5, null]}".into(),
        Kind::Timestamp { .. } => "2026-11-20T16:00:00Z".into(),
        Kind::Blob => "some bytes as text".into(),
        _ => sample(shape),
    };
    draft.take(row, &text);
}

/// What was chosen of each union last.
type Turns = HashMap<String, usize>;

/// Gives everything below a place, by the moves of the form alone; where a union is met another of its
/// members is chosen than last time. Notes every place that was reached.
fn give_all(
    draft: &mut Draft,
    here: &[Turn],
    turns: &mut Turns,
    seen: &mut HashSet<String>,
    depth: usize,
) {
    let first = draft.page(here, &[]);
    for row in &first {
        match &row.what {
            What::Which(names) => {
                let turn = turns.entry(generic(here)).or_default();
                *turn += 1;
                draft.take(row, &names[*turn % names.len()]);
            }
            What::Add => {
                draft.grow(row, "").unwrap();
            }
            What::AddKey => {
                draft.grow(row, "somekey").unwrap();
            }
            _ => {}
        }
    }
    for row in draft.page(here, &[]) {
        seen.insert(generic(&row.place));
        match row.what {
            What::Text | What::Choice(_) => give(draft, &row),
            // A filter may hold filters without an end.
            What::Inside if depth < 14 => give_all(draft, &row.place, turns, seen, depth + 1),
            _ => {}
        }
    }
}

/// A place with its elements left uncounted.
fn generic(place: &[Turn]) -> String {
    let words = place.iter().map(|turn| match turn {
        Turn::Member(name) => name.clone(),
        Turn::At(_) => "*".into(),
    });
    words.collect::<Vec<_>>().join(".")
}

/// Every member of a shape down to the leaves; a shape inside itself is followed once.
fn members(shape: &'static Shape, at: &str, above: &mut Vec<String>, all: &mut Vec<String>) {
    let service = lookup::service(Plane::Control);
    let under = |name: &str| if at.is_empty() { name.to_owned() } else { format!("{at}.{name}") };
    if above.contains(&shape.name) {
        return;
    }
    above.push(shape.name.clone());
    match &shape.kind {
        Kind::Structure(structure) => {
            for member in &structure.members {
                let inside = service.shape(&member.shape).unwrap();
                let is_leaf =
                    !matches!(inside.kind, Kind::Structure(_) | Kind::List(_) | Kind::Map { .. });
                if is_leaf {
                    all.push(under(&member.name));
                }
                members(inside, &under(&member.name), above, all);
            }
        }
        Kind::List(element) => members(service.shape(element).unwrap(), &under("*"), above, all),
        _ => {}
    }
    above.pop();
}

#[test]
fn every_member_of_every_form_is_offered() {
    for name in operations() {
        let operation = lookup::operation(name).unwrap();
        let Some(shape) = operation.input() else { continue };
        let mut wanted = Vec::new();
        members(shape, "", &mut Vec::new(), &mut wanted);
        let (mut seen, mut turns) = (HashSet::new(), Turns::new());
        // The key of a tag is typed where it is added, and stands as its row's name.
        let is_seen = |member: &String, seen: &HashSet<String>| {
            let value = member.strip_suffix(".key").map(|pair| format!("{pair}.value"));
            seen.contains(member) || value.is_some_and(|value| seen.contains(&value))
        };
        // Unions inside unions are seen through one after the other.
        for _ in 0..200 {
            give_all(&mut draft(name), &[], &mut turns, &mut seen, 0);
            wanted.retain(|member| !is_seen(member, &seen));
        }
        assert_eq!(wanted, [""; 0], "{name} does not offer these");
    }
}

#[test]
fn what_the_form_makes_of_valid_values_is_valid() {
    for name in operations() {
        let mut turns = Turns::new();
        for _ in 0..TURNS {
            let mut draft = draft(name);
            give_all(&mut draft, &[], &mut turns, &mut HashSet::new(), 0);
            let slips = draft.slips();
            let deep = |slip: &&super::super::checking::Slip| slip.place.len() < 14;
            assert_eq!(slips.iter().find(deep), None, "{name}: {}", draft.value());
        }
    }
}

#[test]
fn a_form_given_back_its_own_json_holds_the_same() {
    for name in operations() {
        let mut turns = Turns::new();
        for _ in 0..TURNS {
            let mut first = draft(name);
            give_all(&mut first, &[], &mut turns, &mut HashSet::new(), 0);
            let value = first.value();
            let again = Draft::new(first.operation, &value);
            assert_eq!(again.value(), value, "{name}");
            let mut replaced = draft(name);
            assert_eq!(replaced.set_value(&[], &value), [""; 0]);
            assert_eq!(replaced.value(), value, "{name}");
        }
    }
}

fn tag() -> impl Strategy<Value = Value> {
    ("[a-zA-Z0-9 ._:/=+@-]{0,12}", "[a-zA-Z0-9 ._:/=+@-]{0,12}")
        .prop_map(|(key, value)| json!({"key": format!("k{key}"), "value": value}))
}

proptest! {
    #[test]
    fn json_to_draft_to_json_keeps_the_value(
        name in "[a-z]{1,9}",
        tags in prop::collection::vec(tag(), 0..6),
        hyper in prop::collection::btree_map("[a-zA-Z]{1,9}", "[ -~]{1,12}", 0..5),
        epochs in 1_i64..50,
        rate in 0.000_000_1_f64..0.001,
        subnets in prop::collection::vec("[a-z0-9-]{1,9}", 1..4),
        logs in any::<bool>(),
    ) {
        let value = json!({
            "jobName": name,
            "jobTags": tags,
            "hyperParameters": hyper,
            "vpcConfig": {"subnetIds": subnets, "securityGroupIds": ["sg-1"]},
            "trainingDataConfig": {"invocationLogsConfig": {
                "usePromptResponse": logs,
                "invocationLogSource": {"s3Uri": "s3://b/k"},
            }},
            "customizationConfig": {"rftConfig": {"hyperParameters": {
                "epochCount": epochs, "learningRate": rate,
            }}},
        });
        let operation = lookup::operation("CreateModelCustomizationJob").unwrap();
        prop_assert_eq!(Draft::new(operation, &value).value(), value);
    }

    #[test]
    fn any_bytes_can_stand_in_a_form(bytes in prop::collection::vec(any::<u8>(), 10..40)) {
        let value = json!({"formData": crate::api::base64::encode(&bytes)});
        let operation = lookup::operation("PutUseCaseForModelAccess").unwrap();
        prop_assert_eq!(Draft::new(operation, &value).value(), value);
    }
}

fn row<'r>(rows: &'r [Row], label: &str) -> &'r Row {
    let labels = || rows.iter().map(|row| row.label.as_str()).collect::<Vec<_>>();
    rows.iter().find(|row| row.label == label).unwrap_or_else(|| panic!("{:?}", labels()))
}

#[test]
fn what_is_not_set_is_not_sent_and_neither_is_what_held_nothing_else() {
    let mut draft = draft("CreateModelCustomizationJob");
    let page = draft.page(&[], &[]);
    let output = row(&page, "Output data config");
    assert!(output.rule.ends_with("(outputDataConfig.s3Uri)"), "{}", output.rule);
    assert!(output.required);
    draft.take(output, "s3://b/k");
    assert_eq!(draft.value(), json!({"outputDataConfig": {"s3Uri": "s3://b/k"}}));
    draft.take(output, "");
    assert_eq!(draft.value(), json!({}));
}

#[test]
fn a_table_of_tags_is_a_list_of_pairs() {
    let mut draft = draft("TagResource");
    let here = [Turn::member("tags")];
    let add = draft.page(&here, &[]).pop().unwrap();
    assert_eq!(draft.grow(&add, ""), None, "a key must be typed first");
    let place = draft.grow(&add, "team").unwrap();
    assert_eq!(place, [Turn::member("tags"), Turn::At(0)]);
    draft.grow(&add, "stage").unwrap();
    let page = draft.page(&here, &[]);
    draft.take(row(&page, "team"), "search");
    let tags = json!([{"key": "team", "value": "search"}, {"key": "stage", "value": ""}]);
    assert_eq!(draft.value(), json!({"tags": tags}));
    assert!(draft.shift(&place, true) && !draft.shift(&place[..1], true));
    assert_eq!(draft.value()["tags"][0]["key"], "stage");
    draft.remove(&[Turn::member("tags"), Turn::At(1)]);
    draft.remove(&[Turn::member("tags"), Turn::At(0)]);
    assert_eq!(draft.value(), json!({}));
}

#[test]
fn hyperparameters_offer_the_usual_ones_and_take_any() {
    let mut draft = draft("CreateModelCustomizationJob");
    let here = [Turn::member("hyperParameters")];
    let page = draft.page(&here, &[]);
    let labels: Vec<&str> = page.iter().map(|row| row.label.as_str()).collect();
    let usual = ["epochCount", "batchSize", "learningRate", "learningRateWarmupSteps", "Add a key"];
    assert_eq!(labels, usual);
    draft.take(row(&page, "batchSize"), "8");
    let add = page.last().unwrap().clone();
    draft.grow(&add, "seed").unwrap();
    let page = draft.page(&here, &[]);
    draft.take(row(&page, "seed"), "7");
    assert_eq!(draft.value(), json!({"hyperParameters": {"batchSize": "8", "seed": "7"}}));
    draft.take(row(&page, "batchSize"), "");
    assert_eq!(draft.value(), json!({"hyperParameters": {"seed": "7"}}));
}

#[test]
fn of_a_union_the_chosen_member_is_sent_and_the_others_are_kept() {
    let mut draft = draft("CreateModelCustomizationJob");
    let here = [Turn::member("customizationConfig")];
    assert_eq!(draft.page(&here, &[]).len(), 1);
    draft.take(&draft.page(&here, &[])[0].clone(), "rftConfig");
    let page = draft.page(&here, &[]);
    assert!(page.iter().any(|row| row.label == "Grader config"), "{page:?}");
    let grader = row(&page, "Grader config");
    draft.take(grader, "arn:aws:lambda:us-east-1:123456789012:function:grade");
    let sent = draft.value();
    assert!(sent["customizationConfig"]["rftConfig"]["graderConfig"].is_object(), "{sent}");
    draft.take(&page[0], "distillationConfig");
    assert_eq!(draft.value()["customizationConfig"], json!({}), "nothing of it is given yet");
    draft.take(&page[0], "rftConfig");
    assert_eq!(draft.value(), sent);
}

#[test]
fn slips_are_said_in_words_where_they_are() {
    let mut draft = draft("CreateProvisionedModelThroughput");
    let page = draft.page(&[], &[]);
    draft.take(row(&page, "Model units"), "0");
    draft.take(row(&page, "Provisioned model name"), "no good");
    let said: Vec<String> = draft
        .slips()
        .iter()
        .map(|slip| format!("{} {}", draft.words(&slip.place), slip.what))
        .collect();
    assert_eq!(
        said,
        [
            "Model units is less than 1",
            "Provisioned model name does not have its form: letters and digits, single - or _ \
             between",
            "Model ID is needed",
        ]
    );
    draft.take(row(&page, "Model units"), "two");
    assert_eq!(draft.slips()[0].what, "must be a whole number, at least 1");
}

#[test]
fn what_a_service_refuses_lands_where_it_means() {
    let mut draft = draft("CreateProvisionedModelThroughput");
    draft.set_value(&[], &json!({"tags": [{"key": "a", "value": "b"}, {"key": "c"}]}));
    let at = |draft: &Draft, said: &str| {
        let slips = draft.refused(said);
        slips.iter().map(|slip| (generic(&slip.place), slip.what.clone())).collect::<Vec<_>>()
    };
    assert_eq!(
        at(
            &draft,
            "2 validation errors detected: Value '0' at 'modelUnits' failed to satisfy constraint: \
            Member must have value greater than or equal to 1; Value '' at 'tags.2.member.key' \
            failed to satisfy constraint: Member must have length greater than or equal to 1"
        ),
        [
            ("modelUnits".into(), "Member must have value greater than or equal to 1".into()),
            ("tags.*.key".into(), "Member must have length greater than or equal to 1".into()),
        ]
    );
    assert_eq!(draft.refused("Value '' at 'tags.2.member.key' failed")[0].place[1], Turn::At(1));
    assert_eq!(
        at(&draft, "The provided modelId is invalid."),
        [("modelId".into(), "The provided modelId is invalid.".into())]
    );
    assert_eq!(at(&draft, "Your account is not authorized."), []);
    draft.set_text(&[Turn::member("modelId")], "amazon.nova-lite-v1:0");
    let said = "Provisioned throughput isn't supported for the model amazon.nova-lite-v1:0.";
    assert_eq!(at(&draft, said), [("modelId".into(), said.into())]);
    assert_eq!(at(&draft, "modelId and modelUnits do not go together."), []);
}

#[test]
fn the_skeleton_of_every_form_is_of_its_shape() {
    for name in operations() {
        let draft = draft(name);
        let skeleton = draft.skeleton(&[]);
        let mut read = draft.clone();
        assert_eq!(read.set_value(&[], &skeleton), [""; 0], "{name}");
    }
}
