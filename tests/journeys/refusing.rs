//! Read-only mode: whatever is pressed on the screens of resources, nothing that changes the account
//! leaves the program. The screens refuse where the client would not, and the client where they would.

use std::collections::HashMap;
use std::time::Duration;

use outcrop::api::access::reads;
use outcrop::app::keys::command::Command;
use outcrop::aws::client::Client;
use outcrop::domain::kinds::{ALL, GUARDRAIL, LOGGING};
use outcrop::domain::operation::Call;
use outcrop::domain::resource::{Kind, at};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use super::apart;
use super::bedrock::Bedrock;
use super::runner::{Runner, Setup, flat};

/// Groups of commands that have nothing to do with resources, and those that would end the test.
const ELSEWHERE: &[&str] = &[
    "app.",
    "chat.",
    "confirm.",
    "conversation.",
    "edit.",
    "find.",
    "go.",
    "scroll.",
    "select.",
    "session.",
    "shelf.",
    "system.",
    "turn.",
];

/// The commands there are for resources, whatever they are.
fn commands() -> impl Iterator<Item = Command> {
    let elsewhere = |name: &str| ELSEWHERE.iter().any(|begin| name.starts_with(begin));
    Command::ALL.iter().copied().filter(move |command| !elsewhere(command.row().name))
}

/// An account with one resource of every kind, and its name.
fn account() -> (Bedrock, HashMap<&'static str, String>) {
    let bedrock = Bedrock::start();
    let setup = Setup::new(std::path::Path::new("."), &bedrock);
    let tasks = Runtime::new().unwrap();
    let client = tasks.block_on(async { Client::connect(setup.wanted) });
    let call = |operation: &str, input: Value| {
        tasks.block_on(client.operate(&Call::new(operation, input))).unwrap().body
    };
    let config = json!({"loggingConfig": {"s3Config": {"bucketName": "my-bucket"}}});
    call("PutModelInvocationLoggingConfiguration", config);
    let mut names = HashMap::new();
    for kind in ALL {
        if !kind.list.single {
            bedrock.script.account.fill(kind.arn, 1).unwrap();
        }
        let body = call(kind.list.operation, json!({}));
        let row = at(&body, kind.list.rows).and_then(|rows| match rows {
            Value::Array(rows) => rows.first(),
            only => Some(only),
        });
        let name = row.map(|row| kind.name_of(row).to_owned()).unwrap_or_default();
        names.insert(kind.name, if name.is_empty() { kind.one.to_owned() } else { name });
    }
    bedrock.script.journal.clear();
    (bedrock, names)
}

/// The operations that reached the service.
fn reached(bedrock: &Bedrock) -> Vec<String> {
    bedrock.script.journal.entries().into_iter().map(|entry| entry.operation).collect()
}

/// What reached the service, by the ids of the requests.
type Sent = HashMap<String, String>;

/// Tries every command on the resources of these kinds, with all that might be asked before it is
/// done.
fn try_everything(
    runner: &Runner,
    bedrock: &Bedrock,
    names: &HashMap<&str, String>,
    kinds: &[&Kind],
) -> Sent {
    let mut sent = Sent::new();
    let mut collect = || {
        let entries = bedrock.script.journal.entries();
        sent.extend(entries.into_iter().map(|entry| (entry.request_id, entry.operation)));
    };
    for kind in kinds {
        for command in commands() {
            runner.go_to(kind.title);
            runner.wait_for(kind.title);
            if let Some(key) = command.row().keys.first() {
                runner.press(key);
            } else {
                runner.press("ctrl-p");
                runner.type_text(command.row().help);
                runner.press("enter");
            }
            for key in ["enter", "ctrl-s", "enter"] {
                runner.type_text(&names[kind.name]);
                runner.press(key);
            }
            runner.press("y");
            for _ in 0..5 {
                runner.press("esc");
            }
            // What was asked for has been sent when nothing is drawn any more.
            runner.wait_quiet(Duration::from_millis(40));
            collect();
        }
    }
    runner.wait_quiet(Duration::from_millis(300));
    collect();
    sent
}

/// The operations that reached the service after everything was tried.
fn tried(in_screens: bool, in_client: bool) -> Vec<String> {
    let place = tempfile::tempdir().unwrap();
    let (bedrock, names) = account();
    let mut setup = Setup::new(place.path(), &bedrock);
    setup.settings.read_only = in_screens;
    setup.wanted.read_only = in_client;
    let runner = setup.start();
    let sent = try_everything(&runner, &bedrock, &names, &ALL);
    runner.quit();
    let mut operations: Vec<String> = sent.into_values().collect();
    operations.sort_unstable();
    operations.dedup();
    operations
}

fn writes(operations: &[String]) -> Vec<&str> {
    operations.iter().map(String::as_str).filter(|operation| !reads(operation)).collect()
}

#[test]
fn the_screens_let_no_write_leave() {
    let operations = tried(true, false);
    assert_eq!(writes(&operations), [] as [&str; 0]);
    for kind in ALL {
        assert!(operations.iter().any(|name| name == kind.list.operation), "{}", kind.name);
    }
}

#[test]
fn the_client_lets_no_write_leave() {
    assert_eq!(writes(&tried(false, true)), [] as [&str; 0]);
}

#[test]
fn without_it_the_same_keys_do_change_the_account() {
    let operations = tried(false, false);
    let writes = writes(&operations);
    for operation in ["DeleteGuardrail", "DeleteCustomModelDeployment", "DeleteCustomModel"] {
        assert!(writes.contains(&operation), "{operation}: {writes:?}");
    }
}

// A profile that only reads, switched to while the program runs.

const PROFILES: &str = "[profile writer]\nregion = us-east-1\naws_access_key_id = ONE\n\
    aws_secret_access_key = secret\n[profile reader]\nregion = us-east-1\n\
    aws_access_key_id = TWO\naws_secret_access_key = secret\n";

/// Kinds that are created, changed and deleted: what is refused does not depend on the kind.
const SOME: [&Kind; 2] = [&GUARDRAIL, &LOGGING];

/// Runs a journey of this file with these AWS profiles.
fn with_profiles(journey: &str) {
    let home = tempfile::tempdir().unwrap();
    let config = home.path().join("config");
    std::fs::write(&config, PROFILES).unwrap();
    apart::run(
        journey,
        &[
            ("HOME", home.path().to_str().unwrap()),
            ("AWS_CONFIG_FILE", config.to_str().unwrap()),
            ("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent"),
            ("AWS_PROFILE", "writer"),
        ],
    );
}

fn switch(runner: &Runner, profile: &str) {
    runner.press("f8");
    runner.wait_for("in use");
    runner.type_text(&format!("{profile} keys"));
    runner.wait("the profile", |screen| screen.contains(&format!("profile  {profile}")));
    runner.press("enter");
    runner.wait("the other profile", |screen| screen.contains(&format!("profile {profile} · ")));
}

/// Deletes the guardrail that is there, as far as that is let.
fn delete(runner: &Runner, name: &str) {
    runner.go_to("guardrails");
    runner.wait("the guardrail", |screen| screen.contains(name) && screen.contains("DRAFT"));
    runner.press("d");
    runner.wait_for("DeleteGuardrail on");
    runner.type_text(name);
    runner.press("enter");
}

/// Keeps the profile `reader` from writing, in the screens or in the client alone; gives the program
/// with that profile in use, and the account.
fn reader(in_screens: bool, in_client: bool) -> (Runner, Bedrock, HashMap<&'static str, String>) {
    let place = tempfile::tempdir().unwrap();
    let (bedrock, names) = account();
    let mut setup = Setup::new(place.path(), &bedrock).real();
    let only = |so: bool| if so { vec!["reader".to_owned()] } else { Vec::new() };
    setup.settings.read_only_profiles = only(in_screens);
    setup.wanted.read_only_profiles = only(in_client);
    let runner = setup.spawn();
    runner.wait_for("profile writer · ");
    assert!(!runner.screen().contains("READ-ONLY"), "{}", runner.screen());
    switch(&runner, "reader");
    (runner, bedrock, names)
}

#[test]
fn a_profile_that_only_reads_is_held_to_it_by_the_screens_when_it_is_switched_to() {
    with_profiles("refusing::in_screens");
}

pub(crate) fn in_screens() {
    let (runner, bedrock, names) = reader(true, false);
    runner.wait_for("READ-ONLY");
    let sent = try_everything(&runner, &bedrock, &names, &SOME);
    let operations: Vec<String> = sent.into_values().collect();
    assert_eq!(writes(&operations), [] as [&str; 0]);
    assert!(operations.iter().any(|name| name == "GetGuardrail"), "{operations:?}");
    // The profile that may write does, with the same program.
    switch(&runner, "writer");
    runner.wait_gone("READ-ONLY");
    delete(&runner, &names["guardrails"]);
    runner.wait("the write", |_| reached(&bedrock).iter().any(|name| name == "DeleteGuardrail"));
    runner.quit();
}

#[test]
fn a_profile_that_only_reads_is_held_to_it_by_the_client_when_it_is_switched_to() {
    with_profiles("refusing::in_client");
}

pub(crate) fn in_client() {
    let (runner, bedrock, names) = reader(false, true);
    // The screens do not know: the client alone refuses.
    delete(&runner, &names["guardrails"]);
    runner.wait("the refusal", |screen| flat(screen).to_lowercase().contains("read-only"));
    runner.press("esc");
    let sent = try_everything(&runner, &bedrock, &names, &SOME);
    let operations: Vec<String> = sent.into_values().collect();
    assert_eq!(writes(&operations), [] as [&str; 0]);
    switch(&runner, "writer");
    delete(&runner, &names["guardrails"]);
    runner.wait("the write", |_| reached(&bedrock).iter().any(|name| name == "DeleteGuardrail"));
    runner.quit();
}
