//! The bytes that call for attention and name the window.
//! Not here: when that is done (app), or writing them (the terminal).

use crate::config::file::Notify;
use crate::runtime::clipboard::through_tmux;

/// What the terminal says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terminal {
    /// `TERM`, or empty.
    pub term: String,
    /// `TERM_PROGRAM`, or empty.
    pub program: String,
    /// Whether `TMUX` is set.
    pub tmux: bool,
}

impl Terminal {
    /// The one in the environment.
    pub fn found() -> Self {
        let text =
            |name: &str| std::env::var_os(name).unwrap_or_default().to_string_lossy().into_owned();
        Self {
            term: text("TERM"),
            program: text("TERM_PROGRAM"),
            tmux: std::env::var_os("TMUX").is_some_and(|value| !value.is_empty()),
        }
    }

    /// Whether it shows a message sent by OSC 9 as a notification.
    fn shows_messages(&self) -> bool {
        matches!(self.program.as_str(), "iTerm.app" | "WezTerm" | "ghostty")
            || ["xterm-kitty", "xterm-ghostty", "foot"]
                .iter()
                .any(|name| self.term.starts_with(name))
    }

    /// Whether it takes a title; the console of Linux and terminals that are none do not.
    pub fn has_title(&self) -> bool {
        !matches!(self.term.as_str(), "" | "linux" | "dumb")
    }

    /// The bytes that call for attention with this text; empty for none.
    pub fn notification(&self, choice: Notify, text: &str) -> String {
        let message = || format!("\x1b]9;{}\x07", plain(text));
        match choice {
            Notify::Off => String::new(),
            Notify::Bell => "\x07".into(),
            Notify::Osc9 if self.tmux => through_tmux(&message()),
            // tmux knows what to do with a bell in a window nobody looks at, and passes no message
            // on unless it was told to.
            Notify::Auto if self.tmux || !self.shows_messages() => "\x07".into(),
            Notify::Osc9 | Notify::Auto => message(),
        }
    }
}

/// The bytes that name the window.
pub fn title(text: &str) -> String {
    format!("\x1b]2;{}\x1b\\", plain(text))
}

/// Text without controls, cut to what a title or message has room for.
fn plain(text: &str) -> String {
    text.chars().filter(|symbol| !symbol.is_control()).take(200).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terminal(term: &str, program: &str, tmux: bool) -> Terminal {
        Terminal { term: term.into(), program: program.into(), tmux }
    }

    #[test]
    fn what_can_show_a_message_gets_one_and_the_rest_a_bell() {
        let auto = |terminal: Terminal| terminal.notification(Notify::Auto, "Done");
        assert_eq!(auto(terminal("xterm-256color", "iTerm.app", false)), "\x1b]9;Done\x07");
        assert_eq!(auto(terminal("xterm-kitty", "", false)), "\x1b]9;Done\x07");
        assert_eq!(auto(terminal("xterm-256color", "", false)), "\x07");
        assert_eq!(auto(terminal("tmux-256color", "WezTerm", true)), "\x07");
    }

    #[test]
    fn a_choice_is_a_choice() {
        let xterm = terminal("xterm", "", false);
        assert_eq!(xterm.notification(Notify::Off, "Done"), "");
        assert_eq!(xterm.notification(Notify::Bell, "Done"), "\x07");
        assert_eq!(xterm.notification(Notify::Osc9, "Done"), "\x1b]9;Done\x07");
        let inside = terminal("tmux-256color", "", true).notification(Notify::Osc9, "Done");
        assert_eq!(inside, "\x1bPtmux;\x1b\x1b]9;Done\x07\x1b\\");
    }

    #[test]
    fn no_text_reaches_out_of_its_sequence() {
        assert_eq!(title("a\x07\x1b]0;b\u{9c}c\n"), "\x1b]2;a]0;bc\x1b\\");
        let loud = terminal("foot", "", false).notification(Notify::Auto, "a\x07\x1b[2J");
        assert_eq!(loud, "\x1b]9;a[2J\x07");
        assert!(title(&"x".repeat(9_000)).len() < 250);
        assert!(
            !terminal("linux", "", false).has_title() && terminal("xterm", "", false).has_title()
        );
    }
}
