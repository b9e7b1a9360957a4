//! Read-only mode: whatever is pressed on the screens of resources, nothing that changes the account
//! leaves the program. The screens refuse where the client would not, and the client where they would.

use std::collections::HashMap;
use std::time::Duration;

use outcrop::api::access::reads;
use outcrop::app::keys::command::Command;
use outcrop::aws::client::Client;
use outcrop::domain::kinds::ALL;
use outcrop::domain::operation::Call;
use outcrop::domain::resource::{Kind, at};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use super::bedrock::Bedrock;
use super::runner::{Runner, Setup};

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

fn go(runner: &Runner, kind: &Kind) {
    runner.press("f2");
    runner.type_text(kind.title);
    runner.press("enter");
}

/// What reached the service, by the ids of the requests.
type Sent = HashMap<String, String>;

/// Tries every command on the resources of every kind, with all that might be asked before it is done.
fn try_everything(runner: &Runner, bedrock: &Bedrock, names: &HashMap<&str, String>) -> Sent {
    let mut sent = Sent::new();
    let mut collect = || {
        let entries = bedrock.script.journal.entries();
        sent.extend(entries.into_iter().map(|entry| (entry.request_id, entry.operation)));
    };
    for kind in ALL {
        for command in commands() {
            go(runner, kind);
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
    let sent = try_everything(&runner, &bedrock, &names);
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
