//! `outcrop history`: stored conversations listed, printed, written out, renamed, searched.
//! Not here: how they are kept (store), what is written out (export), how they go (deletion).

use std::fs::File;
use std::io::{self, ErrorKind, Write as _};
use std::path::Path;

use jiff::tz::TimeZone;
use serde_json::json;

use super::console::{Console, json_harmless};
use super::dates::minute;
use super::exit::Exit;
use super::fault::Fault;
use super::ground::{open, unexpected, whole};
use super::{deletion, export, moment, table};
use crate::cli::{ExportFormat, History as Args, HistoryAction};
use crate::config::settings::Settings;
use crate::domain::archive::{Found, Hit, Query, Save};
use crate::domain::conversation::Conversation;
use crate::domain::id::{BadId, ConversationId};
use crate::domain::markdown;
use crate::store::reader::Reader;
use crate::text::sanitise::{sanitise, sanitise_line};

/// Where matches begin and end in a snippet (domain::archive::Hit).
const MARKS: [char; 2] = ['\u{e000}', '\u{e001}'];

/// Reads and prints.
///
/// # Errors
/// No such conversation, nothing to search for, or the store cannot be read.
pub fn run(args: &Args, settings: &Settings, console: &mut Console) -> Result<Exit, Fault> {
    if let HistoryAction::Search { words, .. } = &args.action {
        let has_word = words.iter().any(|word| word.contains(char::is_alphanumeric));
        if !has_word {
            return Err(Fault::Usage(
                "there is no word to search for: give one or more, with letters or digits".into(),
            ));
        }
    }
    let mut store = open(settings, console)?;
    let reader = store.reader()?;
    let zone = moment::zone();
    match &args.action {
        HistoryAction::List { archived, limit, json } => {
            let query = Query::Conversations { archived: *archived, offset: 0, limit: *limit };
            match reader.answer(&query)? {
                Found::Conversations { rows, .. } => list(&rows, *json, &zone, console),
                other => Err(unexpected(&other)),
            }
        }
        HistoryAction::Show { id, json } => {
            let (conversation, messages) = whole(&reader, parse(id)?)?;
            if *json {
                let object = json!({ "conversation": conversation, "messages": messages });
                return console.json(&object).map(|()| Exit::Success);
            }
            // As it is copied from the screen, and safe to be read on one.
            let text = markdown::of(&conversation, messages.iter(), &zone);
            console.out.write_all(sanitise(&text).as_bytes())?;
            Ok(Exit::Success)
        }
        HistoryAction::Export { id, format, output, force } => {
            let text = exported(parse(id)?, *format, &reader, &zone)?;
            write_out(&text, *format, output.as_deref(), *force, console)
        }
        HistoryAction::Rename { id, title } => {
            let title = title.join(" ").trim().to_owned();
            if title.is_empty() {
                return Err(Fault::Usage("the title is empty: give one or more words".into()));
            }
            store.save(&Save::Rename { conversation: parse(id)?, title })?;
            Ok(Exit::Success)
        }
        HistoryAction::Delete { yes, ids } => {
            let ids = ids.iter().map(|id| parse(id)).collect::<Result<Vec<_>, _>>()?;
            drop(reader);
            deletion::delete(&ids, *yes, &mut store, &zone, console)
        }
        HistoryAction::Search { limit, json, words } => {
            let text = words.join(" ");
            match reader.answer(&Query::Search { text, offset: 0, limit: *limit })? {
                Found::Hits { hits, .. } => found(&hits, *json, &zone, console),
                other => Err(unexpected(&other)),
            }
        }
    }
}

fn parse(id: &str) -> Result<ConversationId, Fault> {
    id.parse().map_err(|error: BadId| Fault::Usage(error.to_string()))
}

fn exported(
    id: ConversationId,
    format: ExportFormat,
    reader: &Reader,
    zone: &TimeZone,
) -> Result<String, Fault> {
    match format {
        ExportFormat::Md => {
            let (conversation, messages) = whole(reader, id)?;
            Ok(export::markdown(&conversation, &messages, zone))
        }
        ExportFormat::Json => match reader.answer(&Query::Whole { conversation: id })? {
            Found::Whole { conversation, messages } => {
                let value = export::everything(&conversation, &messages);
                Ok(json_harmless(&serde_json::to_string_pretty(&value)?).into_owned() + "\n")
            }
            other => Err(unexpected(&other)),
        },
    }
}

/// To a file or a pipe goes what was said as it was; to a terminal, which would take some of it for
/// commands, a form in which it can do no harm.
fn write_out(
    text: &str,
    format: ExportFormat,
    output: Option<&Path>,
    force: bool,
    console: &mut Console,
) -> Result<Exit, Fault> {
    match output {
        None if console.columns.is_some() && format == ExportFormat::Md => {
            console.out.write_all(sanitise(text).as_bytes())?;
        }
        None => console.out.write_all(text.as_bytes())?,
        Some(path) => {
            let mut options = File::options();
            options.write(true).create(true).truncate(true).create_new(!force);
            let written = options.open(path).and_then(|mut file| file.write_all(text.as_bytes()));
            written.map_err(|error| match error.kind() {
                ErrorKind::AlreadyExists => Fault::Usage(format!(
                    "{} is there already and stays as it is: --force writes over it",
                    path.display()
                )),
                _ => Fault::Io(io::Error::new(
                    error.kind(),
                    format!("{} cannot be written: {error}", path.display()),
                )),
            })?;
        }
    }
    Ok(Exit::Success)
}

fn list(
    rows: &[Conversation],
    json: bool,
    zone: &TimeZone,
    console: &mut Console,
) -> Result<Exit, Fault> {
    if json {
        console.json(&rows)?;
        return Ok(Exit::Success);
    }
    let cells: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            vec![
                row.id.to_string(),
                minute(row.updated, zone),
                row.messages.to_string(),
                row.title.clone(),
                row.model.clone(),
            ]
        })
        .collect();
    let headings = ["ID", "CHANGED", "MESSAGES", "TITLE", "MODEL"];
    table::write(&headings, &cells, console.columns, &mut console.out)?;
    Ok(Exit::Success)
}

fn found(hits: &[Hit], json: bool, zone: &TimeZone, console: &mut Console) -> Result<Exit, Fault> {
    if json {
        let objects: Vec<_> = hits
            .iter()
            .map(|hit| {
                json!({
                    "conversation": hit.conversation,
                    "message": hit.message,
                    "title": hit.title,
                    "archived": hit.archived,
                    "created": hit.created,
                    "snippet": hit.snippet.replace(MARKS, ""),
                })
            })
            .collect();
        console.json(&objects)?;
        return Ok(Exit::Success);
    }
    if console.columns.is_none() {
        let cells: Vec<Vec<String>> = hits
            .iter()
            .map(|hit| {
                vec![
                    hit.conversation.to_string(),
                    hit.message.to_string(),
                    minute(hit.created, zone),
                    hit.title.clone(),
                    hit.snippet.replace(MARKS, ""),
                ]
            })
            .collect();
        table::write(&[], &cells, None, &mut console.out)?;
        return Ok(Exit::Success);
    }
    for hit in hits {
        let title = sanitise_line(&hit.title);
        writeln!(console.out, "{}  {}  {title}", hit.conversation, minute(hit.created, zone))?;
        writeln!(console.out, "    {}", bold(&hit.snippet))?;
    }
    Ok(Exit::Success)
}

/// A snippet for a terminal: what matched is bold, whatever else it holds is made safe first.
fn bold(snippet: &str) -> String {
    let mut line = String::new();
    for (at, part) in snippet.split(MARKS).enumerate() {
        let clean = sanitise_line(part);
        if at % 2 == 1 {
            line.extend(["\u{1b}[1m", &*clean, "\u{1b}[22m"]);
        } else {
            line.push_str(&clean);
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_match_is_bold_and_nothing_else_escapes() {
        let line = bold("the \u{1b}[31m\u{e000}sky\u{e001} is blue");
        assert_eq!(line, "the ␛[31m\u{1b}[1msky\u{1b}[22m is blue");
    }
}
