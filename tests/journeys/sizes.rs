//! Terminals of any size, and ones that change while an answer streams.
//! Not here: how each size looks (the screens' snapshots).

use super::bedrock::Bedrock;
use super::runner::{Runner, Setup, is_busy};

/// From a single cell to more than any desk has, back and forth, across every change of layout.
const STORM: [(u16, u16); 24] = [
    (1, 1),
    (300, 100),
    (2, 50),
    (80, 24),
    (59, 16),
    (60, 15),
    (60, 16),
    (61, 17),
    (99, 30),
    (100, 30),
    (101, 30),
    (140, 1),
    (1, 40),
    (140, 40),
    (22, 5),
    (200, 16),
    (64, 90),
    (3, 3),
    (120, 36),
    (80, 24),
    (137, 17),
    (300, 20),
    (60, 100),
    (140, 40),
];

fn storm(runner: &Runner) {
    for size in STORM {
        let before = runner.glass.frames();
        runner.resize(size);
        runner.glass.wait_for_frame(before);
    }
}

#[test]
fn no_size_breaks_it_while_an_answer_streams_and_the_end_is_still_followed() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::at(2_500.0);
    let runner = Setup::new(place.path(), &bedrock).start();
    runner.type_text("kept ");
    runner.paste(&"日本語 👩‍🚀 a long line that wraps ".repeat(9));
    runner.press("ctrl-u");
    runner.ask("/standard 6000");
    runner.wait_for("receiving…");
    while is_busy(&runner.screen()) {
        storm(&runner);
    }
    let screen = runner.wait_for("first token");
    assert!(!screen.contains("more below"), "the end is followed:\n{screen}");
    runner.quit();
}

#[test]
fn every_overlay_bears_every_size() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    let runner = Setup::new(place.path(), &bedrock).start();
    runner.ask_and_wait("/echo something to find");
    for (key, title) in [
        ("f1", "Keys that work here"),
        ("ctrl-p", "Commands"),
        ("ctrl-o", "Models and inference profiles"),
        ("ctrl-f", "Search all conversations"),
    ] {
        runner.press(key);
        runner.wait_for(title);
        runner.type_text("so");
        storm(&runner);
        runner.wait_for(title);
        runner.press("esc");
        runner.wait_gone(title);
    }
}

#[test]
fn resizing_never_loses_the_place() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    let runner = Setup::new(place.path(), &bedrock).start();
    let lines: Vec<String> = (0..400)
        .map(|number| {
            format!("Paragraph {number} {}", "of words that wrap when it is narrow ".repeat(4))
        })
        .collect();
    // One paragraph each: the place is named by the number at the top.
    runner.paste(&format!("/echo {}", lines.join("\n\n")));
    runner.press("enter");
    runner.wait("the end", |screen| screen.contains("first token") && !is_busy(screen));
    runner.press("tab");
    for _ in 0..9 {
        runner.press("pageup");
    }
    runner.wait_for("more below");
    let before = runner.wait_quiet(QUIET);
    assert!(before > 0);
    let place = top(&runner.screen());
    storm(&runner);
    let screen = runner.wait_for("more below");
    assert_eq!(top(&screen), place, "{screen}");
}

/// The number of the first paragraph seen.
fn top(screen: &str) -> String {
    let line = screen.lines().find_map(|line| line.split_once("Paragraph ")).unwrap();
    line.1.split(' ').next().unwrap().to_owned()
}

const QUIET: std::time::Duration = std::time::Duration::from_millis(300);
