//! Lines that tell what was found in a file of batch inference, and what can be done next.
//! Not here: reading the file (runtime), or drawing them (ui).

use serde_json::{Value, json};

use crate::api::lookup;
use crate::app::parts::chooser::Chooser;
use crate::app::parts::draft::likeness::likeness;
use crate::domain::kinds::BATCH;
use crate::domain::records::Finding;
use crate::domain::resource::{Sort, text};

/// Where the files of a job lie, when nobody said.
const SOMEWHERE: &str = "s3://BUCKET/FOLDER/";

/// A line of what was found.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// How it stands as a whole; good or not.
    Verdict(String, bool),
    /// What may be in the way.
    Remark(String),
    /// Something wrong.
    Wrong(String),
    /// A command to be run elsewhere.
    Command(String),
    /// What choosing it does.
    Next(String, Step),
}

/// What can be done next.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// Write the records that can be sent again.
    Write,
    /// Make a job whose request begins with these members.
    Submit(Value),
}

impl Found {
    /// Something wrong with a line of the file.
    pub fn wrong(finding: &Finding) -> Self {
        let record = finding.record.as_ref().map(|id| format!(" · {id}")).unwrap_or_default();
        Self::Wrong(format!("line {}{record}: {}", finding.line, finding.what))
    }

    /// Its text.
    pub fn text(&self) -> &str {
        match self {
            Self::Verdict(text, _)
            | Self::Remark(text)
            | Self::Wrong(text)
            | Self::Command(text)
            | Self::Next(text, _) => text,
        }
    }
}

/// Lines one looks through, the first step that can be done selected.
pub fn chooser(lines: Vec<Found>) -> Chooser<Found> {
    let rows = lines.into_iter().map(|line| (line.text().to_owned(), line)).collect();
    let mut chooser = Chooser::new(rows);
    // Room for all until the screen says otherwise: what stands above the step stays in sight.
    chooser.list.fit(u16::MAX);
    chooser.select_where(|line| matches!(line, Found::Next(..)));
    chooser
}

/// Where a file of this name lies once it was uploaded to `to`: in it, where that is a folder.
pub fn uploaded(file: &str, to: &str) -> String {
    let to = if to.is_empty() { SOMEWHERE } else { to };
    let name = file.rsplit('/').next().unwrap_or(file);
    if to.ends_with('/') { format!("{to}{name}") } else { to.to_owned() }
}

/// The folder a URI of a file lies in; a folder is its own.
pub fn folder(uri: &str) -> &str {
    uri.rfind('/').map_or(uri, |at| &uri[..=at])
}

/// What the request for a job begins with that reads this input: as an earlier job was made, where
/// one is named, under a name of its own.
pub fn submission(job: Option<&Value>, uri: &str) -> Value {
    let create = BATCH.action(Sort::Create).and_then(|action| lookup::operation(action.operation));
    let shape = create.and_then(|create| Some((create.plane, create.input()?)));
    let mut known = match (job, shape) {
        (Some(job), Some((plane, shape))) => likeness(lookup::service(plane), shape, job),
        _ => json!({}),
    };
    if let Value::Object(members) = &mut known {
        // The token of the earlier request would make this one the same.
        members.retain(|name, _| name != "jobName" && name != "clientRequestToken");
    }
    if !uri.starts_with(SOMEWHERE) {
        let format = text(&known, "inputDataConfig/s3InputDataConfig/s3InputFormat");
        let format = if format.is_empty() { "JSONL" } else { format }.to_owned();
        known["inputDataConfig"] = json!({
            "s3InputDataConfig": {"s3InputFormat": format, "s3Uri": uri}
        });
    }
    known
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_lies_in_the_folder_it_is_uploaded_to() {
        assert_eq!(uploaded("night/in.jsonl", "s3://b/p/"), "s3://b/p/in.jsonl");
        assert_eq!(uploaded("night/in.jsonl", "s3://b/p/other.jsonl"), "s3://b/p/other.jsonl");
        assert_eq!(uploaded("in.jsonl", ""), "s3://BUCKET/FOLDER/in.jsonl");
        assert_eq!((folder("s3://b/p/in.jsonl"), folder("s3://b/p/")), ("s3://b/p/", "s3://b/p/"));
    }

    #[test]
    fn a_job_begins_as_the_one_before_but_for_its_name_and_its_token() {
        let job = json!({
            "jobArn": "arn:1", "jobName": "night", "clientRequestToken": "t", "modelId": "m",
            "roleArn": "arn:r", "status": "Completed", "timeoutDurationInHours": 24,
            "inputDataConfig": {"s3InputDataConfig": {"s3Uri": "s3://b/p/in.jsonl"}},
            "outputDataConfig": {"s3OutputDataConfig": {"s3Uri": "s3://b/out/"}},
        });
        let known = submission(Some(&job), "s3://b/p/in-retry.jsonl");
        assert_eq!(
            known,
            json!({
                "modelId": "m", "roleArn": "arn:r", "timeoutDurationInHours": 24,
                "inputDataConfig": {"s3InputDataConfig":
                    {"s3InputFormat": "JSONL", "s3Uri": "s3://b/p/in-retry.jsonl"}},
                "outputDataConfig": {"s3OutputDataConfig": {"s3Uri": "s3://b/out/"}},
            })
        );
        assert_eq!(submission(None, "s3://BUCKET/FOLDER/in.jsonl"), json!({}));
    }
}
