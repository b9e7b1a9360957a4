//! What the lines of an output file of batch inference came to: which records were answered, which
//! failed and why, and the line that sends one again. Plain lines in, plain findings out.
//! Not here: input files (records), or reading and writing files (runtime::records).

use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

use super::records::{Finding, KEPT, unreadable};

/// Characters of an id or an error that are kept: whoever wrote the file chose how long they are.
const LONGEST: usize = 1_000;

/// A line of an output file, as far as it matters.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answered<'a> {
    record_id: Option<Value>,
    #[serde(borrow)]
    model_input: Option<&'a RawValue>,
    #[serde(borrow)]
    model_output: Option<&'a RawValue>,
    error: Option<Value>,
}

/// What the lines of an output file came to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// Lines that hold something.
    pub records: u64,
    /// Those that were answered.
    pub succeeded: u64,
    /// All others, in the order of lines; the first thousand.
    pub failed: Vec<Finding>,
    /// How many those are.
    pub count: u64,
    /// How many of them have neither an answer nor an error.
    pub unanswered: u64,
    /// How many of them are not JSON.
    pub unreadable: u64,
    /// How many of them can be sent again: their `modelInput` is there.
    pub again: u64,
}

impl Outcome {
    /// Takes the next line, its number counted from 1. Gives the line of an input file that sends the
    /// record again, where it failed and can be sent: its id and its input, byte by byte as they were.
    pub fn line(&mut self, line: u64, bytes: &[u8]) -> Option<String> {
        let bytes = bytes.trim_ascii();
        if bytes.is_empty() {
            return None;
        }
        self.records += 1;
        let output: Answered<'_> = match serde_json::from_slice(bytes) {
            Ok(output) => output,
            Err(error) => {
                self.unreadable += 1;
                self.fail(line, None, unreadable(&error));
                return None;
            }
        };
        let what = match (&output.error, output.model_output) {
            (Some(error), _) => told(error),
            (None, None) => {
                self.unanswered += 1;
                "there is neither modelOutput nor error".to_owned()
            }
            (None, Some(_)) => {
                self.succeeded += 1;
                return None;
            }
        };
        let id = output.record_id.as_ref();
        let name = id.map(|id| id.as_str().map_or_else(|| id.to_string(), str::to_owned));
        self.fail(line, name, what);
        let input = output.model_input?.get();
        self.again += 1;
        Some(match id {
            Some(id) => format!("{{\"recordId\":{id},\"modelInput\":{input}}}"),
            None => format!("{{\"modelInput\":{input}}}"),
        })
    }

    fn fail(&mut self, line: u64, record: Option<String>, what: String) {
        self.count += 1;
        if self.failed.len() < KEPT {
            self.failed.push(Finding { line, record: record.map(cut), what: cut(what) });
        }
    }

    /// How it stands as a whole, in one line: how many succeeded, failed, have no answer, are no JSON.
    pub fn totals(&self) -> String {
        let refused = self.count - self.unanswered - self.unreadable;
        let parts = [
            (self.succeeded, "succeeded"),
            (refused, "failed"),
            (self.unanswered, "without an answer"),
            (self.unreadable, "not JSON"),
        ];
        // That none failed is worth a word; that none is damaged is not.
        let said = parts.iter().enumerate().filter(|(at, (count, _))| *at < 2 || *count > 0);
        let said: Vec<String> = said.map(|(_, (count, word))| format!("{count} {word}")).collect();
        let records = if self.records == 1 { "record" } else { "records" };
        format!("{} {records}: {}", self.records, said.join(", "))
    }

    /// Whether no line of it was that of an output file.
    pub fn is_none(&self) -> bool {
        self.records == self.unanswered + self.unreadable
    }
}

/// Where the records to send again go unless somebody says otherwise: beside the output file.
pub fn beside(output: &str) -> String {
    let path = output.strip_suffix(".out").unwrap_or(output);
    let jsonl = Path::new(path).extension().is_some_and(|end| end.eq_ignore_ascii_case("jsonl"));
    let stem = if jsonl { &path[..path.len() - ".jsonl".len()] } else { path };
    format!("{stem}-retry.jsonl")
}

/// An error of a record in a line, such as `400: bad request`.
fn told(error: &Value) -> String {
    let member = |name: &str| match error.get(name) {
        Some(Value::String(text)) => Some(text.clone()),
        Some(Value::Null) | None => None,
        Some(other) => Some(other.to_string()),
    };
    match (member("errorCode"), member("errorMessage")) {
        (Some(code), Some(message)) => format!("{code}: {message}"),
        (Some(only), None) | (None, Some(only)) => only,
        (None, None) => error.as_str().map_or_else(|| error.to_string(), str::to_owned),
    }
}

/// A text of a reasonable length.
fn cut(mut text: String) -> String {
    if let Some((at, _)) = text.char_indices().nth(LONGEST) {
        text.truncate(at);
        text.push('…');
        text.shrink_to_fit();
    }
    text
}

#[cfg(test)]
#[path = "outcome/tests.rs"]
mod tests;
