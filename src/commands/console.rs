//! Where a command reads and writes, passed in: the process's own streams, or a test's.
//! Not here: what is written.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, BufRead, BufReader, BufWriter, IsTerminal as _, Read, Write};
use std::time::Duration;

use serde::Serialize;

use super::exit::Exit;
use super::fault::Fault;
use crate::domain::problem::Problem;
use crate::text::sanitise::{is_harmful, sanitise};

/// The streams of a command.
pub struct Console {
    /// Standard input; none where it is a terminal, from which nothing is read.
    pub input: Option<Box<dyn Read + Send>>,
    /// A person who can be asked; none where standard input or standard error is no terminal.
    pub person: Option<Box<dyn BufRead>>,
    /// Standard output.
    pub out: Box<dyn Write>,
    /// Standard error.
    pub err: Box<dyn Write>,
    /// How wide the terminal is behind standard output; none where it is none.
    pub columns: Option<usize>,
}

impl std::fmt::Debug for Console {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Console").field("columns", &self.columns).finish_non_exhaustive()
    }
}

impl Console {
    /// The streams of this process.
    pub fn of_process() -> Self {
        let (stdin, stdout) = (io::stdin(), io::stdout());
        let asks = stdin.is_terminal() && io::stderr().is_terminal();
        let columns = stdout.is_terminal().then(|| match crossterm::terminal::size() {
            Ok((columns @ 1.., _)) => usize::from(columns),
            // A terminal that was never given a size says 0.
            _ => 80,
        });
        Self {
            input: (!stdin.is_terminal()).then(|| Box::new(stdin) as Box<dyn Read + Send>),
            person: asks.then(|| Box::new(BufReader::new(io::stdin())) as Box<dyn BufRead>),
            out: Box::new(BufWriter::new(stdout)),
            err: Box::new(io::stderr()),
            columns,
        }
    }

    /// Writes one JSON value: on several lines for a person, on one for a program.
    pub fn json(&mut self, value: &impl Serialize) -> Result<(), Fault> {
        let text = if self.columns.is_some() {
            serde_json::to_string_pretty(value)?
        } else {
            serde_json::to_string(value)?
        };
        writeln!(self.out, "{}", json_harmless(&text))?;
        Ok(())
    }

    /// Asks the person and gives the answer; none where there is nobody.
    pub fn ask(&mut self, question: &str) -> Result<Option<String>, Fault> {
        let Some(person) = &mut self.person else { return Ok(None) };
        write!(self.err, "{}", sanitise(question))?;
        self.err.flush()?;
        let mut answer = String::new();
        person.read_line(&mut answer)?;
        Ok(Some(answer))
    }

    /// Says something beside the output.
    pub fn note(&mut self, text: &str) {
        // With standard error gone there is nobody left to tell.
        let _ = writeln!(self.err, "outcrop: {}", sanitise(text));
    }

    /// Says that something is waited for, and why.
    pub(crate) fn waits(&mut self, why: &str, wait: Duration) {
        self.note(&format!("{why}: waiting {:.1} s", wait.as_secs_f32()));
    }

    /// Says that a call is made again after a wait, as this attempt, and why.
    pub(crate) fn again(&mut self, wait: Duration, attempt: u32, why: &Problem) {
        self.waits(&format!("{} (attempt {attempt} follows)", why.what), wait);
    }

    /// Ends a command: flushes, says what went wrong, gives the exit code.
    pub fn end(&mut self, result: Result<Exit, Fault>) -> Exit {
        let flushed = self.out.flush().map_err(Fault::from);
        let result = result.and_then(|exit| flushed.map(|()| exit));
        result.unwrap_or_else(|fault| {
            if !matches!(fault, Fault::ClosedPipe) {
                self.note(&fault.to_string());
            }
            fault.exit()
        })
    }
}

/// The same JSON without a character that could move a cursor, hide or reorder text: those stand as
/// `\\u` escapes, so that nothing is lost. They occur only in strings.
pub(crate) fn json_harmless(json: &str) -> Cow<'_, str> {
    // Tags of flags too: elsewhere they hide text.
    let hides = |letter: char| is_harmful(letter) || matches!(letter, '\u{E0020}'..='\u{E007F}');
    if !json.contains(hides) {
        return Cow::Borrowed(json);
    }
    let mut out = String::with_capacity(json.len() + 64);
    for letter in json.chars() {
        if hides(letter) {
            for unit in letter.encode_utf16(&mut [0; 2]) {
                // Writing into a String cannot fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(letter);
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
pub(crate) mod tests {
    use std::cell::RefCell;
    use std::rc::Rc;

    use super::*;

    /// Streams of a test: what a command wrote can be read back.
    #[derive(Default, Clone)]
    pub(crate) struct Kept {
        out: Pot,
        err: Pot,
    }

    #[derive(Default, Clone)]
    struct Pot(Rc<RefCell<Vec<u8>>>);

    impl Write for Pot {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.borrow_mut().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl Kept {
        /// A console with this piped in, and pipes for the rest.
        pub(crate) fn console(&self, input: &'static str) -> Console {
            Console {
                input: Some(Box::new(input.as_bytes())),
                person: None,
                out: Box::new(self.out.clone()),
                err: Box::new(self.err.clone()),
                columns: None,
            }
        }

        pub(crate) fn out(&self) -> String {
            String::from_utf8(self.out.0.borrow().clone()).unwrap()
        }

        pub(crate) fn err(&self) -> String {
            String::from_utf8(self.err.0.borrow().clone()).unwrap()
        }
    }

    #[test]
    fn a_fault_is_said_on_stderr_without_escapes() {
        let kept = Kept::default();
        let exit = kept.console("").end(Err(Fault::Usage("no \u{1b}[31mred".into())));
        assert_eq!(exit, Exit::Usage);
        assert_eq!((kept.out().as_str(), kept.err().as_str()), ("", "outcrop: no ␛[31mred\n"));
    }

    #[test]
    fn json_is_harmless_and_holds_what_it_held() {
        let value =
            serde_json::json!({ "a\u{9b}": "\u{7f}\u{202e}\u{200b}\u{e0041}x\ny \u{1f600} é" });
        let kept = Kept::default();
        kept.console("").json(&value).unwrap();
        let out = kept.out();
        assert!(out.contains("\\u009b") && out.contains("\\udb40\\udc41"), "{out}");
        assert_eq!(crate::text::sanitise::sanitise(&out), out);
        assert_eq!(serde_json::from_str::<serde_json::Value>(&out).unwrap(), value);
    }

    #[test]
    fn a_closed_pipe_ends_quietly() {
        let kept = Kept::default();
        assert_eq!(kept.console("").end(Err(Fault::ClosedPipe)), Exit::Success);
        assert_eq!(kept.err(), "");
    }
}
