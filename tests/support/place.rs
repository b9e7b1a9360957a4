//! What lives here: a home of its own for the program under test, and the command lines that run
//! it there. What does not: driving it.

use std::{
    ffi::OsStr,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

use portable_pty::CommandBuilder;
use tempfile::TempDir;

use super::Outcome;

/// The binary under test, of the profile of the test or bench.
pub(crate) const BINARY: &str = env!("CARGO_BIN_EXE_outcrop");

/// An empty home directory; everything in it goes when it is dropped.
pub(crate) struct Place {
    home: TempDir,
}

impl Place {
    /// A new one.
    pub(crate) fn new() -> Outcome<Self> {
        Ok(Self { home: tempfile::tempdir()? })
    }

    /// The directory.
    pub(crate) fn path(&self) -> &Path {
        self.home.path()
    }

    /// The program with `args`, in this home, with an environment that says nothing else but that
    /// the terminal is an ordinary one.
    pub(crate) fn program<S: AsRef<OsStr>>(
        &self,
        args: impl IntoIterator<Item = S>,
    ) -> CommandBuilder {
        self.command(BINARY, args)
    }

    /// Any program in this home.
    pub(crate) fn command<S: AsRef<OsStr>>(
        &self,
        program: &str,
        args: impl IntoIterator<Item = S>,
    ) -> CommandBuilder {
        let mut command = CommandBuilder::new(program);
        command.args(args);
        command.env_clear();
        command.cwd(self.path());
        for (name, value) in [
            ("PATH", "/usr/local/bin:/usr/bin:/bin"),
            ("TERM", "xterm-256color"),
            ("COLORTERM", "truecolor"),
            ("LANG", "C.UTF-8"),
            ("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE"),
            ("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
            ("AWS_REGION", "us-east-1"),
            ("AWS_EC2_METADATA_DISABLED", "true"),
        ] {
            command.env(name, value);
        }
        command.env("HOME", self.path());
        for (name, folder) in [
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_DATA_HOME", "data"),
            ("XDG_STATE_HOME", "state"),
            ("XDG_CACHE_HOME", "cache"),
        ] {
            command.env(name, self.path().join(folder));
        }
        command
    }
}

/// A simulator in a process of its own; it ends when this is dropped.
pub(crate) struct Simulator {
    process: Child,
    /// Where it listens.
    pub(crate) url: String,
}

impl Simulator {
    /// Starts one that answers at `pace` tokens a second, or `max`, and waits until it listens.
    pub(crate) fn start(pace: &str) -> Outcome<Self> {
        let mut process = Command::new(BINARY)
            .args(["simulate", "--listen", "127.0.0.1:0", "--pace", pace])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let mut line = String::new();
        if let Some(output) = process.stdout.take() {
            BufReader::new(output).read_line(&mut line)?;
        }
        let simulator = Self {
            process,
            url: line.trim().strip_prefix("listening on ").unwrap_or_default().to_owned(),
        };
        if simulator.url.is_empty() {
            return Err(format!("the simulator said {line:?} instead of where it listens").into());
        }
        Ok(simulator)
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}
