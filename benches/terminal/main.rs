//! `cargo bench --bench terminal`: drives the release binary in a pty against a simulator in
//! another process and prints each figure it must keep: name, value, limit, pass or fail.
//!
//! `cargo bench --bench terminal -- echo` takes only the figures whose group or name holds `echo`.

mod archive;
mod client;
mod echo;
mod figure;
mod idle;
mod process;
mod resources;
mod rest;
mod start;
mod streaming;
mod words;

#[path = "../../tests/support/mod.rs"]
#[expect(dead_code, reason = "the tests use the rest")]
mod support;

use std::{env, process::ExitCode};

use figure::{Figure, Group};

/// Every group: its name, the names of its figures, and what measures them.
const GROUPS: [Group; 11] = [
    Group { name: "binary", figures: &["binary size"], measure: rest::binary },
    Group {
        name: "start",
        figures: &["spawn to painted", "letters typed"],
        measure: start::measure,
    },
    Group { name: "echo", figures: &["key to echo"], measure: echo::measure },
    Group { name: "crowd", figures: &["key to echo, 10 answers"], measure: echo::crowd },
    Group { name: "paste", figures: &["paste of 1 MiB"], measure: echo::paste },
    Group {
        name: "streaming",
        figures: &["standard answer", "memory"],
        measure: streaming::standard,
    },
    Group {
        name: "shapes",
        figures: &["one list, table, paragraph, fence, quote"],
        measure: streaming::shapes,
    },
    Group { name: "pace", figures: &["bytes a token at 50 tokens/s"], measure: streaming::paced },
    Group { name: "idle", figures: &["idle"], measure: idle::measure },
    Group { name: "resources", figures: &["list of 5,000 resources"], measure: resources::measure },
    Group { name: "archive", figures: &["10,000 messages", "search"], measure: rest::archive },
];

fn main() -> ExitCode {
    let filter = env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let wanted = |text: &str| filter.as_deref().is_none_or(|filter| text.contains(filter));
    let mut failed = 0;
    println!("{}", figure::machine());
    for group in GROUPS {
        let whole = wanted(group.name);
        if !whole && !group.figures.iter().any(|name| wanted(name)) {
            continue;
        }
        match (group.measure)() {
            Ok(figures) => {
                for figure in figures.into_iter().filter(|it| whole || wanted(&it.name)) {
                    println!("{figure}");
                    failed += usize::from(!figure.passes());
                }
            }
            Err(error) => {
                println!("{:<58} {error}", Figure::failed(group.name));
                failed += 1;
            }
        }
    }
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
