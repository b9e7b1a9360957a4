//! Short messages that go away by themselves. Not here: problems that stay until they are solved,
//! and making text from outside safe (the caller does).

/// Notices shown at once; an older one goes first.
const SHOWN: usize = 3;
/// Milliseconds a notice stays at least, and for each of its characters, and at most.
const SHORTEST: u64 = 3_000;
const EACH: u64 = 50;
const LONGEST: u64 = 15_000;

/// How much a notice matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Something was done.
    Info,
    /// Something should be known.
    Warning,
    /// Something failed; stays twice as long.
    Error,
}

/// A message that goes away by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// How much it matters.
    pub level: Level,
    /// What it says, in one line, safe to draw.
    pub text: String,
    /// When it goes away, in the caller's milliseconds.
    pub until: u64,
}

/// The last few notices.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Notices {
    shown: Vec<Notice>,
}

impl Notices {
    /// Shows a text for as long as it takes to read. The same text again stays once, and anew.
    pub fn show(&mut self, level: Level, text: impl Into<String>, now: u64) {
        let text = text.into();
        let reading = SHORTEST + EACH * text.chars().count() as u64;
        let stays = match level {
            Level::Info | Level::Warning => reading,
            Level::Error => reading * 2,
        };
        self.show_until(level, text, now + stays.min(LONGEST));
    }

    /// Shows a text until a time, such as the end of a question that waits for a second press.
    pub fn show_until(&mut self, level: Level, text: impl Into<String>, until: u64) {
        let text = text.into();
        self.withdraw(&text);
        self.shown.push(Notice { level, text, until });
        let surplus = self.shown.len().saturating_sub(SHOWN);
        self.shown.drain(..surplus);
    }

    /// Takes a text away before its time; false where it is not shown.
    pub fn withdraw(&mut self, text: &str) -> bool {
        let before = self.shown.len();
        self.shown.retain(|notice| notice.text != text);
        before != self.shown.len()
    }

    /// Takes away what has had its time; false where nothing has.
    pub fn expire(&mut self, now: u64) -> bool {
        let before = self.shown.len();
        self.shown.retain(|notice| notice.until > now);
        before != self.shown.len()
    }

    /// Takes all away, as Esc does; false where there are none.
    pub fn dismiss(&mut self) -> bool {
        let any = !self.shown.is_empty();
        self.shown.clear();
        any
    }

    /// When the next one goes away; `None` where nothing is shown and nobody need wake up.
    pub fn next_expiry(&self) -> Option<u64> {
        self.shown.iter().map(|notice| notice.until).min()
    }

    /// What is shown, the newest first.
    pub fn newest_first(&self) -> impl Iterator<Item = &Notice> {
        self.shown.iter().rev()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(notices: &Notices) -> Vec<&str> {
        notices.newest_first().map(|notice| notice.text.as_str()).collect()
    }

    #[test]
    fn notices_go_when_they_have_been_read() {
        let mut notices = Notices::default();
        assert_eq!(notices.next_expiry(), None);
        notices.show(Level::Info, "0123456789", 1_000);
        notices.show(Level::Error, "0123456789", 1_000);
        assert_eq!(notices.next_expiry(), Some(8_000), "the same text stands once");
        notices.show(Level::Info, "x", 1_000);
        assert_eq!(notices.next_expiry(), Some(4_050));
        assert!(!notices.expire(4_049));
        assert!(notices.expire(4_050));
        assert_eq!(texts(&notices), ["0123456789"]);
        notices.show(Level::Error, "y".repeat(900), 2_000);
        assert_eq!(notices.newest_first().next().map(|notice| notice.until), Some(17_000));
    }

    #[test]
    fn only_the_last_few_are_shown() {
        let mut notices = Notices::default();
        for text in ["a", "b", "c", "d", "b"] {
            notices.show_until(Level::Warning, text, 9);
        }
        assert_eq!(texts(&notices), ["b", "d", "c"]);
        assert!(notices.withdraw("d") && !notices.withdraw("d"));
        assert!(notices.dismiss() && !notices.dismiss());
        assert_eq!(notices.next_expiry(), None);
    }
}
