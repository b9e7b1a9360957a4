//! `outcrop completions`: a completion script, made from the command-line definitions.
//! Not here: the definitions (cli).

use std::io::Write as _;

use clap::CommandFactory as _;
use clap_complete::Shell;

use super::console::Console;
use super::exit::Exit;
use super::fault::Fault;
use crate::cli::resources::KINDS;
use crate::cli::{Cli, Completions};

/// Prints the script.
///
/// # Errors
/// Standard output cannot be written.
pub fn run(args: Completions, console: &mut Console) -> Result<Exit, Fault> {
    // clap_complete panics where it cannot write, so it writes to memory.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "outcrop", &mut script);
    if args.shell == Shell::Fish {
        // clap_complete leaves the values of positional arguments out of fish's script.
        let (kinds, kind) = (KINDS.join(" "), "__fish_outcrop_using_subcommand resources");
        let seen = format!("__fish_seen_subcommand_from {kinds}");
        writeln!(script, "complete -c outcrop -n '{kind}; and not {seen}' -f -a '{kinds}'")?;
        writeln!(script, "complete -c outcrop -n '{kind}; and {seen}' -f -a 'list get'")?;
    }
    console.out.write_all(&script)?;
    Ok(Exit::Success)
}
