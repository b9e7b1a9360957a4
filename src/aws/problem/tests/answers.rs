//! Error answers of the service become their kinds, with its words and advice.

use std::time::{Duration, SystemTime};

use proptest::prelude::*;
use serde_json::Value;

use super::messages::CASES;
use super::support::{response, setting};
use crate::aws::problem::evidence::Evidence;
use crate::aws::problem::make::of_answer;
use crate::aws::setting::{Setting, Source};
use crate::domain::problem::{Kind, Problem};

fn answer(setting: &Setting, status: u16, code: &str, message: &str) -> Problem {
    let body = serde_json::json!({ "message": message }).to_string();
    let headers = [("x-amzn-errortype", code), ("x-amzn-requestid", "r-1")];
    let headers = if code.is_empty() { &headers[1..] } else { &headers[..] };
    let evidence = Evidence::of(setting, "ConverseStream", Some("us.vendor.model-v1:0"))
        .with_response(&response(status, headers, &body), SystemTime::now());
    of_answer(&evidence)
}

#[test]
fn each_message_becomes_its_kind_with_its_advice() {
    let setting = setting();
    for &(status, code, message, kind, retryable, advice) in CASES {
        let problem = answer(&setting, status, code, message);
        let case = format!("{code} {message}\n{problem:#?}");
        assert_eq!((problem.kind, problem.retryable), (kind, retryable), "{case}");
        if advice.starts_with('{') {
            let pasted: Value = serde_json::from_str(problem.to_paste().unwrap()).unwrap();
            assert_eq!(pasted, serde_json::from_str::<Value>(advice).unwrap(), "{case}");
        } else {
            assert!(problem.to_string().contains(advice), "{advice} in {case}");
        }
        assert!(problem.why.contains(message), "the service's words: {case}");
        assert!(!problem.what.is_empty() && !problem.why.is_empty(), "{case}");
        assert_eq!(problem.request_id.as_deref(), Some("r-1"));
        assert_eq!(problem.status, Some(status));
    }
}

#[test]
fn a_token_that_fails_is_named() {
    let setting = Setting { source: Source::Token, ..setting() };
    for message in [
        "Bearer Token has expired",
        "Authentication failed: Please make sure your API Key is valid.",
    ] {
        let problem = answer(&setting, 403, "AccessDeniedException", message);
        assert!(matches!(problem.kind, Kind::Expired | Kind::BadKey), "{problem}");
        assert!(
            problem.advice[0].contains("AWS_BEARER_TOKEN_BEDROCK")
                || problem.advice[0].contains("API key"),
            "{problem}"
        );
    }
}

#[test]
fn clocks_that_differ_explain_a_bad_signature() {
    let setting = setting();
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    let headers = [
        ("x-amzn-errortype", "InvalidSignatureException"),
        ("date", "Tue, 14 Nov 2023 23:13:20 GMT"),
    ];
    let evidence = Evidence::of(&setting, "Converse", None)
        .with_response(&response(403, &headers, r#"{"message":"no match"}"#), now);
    let problem = of_answer(&evidence);
    assert_eq!(problem.kind, Kind::ClockSkew);
    assert!(problem.advice[0].contains("it is 1 h behind"), "{problem}");
}

#[test]
fn a_page_is_not_bedrock_and_is_quoted() {
    let mut setting = setting();
    setting.proxy = Some("HTTPS_PROXY");
    for status in [200, 403, 502, 503] {
        let page = response(
            status,
            &[("content-type", "text/html")],
            "<html><h1>Sign in\u{1b}[0m</h1></html>",
        );
        let problem = of_answer(
            &Evidence::of(&setting, "Converse", None).with_response(&page, SystemTime::now()),
        );
        assert_eq!(problem.kind, Kind::NotBedrock, "{problem}");
        assert_eq!(problem.why, format!("HTTP status {status}: Sign in [0m"));
        assert!(problem.to_string().contains("HTTPS_PROXY"), "{problem}");
    }
}

#[test]
fn what_the_service_says_cannot_touch_the_terminal() {
    let setting = setting();
    let body = serde_json::json!({
        "__type": "x#Validation\u{1b}[2JException",
        "message": "a\u{1b}]0;x\u{7}\u{202e}b\u{9b}",
    });
    let answer = response(400, &[], &body.to_string());
    let evidence =
        Evidence::of(&setting, "Converse", None).with_response(&answer, SystemTime::now());
    let problem = of_answer(&evidence);
    assert_eq!(problem.kind, Kind::Validation);
    let text = problem.to_string();
    assert!(!text.chars().any(|letter| letter.is_control() && letter != '\n'), "{text:?}");
    assert!(!text.contains('\u{202e}'));
}

#[test]
fn a_wait_the_service_asks_for_is_kept() {
    let setting = setting();
    let headers = [("x-amzn-errortype", "ThrottlingException"), ("retry-after", "3")];
    let answer = response(429, &headers, "{}");
    let evidence =
        Evidence::of(&setting, "Converse", None).with_response(&answer, SystemTime::now());
    assert_eq!(of_answer(&evidence).retry_after, Some(Duration::from_secs(3)));
}

#[test]
fn an_operation_that_is_not_there_is_told_from_a_page() {
    let setting = setting();
    let answer = response(404, &[], "<UnknownOperationException/>\n");
    let evidence =
        Evidence::of(&setting, "Converse", None).with_response(&answer, SystemTime::now());
    assert_eq!(of_answer(&evidence).kind, Kind::Region);
}

proptest! {
    /// Whatever answers, with whatever status: a problem with words, and none that could touch the
    /// terminal.
    #[test]
    fn any_answer_becomes_a_problem(
        status in 400_u16..600,
        code in prop::option::of("[ -~]{0,30}"),
        body in prop_oneof![
            any::<String>(),
            "\\PC{0,80}".prop_map(|text| serde_json::json!({ "message": text }).to_string()),
            any::<String>().prop_map(|text| serde_json::json!({ "__type": text, "Message": text }).to_string()),
            "[<>a-z/ ]{0,60}",
        ],
        token in any::<bool>(),
    ) {
        let source = if token { Source::Token } else { Source::Chain };
        let setting = Setting { source, ..setting() };
        let headers: Vec<_> = code.iter().map(|code| ("x-amzn-errortype", code.as_str())).collect();
        let answer = response(status, &headers, &body);
        let evidence = Evidence::of(&setting, "Converse", Some("us.m")).with_response(&answer, SystemTime::now());
        let problem = of_answer(&evidence);
        let text = problem.to_string();
        prop_assert!(!text.chars().any(|letter| letter.is_control() && letter != '\n'), "{text:?}");
        prop_assert!(!problem.what.is_empty() && !problem.why.is_empty());
    }
}
