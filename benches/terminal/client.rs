//! What lives here: the program as the figures see it: where its prompt is, how an answer is asked
//! for, when one has ended. What does not: figures.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use crate::{
    process::Cpu,
    support::{
        Outcome,
        place::{Place, Simulator},
        pty::Pty,
        seen::{has_inspector, has_model, is_streaming, keys},
    },
};

/// The terminal of all figures.
pub(crate) const COLUMNS: u16 = 140;
/// See [`COLUMNS`].
pub(crate) const ROWS: u16 = 40;
/// The model asked.
const MODEL: &str = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
/// No output for so long means that a frame was the last.
const QUIET: Duration = Duration::from_millis(300);

/// Processor time in [`QUIET`] that means that nothing is being done.
const AT_REST: Duration = Duration::from_millis(1);

/// The program, talking to a simulator.
pub(crate) struct Client {
    /// Its terminal.
    pub(crate) pty: Pty,
    /// Its process.
    pub(crate) pid: u32,
}

/// What an answer has cost.
pub(crate) struct Spent {
    /// User and system time of the client.
    pub(crate) cpu: Duration,
    /// Bytes it wrote to the terminal.
    pub(crate) bytes: u64,
}

impl Client {
    /// Starts the program with the store in `data`.
    pub(crate) fn spawn(place: &Place, simulator: &Simulator, data: &Path) -> Outcome<Self> {
        let mut command = place.program(["--endpoint-url", &simulator.url, "--data-dir"]);
        command.arg(data);
        command.env("OUTCROP_MODEL", MODEL);
        let pty = Pty::spawn(command, COLUMNS, ROWS)?;
        let pid = pty.pid()?;
        Ok(Self { pty, pid })
    }

    /// Starts it, opens every pane, and waits until a prompt would be answered.
    pub(crate) fn start(place: &Place, simulator: &Simulator, data: &Path) -> Outcome<Self> {
        let client = Self::spawn(place, simulator, data)?;
        client.pty.wait("model", has_model)?;
        client.pty.send(keys::INSPECTOR)?;
        client.pty.wait("inspector", has_inspector)?;
        client.pty.wait_quiet(QUIET)?;
        Ok(client)
    }

    /// Begins a conversation, asks `prompt` and waits for the end of the answer.
    pub(crate) fn answer(&self, prompt: &str) -> Outcome<Spent> {
        let before = (Cpu::of(self.pid)?, self.pty.bytes());
        self.ask(prompt)?;
        self.finish()?;
        let cpu = Cpu::of(self.pid)?.since(before.0);
        Ok(Spent { cpu, bytes: self.pty.bytes() - before.1 })
    }

    /// Begins a conversation, asks `prompt` and waits until the answer has begun.
    pub(crate) fn ask(&self, prompt: &str) -> Outcome {
        self.pty.send(keys::NEW)?;
        self.pty.wait_quiet(QUIET)?;
        self.pty.send(prompt)?;
        self.pty.wait_for(prompt)?;
        self.pty.send(keys::SEND)?;
        self.pty.wait("answer", is_streaming)?;
        Ok(())
    }

    /// Waits until the answer has ended, the last of it is painted, and what was put off is done.
    pub(crate) fn finish(&self) -> Outcome {
        self.pty.wait("end of the answer", |screen| !is_streaming(screen))?;
        loop {
            let before = Cpu::of(self.pid)?;
            self.pty.wait_quiet(QUIET)?;
            if Cpu::of(self.pid)?.since(before) < AT_REST {
                return Ok(());
            }
        }
    }

    /// Waits until nothing more is painted; says when the last of it was.
    pub(crate) fn painted(&self) -> Outcome<Instant> {
        self.pty.wait_quiet(QUIET)
    }

    /// Ends the program, with an empty draft.
    pub(crate) fn quit(mut self) -> Outcome {
        self.pty.send(keys::DELETE_LINE)?;
        self.pty.wait_quiet(QUIET)?;
        self.pty.send(keys::QUIT)?;
        self.pty.wait_end()?;
        Ok(())
    }
}
