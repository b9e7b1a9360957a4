//! The command: kinds, lists and single resources, for a person, a pipe or a program.
//! Not here: what is asked for (filter, found), or how a resource is written out (tree).

use serde_json::{Value, json};

use super::service::Service;
use super::{filter, found, tree};
use crate::api::lookup;
use crate::api::operation::Operation;
use crate::app::parts::cell::cell;
use crate::aws::client::Client;
use crate::cli::resources::{ResourceAction, Resources as Args};
use crate::commands::console::Console;
use crate::commands::exit::Exit;
use crate::commands::fault::Fault;
use crate::commands::interrupt::Interrupts;
use crate::commands::{moment, table};
use crate::domain::kinds::{self, ALL};
use crate::domain::resource::{Kind, at};
use crate::domain::session::Wanted;

/// Reads and prints.
///
/// # Errors
/// What is asked for makes no sense, there is no such resource, or the service refuses.
pub async fn run(
    args: &Args,
    wanted: Wanted,
    interrupts: &mut Interrupts,
    console: &mut Console,
) -> Result<Exit, Fault> {
    let Some(name) = &args.kind else { return all_kinds(args, console).map(|()| Exit::Success) };
    let kind = kinds::named(name).ok_or_else(|| {
        Fault::Usage(format!("{name} is no kind; `outcrop resources` lists them"))
    })?;
    let client = Client::connect(wanted);
    let mut service = Service { client: &client, console };
    let asked = match args.action {
        ResourceAction::List => {
            if let Some(id) = &args.id {
                return Err(Fault::Usage(format!(
                    "to print one: outcrop resources {name} get {id}"
                )));
            }
            let input = filter::input(kind, &args.filter)?;
            let rows = tokio::select! {
                rows = service.rows(kind, input, args.max) => rows?,
                exit = interrupts.next() => return Ok(exit),
            };
            list(kind, args, &rows, console)
        }
        ResourceAction::Get => {
            if !args.filter.is_empty() || args.max.is_some() {
                return Err(Fault::Usage("--filter and --max choose from a list".into()));
            }
            let body = tokio::select! {
                body = found::read(&mut service, kind, args.id.as_deref()) => body?,
                exit = interrupts.next() => return Ok(exit),
            };
            one(kind, args.json, &body, console)
        }
    };
    asked.map(|()| Exit::Success)
}

/// The kinds, and what can be done with each.
fn all_kinds(args: &Args, console: &mut Console) -> Result<(), Fault> {
    let filters = |kind| {
        let members = filter::members(kind).into_iter();
        members.map(|member| member.name.clone()).collect::<Vec<_>>()
    };
    if args.json {
        let objects: Vec<Value> = ALL
            .into_iter()
            .map(|kind| {
                let actions: Vec<&str> =
                    kind.actions.iter().map(|action| action.operation).collect();
                json!({
                    "kind": kind.name,
                    "title": kind.title,
                    "list": kind.list.operation,
                    "get": kind.get.operation,
                    "filters": filters(kind),
                    "actions": actions,
                    "tags": kind.tags,
                })
            })
            .collect();
        return console.json(&objects);
    }
    let rows: Vec<Vec<String>> = ALL
        .into_iter()
        .map(|kind| {
            vec![
                kind.name.to_owned(),
                kind.list.operation.to_owned(),
                kind.get.operation.to_owned(),
                filters(kind).join(" "),
            ]
        })
        .collect();
    let headings = ["KIND", "LIST", "GET", "FILTERS"];
    Ok(table::write(&headings, &rows, console.columns, &mut console.out)?)
}

fn list(kind: &Kind, args: &Args, rows: &[Value], console: &mut Console) -> Result<(), Fault> {
    if args.json {
        return console.json(&rows);
    }
    if rows.is_empty() {
        console.note(&nothing(kind, args));
    }
    if kind.list.single {
        return match rows.first() {
            Some(only) => one(kind, false, &json!({ kind.list.rows: only }), console),
            None => Ok(()),
        };
    }
    let now = moment::unix_ms();
    if console.columns.is_some() {
        let headings: Vec<String> =
            kind.columns.iter().map(|column| column.title.to_uppercase()).collect();
        let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
        let cells = |row| kind.columns.iter().map(|column| cell(column, row, now)).collect();
        let rows: Vec<Vec<String>> = rows.iter().map(cells).collect();
        table::write(&headings, &rows, console.columns, &mut console.out)?;
    } else {
        let rows: Vec<Vec<String>> = rows.iter().map(|row| fields(kind, row)).collect();
        table::write(&[], &rows, None, &mut console.out)?;
    }
    Ok(())
}

/// Cells for a pipe: what it is read by, its name, then the other columns as the API writes them.
fn fields(kind: &Kind, row: &Value) -> Vec<String> {
    let mut cells = vec![kind.id_of(row).to_owned()];
    let plain = |member| match at(row, member) {
        None => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(value) => value.to_string(),
    };
    cells.push(plain(kind.row.name));
    let others = kind.columns.iter().filter(|column| column.member != kind.row.name);
    cells.extend(others.map(|column| plain(column.member)));
    cells
}

fn nothing(kind: &Kind, args: &Args) -> String {
    if kind.list.single {
        return format!("no {} is set up in this region", kind.one);
    }
    let region = "another region may have some: --region";
    if args.filter.is_empty() {
        format!("there are no {} in this region; {region}", kind.name)
    } else {
        format!("none of the {} matches; without --filter all are listed", kind.name)
    }
}

fn one(kind: &Kind, json: bool, body: &Value, console: &mut Console) -> Result<(), Fault> {
    if json {
        return console.json(body);
    }
    if kind.list.single && at(body, kind.list.rows).is_none() {
        console.note(&format!("no {} is set up in this region", kind.one));
    }
    let shape = lookup::operation(kind.get.operation).and_then(Operation::output);
    Ok(tree::write(shape, body, moment::unix_ms(), &mut console.out)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::resources::KINDS;

    #[test]
    fn the_kinds_of_the_command_line_are_those_there_are() {
        let names: Vec<&str> = ALL.into_iter().map(|kind| kind.name).collect();
        assert_eq!(KINDS.as_slice(), names);
    }
}
