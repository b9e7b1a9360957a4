//! `outcrop batch`: its flags.
//! Not here: what it does (commands::batch).

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// `outcrop batch`.
#[derive(Debug, Clone, Args)]
pub struct Batch {
    /// What to do.
    #[command(subcommand)]
    pub action: BatchAction,
}

/// What `outcrop batch` can do.
#[derive(Debug, Clone, Subcommand)]
pub enum BatchAction {
    /// Check an input file before it is uploaded: line by line, as far as the model's body is known
    #[command(after_help = CHECK)]
    Check {
        /// The JSONL file
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// The model of the job: its id, that of a profile, or an ARN
        #[arg(short, long, value_name = "MODEL")]
        model: String,
        /// The records are requests of Converse (modelInvocationType), not bodies of InvokeModel
        #[arg(long)]
        converse: bool,
        /// Where it will lie in S3, for the command that uploads it
        #[arg(long, value_name = "S3-URI")]
        to: Option<String>,
        /// Print JSON: records, bytes, body, problems, count, remarks, upload
        #[arg(long)]
        json: bool,
    },
    /// List the records of an output file that failed, and write those to be sent again
    #[command(after_help = FAILED)]
    Failed {
        /// The output file (NAME.jsonl.out), copied from S3
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// Write the records that can be sent again to this file
        #[arg(long, value_name = "FILE")]
        retry: Option<PathBuf>,
        /// Write over a file that is there
        #[arg(long, requires = "retry")]
        force: bool,
        /// Where the job writes in S3, for the command that downloads it
        #[arg(long, value_name = "S3-URI")]
        from: Option<String>,
        /// Print JSON: records, succeeded, failed, count, unanswered, unreadable, again, retry, upload
        #[arg(long)]
        json: bool,
    },
}

const CHECK: &str = "\
Rows are line, recordId and what is wrong, separated by tabs in a pipe; the first thousand are listed,
all are counted. It ends with 0 where nothing is wrong and with 1 where something is. What may be in
the way without being wrong, such as the quotas of the service, is said on standard error.

Examples:
  outcrop batch check in.jsonl -m us.amazon.nova-lite-v1:0 --to s3://bucket/job-7/
  outcrop batch check in.jsonl -m anthropic.claude-sonnet-5 --converse --json | jq .problems";

const FAILED: &str = "\
A record failed where its line has an error, or no modelOutput. A retry file holds its recordId and its
modelInput as they were sent.

Examples:
  aws s3 cp --recursive s3://bucket/job-7-out/ .
  outcrop batch failed in.jsonl.out --retry again.jsonl";
