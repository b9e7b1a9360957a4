//! What the settings and the AWS configuration say of a session, and the SDK's clients made of it.
//! Not here: what credentials turn out to be (credentials), or when all this is done (client).

use aws_config::identity::IdentityCache;
use aws_config::profile::ProfileFileCredentialsProvider;
use aws_config::provider_config::ProviderConfig;
use aws_config::retry::RetryConfig;
use aws_config::stalled_stream_protection::StalledStreamProtectionConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{AppName, BehaviorVersion, Region, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_smithy_http_client::tls::TlsContext;
use aws_types::os_shim_internal::Env;

use super::access::ReadOnly;
use super::credentials::{Issues, Kept, WITHIN, WithoutToken};
use super::{http, profiles, trust};
use crate::domain::problem::{Kind, Problem};
use crate::domain::session::Wanted;

/// The variable that holds an Amazon Bedrock API key.
pub(crate) const TOKEN: &str = "AWS_BEARER_TOKEN_BEDROCK";
/// The region of the simulator, where none is asked for.
const SIMULATED_REGION: &str = "us-east-1";

/// Where credentials come from, known before any is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Source {
    /// Fixed ones; nothing of the machine is read.
    Simulator,
    /// The API key of `AWS_BEARER_TOKEN_BEDROCK`.
    Token,
    /// The profile that was asked for by name.
    Profile(String),
    /// The SDK's own chain.
    Chain,
}

/// What is known of a session before any call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Setting {
    /// Where credentials come from.
    pub(crate) source: Source,
    /// The profile in effect, named or the default one, where the AWS files have it.
    pub(crate) profile: Option<String>,
    /// The MFA device that profile asks for.
    pub(crate) mfa: Option<String>,
    /// The region.
    pub(crate) region: Option<String>,
    /// The variable that sets a proxy, where one does.
    pub(crate) proxy: Option<&'static str>,
    /// The bundle of certificates trusted beside the system's.
    pub(crate) bundle: Option<String>,
    /// Whether an endpoint was given by hand.
    pub(crate) endpoint: bool,
    /// What the user should know.
    pub(crate) notice: Option<String>,
}

/// The clients of one session.
#[derive(Debug)]
pub(crate) struct Planes {
    /// What they were made of.
    pub(crate) setting: Setting,
    /// The control plane.
    pub(crate) control: aws_sdk_bedrock::Client,
    /// The runtime plane.
    pub(crate) runtime: aws_sdk_bedrockruntime::Client,
    /// Who we are.
    pub(crate) sts: aws_sdk_sts::Client,
    /// The credentials, kept while they last.
    pub(crate) credentials: Option<SharedCredentialsProvider>,
}

/// Reads the AWS configuration and makes the clients. Only a metadata service may be asked, and
/// that only for a region no file or variable names.
///
/// # Errors
/// A bundle of certificates that cannot be used.
pub(crate) async fn planes(wanted: &Wanted, env: &Env, issues: &Issues) -> Result<Planes, Problem> {
    let (mut setting, bundles) =
        if wanted.simulator { (simulated(wanted), Vec::new()) } else { survey(wanted, env).await };
    let (trust, proxies) = match setting.source {
        Source::Simulator => (TlsContext::default(), http::Proxies::None),
        _ => (trust::context(&bundles)?, proxies(env)),
    };
    let http = http::client(&trust, proxies);
    let sdk = if wanted.simulator {
        fixed(wanted, &setting, http)
    } else {
        loaded(wanted, &setting, env, http, issues).await
    };
    setting.region = sdk.region().map(ToString::to_string);
    Ok(assemble(wanted, setting, &sdk))
}

fn simulated(wanted: &Wanted) -> Setting {
    Setting {
        source: Source::Simulator,
        profile: None,
        mfa: None,
        region: Some(wanted.region.clone().unwrap_or_else(|| SIMULATED_REGION.into())),
        proxy: None,
        bundle: None,
        endpoint: true,
        notice: None,
    }
}

/// What variables and AWS files say, with the certificate bundles they name.
async fn survey(wanted: &Wanted, env: &Env) -> (Setting, Vec<String>) {
    let set = profiles::load(env, wanted.profile.clone()).await.ok();
    let profile = set.as_ref().and_then(|set| set.get_profile(set.selected_profile()));
    let value = |key: &str| profile.and_then(|profile| profile.get(key)).map(ToOwned::to_owned);
    let token = token(env);
    let source = match (&wanted.profile, token) {
        (Some(profile), _) => Source::Profile(profile.clone()),
        (None, true) => Source::Token,
        (None, false) => Source::Chain,
    };
    let notice = match &source {
        Source::Profile(profile) if token => Some(format!(
            "{TOKEN} is set aside, because the profile {profile} was asked for by name"
        )),
        _ => None,
    };
    let bundles = [wanted.ca_bundle.clone(), env.get("AWS_CA_BUNDLE").ok(), value("ca_bundle")];
    let bundle = bundles.into_iter().flatten().find(|bundle| !bundle.is_empty());
    let setting = Setting {
        source,
        profile: profile.map(|profile| profile.name().to_owned()),
        mfa: value("mfa_serial"),
        region: None,
        proxy: proxy(env),
        bundle: bundle.clone(),
        endpoint: wanted.endpoint.is_some() || wanted.runtime_endpoint.is_some() || endpoint(env),
        notice,
    };
    (setting, bundle.into_iter().collect())
}

/// Whether the environment holds an API key that says something.
fn token(env: &Env) -> bool {
    env.get(TOKEN).is_ok_and(|token| !token.trim().is_empty())
}

/// Whether the environment names an endpoint of Bedrock's.
fn endpoint(env: &Env) -> bool {
    ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_BEDROCK", "AWS_ENDPOINT_URL_BEDROCK_RUNTIME"]
        .into_iter()
        .any(|name| env.get(name).is_ok_and(|value| !value.is_empty()))
}

const PROXIES: [&str; 6] =
    ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "HTTP_PROXY", "http_proxy"];

/// The variable that sets a proxy.
fn proxy(env: &Env) -> Option<&'static str> {
    PROXIES.into_iter().find(|name| env.get(name).is_ok_and(|value| !value.is_empty()))
}

fn proxies(env: &Env) -> http::Proxies {
    let tls = |name| env.get(name).is_ok_and(|value| value.starts_with("https://"));
    http::Proxies::FromEnvironment { tls: PROXIES.into_iter().any(tls) }
}

/// The simulator's configuration: nothing of the environment or of a file.
fn fixed(
    wanted: &Wanted,
    setting: &Setting,
    http: aws_smithy_runtime_api::client::http::SharedHttpClient,
) -> SdkConfig {
    SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .http_client(http)
        .identity_cache(IdentityCache::lazy().build())
        .timeout_config(timeouts(wanted))
        .region(setting.region.clone().map(Region::new))
        .credentials_provider(SharedCredentialsProvider::new(Credentials::new(
            "OUTCROPSIMULATOR",
            "simulator",
            None,
            None,
            "simulator",
        )))
        .build()
}

/// What the SDK's own chain makes of the environment, with our order of credentials.
async fn loaded(
    wanted: &Wanted,
    setting: &Setting,
    env: &Env,
    http: aws_smithy_runtime_api::client::http::SharedHttpClient,
    issues: &Issues,
) -> SdkConfig {
    let mut loader = aws_config::defaults(BehaviorVersion::latest())
        .http_client(http.clone())
        .identity_cache(IdentityCache::lazy().load_timeout(WITHIN * 2).build())
        .timeout_config(timeouts(wanted));
    if let Some(region) = &wanted.region {
        loader = loader.region(Region::new(region.clone()));
    }
    if let Ok(name) = AppName::new("outcrop") {
        loader = loader.app_name(name);
    }
    if let Some(profile) = &wanted.profile {
        loader = loader.profile_name(profile);
    }
    let sdk = loader.load().await;
    // The default chain would let keys of the environment win over a profile asked for by name.
    let provider = match &setting.source {
        Source::Profile(profile) => {
            let conf = ProviderConfig::without_region()
                .with_http_client(http)
                .with_region(sdk.region().cloned());
            let builder = ProfileFileCredentialsProvider::builder().configure(&conf);
            Some(SharedCredentialsProvider::new(builder.profile_name(profile).build()))
        }
        _ => sdk.credentials_provider(),
    };
    let aside = matches!(setting.source, Source::Profile(_)) || !token(env);
    let mut builder = sdk.clone().into_builder();
    builder.set_credentials_provider(provider.map(|source| Kept::shared(source, issues.clone())));
    if aside {
        builder = builder.service_config(WithoutToken(sdk));
    }
    builder.build()
}

fn timeouts(wanted: &Wanted) -> TimeoutConfig {
    TimeoutConfig::builder().connect_timeout(wanted.timeouts.connect).build()
}

/// The clients: SDK retries and stall detection off, ours are the visible ones.
fn assemble(wanted: &Wanted, setting: Setting, sdk: &SdkConfig) -> Planes {
    let mut control = aws_sdk_bedrock::config::Builder::from(sdk)
        .retry_config(RetryConfig::disabled())
        .timeout_config(
            timeouts(wanted).to_builder().operation_timeout(wanted.timeouts.first_byte).build(),
        )
        .stalled_stream_protection(StalledStreamProtectionConfig::disabled());
    let mut runtime = aws_sdk_bedrockruntime::config::Builder::from(sdk)
        .retry_config(RetryConfig::disabled())
        .stalled_stream_protection(StalledStreamProtectionConfig::disabled());
    if let Some(endpoint) = &wanted.endpoint {
        control = control.endpoint_url(endpoint);
    }
    if let Some(endpoint) = wanted.runtime_endpoint.as_ref().or(wanted.endpoint.as_ref()) {
        runtime = runtime.endpoint_url(endpoint);
    }
    let mut sts = aws_sdk_sts::config::Builder::from(sdk).timeout_config(
        timeouts(wanted).to_builder().operation_timeout(wanted.timeouts.first_byte).build(),
    );
    // The simulator knows its caller; an endpoint of Bedrock's own does not.
    if let (true, Some(endpoint)) = (wanted.simulator, &wanted.endpoint) {
        sts = sts.endpoint_url(endpoint);
    }
    if wanted.refuses_writes(setting.profile.as_deref()) {
        control = control.interceptor(ReadOnly);
        runtime = runtime.interceptor(ReadOnly);
    }
    Planes {
        control: aws_sdk_bedrock::Client::from_conf(control.build()),
        runtime: aws_sdk_bedrockruntime::Client::from_conf(runtime.build()),
        sts: aws_sdk_sts::Client::from_conf(sts.build()),
        credentials: sdk.credentials_provider(),
        setting,
    }
}

/// The region, or how to set one.
pub(crate) fn region<'a>(setting: &'a Setting, operation: &str) -> Result<&'a str, Problem> {
    setting.region.as_deref().ok_or_else(|| {
        let profile = setting.profile.as_deref().unwrap_or("default");
        Problem::new(Kind::Region, operation, "no AWS region is set")
            .because("no flag, configuration, variable, profile or metadata service names one")
            .advise("start with --region us-east-1, or another region Amazon Bedrock is in")
            .advise(format!("aws configure set region us-east-1 --profile {profile}"))
            .advise("export AWS_REGION=us-east-1")
            .advise("outcrop --demo tries everything without an AWS account")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(profile: Option<&str>) -> Wanted {
        Wanted { profile: profile.map(Into::into), ..Wanted::default() }
    }

    fn env(token: &str) -> Env {
        // A home of its own: the AWS files of the machine that runs the test stay out of it.
        Env::from_slice(&[(TOKEN, token), ("HOME", "/nonexistent"), ("HTTPS_PROXY", "http://p:1")])
    }

    #[tokio::test]
    async fn a_profile_by_name_sets_the_token_aside_and_says_so() {
        let (setting, _) = survey(&wanted(Some("dev")), &env("secret")).await;
        assert_eq!(setting.source, Source::Profile("dev".into()));
        assert!(setting.notice.unwrap().contains(TOKEN));
        let (setting, _) = survey(&wanted(Some("dev")), &env("")).await;
        assert_eq!(setting.notice, None);
    }

    #[tokio::test]
    async fn without_a_profile_by_name_the_token_wins_unless_it_is_blank() {
        assert_eq!(survey(&wanted(None), &env("secret")).await.0.source, Source::Token);
        assert_eq!(survey(&wanted(None), &env(" ")).await.0.source, Source::Chain);
    }

    #[tokio::test]
    async fn the_profile_names_its_bundle_and_its_mfa_device() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("config");
        std::fs::write(
            &file,
            "[profile dev]\nca_bundle = /dev.pem\nmfa_serial = arn:aws:iam::1:mfa/me\n",
        )
        .unwrap();
        let file = file.to_string_lossy().into_owned();
        let env = Env::from_slice(&[
            ("AWS_CONFIG_FILE", file.as_str()),
            ("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent"),
            ("HOME", "/nonexistent"),
        ]);
        let (setting, bundles) = survey(&wanted(Some("dev")), &env).await;
        assert_eq!(setting.mfa.as_deref(), Some("arn:aws:iam::1:mfa/me"));
        assert_eq!(setting.profile.as_deref(), Some("dev"));
        assert_eq!(bundles, ["/dev.pem"]);
        let ours = Wanted { ca_bundle: Some("/ours.pem".into()), ..wanted(Some("dev")) };
        assert_eq!(survey(&ours, &env).await.1, ["/ours.pem"]);
    }

    #[test]
    fn a_missing_region_says_how_to_set_one() {
        let mut setting = simulated(&Wanted::default());
        assert_eq!(region(&setting, "x"), Ok("us-east-1"));
        setting.region = None;
        let problem = region(&setting, "Converse").unwrap_err();
        assert_eq!(problem.kind, Kind::Region);
        assert!(problem.advice.iter().any(|advice| advice.contains("AWS_REGION")), "{problem}");
        assert!(problem.advice.iter().any(|advice| advice.contains("--demo")), "{problem}");
    }
}
