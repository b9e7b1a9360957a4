//! The built program in an environment full of nonsense: `--demo` looks at none of it.
//! Not here: the screen (pty), or the loop in this process (the other journeys).

use std::path::Path;
use std::process::{Command, Output};

/// The program with these arguments, in a home of its own, everything AWS reads set to nonsense.
fn outcrop(home: &Path, args: &[&str]) -> Output {
    let nowhere = "http://127.0.0.1:1";
    Command::new(env!("CARGO_BIN_EXE_outcrop"))
        .args(args)
        .env_clear()
        .current_dir(home)
        .env("HOME", home)
        .env("PATH", "/nowhere")
        .envs(
            ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY"]
                .map(|name| (name, nowhere)),
        )
        .envs([
            ("AWS_PROFILE", "no such profile"),
            ("AWS_REGION", "xx-nowhere-9"),
            ("AWS_DEFAULT_REGION", "xx-nowhere-9"),
            ("AWS_ACCESS_KEY_ID", "nonsense"),
            ("AWS_SECRET_ACCESS_KEY", "nonsense"),
            ("AWS_BEARER_TOKEN_BEDROCK", "nonsense"),
            ("AWS_ENDPOINT_URL", nowhere),
            ("AWS_ENDPOINT_URL_BEDROCK", nowhere),
            ("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", nowhere),
            ("AWS_CONFIG_FILE", "/proc/self/mem"),
            ("AWS_SHARED_CREDENTIALS_FILE", "/nowhere/at/all"),
            ("AWS_CA_BUNDLE", "/nowhere/at/all.pem"),
            ("AWS_USE_FIPS_ENDPOINT", "perhaps"),
            ("AWS_CONTAINER_CREDENTIALS_FULL_URI", nowhere),
            ("AWS_EC2_METADATA_SERVICE_ENDPOINT", nowhere),
        ])
        .output()
        .unwrap()
}

fn text(output: &Output) -> String {
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn the_demo_lists_asks_and_remembers_whatever_the_environment_says() {
    let home = tempfile::tempdir().unwrap();
    let listed = text(&outcrop(home.path(), &["--demo", "models"]));
    assert!(listed.lines().count() > 60, "{listed}");
    assert!(listed.contains("us.anthropic.claude-sonnet-4-5-20250929-v1:0"), "{listed}");
    assert!(!listed.contains('\u{1b}'), "no escapes into a pipe");

    let said = text(&outcrop(
        home.path(),
        &["--demo", "ask", "-m", "amazon.nova-pro-v1:0", "/echo", "one", "two"],
    ));
    assert_eq!(said, "one two\n");
    let on = text(&outcrop(home.path(), &["--demo", "ask", "--continue", "/checksum"]));
    assert_eq!(on.lines().count(), 2, "the earlier prompt went along: {on}");
    let kept = text(&outcrop(home.path(), &["--demo", "history", "list"]));
    assert!(kept.contains("/echo one two"), "{kept}");
    let found = text(&outcrop(home.path(), &["--demo", "history", "search", "checksum"]));
    assert!(found.contains("checksum"), "{found}");

    // The demo's folder is its own, and --reset empties it.
    let real = text(&outcrop(home.path(), &["history", "list"]));
    assert!(!real.contains("/echo"), "{real}");
}

#[test]
fn without_the_demo_the_same_nonsense_is_an_error_that_says_what_to_try() {
    let home = tempfile::tempdir().unwrap();
    let output = outcrop(home.path(), &["ask", "-m", "amazon.nova-pro-v1:0", "hello"]);
    assert!(!output.status.success());
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.stdout.is_empty());
    assert!(said.contains("try:"), "{said}");
}
