//! The thread that puts texts into the clipboard: the desktop's own, the terminal's, or tmux's. It
//! begins with the first text. Not here: which way is taken and why (domain), what is copied (app).

use std::env::var_os;
use std::io::{self, Write};
use std::process::{Command as Process, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use crossterm::Command as _;
use crossterm::clipboard::CopyToClipboard;
use tokio::sync::mpsc::Sender;

use crate::app::effect::{QuestionId, Reply};
use crate::domain::clipboard::{Surroundings, Way};

/// How long the desktop may take at the end to take over what was copied.
const HAND_OVER: Duration = Duration::from_millis(300);
/// GNU screen passes on no longer strings than this, whatever its version.
const SCREEN_PIECE: usize = 240;

/// The way to the thread. When dropped, what was copied is handed over to the desktop.
#[derive(Debug)]
pub struct Clipboard {
    texts: Option<mpsc::Sender<(QuestionId, String)>>,
    ended: mpsc::Receiver<()>,
}

impl Clipboard {
    /// Starts the thread; `terminal` takes whole sequences.
    pub fn start(
        terminal: impl Write + Send + 'static,
        replies: Sender<Reply>,
    ) -> io::Result<Self> {
        let (texts, to_copy) = mpsc::channel::<(QuestionId, String)>();
        let (ending, ended) = mpsc::channel();
        std::thread::Builder::new().name("clipboard".into()).spawn(move || {
            let mut desk = Desk { terminal, native: None };
            while let Ok((question, text)) = to_copy.recv() {
                let copied = desk.copy(&surroundings(), &text);
                if replies.blocking_send(Reply::Copied(question, copied)).is_err() {
                    break;
                }
            }
            drop(desk);
            let _ = ending.send(());
        })?;
        Ok(Self { texts: Some(texts), ended })
    }

    /// Asks for a text to be copied; `Reply::Copied` says how that went.
    pub fn copy(&self, question: QuestionId, text: String) {
        if let Some(texts) = &self.texts {
            let _ = texts.send((question, text));
        }
    }
}

impl Drop for Clipboard {
    fn drop(&mut self) {
        self.texts = None;
        let _ = self.ended.recv_timeout(HAND_OVER);
    }
}

/// What the thread works with.
struct Desk<W> {
    terminal: W,
    /// On Linux what was copied lasts as long as this.
    native: Option<arboard::Clipboard>,
}

impl<W: Write> Desk<W> {
    fn copy(&mut self, found: &Surroundings, text: &str) -> Result<Way, String> {
        let (way, _) = found.way();
        if way == Way::Native {
            match self.native(text) {
                Ok(()) => return Ok(way),
                Err(error) => tracing::warn!(%error, "no clipboard of the desktop's"),
            }
            // There is still the terminal to ask.
            let terminal = Surroundings { macos: false, display: false, ..found.clone() };
            return self.copy(&terminal, text);
        }
        let done = match way {
            Way::TmuxBuffer => load_buffer(text),
            _ => self.terminal.write_all(sequence(way, text).as_bytes()),
        };
        done.map(|()| way).map_err(|error| error.to_string())
    }

    fn native(&mut self, text: &str) -> Result<(), arboard::Error> {
        let native = match &mut self.native {
            Some(native) => native,
            none => none.insert(arboard::Clipboard::new()?),
        };
        native.set_text(text)
    }
}

/// What decides about the way, found in the environment; tmux is asked.
pub fn surroundings() -> Surroundings {
    let set = |name: &str| var_os(name).is_some_and(|value| !value.is_empty());
    Surroundings {
        macos: cfg!(target_os = "macos"),
        display: set("DISPLAY") || set("WAYLAND_DISPLAY"),
        ssh: set("SSH_CONNECTION") || set("SSH_CLIENT") || set("SSH_TTY"),
        tmux: set("TMUX").then(passes_on),
        term: var_os("TERM").unwrap_or_default().to_string_lossy().into_owned(),
    }
}

/// Whether tmux passes on what it does not know. One too old to be asked (before 3.3) always does,
/// and is taken for one that does not: its own buffer works all the same.
fn passes_on() -> bool {
    let mut tmux = Process::new("tmux");
    tmux.args(["display-message", "-p"]);
    if let Some(pane) = var_os("TMUX_PANE") {
        tmux.arg("-t").arg(pane);
    }
    let said = tmux.arg("#{allow-passthrough}").stdin(Stdio::null()).output();
    said.is_ok_and(|said| {
        let value = String::from_utf8_lossy(&said.stdout);
        said.status.success() && matches!(value.trim(), "on" | "all" | "1" | "2")
    })
}

/// Puts a text into tmux's buffer, and into the clipboard where its `set-clipboard` is on.
fn load_buffer(text: &str) -> io::Result<()> {
    let load = |flags: &[&str]| {
        let mut tmux = Process::new("tmux")
            .arg("load-buffer")
            .args(flags)
            .arg("-")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()?;
        if let Some(mut input) = tmux.stdin.take() {
            input.write_all(text.as_bytes())?;
        }
        let ended = tmux.wait_with_output()?;
        let said = String::from_utf8_lossy(&ended.stderr).trim().to_owned();
        if ended.status.success() { Ok(()) } else { Err(io::Error::other(said)) }
    };
    // Before 3.2 tmux does not know -w.
    load(&["-w"]).or_else(|_| load(&[]))
}

/// The sequence that tells a terminal, with what lies around it on the way.
pub fn sequence(way: Way, text: &str) -> String {
    let mut plain = String::new();
    // Writing into a string does not fail.
    let _ = CopyToClipboard::to_clipboard_from(text).write_ansi(&mut plain);
    match way {
        Way::ThroughTmux => through_tmux(&plain),
        Way::ThroughScreen => through_screen(&plain),
        Way::Osc52 | Way::Native | Way::TmuxBuffer => plain,
    }
}

/// A sequence for the terminal around tmux.
pub fn through_tmux(sequence: &str) -> String {
    format!("\x1bPtmux;{}\x1b\\", sequence.replace('\x1b', "\x1b\x1b"))
}

/// A sequence for the terminal around GNU screen, in pieces it passes on. Its own end would end the
/// piece it stands in, so it ends with a bell instead.
fn through_screen(sequence: &str) -> String {
    let body = sequence.strip_suffix("\x1b\\").unwrap_or(sequence);
    let mut out = String::with_capacity(sequence.len() * 21 / 20 + 16);
    let mut rest = body;
    while !rest.is_empty() {
        let (piece, after) = rest.split_at_checked(SCREEN_PIECE).unwrap_or((rest, ""));
        let end = if after.is_empty() { "\x07" } else { "" };
        out.extend(["\x1bP", piece, end, "\x1b\\"]);
        rest = after;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_terminal_is_told_in_base64() {
        assert_eq!(sequence(Way::Osc52, "hé\n"), "\x1b]52;c;aMOpCg==\x1b\\");
    }

    #[test]
    fn what_lies_around_tmux_gets_it_whole() {
        let wrapped = sequence(Way::ThroughTmux, "a");
        assert_eq!(wrapped, "\x1bPtmux;\x1b\x1b]52;c;YQ==\x1b\x1b\\\x1b\\");
    }

    #[test]
    fn what_lies_around_screen_gets_it_in_pieces() {
        let text = "x".repeat(1_000);
        let wrapped = sequence(Way::ThroughScreen, &text);
        let pieces: Vec<&str> = wrapped.split_terminator("\x1b\\").collect();
        assert!(pieces.len() > 5 && pieces.iter().all(|piece| piece.len() <= SCREEN_PIECE + 3));
        let inner: String =
            pieces.iter().map(|piece| piece.strip_prefix("\x1bP").unwrap()).collect();
        let plain = sequence(Way::Osc52, &text);
        assert_eq!(inner, plain.replace("\x1b\\", "\x07"));
    }

    #[test]
    fn the_way_taken_is_the_way_told() {
        let mut written = Vec::new();
        let mut desk = Desk { terminal: &mut written, native: None };
        let ssh = Surroundings { ssh: true, display: true, ..Surroundings::default() };
        assert_eq!(desk.copy(&ssh, "a"), Ok(Way::Osc52));
        assert_eq!(written, b"\x1b]52;c;YQ==\x1b\\");
    }
}
