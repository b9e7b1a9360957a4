//! Failed records of a batch output file on the screen: which file, what failed, the retry file, and
//! what cannot be read or written.

use outcrop::app::effect::{Effect, QuestionId, Reply};
use outcrop::app::model::Overlay;
use outcrop::domain::outcome::Outcome;
use outcrop::domain::problem::{Kind, Problem};
use serde_json::{Value, json};

use crate::checking;
use crate::world::World;

/// The list of batch jobs with one that is there, and its failed records asked for.
pub(crate) fn asked() -> World {
    let mut world = checking::jobs();
    world.press("F");
    world
}

fn record(id: &str, rest: Value) -> String {
    let mut line = json!({"recordId": id, "modelInput": {"messages": []}});
    if let (Value::Object(line), Value::Object(rest)) = (&mut line, rest) {
        line.extend(rest);
    }
    line.to_string()
}

/// What was read of a file with five records.
pub(crate) fn outcome() -> Outcome {
    let mut outcome = Outcome::default();
    let long = "Malformed input request: #/messages/0/content: expected minimum item count: 1, found: \
                0, please reformat your input and try again.";
    let lines = [
        record("ticket-1", json!({"modelOutput": {}})),
        record("ticket-2", json!({"error": {"errorCode": 400, "errorMessage": long}})),
        record(
            "x\u{1b}[2J\u{202e}",
            json!({"error": {"errorCode": 500, "errorMessage": "\u{9b}2J gone"}}),
        ),
        record("ticket-4", json!({})),
        "{\"recordId\":".to_owned(),
    ];
    for (at, line) in (1..).zip(&lines) {
        outcome.line(at, line.as_bytes());
    }
    outcome
}

/// The last thing asked of an output file: the file, and where to write, over what is there or not.
fn last(world: &World) -> (QuestionId, String, Option<(String, bool)>) {
    let asked = world.effects.iter().rev().find_map(|effect| match effect {
        Effect::ReadOutput(question, file, retry) => {
            let retry = retry.as_ref().map(|(to, over)| (to.display().to_string(), *over));
            Some((*question, file.display().to_string(), retry))
        }
        _ => None,
    });
    asked.unwrap_or_else(|| panic!("nothing is read"))
}

fn reads(world: &World) -> bool {
    world.effects.iter().any(|effect| matches!(effect, Effect::ReadOutput(..)))
}

/// The same, its output file read.
pub(crate) fn failed() -> World {
    let mut world = asked();
    world.press("ctrl-s");
    let (question, ..) = last(&world);
    world.reply(Reply::OutputRead(question, Ok(Box::new(outcome()))));
    world.take();
    world
}

/// The same, its retry file written.
pub(crate) fn written() -> World {
    let mut world = failed();
    world.press("enter");
    let (question, ..) = last(&world);
    world.reply(Reply::OutputRead(question, Ok(Box::new(outcome()))));
    world
}

/// The retry file is there already when it is to be written.
pub(crate) fn is_there(world: &mut World) {
    world.press("enter");
    let (question, ..) = last(world);
    let problem = Problem::new(Kind::Conflict, "write", "in-retry.jsonl cannot be written")
        .because("it is there already");
    world.reply(Reply::OutputRead(question, Err(problem)));
}

/// The output file is not there when it is to be read.
pub(crate) fn is_unreadable(world: &mut World) {
    world.press("ctrl-u").write("none.jsonl.out").press("ctrl-s");
    let (question, ..) = last(world);
    let problem = Problem::new(Kind::Input, "read", "none.jsonl.out cannot be read")
        .because("No such file")
        .advise("name a JSONL file");
    world.reply(Reply::OutputRead(question, Err(problem)));
}

fn copied(world: &World) -> Option<&str> {
    world.effects.iter().find_map(|effect| match effect {
        Effect::Copy(_, text) => Some(text.as_str()),
        _ => None,
    })
}

#[test]
fn it_begins_with_the_files_of_the_selected_job_and_copies_how_they_are_fetched() {
    let mut world = asked();
    let screen = world.screen();
    for said in ["in.jsonl.out", "in-retry.jsonl", "s3://corp-data/night/out/abc/ ."] {
        assert!(screen.contains(said), "{said}: {screen}");
    }
    world.press("down down enter");
    assert_eq!(copied(&world), Some("aws s3 cp --recursive s3://corp-data/night/out/abc/ ."));
    assert!(!reads(&world));
    world.press("ctrl-s");
    assert_eq!(last(&world).1, "in.jsonl.out");
    assert!(world.screen().contains("reading…"), "{}", world.screen());
    world.take();
    world.press("ctrl-s");
    assert!(!reads(&world), "one at a time");
}

#[test]
fn the_retry_file_goes_beside_the_output_until_another_is_named() {
    let mut world = asked();
    world.press("ctrl-u").write("down/a.jsonl.out");
    assert!(world.screen().contains("down/a-retry.jsonl"), "{}", world.screen());
    world.press("down ctrl-u").write("mine.jsonl").press("up").write("x").press("enter");
    assert!(world.screen().contains("mine.jsonl"), "{}", world.screen());
    assert_eq!(last(&world).1, "down/a.jsonl.outx");
}

#[test]
fn a_file_is_needed_where_no_job_says_which() {
    let mut world = checking::no_jobs();
    world.press("F ctrl-s");
    assert!(world.screen().contains("is needed"), "{}", world.screen());
    assert!(!world.screen().contains("Download"), "{}", world.screen());
    assert!(!reads(&world));
}

#[test]
fn what_failed_is_listed_by_line_with_totals_and_the_selected_line_whole() {
    let mut world = failed();
    let screen = world.screen();
    for said in [
        "5 records: 1 succeeded, 2 failed, 1 without an answer, 1 not JSON",
        "→ Write the 3 records to send again: in-retry.jsonl",
        "1 of them cannot be sent again",
        "3 to send again: a job takes 100 at least",
        "line 2 · ticket-2: 400: Malformed input request",
        "line 3 · x␛[2J",
        "line 4 · ticket-4: there is neither modelOutput nor error",
        "line 5: not JSON",
        "Enter writes the file",
    ] {
        assert!(screen.contains(said), "{said}: {screen}");
    }
    world.write("ticket-2");
    assert!(world.screen().contains("your input and try again."), "{}", world.screen());
    world.press("enter");
    assert!(copied(&world).is_some_and(|text| text.starts_with("line 2 · ticket-2: 400")));
    assert!(!reads(&world));
}

#[test]
fn the_retry_file_is_written_on_enter_and_a_job_made_of_it() {
    let mut world = failed();
    world.press("enter");
    let (question, file, retry) = last(&world);
    assert_eq!((file.as_str(), retry), ("in.jsonl.out", Some(("in-retry.jsonl".into(), false))));
    world.take();
    world.press("enter");
    assert!(!reads(&world), "one at a time");
    assert!(world.screen().contains("writing…"), "{}", world.screen());
    world.reply(Reply::OutputRead(question, Ok(Box::new(outcome()))));
    let screen = world.screen();
    for said in [
        "3 records written: in-retry.jsonl",
        "aws s3 cp in-retry.jsonl s3://corp-data/night/in-retry.jsonl",
        "→ Submit a job for them, once they are uploaded",
    ] {
        assert!(screen.contains(said), "{said}: {screen}");
    }
    world.press("enter");
    let Some(Overlay::Request(request)) = world.top() else { panic!("{}", world.screen()) };
    let input = request.draft.value();
    assert_eq!(
        (&input["modelId"], &input["roleArn"], &input["jobName"]),
        (
            &"amazon.nova-lite-v1:0".into(),
            &"arn:aws:iam::123456789012:role/batch".into(),
            &Value::Null
        )
    );
    world.press("esc");
    assert!(world.screen().contains("3 records written"), "{}", world.screen());
}

#[test]
fn a_file_that_is_there_is_written_over_only_after_a_yes() {
    let mut world = failed();
    is_there(&mut world);
    assert!(world.screen().contains("in-retry.jsonl is there already"), "{}", world.screen());
    world.take();
    world.press("n");
    assert!(!reads(&world));
    is_there(&mut world);
    world.press("y");
    let (question, _, retry) = last(&world);
    assert_eq!(retry, Some(("in-retry.jsonl".into(), true)));
    world.reply(Reply::OutputRead(question, Ok(Box::new(outcome()))));
    assert!(world.screen().contains("3 records written"), "{}", world.screen());
}

#[test]
fn what_cannot_be_read_or_written_is_said_where_the_file_is_named() {
    let mut world = asked();
    is_unreadable(&mut world);
    let said = "Output file cannot be read: No such file; name a JSONL file.";
    assert!(world.screen().contains(said), "{}", world.screen());
    world.press("down up");
    assert!(world.screen().contains(said), "it stays: {}", world.screen());
    world.take();
    world.press("ctrl-s");
    assert_eq!(last(&world).1, "none.jsonl.out", "it may be there now");
    let (question, ..) = last(&world);
    world.reply(Reply::OutputRead(question, Ok(Box::new(outcome()))));
    world.press("enter");
    let (question, ..) = last(&world);
    let problem = Problem::new(Kind::Input, "write", "it").because("Permission denied");
    world.reply(Reply::OutputRead(question, Err(problem)));
    let screen = world.screen();
    assert!(screen.contains("Retry file cannot be written: Permission denied."), "{screen}");
    assert!(screen.contains("none.jsonl.out"), "nothing typed is lost: {screen}");
}

#[test]
fn one_that_was_left_is_dropped_and_where_all_succeeded_there_is_nothing_to_do() {
    let mut world = asked();
    world.press("ctrl-s");
    let (question, ..) = last(&world);
    world.press("esc");
    world.reply(Reply::OutputRead(question, Ok(Box::new(outcome()))));
    assert!(!world.screen().contains("succeeded"), "{}", world.screen());

    world.press("F ctrl-s");
    let (question, ..) = last(&world);
    let mut good = Outcome::default();
    good.line(1, br#"{"recordId":"a","modelOutput":{}}"#);
    world.reply(Reply::OutputRead(question, Ok(Box::new(good))));
    let screen = world.screen();
    assert!(screen.contains("1 record: 1 succeeded, 0 failed"), "{screen}");
    assert!(screen.contains("No record failed: there is nothing to send again"), "{screen}");
    assert!(!screen.contains("Write the"), "{screen}");
}

#[test]
fn a_tilde_is_the_home_as_in_a_shell() {
    let mut world = asked();
    world.press("ctrl-u").write("~/down/a.jsonl.out").press("ctrl-s");
    assert_eq!(last(&world).1, "/home/me/down/a.jsonl.out");
    let (question, ..) = last(&world);
    world.reply(Reply::OutputRead(question, Ok(Box::new(outcome()))));
    world.press("enter");
    let (.., retry) = last(&world);
    assert_eq!(retry, Some(("/home/me/down/a-retry.jsonl".into(), false)));
}
