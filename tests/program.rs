//! The program as a process, without a screen: environment, pipes, signals, exit codes.
//! Not here: what each command prints (tests/commands), or the screen (tests/pty.rs).

#![cfg(unix)]

use std::io::{Read as _, Write as _};
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A long answer: at the demo's pace it takes many seconds.
const LONG: &str = "/standard 20000";

/// A home of its own, in an environment that would lead anything but a demo astray.
struct Home(TempDir);

impl Home {
    #[cfg(test)]
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_outcrop"));
        command
            .args(words)
            .env_clear()
            .env("HOME", self.0.path())
            .env("PATH", "/nowhere")
            .env("HTTP_PROXY", "http://nonsense.invalid:1")
            .env("HTTPS_PROXY", "http://nonsense.invalid:1")
            .env("AWS_PROFILE", "nonsense")
            .env("AWS_BEARER_TOKEN_BEDROCK", "nonsense")
            .env("AWS_ENDPOINT_URL", "http://nonsense.invalid")
            .env("AWS_CA_BUNDLE", "/nowhere/nonsense.pem")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    #[cfg(test)]
    fn run(&self, words: &[&str]) -> (Option<i32>, String, String) {
        let output = self.command(words).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code(), text(output.stdout), text(output.stderr))
    }

    #[cfg(test)]
    fn conversations(&self) -> Value {
        let (code, out, err) = self.run(&["--demo", "history", "list", "--json"]);
        assert_eq!((code, err.as_str()), (Some(0), ""));
        serde_json::from_str(&out).unwrap()
    }

    /// Asks for a long answer and waits until some of it has been printed.
    #[cfg(test)]
    fn stream(&self) -> (Child, ChildStdout) {
        let mut child = self.command(&["--demo", "ask", LONG]).spawn().unwrap();
        let mut out = child.stdout.take().unwrap();
        let mut some = [0; 40];
        out.read_exact(&mut some).unwrap();
        (child, out)
    }
}

#[cfg(test)]
fn signal(child: &Child, name: &str) {
    let status = Command::new("/bin/kill").args([name, &child.id().to_string()]).status().unwrap();
    assert!(status.success());
}

/// Waits for the end; what it still prints is thrown away.
#[cfg(test)]
fn end(mut child: Child, mut out: ChildStdout) -> (ExitStatus, String) {
    let mut rest = Vec::new();
    out.read_to_end(&mut rest).unwrap();
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    (child.wait().unwrap(), err)
}

#[test]
fn a_demo_answers_whatever_the_environment_says() {
    let home = Home::new();
    let (code, out, err) = home.run(&["--demo", "ask", "/echo", "hello"]);
    assert_eq!((code, out.as_str(), err.as_str()), (Some(0), "hello\n", ""));
    assert_eq!(home.conversations()[0]["title"], "/echo hello");
}

#[test]
fn a_demo_is_found_sound_whatever_the_environment_says() {
    let home = Home::new();
    let (code, out, err) = home.run(&["--demo", "doctor", "--json"]);
    assert_eq!((code, err.as_str()), (Some(0), ""), "{out}");
    let report: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&report["ok"], &report["problems"]), (&true.into(), &0.into()), "{report}");
    let (code, out, _) = home.run(&["--region", "us-east-1", "doctor"]);
    assert_eq!(code, Some(1), "a bundle that is not there: {out}");
    assert!(out.contains("/nowhere/nonsense.pem"), "{out}");
}

#[test]
fn a_demo_has_resources_to_list() {
    let home = Home::new();
    let (code, out, err) = home.run(&["--demo", "resources", "provisioned-throughput", "--json"]);
    assert_eq!((code, err.as_str()), (Some(0), ""), "{out}");
    let rows: Value = serde_json::from_str(&out).unwrap();
    let name = rows[0]["provisionedModelName"].as_str().unwrap();
    let (code, out, err) =
        home.run(&["--demo", "resources", "provisioned-throughput", "get", name]);
    assert_eq!((code, err.as_str()), (Some(0), ""));
    assert!(out.starts_with("modelUnits: ") && out.contains(name), "{out}");
}

#[test]
fn standard_input_is_read_to_its_end() {
    let home = Home::new();
    let mut child = home.command(&["--demo", "ask"]).stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"/echo piped\n").unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(0), &b"piped\n"[..]));
}

#[test]
fn waiting_for_standard_input_can_be_interrupted() {
    let home = Home::new();
    let mut child = home.command(&["--demo", "ask", "hi"]).stdin(Stdio::piped()).spawn().unwrap();
    let _open = child.stdin.take().unwrap();
    // Until the program listens, the signal ends it as it ends any process; after, with its code.
    let status = loop {
        signal(&child, "-INT");
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        std::thread::yield_now();
    };
    assert!(matches!(status.code(), Some(130) | None), "{status}");
}

#[test]
fn a_signal_stops_the_answer_and_what_came_is_kept() {
    for (name, code) in [("-INT", 130), ("-TERM", 143), ("-HUP", 129)] {
        let home = Home::new();
        let (child, out) = home.stream();
        signal(&child, name);
        let (status, err) = end(child, out);
        assert_eq!((status.code(), err.as_str()), (Some(code), ""), "{name}");
        let kept = home.conversations();
        assert_eq!(kept[0]["status"], "stopped", "{name}");
        let id = kept[0]["id"].as_str().unwrap();
        let (_, shown, _) = home.run(&["--demo", "history", "show", id]);
        assert!(shown.contains("\n> stopped\n") && shown.len() > 150, "{name}: {shown}");
    }
}

#[test]
fn a_closed_pipe_ends_it_quietly() {
    let home = Home::new();
    let (child, out) = home.stream();
    drop(out);
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
    assert_eq!(home.conversations()[0]["status"], "stopped");
}

#[test]
fn a_killed_process_loses_no_prompt_and_no_finished_answer() {
    let home = Home::new();
    home.run(&["--demo", "ask", "/echo", "first"]);
    let (mut child, _out) = home.stream();
    child.kill().unwrap();
    child.wait().unwrap();
    let kept = home.conversations();
    assert_eq!((&kept[0]["title"], &kept[0]["status"]), (&LONG.into(), &"interrupted".into()));
    assert_eq!(
        (&kept[1]["title"], &kept[1]["status"]),
        (&"/echo first".into(), &"complete".into())
    );
}

#[test]
fn bad_usage_and_bad_configuration_have_their_code() {
    let home = Home::new();
    for words in [&["nonsense"][..], &["ask", "--max-tokens", "0", "hi"], &["--reset"]] {
        let (code, out, err) = home.run(words);
        assert_eq!((code, out.as_str()), (Some(2), ""), "{words:?}: {err}");
    }
    let file = home.0.path().join("bad.toml");
    std::fs::write(&file, "reigon = 'x'\n").unwrap();
    let named = ["--config", file.to_str().unwrap()];
    for command in [&["models"][..], &["history", "list"], &["config", "check"], &["ask", "hi"]] {
        let (code, out, err) = home.run(&[&named, command].concat());
        assert_eq!((code, out.as_str()), (Some(2), ""), "{command:?}: {err}");
        assert!(err.contains("bad.toml:1: 'reigon' is not known; did you mean 'region'?"), "{err}");
    }
}

#[test]
fn a_demo_is_reset_and_nothing_else() {
    let home = Home::new();
    home.run(&["--demo", "ask", "/echo", "first"]);
    home.run(&["--demo", "--reset", "ask", "/echo", "second"]);
    let kept = home.conversations();
    assert_eq!(kept.as_array().unwrap().len(), 1);
    assert_eq!(kept[0]["title"], "/echo second");
    let (_, real, _) = home.run(&["history", "list"]);
    assert_eq!(real, "", "the real conversations are elsewhere");
}

#[test]
fn a_reset_refuses_while_another_runs_and_removes_nothing() {
    let home = Home::new();
    home.run(&["--demo", "ask", "/echo", "first"]);
    let (child, out) = home.stream();
    let (code, printed, err) = home.run(&["--demo", "--reset", "ask", "/echo", "second"]);
    assert_eq!((code, printed.as_str()), (Some(1), ""), "{err}");
    assert!(err.contains("another outcrop is using this folder: "), "{err}");
    assert!(err.contains("close it first"), "{err}");
    signal(&child, "-TERM");
    end(child, out);
    let titles: Vec<String> = home
        .conversations()
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["title"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(titles, [LONG, "/echo first"]);
}

#[test]
fn what_needs_no_settings_asks_for_none() {
    let home = Home::new();
    for shell in ["bash", "zsh", "fish"] {
        let (code, out, err) = home.run(&["completions", shell]);
        assert_eq!((code, err.as_str()), (Some(0), ""), "{shell}");
        assert!(out.contains("outcrop") && out.contains("no-save"), "{shell}");
        assert!(out.contains("prompt-routers"), "{shell}: the kinds of resources");
    }
    let (code, out, _) = home.run(&["config", "path"]);
    assert!(code == Some(0) && out.ends_with("config.toml\n"), "{out}");
}
