//! `outcrop batch`: input files of batch inference checked, failed records of output files found.
//! Not here: reading them (runtime::records), or what is wrong with a record (domain::records).

use serde_json::json;

use super::console::Console;
use super::exit::Exit;
use super::fault::Fault;
use super::table;
use crate::api::command_line::{download, upload};
use crate::cli::batch::{Batch as Args, BatchAction};
use crate::domain::problem::{Kind, Problem};
use crate::domain::records::Finding;
use crate::runtime::records;

/// Where the files of a job lie, when nobody said.
const SOMEWHERE: &str = "s3://BUCKET/FOLDER/";

/// Reads, prints, and writes what can be sent again.
///
/// # Errors
/// A file cannot be read or written, or is there already.
pub fn run(args: &Args, console: &mut Console) -> Result<Exit, Fault> {
    match &args.action {
        BatchAction::Check { file, model, converse, to, json } => {
            let report = records::check(file, model, *converse)?;
            let upload = upload(&file.to_string_lossy(), to.as_deref().unwrap_or(SOMEWHERE));
            if *json {
                let mut object = json!(report);
                object["upload"] = json!(upload);
                console.json(&object)?;
            } else {
                list(&report.problems, console)?;
                let of = report.body.as_deref().unwrap_or("any model");
                let wrong = match report.count {
                    0 => "nothing is wrong".to_owned(),
                    1 => "1 thing is wrong".to_owned(),
                    count => format!("{count} things are wrong"),
                };
                console.note(&format!("{} records, held to {of}: {wrong}", report.records));
                for remark in &report.remarks {
                    console.note(remark);
                }
                if report.count == 0 {
                    console.note(&format!("to upload it: {upload}"));
                }
            }
            Ok(if report.count == 0 { Exit::Success } else { Exit::Failure })
        }
        BatchAction::Failed { file, retry, force, from, json } => {
            let outcome = records::failed(file, retry.as_deref(), *force).map_err(in_the_way)?;
            let wrote = retry.as_ref().filter(|_| outcome.again > 0);
            let upload = wrote.map(|to| upload(&to.to_string_lossy(), SOMEWHERE));
            if *json {
                let mut object = json!(outcome);
                object["retry"] = json!(wrote);
                object["upload"] = json!(upload);
                console.json(&object)?;
                return Ok(Exit::Success);
            }
            list(&outcome.failed, console)?;
            let again = outcome.again;
            console.note(&outcome.totals());
            match (&upload, retry) {
                (Some(upload), Some(to)) => {
                    console.note(&format!("{again} can be sent again: {}", to.display()));
                    console.note(&format!("to upload them: {upload}"));
                }
                (None, None) if again > 0 => {
                    console
                        .note(&format!("--retry FILE writes the {again} that can be sent again"));
                }
                _ => {}
            }
            if let Some(from) = from {
                let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
                let folder = folder.map_or_else(|| ".".into(), |folder| folder.to_string_lossy());
                console.note(&format!("to download what is new: {}", download(from, &folder)));
            }
            Ok(Exit::Success)
        }
    }
}

/// How a file that is there is written over: said to who gave the flags.
fn in_the_way(problem: Problem) -> Problem {
    match problem.kind {
        Kind::Conflict => Problem { kind: Kind::Input, ..problem }
            .advise("name another file; --force writes over it"),
        _ => problem,
    }
}

fn list(findings: &[Finding], console: &mut Console) -> Result<(), Fault> {
    let rows: Vec<Vec<String>> = findings
        .iter()
        .map(|found| {
            let record = found.record.clone().unwrap_or_default();
            vec![found.line.to_string(), record, found.what.clone()]
        })
        .collect();
    if !rows.is_empty() {
        // What is wrong stands last and is never left out, however wide the terminal is.
        let columns = console.columns.map(|_| usize::MAX);
        table::write(&["LINE", "RECORD", "WHAT"], &rows, columns, &mut console.out)?;
    }
    Ok(())
}
