//! Which credentials, endpoints and proxies are used, whatever the environment says. Variables are
//! set for a child process: this test binary, run again to do one thing.

use std::process::Command;

use outcrop::aws::client::Client;
use outcrop::domain::ask::Chunk;
use outcrop::domain::problem::Kind;
use outcrop::domain::session::Wanted;

use super::server::{self, Server, good};
use super::support::{ask, chunks, chunks_of, done, failed, wanted};

/// Names what a child process of this binary is to do.
const CHILD: &str = "OUTCROP_TEST_CHILD";

/// Has this binary do one thing in an environment of its own.
pub(crate) fn run(test: &str, variables: &[(&str, &str)]) {
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "--nocapture", "environment::a_child_does_what_it_is_told"])
        .env_clear()
        .env(CHILD, test)
        .env("HOME", "/nonexistent")
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    let out = String::from_utf8_lossy(&output.stdout);
    let passed = output.status.success() && out.contains("1 passed");
    assert!(passed, "{test}\n{out}\n{}", String::from_utf8_lossy(&output.stderr));
}

/// Does nothing but in a child process, which `run` starts.
#[tokio::test]
async fn a_child_does_what_it_is_told() {
    match std::env::var(CHILD).as_deref() {
        Err(_) => {}
        Ok("environment::simulator_child") => simulator_child().await,
        Ok("environment::token_child") => token_child().await,
        Ok("environment::environment_child") => environment_child().await,
        Ok("environment::profile_child") => profile_child().await,
        Ok("environment::endpoint_child") => endpoint_child().await,
        Ok("environment::endpoint_grandchild") => endpoint_grandchild().await,
        Ok("environment::missing_child") => missing_child().await,
        Ok("environment::proxy_child") => proxy_child().await,
        Ok("environment::profiles_child") => profiles_child().await,
        Ok("environment::renewed_child") => renewed_child().await,
        Ok("environment::bundle_child") => bundle_child().await,
        Ok("encrypted::unknown_child") => super::encrypted::unknown_child().await,
        Ok("encrypted::known_child") => super::encrypted::known_child().await,
        Ok(other) => panic!("there is no {other}"),
    }
}

const NONSENSE: &[(&str, &str)] = &[
    ("HTTP_PROXY", "http://127.0.0.1:1"),
    ("HTTPS_PROXY", "http://127.0.0.1:1"),
    ("ALL_PROXY", "http://127.0.0.1:1"),
    ("AWS_PROFILE", "no such profile"),
    ("AWS_BEARER_TOKEN_BEDROCK", "nonsense"),
    ("AWS_ENDPOINT_URL", "http://127.0.0.1:1"),
    ("AWS_ENDPOINT_URL_BEDROCK", "nonsense"),
    ("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", "nonsense"),
    ("AWS_CONFIG_FILE", "/dev/null/nowhere"),
    ("AWS_SHARED_CREDENTIALS_FILE", "/dev/null/nowhere"),
    ("AWS_CA_BUNDLE", "/dev/null/nowhere"),
    ("AWS_ACCESS_KEY_ID", "nonsense"),
    ("AWS_SECRET_ACCESS_KEY", "nonsense"),
    ("AWS_SESSION_TOKEN", "nonsense"),
    ("AWS_REGION", "nonsense-1"),
    ("AWS_USE_FIPS_ENDPOINT", "true"),
    ("AWS_MAX_ATTEMPTS", "nonsense"),
    ("AWS_EC2_METADATA_DISABLED", "false"),
];

#[test]
fn the_simulator_looks_at_nothing_of_the_machine() {
    run("environment::simulator_child", NONSENSE);
}

async fn simulator_child() {
    let models = server::json(200, &[], r#"{"modelSummaries":[],"inferenceProfileSummaries":[]}"#);
    let server = Server::start(vec![good("hello"), models]).await;
    let client = Client::connect(wanted(&server.url));
    let session = client.session().await.unwrap();
    assert_eq!(session.credentials, "simulator");
    assert_eq!(session.region.as_deref(), Some("us-east-1"));
    assert_eq!(session.notice, None);
    done(&chunks(wanted(&server.url), ask("hi")).await);
    client.catalog().await.unwrap();
    for request in server.requests() {
        let authorization = request.header("authorization").unwrap();
        assert!(authorization.contains("/us-east-1/bedrock/"), "{authorization}");
        assert!(!authorization.contains("nonsense") && !authorization.contains("Bearer"));
        assert_eq!(request.header("x-amz-security-token"), None);
    }
}

fn real(server: &Server) -> Wanted {
    Wanted { simulator: false, ..wanted(&server.url) }
}

pub(crate) const KEYS: &[(&str, &str)] = &[
    ("AWS_ACCESS_KEY_ID", "ENVIRONMENTKEY"),
    ("AWS_SECRET_ACCESS_KEY", "secret"),
    ("AWS_REGION", "eu-central-1"),
    ("HTTP_PROXY", "http://127.0.0.1:1"),
];

#[test]
fn without_a_profile_the_token_wins() {
    run("environment::token_child", &[KEYS, &[("AWS_BEARER_TOKEN_BEDROCK", "the-token")]].concat());
}

async fn token_child() {
    let server = Server::start(vec![good("hello")]).await;
    done(&chunks(real(&server), ask("hi")).await);
    assert_eq!(server.requests()[0].header("authorization"), Some("Bearer the-token"));
    let client = Client::connect(real(&server));
    assert_eq!(client.session().await.unwrap().credentials, "bearer token");
    assert!(client.identity().await.unwrap_err().why.contains("AWS_BEARER_TOKEN_BEDROCK"));
}

#[test]
fn the_environment_gives_credentials_and_region() {
    run("environment::environment_child", &[KEYS, &[("AWS_BEARER_TOKEN_BEDROCK", "")]].concat());
}

async fn environment_child() {
    let server = Server::start(vec![good("hello")]).await;
    done(&chunks(real(&server), ask("hi")).await);
    let request = &server.requests()[0];
    let authorization = request.header("authorization").unwrap();
    assert!(authorization.contains("Credential=ENVIRONMENTKEY/"), "{authorization}");
    assert!(authorization.contains("/eu-central-1/"), "{authorization}");
    let session = Client::connect(real(&server)).session().await.unwrap();
    assert_eq!(session.credentials, "environment");
    assert_eq!(session.region.as_deref(), Some("eu-central-1"));
    let elsewhere = Wanted { region: Some("us-west-2".into()), ..real(&server) };
    let session = Client::connect(elsewhere).session().await.unwrap();
    assert_eq!(session.region.as_deref(), Some("us-west-2"));
}

#[test]
fn a_profile_by_name_beats_keys_and_token_of_the_environment() {
    let dir = tempfile::tempdir().unwrap();
    let (config, credentials) = (dir.path().join("config"), dir.path().join("credentials"));
    std::fs::write(&config, "[profile dev]\nregion = ap-south-1\n").unwrap();
    std::fs::write(
        &credentials,
        "[dev]\naws_access_key_id = PROFILEKEY\naws_secret_access_key = secret\n",
    )
    .unwrap();
    run(
        "environment::profile_child",
        &[
            ("AWS_ACCESS_KEY_ID", "ENVIRONMENTKEY"),
            ("AWS_SECRET_ACCESS_KEY", "secret"),
            ("AWS_BEARER_TOKEN_BEDROCK", "the-token"),
            ("AWS_CONFIG_FILE", config.to_str().unwrap()),
            ("AWS_SHARED_CREDENTIALS_FILE", credentials.to_str().unwrap()),
        ],
    );
}

async fn profile_child() {
    let server = Server::start(vec![good("hello")]).await;
    let named = Wanted { profile: Some("dev".into()), ..real(&server) };
    done(&chunks(named.clone(), ask("hi")).await);
    let request = &server.requests()[0];
    let authorization = request.header("authorization").unwrap();
    assert!(authorization.contains("Credential=PROFILEKEY/"), "{authorization}");
    assert!(authorization.contains("/ap-south-1/"), "{authorization}");
    let session = Client::connect(named.clone()).session().await.unwrap();
    assert_eq!(session.credentials, "profile dev");
    assert_eq!(session.profile.as_deref(), Some("dev"));
    assert!(session.notice.unwrap().contains("AWS_BEARER_TOKEN_BEDROCK"));
    let unknown =
        Wanted { profile: Some("nope".into()), region: Some("us-east-1".into()), ..named };
    let problem = Client::connect(unknown).session().await.unwrap_err();
    assert_eq!(problem.kind, Kind::NoCredentials, "{problem}");
    assert!(problem.to_string().contains("no AWS profile nope"), "{problem}");
}

#[test]
fn an_endpoint_of_the_environment_is_heeded_and_each_plane_has_its_own() {
    run("environment::endpoint_child", KEYS);
}

async fn endpoint_child() {
    let control = Server::start(vec![server::json(200, &[], "{}")]).await;
    let runtime = Server::start(vec![good("hello")]).await;
    let both = Wanted { runtime_endpoint: Some(runtime.url.clone()), ..real(&control) };
    done(&chunks(both.clone(), ask("hi")).await);
    Client::connect(both).catalog().await.unwrap();
    assert_eq!((control.requests().len(), runtime.requests().len()), (7, 1));
    let out = tokio::task::spawn_blocking(move || {
        let variables =
            [KEYS, &[("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", runtime.url.as_str())]].concat();
        run("environment::endpoint_grandchild", &variables);
        runtime.requests().len()
    });
    assert_eq!(out.await.unwrap(), 2);
}

async fn endpoint_grandchild() {
    let plain = Wanted { endpoint: None, simulator: false, ..wanted("") };
    done(&chunks(plain, ask("hi")).await);
}

#[test]
fn what_is_missing_is_said_with_what_to_type() {
    run("environment::missing_child", &[]);
}

async fn missing_child() {
    let nowhere = Wanted { simulator: false, ..wanted("http://127.0.0.1:1") };
    let came = chunks(nowhere.clone(), ask("hi")).await;
    assert_eq!(failed(&came).problem.kind, Kind::Region);
    assert!(!came.contains(&Chunk::Sent));
    let somewhere = Wanted { region: Some("us-east-1".into()), ..nowhere };
    let came = chunks(somewhere.clone(), ask("hi")).await;
    let problem = &failed(&came).problem;
    assert_eq!(problem.kind, Kind::NoCredentials, "{problem:?}");
    assert!(problem.advice[0].contains("outcrop --demo"), "{problem}");
    let problem = Client::connect(somewhere).session().await.unwrap_err();
    assert_eq!(problem.kind, Kind::NoCredentials, "{problem:?}");
}

#[test]
fn a_proxy_is_used_for_what_is_not_this_machine() {
    run("environment::proxy_child", KEYS);
}

async fn proxy_child() {
    // The proxy of the environment is closed, so only a way around it could succeed.
    let far = Wanted { simulator: false, ..wanted("http://bedrock.invalid") };
    let came = chunks(far, ask("hi")).await;
    let problem = &failed(&came).problem;
    assert_eq!(problem.kind, Kind::Connect, "{problem:?}");
    assert!(problem.why.to_lowercase().contains("refused"), "the proxy, not the name: {problem}");
    assert!(problem.to_string().contains("HTTP_PROXY"), "{problem}");
}

const PROFILES: &str = "
[profile sso]
region = us-east-1
sso_session = corp
sso_account_id = 123456789012
sso_role_name = dev
[sso-session corp]
sso_region = us-east-1
sso_start_url = https://corp.awsapps.com/start
[profile mfa]
region = us-east-1
role_arn = arn:aws:iam::123456789012:role/r
source_profile = keys
mfa_serial = arn:aws:iam::123456789012:mfa/me
[profile role]
region = us-east-1
role_arn = arn:aws:iam::123456789012:role/r
source_profile = keys
[profile keys]
aws_access_key_id = PROFILEKEY
aws_secret_access_key = secret
[profile login]
region = us-east-1
login_session = arn:aws:sts::123456789012:assumed-role/me/x
[profile process]
region = us-east-1
credential_process = /nonexistent/program
";

const DENIED: &str = "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>\
    User: arn:aws:iam::123456789012:user/me is not authorized to perform: sts:AssumeRole on \
    resource: arn:aws:iam::123456789012:role/r</Message></Error></ErrorResponse>";

#[tokio::test(flavor = "multi_thread")]
async fn profiles_that_cannot_be_used_say_what_to_type() {
    let dir = tempfile::tempdir().unwrap();
    let config = dir.path().join("config").to_string_lossy().into_owned();
    std::fs::write(&config, PROFILES).unwrap();
    let sts = Server::start(vec![server::page(403, "text/xml", &[], DENIED)]).await;
    tokio::task::spawn_blocking(move || {
        run(
            "environment::profiles_child",
            &[
                ("AWS_CONFIG_FILE", &config),
                ("AWS_ENDPOINT_URL_STS", &sts.url),
                ("HOME", dir.path().to_str().unwrap()),
            ],
        );
    })
    .await
    .unwrap();
}

async fn profiles_child() {
    for (profile, kind, advice) in [
        ("sso", Kind::Expired, "aws sso login --profile sso"),
        ("mfa", Kind::NoCredentials, "aws configure export-credentials --profile mfa"),
        ("role", Kind::Denied, "trust policy"),
        ("login", Kind::Expired, "aws login --profile login"),
        ("process", Kind::NoCredentials, "aws sts get-caller-identity --profile process"),
        ("absent", Kind::NoCredentials, "aws configure list-profiles"),
    ] {
        let named = Wanted {
            profile: Some(profile.into()),
            region: Some("us-east-1".into()),
            simulator: false,
            ..wanted("http://127.0.0.1:1")
        };
        let problem = Client::connect(named.clone()).session().await.unwrap_err();
        assert_eq!(problem.kind, kind, "{profile}: {problem:?}");
        assert!(problem.to_string().contains(advice), "{profile}: {problem}");
        let came = chunks(named, ask("hi")).await;
        assert_eq!(failed(&came).problem.kind, kind, "{profile}: {:?}", failed(&came));
    }
}

#[test]
fn after_expired_credentials_the_next_call_asks_the_source_again() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name).display().to_string();
    // Spent at first, then good for an hour: as after a login in another window.
    let program = format!(
        "echo x >> {0}\nif [ $(wc -l < {0}) -lt 2 ]; then K=SPENT; else K=FRESH; fi\n\
         echo \"{{\\\"Version\\\":1,\\\"AccessKeyId\\\":\\\"$K\\\",\\\"SecretAccessKey\\\":\\\"s\\\",\
         \\\"SessionToken\\\":\\\"t\\\",\\\"Expiration\\\":\\\"2099-01-01T00:00:00Z\\\"}}\"\n",
        path("count")
    );
    std::fs::write(path("issue.sh"), program).unwrap();
    let profile =
        format!("[profile p]\nregion = us-east-1\ncredential_process = sh {}\n", path("issue.sh"));
    std::fs::write(path("config"), profile).unwrap();
    let variables = [("AWS_CONFIG_FILE", path("config")), ("PATH", "/usr/bin:/bin".into())];
    let variables: Vec<(&str, &str)> = variables.iter().map(|(k, v)| (*k, v.as_str())).collect();
    run("environment::renewed_child", &variables);
}

async fn renewed_child() {
    let refused = server::error(403, "ExpiredTokenException", "The security token is expired");
    let server = Server::start(vec![refused, good("hello")]).await;
    let client = Client::connect(Wanted { profile: Some("p".into()), ..real(&server) });
    let before = client.session().await.unwrap();
    assert_eq!(before.key_id.as_deref(), Some("SPENT"));
    let told = tokio::spawn({
        let (client, before) = (client.clone(), before.clone());
        async move { client.renewed(Some(&before)).await }
    });
    let first = chunks_of(&client, ask("hi")).await;
    assert_eq!(failed(&first).problem.kind, Kind::Expired, "{first:?}");
    assert!(!told.is_finished(), "nothing is renewed yet");
    done(&chunks_of(&client, ask("hi")).await);
    told.await.unwrap();
    assert_eq!(client.session().await.unwrap().key_id.as_deref(), Some("FRESH"));
    let keys: Vec<bool> = server
        .requests()
        .iter()
        .map(|request| request.header("authorization").unwrap().contains("Credential=FRESH/"))
        .collect();
    assert_eq!(keys, [false, true]);
}

#[test]
fn a_bundle_that_cannot_be_read_is_named() {
    run(
        "environment::bundle_child",
        &[KEYS, &[("AWS_CA_BUNDLE", "/nonexistent/bundle.pem")]].concat(),
    );
}

async fn bundle_child() {
    let real = Wanted { simulator: false, ..wanted("http://127.0.0.1:1") };
    let problem = Client::connect(real).session().await.unwrap_err();
    assert_eq!(problem.kind, Kind::Certificate);
    assert!(problem.what.contains("/nonexistent/bundle.pem"), "{problem}");
}
