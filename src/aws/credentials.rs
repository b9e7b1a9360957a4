//! Credentials: kept while they last, told in words; and the API key set aside where a profile was
//! asked for. Not here: which source is asked (setting).

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use aws_config::SdkConfig;
use aws_credential_types::Credentials;
use aws_credential_types::credential_feature::AwsCredentialFeature as Feature;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::future::ProvideCredentials as Future;
use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider};
use aws_types::service_config::{LoadServiceConfig, ServiceConfigKey};
use tokio::sync::{Mutex, watch};
use tokio::time::timeout;

/// How long before their end credentials count as spent; more than the SDK's own 10 seconds.
const MARGIN: Duration = Duration::from_mins(1);

/// How long a source may take: `credential_process` may talk to a person.
pub(crate) const WITHIN: Duration = Duration::from_mins(1);

/// Credentials that were issued, without their secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Issue {
    /// The id of the access key.
    pub(crate) key_id: String,
    /// When they expire, Unix seconds, where they say so.
    pub(crate) expires: Option<i64>,
}

impl Issue {
    /// Those of these credentials.
    pub(crate) fn of(credentials: &Credentials) -> Self {
        let end = credentials.expiry().and_then(|end| end.duration_since(UNIX_EPOCH).ok());
        Self {
            key_id: credentials.access_key_id().to_owned(),
            expires: end.and_then(|end| i64::try_from(end.as_secs()).ok()),
        }
    }
}

/// Tells which credentials were issued last: the SDK renews them by itself, in the middle of a call.
pub(crate) type Issues = watch::Sender<Option<Issue>>;

/// A provider that asks its source once for all who want to know: the clients, and the session line.
/// A `credential_process` that talks to a person must not run twice.
#[derive(Debug)]
pub(crate) struct Kept {
    source: SharedCredentialsProvider,
    held: Mutex<Option<Credentials>>,
    issues: Issues,
}

impl Kept {
    /// The same provider, kept.
    pub(crate) fn shared(
        source: SharedCredentialsProvider,
        issues: Issues,
    ) -> SharedCredentialsProvider {
        SharedCredentialsProvider::new(Self { source, held: Mutex::new(None), issues })
    }
}

impl ProvideCredentials for Kept {
    fn provide_credentials<'a>(&'a self) -> Future<'a>
    where
        Self: 'a,
    {
        Future::new(async {
            let mut held = self.held.lock().await;
            if let Some(credentials) = held.as_ref().filter(|held| lasts(held)) {
                return Ok(credentials.clone());
            }
            let fresh = timeout(WITHIN, self.source.provide_credentials());
            let late = |_| CredentialsError::provider_timed_out(WITHIN);
            let fresh = fresh.await.map_err(late)??;
            *held = Some(fresh.clone());
            let issue = Some(Issue::of(&fresh));
            self.issues.send_if_modified(|last| {
                let renewed = *last != issue;
                *last = issue;
                renewed
            });
            Ok(fresh)
        })
    }

    fn fallback_on_interrupt(&self) -> Option<Credentials> {
        self.source.fallback_on_interrupt()
    }
}

fn lasts(credentials: &Credentials) -> bool {
    credentials.expiry().is_none_or(|end| end > SystemTime::now() + MARGIN)
}

/// Where credentials came from, in words.
pub(crate) fn words(credentials: &Credentials, profile: Option<&str>) -> String {
    let features = credentials.get_property::<Vec<Feature>>().cloned().unwrap_or_default();
    let has = |some: &[Feature]| features.iter().any(|feature| some.contains(feature));
    let how = if has(&[Feature::CredentialsSso, Feature::CredentialsProfileSso]) {
        " (SSO)"
    } else if has(&[Feature::CredentialsProcess, Feature::CredentialsProfileProcess]) {
        " (credential process)"
    } else if has(&[Feature::CredentialsLogin, Feature::CredentialsProfileLogin]) {
        " (aws login)"
    } else if has(&[Feature::CredentialsStsAssumeRole]) {
        " (assumed role)"
    } else if has(&[Feature::CredentialsStsAssumeRoleWebId]) {
        " (web identity)"
    } else {
        ""
    };
    let of_profile = [
        Feature::CredentialsProfile,
        Feature::CredentialsProfileSourceProfile,
        Feature::CredentialsProfileNamedProvider,
        Feature::CredentialsProfileStsWebIdToken,
        Feature::CredentialsProfileSso,
        Feature::CredentialsProfileProcess,
        Feature::CredentialsProfileLogin,
    ];
    if has(&of_profile) {
        return format!("profile {}{how}", profile.unwrap_or("default"));
    }
    if has(&[Feature::CredentialsEnvVars]) {
        return "environment".into();
    }
    if has(&[Feature::CredentialsHttp]) {
        return "container role".into();
    }
    if has(&[Feature::CredentialsImds]) {
        return "instance role".into();
    }
    match (how, profile) {
        ("", Some(profile)) => format!("profile {profile}"),
        ("", None) => "AWS credentials".into(),
        (how, _) => how.trim_matches([' ', '(', ')']).into(),
    }
}

/// The SDK's view of the environment without `AWS_BEARER_TOKEN_BEDROCK`, which it would silently
/// prefer to any profile.
#[derive(Debug)]
pub(crate) struct WithoutToken(pub(crate) SdkConfig);

impl LoadServiceConfig for WithoutToken {
    fn load_config(&self, key: ServiceConfigKey<'_>) -> Option<String> {
        if key.env() == "AWS_BEARER_TOKEN" {
            return None;
        }
        self.0.service_config().and_then(|config| config.load_config(key))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[derive(Debug)]
    struct Counting(Arc<AtomicUsize>, Option<SystemTime>);

    impl ProvideCredentials for Counting {
        fn provide_credentials<'a>(&'a self) -> Future<'a>
        where
            Self: 'a,
        {
            self.0.fetch_add(1, Ordering::SeqCst);
            Future::ready(Ok(Credentials::new("id", "secret", None, self.1, "test")))
        }
    }

    async fn asked(expiry: Option<SystemTime>) -> usize {
        let count = Arc::new(AtomicUsize::new(0));
        let source = SharedCredentialsProvider::new(Counting(Arc::clone(&count), expiry));
        let issues = Issues::default();
        let mut told = issues.subscribe();
        let kept = Kept::shared(source, issues);
        for _ in 0..3 {
            kept.provide_credentials().await.unwrap();
        }
        assert!(told.has_changed().unwrap(), "they were issued");
        assert_eq!(
            told.borrow_and_update().as_ref().map(|issue| issue.key_id.as_str()),
            Some("id")
        );
        kept.provide_credentials().await.unwrap();
        assert!(!told.has_changed().unwrap(), "the same again is no news");
        count.load(Ordering::SeqCst)
            - usize::from(expiry.is_some_and(|end| end < SystemTime::now() + MARGIN))
    }

    #[tokio::test]
    async fn a_source_is_asked_once_until_its_credentials_are_spent() {
        assert_eq!(asked(None).await, 1);
        assert_eq!(asked(Some(SystemTime::now() + MARGIN * 2)).await, 1);
        assert_eq!(asked(Some(SystemTime::now() + MARGIN / 2)).await, 3);
    }

    #[test]
    fn a_source_is_told_in_words() {
        let told = |features: &[Feature], profile| {
            let mut credentials = Credentials::new("id", "secret", None, None, "test");
            credentials.set_property(features.to_vec());
            words(&credentials, profile)
        };
        assert_eq!(told(&[Feature::CredentialsEnvVars], Some("dev")), "environment");
        assert_eq!(
            told(&[Feature::CredentialsProfileSso, Feature::CredentialsSso], Some("dev")),
            "profile dev (SSO)"
        );
        assert_eq!(told(&[Feature::CredentialsImds], None), "instance role");
        assert_eq!(told(&[Feature::CredentialsHttp], None), "container role");
        assert_eq!(told(&[Feature::CredentialsStsAssumeRoleWebId], None), "web identity");
        assert_eq!(told(&[], Some("dev")), "profile dev");
    }
}
