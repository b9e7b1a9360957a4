//! Files of batch inference records, read line by line however large they are.
//! Not here: what is wrong with a line (domain::records).

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read as _, Write as _};
use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::NamedTempFile;

use crate::api::constraint::{Constraint, Fault};
use crate::api::lookup;
use crate::api::validation::validate;
use crate::domain::outcome::Outcome;
use crate::domain::problem::{Kind, Problem};
use crate::domain::records::{Check, Measure, Report};

/// The longest line that is read whole, in bytes: more than any request may have.
const LONGEST: u64 = 256 << 20;
const BUFFER: usize = 1 << 20;

/// Checks an input file before it is used, for the model with this id or ARN, as bodies of InvokeModel
/// or as requests of Converse (API: `modelInvocationType`).
///
/// # Errors
/// The file cannot be read.
pub fn check(path: &Path, model: &str, converse: bool) -> Result<Report, Problem> {
    let judge = |input: &mut Value| faults_of_converse(input, model);
    let measure = if converse { Measure::Converse(&judge) } else { Measure::Invoke { model } };
    let mut check = Check::new(measure);
    each_line(path, |_, line| {
        check.line(line);
        Ok(())
    })
    .map_err(|error| unreadable("check a batch input file", path, &error))?;
    Ok(check.end(&path.to_string_lossy()))
}

/// Reads which records of an output file failed. Those that can be sent again are written to an input
/// file where one is named; without `over` a file that is there stays as it is, and what was there is
/// replaced only once all of the new one is on disk.
///
/// # Errors
/// The file cannot be read or is no JSONL; the other cannot be written, or is there already
/// (`Kind::Conflict`).
pub fn failed(path: &Path, retry: Option<&Path>, over: bool) -> Result<Outcome, Problem> {
    const WHAT: &str = "read a batch output file";
    let mut outcome = Outcome::default();
    let mut first = String::new();
    let mut written = match retry {
        Some(to) => Some(Retry::new(path, to, over)?),
        None => None,
    };
    let read = each_line(path, |number, line| {
        let again = outcome.line(number, line);
        if outcome.unreadable == 1 && first.is_empty() {
            first = outcome.failed.last().map(|found| found.what.clone()).unwrap_or_default();
        }
        match (again, &mut written) {
            (Some(again), Some(retry)) => retry.line(&again),
            _ => Ok(()),
        }
    });
    match read {
        Ok(()) => {}
        Err(error) if written.as_ref().is_some_and(|retry| retry.broke) => {
            return Err(unwritable(retry.unwrap_or(path), &error));
        }
        Err(error) => return Err(unreadable(WHAT, path, &error)),
    }
    if outcome.records == outcome.unreadable {
        return Err(another_sort(WHAT, path, &first));
    }
    if let Some(retry) = written {
        let to = retry.to.clone();
        retry.end().map_err(|error| unwritable(&to, &error))?;
    }
    Ok(outcome)
}

/// The file of records to send again; made when there is one. Until all of it is written it has
/// another name, so that none is ever there in part.
struct Retry {
    to: PathBuf,
    over: bool,
    file: Option<BufWriter<NamedTempFile>>,
    /// Whether writing failed, not reading.
    broke: bool,
}

impl Retry {
    fn new(from: &Path, to: &Path, over: bool) -> Result<Self, Problem> {
        let same = |a: io::Result<_>, b: io::Result<_>| a.is_ok_and(|a| b.is_ok_and(|b| a == b));
        if same(from.canonicalize(), to.canonicalize()) {
            return Err(unwritten(to, "it is the file that is read").advise("name another file"));
        }
        if to.is_dir() {
            return Err(unwritten(to, "it is a folder").advise("name a file in it"));
        }
        if !over && to.exists() {
            return Err(there_already(to));
        }
        Ok(Self { to: to.to_owned(), over, file: None, broke: false })
    }

    fn line(&mut self, line: &str) -> io::Result<()> {
        let written = self.write(line);
        self.broke |= written.is_err();
        written
    }

    fn write(&mut self, line: &str) -> io::Result<()> {
        let file = match &mut self.file {
            Some(file) => file,
            none => {
                let folder = self.to.parent().filter(|folder| !folder.as_os_str().is_empty());
                let folder = folder.unwrap_or(Path::new("."));
                let file = tempfile::Builder::new().prefix(".outcrop-").tempfile_in(folder)?;
                none.insert(BufWriter::new(file))
            }
        };
        file.write_all(line.as_bytes())?;
        file.write_all(b"\n")
    }

    fn end(self) -> io::Result<()> {
        let Some(file) = self.file else { return Ok(()) };
        let file = file.into_inner()?;
        file.as_file().sync_all()?;
        let named =
            if self.over { file.persist(&self.to) } else { file.persist_noclobber(&self.to) };
        let named = match named {
            // Not every file system can rename without writing over what is there.
            Err(error) if !self.over && !self.to.exists() => error.file.persist(&self.to),
            named => named,
        };
        named.map(drop).map_err(|error| error.error)
    }
}

/// What the API's facts say against a request of Converse in a record, which names no model.
fn faults_of_converse(input: &mut Value, model: &str) -> Vec<String> {
    let Some(operation) = lookup::operation("Converse") else { return Vec::new() };
    let Some(shape) = operation.input() else { return Vec::new() };
    if let Value::Object(members) = input {
        members.entry("modelId").or_insert_with(|| Value::from(model));
    }
    let faults = validate(lookup::service(operation.plane), shape, input);
    let mut wrong: Vec<String> = faults
        .iter()
        .filter(|fault| fault.pointer() != "/modelId")
        .map(|fault| format!("modelInput{}: {}", fault.pointer(), in_words(fault)))
        .collect();
    // The facts leave it open; without messages there is nothing to answer.
    if input.get("messages").is_none_or(Value::is_null) {
        wrong.push("modelInput.messages is missing".into());
    }
    wrong
}

fn in_words(fault: &Fault) -> String {
    match &fault.constraint {
        Constraint::Required => "is missing".into(),
        Constraint::Values(values) => format!("must be one of {}", values.join(", ")),
        constraint => {
            let text = constraint.to_string();
            text.strip_prefix("Member ").unwrap_or(&text).to_owned()
        }
    }
}

/// Gives every line of a file with its number, from 1. Of a line longer than any request only the
/// beginning is given, which no check takes for a whole one.
fn each_line(path: &Path, mut take: impl FnMut(u64, &[u8]) -> io::Result<()>) -> io::Result<()> {
    let mut reader = BufReader::with_capacity(BUFFER, File::open(path)?);
    let mut line = Vec::new();
    let mut number = 0;
    loop {
        line.clear();
        let read = reader.by_ref().take(LONGEST).read_until(b'\n', &mut line)?;
        if read == 0 {
            return Ok(());
        }
        if read as u64 == LONGEST && !line.ends_with(b"\n") {
            reader.skip_until(b'\n')?;
        }
        number += 1;
        take(number, &line)?;
    }
}

fn unreadable(what: &str, path: &Path, error: &io::Error) -> Problem {
    Problem::new(Kind::Input, what, format!("{} cannot be read", path.display()))
        .because(error.to_string())
        .advise("name a JSONL file; what lies in S3 is copied here with aws s3 cp")
}

fn another_sort(what: &str, path: &Path, first: &str) -> Problem {
    let why = if first.is_empty() {
        "it holds no record".to_owned()
    } else {
        format!("its first line is {first}")
    };
    Problem::new(Kind::Input, what, format!("{} is not an output file", path.display()))
        .because(why)
        .advise("name the file of a job that ends in .jsonl.out")
}

fn unwritable(path: &Path, error: &io::Error) -> Problem {
    match error.kind() {
        io::ErrorKind::AlreadyExists => there_already(path),
        _ => unwritten(path, error.to_string()).advise("name another file, or make room"),
    }
}

fn there_already(path: &Path) -> Problem {
    Problem { kind: Kind::Conflict, ..unwritten(path, "it is there already and stays as it is") }
}

fn unwritten(path: &Path, why: impl Into<String>) -> Problem {
    let what = format!("{} cannot be written", path.display());
    Problem::new(Kind::Input, "write a batch retry file", what).because(why)
}

#[cfg(test)]
#[path = "records/tests.rs"]
mod tests;
