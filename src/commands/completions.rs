//! `outcrop completions`: a completion script, made from the command-line definitions.
//! Not here: the definitions (cli).

use clap::CommandFactory as _;

use super::console::Console;
use super::exit::Exit;
use super::fault::Fault;
use crate::cli::{Cli, Completions};

/// Prints the script.
///
/// # Errors
/// Standard output cannot be written.
pub fn run(args: Completions, console: &mut Console) -> Result<Exit, Fault> {
    // clap_complete panics where it cannot write, so it writes to memory.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "outcrop", &mut script);
    console.out.write_all(&script)?;
    Ok(Exit::Success)
}
