//! What was found, one line a check, and how it is printed: for a person, or as JSON.
//! Not here: the checks themselves.

use std::io::{self, Write};

use serde::Serialize;

use crate::commands::exit::Exit;
use crate::domain::problem::Problem;
use crate::text::wrap::wrap_under;

/// The version of the JSON's shape; a member may be added under the same one.
const SHAPE: u32 = 1;

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Nothing is wrong.
    Ok,
    /// It works, but something should be known or mended.
    Warning,
    /// Something does not work.
    Problem,
    /// It was not tried.
    Skipped,
}

impl State {
    fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warning => "warning",
            Self::Problem => "PROBLEM",
            Self::Skipped => "not tried",
        }
    }
}

/// One check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    /// What it belongs to.
    pub section: &'static str,
    /// What was looked at.
    pub check: String,
    /// How it ended.
    pub state: State,
    /// What was found.
    pub found: String,
    /// Why, where something is wrong; the service's own words where it has some.
    pub why: String,
    /// What to try, most likely first.
    pub fix: Vec<String>,
    /// The service's id of the request that failed.
    pub request_id: Option<String>,
    /// The exit code a problem of this kind has.
    #[serde(skip)]
    pub exit: Exit,
}

impl Check {
    /// A check that found nothing wrong.
    pub fn ok(section: &'static str, check: &str, found: impl Into<String>) -> Self {
        Self {
            section,
            check: check.to_owned(),
            state: State::Ok,
            found: found.into(),
            why: String::new(),
            fix: Vec::new(),
            request_id: None,
            exit: Exit::Success,
        }
    }

    /// One that works, with something to know or mend.
    pub fn warning(section: &'static str, check: &str, found: impl Into<String>) -> Self {
        Self { state: State::Warning, ..Self::ok(section, check, found) }
    }

    /// One that was not tried.
    pub fn skipped(section: &'static str, check: &str, found: impl Into<String>) -> Self {
        Self { state: State::Skipped, ..Self::ok(section, check, found) }
    }

    /// One that found something wrong.
    pub fn problem(section: &'static str, check: &str, problem: &Problem) -> Self {
        Self {
            state: State::Problem,
            why: problem.why.clone(),
            fix: problem.advice.clone(),
            request_id: problem.request_id.clone(),
            exit: Exit::of(problem.kind),
            ..Self::ok(section, check, problem.what.clone())
        }
    }

    /// The same, with one more thing to try.
    #[must_use]
    pub fn fix(mut self, fix: impl Into<String>) -> Self {
        self.fix.push(fix.into());
        self
    }
}

/// All checks, in the order they were made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// The checks.
    pub checks: Vec<Check>,
}

/// The report as JSON.
#[derive(Debug, Serialize)]
pub struct Json<'a> {
    shape: u32,
    version: &'static str,
    ok: bool,
    problems: usize,
    warnings: usize,
    checks: &'a [Check],
}

impl Report {
    fn count(&self, state: State) -> usize {
        self.checks.iter().filter(|check| check.state == state).count()
    }

    /// Success where nothing is wrong; else the code of the first problem. Warnings are no problems.
    pub fn exit(&self) -> Exit {
        let first = self.checks.iter().find(|check| check.state == State::Problem);
        first.map_or(Exit::Success, |check| check.exit)
    }

    /// The report as JSON.
    pub fn json(&self) -> Json<'_> {
        let problems = self.count(State::Problem);
        Json {
            shape: SHAPE,
            version: env!("CARGO_PKG_VERSION"),
            ok: problems == 0,
            problems,
            warnings: self.count(State::Warning),
            checks: &self.checks,
        }
    }

    /// Prints it for a person, wrapped to so many columns where there is a terminal.
    ///
    /// ```text
    /// Network
    ///   ok         control plane   https://bedrock.us-east-1.amazonaws.com, answered in 84 ms
    ///   PROBLEM    clock           the clock of this machine is 9 minutes behind
    ///              try: set the clock …
    /// ```
    pub fn print(&self, out: &mut dyn Write, columns: Option<usize>) -> io::Result<()> {
        let mut section = "";
        let mut told: Vec<&Check> = Vec::new();
        for check in &self.checks {
            if check.section != section {
                let blank = if section.is_empty() { "" } else { "\n" };
                section = check.section;
                writeln!(out, "{blank}{}", title(section))?;
            }
            // What ails all operations alike is explained once.
            let again =
                told.iter().any(|told| (&told.found, &told.fix) == (&check.found, &check.fix));
            print(check, again, &mut Page { out: &mut *out, columns })?;
            if check.state == State::Problem {
                told.push(check);
            }
        }
        let told = match (self.count(State::Problem), self.count(State::Warning)) {
            (0, 0) => "Nothing is wrong.".to_owned(),
            (0, warnings) => format!("Nothing is wrong; {warnings} to know or mend."),
            (problems, 0) => format!("{problems} wrong."),
            (problems, warnings) => format!("{problems} wrong, {warnings} to know or mend."),
        };
        writeln!(out, "\n{told}")
    }
}

fn title(section: &str) -> String {
    let mut letters = section.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}

/// Columns before what was found, and before what is said under it.
const FOUND: usize = 36;
const UNDER: usize = 13;

fn print(check: &Check, again: bool, to: &mut Page<'_>) -> io::Result<()> {
    let head = format!("  {:<9}  {:<22}", check.state.word(), check.check);
    to.line(&format!("{head:<FOUND$}"), &check.found)?;
    let indent = " ".repeat(UNDER);
    if again && !check.fix.is_empty() {
        return to.line(&indent, "as above");
    }
    let mut parts: Vec<(&str, &str)> = Vec::new();
    parts.extend(Some(("why: ", check.why.as_str())).filter(|(_, why)| !why.is_empty()));
    parts.extend(check.fix.iter().map(|fix| ("try: ", fix.as_str())));
    parts.extend(check.request_id.iter().map(|id| ("request id: ", id.as_str())));
    for (label, text) in parts {
        to.line(&format!("{indent}{label}"), text)?;
    }
    Ok(())
}

/// Where it is printed: lines hang under where their text begins, wrapped where a terminal is.
struct Page<'a> {
    out: &'a mut dyn Write,
    columns: Option<usize>,
}

impl Page<'_> {
    fn line(&mut self, label: &str, text: &str) -> io::Result<()> {
        let room = self.columns.filter(|columns| *columns > label.len() + 20);
        let room = room.and_then(|columns| u16::try_from(columns).ok()).unwrap_or(u16::MAX);
        for row in wrap_under(label, text, room) {
            writeln!(self.out, "{}", row.text().trim_end())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::problem::Kind;

    fn report() -> Report {
        let mut denied = Problem::new(Kind::Denied, "Converse", "you may not")
            .because("User: x\u{1b}[31m")
            .advise("add this:\n{\n}");
        denied.request_id = Some("r-1".into());
        Report {
            checks: vec![
                Check::ok("network", "proxy", "none"),
                Check::warning("network", "clock", "90 s behind").fix("set it"),
                Check::problem("operations", "Converse", &denied),
                Check::problem("operations", "ConverseStream", &denied),
                Check::skipped("operations", "other", "it would cost something"),
            ],
        }
    }

    #[test]
    fn a_person_reads_lines_with_what_to_try_under_them() {
        let mut out = Vec::new();
        report().print(&mut out, None).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.starts_with("Network\n  ok         proxy"), "{text}");
        assert!(text.contains("\n             try: set it\n\nOperations\n  PROBLEM "), "{text}");
        assert!(text.contains("try: add this:\n                  {\n"), "{text}");
        let mut narrow = Vec::new();
        report().print(&mut narrow, Some(58)).unwrap();
        let narrow = String::from_utf8(narrow).unwrap();
        assert!(narrow.lines().all(|line| line.chars().count() <= 58), "{narrow}");
        assert!(
            narrow.contains("it would cost\n                                    something"),
            "{narrow}"
        );
        assert!(text.contains("request id: r-1") && !text.contains('\u{1b}'), "{text}");
        assert_eq!((text.matches("as above").count(), text.matches("try: add").count()), (1, 1));
        assert!(text.ends_with("\n2 wrong, 1 to know or mend.\n"), "{text}");
    }

    #[test]
    fn a_program_reads_a_stable_shape_and_the_code_of_the_first_problem() {
        let report = report();
        let json = serde_json::to_value(report.json()).unwrap();
        assert_eq!(
            (&json["ok"], &json["problems"], &json["warnings"]),
            (&false.into(), &2.into(), &1.into())
        );
        let check = &json["checks"][2];
        let keys: Vec<&String> = check.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["section", "check", "state", "found", "why", "fix", "request_id"]);
        assert_eq!((&check["state"], &check["request_id"]), (&"problem".into(), &"r-1".into()));
        assert_eq!(report.exit(), Exit::Access);
        assert_eq!(Report { checks: report.checks[..2].to_vec() }.exit(), Exit::Success);
    }
}
