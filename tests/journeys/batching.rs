//! Files of batch inference through the screen, on a real disk: an input file is checked, the failed
//! records of an output file are written to a retry file, and a job is made of it.
//! Not here: what is wrong with a record (unit tests of domain), or how it looks (tests/screens).

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::bedrock::Bedrock;
use super::runner::{Runner, Setup};

fn record(id: &str, rest: Value) -> Value {
    let message = json!({"role": "user", "content": [{"text": "é \u{1b}[31m"}]});
    let mut line = json!({"recordId": id, "modelInput": {"messages": [message]}});
    if let (Value::Object(line), Value::Object(rest)) = (&mut line, rest) {
        line.extend(rest);
    }
    line
}

fn write(place: &Path, name: &str, lines: &[Value]) -> PathBuf {
    let path = place.join(name);
    let lines: Vec<String> = lines.iter().map(ToString::to_string).collect();
    fs::write(&path, lines.join("\n") + "\n").unwrap();
    path
}

/// Goes to the batch jobs of an account that has some.
fn start(place: &Path, bedrock: &Bedrock) -> Runner {
    bedrock.script.account.seed().unwrap();
    let runner = Setup::new(place, bedrock).start();
    runner.go_to_list("batch-jobs", "Batch inference jobs");
    runner
}

/// Names the output file in the form, and reads it.
fn read(runner: &Runner, path: &Path) {
    runner.press("F");
    runner.wait_for("Failed records of a batch output file");
    runner.press("ctrl-u");
    runner.paste(&path.display().to_string());
    runner.wait_for("out.jsonl.out");
    runner.press("ctrl-s");
}

#[test]
fn failed_records_are_written_to_a_retry_file_and_become_a_job() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    let runner = start(place.path(), &bedrock);
    let hostile = "x\u{1b}]52;c;cm0=\u{7}\u{9b}2J\u{202e}";
    let error = |code: &str| json!({"error": {"errorCode": code, "errorMessage": "refused"}});
    let lines = [
        record("a", json!({"modelOutput": {}})),
        record("b", error("429")),
        record(hostile, error(hostile)),
        record("d", json!({})),
    ];
    let output = write(place.path(), "out.jsonl.out", &lines);
    let retry = place.path().join("out-retry.jsonl");
    read(&runner, &output);
    runner.wait_for("4 records: 1 succeeded, 2 failed, 1 without an answer");
    let screen = runner.screen();
    assert!(screen.contains("line 2 · b: 429: refused"), "{screen}");
    assert!(screen.contains("line 3 · x␛]52;c;cm0="), "{screen}");
    assert!(!screen.contains(['\u{1b}', '\u{9b}', '\u{202e}', '\u{7}']), "{screen}");
    assert!(!retry.exists(), "nothing is written yet");

    runner.press("enter");
    runner.wait_for("3 records written: ");
    let wanted = [record("b", json!({})), record(hostile, json!({})), record("d", json!({}))];
    let written = fs::read_to_string(&retry).unwrap();
    let sent: Vec<Value> =
        written.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(sent, wanted);
    runner.press("enter");
    runner.wait_for("New batch inference job");
    runner.press("esc");
    runner.wait_for("3 records written: ");

    // What is there is written over only after a yes.
    fs::write(&retry, "mine").unwrap();
    runner.press("esc");
    runner.wait_for("ctrl-s reads it");
    runner.press("ctrl-s");
    runner.wait_for("Write the 3 records");
    runner.press("enter");
    runner.wait_for("is there already. Write over it?");
    assert_eq!(fs::read_to_string(&retry).unwrap(), "mine");
    runner.press("y");
    runner.wait_for("3 records written: ");
    assert_eq!(fs::read_to_string(&retry).unwrap(), written);
    runner.quit();
}

#[test]
fn what_cannot_be_read_or_written_is_said_and_what_was_typed_stays() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    let runner = start(place.path(), &bedrock);
    let output = place.path().join("out.jsonl.out");
    read(&runner, &output);
    runner.wait_for("Output file cannot be read: No such file");
    // Copied meanwhile, but something else: one tries again without typing.
    fs::write(&output, "PK\u{3}\u{4}").unwrap();
    runner.press("ctrl-s");
    runner.wait_for("Output file cannot be read: its first line is not JSON");
    write(place.path(), "out.jsonl.out", &[record("a", json!({"error": {"errorCode": 400}}))]);
    runner.press("down");
    runner.press("ctrl-u");
    runner.paste(&place.path().join("no/where.jsonl").display().to_string());
    runner.wait_for("no/where.jsonl");
    runner.press("ctrl-s");
    runner.wait_for("Write the 1 record to send again");
    runner.press("enter");
    runner.wait_for("Retry file cannot be written: ");
    assert!(runner.screen().contains("no/where.jsonl"), "{}", runner.screen());
    assert!(runner.screen().contains("out.jsonl.out"), "{}", runner.screen());
    runner.quit();
}

#[test]
fn of_a_large_file_a_thousand_failures_are_listed_and_all_are_written() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    let runner = start(place.path(), &bedrock);
    let mut text = String::new();
    for at in 0..20_000 {
        let line = record(&at.to_string(), json!({"error": {"errorCode": 500}}));
        writeln!(text, "{line}").unwrap();
    }
    let output = place.path().join("out.jsonl.out");
    fs::write(&output, text).unwrap();
    read(&runner, &output);
    runner.wait_for("20000 records: 0 succeeded, 20000 failed");
    runner.wait_for("The first 1000 of 20000 are listed; all are written");
    runner.press("ctrl-end");
    runner.wait_for("line 1000 · 999: 500");
    runner.press("ctrl-home");
    runner.press("down");
    runner.wait_for("Enter writes the file.");
    runner.press("enter");
    runner.wait_for("20000 records written: ");
    let written = fs::read_to_string(place.path().join("out-retry.jsonl")).unwrap();
    assert_eq!(written.lines().count(), 20_000);
    runner.quit();
}

#[test]
fn a_good_input_file_becomes_a_job() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    let runner = start(place.path(), &bedrock);
    let lines: Vec<Value> = (0..120).map(|at| record(&at.to_string(), json!({}))).collect();
    let input = write(place.path(), "in.jsonl", &lines);
    runner.press("ctrl-p");
    runner.wait_for("Commands");
    runner.type_text("batch input file");
    runner.press("enter");
    runner.wait_for("Check a batch input file");
    runner.paste(&input.display().to_string());
    runner.wait_for("in.jsonl");
    runner.press("down");
    runner.press("ctrl-u");
    runner.type_text("amazon.nova-lite-v1:0");
    runner.press("ctrl-s");
    runner.wait_for("nothing is wrong");
    runner.wait_for("→ Submit a job for it, once it is uploaded");
    runner.press("enter");
    runner.wait_for("New batch inference job");
    runner.wait_for("amazon.nova-lite-v1:0");
    runner.quit();
}
