//! A form of the program, filled in by keys: going to a field, typing, choosing, opening what a field
//! holds. Not here: which form, or what becomes of it.

use super::runner::Runner;

/// Goes down to the row of this label.
pub(crate) fn go_to(runner: &Runner, label: &str) {
    let rule = format!("│ {label}: ");
    for _ in 0..30 {
        let screen = runner.screen();
        if screen.contains(&rule) {
            return;
        }
        runner.press("down");
        runner.wait(&format!("the field below, on the way to {label}"), |now| now != screen);
    }
    panic!("{label} is no row:\n{}", runner.screen());
}

/// Types a value into the row of this label.
pub(crate) fn set(runner: &Runner, label: &str, value: &str) {
    go_to(runner, label);
    runner.paste(value);
    stands(runner, label, value);
}

/// Types another value into the row of this label.
pub(crate) fn reset(runner: &Runner, label: &str, value: &str) {
    go_to(runner, label);
    runner.press("ctrl-u");
    runner.paste(value);
    stands(runner, label, value);
}

/// Steps to one of the words of the row of this label.
pub(crate) fn step_to(runner: &Runner, label: &str, word: &str) {
    go_to(runner, label);
    for _ in 0..20 {
        let screen = runner.screen();
        if says(&screen, label, word) {
            return;
        }
        runner.press("right");
        runner.wait("the next word", |now| now != screen);
    }
    panic!("{word} is no word of {label}:\n{}", runner.screen());
}

/// Waits until something is offered under this title.
pub(crate) fn offered(runner: &Runner, title: &str) {
    runner.wait(title, |screen| screen.contains(title) && !screen.contains(" 0 of 0 "));
}

/// Takes the best of what is offered for the row of this label for these letters.
pub(crate) fn pick(runner: &Runner, label: &str, title: &str, letters: &str) {
    go_to(runner, label);
    runner.press("ctrl-o");
    offered(runner, title);
    if !letters.is_empty() {
        runner.type_text(letters);
        runner.wait_for(letters);
        offered(runner, title);
    }
    runner.press("enter");
    runner.wait_gone(title);
}

/// Opens the page behind the row of this label, fills it in, and comes back.
pub(crate) fn inside(runner: &Runner, label: &str, fill: impl FnOnce()) {
    go_to(runner, label);
    runner.press("enter");
    let page = format!("› {label}");
    runner.wait_for(&page);
    fill();
    runner.press("esc");
    runner.wait_gone(&page);
}

/// Adds a key with its value to the table shown.
pub(crate) fn add_pair(runner: &Runner, key: &str, value: &str) {
    go_to(runner, "Add a key");
    runner.type_text(key);
    runner.press("enter");
    runner.wait_for(&format!("│ {key} "));
    runner.type_text(value);
    stands(runner, key, value);
}

fn stands(runner: &Runner, label: &str, value: &str) {
    let begins: String = value.chars().take(12).collect();
    runner.wait(&format!("{value} as {label}"), |screen| says(screen, label, &begins));
}

fn says(screen: &str, label: &str, value: &str) -> bool {
    let row = format!("│ {label} ");
    screen.lines().any(|line| line.contains(&row) && line.contains(value))
}
