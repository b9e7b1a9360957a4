//! How a text gets from here into the clipboard one pastes from: decided from the environment, with
//! the reason in words. Not here: doing it (the runtime).

use std::fmt;

/// What decides about it, as it was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Surroundings {
    /// This is macOS, which has one clipboard and no display to look for.
    pub macos: bool,
    /// `DISPLAY` or `WAYLAND_DISPLAY` names a desktop.
    pub display: bool,
    /// `SSH_CONNECTION`, `SSH_CLIENT` or `SSH_TTY` is set: the desktop one looks at is elsewhere.
    pub ssh: bool,
    /// `TMUX` is set; then whether its `allow-passthrough` is on.
    pub tmux: Option<bool>,
    /// `TERM`, or empty.
    pub term: String,
}

/// A way into the clipboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// The desktop's own.
    Native,
    /// The terminal is told to (OSC 52).
    Osc52,
    /// The terminal around tmux is told to.
    ThroughTmux,
    /// tmux keeps it in a buffer of its own, and tells its terminal where it may.
    TmuxBuffer,
    /// The terminal around GNU screen is told to.
    ThroughScreen,
}

/// Bytes of a text that common terminals take by OSC 52: 100,000 of the whole sequence, and base64
/// makes four of three.
const MOST_BY_OSC52: usize = 74_994;

impl Way {
    /// Bytes of text that arrive for sure; none where there is no limit to speak of.
    pub fn limit(self) -> Option<usize> {
        match self {
            Self::Native | Self::TmuxBuffer => None,
            Self::Osc52 | Self::ThroughTmux | Self::ThroughScreen => Some(MOST_BY_OSC52),
        }
    }
}

impl fmt::Display for Way {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Native => "the clipboard",
            Self::Osc52 => "the clipboard by OSC 52",
            Self::ThroughTmux => "the clipboard by OSC 52 through tmux",
            Self::TmuxBuffer => "tmux's buffer; paste it with tmux's prefix and ]",
            Self::ThroughScreen => "the clipboard by OSC 52 through screen",
        })
    }
}

impl Surroundings {
    /// The way to take, and why, as a sentence.
    pub fn way(&self) -> (Way, &'static str) {
        match self {
            Self { ssh: false, macos: true, .. } => {
                (Way::Native, "macOS has a clipboard, and this is no SSH session.")
            }
            Self { ssh: false, display: true, .. } => (
                Way::Native,
                "DISPLAY or WAYLAND_DISPLAY names a desktop, and this is no SSH session.",
            ),
            Self { tmux: Some(true), .. } => {
                (Way::ThroughTmux, "tmux passes OSC 52 on: its allow-passthrough is on.")
            }
            Self { tmux: Some(false), .. } => (
                Way::TmuxBuffer,
                "tmux passes nothing on: its allow-passthrough is off. It keeps the text in a buffer of \
                 its own, to be pasted with its prefix and ], and tells its terminal where its \
                 set-clipboard lets it.",
            ),
            Self { term, .. } if term.starts_with("screen") => {
                (Way::ThroughScreen, "TERM says GNU screen, which passes OSC 52 on in pieces.")
            }
            Self { ssh: true, .. } => {
                (Way::Osc52, "This is an SSH session: the clipboard is where the terminal is.")
            }
            _ => (Way::Osc52, "No desktop is in sight: the terminal is asked by OSC 52."),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn way(set: impl FnOnce(&mut Surroundings)) -> Way {
        let mut found = Surroundings { term: "xterm-256color".into(), ..Surroundings::default() };
        set(&mut found);
        let (way, why) = found.way();
        assert!(why.ends_with('.'), "{why}");
        way
    }

    #[test]
    fn a_desktop_in_reach_has_its_own_clipboard() {
        assert_eq!(way(|found| found.display = true), Way::Native);
        assert_eq!(way(|found| found.macos = true), Way::Native);
        let inside = |found: &mut Surroundings| {
            found.display = true;
            found.tmux = Some(false);
        };
        assert_eq!(way(inside), Way::Native, "tmux stands between us and the terminal only");
    }

    #[test]
    fn far_from_the_desktop_the_terminal_is_told() {
        assert_eq!(way(|_| {}), Way::Osc52);
        let forwarded = |found: &mut Surroundings| {
            found.display = true;
            found.ssh = true;
        };
        assert_eq!(way(forwarded), Way::Osc52, "a forwarded display is not the one looked at");
        assert_eq!(way(|found| (found.macos, found.ssh) = (true, true)), Way::Osc52);
    }

    #[test]
    fn what_lies_between_us_and_the_terminal_decides_how() {
        assert_eq!(way(|found| found.tmux = Some(true)), Way::ThroughTmux);
        assert_eq!(way(|found| (found.ssh, found.tmux) = (true, Some(false))), Way::TmuxBuffer);
        assert_eq!(way(|found| found.term = "screen.xterm-256color".into()), Way::ThroughScreen);
        let tmux = |found: &mut Surroundings| {
            found.term = "screen-256color".into();
            found.tmux = Some(true);
        };
        assert_eq!(way(tmux), Way::ThroughTmux, "tmux also calls itself screen");
    }

    #[test]
    fn only_what_goes_through_the_terminal_is_cut() {
        assert_eq!(Way::Native.limit().or(Way::TmuxBuffer.limit()), None);
        assert_eq!(Way::Osc52.limit(), Some(74_994));
    }
}
