//! THE TABLE of what can go wrong on the way to a model: each row is provoked, says what failed, why
//! and what to try, keeps the prompt, and is asked again by F5. Not here: what comes after (faults).

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use outcrop::simulator::fault::{KINDS, Reach};

use super::apart::{self, KEYS};
use super::bedrock::Bedrock;
use super::roads;
use super::runner::{MODEL, Runner, Setup, flat, is_busy};

const PROMPT: &str =
    "/echo Alpha bravo charlie delta echo foxtrot golf hotel india juliett kilo lima mike.";
const BEGINNING: &str = "│ Alpha bravo charlie";
const END: &str = "lima mike.";

/// Variables of a child process, made for its home.
type Variables = fn(&Path) -> Vec<(String, String)>;

/// How a kind of trouble is provoked.
#[derive(Clone, Copy)]
enum By {
    /// A fault of the simulator.
    Fault(&'static str),
    /// A fault that shows itself by silence.
    Silence(&'static str),
    /// A model that is asked for.
    Model(&'static str),
    /// What answers at the endpoint.
    Road(fn() -> String),
    /// An environment, a fault and, where it is another, an endpoint and a profile.
    Environment {
        variables: Variables,
        fault: Option<&'static str>,
        endpoint: Option<&'static str>,
        profile: Option<&'static str>,
    },
}

/// One kind of trouble: its name, how it comes about, what is said of it, what is to be tried, and
/// whether a part of the answer came before it.
type Row = (&'static str, By, &'static str, &'static str, bool);

const NOTHING: By =
    By::Environment { variables: region_only, fault: None, endpoint: None, profile: None };
const SSO: By =
    By::Environment { variables: sso, fault: None, endpoint: None, profile: Some("work") };
const API_KEY: By = By::Environment {
    variables: api_key,
    fault: Some("expired-key"),
    endpoint: None,
    profile: None,
};
const FAR: Option<&str> = Some("https://bedrock.invalid");
const DNS: By = By::Environment { variables: keys, fault: None, endpoint: FAR, profile: None };
/// A port that is nobody's.
const REFUSED: By = By::Environment {
    variables: keys,
    fault: None,
    endpoint: Some("http://127.0.0.1:1"),
    profile: None,
};
const PROXY_407: By =
    By::Environment { variables: proxy_407, fault: None, endpoint: FAR, profile: None };
const PROXY_403: By =
    By::Environment { variables: proxy_403, fault: None, endpoint: FAR, profile: None };

#[rustfmt::skip]
const TABLE: [Row; 43] = [
    ("no credentials at all", NOTHING,
        "no AWS credentials were found", "outcrop --demo tries everything", false),
    ("expired SSO token", SSO,
        "the SSO session has expired", "aws sso login --profile work", false),
    ("expired STS token", By::Fault("expired"),
        "the credentials have expired", "get new temporary credentials", false),
    ("unknown keys", By::Fault("bad-key"),
        "AWS does not know these credentials", "aws sts get-caller-identity", false),
    ("bad signature", By::Fault("bad-signature"),
        "AWS refuses the signature of these credentials", "AWS_SECRET_ACCESS_KEY", false),
    ("expired bearer key", API_KEY,
        "the Amazon Bedrock API key has expired", "make a new Amazon Bedrock API key", false),
    ("denied by IAM", By::Fault("deny"),
        "you may not do this",
        r#"{ "Effect": "Allow", "Action": "bedrock:InvokeModelWithResponseStream","#, false),
    ("denied by an organisation", By::Fault("org-deny"),
        "a policy of your AWS organization forbids this", "ask whoever manages", false),
    ("model access not granted", By::Fault("no-access"),
        "this account has no access to the model", "request access", false),
    ("agreement missing", By::Fault("no-agreement"),
        "the agreement for this model was not accepted", "aws-marketplace:Subscribe", false),
    ("use-case form missing", By::Fault("use-case"),
        "Anthropic's use case form was not sent", "fill out", false),
    ("on-demand not supported", By::Model("anthropic.claude-opus-5"),
        "this model is reached only through an inference profile",
        "choose an inference profile", false),
    ("unknown model", By::Model("no.such-model-v1:0"),
        "there is no such model here", "outcrop models", false),
    ("legacy model", By::Fault("legacy"),
        "this model is legacy", "choose a newer model", false),
    ("end-of-life model", By::Model("us.anthropic.claude-3-5-haiku-20241022-v1:0"),
        "this model is no longer offered", "choose a newer model", false),
    ("too many tokens", By::Fault("too-long"),
        "the conversation is too long for this model", "leave out earlier turns", false),
    ("bad parameter", By::Fault("bad-field"),
        "the service refuses the request", "look at inferenceConfig.temperature", false),
    ("refused input", By::Fault("validation"),
        "the service refuses the request", "check the parameters", false),
    ("throttled", By::Fault("throttle"),
        "too many requests or tokens at once", "wait a moment", false),
    ("service quota", By::Fault("quota"),
        "a quota of the account is used up", "servicequotas", false),
    ("model being loaded", By::Fault("not-ready"),
        "the model is being loaded", "wait a minute", false),
    ("service unavailable", By::Fault("unavailable"),
        "Amazon Bedrock is unavailable", "health.aws.amazon.com", false),
    ("internal error", By::Fault("internal"),
        "Amazon Bedrock failed", "send again", false),
    ("model timeout", By::Fault("model-timeout"),
        "the model took too long", "a smaller max_tokens", false),
    ("model error", By::Fault("model-error"),
        "the model failed", "choose another model", false),
    ("stream error event after some text", By::Fault("stream-error"),
        "the model failed while it answered", "send again", true),
    ("cut after some text", By::Fault("cut"),
        "the connection was cut", "send again", true),
    ("no message stop", By::Fault("no-stop"),
        "the answer ended without saying why", "ask the model to go on", true),
    ("no first byte", By::Silence("slow-first-byte"),
        "no answer came in time", "raise the timeout (first_byte)", false),
    ("no bytes for longer than the idle timeout", By::Silence("stall"),
        "the answer fell silent", "raise the timeout (idle)", true),
    ("corrupt frame", By::Fault("corrupt-frame"),
        "damaged", "something between here and AWS", true),
    ("an HTML body from a proxy", By::Fault("html"),
        "what answered is not Amazon Bedrock", "open any page in a browser", false),
    ("a garbage body", By::Fault("garbage"),
        "what answered is not Amazon Bedrock", "open any page in a browser", false),
    ("an HTML body with a good status", By::Road(sign_in),
        "what answered is not Amazon Bedrock", "check the endpoint URL", false),
    ("what speaks no HTTP", By::Road(gibberish),
        "what answered is not Amazon Bedrock", "check the endpoint URL", false),
    ("DNS", DNS,
        "the address was not found", "check the endpoint URL", false),
    ("connection refused", REFUSED,
        "the connection was refused", "is something listening there?", false),
    ("a proxy that wants a password", By::Fault("proxy"),
        "a proxy wants a user and a password", "http://user:password@host:port", false),
    ("a proxy that wants a password for a tunnel", PROXY_407,
        "the proxy wants a user and a password", "check HTTPS_PROXY", false),
    ("a proxy that refuses a tunnel", PROXY_403,
        "the proxy refuses", "NO_PROXY", false),
    ("untrusted certificate", By::Road(roads::certified),
        "the certificate of the other side is not trusted", "AWS_CA_BUNDLE, or ca_bundle", false),
    ("clock skew", By::Fault("skew"),
        "the clock of this machine is off", "set the clock", false),
    ("wrong region", By::Fault("wrong-region"),
        "the request was signed for another region", "it was signed for us-east-1", false),
];

fn sign_in() -> String {
    roads::stranger(
        "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 26\r\nconnection: close\r\n\
         \r\n<html>Please sign in</html",
    )
}

fn gibberish() -> String {
    roads::stranger("SSH-2.0-OpenSSH_9.6\r\n")
}

fn owned(variables: &[(&str, &str)]) -> Vec<(String, String)> {
    variables.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect()
}

fn region_only(_: &Path) -> Vec<(String, String)> {
    owned(&[("AWS_REGION", "us-east-1")])
}

fn keys(_: &Path) -> Vec<(String, String)> {
    owned(KEYS)
}

fn api_key(_: &Path) -> Vec<(String, String)> {
    owned(&[("AWS_REGION", "us-east-1"), ("AWS_BEARER_TOKEN_BEDROCK", "old")])
}

fn sso(home: &Path) -> Vec<(String, String)> {
    let config = home.join("config");
    let text = "[profile work]\nregion = us-east-1\nsso_session = corp\n\
                sso_account_id = 123456789012\nsso_role_name = dev\n[sso-session corp]\n\
                sso_region = us-east-1\nsso_start_url = https://corp.awsapps.com/start\n";
    std::fs::write(&config, text).unwrap();
    owned(&[("AWS_CONFIG_FILE", config.to_str().unwrap()), ("HOME", home.to_str().unwrap())])
}

fn proxy(answer: &'static str) -> Vec<(String, String)> {
    owned(&[KEYS, &[("HTTPS_PROXY", &roads::stranger(answer))]].concat())
}

fn proxy_407(_: &Path) -> Vec<(String, String)> {
    proxy(
        "HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Basic realm=\"x\"\r\n\
         content-length: 0\r\n\r\n",
    )
}

fn proxy_403(_: &Path) -> Vec<(String, String)> {
    proxy("HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n")
}

#[test]
fn every_fault_of_the_simulator_has_its_row() {
    let provoked: Vec<&str> = TABLE
        .iter()
        .filter_map(|row| match row.1 {
            By::Fault(kind) | By::Silence(kind) => Some(kind),
            By::Environment { fault, .. } => fault,
            By::Model(_) | By::Road(_) => None,
        })
        .collect();
    // What only operations on resources answer is met where those are.
    for (_, name, ..) in KINDS.iter().filter(|row| !matches!(row.2, Reach::Declaring(_))) {
        assert!(provoked.contains(name), "{name}");
    }
}

/// Asks and reads what is said of the trouble a row speaks of.
fn meet(runner: &Runner, (name, _, said, advice, part): Row) -> String {
    runner.ask(PROMPT);
    let screen = runner.wait(name, |screen| screen.contains("ConverseStream:") && !is_busy(screen));
    let flat = flat(&screen);
    assert!(flat.contains(said), "what: {name}: {screen}");
    assert!(flat.contains("why: ") && flat.contains("try: "), "{name}: {screen}");
    assert!(flat.contains(advice), "what to try: {name}: {screen}");
    assert!(screen.contains(PROMPT), "the prompt stays: {name}: {screen}");
    assert_eq!(screen.contains(BEGINNING), part, "what came stays: {name}: {screen}");
    let broke_off = flat.contains("Interrupted: this answer is not complete.");
    assert_eq!(broke_off, part, "{name}: {screen}");
    flat
}

/// Meets a fault, and asks again by F5 once it is over.
fn meet_and_retry(runner: &Runner, bedrock: &Bedrock, row: Row) {
    let (By::Fault(kind) | By::Silence(kind)) = row.1 else { return };
    let name = row.0;
    runner.press("ctrl-n");
    runner.wait("an empty conversation", |screen| {
        screen.contains("Write a prompt") && !screen.contains("try:")
    });
    bedrock.fault(&[&format!("{kind}@ConverseStream")]);
    let flat = meet(runner, row);
    let id = bedrock.request_ids().pop().unwrap();
    // What is in between does not pass on an id of the service; silence has none.
    if !["html", "garbage", "proxy", "slow-first-byte"].contains(&kind) {
        assert!(flat.contains(&format!("request id: {id}")), "{name}: {flat}");
    }

    bedrock.fault(&[]);
    runner.press("f5");
    let screen = runner.wait("the answer at last", |screen| {
        screen.matches(END).count() == 2 && !is_busy(screen) && !screen.contains("why:")
    });
    assert_eq!(screen.matches("You ").count(), 1, "in place: {name}: {screen}");
    let asked = bedrock.asked();
    assert_eq!(asked[asked.len() - 1], asked[asked.len() - 2], "the same again: {name}");
}

#[test]
fn every_fault_says_what_why_and_what_to_try_and_f5_asks_again() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    let runner = Setup::new(place.path(), &bedrock).start();
    let mut met = 0;
    for row in TABLE.into_iter().filter(|row| matches!(row.1, By::Fault(_))) {
        meet_and_retry(&runner, &bedrock, row);
        met += 1;
    }
    runner.quit();
    let runner = Setup::new(place.path(), &bedrock).start();
    runner.wait_for_list(met);
}

#[test]
fn silence_is_cut_and_said() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    let mut setup = Setup::new(place.path(), &bedrock);
    setup.wanted.timeouts.first_byte = Duration::from_secs(3);
    setup.wanted.timeouts.idle = Duration::from_secs(3);
    let runner = setup.start();
    for row in TABLE.into_iter().filter(|row| matches!(row.1, By::Silence(_))) {
        meet_and_retry(&runner, &bedrock, row);
    }
}

#[test]
fn a_model_that_cannot_be_invoked_says_why_and_another_is_asked_in_its_place() {
    let bedrock = Bedrock::start();
    for row in TABLE {
        let By::Model(model) = row.1 else { continue };
        let place = tempfile::tempdir().unwrap();
        let mut setup = Setup::new(place.path(), &bedrock);
        setup.settings.model = model.into();
        let runner = setup.start();
        meet(&runner, row);
        runner.press("ctrl-o");
        if row.0 == "on-demand not supported" {
            runner.wait_for("Profiles of");
        } else {
            runner.wait_for("Models and inference profiles");
            runner.type_text(MODEL);
            runner.wait_for(&format!("│ {MODEL} "));
        }
        runner.press("enter");
        runner.wait_gone("$/M in/out");
        runner.press("f5");
        runner.wait("the answer", |screen| screen.contains(" in · ") && !is_busy(screen));
    }
}

#[test]
fn what_lies_between_here_and_a_model_is_told_by_its_name() {
    for row in TABLE {
        let By::Road(road) = row.1 else { continue };
        let place = tempfile::tempdir().unwrap();
        let bedrock = Bedrock::start();
        let mut setup = Setup::new(place.path(), &bedrock);
        setup.wanted.runtime_endpoint = Some(road());
        let runner = setup.start();
        meet(&runner, row);
        runner.wait_for("f5 retry");
    }
}

/// Says which row a child process is to meet.
const ROW: &str = "OUTCROP_JOURNEY_ROW";

#[test]
fn an_environment_that_lacks_something_says_what() {
    for row in TABLE {
        let By::Environment { variables, .. } = row.1 else { continue };
        let home = tempfile::tempdir().unwrap();
        let variables = variables(home.path());
        let mut variables: Vec<(&str, &str)> =
            variables.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        variables.push((ROW, row.0));
        apart::run("errors::apart", &variables);
    }
}

/// Meets the row the environment names, in the environment made for it.
pub(crate) fn apart() {
    let name = std::env::var(ROW).unwrap();
    let row = TABLE.into_iter().find(|row| row.0 == name).unwrap();
    let By::Environment { fault, endpoint, profile, .. } = row.1 else { panic!("{name}") };
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    bedrock.fault(&fault.into_iter().collect::<Vec<_>>());
    let mut setup = Setup::new(place.path(), &bedrock).real();
    setup.settings.profile = profile.map(Into::into);
    setup.wanted.profile = profile.map(Into::into);
    setup.wanted.runtime_endpoint = endpoint.map(Into::into);
    let runner = setup.spawn();
    runner.wait_for("Write a prompt");
    meet(&runner, row);
    runner.wait_for("f5 retry");
}

/// The documented exit codes of some kinds.
const EXITS: [(&str, i32); 6] = [
    ("deny", 4),
    ("no-access", 4),
    ("expired", 3),
    ("throttle", 5),
    ("bad-field", 1),
    ("wrong-region", 2),
];

#[test]
fn ask_says_the_same_as_the_screen_and_ends_with_the_documented_code() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    let home = tempfile::tempdir().unwrap();
    let config = home.path().join("config.toml");
    std::fs::write(&config, "retry_attempts = 1\n").unwrap();
    let runner = Setup::new(place.path(), &bedrock).start();
    for (kind, exit) in EXITS {
        let row = TABLE.into_iter().find(|row| matches!(row.1, By::Fault(of) if of == kind));
        runner.press("ctrl-n");
        runner.wait_gone("try:");
        bedrock.fault(&[&format!("{kind}@ConverseStream")]);
        let shown = meet(&runner, row.unwrap());
        let output = Command::new(env!("CARGO_BIN_EXE_outcrop"))
            .args(["--endpoint-url", &bedrock.url, "--config", config.to_str().unwrap()])
            .args(["ask", "--no-save", "-m", MODEL, "hello"])
            .env_clear()
            .env("HOME", home.path())
            .env("AWS_EC2_METADATA_DISABLED", "true")
            .envs(KEYS.iter().copied())
            .output()
            .unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), output.stdout.len()), (Some(exit), 0), "{kind}: {said}");
        let mut lines = said.lines().map(|line| line.trim_start_matches("outcrop: "));
        let same = lines.by_ref().take_while(|line| !line.contains("request id: "));
        let same: Vec<&str> = same.flat_map(str::split_whitespace).collect();
        assert!(shown.contains(&same.join(" ")), "{kind}: {said}\non the screen: {shown}");
        assert!(said.contains("request id: "), "{kind}: {said}");
    }
}
