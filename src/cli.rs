//! Command-line definitions, nothing else.
//! Not here: what the commands do (the commands floor, main).

use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};

use self::batch::Batch;
use self::resources::Resources;

pub mod batch;
pub mod resources;

const EXAMPLES: &str = "\
Examples:
  outcrop --demo                          try it without an AWS account
  outcrop --profile dev --region eu-west-1
  outcrop ask 'Why is the sky blue?'
  git diff | outcrop ask 'Review this change'
  outcrop models --provider anthropic
  outcrop resources guardrails

Exit codes:
  0    success
  1    failure
  2    bad usage, configuration or input
  3    no credentials, or none that are accepted
  4    no access: a policy, the model's agreement, read-only mode
  5    throttled, or a quota is used up
  130  stopped by Ctrl-C (129 and 143: by SIGHUP and SIGTERM); what came is kept

Settings come from flags, then OUTCROP_* variables, then the configuration file
(`outcrop config path`), then defaults. AWS_* variables are read as every AWS tool reads them.";

/// A terminal application for Amazon Bedrock.
///
/// Without a command it opens the screen: conversations, models, streamed answers.
#[derive(Debug, Clone, Parser)]
#[command(name = "outcrop", version, about, long_about, after_help = EXAMPLES)]
pub struct Cli {
    /// Flags every command takes.
    #[command(flatten)]
    pub global: Global,
    /// Empty the demo's own folder first (needs --demo)
    #[arg(long, requires = "demo")]
    pub reset: bool,
    /// How many seconds a resource of the demo takes for each step; 0 is at once (needs --demo)
    #[arg(long, value_name = "SECONDS", requires = "demo", value_parser = seconds)]
    pub resource_speed: Option<Duration>,
    /// What to do instead of opening the screen.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// Flags every command takes.
#[derive(Debug, Clone, Default, Args)]
pub struct Global {
    /// Use the built-in simulator: no account, no network, a data folder of its own
    #[arg(long, global = true, help_heading = "Global options")]
    pub demo: bool,
    /// AWS profile; sets a bearer token in the environment aside
    #[arg(long, global = true, value_name = "NAME", help_heading = "Global options")]
    pub profile: Option<String>,
    /// AWS region
    #[arg(long, global = true, value_name = "REGION", help_heading = "Global options")]
    pub region: Option<String>,
    /// Endpoint of both planes, such as a VPC endpoint or a simulator
    #[arg(long, global = true, value_name = "URL", help_heading = "Global options")]
    pub endpoint_url: Option<String>,
    /// Endpoint of the runtime plane alone
    #[arg(long, global = true, value_name = "URL", help_heading = "Global options")]
    pub runtime_endpoint_url: Option<String>,
    /// Configuration file
    #[arg(long, global = true, value_name = "FILE", help_heading = "Global options")]
    pub config: Option<PathBuf>,
    /// Folder conversations are kept in
    #[arg(long, global = true, value_name = "FOLDER", help_heading = "Global options")]
    pub data_dir: Option<PathBuf>,
    /// Named set of parameters of the configuration ([presets.NAME])
    #[arg(long, global = true, value_name = "NAME", help_heading = "Global options")]
    pub preset: Option<String>,
    /// Refuse every call that changes the account
    #[arg(long, global = true, help_heading = "Global options")]
    pub read_only: bool,
}

/// What can be done without a screen.
#[derive(Debug, Clone, Subcommand)]
pub enum Command {
    /// Ask a model and print its answer as it comes
    Ask(Ask),
    /// List what can be invoked: foundation models and inference profiles
    Models(Models),
    /// What the account holds: throughput, jobs, custom models, guardrails and more, kind by kind
    Resources(Resources),
    /// Files of batch inference: check an input file, find what failed in an output file
    Batch(Batch),
    /// Stored conversations: list, show, export, rename, delete, search
    History(History),
    /// Say what works and what to fix: credentials, network, permissions, terminal, storage
    Doctor(Doctor),
    /// The configuration file: where it is, a first one, what is wrong with it
    Config(Config),
    /// Print a completion script for a shell
    Completions(Completions),
    /// Serve Bedrock's wire protocol on loopback, for any SDK
    Simulate(Simulate),
}

/// `outcrop ask`.
#[derive(Debug, Clone, Default, Args)]
#[command(after_help = "\
Input that is piped in follows the prompt after a blank line; without a prompt it is the prompt.
What comes is saved as a conversation, as in the screen, unless --no-save is given.

Examples:
  outcrop ask -m us.amazon.nova-lite-v1:0 'One sentence about tides'
  outcrop ask --continue 'And on the moon?'
  outcrop ask --reasoning 4096 --tier flex 'Is 2027 a prime?'
  outcrop ask --json 'ping' | jq .usage")]
pub struct Ask {
    /// Model id, inference profile id or ARN; otherwise the conversation's, then the configured one
    #[arg(short, long, value_name = "MODEL")]
    pub model: Option<String>,
    /// System prompt
    #[arg(short, long, value_name = "SYSTEM")]
    pub system: Option<String>,
    /// A persona kept in the screen, as the system prompt
    #[arg(long, value_name = "NAME", conflicts_with = "system")]
    pub persona: Option<String>,
    /// Most tokens to answer with, from 1
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i32).range(1..))]
    pub max_tokens: Option<i32>,
    /// Temperature, 0 to 1
    #[arg(long, value_name = "T", value_parser = unit)]
    pub temperature: Option<f32>,
    /// Top-p, 0 to 1
    #[arg(long, value_name = "P", value_parser = unit)]
    pub top_p: Option<f32>,
    /// Top-k, within the model's own range
    #[arg(long, value_name = "K")]
    pub top_k: Option<u32>,
    /// A text that ends the answer; may be given several times
    #[arg(long, value_name = "TEXT")]
    pub stop: Vec<String>,
    /// Reasoning: off, adaptive, an effort such as high, or a budget of tokens
    #[arg(long, value_name = "HOW")]
    pub reasoning: Option<String>,
    /// Service tier
    #[arg(long, value_name = "TIER", value_parser = ["default", "priority", "flex", "reserved"])]
    pub tier: Option<String>,
    /// Latency
    #[arg(long, value_name = "LATENCY", value_parser = ["standard", "optimized"])]
    pub latency: Option<String>,
    /// Request metadata; may be given several times
    #[arg(long, value_name = "NAME=VALUE")]
    pub metadata: Vec<String>,
    /// Additional model request fields, a JSON object
    #[arg(long, value_name = "JSON")]
    pub fields: Option<String>,
    /// Go on with this conversation
    #[arg(long, value_name = "ID", conflicts_with = "continue_last")]
    pub conversation: Option<String>,
    /// Go on with the conversation that changed last
    #[arg(long = "continue")]
    pub continue_last: bool,
    /// Keep nothing
    #[arg(long)]
    pub no_save: bool,
    /// Print one JSON object when the answer has ended, and nothing else
    #[arg(long)]
    pub json: bool,
    /// The prompt; several words need no quotes
    #[arg(value_name = "PROMPT")]
    pub prompt: Vec<String>,
}

/// `outcrop models`.
#[derive(Debug, Clone, Default, Args)]
#[command(after_help = "\
In a terminal the columns are aligned; in a pipe they are separated by tabs, without a header.

Examples:
  outcrop models --output-modality text
  outcrop models --json | jq -r '.[].id'")]
pub struct Models {
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    /// Only models of this provider
    #[arg(long, value_name = "PROVIDER")]
    pub provider: Option<String>,
    /// Only models that answer in this modality: TEXT, IMAGE or EMBEDDING
    #[arg(long, value_name = "MODALITY")]
    pub output_modality: Option<String>,
    /// Only models that can be invoked so: ON_DEMAND or PROVISIONED
    #[arg(long, value_name = "TYPE")]
    pub inference_type: Option<String>,
    /// Only models that can be customized so: FINE_TUNING, CONTINUED_PRE_TRAINING or DISTILLATION
    #[arg(long, value_name = "TYPE")]
    pub customization_type: Option<String>,
}

/// `outcrop history`.
#[derive(Debug, Clone, Args)]
pub struct History {
    /// What to read.
    #[command(subcommand)]
    pub action: HistoryAction,
}

/// What `outcrop history` can do.
#[derive(Debug, Clone, Subcommand)]
pub enum HistoryAction {
    /// List conversations: pinned ones, then by newest change
    List {
        /// Those that are archived, instead of those that are not
        #[arg(long)]
        archived: bool,
        /// How many at most
        #[arg(short = 'n', long, value_name = "N", default_value_t = 50)]
        limit: u64,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Print a conversation as Markdown
    Show {
        /// The conversation, as `history list` prints it
        #[arg(value_name = "ID")]
        id: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Write a conversation out: Markdown of the branch shown, or JSON of everything
    #[command(after_help = EXPORT)]
    Export {
        /// The conversation, as `history list` prints it
        #[arg(value_name = "ID")]
        id: String,
        /// In which form
        #[arg(long, value_enum, default_value_t = ExportFormat::Md)]
        format: ExportFormat,
        /// Write to this file instead of standard output
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
        /// Write over a file that is there
        #[arg(long, requires = "output")]
        force: bool,
    },
    /// Give a conversation another title
    Rename {
        /// The conversation, as `history list` prints it
        #[arg(value_name = "ID")]
        id: String,
        /// The title; several words need no quotes
        #[arg(value_name = "TITLE", required = true)]
        title: Vec<String>,
    },
    /// Delete conversations for good
    #[command(after_help = DELETE)]
    Delete {
        /// Do not ask
        #[arg(short, long)]
        yes: bool,
        /// The conversations, as `history list` prints them
        #[arg(value_name = "ID", required = true)]
        ids: Vec<String>,
    },
    /// Search all messages, archived ones too: every word must occur, the last one may be a beginning
    Search {
        /// How many hits at most
        #[arg(short = 'n', long, value_name = "N", default_value_t = 50)]
        limit: u64,
        /// Print JSON
        #[arg(long)]
        json: bool,
        /// The words
        #[arg(value_name = "WORD", required = true)]
        words: Vec<String>,
    },
}

const EXPORT: &str = "\
Markdown holds what was said as it was written; where standard output is a terminal, what it could
take for a command is made visible. JSON holds every branch and all that is known of each message.

Examples:
  outcrop history export 1t9k0000000ab > sky.md
  outcrop history export 1t9k0000000ab --format json -o sky.json";

const DELETE: &str = "\
Messages, drafts and the search index are removed at once and overwritten on the disk. A copy
of the database kept before an update (outcrop.db.v1-...) is not touched.

Without --yes it asks, and refuses where nobody can be asked.";

/// Forms a conversation is written out in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// Markdown, to read
    Md,
    /// JSON, to keep or to process
    Json,
}

/// `outcrop doctor`.
#[derive(Debug, Clone, Default, Args)]
#[command(after_help = "\
Nothing is changed, and nothing costs anything without --spend. It ends with 0 where nothing is
wrong (warnings are no problems), else with the exit code of the first problem.

Examples:
  outcrop doctor --profile dev
  outcrop doctor --json | jq '.checks[] | select(.state == \"problem\")'")]
pub struct Doctor {
    /// Print JSON: shape, version, ok, problems, warnings, checks
    #[arg(long)]
    pub json: bool,
    /// Also ask the model for one token, which costs a fraction of a cent
    #[arg(long)]
    pub spend: bool,
    /// Model id, profile id or ARN: says why it can or cannot be invoked here, and tries CountTokens
    /// and --spend on it; otherwise on the configured one, or one that is listed
    #[arg(short, long, value_name = "MODEL")]
    pub model: Option<String>,
}

/// `outcrop config`.
#[derive(Debug, Clone, Args)]
pub struct Config {
    /// What to do.
    #[command(subcommand)]
    pub action: ConfigAction,
}

/// What `outcrop config` can do.
#[derive(Debug, Clone, Copy, Subcommand)]
pub enum ConfigAction {
    /// Print where the configuration file is, or would be
    Path,
    /// Write a configuration file with every key explained; never overwrites one
    Init,
    /// Say what is wrong with the configuration, flags and environment included
    Check,
}

/// `outcrop completions`.
#[derive(Debug, Clone, Copy, Args)]
#[command(after_help = "\
Examples:
  outcrop completions bash > ~/.local/share/bash-completion/completions/outcrop
  outcrop completions zsh > ~/.zfunc/_outcrop
  outcrop completions fish > ~/.config/fish/completions/outcrop.fish")]
pub struct Completions {
    /// The shell
    pub shell: clap_complete::Shell,
}

/// `outcrop simulate`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
KIND is one of throttle, deny, org-deny, no-access, no-agreement, use-case, legacy, expired,
expired-key, bad-key, bad-signature, wrong-region, skew, validation, bad-field, too-long, quota,
not-ready, unavailable, internal, model-timeout, model-error, slow-first-byte, stall, cut, no-stop,
stream-error, corrupt-frame, html, garbage, proxy, conflict, not-found, too-many-tags, in-use. The last
four happen to operations that declare the error. @ names an operation or a model; =N the next N
calls. The same can be switched while it runs: PUT /_simulator/faults.

Resources live as long as the simulator runs and pass through their states with time. A name that
contains \"fail\" ends in failure, with a message; a batch job's also knows \"partial\" and \"expire\";
an update to a custom model whose name contains \"unfit\" fails; a guardrail or an imported model
whose name contains \"in-use\" can't be deleted. Access to Writer's models and to Claude Fable 5 must be
requested, the latter after the use-case form; the agreement for Palmyra X4 ends in an error,
and xAI's models are not authorized. S3 buckets and KMS keys whose name contains \"missing\" are not
there; roles whose name contains \"denied\" can't be passed. POST /_simulator/clock {\"steps\":1} or
{\"seconds\":60} sets the time forward; POST /_simulator/resources {\"kind\":\"guardrail\",\"count\":5000}
makes many of a kind, {\"demo\":true} those of the demo.

Examples:
  outcrop simulate --listen 127.0.0.1:8787 --pace 50
  outcrop simulate --fault throttle@ConverseStream=2 --fault cut@amazon.nova-lite-v1:0
  aws bedrock-runtime converse --endpoint-url http://127.0.0.1:8787 ...")]
pub struct Simulate {
    /// Address and port; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:0")]
    pub listen: SocketAddr,
    /// Tokens a second, or "max"
    #[arg(long, value_name = "TOKENS_PER_S|max", default_value = "max")]
    pub pace: Pace,
    /// A fault: KIND[@OPERATION|@MODEL][=N]; may be given several times
    #[arg(long, value_name = "KIND[@WHERE][=N]")]
    pub fault: Vec<String>,
    /// How many seconds a resource takes for each step of its life; 0 is at once
    #[arg(long, value_name = "SECONDS", default_value = "4", value_parser = seconds)]
    pub resource_speed: Duration,
    /// Begin with the resources of the demo; otherwise the account is empty
    #[arg(long)]
    pub demo_account: bool,
    /// Listen on an address others can reach; nothing checks who they are
    #[arg(long)]
    pub allow_remote: bool,
}

/// How fast the simulator answers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Pace {
    /// As fast as it can.
    Max,
    /// Tokens a second, more than 0.
    TokensPerSecond(f64),
}

impl FromStr for Pace {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "max" {
            return Ok(Self::Max);
        }
        match text.parse() {
            Ok(rate) if rate > 0.0 && f64::is_finite(rate) => Ok(Self::TokensPerSecond(rate)),
            _ => Err("expected a number of tokens a second above 0, or \"max\"".into()),
        }
    }
}

/// A number of seconds from 0 to a day.
fn seconds(text: &str) -> Result<Duration, String> {
    match text.parse() {
        Ok(seconds) if (0.0..=86_400.0).contains(&seconds) => Ok(Duration::from_secs_f64(seconds)),
        _ => Err("expected a number of seconds from 0 to 86400".into()),
    }
}

/// A number from 0 to 1.
fn unit(text: &str) -> Result<f32, String> {
    match text.parse() {
        Ok(number) if (0.0..=1.0).contains(&number) => Ok(number),
        _ => Err("expected a number from 0 to 1".into()),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    fn parse(line: &str) -> Result<Cli, clap::Error> {
        Cli::try_parse_from(line.split_whitespace())
    }

    #[test]
    fn the_definitions_hold_together() {
        Cli::command().debug_assert();
    }

    #[test]
    fn global_flags_stand_before_or_after_the_command() {
        for line in
            ["outcrop --demo --region eu-west-1 models", "outcrop models --region eu-west-1 --demo"]
        {
            let cli = parse(line).unwrap();
            assert!(cli.global.demo, "{line}");
            assert_eq!(cli.global.region.as_deref(), Some("eu-west-1"), "{line}");
            assert!(matches!(cli.command, Some(Command::Models(_))), "{line}");
        }
    }

    #[test]
    fn ask_takes_words_as_one_prompt() {
        let Some(Command::Ask(ask)) =
            parse("outcrop ask -m some.model --temperature 0.5 why is the sky blue")
                .unwrap()
                .command
        else {
            panic!("not ask");
        };
        assert_eq!(ask.prompt.join(" "), "why is the sky blue");
        assert_eq!((ask.model.as_deref(), ask.temperature), (Some("some.model"), Some(0.5)));
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        for line in [
            "outcrop --reset",
            "outcrop ask --max-tokens 0 hello",
            "outcrop ask --temperature 1.5 hello",
            "outcrop ask --continue --conversation 0123456789abc hello",
            "outcrop simulate --pace 0",
            "outcrop simulate --listen nowhere",
            "outcrop history search",
            "outcrop resources nonsense",
            "outcrop resources guardrails change",
            "outcrop resources guardrails --max 0",
            "outcrop nonsense",
        ] {
            assert!(parse(line).is_err(), "{line}");
        }
    }

    #[test]
    fn a_pace_is_a_number_or_max() {
        assert_eq!("max".parse(), Ok(Pace::Max));
        assert_eq!("50".parse(), Ok(Pace::TokensPerSecond(50.0)));
        assert!("fast".parse::<Pace>().is_err());
    }
}
