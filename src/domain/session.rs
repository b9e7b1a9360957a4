//! Which credentials, region and account are in use.
//! Not here: how they are found (the aws floor).

use std::time::Duration;

/// What the settings say of a session before anything was resolved.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// The AWS profile named by flag, environment or file.
    pub profile: Option<String>,
    /// The region named there.
    pub region: Option<String>,
    /// Endpoint of the control plane, where overridden.
    pub endpoint: Option<String>,
    /// Endpoint of the runtime plane, where overridden.
    pub runtime_endpoint: Option<String>,
    /// A file of further certificate authorities (PEM).
    pub ca_bundle: Option<String>,
    /// Whether the simulator is behind the endpoint: fixed credentials, nothing of the machine read.
    pub simulator: bool,
    /// Refuse every call that changes the account.
    pub read_only: bool,
    /// The profiles with which every such call is refused, whatever else is set.
    pub read_only_profiles: Vec<String>,
    /// Timeouts of each call.
    pub timeouts: Timeouts,
    /// Attempts at most for what may be retried, the first one included.
    pub attempts: u32,
    /// Requests per minute and model.
    pub requests_per_minute: u32,
}

impl Wanted {
    /// Whether calls that change the account are refused while this profile is in use.
    pub fn refuses_writes(&self, profile: Option<&str>) -> bool {
        let named = |name: &String| Some(name.as_str()) == profile;
        self.read_only || self.read_only_profiles.iter().any(named)
    }
}

/// How long is waited for what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// For a connection.
    pub connect: Duration,
    /// For the first event of an answer.
    pub first_byte: Duration,
    /// Between two events of an answer.
    pub idle: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            first_byte: Duration::from_mins(2),
            idle: Duration::from_mins(1),
        }
    }
}

/// A profile of the AWS files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Its name.
    pub name: String,
    /// Where its credentials come from.
    pub source: Source,
    /// Its region, where it names one.
    pub region: Option<String>,
}

/// Regions of Amazon Bedrock and where they are (AWS's table of regions, 2026). Others may be typed.
pub const REGIONS: [(&str, &str); 33] = [
    ("us-east-1", "N. Virginia"),
    ("us-east-2", "Ohio"),
    ("us-west-1", "N. California"),
    ("us-west-2", "Oregon"),
    ("ca-central-1", "Canada, Central"),
    ("ca-west-1", "Canada, Calgary"),
    ("mx-central-1", "Mexico, Central"),
    ("sa-east-1", "São Paulo"),
    ("eu-central-1", "Frankfurt"),
    ("eu-central-2", "Zurich"),
    ("eu-north-1", "Stockholm"),
    ("eu-south-1", "Milan"),
    ("eu-south-2", "Spain"),
    ("eu-west-1", "Ireland"),
    ("eu-west-2", "London"),
    ("eu-west-3", "Paris"),
    ("il-central-1", "Tel Aviv"),
    ("me-central-1", "United Arab Emirates"),
    ("me-south-1", "Bahrain"),
    ("af-south-1", "Cape Town"),
    ("ap-east-2", "Taipei"),
    ("ap-northeast-1", "Tokyo"),
    ("ap-northeast-2", "Seoul"),
    ("ap-northeast-3", "Osaka"),
    ("ap-south-1", "Mumbai"),
    ("ap-south-2", "Hyderabad"),
    ("ap-southeast-1", "Singapore"),
    ("ap-southeast-2", "Sydney"),
    ("ap-southeast-3", "Jakarta"),
    ("ap-southeast-4", "Melbourne"),
    ("ap-southeast-5", "Malaysia"),
    ("us-gov-east-1", "GovCloud, East"),
    ("us-gov-west-1", "GovCloud, West"),
];

/// Where a profile gets its credentials from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// A login in the browser, kept by `aws sso login`.
    Sso,
    /// A login in the browser, kept by `aws login`.
    Login,
    /// A role that is assumed with another profile's credentials.
    Role,
    /// A role that is assumed with a token of a file.
    WebIdentity,
    /// A program that prints them.
    Process,
    /// Keys that stand in the file.
    Keys,
    /// It says nothing of credentials.
    Unknown,
}

impl Source {
    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Sso => "SSO",
            Self::Login => "aws login",
            Self::Role => "assumed role",
            Self::WebIdentity => "web identity",
            Self::Process => "credential process",
            Self::Keys => "keys",
            Self::Unknown => "no credentials",
        }
    }
}

/// What is in use, once resolved.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Session {
    /// Which credentials, in words: "profile dev", "bearer token", "environment", "simulator".
    pub credentials: String,
    /// The profile's name, where a profile gives the credentials.
    pub profile: Option<String>,
    /// The id of the access key, which changes when credentials are renewed.
    pub key_id: Option<String>,
    /// The region.
    pub region: Option<String>,
    /// The account id, once GetCallerIdentity has answered.
    pub account: Option<String>,
    /// The caller's ARN, likewise.
    pub identity: Option<String>,
    /// When the credentials expire, Unix seconds, where they say so.
    pub expires: Option<i64>,
    /// What the user should know, such as a bearer token set aside for a named profile.
    pub notice: Option<String>,
}
