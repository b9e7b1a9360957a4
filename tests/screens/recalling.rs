//! Names that were seen are kept beyond the run, for their account and region, and offered again.
//! Not here: how they are kept (tests/store).

use outcrop::app::effect::{Effect, QuestionId, Reply};
use outcrop::domain::archive::{Found, Query, Save};
use outcrop::domain::problem::{Kind, Problem};
use outcrop::domain::seen::{Name, Sort, Whose};
use serde_json::json;

use crate::account::{answer, call, go};
use crate::fixtures;
use crate::requesting;
use crate::world::World;

const ROLE: &str = "arn:aws:iam::123456789012:role/batch";
const OLD: &str = "arn:aws:iam::123456789012:role/older";

/// The batch jobs, one with a role listed.
fn listed() -> World {
    let mut world = World::new();
    go(&mut world, "batch");
    let job = json!({"jobName": "night", "jobArn": "arn:aws:bedrock:us-east-1:1:model-invocation-job/a",
                     "status": "Completed", "roleArn": ROLE});
    answer(&mut world, "ListModelInvocationJobs", &json!({ "invocationJobSummaries": [job] }));
    world
}

fn kept(world: &World) -> Vec<(Whose, Vec<Name>)> {
    let saves = world.saves().into_iter();
    saves
        .filter_map(|save| match save {
            Save::Seen { whose, names, .. } => Some((whose.clone(), names.clone())),
            _ => None,
        })
        .collect()
}

fn role(name: &str) -> Name {
    (Sort::Role, name.to_owned())
}

/// Opens the form of a new job, its role selected.
fn form(world: &mut World) {
    world.press("n down");
}

fn asked(world: &World) -> Option<QuestionId> {
    world.find(|query| matches!(query, Query::Seen(_)))
}

#[test]
fn what_an_answer_names_is_kept_once_for_its_account_and_region() {
    let mut world = listed();
    let saved = kept(&world);
    let whose = Whose { account: "123456789012".into(), region: "us-east-1".into() };
    assert_eq!(saved, [(whose, vec![role(ROLE)])]);
    world.take();
    world.press("f5");
    let job = json!({"jobName": "night", "roleArn": ROLE});
    answer(&mut world, "ListModelInvocationJobs", &json!({ "invocationJobSummaries": [job] }));
    assert_eq!(kept(&world), [], "it is known");
}

#[test]
fn nothing_is_read_until_a_form_wants_it_and_then_once() {
    let mut world = listed();
    assert_eq!(asked(&world), None);
    form(&mut world);
    let question = asked(&world).unwrap();
    world.press("ctrl-o");
    assert!(world.screen().contains(ROLE) && !world.screen().contains(OLD), "{}", world.screen());
    let names = vec![role(OLD), role(ROLE)];
    world.reply(Reply::Found(question, Ok(Found::Seen(names))));
    let screen = world.screen();
    let (first, second) = (screen.find(ROLE).unwrap(), screen.find(OLD).unwrap());
    assert!(first < second, "seen last, offered first: {screen}");
    world.press("esc esc").take();
    form(&mut world);
    assert_eq!(asked(&world), None, "once");
}

#[test]
fn what_is_used_in_a_request_is_kept_again() {
    let model =
        "arn:aws:bedrock:us-east-1:123456789012:custom-model/amazon.nova-lite-v1:0/abcdefghijkl";
    let mut world = requesting::buying();
    for _ in 0..2 {
        world.write("2").press("enter").write("chat-prod").press("enter");
        world.paste(model).press("enter ctrl-s").take();
        world.press("enter").write("chat-prod").press("enter");
        let (question, sent) = call(&world, "CreateProvisionedModelThroughput");
        assert_eq!(sent.input["modelId"], model);
        let saved = kept(&world);
        assert_eq!(saved[0].1, [(Sort::Custom, model.to_owned())], "known or not, it is used now");
        requesting::answer(&mut world, question, json!({}));
        world.press("n");
    }
}

#[test]
fn another_account_is_offered_nothing_of_this_one() {
    let mut world = listed();
    let late = {
        world.press("f5");
        call(&world, "ListModelInvocationJobs").0
    };
    let other = world.model.desk.question();
    world.model.desk.session_asked = other;
    outcrop::app::update::seen::forget(&mut world.model.desk);
    let mut session = fixtures::session();
    session.account = Some("999999999999".into());
    world.session(Ok(session));
    world.take();
    let body = json!({ "invocationJobSummaries": [{"jobName": "night", "roleArn": ROLE}] });
    let answer = outcrop::domain::operation::Answer { body, request_id: None };
    world.reply(Reply::Operated(late, Ok(Box::new(answer))));
    assert_eq!(kept(&world), [], "it was asked as somebody else");
    form(&mut world);
    world.press("ctrl-o");
    assert!(!world.screen().contains(ROLE), "{}", world.screen());
    let whose = world.effects.iter().find_map(|effect| match effect {
        Effect::Find(_, _, Query::Seen(whose)) => Some(whose.account.clone()),
        _ => None,
    });
    assert_eq!(whose.as_deref(), Some("999999999999"));
}

#[test]
fn names_seen_before_the_account_is_known_become_its_own() {
    let mut world = World::bare(|_| {});
    world.reply(Reply::StoreOpened(Ok(outcrop::domain::archive::Opening::default())));
    let mut session = fixtures::session();
    session.account = None;
    world.session(Ok(session));
    go(&mut world, "batch");
    let jobs =
        |role: &str| json!({ "invocationJobSummaries": [{"jobName": "n", "roleArn": role}] });
    answer(&mut world, "ListModelInvocationJobs", &jobs(OLD));
    assert!(kept(&world)[0].0.account.starts_with("with "), "{:?}", kept(&world));
    form(&mut world);
    let before = asked(&world);
    world.take();
    world.session(Ok(fixtures::session()));
    let saved = kept(&world);
    assert_eq!(saved[0].0.account, "123456789012");
    assert_eq!(saved[0].1, [role(OLD)]);
    let question = asked(&world).unwrap();
    assert_ne!(Some(question), before, "the form wants to know what this account has");
    world.reply(Reply::Found(question, Ok(Found::Seen(vec![role(ROLE)]))));
    world.press("ctrl-o");
    assert!(world.screen().contains(ROLE), "{}", world.screen());
}

#[test]
fn where_they_cannot_be_read_those_of_this_run_are_offered() {
    let mut world = listed();
    form(&mut world);
    let question = asked(&world).unwrap();
    let problem = Problem::new(Kind::Store, "reading names seen before", "The disk is gone");
    world.reply(Reply::Found(question, Err(problem)));
    assert!(world.notice().contains("The disk is gone"), "{}", world.notice());
    world.press("ctrl-o");
    assert!(world.screen().contains(ROLE), "{}", world.screen());
    world.press("esc esc").take();
    form(&mut world);
    assert!(asked(&world).is_some(), "it is tried again");
}

#[test]
fn a_form_that_was_open_first_learns_it_as_soon_as_one_knows_whose() {
    let mut world = World::bare(|settings| settings.region = Some("us-east-1".into()));
    go(&mut world, "batch");
    answer(&mut world, "ListModelInvocationJobs", &json!({ "invocationJobSummaries": [] }));
    form(&mut world);
    world.press("ctrl-o");
    assert_eq!(asked(&world), None, "nobody is known yet");
    world.session(Ok(fixtures::session()));
    let question = asked(&world).expect("the store answers when it is open");
    world.take();
    world.reply(Reply::StoreOpened(Ok(outcrop::domain::archive::Opening::default())));
    assert_eq!(asked(&world), None, "once is enough");
    world.reply(Reply::Found(question, Ok(Found::Seen(vec![role(OLD)]))));
    assert!(world.screen().contains(OLD), "{}", world.screen());
}
