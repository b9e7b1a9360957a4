//! Failures without an answer, and streams that break off.

use std::time::Duration;

use aws_credential_types::provider::error::CredentialsError;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::{ConnectorError, SdkError};
use aws_smithy_types::event_stream::{Header, HeaderValue, Message, RawMessage};

use super::support::setting;
use crate::aws::problem::local;
use crate::aws::problem::make::{self, Call};
use crate::aws::setting::{Setting, Source};
use crate::domain::ask::Ending;
use crate::domain::problem::{Kind, Problem};

fn event(headers: &[(&str, &str)], payload: &str) -> RawMessage {
    let message = Message::new(payload.to_owned());
    let message = headers.iter().fold(message, |message, (name, value)| {
        message.add_header(Header::new(
            (*name).to_owned(),
            HeaderValue::String((*value).to_owned().into()),
        ))
    });
    RawMessage::Decoded(message)
}

fn head(kind: &str) -> Ending {
    Ending {
        request_id: Some("r-2".into()),
        headers: vec![("content-type".into(), kind.into())],
        ..Ending::default()
    }
}

const FRAMES: &str = "application/vnd.amazon.eventstream";

fn streamed(kind: &str, error: &SdkError<std::io::Error, RawMessage>) -> Problem {
    let setting = setting();
    let call = Call { setting: &setting, operation: "ConverseStream", model: None };
    make::of_stream(call, &head(kind), error)
}

#[test]
fn each_error_event_becomes_its_kind() {
    let cases = [
        ("internalServerException", Kind::Internal),
        ("modelStreamErrorException", Kind::StreamError),
        ("serviceUnavailableException", Kind::Unavailable),
        ("throttlingException", Kind::Throttled),
        ("validationException", Kind::Validation),
        ("modelTimeoutException", Kind::ModelTimeout),
        ("somethingNewException", Kind::StreamError),
    ];
    for (name, kind) in cases {
        let raw = event(
            &[(":message-type", "exception"), (":exception-type", name)],
            r#"{"message":"words"}"#,
        );
        let problem = streamed(FRAMES, &SdkError::service_error(std::io::Error::other("x"), raw));
        assert_eq!(problem.kind, kind, "{name}");
        assert_eq!((problem.why.as_str(), problem.request_id.as_deref()), ("words", Some("r-2")));
    }
    let raw = event(
        &[(":message-type", "error"), (":error-code", "InternalFailure"), (":error-message", "oh")],
        "",
    );
    let problem =
        streamed(FRAMES, &SdkError::response_error("unrecognized :message-type: error", raw));
    assert_eq!((problem.kind, problem.why.as_str()), (Kind::Internal, "oh"));
}

#[test]
fn damaged_cut_and_foreign_streams_are_told_apart() {
    let end = "unexpected end of stream";
    let foreign = RawMessage::invalid(Some("<html>Bad gateway</html>".into()));
    assert_eq!(
        streamed("text/html", &SdkError::response_error(end, foreign)).kind,
        Kind::NotBedrock
    );
    let frame = RawMessage::invalid(Some(vec![0, 0, 1, 7].into()));
    assert_eq!(streamed(FRAMES, &SdkError::response_error(end, frame)).kind, Kind::Cut);
    let damaged = SdkError::response_error("message checksum mismatch", RawMessage::Invalid(None));
    assert_eq!(streamed(FRAMES, &damaged).kind, Kind::Corrupt);
    let cut = SdkError::dispatch_failure(ConnectorError::io("connection reset by peer".into()));
    let problem = streamed(FRAMES, &cut);
    assert_eq!((problem.kind, problem.retryable), (Kind::Cut, true));
}

fn failure(setting: &Setting, error: ConnectorError) -> Problem {
    let call = Call { setting, operation: "Converse", model: None };
    make::of_call(call, &SdkError::<std::io::Error, HttpResponse>::dispatch_failure(error))
}

#[test]
fn a_connection_that_fails_says_of_what() {
    let mut setting = setting();
    setting.proxy = Some("HTTPS_PROXY");
    let cases = [
        (
            "client error (Connect): dns error: failed to lookup address information: Name or service not known",
            Kind::Connect,
            "region",
        ),
        (
            "client error (Connect): tcp connect error: Connection refused (os error 111)",
            Kind::Connect,
            "HTTPS_PROXY",
        ),
        ("HTTP connect timeout occurred after 3.1s", Kind::Connect, "network"),
        (
            "TLS handshake failed: invalid peer certificate: UnknownIssuer",
            Kind::Certificate,
            "AWS_CA_BUNDLE",
        ),
        ("client error (Connect): tunnel error: unsuccessful", Kind::Proxy, "NO_PROXY"),
        ("client error (Connect): proxy authorization required", Kind::Proxy, "user:password"),
        ("connection error: Connection reset by peer (os error 104)", Kind::Cut, "again"),
        (
            "client error (SendRequest): connection closed before message completed",
            Kind::Cut,
            "again",
        ),
    ];
    for (words, kind, advice) in cases {
        let problem = failure(&setting, ConnectorError::io(words.into()));
        assert_eq!(problem.kind, kind, "{problem}");
        assert!(problem.to_string().contains(advice), "{problem}");
        assert_eq!(problem.retryable, matches!(kind, Kind::Connect | Kind::Cut), "{problem}");
    }
}

fn credentials(setting: &Setting, error: CredentialsError) -> Problem {
    let call = Call { setting, operation: "session", model: None };
    let error: SdkError<std::io::Error, HttpResponse> =
        SdkError::dispatch_failure(ConnectorError::other(error.into(), None));
    make::of_call(call, &error)
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn credentials_that_are_missing_or_spent_say_what_to_type() {
    let plain = setting();
    let named = Setting { source: Source::Profile("dev".into()), ..setting() };
    let mfa = Setting { mfa: Some("arn:aws:iam::1:mfa/me".into()), ..setting() };
    let denied = "service error: AccessDenied: User: arn:aws:iam::1:user/me is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::1:role/r";
    let cases = [
        (
            &plain,
            CredentialsError::not_loaded("no providers in chain provided credentials"),
            Kind::NoCredentials,
            "outcrop --demo",
        ),
        (
            &plain,
            CredentialsError::provider_error(
                "failed to load IMDS session token: service error: request forbidden: IMDS is disabled or the caller has insufficient permissions.",
            ),
            Kind::NoCredentials,
            "outcrop --demo",
        ),
        (
            &named,
            CredentialsError::invalid_configuration(
                "profile `dev` was not defined: could not find source profile",
            ),
            Kind::NoCredentials,
            "no AWS profile dev",
        ),
        (
            &plain,
            CredentialsError::provider_error(
                "failed to open `/home/me/.aws/sso/cache/abc.json`: No such file",
            ),
            Kind::Expired,
            "aws sso login --profile dev",
        ),
        (
            &plain,
            CredentialsError::provider_error("the SSO token has expired and cannot be refreshed"),
            Kind::Expired,
            "aws sso login --profile dev",
        ),
        (
            &plain,
            CredentialsError::provider_error("cached Login token is expired"),
            Kind::Expired,
            "aws login --profile dev",
        ),
        (&plain, CredentialsError::provider_error(denied), Kind::Denied, "trust policy"),
        (
            &mfa,
            CredentialsError::provider_error(denied),
            Kind::NoCredentials,
            "export-credentials --profile dev",
        ),
        (
            &plain,
            CredentialsError::provider_error(
                "ExpiredToken: The security token included in the request is expired",
            ),
            Kind::Expired,
            "temporary credentials",
        ),
        (
            &plain,
            CredentialsError::provider_timed_out(Duration::from_mins(1)),
            Kind::NoCredentials,
            "aws sts",
        ),
    ];
    for (setting, error, kind, advice) in cases {
        let problem = credentials(setting, error);
        assert_eq!(problem.kind, kind, "{problem}");
        assert!(problem.to_string().contains(advice), "{advice}: {problem}");
        assert!(!problem.why.is_empty(), "{problem}");
    }
}

#[test]
fn a_chain_of_errors_shows_each_word_once() {
    let inner = std::io::Error::other(std::io::Error::other("deep"));
    let error = CredentialsError::provider_error(inner);
    assert_eq!(local::chain(&error), ["an error occurred while loading credentials", "deep"]);
}
