//! Failures without an answer: credentials, connections, proxies, certificates, timeouts.
//! Not here: what the service answers (table).

use std::error::Error;

use aws_credential_types::provider::error::CredentialsError;

use super::evidence::{Evidence, clean};
use super::make::{Call, base};
use crate::aws::access::Refused;
use crate::aws::setting::{Setting, Source};
use crate::domain::problem::{Kind, Problem};

/// The words of an error and of all behind it, outermost first, repetitions left out.
pub(crate) fn chain(error: &(dyn Error + 'static)) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut next = Some(error);
    while let Some(error) = next {
        let text = clean(&error.to_string());
        if !text.is_empty() && !words.iter().any(|word| word.contains(&text)) {
            words.push(text);
        }
        next = behind(error);
    }
    words
}

/// The error behind one. An `io::Error` shows its payload's source and hides the payload itself.
fn behind<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    match error.downcast_ref::<std::io::Error>() {
        Some(io) => io.get_ref().map(|inner| inner as &(dyn Error + 'static)),
        None => error.source(),
    }
}

fn find<'a, T: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a T> {
    std::iter::successors(Some(error), |&error| behind(error)).find_map(|e| e.downcast_ref())
}

/// What a call that got no answer failed of.
pub(crate) fn of_failure(call: Call<'_>, error: &(dyn Error + 'static)) -> Problem {
    if let Some(refused) = find::<Refused>(error) {
        return Problem::new(Kind::ReadOnly, &refused.operation, "read-only mode is on")
            .because(refused.to_string())
            .advise("start without --read-only, and without read_only in the configuration");
    }
    if find::<CredentialsError>(error).is_some() {
        return of_credentials(call, error);
    }
    let words = chain(error);
    let text = words.join(": ").to_lowercase();
    if text.contains("no auth scheme") || text.contains("identity resolver") {
        return of_credentials(call, error);
    }
    let evidence = Evidence::of(call.setting, call.operation, call.model);
    let why = words.iter().skip(usize::from(words.len() > 1)).cloned().collect::<Vec<_>>();
    connection(call.setting, &evidence, &text).because(why.join(": "))
}

/// Rows of (words, kind, what happened), first match wins.
const CONNECTION: &[(&[&str], Kind, &str)] = &[
    (
        &["certificate", "unknownissuer", "tls handshake failed", "notvalidforname"],
        Kind::Certificate,
        "the certificate of the other side is not trusted",
    ),
    (&["proxy auth", "407"], Kind::Proxy, "the proxy wants a user and a password"),
    (&["tunnel", "proxy"], Kind::Proxy, "the proxy refuses"),
    (
        &["dns error", "failed to lookup address", "name or service not known", "no address"],
        Kind::Connect,
        "the address was not found",
    ),
    (&["connection refused"], Kind::Connect, "the connection was refused"),
    (
        &["network is unreachable", "no route to host", "host is unreachable"],
        Kind::Connect,
        "there is no way to the service",
    ),
    (&["connect timeout", "connect error"], Kind::Connect, "no connection came about in time"),
    (
        &["operation timeout", "operation attempt timeout", "read timeout"],
        Kind::Idle,
        "no answer came in time",
    ),
    (
        &[
            "invalid uri",
            "endpoint url",
            "custom endpoint",
            "relative url",
            "invalid endpoint",
            "failed to resolve endpoint",
            "endpoint",
        ],
        Kind::Input,
        "the endpoint URL cannot be used",
    ),
    (&["region"], Kind::Region, "the region cannot be used"),
    (
        &[
            "reset by peer",
            "broken pipe",
            "incomplete message",
            "unexpected eof",
            "connection closed",
            "channel closed",
            "unexpected end of file",
            "connection error",
        ],
        Kind::Cut,
        "the connection was cut",
    ),
    (
        &["invalid http", "message head is too", "http version parsed", "parsed"],
        Kind::NotBedrock,
        "what answered is not Amazon Bedrock",
    ),
];

fn connection(setting: &Setting, evidence: &Evidence<'_>, text: &str) -> Problem {
    let row = CONNECTION.iter().find(|(words, _, _)| words.iter().any(|word| text.contains(word)));
    let (kind, what) =
        row.map_or((Kind::Connect, "the call did not get through"), |row| (row.1, row.2));
    let mut problem = base(kind, what, evidence);
    problem.retryable = matches!(kind, Kind::Connect | Kind::Cut | Kind::Idle);
    match kind {
        Kind::Certificate => problem
            .advise("name your network's certificate authority: ca_bundle in Outcrop's configuration, AWS_CA_BUNDLE, or ca_bundle of the AWS profile")
            .advise("install the system's certificates (package ca-certificates), and check the clock"),
        Kind::Proxy => problem
            .advise(format!("check {}: http://user:password@host:port", setting.proxy.unwrap_or("HTTPS_PROXY")))
            .advise("put hosts that need no proxy into NO_PROXY"),
        Kind::Input => problem.advise("check the endpoint URLs (flags, configuration, AWS_ENDPOINT_URL): https://host"),
        Kind::Region => problem.advise("start with --region us-east-1, or another region Amazon Bedrock is in"),
        Kind::Idle | Kind::Cut => problem.advise("send again"),
        Kind::NotBedrock => problem.advise("check the endpoint URL and the proxy: what answers there does not speak HTTP as AWS does"),
        _ => unreachable_service(problem, setting),
    }
}

fn unreachable_service(mut problem: Problem, setting: &Setting) -> Problem {
    if setting.source == Source::Simulator {
        return problem.advise("the simulator has stopped: start Outcrop again");
    }
    if setting.endpoint {
        problem = problem.advise("check the endpoint URL: is something listening there?");
    }
    if let Some(variable) = setting.proxy {
        problem = problem.advise(format!("a proxy is set by {variable}: check it, or unset it"));
    }
    if let Some(region) = &setting.region {
        problem = problem.advise(format!("check the region: is Amazon Bedrock in {region}?"));
    }
    problem.advise("check the network connection")
}

/// What a failed search for credentials means.
pub(crate) fn of_credentials(call: Call<'_>, error: &(dyn Error + 'static)) -> Problem {
    let words = chain(find_credentials(error));
    let text = words.join(": ").to_lowercase();
    let flag = call.setting.profile.as_ref().map(|name| format!(" --profile {name}"));
    let flag = flag.unwrap_or_default();
    let has = |some: &[&str]| some.iter().any(|word| text.contains(word));
    let sso = has(&[
        "sso token",
        "sso session",
        "sso config",
        "/sso/cache",
        "access token",
        "sso-session",
    ]);
    let evidence = Evidence::of(call.setting, call.operation, call.model);
    let problem = match () {
        () if call.setting.mfa.is_some() && !sso => mfa(call.setting, &evidence),
        () if has(&["login token", "login session", "login_session", "/login/cache"]) => {
            base(Kind::Expired, "the AWS login session has expired", &evidence)
                .advise(format!("aws login{flag}"))
        }
        () if has(&["invalid sso config", "sso-session named"]) => {
            base(Kind::NoCredentials, "the SSO settings of the profile are incomplete", &evidence)
                .advise(format!("aws configure sso{flag}"))
        }
        () if sso => {
            base(Kind::Expired, "the SSO session has expired, or was never begun", &evidence)
                .advise(format!("aws sso login{flag}"))
        }
        () if has(&["expiredtoken", "expired"]) => {
            base(Kind::Expired, "the credentials have expired", &evidence)
                .advise(format!("aws sso login{flag}, or get new temporary credentials"))
        }
        () if has(&["accessdenied", "not authorized"]) => {
            base(Kind::Denied, "the role of the profile may not be assumed", &evidence)
                .advise("check role_arn and the role's trust policy")
                .advise("aws configure list shows which credentials ask for it")
        }
        () if has(&["was not defined", "no profiles were defined"]) => {
            no_profile(call.setting, &evidence)
        }
        () if has(&[
            "was not enabled",
            "no providers in chain",
            "did not contain credential",
            "imds",
        ]) =>
        {
            missing(&evidence)
        }
        () => base(Kind::NoCredentials, "the credentials could not be read", &evidence)
            .advise(format!("aws sts get-caller-identity{flag} shows whether the AWS CLI can"))
            .advise("outcrop --demo needs none"),
    };
    problem.because(words.join(": "))
}

fn find_credentials<'a>(error: &'a (dyn Error + 'static)) -> &'a (dyn Error + 'static) {
    find::<CredentialsError>(error).map_or(error, |found| found as _)
}

fn missing(evidence: &Evidence<'_>) -> Problem {
    base(Kind::NoCredentials, "no AWS credentials were found", evidence)
        .advise("outcrop --demo tries everything without an AWS account")
        .advise("start with --profile NAME (aws configure list-profiles names them), or F8 on the screen")
        .advise("aws configure (keys) or aws configure sso, then aws sso login")
        .advise("export AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_BEARER_TOKEN_BEDROCK")
}

fn no_profile(setting: &Setting, evidence: &Evidence<'_>) -> Problem {
    let name = match &setting.source {
        Source::Profile(name) => name.as_str(),
        _ => "default",
    };
    base(Kind::NoCredentials, &format!("there is no AWS profile {name}"), evidence)
        .advise("aws configure list-profiles shows those there are")
        .advise(format!("aws configure --profile {name}, or aws configure sso --profile {name}"))
        .advise("outcrop --demo needs none")
}

/// The SDK for Rust cannot ask for a code: the AWS CLI can, and hands its credentials over.
fn mfa(setting: &Setting, evidence: &Evidence<'_>) -> Problem {
    let device = setting.mfa.as_deref().unwrap_or_default();
    let profile = setting.profile.as_deref().unwrap_or("default");
    base(Kind::NoCredentials, &format!("the profile {profile} asks for an MFA code"), evidence)
        .advise(format!("eval \"$(aws configure export-credentials --profile {profile} --format env)\", type the code, then start Outcrop from that shell without --profile"))
        .advise(format!("or aws sts get-session-token --serial-number {device} --token-code CODE, and export what it prints"))
}
