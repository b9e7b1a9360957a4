//! What each descriptor is found by.
//! Not here: whether the facts agree (the tests of the screens).

use serde_json::json;

use super::{ALL, named, of_arn};
use crate::domain::resource::time;

#[test]
fn an_arn_says_of_which_kind_it_is() {
    let of = |arn: &str| of_arn(arn).map(|kind| kind.name);
    let arn = |rest: &str| format!("arn:aws:bedrock:us-east-1:123456789012:{rest}");
    assert_eq!(of(&arn("provisioned-model/abc")), Some("provisioned-throughput"));
    assert_eq!(of(&arn("custom-model/amazon.nova-lite-v1:0/abc")), Some("custom-models"));
    assert_eq!(of(&arn("custom-model-deployment/abc")), Some("deployments"));
    assert_eq!(of(&arn("inference-profile/us.x")), Some("inference-profiles"));
    assert_eq!(of(&arn("application-inference-profile/x")), Some("inference-profiles"));
    assert_eq!(of("arn:aws:bedrock:us-east-1::foundation-model/x"), None);
    assert_eq!(of("arn:aws:iam::123456789012:role/guardrail"), None);
    assert_eq!(of("s3://bucket/guardrail"), None);
}

#[test]
fn names_and_tabs_are_each_their_own() {
    for (at, kind) in ALL.into_iter().enumerate() {
        assert_eq!(named(kind.name), Some(kind));
        for other in &ALL[..at] {
            assert_ne!(kind.title, other.title);
            assert!(kind.tab.is_none() || kind.tab != other.tab);
            assert!(kind.arn.is_empty() || kind.arn != other.arn, "{}", kind.name);
        }
    }
}

#[test]
fn times_come_as_words_or_as_seconds() {
    assert_eq!(time(&json!("1970-01-01T00:00:01.5Z")), Some(1_500));
    assert_eq!(time(&json!(2.25)), Some(2_250));
    assert_eq!(time(&json!("soon")), None);
}
