//! What the terminal can do, as far as it says without being asked and waited for.
//! Not here: using it (the runtime).

use super::report::Check;
use crate::app::layout;
use crate::app::model::Colours;
use crate::commands::setup;
use crate::domain::clipboard::Surroundings;

const TERMINAL: &str = "terminal";
/// Terminals that are known to speak kitty's keyboard protocol, by words of `TERM` or `TERM_PROGRAM`.
const KEYBOARDS: &[&str] =
    &["kitty", "ghostty", "wezterm", "foot", "alacritty", "iterm", "rio", "konsole"];

/// What is known of the terminal.
#[derive(Debug)]
pub struct Found<F> {
    /// Columns and rows; none where standard output is no terminal.
    pub size: Option<(u16, u16)>,
    /// The environment.
    pub variable: F,
    /// How a copy gets into the clipboard.
    pub clipboard: Surroundings,
}

/// Looks at it.
pub fn look<F: Fn(&str) -> Option<String>>(found: &Found<F>) -> Vec<Check> {
    let variable = |name: &str| (found.variable)(name).filter(|value| !value.is_empty());
    let mut checks = vec![size(found.size), kind(&variable), colours(&found.variable)];
    checks.push(letters(&variable));
    checks.push(between(&variable));
    checks.push(clipboard(&found.clipboard));
    checks.push(keyboard(&variable));
    checks
}

fn size(size: Option<(u16, u16)>) -> Check {
    let Some((columns, rows)) = size else {
        return Check::skipped(TERMINAL, "size", "standard output is no terminal");
    };
    let found = format!("{columns} columns, {rows} rows");
    if layout::too_small((columns, rows)) {
        let (wide, high) = layout::MINIMUM;
        return Check::warning(TERMINAL, "size", found)
            .fix(format!("make it {wide} by {high} or larger: less shows nothing"));
    }
    Check::ok(TERMINAL, "size", found)
}

fn kind(variable: &impl Fn(&str) -> Option<String>) -> Check {
    let program = variable("TERM_PROGRAM").map(|program| format!(", {program}"));
    match variable("TERM") {
        Some(term) if term == "dumb" => Check::warning(TERMINAL, "kind", "TERM=dumb")
            .fix("set TERM to what the terminal is, xterm-256color for most"),
        Some(term) => {
            Check::ok(TERMINAL, "kind", format!("TERM={term}{}", program.unwrap_or_default()))
        }
        None => Check::warning(TERMINAL, "kind", "TERM is not set")
            .fix("export TERM=xterm-256color, or what the terminal is"),
    }
}

fn colours(variable: &impl Fn(&str) -> Option<String>) -> Check {
    match setup::colours(variable) {
        Colours::True => Check::ok(TERMINAL, "colours", "all"),
        Colours::Sixteen => Check::ok(TERMINAL, "colours", "the terminal's own sixteen")
            .fix("export COLORTERM=truecolor, if the terminal has all"),
        Colours::None => {
            let why = if variable("NO_COLOR").is_some_and(|value| !value.is_empty()) {
                "none, because NO_COLOR is set"
            } else {
                "none, because TERM says so"
            };
            Check::ok(TERMINAL, "colours", why)
        }
    }
}

/// The locale says whether the terminal draws more than ASCII; the first that is set holds.
fn letters(variable: &impl Fn(&str) -> Option<String>) -> Check {
    let set =
        ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(|name| Some((name, variable(name)?)));
    // macOS draws UTF-8 whatever the locale says.
    let fix = "export LANG=C.UTF-8, or another locale that ends with UTF-8";
    match set {
        Some((name, value)) => {
            let plain = value.to_lowercase().replace('-', "");
            if plain.contains("utf8") {
                Check::ok(TERMINAL, "letters", format!("UTF-8, by {name}={value}"))
            } else {
                Check::warning(TERMINAL, "letters", format!("{name}={value} names no UTF-8"))
                    .fix(fix)
            }
        }
        None if cfg!(target_os = "macos") => Check::ok(TERMINAL, "letters", "UTF-8"),
        None => Check::warning(TERMINAL, "letters", "no locale is set").fix(fix),
    }
}

/// What lies between the program and the terminal.
fn between(variable: &impl Fn(&str) -> Option<String>) -> Check {
    let mut parts = Vec::new();
    if variable("TMUX").is_some() {
        parts.push("tmux (its prefix, Ctrl-B by default, does not reach this program)");
    } else if variable("STY").is_some()
        || variable("TERM").is_some_and(|term| term.starts_with("screen"))
    {
        parts.push("GNU screen (its Ctrl-A does not reach this program)");
    }
    if variable("SSH_CONNECTION").or_else(|| variable("SSH_TTY")).is_some() {
        parts.push("SSH");
    }
    let found = if parts.is_empty() { "nothing".to_owned() } else { parts.join(", ") };
    Check::ok(TERMINAL, "in between", found)
}

fn clipboard(surroundings: &Surroundings) -> Check {
    let (way, why) = surroundings.way();
    let limit = match way.limit() {
        Some(bytes) => format!(" Of more than {bytes} bytes a terminal may keep a part."),
        None => String::new(),
    };
    Check::ok(TERMINAL, "clipboard", format!("a copy goes to {way}. {why}{limit}"))
}

/// Asking would mean waiting for terminals that never answer, so only what is known is said.
fn keyboard(variable: &impl Fn(&str) -> Option<String>) -> Check {
    let named: Vec<String> = ["TERM", "TERM_PROGRAM"]
        .into_iter()
        .filter_map(variable)
        .map(|name| name.to_lowercase())
        .collect();
    let known = named.iter().any(|name| KEYBOARDS.iter().any(|word| name.contains(word)));
    let found = if known {
        "Shift-Enter begins a new line: the terminal speaks kitty's protocol"
    } else {
        "Ctrl-J and Alt-Enter begin a new line; Shift-Enter where the terminal speaks kitty's protocol"
    };
    Check::ok(TERMINAL, "keyboard", format!("{found}; a paste never sends (bracketed paste)"))
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::super::report::State;
    use super::*;

    fn looked(size: Option<(u16, u16)>, set: &[(&str, &str)]) -> HashMap<String, Check> {
        let set: HashMap<String, String> =
            set.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        let clipboard = Surroundings { term: "xterm".into(), ..Surroundings::default() };
        let found = Found { size, variable: |name: &str| set.get(name).cloned(), clipboard };
        look(&found).into_iter().map(|check| (check.check.clone(), check)).collect()
    }

    #[test]
    fn an_ordinary_terminal_is_fine() {
        let set = [("TERM", "xterm-kitty"), ("LANG", "de_DE.utf8"), ("COLORTERM", "truecolor")];
        let checks = looked(Some((80, 24)), &set);
        assert!(checks.values().all(|check| check.state == State::Ok), "{checks:?}");
        assert_eq!(checks["colours"].found, "all");
        assert!(checks["keyboard"].found.starts_with("Shift-Enter"), "{checks:?}");
        assert!(checks["clipboard"].found.contains("OSC 52"), "{checks:?}");
    }

    #[test]
    fn what_is_missing_says_what_to_set() {
        let checks = looked(Some((20, 5)), &[("TERM", "dumb"), ("LC_ALL", "C")]);
        for name in ["size", "kind", "letters"] {
            let check = &checks[name];
            assert!(check.state == State::Warning && !check.fix.is_empty(), "{check:?}");
        }
        assert!(looked(None, &[])["size"].state == State::Skipped);
        let tmux = looked(None, &[("TMUX", "/tmp/x"), ("TERM", "screen"), ("NO_COLOR", "1")]);
        assert!(tmux["in between"].found.starts_with("tmux"), "{tmux:?}");
        assert!(tmux["colours"].found.contains("NO_COLOR"), "{tmux:?}");
    }
}
