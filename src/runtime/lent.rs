//! A program that is given the terminal until it ends, its output left to be read.
//! Not here: giving the terminal over and taking it back (terminal).

use std::io::{self, BufRead as _, Write as _};
use std::process::Command;

/// Runs a command in the terminal: whether it went well, or why it could not be run. What it said
/// of a failure stays until Enter is pressed, since the screen then covers it.
pub fn run(command: &[String]) -> Result<bool, String> {
    let Some((program, arguments)) = command.split_first() else {
        return Err("there is no command".into());
    };
    println(&format!("outcrop: running {}", command.join(" ")));
    let status = Command::new(program).args(arguments).status().map_err(|error| {
        if error.kind() == io::ErrorKind::NotFound {
            return format!("the program {program} was not found");
        }
        error.to_string()
    })?;
    if !status.success() {
        println(&format!("outcrop: it did not go well ({status}); press Enter to go back"));
        let mut line = String::new();
        // Without anybody to press it there is nothing to wait for.
        let _ = io::stdin().lock().read_line(&mut line);
    }
    Ok(status.success())
}

/// A terminal that is gone needs no words.
fn println(text: &str) {
    let mut out = io::stdout().lock();
    let _ = writeln!(out, "{text}");
    let _ = out.flush();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(command: &[&str]) -> Vec<String> {
        command.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn what_went_well_or_cannot_be_run_is_said() {
        assert_eq!(run(&words(&["true"])), Ok(true));
        let missing = run(&words(&["/nowhere/aws", "sso", "login"]));
        assert_eq!(missing, Err("the program /nowhere/aws was not found".into()));
        assert!(run(&[]).is_err());
    }
}
