//! `outcrop doctor`: all checks, one after the other, and what they come to.
//! Not here: the checks (account, model, terminal, storage), or how they are printed (report).

use super::report::Report;
use super::{account, model, storage, terminal};
use crate::aws::client::Client;
use crate::cli::Doctor as Args;
use crate::commands::console::Console;
use crate::commands::exit::Exit;
use crate::commands::fault::Fault;
use crate::commands::interrupt::Interrupts;
use crate::config::settings::Settings;
use crate::domain::session::Wanted;
use crate::runtime::clipboard;

/// Looks at everything and prints what it found. Nothing is changed, and nothing costs anything
/// unless `--spend` says so.
///
/// # Errors
/// The output cannot be written.
pub async fn run(
    args: &Args,
    settings: &Settings,
    wanted: Wanted,
    interrupts: &mut Interrupts,
    console: &mut Console,
) -> Result<Exit, Fault> {
    let variable = |name: &str| std::env::var(name).ok();
    // One answer is enough to know how it stands: nothing is tried again.
    let client = Client::connect(wanted);
    let model = args.model.as_deref().or(settings.config.model.as_deref());
    let mut report = Report::default();
    tokio::select! {
        checks = account::look(&client, settings, model, args.spend, &variable) => {
            report.checks.extend(checks);
        }
        exit = interrupts.next() => return Ok(exit),
    }
    if let Some(model) = &args.model {
        tokio::select! {
            checks = Box::pin(model::look(&client, model)) => report.checks.extend(checks),
            exit = interrupts.next() => return Ok(exit),
        }
    }
    report.checks.extend(terminal::look(&terminal::Found {
        size: console.columns.and_then(|_| crossterm::terminal::size().ok()),
        variable,
        clipboard: clipboard::surroundings(),
    }));
    report.checks.extend(storage::look(settings));
    if args.json {
        console.json(&report.json())?;
    } else {
        report.print(&mut console.out, console.columns)?;
    }
    Ok(report.exit())
}
