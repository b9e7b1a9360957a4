//! A request in each of its states.

use outcrop::app::effect::Reply;
use outcrop::domain::problem::{Kind, Problem};

use super::both;
use crate::requesting::{buying, called, customizing, fill};

#[test]
fn fresh_and_wrong() {
    both("request-fresh", buying());
    let mut world = buying();
    world.write("0").press("enter").write("no good").press("ctrl-s").wait(20_000);
    world.press("down");
    both("request-errors", world);
}

#[test]
fn sub_forms() {
    let mut world = customizing("VPC config");
    world.press("enter");
    both("request-sub-form", world);
    let mut world = customizing("Validation data config");
    world.press("enter enter").write("s3://bucket/one.jsonl").press("down enter").write("no");
    both("request-list", world);
    let mut world = customizing("Hyper parameters");
    world.press("enter").write("3").press("enter").write("8").press("down down down");
    world.write("seed").press("enter").write("7");
    both("request-map", world);
    let mut world = customizing("Customization config");
    world.press("enter right right");
    both("request-union", world);
    let mut world = customizing("Role ARN");
    world.press("ctrl-o");
    both("request-offered", world);
    let mut world = customizing("Custom model KMS key ID");
    world.press("ctrl-o");
    both("request-nothing-offered", world);
}

#[test]
fn before_and_while_it_is_sent() {
    let mut world = buying();
    fill(&mut world);
    world.press("ctrl-s");
    both("request-summary", world);
    let mut world = buying();
    fill(&mut world);
    world.press("ctrl-s enter").write("chat");
    both("request-sign", world);
    let mut world = buying();
    fill(&mut world);
    world.press("ctrl-s enter").write("chat-prod").press("enter").wait(3_000);
    both("request-sending", world);
    let mut world = buying();
    fill(&mut world);
    world.press("ctrl-s enter").write("chat-prod").press("enter");
    let (question, _) = called(&world).unwrap();
    let name = "CreateProvisionedModelThroughput";
    let mut problem = Problem::new(Kind::Validation, name, "the service refuses the request")
        .because("Value '2' at 'modelUnits' failed to satisfy constraint: Member must have value less than or equal to 1");
    problem.status = Some(400);
    problem.request_id = Some("5c9d7f1e-0000-4000-8000-000000000007".into());
    world.reply(Reply::Operated(question, Err(problem)));
    both("request-refused", world);
}
