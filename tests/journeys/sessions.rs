//! Another profile or region while the program runs, and credentials that were renewed elsewhere.
//! Not here: what is said when they are missing or spent (errors).

use std::path::Path;

use super::apart;
use super::bedrock::Bedrock;
use super::runner::{Runner, Setup, is_busy};

#[test]
fn another_region_is_used_at_once_and_an_answer_that_arrives_goes_on() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::at(20.0);
    let runner = Setup::new(place.path(), &bedrock).start();
    runner.wait_for("us-east-1");
    let listings = || {
        let entries = bedrock.script.journal.entries();
        entries.iter().filter(|entry| entry.operation == "ListFoundationModels").count()
    };
    runner.ask("/standard 60");
    runner.wait_for("receiving…");
    runner.press("f8");
    runner.wait_for("only the region changes");
    runner.type_text("paris");
    runner.wait_for("│ paris ");
    runner.press("enter");
    runner.wait("the region in the status bar", |screen| {
        screen.lines().any(|line| line.contains("SIMULATOR") && line.contains("eu-west-3"))
    });
    runner.wait("the end of the answer", |screen| {
        screen.contains("first token ") && !is_busy(screen)
    });
    assert_eq!(bedrock.asked().len(), 1, "it was not begun again");
    assert_eq!(listings(), 2, "what can be invoked there was listed");

    // The conversation remembers the region it was begun in.
    runner.ask("/echo onwards");
    runner.wait_for("This conversation went through");
    runner.press("n");
    runner.wait_for("/echo onwards");
    assert_eq!(bedrock.asked().len(), 1, "nothing was sent");
    runner.press("enter");
    runner.wait_for("This conversation went through");
    runner.press("y");
    runner.wait("the second answer", |screen| {
        screen.matches("first token ").count() == 2 && !is_busy(screen)
    });
    runner.ask_and_wait("/echo without a question");
}

const PROFILES: &str = "[profile one]\nregion = us-east-1\naws_access_key_id = ONE\n\
    aws_secret_access_key = secret\n[profile two]\nregion = eu-west-1\naws_access_key_id = TWO\n\
    aws_secret_access_key = secret\n";

/// Runs a journey of this file with these AWS profiles.
fn with_profiles(journey: &str, profiles: &str, home: &Path, further: &[(&str, &str)]) {
    let config = home.join("config");
    std::fs::write(&config, profiles).unwrap();
    let variables = [
        ("HOME", home.to_str().unwrap()),
        ("AWS_CONFIG_FILE", config.to_str().unwrap()),
        ("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent"),
    ];
    apart::run(journey, &[&variables, further].concat());
}

#[test]
fn another_profile_is_chosen_from_the_aws_files() {
    let home = tempfile::tempdir().unwrap();
    let token = [("AWS_BEARER_TOKEN_BEDROCK", "token"), ("AWS_REGION", "us-west-2")];
    with_profiles("sessions::profiles", PROFILES, home.path(), &token);
}

fn real(place: &Path, bedrock: &Bedrock) -> Runner {
    let runner = Setup::new(place, bedrock).real().spawn();
    runner.wait_for("Write a prompt");
    runner
}

pub(crate) fn profiles() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    let runner = real(place.path(), &bedrock);
    runner.wait_for("bearer token · us-west-2");
    runner.press("f8");
    runner.wait_for("eu-west-1");
    runner.type_text("two");
    runner
        .wait("the profile", |screen| screen.contains("│ two ") && screen.contains("profile  two"));
    runner.press("enter");
    // The token would win silently, and pay from another account perhaps.
    runner.wait_for("AWS_BEARER_TOKEN_BEDROCK is set aside");
    runner.wait_for("profile two");
    runner.wait("its region", |screen| {
        screen.lines().any(|line| line.contains("profile two · ") && line.contains("eu-west-1"))
    });
    runner.ask_and_wait("/echo as two");
    runner.press("f8");
    runner.wait_for("in use");
    runner.type_text("one keys");
    runner.wait("the profile", |screen| {
        screen.contains("│ one keys ") && screen.contains("profile  one")
    });
    runner.press("enter");
    runner.wait("the other", |screen| screen.contains("profile one · "));
    runner.ask("/echo as one");
    runner.wait_for("This conversation went through profile two");
    runner.press("y");
    runner.wait("the answer", |screen| {
        screen.matches("first token ").count() == 2 && !is_busy(screen)
    });
}

#[test]
fn credentials_renewed_elsewhere_are_picked_up_by_f5_alone() {
    let home = tempfile::tempdir().unwrap();
    let program = home.path().join("issue.sh");
    // What it prints stands in a file, as a login elsewhere would change it.
    let count = home.path().join("count");
    let text = format!(
        "#!/bin/sh\necho x >> {count}\ncat {home}/credentials.json\n",
        count = count.display(),
        home = home.path().display()
    );
    std::fs::write(&program, text).unwrap();
    let profile = format!(
        "[profile work]\nregion = us-east-1\ncredential_process = /bin/sh {}\n",
        program.display()
    );
    with_profiles(
        "sessions::renewed",
        &profile,
        home.path(),
        &[("OUTCROP_JOURNEY_HOME", home.path().to_str().unwrap())],
    );
    let count = std::fs::read_to_string(count).unwrap().lines().count();
    assert_eq!(count, 2, "once at the start, once after the trouble");
}

/// Writes what the credential process prints: a key, and how long it holds.
fn issue(home: &str, key: &str, seconds: i64) {
    let end = jiff::Timestamp::now() + jiff::SignedDuration::from_secs(seconds);
    let text = serde_json::json!({
        "Version": 1, "AccessKeyId": key, "SecretAccessKey": "secret", "SessionToken": "token",
        "Expiration": end.to_string(),
    });
    std::fs::write(Path::new(home).join("credentials.json"), text.to_string()).unwrap();
}

pub(crate) fn renewed() {
    let home = std::env::var("OUTCROP_JOURNEY_HOME").unwrap();
    issue(&home, "OLD", 2 * 3_600);
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    let mut setup = Setup::new(place.path(), &bedrock).real();
    setup.settings.profile = Some("work".into());
    setup.wanted.profile = Some("work".into());
    let runner = setup.spawn();
    runner.wait("how long they hold", |screen| {
        screen.contains("profile work (credential process)")
            && screen.contains("expires in 120 min")
    });
    bedrock.fault(&["expired@ConverseStream=1"]);
    runner.ask("/echo at last");
    runner.wait_for("the credentials have expired");
    issue(&home, "NEW", 3 * 3_600);
    runner.press("f5");
    runner.wait("the answer", |screen| screen.contains("first token ") && !is_busy(screen));
    runner.wait_for("expires in 180 min");
}
