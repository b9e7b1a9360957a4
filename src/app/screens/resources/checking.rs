//! Checking an input file of batch inference before it is uploaded: which file, for which model, and
//! what was found. Not here: reading it (the runtime), or what is wrong with a record (domain).

use serde_json::Value;
use std::path::PathBuf;

use crate::api::command_line::{download, upload};
use crate::app::effect::QuestionId;
use crate::app::parts::chooser::Chooser;
use crate::app::parts::form::{Check, Field, Form};
use crate::domain::kinds::BATCH;
use crate::domain::problem::Problem;
use crate::domain::records::Report;
use crate::domain::resource::{Kind, text};

use super::found::{Found, Step, chooser, submission, uploaded};

/// The two forms of a record (API: `modelInvocationType`).
const FORMS: [&str; 2] = ["InvokeModel", "Converse"];
/// What is to be checked.
#[derive(Debug)]
pub struct Checking {
    /// The file, the model, the form of its records, where it goes.
    pub form: Form,
    /// The check that runs.
    pub asked: Option<QuestionId>,
    /// Why the last one could not be made.
    pub refused: Option<String>,
    /// The job it is for, where there is one.
    job: Option<Value>,
}

impl Checking {
    /// A check for the batch job that is selected, where one is, else for the usual model.
    pub fn of(kind: &Kind, row: Option<&Value>, usual: &str) -> Self {
        let job = row.filter(|_| kind == &BATCH);
        let of_job = |path: &str| job.map(|row| text(row, path)).filter(|text| !text.is_empty());
        let model = of_job("modelId").unwrap_or(usual);
        let form = of_job("modelInvocationType").unwrap_or(FORMS[0]);
        let input = of_job("inputDataConfig/s3InputDataConfig/s3Uri").unwrap_or_default();
        let fields = vec![
            Field::line("file", "File", "a JSONL file on this machine", Check::Free).needed(),
            Field::line("model", "Model", "its id, that of a profile, or an ARN", Check::Free)
                .with(model)
                .needed(),
            Field::choice(
                "form",
                "Records are",
                "bodies of InvokeModel, or requests of Converse (modelInvocationType)",
                FORMS.map(str::to_owned).into(),
                Check::Free,
            )
            .with(form)
            .needed(),
            Field::line(
                "to",
                "Will lie at",
                "an S3 URI, for the command that uploads it",
                Check::By(s3),
            )
            .with(input),
        ];
        let mut form = Form::new(fields);
        form.check();
        Self { form, asked: None, refused: None, job: job.cloned() }
    }

    /// What to check: the file, the model, and whether its records are requests of Converse; none
    /// while something is missing.
    pub fn wanted(&mut self) -> Option<(PathBuf, String, bool)> {
        self.form.check();
        if self.form.select_fault() {
            return None;
        }
        if let Some(empty) =
            self.form.fields().iter().position(|field| field.required && field.value().is_empty())
        {
            self.form.select(empty);
            return None;
        }
        let converse = self.form.value("form") == FORMS[1];
        Some((PathBuf::from(self.form.value("file")), self.form.value("model"), converse))
    }

    /// What was found, line by line; what can be run elsewhere last.
    pub fn found(&self, report: &Report) -> Chooser<Found> {
        let of = report.body.as_deref().unwrap_or("any model");
        let verdict = match report.count {
            0 => format!("{} records, held to {of}: nothing is wrong", report.records),
            1 => format!("{} records, held to {of}: 1 thing is wrong", report.records),
            count => format!("{} records, held to {of}: {count} things are wrong", report.records),
        };
        let mut lines = vec![Found::Verdict(verdict, report.count == 0)];
        lines.extend(report.problems.iter().map(Found::wrong));
        lines.extend(report.remarks.iter().cloned().map(Found::Remark));
        let [file, to] = ["file", "to"].map(|name| self.form.value(name));
        let uri = uploaded(&file, &to);
        lines.push(Found::Command(upload(&file, &uri)));
        if report.count == 0 && report.records > 0 {
            let next = "Submit a job for it, once it is uploaded".to_owned();
            lines.push(Found::Next(next, Step::Submit(self.request(&uri))));
        }
        let output = "outputDataConfig/s3OutputDataConfig/s3Uri";
        let output = self.job.as_ref().map(|job| text(job, output)).unwrap_or_default();
        if !output.is_empty() {
            lines.push(Found::Command(download(output, ".")));
        }
        chooser(lines)
    }

    /// What the request for a job begins with that reads the file from there.
    fn request(&self, uri: &str) -> Value {
        let mut known = submission(self.job.as_ref(), uri);
        known["modelId"] = self.form.value("model").into();
        known["modelInvocationType"] = self.form.value("form").into();
        known
    }

    /// The check could not be made.
    pub fn fail(&mut self, problem: &Problem) {
        self.asked = None;
        self.refused = Some(format!("{}: {}", problem.what, problem.why));
    }
}

/// An S3 URI, as far as it can be told here.
fn s3(value: &str) -> Result<(), String> {
    let bucket = value.strip_prefix("s3://").is_some_and(|rest| !rest.is_empty());
    if bucket { Ok(()) } else { Err("must begin with s3:// and a bucket".into()) }
}
