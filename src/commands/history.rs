//! `outcrop history`: stored conversations listed, printed as Markdown, searched.
//! Not here: how they are kept (store).

use std::io::Write as _;

use jiff::tz::TimeZone;
use serde_json::json;

use super::console::Console;
use super::dates::minute;
use super::exit::Exit;
use super::fault::Fault;
use super::ground::{open, unexpected, whole};
use super::moment;
use super::table;
use crate::cli::{History as Args, HistoryAction};
use crate::config::settings::Settings;
use crate::domain::archive::{Found, Hit, Query};
use crate::domain::conversation::{Conversation, Message, Role, Status};
use crate::domain::id::ConversationId;
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
    let store = open(settings, console)?;
    let reader = store.reader()?;
    let zone = moment::zone();
    match &args.action {
        HistoryAction::List { limit, json } => {
            match reader.answer(&Query::Conversations {
                archived: false,
                offset: 0,
                limit: *limit,
            })? {
                Found::Conversations { rows, .. } => list(&rows, *json, &zone, console),
                other => Err(unexpected(&other)),
            }
        }
        HistoryAction::Show { id, json } => {
            let id: ConversationId = id
                .parse()
                .map_err(|error: crate::domain::id::BadId| Fault::Usage(error.to_string()))?;
            let (conversation, messages) = whole(&reader, id)?;
            if *json {
                let object = json!({ "conversation": conversation, "messages": messages });
                return console.json(&object).map(|()| Exit::Success);
            }
            show(&conversation, &messages, &zone, console)
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

fn show(
    conversation: &Conversation,
    messages: &[Message],
    zone: &TimeZone,
    console: &mut Console,
) -> Result<Exit, Fault> {
    let out = &mut console.out;
    writeln!(out, "# {}\n", sanitise_line(&conversation.title))?;
    writeln!(out, "{} · {}", conversation.id, minute(conversation.created, zone))?;
    if !conversation.system.is_empty() {
        writeln!(out, "\n## System\n\n{}", sanitise(&conversation.system).trim_end())?;
    }
    for message in messages {
        let who = match (message.role, &message.making) {
            (Role::User, _) => "You",
            (Role::Assistant, Some(making)) if !making.model.is_empty() => making.model.as_str(),
            (Role::Assistant, _) => "Assistant",
        };
        writeln!(out, "\n## {} · {}", sanitise_line(who), minute(message.created, zone))?;
        let text = message.text();
        if !text.is_empty() {
            writeln!(out, "\n{}", sanitise(&text).trim_end())?;
        }
        let ended = match message.status {
            Status::Complete => continue,
            Status::Streaming => "still being received",
            Status::Stopped => "stopped",
            Status::Interrupted => "interrupted",
            Status::Failed => "failed",
        };
        let problem = message.making.as_ref().and_then(|making| making.error.as_ref());
        let why = problem.map(|problem| format!(": {}", sanitise_line(&problem.what)));
        writeln!(out, "\n> {ended}{}", why.unwrap_or_default())?;
    }
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
