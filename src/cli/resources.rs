//! `outcrop resources`: its kinds, its flags.
//! Not here: what it does (commands::resources).

use clap::{Args, ValueEnum};

/// The kinds of resources, as `outcrop resources` names them.
pub const KINDS: [&str; 13] = [
    "provisioned-throughput",
    "customization-jobs",
    "custom-models",
    "deployments",
    "batch-jobs",
    "inference-profiles",
    "guardrails",
    "imported-models",
    "import-jobs",
    "copy-jobs",
    "evaluation-jobs",
    "prompt-routers",
    "invocation-logging",
];

/// `outcrop resources`.
#[derive(Debug, Clone, Default, Args)]
#[command(after_help = "\
Without a kind it lists the kinds, with their operations and what --filter can name.

In a terminal a list is a table, as on the screen. In a pipe its rows are separated by tabs, without
a header: what the resource is read by, its name, then the columns of the table, each as the API
writes it. --json prints one array of the rows as the API gave them, members included that no column
shows; `get --json` prints the whole answer.

A name is looked up in the list; where several have it, their ids are said. A call that is throttled
is made again, retry_attempts times at most; each wait is said on standard error.

Examples:
  outcrop resources guardrails
  outcrop resources customization-jobs --filter statusEquals=Failed --filter creationTimeAfter=2026-11-01
  outcrop resources custom-models get my-model
  outcrop resources batch-jobs --json | jq -r '.[] | select(.status == \"Failed\").message'")]
pub struct Resources {
    /// The kind
    #[arg(value_name = "KIND", value_parser = clap::builder::PossibleValuesParser::new(KINDS))]
    pub kind: Option<String>,
    /// What to do with it
    #[arg(value_enum, value_name = "ACTION", default_value_t = ResourceAction::List)]
    pub action: ResourceAction,
    /// The resource to get: its name, id or ARN
    #[arg(value_name = "ID")]
    pub id: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    /// List so many at most; otherwise all
    #[arg(
        long,
        value_name = "N",
        requires = "kind",
        value_parser = clap::value_parser!(u64).range(1..)
    )]
    pub max: Option<u64>,
    /// Only those the service finds by this member of the list operation; may be given several times
    #[arg(long, value_name = "MEMBER=VALUE", requires = "kind")]
    pub filter: Vec<String>,
}

/// What `outcrop resources` can do with a kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum ResourceAction {
    /// List all
    #[default]
    List,
    /// Print one, everything the API says of it
    Get,
}
