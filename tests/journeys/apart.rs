//! Journeys that need an environment of their own: this test binary, run again to do one of them.
//! Not here: what they find there (errors, sessions).

use std::process::Command;

/// Names what a child process of this binary is to do.
const CHILD: &str = "OUTCROP_JOURNEY";

/// Keys of nobody, so that requests can be signed.
pub(crate) const KEYS: &[(&str, &str)] = &[
    ("AWS_ACCESS_KEY_ID", "ENVIRONMENTKEY"),
    ("AWS_SECRET_ACCESS_KEY", "secret"),
    ("AWS_REGION", "us-east-1"),
];

/// Has this binary do one journey in an environment that holds these variables and no others.
pub(crate) fn run(journey: &str, variables: &[(&str, &str)]) {
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "--nocapture", "apart::a_child_does_what_it_is_told"])
        .env_clear()
        .env(CHILD, journey)
        .env("HOME", "/nonexistent")
        .env("PATH", "/usr/local/bin:/usr/bin:/bin")
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    let out = String::from_utf8_lossy(&output.stdout);
    let passed = output.status.success() && out.contains("1 passed");
    assert!(passed, "{journey}\n{out}\n{}", String::from_utf8_lossy(&output.stderr));
}

/// Does nothing but in a child process, which `run` starts.
#[test]
fn a_child_does_what_it_is_told() {
    match std::env::var(CHILD).as_deref() {
        Err(_) => {}
        Ok("errors::apart") => super::errors::apart(),
        Ok("refusing::in_screens") => super::refusing::in_screens(),
        Ok("refusing::in_client") => super::refusing::in_client(),
        Ok("sessions::profiles") => super::sessions::profiles(),
        Ok("sessions::renewed") => super::sessions::renewed(),
        Ok(other) => panic!("there is no {other}"),
    }
}
