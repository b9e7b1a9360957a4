//! The failed records of an output file of batch inference: which file, what failed in it, and the
//! file that sends them again. Not here: reading and writing (runtime), or what fails (domain).

use serde_json::Value;
use std::path::PathBuf;

use crate::api::command_line::{download, upload};
use crate::app::effect::QuestionId;
use crate::app::parts::chooser::Chooser;
use crate::app::parts::form::{Check, Field, Form, Note};
use crate::domain::outcome::{Outcome, beside};
use crate::domain::problem::Problem;
use crate::domain::records::{FEWEST, KEPT};
use crate::domain::resource::text;

use super::found::{Found, Step, chooser, folder, submission, uploaded};

/// Which output file is to be read.
#[derive(Debug)]
pub struct Failing {
    /// The file, and where its failed records go.
    pub form: Form,
    /// The reading that runs.
    pub asked: Option<QuestionId>,
    /// The command that downloads what the job wrote, where there is one.
    pub download: Option<String>,
    job: Option<Value>,
    /// Where the failed records would go, unless somebody says otherwise.
    beside: String,
    /// What was said of a value of a field that could not be used: field, value, why.
    refused: Option<(usize, String, String)>,
}

/// What failed in it.
#[derive(Debug)]
pub struct Failed {
    /// Line by line, with what can be done next.
    pub lines: Chooser<Found>,
    /// The writing that runs.
    pub asked: Option<QuestionId>,
    /// The output file.
    pub file: PathBuf,
    /// Where the failed records go.
    pub retry: PathBuf,
    job: Option<Value>,
}

impl Failing {
    /// For the batch job that is meant, where one is.
    pub fn of(job: Option<&Value>) -> Self {
        let of_job = |path: &str| job.map(|job| text(job, path)).unwrap_or_default();
        let output = of_job("outputDataConfig/s3OutputDataConfig/s3Uri");
        let id = of_job("jobArn").rsplit('/').next().unwrap_or_default();
        let download = (!output.is_empty()).then(|| {
            // A job writes to a folder of its own.
            let slash = if output.ends_with('/') { "" } else { "/" };
            let own = if id.is_empty() { String::new() } else { format!("{slash}{id}/") };
            download(&format!("{output}{own}"), ".")
        });
        let input = of_job("inputDataConfig/s3InputDataConfig/s3Uri");
        let name = input.rsplit('/').next().unwrap_or_default();
        let file = if name.is_empty() { String::new() } else { format!("{name}.out") };
        let beside = if file.is_empty() { String::new() } else { beside(&file) };
        let mut fields = vec![
            Field::line(
                "file",
                "Output file",
                "a file of the job that ends in .jsonl.out, on this machine",
                Check::Free,
            )
            .with(&file)
            .needed(),
            Field::line(
                "retry",
                "Retry file",
                "where the records that failed go, to be sent again; nothing is written yet",
                Check::Free,
            )
            .with(&beside)
            .needed(),
        ];
        if download.is_some() {
            let rule =
                "what the job wrote lies in S3; enter copies the command above, which fetches it";
            fields.push(Field::link("download", "Download", rule).with("enter copies it"));
        }
        let mut form = Form::new(fields);
        form.check();
        Self { form, asked: None, download, job: job.cloned(), beside, refused: None }
    }

    /// Something was typed: the retry file goes beside the output file, until somebody named another.
    pub fn typed(&mut self) {
        let file = self.form.value("file");
        let now = if file.is_empty() { String::new() } else { beside(&file) };
        if now != self.beside && self.form.value("retry") == self.beside {
            self.form.set("retry", &now);
        }
        self.beside = now;
        self.check();
    }

    /// Says what is wrong with each value: what could not be used, as long as it stands.
    pub fn check(&mut self) {
        self.form.check();
        let Some((at, value, why)) = &self.refused else { return };
        if let Some(field) = self.form.fields_mut().nth(*at).filter(|it| it.value() == *value) {
            field.note = Some(Note::Error(why.clone()));
        }
    }

    /// The file to read; none while something is missing.
    pub fn wanted(&mut self) -> Option<PathBuf> {
        self.refused = None;
        self.form.check();
        (!self.form.select_fault()).then(|| PathBuf::from(self.form.value("file")))
    }

    /// What was read.
    pub fn failed(&self, outcome: &Outcome) -> Failed {
        let [file, retry] = ["file", "retry"].map(|name| self.form.value(name));
        let mut failed = Failed {
            lines: Chooser::new(Vec::new()),
            asked: None,
            file: file.into(),
            retry: retry.into(),
            job: self.job.clone(),
        };
        failed.show(outcome, false);
        failed
    }

    /// It could not be read, or the other not be written: said at the field that names it.
    pub fn fail(&mut self, problem: &Problem, written: bool) {
        self.asked = None;
        let name = if written { "retry" } else { "file" };
        let verb = if written { "cannot be written" } else { "cannot be read" };
        let hint = problem.hint().map(|hint| format!("; {hint}")).unwrap_or_default();
        let said = format!("{verb}: {}{hint}", problem.why.trim_end_matches('.'));
        let at = self.form.fields().iter().position(|field| field.name == name).unwrap_or_default();
        self.form.select(at);
        self.refused = Some((at, self.form.value(name), said));
        self.check();
    }
}

impl Failed {
    /// Which file it is, for the top of the list.
    pub fn title(&self) -> String {
        let name = self.file.file_name().unwrap_or(self.file.as_os_str());
        format!("Failed records: {}", name.to_string_lossy())
    }

    /// Shows what was read, and what was written, where that was done.
    pub fn show(&mut self, outcome: &Outcome, written: bool) {
        let mut lines = vec![Found::Verdict(outcome.totals(), outcome.count == 0)];
        lines.extend(self.next(outcome, written));
        lines.extend(remarks(outcome).map(Found::Remark));
        lines.extend(outcome.failed.iter().map(Found::wrong));
        self.lines = chooser(lines);
    }

    fn next(&self, outcome: &Outcome, written: bool) -> Vec<Found> {
        let (again, retry) = (outcome.again, self.retry.display().to_string());
        let records = if again == 1 { "1 record".into() } else { format!("{again} records") };
        match (again, written) {
            (0, _) if outcome.count == 0 => {
                vec![Found::Remark("No record failed: there is nothing to send again".into())]
            }
            (0, _) => Vec::new(),
            (_, false) => {
                vec![Found::Next(
                    format!("Write the {records} to send again: {retry}"),
                    Step::Write,
                )]
            }
            (_, true) => {
                let input = "inputDataConfig/s3InputDataConfig/s3Uri";
                let input = self.job.as_ref().map(|job| text(job, input)).unwrap_or_default();
                let uri = uploaded(&retry, folder(input));
                let job = submission(self.job.as_ref(), &uri);
                vec![
                    Found::Verdict(format!("{records} written: {retry}"), true),
                    Found::Command(upload(&retry, &uri)),
                    Found::Next(
                        "Submit a job for them, once they are uploaded".into(),
                        Step::Submit(job),
                    ),
                ]
            }
        }
    }
}

/// What should be known besides.
fn remarks(outcome: &Outcome) -> impl Iterator<Item = String> {
    let Outcome { records, count, again, .. } = *outcome;
    let another = outcome.is_none() && records > 0;
    let another = another.then(|| {
        "No line has an answer or an error: is this the output of a job (.jsonl.out)?".to_owned()
    });
    let lost = count.saturating_sub(again);
    let lost = (lost > 0)
        .then(|| format!("{lost} of them cannot be sent again: their line has no modelInput"));
    let few = (1..FEWEST).contains(&again).then(|| {
        format!("{again} to send again: a job takes {FEWEST} at least, by the usual quotas")
    });
    let more = count > KEPT as u64;
    let more = more.then(|| format!("The first {KEPT} of {count} are listed; all are written"));
    [another, lost, few, more].into_iter().flatten()
}
