//! Checking a batch input file from the screen: what is asked, what is shown, what is copied.

use outcrop::app::effect::{Effect, QuestionId, Reply};
use outcrop::app::model::Overlay;
use outcrop::domain::problem::{Kind, Problem};
use outcrop::domain::records::{Finding, Report};
use serde_json::json;

use crate::account::{answer, arn, go};
use crate::world::World;

/// The list of batch jobs, none there.
pub(crate) fn no_jobs() -> World {
    let mut world = World::new();
    go(&mut world, "batch");
    answer(&mut world, "ListModelInvocationJobs", &json!({ "invocationJobSummaries": [] }));
    world.take();
    world
}

/// The list of batch jobs with one that is there.
pub(crate) fn jobs() -> World {
    let mut world = World::new();
    go(&mut world, "batch");
    let job = json!({
        "jobArn": arn("model-invocation-job/abc"), "jobName": "night-run", "status": "Completed",
        "modelId": "amazon.nova-lite-v1:0", "modelInvocationType": "Converse",
        "roleArn": "arn:aws:iam::123456789012:role/batch", "submitTime": "2026-11-19T10:40:00Z",
        "inputDataConfig": {"s3InputDataConfig": {"s3Uri": "s3://corp-data/night/in.jsonl"}},
        "outputDataConfig": {"s3OutputDataConfig": {"s3Uri": "s3://corp-data/night/out/"}},
    });
    answer(&mut world, "ListModelInvocationJobs", &json!({ "invocationJobSummaries": [job] }));
    world.take();
    world
}

/// The same, the check of an input file asked for.
pub(crate) fn asked() -> World {
    let mut world = jobs();
    world.command("batch input file");
    world
}

/// What a check of a file with faults found.
pub(crate) fn faulty() -> Report {
    let finding = |line, record: Option<&str>, what: &str| Finding {
        line,
        record: record.map(str::to_owned),
        what: what.to_owned(),
    };
    Report {
        records: 88,
        bytes: 40_000,
        body: Some("Converse".into()),
        problems: vec![
            finding(
                3,
                Some("ticket-4711"),
                "modelInput/messages/0/role: must be one of user, assistant",
            ),
            finding(17, None, "recordId is missing: answers could not be told apart"),
            finding(40, Some("x\u{1b}[2J\u{202e}"), "recordId stands in line 2 already"),
        ],
        count: 3,
        remarks: vec!["88 records: a job takes 100 at least, by the usual quotas".into()],
    }
}

fn check(world: &World) -> (QuestionId, String, String, bool) {
    let asked = world.effects.iter().rev().find_map(|effect| match effect {
        Effect::CheckRecords(question, file, model, converse) => {
            Some((*question, file.display().to_string(), model.clone(), *converse))
        }
        _ => None,
    });
    asked.unwrap_or_else(|| panic!("nothing is checked"))
}

pub(crate) fn found() -> World {
    let mut world = asked();
    world.write("night.jsonl").press("ctrl-s");
    let (question, ..) = check(&world);
    world.reply(Reply::RecordsChecked(question, Ok(Box::new(faulty()))));
    world
}

#[test]
fn a_check_begins_with_what_the_selected_job_says() {
    let mut world = asked();
    world.press("ctrl-s");
    assert!(world.effects.iter().all(|effect| !matches!(effect, Effect::CheckRecords(..))));
    assert!(world.screen().contains("is needed"), "no file yet: {}", world.screen());
    world.write("~/night.jsonl").press("ctrl-s");
    let (_, file, model, converse) = check(&world);
    assert_eq!(
        (file.as_str(), model.as_str(), converse),
        ("/home/me/night.jsonl", "amazon.nova-lite-v1:0", true)
    );
    assert!(world.screen().contains("checking…"), "{}", world.screen());
    world.take();
    world.press("ctrl-s");
    assert!(world.effects.is_empty(), "one at a time");
}

#[test]
fn what_was_found_is_shown_and_a_line_of_it_copied() {
    let mut world = found();
    let screen = world.screen();
    for said in [
        "88 records, held to Converse: 3 things are wrong",
        "line 3 · ticket-4711: modelInput/messages/0/role",
        "line 17: recordId is missing",
        "line 40 · x␛[2J",
        "88 records: a job takes 100 at least",
        "aws s3 cp night.jsonl s3://corp-data/night/in.jsonl",
        "aws s3 cp --recursive s3://corp-data/night/out/ .",
    ] {
        assert!(screen.contains(said), "{said}: {screen}");
    }
    world.take();
    world.write("recursive").press("enter");
    let copied = world.effects.iter().find_map(|effect| match effect {
        Effect::Copy(_, text) => Some(text.as_str()),
        _ => None,
    });
    assert_eq!(copied, Some("aws s3 cp --recursive s3://corp-data/night/out/ ."));
    world.press("esc");
    assert!(!world.screen().contains("What was found"), "{}", world.screen());
}

#[test]
fn a_file_that_cannot_be_read_is_said_in_place_and_a_check_that_was_left_is_dropped() {
    let mut world = asked();
    world.write("none.jsonl").press("ctrl-s");
    let (question, ..) = check(&world);
    let problem =
        Problem::new(Kind::Input, "check", "none.jsonl cannot be read").because("no such file");
    world.reply(Reply::RecordsChecked(question, Err(problem)));
    assert!(
        world.screen().contains("none.jsonl cannot be read: no such file"),
        "{}",
        world.screen()
    );
    world.press("ctrl-s");
    let (question, ..) = check(&world);
    world.press("esc");
    world.reply(Reply::RecordsChecked(question, Ok(Box::new(faulty()))));
    assert!(!world.screen().contains("What was found"), "{}", world.screen());
}

#[test]
fn where_it_will_lie_is_held_to_be_in_s3() {
    let mut world = asked();
    world.write("night.jsonl").press("down down down ctrl-u").write("my-bucket").press("ctrl-s");
    assert!(world.screen().contains("must begin with s3://"), "{}", world.screen());
    assert!(world.effects.iter().all(|effect| !matches!(effect, Effect::CheckRecords(..))));
}

#[test]
fn a_good_file_becomes_a_job_as_it_was_checked() {
    let mut world = asked();
    world.write("night.jsonl").press("down ctrl-u").write("us.amazon.nova-pro-v1:0");
    world.press("down down ctrl-u").write("s3://corp-data/next/").press("ctrl-s");
    let (question, ..) = check(&world);
    let good = Report { records: 120, body: Some("Converse".into()), ..Report::default() };
    world.reply(Reply::RecordsChecked(question, Ok(Box::new(good))));
    let screen = world.screen();
    for said in [
        "120 records, held to Converse: nothing is wrong",
        "aws s3 cp night.jsonl s3://corp-data/next/night.jsonl",
        "→ Submit a job for it, once it is uploaded",
        "Enter opens the form of a new job.",
    ] {
        assert!(screen.contains(said), "{said}: {screen}");
    }
    world.press("enter");
    let Some(Overlay::Request(request)) = world.top() else { panic!("{}", world.screen()) };
    let input = request.draft.value();
    assert_eq!(
        (&input["modelId"], &input["modelInvocationType"], &input["roleArn"]),
        (
            &"us.amazon.nova-pro-v1:0".into(),
            &"Converse".into(),
            &"arn:aws:iam::123456789012:role/batch".into()
        )
    );
    let from = &input["inputDataConfig"]["s3InputDataConfig"]["s3Uri"];
    assert_eq!(from, "s3://corp-data/next/night.jsonl");
    assert!(input["jobName"].is_null(), "{input}");
}
