//! The rules of the house, held over `src` as it lies there: who may import whom, what a `mod.rs`
//! holds, how large a file may grow, where colours, clocks, SQL and the SDK may stand.
//! Not here: how code is read (architecture/source.rs); what the rules are for (DESIGN.md).

#[cfg(test)]
#[path = "architecture/source.rs"]
mod source;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use source::{Source, line_of, rust_files};

/// Lines a file may have at most, its unit tests included.
const HARD_LIMIT: usize = 600;

/// One floor: what it may use of ours, and of others (`*` at the end: everything that begins so).
struct Floor {
    name: &'static str,
    ours: &'static [&'static str],
    others: &'static [&'static str],
}

/// What every floor may use: plain data and its errors.
const PLAIN: &[&str] = &["serde", "serde_json", "jiff", "thiserror"];

const GROUND: &[&str] = &["domain", "config", "text", "api"];

/// Who may use whom. `tracing` may stand everywhere but in domain, text, app and ui.
const FLOORS: &[Floor] = &[
    Floor { name: "domain", ours: &[], others: &[] },
    Floor { name: "config", ours: &[], others: &["toml", "directories", "tracing"] },
    Floor {
        name: "text",
        ours: &[],
        others: &["pulldown_cmark", "syntect", "two_face", "unicode_*"],
    },
    Floor { name: "api", ours: &[], others: &["regex", "tracing"] },
    Floor { name: "cli", ours: &[], others: &["clap", "clap_complete"] },
    Floor {
        name: "simulator",
        ours: &["api"],
        others: &[
            "axum",
            "aws_smithy_eventstream",
            "aws_smithy_types",
            "futures_util",
            "regex",
            "tokio",
            "tokio_util",
            "tracing",
        ],
    },
    Floor {
        name: "app",
        ours: GROUND,
        others: &["nucleo_matcher", "ratatui", "similar", "tui_textarea", "unicode_*"],
    },
    Floor {
        name: "aws",
        ours: &["domain", "config", "api"],
        others: &["aws_*", "futures_util", "rustls", "tokio", "tokio_util", "tracing"],
    },
    Floor {
        name: "store",
        ours: &["domain"],
        others: &["rusqlite", "rusqlite_migration", "tracing"],
    },
    Floor {
        name: "ui",
        ours: &["app", "text", "domain", "config"],
        others: &["ratatui", "unicode_*"],
    },
    Floor { name: "runtime", ours: ROOF, others: SYSTEM },
    Floor { name: "commands", ours: ROOF, others: SYSTEM },
];

/// The roof may use every floor but the simulator, which only `main` starts.
const ROOF: &[&str] =
    &["domain", "config", "text", "api", "cli", "app", "aws", "store", "ui", "runtime", "commands"];

const SYSTEM: &[&str] = &[
    "arboard",
    "clap",
    "clap_complete",
    "crossterm",
    "futures_util",
    "ratatui",
    "rustix",
    "signal_hook",
    "tempfile",
    "tokio",
    "tokio_util",
    "tracing",
    "tracing_subscriber",
    "unicode_*",
];

/// Inside app: each may use those before it, and itself.
const APP: &[&[&str]] =
    &[&["effect", "keys"], &["parts"], &["screens"], &["model"], &["layout"], &["update"]];

/// What one file alone may use although its floor may: floor, crate, file.
const ALONE: &[(&str, &str, &str)] =
    &[("app", "ratatui", "src/app/layout.rs"), ("app", "tui_textarea", "src/app/parts/editor.rs")];

/// Words that may only stand in some places: the word, the places, why.
const PLACES: &[(&str, &[&str], &str)] = &[
    ("aws_sdk_", &["src/aws/"], "only src/aws speaks to the SDK"),
    ("rusqlite", &["src/store/"], "only src/store speaks SQL"),
    // The terminal's backend writes the colours a frame holds; it chooses none.
    ("Color::", &["src/ui/theme", "src/runtime/backend"], "colours stand in src/ui/theme"),
    ("Stylize", &["src/ui/theme"], "colours stand in src/ui/theme"),
    ("tokio::spawn", ROOF_FILES, "only runtime, commands and simulator start tasks"),
];

const ROOF_FILES: &[&str] = &["src/runtime/", "src/commands/", "src/simulator/", "src/main.rs"];

/// Ways to read a clock, none of which a pure floor may use.
const CLOCKS: &[&str] = &["Instant::now", "SystemTime::now", "Timestamp::now", "Zoned::now"];
const PURE: &[&str] = &["domain", "text", "app", "ui"];

/// What was found.
#[derive(Default)]
struct Breaches(BTreeSet<String>);

impl Breaches {
    fn add(&mut self, source: &Source, line: usize, what: &str) {
        self.0.insert(format!("{}:{line}: {what}", source.path.display()));
    }

    fn none_of(self, rule: &str) {
        let mut list = String::new();
        for breach in &self.0 {
            let _ = writeln!(list, "  {breach}");
        }
        assert!(self.0.is_empty(), "{rule}, but:\n{list}");
    }
}

/// The package's folder, as cargo says it when the test runs.
fn root() -> PathBuf {
    let told = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    told.unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into())
}

/// Every file of `src`, read once for all rules.
static SOURCES: LazyLock<Vec<Source>> = LazyLock::new(|| {
    let root = root();
    let mut all: Vec<Source> =
        rust_files(&root.join("src")).iter().map(|path| Source::read(&root, path)).collect();
    let tests: Vec<Vec<String>> = all.iter().flat_map(Source::test_modules).collect();
    for source in &mut all {
        if tests.iter().any(|test| source.module.starts_with(test)) {
            source.ships_nothing();
        }
    }
    assert!(all.len() > 10, "only {} files in src", all.len());
    all
});

/// The crates Cargo.toml names, as code writes them.
fn crates() -> BTreeSet<String> {
    include_str!("../Cargo.toml")
        .split("\n[")
        .filter(|section| section.starts_with("dependencies]"))
        .flat_map(|section| section.lines().skip(1))
        .filter_map(|line| line.split_once('='))
        .map(|(name, _)| name.trim().replace('-', "_"))
        .collect()
}

/// A mention's full path below the crate, where it is one of ours.
fn resolved(source: &Source, words: &[String]) -> Option<Vec<String>> {
    let mut at = source.module.clone();
    let mut rest = words;
    match words.first()?.as_str() {
        "crate" => at.clear(),
        "self" => {}
        "super" => {
            at.pop();
            while rest.get(1).is_some_and(|word| word == "super") {
                at.pop();
                rest = &rest[1..];
            }
        }
        _ => return None,
    }
    at.extend(rest[1..].iter().cloned());
    Some(at)
}

#[test]
fn every_floor_is_known() {
    let mut breaches = Breaches::default();
    for source in SOURCES.iter() {
        let known = FLOORS.iter().any(|floor| floor.name == source.floor());
        if !known && !matches!(source.floor(), "lib" | "main") {
            breaches.add(source, 1, "is on no floor of the table");
        }
    }
    breaches.none_of("every file of src stands on a floor that the table names");
}

#[test]
fn floors_import_what_the_table_allows() {
    let crates = crates();
    assert!(crates.contains("aws_sdk_bedrockruntime"), "{crates:?}");
    let mut breaches = Breaches::default();
    for source in SOURCES.iter() {
        let Some(floor) = FLOORS.iter().find(|floor| floor.name == source.floor()) else {
            continue;
        };
        let floors: BTreeSet<&str> = FLOORS.iter().map(|floor| floor.name).collect();
        for mention in &source.mentions {
            if let Some(path) = resolved(source, &mention.words) {
                let Some(target) = path.first().filter(|name| floors.contains(name.as_str()))
                else {
                    continue;
                };
                if target != floor.name && !floor.ours.contains(&target.as_str()) {
                    let what = format!("{} may not use {target}", floor.name);
                    breaches.add(source, mention.line, &what);
                }
            } else if crates.contains(&mention.words[0]) {
                let name = mention.words[0].as_str();
                if !PLAIN.contains(&name) && !floor.others.iter().any(|rule| covers(rule, name)) {
                    let what = format!("{} may not use the crate {name}", floor.name);
                    breaches.add(source, mention.line, &what);
                }
            }
        }
    }
    breaches.none_of("a floor imports only what the table of DESIGN.md allows");
}

fn covers(rule: &str, name: &str) -> bool {
    match rule.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => rule == name,
    }
}

#[test]
fn a_child_never_imports_its_parent() {
    let all = &*SOURCES;
    let modules: BTreeSet<Vec<String>> = all.iter().map(|source| source.module.clone()).collect();
    let mut breaches = Breaches::default();
    for source in all {
        for mention in &source.mentions {
            let Some(path) = resolved(source, &mention.words) else { continue };
            // The module it names: the longest beginning of the path that is a file.
            let Some(target) =
                (1..=path.len()).rev().map(|end| &path[..end]).find(|part| modules.contains(*part))
            else {
                continue;
            };
            if target.len() < source.module.len() && source.module.starts_with(target) {
                let what = format!("imports {} from its own parent", path.join("::"));
                breaches.add(source, mention.line, &what);
            }
        }
    }
    breaches.none_of("what a child and its parent both need sits below both");
}

#[test]
fn app_is_built_from_effects_up_to_update() {
    let rank = |name: &str| APP.iter().position(|row| row.contains(&name));
    let mut breaches = Breaches::default();
    for source in SOURCES.iter().filter(|source| source.floor() == "app") {
        let Some(own) = source.module.get(1) else { continue };
        for mention in &source.mentions {
            let Some(path) = resolved(source, &mention.words) else { continue };
            let (Some("app"), Some(other)) = (path.first().map(String::as_str), path.get(1)) else {
                continue;
            };
            let (Some(here), Some(there)) = (rank(own), rank(other)) else { continue };
            if there > here {
                breaches.add(source, mention.line, &format!("app::{own} uses app::{other}"));
            }
        }
    }
    breaches.none_of("inside app: effect, keys < parts < screens < model < layout < update");
}

#[test]
fn screens_never_import_screens() {
    let mut breaches = Breaches::default();
    for source in SOURCES.iter() {
        let [app, screens, own, ..] = source.module.as_slice() else { continue };
        if app != "app" || screens != "screens" {
            continue;
        }
        for mention in &source.mentions {
            let Some(path) = resolved(source, &mention.words) else { continue };
            let [first, second, other, ..] = path.as_slice() else { continue };
            if first == app && second == screens && other != own {
                breaches.add(source, mention.line, &format!("imports the screen {other}"));
            }
        }
    }
    breaches.none_of("screens never import screens");
}

#[test]
fn one_file_alone_knows_each_of_these_crates() {
    let mut breaches = Breaches::default();
    for source in SOURCES.iter() {
        for (floor, name, file) in ALONE {
            if source.floor() != *floor || source.path == Path::new(file) {
                continue;
            }
            for mention in source.mentions.iter().filter(|mention| mention.words[0] == *name) {
                breaches.add(source, mention.line, &format!("only {file} may use {name}"));
            }
        }
    }
    breaches.none_of("a crate with edges is known by one file");
}

#[test]
fn words_stand_where_they_may() {
    let mut breaches = Breaches::default();
    for source in SOURCES.iter() {
        let path = source.path.to_string_lossy().into_owned();
        for (word, places, why) in PLACES {
            if !places.iter().any(|place| path.starts_with(place)) {
                for (at, _) in source.shipped.match_indices(word) {
                    breaches.add(source, line_of(&source.shipped, at), &format!("{word}: {why}"));
                }
            }
        }
        for clock in CLOCKS.iter().filter(|_| PURE.contains(&source.floor())) {
            for (at, _) in source.shipped.match_indices(clock) {
                let what = format!("{clock}: {} is pure", source.floor());
                breaches.add(source, line_of(&source.shipped, at), &what);
            }
        }
    }
    breaches.none_of("colours, clocks, tasks, SQL and the SDK have their places");
}

#[test]
fn a_mod_file_holds_a_doc_and_mod_lines() {
    let mut breaches = Breaches::default();
    for source in SOURCES.iter().filter(|source| source.path.ends_with("mod.rs")) {
        if !source.text.starts_with("//!") {
            breaches.add(source, 1, "does not begin with its doc");
        }
        for (at, line) in source.code.lines().enumerate() {
            let line = line.trim();
            let module =
                line.ends_with(';') && line.trim_end_matches(';').rsplit(' ').nth(1) == Some("mod");
            if !line.is_empty() && !line.starts_with("#[") && !module {
                breaches.add(source, at + 1, "is neither doc nor mod line");
            }
        }
    }
    breaches.none_of("a mod.rs holds a doc comment and mod lines only");
}

#[test]
fn every_file_says_what_it_holds_and_stays_small() {
    let mut breaches = Breaches::default();
    for source in SOURCES.iter() {
        let lines = source.text.lines().count();
        if lines > HARD_LIMIT {
            breaches.add(source, lines, &format!("is longer than {HARD_LIMIT} lines"));
        }
        if !source.text.starts_with("//!") {
            breaches.add(source, 1, "does not begin with what it holds");
        }
    }
    breaches.none_of("a file opens with its doc and holds one idea");
}

#[test]
fn files_are_named_by_a_noun_they_hold() {
    const NOTHING: &[&str] = &["utils", "util", "helpers", "helper", "common", "manager", "misc"];
    let mut breaches = Breaches::default();
    for source in SOURCES.iter() {
        for name in source.module.iter().filter(|name| NOTHING.contains(&name.as_str())) {
            breaches.add(source, 1, &format!("'{name}' names nothing"));
        }
    }
    breaches.none_of("a file is named by the noun it holds");
}

#[test]
fn a_lint_is_expected_with_a_reason_and_never_just_allowed() {
    let root = root();
    let mut breaches = Breaches::default();
    for path in ["src", "tests", "benches"].iter().flat_map(|dir| rust_files(&root.join(dir))) {
        let source = Source::read(&root, &path);
        for (at, _) in source.code.match_indices("allow(") {
            let attribute = source.code[..at].ends_with("#[") || source.code[..at].ends_with("#![");
            if attribute {
                breaches.add(&source, line_of(&source.code, at), "a bare allow");
            }
        }
        for (at, _) in source.code.match_indices("expect(") {
            let attribute = source.code[..at].ends_with("#[") || source.code[..at].ends_with("#![");
            let end = source.code[at..].find(']').map_or(source.code.len(), |length| at + length);
            if attribute && !source.code[at..end].contains("reason") {
                breaches.add(&source, line_of(&source.code, at), "an expect without a reason");
            }
        }
    }
    breaches.none_of("#[expect(lint, reason = ...)], never a bare #[allow]");
}

#[test]
fn the_reader_of_code_sees_what_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("src/app/keys/key.rs");
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    let text = "//! crate::ui::A\nuse super::{map::{self, Map}, Other as Else};\n\
                fn f<'a>(x: &'a str) -> char { let _ = \"crate::ui\"; '\"' }\n\
                const R: &str = r#\"crate::\"store\"#; /* crate::aws */\n\
                fn g() { crate::domain::ask::f(tokio::time::now()) }\n\
                #[cfg(test)]\nmod tests { use crate::simulator::X; }\n";
    std::fs::write(&path, text).unwrap();
    let source = Source::read(folder.path(), &path);
    let seen: Vec<(usize, String)> = source
        .mentions
        .iter()
        .map(|mention| {
            let path = resolved(&source, &mention.words).unwrap_or(mention.words.clone());
            (mention.line, path.join("::"))
        })
        .collect();
    let expected = [
        (2, "app::keys::map::self"),
        (2, "app::keys::map::Map"),
        (2, "app::keys::Other"),
        (5, "domain::ask::f"),
        (5, "tokio::time::now"),
    ];
    assert_eq!(seen, expected.map(|(line, path)| (line, path.to_owned())));
}
