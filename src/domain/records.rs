//! Records of batch inference: whether a line of an input file can be used. Plain lines in, plain
//! findings out. Not here: output files (outcome), reading files (runtime::records), or which body a
//! model takes (body).

use std::collections::HashMap;

use serde::Serialize;
use serde_json::{Map, Value};

use super::body::{Body, sort};

/// Findings that are kept, so that a file of another sort does not fill the memory; all are counted.
pub const KEPT: usize = 1_000;

/// Records of a job, by the quotas of a fresh account: "Minimum number of records per batch inference
/// job for MODEL", "Records per batch inference job for MODEL". Both are of a model and adjustable;
/// the user guide (`batch-inference-data`) names them and gives no number, `stdapi-ai` and others
/// report these.
pub const FEWEST: u64 = 100;
/// See `FEWEST`: some models have 50,000, others 100,000.
const MOST: u64 = 50_000;
/// "Batch inference input file size": the default quota, in bytes.
const LARGEST: u64 = 1 << 30;

/// Something wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The line, from 1.
    pub line: u64,
    /// Its `recordId`, where it has one.
    pub record: Option<String>,
    /// What is wrong.
    pub what: String,
}

/// What a check found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Lines that hold something.
    pub records: u64,
    /// The file's size.
    pub bytes: u64,
    /// What the records were held to, such as `Claude`; none where nothing is known of the model.
    pub body: Option<String>,
    /// What is wrong, in the order of lines; the first thousand.
    pub problems: Vec<Finding>,
    /// How many there are.
    pub count: u64,
    /// What may be in the way without being wrong.
    pub remarks: Vec<String>,
}

/// Holds the body of a record to a shape that is not known here.
pub type Judge<'a> = &'a dyn Fn(&mut Value) -> Vec<String>;

/// What records are held to.
pub enum Measure<'a> {
    /// The body of InvokeModel for this model, as far as it is known.
    Invoke {
        /// The model's id or ARN.
        model: &'a str,
    },
    /// The request of Converse, which somebody else judges.
    Converse(Judge<'a>),
}

impl std::fmt::Debug for Measure<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Invoke { model } => out.debug_struct("Invoke").field("model", model).finish(),
            Self::Converse(_) => out.write_str("Converse"),
        }
    }
}

/// Checks an input file, line by line.
#[derive(Debug)]
pub struct Check<'a> {
    measure: Measure<'a>,
    body: Option<&'static Body>,
    line: u64,
    /// Where each id stood first.
    seen: HashMap<String, u64>,
    report: Report,
    /// Whether the line before was empty: at the end of a file that is nothing.
    blank: bool,
}

impl<'a> Check<'a> {
    /// A check of a file not yet begun.
    pub fn new(measure: Measure<'a>) -> Self {
        let (body, name) = match &measure {
            Measure::Invoke { model } => {
                let body = Body::of(model);
                (body, body.map(|body| body.name.to_owned()))
            }
            Measure::Converse(_) => (None, Some("Converse".to_owned())),
        };
        let report = Report { body: name, ..Report::default() };
        Self { measure, body, line: 0, seen: HashMap::new(), report, blank: false }
    }

    /// Takes the next line, with or without its end.
    pub fn line(&mut self, bytes: &[u8]) {
        self.report.bytes += bytes.len() as u64;
        if self.blank {
            self.find(None, "the line is empty".to_owned());
        }
        self.line += 1;
        let bytes = match self.line {
            1 => bytes.strip_prefix(b"\xef\xbb\xbf").map_or(bytes, |rest| {
                self.find(None, "the file begins with a byte order mark; save it without".into());
                rest
            }),
            _ => bytes,
        };
        let bytes = bytes.trim_ascii();
        self.blank = bytes.is_empty();
        if !self.blank {
            self.report.records += 1;
            self.record(bytes);
        }
    }

    fn record(&mut self, bytes: &[u8]) {
        let value: Value = match serde_json::from_slice(bytes) {
            Ok(value) => value,
            Err(error) => return self.find(None, unreadable(&error)),
        };
        let Value::Object(mut record) = value else {
            return self.find(None, format!("not a JSON object, but {}", sort(&value)));
        };
        let id = match record.get("recordId") {
            Some(Value::String(id)) if !id.is_empty() => Some(id.clone()),
            Some(Value::String(_)) => {
                self.find(None, "recordId is empty".into());
                None
            }
            Some(Value::Null) | None => {
                self.find(None, "recordId is missing: answers could not be told apart".into());
                None
            }
            Some(other) => {
                self.find(None, format!("recordId is {}, not a text", sort(other)));
                None
            }
        };
        if let Some(id) = &id {
            match self.seen.get(id) {
                Some(first) => {
                    let what = format!("recordId stands in line {first} already");
                    self.find(Some(id), what);
                }
                None => {
                    self.seen.insert(id.clone(), self.line);
                }
            }
        }
        let id = id.as_deref();
        match record.remove("modelInput") {
            Some(mut input @ Value::Object(_)) => self.input(id, &mut input),
            Some(Value::Null) | None => self.find(id, "modelInput is missing".into()),
            Some(other) => self.find(id, format!("modelInput is {}, not an object", sort(&other))),
        }
    }

    fn input(&mut self, id: Option<&str>, input: &mut Value) {
        let wrong = match &self.measure {
            Measure::Converse(judge) => judge(input),
            Measure::Invoke { .. } => {
                let none = Map::new();
                let members = input.as_object().unwrap_or(&none);
                self.body.map(|body| body.faults(members)).unwrap_or_default()
            }
        };
        for what in wrong {
            self.find(id, what);
        }
    }

    fn find(&mut self, record: Option<&str>, what: String) {
        self.report.count += 1;
        if self.report.problems.len() < KEPT {
            let record = record.map(str::to_owned);
            self.report.problems.push(Finding { line: self.line, record, what });
        }
    }

    /// What was found, once the file has ended; `name` is the file's.
    pub fn end(mut self, name: &str) -> Report {
        let Report { records, bytes, .. } = self.report;
        let mut say = |remark: String| self.report.remarks.push(remark);
        if let (None, Measure::Invoke { model }) = (self.body, &self.measure) {
            say(format!(
                "nothing is known here of what {model} takes: modelInput was only held to be an object"
            ));
        }
        if records < FEWEST {
            say(format!("{records} records: a job takes {FEWEST} at least, by the usual quotas"));
        }
        if records > MOST {
            say(format!(
                "{records} records: many models take {MOST} a job; see the quota of yours"
            ));
        }
        if bytes > LARGEST {
            let size = bytes / 1_000_000;
            say(format!("{size} MB: a file may have 1 GB, by the usual quotas"));
        }
        let extension = std::path::Path::new(name).extension();
        if !extension.is_some_and(|extension| extension.eq_ignore_ascii_case("jsonl")) {
            say("Amazon Bedrock reads files whose names end in .jsonl".into());
        }
        self.report
    }
}

/// Why a line is no JSON, without the line of serde's own counting.
pub(crate) fn unreadable(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let what = text.split(" at line ").next().unwrap_or(&text);
    format!("not JSON: {what}, at column {}", error.column())
}

#[cfg(test)]
#[path = "records/tests.rs"]
mod tests;
