//! Looking at one model, and access to it: looked at, asked for, given back, in several regions.

use outcrop::app::effect::Effect;
use outcrop::app::model::{Overlay, Screen};
use outcrop::app::screens::explorer::access::Stage;
use outcrop::domain::problem::{Kind, Problem};
use serde_json::{Value, json};

use crate::exploring;
use crate::fixtures::{self, ALL, BARE_SONNET, NOVA, SONNET};
use crate::world::World;

/// What the service says of access.
pub(crate) fn availability(agreement: &str, entitlement: &str) -> Value {
    json!({
        "modelId": BARE_SONNET,
        "agreementAvailability": {"status": agreement},
        "authorizationStatus": "AUTHORIZED",
        "entitlementAvailability": entitlement,
        "regionAvailability": "AVAILABLE",
    })
}

fn offers() -> Value {
    json!({"modelId": BARE_SONNET, "offers": [{
        "offerId": "offer-1", "offerToken": "token-1",
        "termDetails": {
            "usageBasedPricingTerm": {"rateCard": [
                {"dimension": "InputTokenCount", "price": "0.003", "unit": "1K tokens"},
            ]},
            "legalTerm": {"url": "https://aws.amazon.com/legal/bedrock/third-party-models/"},
            "supportTerm": {"refundPolicyDescription": "Nothing is refunded."},
            "validityTerm": {"agreementDuration": "P1Y"},
        },
    }]})
}

fn never_sent() -> Problem {
    let mut problem = Problem::new(Kind::NotFound, "GetUseCaseForModelAccess", "not there");
    problem.code = Some("ResourceNotFoundException".into());
    problem
}

/// Access to a model of a provider that asks for a form, as it stands; the form was never sent where
/// there is no agreement.
pub(crate) fn looked_at(agreement: &str) -> World {
    let mut world = exploring::world();
    world.press("/").write("sonnet").press("enter p");
    let sent = if agreement == ALL { Ok(json!({"formData": "e30="})) } else { Err(never_sent()) };
    let entitled = if agreement == ALL { ALL } else { "NOT_AVAILABLE" };
    world.answer("GetFoundationModelAvailability", Ok(availability(agreement, entitled)));
    world.answer("ListFoundationModelAgreementOffers", Ok(offers()));
    world.answer("GetUseCaseForModelAccess", sent);
    world
}

/// The form was sent, and the terms are shown.
pub(crate) fn offered() -> World {
    let mut world = looked_at("NOT_AVAILABLE");
    world.press("R").write("Acme").press("down").write("https://acme.example");
    world.press("down right down").write("Education").press("down down").write("Tutoring");
    world.take();
    world.press("ctrl-s");
    let (_, call) = world.operated().unwrap();
    assert_eq!(call.operation, "PutUseCaseForModelAccess");
    world.answers(json!({}));
    world
}

/// A model in the regions of the settings, one of which cannot be asked.
pub(crate) fn regions() -> World {
    let mut world = World::with(|settings| {
        settings.regions = ["us-east-1", "eu-west-1", "xx-north-9"].map(str::to_owned).to_vec();
    });
    world.press("f2").write("models").press("enter").press("/").write("sonnet").press("enter m");
    let asked: Vec<_> = { world.take().into_iter() }
        .filter_map(|effect| match effect {
            Effect::Operate(question, call) => Some((question, call.region.unwrap())),
            _ => None,
        })
        .collect();
    assert_eq!(asked.len(), 3, "all at once");
    for (question, region) in asked {
        let answer = match region.as_str() {
            "us-east-1" => Ok(availability(ALL, ALL)),
            "eu-west-1" => Ok(availability("NOT_AVAILABLE", "NOT_AVAILABLE")),
            _ => Err(Problem::new(Kind::Connect, "GetFoundationModelAvailability", "no such host")),
        };
        let answer = answer
            .map(|body| Box::new(outcrop::domain::operation::Answer { body, request_id: None }));
        world.reply(outcrop::app::effect::Reply::Operated(question, answer));
    }
    world
}

fn stage(world: &World) -> Option<Stage> {
    match world.top() {
        Some(Overlay::Access(access)) => Some(access.stage),
        _ => None,
    }
}

#[test]
fn enter_looks_at_a_model_and_at_what_its_lines_name() {
    let mut world = exploring::world();
    world.press("/").write("sonnet").press("enter");
    world.take();
    world.press("enter");
    let asked: Vec<String> = { world.effects.iter() }
        .filter_map(|effect| match effect {
            Effect::Operate(_, call) => Some(call.operation.clone()),
            _ => None,
        })
        .collect();
    assert_eq!(
        asked,
        [
            "GetFoundationModelAvailability",
            "GetFoundationModel",
            "ListFoundationModelAgreementOffers"
        ]
    );
    let screen = world.sized(80, 40).screen();
    assert!(screen.contains("Context window") && screen.contains("200,000"), "{screen}");
    let mut world = exploring::world();
    world.press("/").write("sonnet").press("enter enter down enter");
    let (_, call) = world.operated().unwrap();
    assert_eq!(call.operation, "GetInferenceProfile", "the way the line names");
    assert_eq!(call.input["inferenceProfileIdentifier"], SONNET);
    assert_eq!(world.model.explorer.details.len(), 2);
    world.press("esc esc");
    assert!(world.model.explorer.detail().is_none());
    assert_eq!(world.model.screen, Screen::Models);
}

#[test]
fn chatting_uses_the_id_where_it_can_be_invoked_and_asks_for_a_way_where_not() {
    let mut world = exploring::world();
    world.press("/").write("jamba").press("enter c");
    assert_eq!(world.model.screen, Screen::Chat);
    assert_eq!(world.chat().conversation.model, fixtures::JAMBA);
    let mut world = exploring::world();
    world.press("/").write("sonnet").press("enter c");
    assert!(matches!(world.top(), Some(Overlay::Models(_))));
    world.press("enter");
    assert_eq!(world.model.screen, Screen::Chat);
    assert_eq!(world.chat().conversation.model, SONNET);
    let mut world = exploring::world();
    world.press("/").write("tone").press("enter c");
    assert!(
        world.chat().conversation.model.ends_with("custom-model-deployment/def"),
        "the only way"
    );
    let mut world = exploring::world();
    world.press("/").write("deepseek").press("enter c");
    assert!(world.notice().contains("cannot be invoked here"), "{}", world.notice());
    world.press("/ ctrl-u").write("embed").press("enter c");
    assert!(world.notice().contains("cannot hold a conversation"), "{}", world.notice());
    assert_eq!(world.chat().conversation.model, NOVA);
}

#[test]
fn chatting_with_a_model_leaves_the_conversation_there_was_as_it_is() {
    let mut world = exploring::world();
    world.press("esc").write("hello").press("enter");
    let first = world.model.current;
    world.press("f2").write("models").press("enter / ctrl-u").write("jamba").press("enter c");
    assert_ne!(world.model.current, first);
    assert_eq!(world.chat().conversation.model, fixtures::JAMBA);
    assert_eq!(world.model.chats[&first].conversation.model, NOVA);
}

#[test]
fn the_form_comes_before_the_terms_and_the_terms_before_the_agreement() {
    let mut world = looked_at("NOT_AVAILABLE");
    assert_eq!(stage(&world), Some(Stage::Look));
    world.press("R");
    assert_eq!(stage(&world), Some(Stage::Form));
    world.take();
    world.press("ctrl-s");
    assert!(world.operated().is_none(), "it is not complete");
    let mut world = offered();
    assert_eq!(stage(&world), Some(Stage::Terms));
    world.take();
    world.press("n");
    assert!(stage(&world) == Some(Stage::Look) && world.operated().is_none());
    world.press("R enter");
    assert!(world.operated().is_none(), "only its own key agrees");
    world.press("y");
    let (_, call) = world.operated().unwrap();
    assert_eq!(call.operation, "CreateFoundationModelAgreement");
    assert_eq!(call.input, json!({"offerToken": "token-1", "modelId": BARE_SONNET}));
    world.answers(json!({}));
    world.take();
    world.press("f1 esc");
    let mut again = looked_at("PENDING");
    again.take();
    again.wait(1_000);
    let (_, call) = again.operated().unwrap();
    assert_eq!(call.operation, "GetFoundationModelAvailability", "looked at again by itself");
}

/// Two offers of a provider, the second with more terms than a page holds.
pub(crate) fn two_offers() -> World {
    let mut world = looked_at(ALL);
    let mut two = offers();
    let mut second = two["offers"][0].clone();
    second["offerToken"] = json!("token-2");
    let rates: Vec<Value> = (1..=40)
        .map(|at| json!({"dimension": format!("Tier{at}"), "price": "0.001", "unit": "1K tokens"}))
        .collect();
    second["termDetails"]["usageBasedPricingTerm"]["rateCard"] = json!(rates);
    two["offers"] = json!([two["offers"][0], second]);
    world.press("esc p");
    world.answer("GetFoundationModelAvailability", Ok(availability("NOT_AVAILABLE", ALL)));
    world.answer("ListFoundationModelAgreementOffers", Ok(two));
    world.answer("GetUseCaseForModelAccess", Ok(json!({"formData": "e30="})));
    world.press("R right");
    world
}

#[test]
fn every_offer_can_be_read_to_its_end_and_the_one_shown_is_agreed_to() {
    let mut world = two_offers();
    let shown = world.screen();
    assert!(shown.contains("Offer 2 of 2") && shown.contains("Tier1 "), "{shown}");
    assert!(!shown.contains("Nothing is refunded"), "{shown}");
    world.press("pagedown");
    assert!(!world.screen().contains("Tier1 "), "{}", world.screen());
    world.press("end");
    let shown = world.screen();
    assert!(shown.contains("Nothing is refunded") && !shown.contains("more below"), "{shown}");
    world.press("left");
    assert!(world.screen().contains("Offer 1 of 2"), "{}", world.screen());
    world.press("left").take();
    world.press("y");
    let (_, call) = world.operated().unwrap();
    assert_eq!(call.input["offerToken"], "token-2");
    world.answer("CreateFoundationModelAgreement", Err(fixtures::throttled()));
    let shown = world.screen();
    assert!(shown.contains("Too many requests") && shown.contains("Offer 2 of 2"), "{shown}");
}

#[test]
fn an_agreement_is_taken_back_only_by_its_name() {
    let mut world = looked_at(ALL);
    world.take();
    world.press("W").write("claude sonnet 4.5").press("enter");
    assert!(world.operated().is_none(), "not as it is written");
    world.press("ctrl-u").write("Claude Sonnet 4.5").press("enter");
    let (_, call) = world.operated().unwrap();
    assert_eq!(call.operation, "DeleteFoundationModelAgreement");
    assert_eq!(call.input, json!({"modelId": BARE_SONNET}));
    world.answer("DeleteFoundationModelAgreement", Err(fixtures::throttled()));
    assert!(world.screen().contains("Too many requests"), "{}", world.screen());
}

#[test]
fn read_only_hides_and_refuses_what_changes_access() {
    let mut world = World::with(|settings| settings.read_only = true);
    world.press("f2").write("models").press("enter");
    world.take();
    for key in ["R", "W"] {
        world.press(key);
        assert!(world.notice().starts_with("Read-only"), "{key}: {}", world.notice());
        assert!(world.top().is_none() && world.operated().is_none());
    }
    world.press("ctrl-p").write("request access");
    assert!(!world.screen().contains("Request access"), "{}", world.screen());
    world.press("esc p");
    assert_eq!(stage(&world), Some(Stage::Look), "looking changes nothing");
    world.press("R");
    assert_eq!(stage(&world), Some(Stage::Look));
}

#[test]
fn the_console_is_opened_and_its_address_shown_or_copied() {
    let mut world = exploring::world();
    world.press("/").write("nova").press("enter b");
    let address = match world.effects.last() {
        Some(Effect::Browse(address)) => address.clone(),
        other => panic!("{other:?}"),
    };
    assert!(address.ends_with(&format!("#/model-catalog/serverless/{NOVA}")), "{address}");
    world.reply(outcrop::app::effect::Reply::Browsed(address.clone(), Ok(())));
    assert!(world.notice().contains(&address));
    let failed = Err("xdg-open found no browser".into());
    world.reply(outcrop::app::effect::Reply::Browsed(address.clone(), failed));
    assert!(matches!(world.effects.last(), Some(Effect::Copy(_, text)) if *text == address));
}

#[test]
fn every_region_is_asked_at_once_and_one_that_fails_says_so_in_its_row() {
    let mut world = regions();
    let screen = world.screen();
    assert!(screen.contains("3 of 3") && screen.contains("no such host"), "{screen}");
}

/// How often access was asked for since the last `take`.
fn looks(world: &World) -> usize {
    let looks = world.effects.iter().filter(|effect| {
        matches!(effect, Effect::Operate(_, call) if call.operation == "GetFoundationModelAvailability")
    });
    looks.count()
}

/// A model that is looked at, whose terms were just agreed to; the question is left.
fn agreed() -> World {
    let mut world = exploring::world();
    world.press("/").write("jamba").press("enter enter");
    world.answer("GetFoundationModelAvailability", Ok(availability("NOT_AVAILABLE", ALL)));
    world.press("R");
    world.answer("GetFoundationModelAvailability", Ok(availability("NOT_AVAILABLE", ALL)));
    world.answer("ListFoundationModelAgreementOffers", Ok(offers()));
    assert_eq!(stage(&world), Some(Stage::Terms));
    world.press("end y");
    let (_, call) = world.operated().unwrap();
    assert_eq!(call.operation, "CreateFoundationModelAgreement");
    world
}

/// What the tree says of the agreement.
fn agreement(world: &World) -> String {
    let tree = &world.model.explorer.detail().unwrap().tree;
    let line = tree.lines().iter().find(|line| line.pointer == "/~0/agreementAvailability/status");
    format!("{:?}", line.unwrap().value)
}

#[test]
fn access_below_is_looked_at_again_until_the_agreement_is_made_or_failed() {
    for end in [ALL, "ERROR"] {
        let mut world = agreed();
        world.answers(json!({}));
        world.answer("GetFoundationModelAvailability", Ok(availability("PENDING", ALL)));
        world.press("esc").take();
        for _ in 0..3 {
            world.wait(31_000);
            assert_eq!(looks(&world), 1, "once until it is answered");
            world.answer("GetFoundationModelAvailability", Ok(availability("PENDING", ALL)));
            world.take();
        }
        assert!(agreement(&world).contains("PENDING"), "{}", agreement(&world));
        world.wait(31_000);
        world.answer("GetFoundationModelAvailability", Ok(availability(end, ALL)));
        assert!(agreement(&world).contains(end), "{}", agreement(&world));
        world.take();
        world.wait(120_000);
        assert_eq!((looks(&world), world.model.pulse()), (0, None), "it stands");
    }
}

#[test]
fn access_below_is_not_looked_at_after_a_refusal_or_when_the_screen_is_left() {
    let mut world = agreed();
    let denied = Problem::new(Kind::Denied, "CreateFoundationModelAgreement", "You may not.");
    world.answer("CreateFoundationModelAgreement", Err(denied));
    world.press("esc esc").take();
    world.wait(120_000);
    assert_eq!(looks(&world), 0);

    let mut world = agreed();
    world.answers(json!({}));
    world.press("esc shift-tab");
    assert_eq!(world.model.screen, Screen::Chat);
    world.take();
    world.wait(120_000);
    assert_eq!((looks(&world), world.model.pulse()), (0, None));
    world.press("tab").wait(120_000);
    assert_eq!(looks(&world), 0, "it was left");
}

#[test]
fn access_below_is_not_looked_at_for_ever() {
    let mut world = agreed();
    world.answers(json!({}));
    world.press("esc").take();
    let mut count = 0;
    while world.wait(31_000).model.pulse().is_some() || looks(&world) > 0 {
        assert_eq!(looks(&world), 1);
        world.answer("GetFoundationModelAvailability", Ok(availability("PENDING", ALL)));
        world.take();
        count += 1;
        assert!(count < 20);
    }
    assert!(count > 8, "{count}");
}

#[test]
fn access_below_is_looked_at_again_until_the_agreement_is_given_back() {
    let mut world = exploring::world();
    world.press("/").write("jamba").press("enter enter");
    world.answer("GetFoundationModelAvailability", Ok(availability(ALL, ALL)));
    let name = world.model.explorer.entry().unwrap().name.clone();
    world.press("W").write(&name).press("enter");
    let (_, call) = world.operated().unwrap();
    assert_eq!(call.operation, "DeleteFoundationModelAgreement");
    world.answers(json!({}));
    world.press("esc").take();
    world.wait(31_000);
    world.answer("GetFoundationModelAvailability", Ok(availability(ALL, ALL)));
    world.take();
    world.wait(31_000);
    world.answer("GetFoundationModelAvailability", Ok(availability("NOT_AVAILABLE", ALL)));
    assert!(agreement(&world).contains("NOT_AVAILABLE"), "{}", agreement(&world));
    world.take();
    world.wait(120_000);
    assert_eq!((looks(&world), world.model.pulse()), (0, None));
}
