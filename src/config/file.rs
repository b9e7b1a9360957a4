//! What the configuration file can say, with the documented defaults.
//! Not here: how it is read (load), which keys there are (schema), what flags add (settings).

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use serde_json::Value;

use super::error::Origin;
use super::style::Style;

/// The file's content; `Default` is a file that says nothing.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// The AWS profile; none leaves it to the SDK's own chain.
    pub profile: Option<String>,
    /// The region; likewise.
    pub region: Option<String>,
    /// Endpoint of both planes.
    pub endpoint_url: Option<String>,
    /// Endpoint of the runtime plane alone.
    pub runtime_endpoint_url: Option<String>,
    /// A file of further certificate authorities (PEM).
    pub ca_bundle: Option<PathBuf>,
    /// The model a new conversation begins with; none asks.
    pub model: Option<String>,
    /// The system prompt a new conversation begins with; empty sends none.
    pub system: String,
    /// Inference parameters a new conversation begins with.
    pub parameters: Parameters,
    /// Named sets of parameters to choose from.
    pub presets: BTreeMap<String, Parameters>,
    /// Requests per minute and model, at least 1.
    pub requests_per_minute: u32,
    /// Attempts at most for what may be retried, the first one included, at least 1.
    pub retry_attempts: u32,
    /// How long is waited for what.
    pub timeouts: Timeouts,
    /// The theme.
    pub theme: ThemeChoice,
    /// Where a theme file is named; none for the other themes.
    pub theme_named: Option<Origin>,
    /// Styles that replace the theme's, by role.
    pub theme_colours: Vec<RoleStyle>,
    /// Keys that replace a command's own.
    pub keys: Vec<KeyOverride>,
    /// Whether the mouse is listened to.
    pub mouse: bool,
    /// How one is called when an answer ends while the terminal has not the focus.
    pub notify: Notify,
    /// Where conversations are kept; none is the platform's data directory.
    pub data_directory: Option<PathBuf>,
    /// What the log holds.
    pub log_level: LogLevel,
    /// Refuse every call that changes the account.
    pub read_only: bool,
    /// The regions a model is looked up in.
    pub regions: Vec<String>,
    /// What holds only while a profile is in use, by its name.
    pub profiles: BTreeMap<String, Profile>,
    /// Prices that replace the table's, by model id.
    pub prices: BTreeMap<String, Price>,
}

/// The regions a model is looked up in, unless others are named.
const REGIONS: [&str; 8] = [
    "us-east-1",
    "us-east-2",
    "us-west-2",
    "ca-central-1",
    "eu-central-1",
    "eu-west-1",
    "ap-northeast-1",
    "ap-southeast-2",
];

impl Default for Config {
    fn default() -> Self {
        Self {
            profile: None,
            region: None,
            endpoint_url: None,
            runtime_endpoint_url: None,
            ca_bundle: None,
            model: None,
            system: String::new(),
            parameters: Parameters::default(),
            presets: BTreeMap::new(),
            requests_per_minute: 240,
            retry_attempts: 4,
            timeouts: Timeouts::default(),
            theme: ThemeChoice::Dark,
            theme_named: None,
            theme_colours: Vec::new(),
            keys: Vec::new(),
            mouse: true,
            notify: Notify::Auto,
            data_directory: None,
            log_level: LogLevel::Info,
            read_only: false,
            regions: REGIONS.map(str::to_owned).to_vec(),
            profiles: BTreeMap::new(),
            prices: BTreeMap::new(),
        }
    }
}

/// What holds only while a profile is in use.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Profile {
    /// Refuse every call that changes the account.
    pub read_only: bool,
}

impl Config {
    /// The profiles with which nothing may be changed.
    pub fn read_only_profiles(&self) -> Vec<String> {
        let only = self.profiles.iter().filter(|(_, profile)| profile.read_only);
        only.map(|(name, _)| name.clone()).collect()
    }
}

/// Inference parameters; unset is not sent.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Parameters {
    /// `maxTokens`, at least 1.
    pub max_tokens: Option<i32>,
    /// `temperature`, 0 to 1.
    pub temperature: Option<f32>,
    /// `topP`, 0 to 1.
    pub top_p: Option<f32>,
    /// Choose among this many likeliest tokens.
    pub top_k: Option<u32>,
    /// `stopSequences`.
    pub stop_sequences: Vec<String>,
    /// `off`, `adaptive`, the word of an effort, or a budget of tokens, as a text.
    pub reasoning: Option<String>,
    /// `additionalModelRequestFields`, an object.
    pub additional_fields: Option<Value>,
    /// `additionalModelResponseFieldPaths`, JSON pointers.
    pub response_fields: Vec<String>,
    /// `requestMetadata`.
    pub metadata: BTreeMap<String, String>,
    /// `performanceConfig.latency`, as written.
    pub latency: Option<String>,
    /// `serviceTier.type`, as written.
    pub tier: Option<String>,
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

/// How one is called when an answer ends while the terminal has not the focus.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Notify {
    /// By a message where the terminal is known to show one, else by the bell.
    #[default]
    Auto,
    /// By the bell.
    Bell,
    /// By a message (OSC 9).
    Osc9,
    /// Not at all.
    Off,
}

/// Which theme.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum ThemeChoice {
    /// Dark or light, as the terminal's background is; dark where it does not say. Asking takes up
    /// to 50 ms before the first frame.
    Auto,
    /// For dark backgrounds.
    #[default]
    Dark,
    /// For light backgrounds.
    Light,
    /// The terminal's own 16 colours.
    Ansi,
    /// A theme file.
    File(PathBuf),
}

/// One role's style, and the line that says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleStyle {
    /// The role's name, as written; `app` knows which exist.
    pub role: String,
    /// The style.
    pub style: Style,
    /// The line, from 1.
    pub line: usize,
}

/// One command's keys, and the line that says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyOverride {
    /// The command's name, as written (`chat.send`); `app` knows which exist.
    pub command: String,
    /// Its keys, as written; none unbinds it.
    pub keys: Vec<String>,
    /// The line, from 1.
    pub line: usize,
}

/// What the log holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum LogLevel {
    /// Nothing.
    Off,
    /// What failed.
    Error,
    /// What may become a failure.
    Warn,
    /// What was done, without prompts, answers or credentials.
    #[default]
    Info,
    /// How it was done.
    Debug,
    /// Everything.
    Trace,
}

impl LogLevel {
    /// Its name, as the file writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Error => "error",
            Self::Warn => "warn",
            Self::Info => "info",
            Self::Debug => "debug",
            Self::Trace => "trace",
        }
    }
}

/// A price, in US dollars a million tokens.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Price {
    /// Input tokens.
    pub input: f64,
    /// Output tokens.
    pub output: f64,
    /// Input tokens read from a cache.
    pub cache_read: Option<f64>,
    /// Input tokens written to a cache for five minutes.
    pub cache_write: Option<f64>,
    /// Input tokens written to a cache for an hour.
    pub cache_write_1h: Option<f64>,
    /// Input and output tokens on the flex tier.
    pub flex: Option<(f64, f64)>,
    /// Input and output tokens on the priority tier.
    pub priority: Option<(f64, f64)>,
    /// Input and output tokens of a batch job.
    pub batch: Option<(f64, f64)>,
}
