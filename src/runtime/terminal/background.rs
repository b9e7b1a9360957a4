//! What lives here: the one question ever asked of the terminal, its background, and the care that
//! no key typed meanwhile is lost. What does not: what a theme makes of the answer.

use std::{
    fs::File,
    io::{self, Write},
    time::{Duration, Instant},
};

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    stdio::stdin,
};

/// OSC 11 asks for the background. The device attributes behind it are answered by terminals that
/// do not know OSC 11 too, so these are not waited for.
const QUESTION: &[u8] = b"\x1b]11;?\x1b\\\x1b[c";
/// How an answer begins.
const OSC: &[u8] = b"\x1b]11;";

/// What the terminal's background is like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Background {
    /// Light text suits it.
    Dark,
    /// Dark text suits it.
    Light,
}

/// What came back within the time given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The background, if the terminal said.
    pub background: Option<Background>,
    /// Whether the terminal has answered to the end. If not, the rest may come late, as keys:
    /// [`LateAnswer`] knows them.
    pub complete: bool,
    /// What the user typed meanwhile, to be taken as if typed now.
    pub typed: Vec<u8>,
}

/// Asks on `out` and reads standard input, which is in raw mode, for no longer than `within`.
pub(super) fn ask(mut out: &File, within: Duration) -> io::Result<Answer> {
    let until = Instant::now() + within;
    out.write_all(QUESTION)?;
    let input = stdin();
    let mut received = Vec::new();
    loop {
        let answer = sort(&received);
        let left = until.saturating_duration_since(Instant::now());
        if answer.complete || left.is_zero() {
            return Ok(answer);
        }
        let timeout =
            Timespec { tv_sec: left.as_secs() as i64, tv_nsec: left.subsec_nanos().into() };
        let mut ready = [PollFd::new(&input, PollFlags::IN)];
        match poll(&mut ready, Some(&timeout)) {
            Ok(1..) => {
                let mut bytes = [0; 1024];
                let count = rustix::io::read(input, &mut bytes)?;
                if count == 0 {
                    return Ok(answer);
                }
                received.extend_from_slice(&bytes[..count]);
            }
            Ok(0) | Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
}

/// Tells the terminal's answers from what the user typed.
fn sort(received: &[u8]) -> Answer {
    let mut answer = Answer::default();
    let mut rest = received;
    while let Some((&first, tail)) = rest.split_first() {
        if let Some(body) = rest.strip_prefix(OSC) {
            let Some(end) = body.iter().position(|byte| matches!(byte, 0x07 | 0x1b)) else {
                return answer;
            };
            answer.background = brightness(&body[..end]);
            let terminator = if body[end] == 0x1b { 2 } else { 1 };
            rest = body.get(end + terminator..).unwrap_or_default();
        } else if let Some(body) = rest.strip_prefix(b"\x1b[?".as_slice()) {
            let Some(end) = body.iter().position(u8::is_ascii_alphabetic) else { return answer };
            answer.complete |= body[end] == b'c';
            rest = &body[end + 1..];
        } else {
            answer.typed.push(first);
            rest = tail;
        }
    }
    answer
}

/// Reads `rgb:RRRR/GGGG/BBBB` or `rgba:...`, one to four hexadecimal digits a part (XParseColor).
fn brightness(colour: &[u8]) -> Option<Background> {
    let text = std::str::from_utf8(colour).ok()?;
    let (_, parts) = text.split_once(':')?;
    let mut parts = parts.split('/').map(|part| {
        let most = 16_u32.checked_pow(part.len().try_into().ok()?)? - 1;
        Some(f64::from(u32::from_str_radix(part, 16).ok()?) / f64::from(most))
    });
    let (red, green, blue) = (parts.next()??, parts.next()??, parts.next()??);
    // Rec. 709 luma.
    let light = 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.5;
    Some(if light { Background::Light } else { Background::Dark })
}

/// Sorts out the keys that a background answer turns into when it comes after the waiting: Alt-],
/// the colour's characters, Alt-\ or Ctrl-G.
#[derive(Clone, Debug, Default)]
pub struct LateAnswer {
    inside: bool,
}

impl LateAnswer {
    /// Whether `key` belongs to a late answer and is to be dropped.
    pub fn takes(&mut self, key: &KeyEvent) -> bool {
        let began = std::mem::replace(&mut self.inside, false);
        match (key.code, key.modifiers) {
            (KeyCode::Char(']'), KeyModifiers::ALT) => {
                self.inside = true;
                true
            }
            (KeyCode::Char('\\'), KeyModifiers::ALT)
            | (KeyCode::Char('g'), KeyModifiers::CONTROL) => began,
            (KeyCode::Char(letter), KeyModifiers::NONE) => {
                self.inside = began && (letter.is_ascii_hexdigit() || ";:/rg".contains(letter));
                self.inside
            }
            _ => false,
        }
    }
}

/// The events `bytes` stand for; see the parent's `typed_events`.
pub(super) fn events(bytes: &[u8]) -> Vec<Event> {
    let text = String::from_utf8_lossy(bytes);
    let mut events = Vec::new();
    let mut rest = text.as_ref();
    while let Some(letter) = rest.chars().next() {
        if let Some(body) = rest.strip_prefix("\x1b[200~") {
            let (pasted, after) = body.split_once("\x1b[201~").unwrap_or((body, ""));
            events.push(Event::Paste(pasted.to_owned()));
            rest = after;
            continue;
        }
        let sequence = rest.strip_prefix("\x1b[").or_else(|| rest.strip_prefix("\x1bO"));
        if let Some(body) = sequence {
            let end = body.find(|c: char| ('\x40'..='\x7e').contains(&c)).map_or(0, |at| at + 1);
            events.extend(arrow(&body[..end]).map(|code| key(code, KeyModifiers::NONE)));
            rest = if end == 0 { "" } else { &body[end..] };
            continue;
        }
        events.push(match letter {
            '\r' | '\n' => key(KeyCode::Enter, KeyModifiers::NONE),
            '\t' => key(KeyCode::Tab, KeyModifiers::NONE),
            '\x1b' => key(KeyCode::Esc, KeyModifiers::NONE),
            '\x7f' | '\x08' => key(KeyCode::Backspace, KeyModifiers::NONE),
            '\x01'..='\x1a' => {
                let held = char::from(b'a' - 1 + letter as u8);
                key(KeyCode::Char(held), KeyModifiers::CONTROL)
            }
            _ => key(KeyCode::Char(letter), KeyModifiers::NONE),
        });
        rest = &rest[letter.len_utf8()..];
    }
    events
}

fn key(code: KeyCode, modifiers: KeyModifiers) -> Event {
    Event::Key(KeyEvent::new(code, modifiers))
}

fn arrow(sequence: &str) -> Option<KeyCode> {
    match sequence {
        "A" => Some(KeyCode::Up),
        "B" => Some(KeyCode::Down),
        "C" => Some(KeyCode::Right),
        "D" => Some(KeyCode::Left),
        "H" => Some(KeyCode::Home),
        "F" => Some(KeyCode::End),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_letters_survive_between_the_answers() {
        let answer = sort(b"he\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\l\x1b[?62;22cl\xc3\xb6");
        assert_eq!(answer.background, Some(Background::Dark));
        assert!(answer.complete);
        assert_eq!(answer.typed, "hellö".as_bytes());
    }

    #[test]
    fn a_terminal_that_does_not_know_the_question_is_done_at_once() {
        let answer = sort(b"\x1b[?1;2cx");
        assert_eq!(answer, Answer { background: None, complete: true, typed: b"x".to_vec() });
    }

    #[test]
    fn an_answer_cut_off_is_not_taken_for_typing() {
        for end in 0..30 {
            let whole = b"\x1b]11;rgb:ffff/ffff/ffff\x07ab";
            let answer = sort(&whole[..end.min(whole.len())]);
            assert!(!answer.complete);
            assert!(b"ab".starts_with(&answer.typed) || end < OSC.len(), "{end}: {answer:?}");
        }
    }

    #[test]
    fn colours_of_any_precision_are_read() {
        assert_eq!(brightness(b"rgb:f/f/f"), Some(Background::Light));
        assert_eq!(brightness(b"rgb:fdfd/f6f6/e3e3"), Some(Background::Light));
        assert_eq!(brightness(b"rgba:0000/2b2b/3636/ffff"), Some(Background::Dark));
        for wrong in [b"".as_slice(), b"rgb:", b"rgb:12/34", b"rgb:zz/00/00", b"\xff\xfe"] {
            assert_eq!(brightness(wrong), None);
        }
    }

    #[test]
    fn a_late_answer_is_dropped_and_nothing_else() {
        let mut late = LateAnswer::default();
        let mut keys = events(b"hi");
        keys.push(key(KeyCode::Char(']'), KeyModifiers::ALT));
        keys.extend(events(b"11;rgb:1e1e/1e1e/2e2e"));
        keys.push(key(KeyCode::Char('\\'), KeyModifiers::ALT));
        keys.extend(events(b"brag\x07"));
        keys.retain(|event| event.as_key_event().is_none_or(|key| !late.takes(&key)));
        assert_eq!(keys, events(b"hibrag\x07"));
    }

    #[test]
    fn early_bytes_become_the_keys_they_stand_for() {
        assert_eq!(
            events("aß\r\x7f\x03\x1b[D\x1b[15~\x1b[200~x\ny\x1b[201~z".as_bytes()),
            [
                key(KeyCode::Char('a'), KeyModifiers::NONE),
                key(KeyCode::Char('ß'), KeyModifiers::NONE),
                key(KeyCode::Enter, KeyModifiers::NONE),
                key(KeyCode::Backspace, KeyModifiers::NONE),
                key(KeyCode::Char('c'), KeyModifiers::CONTROL),
                key(KeyCode::Left, KeyModifiers::NONE),
                Event::Paste("x\ny".into()),
                key(KeyCode::Char('z'), KeyModifiers::NONE),
            ]
        );
    }
}
