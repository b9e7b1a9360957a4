//! What is written twice is written the same: fault kinds, the key table, the example configuration.

use outcrop::app::keys::command::Command;
use outcrop::app::keys::reference;
use outcrop::app::screens::overlay::faults;

fn file(name: &str) -> String {
    let root = std::env::var("CARGO_MANIFEST_DIR").unwrap();
    std::fs::read_to_string(std::path::Path::new(&root).join(name)).unwrap_or_default()
}

#[test]
fn every_fault_of_the_simulator_can_be_switched_from_the_screen() {
    let ours: Vec<String> = faults::KINDS.iter().map(|(kind, _)| (*kind).to_owned()).collect();
    let theirs: Vec<String> =
        outcrop::simulator::fault::KINDS.iter().map(|row| row.1.to_owned()).collect();
    assert_eq!(ours, theirs);
}

#[test]
fn the_readme_has_the_table_of_keys() {
    let readme = file("README.md");
    let table = reference::markdown();
    let between = readme
        .split_once("<!-- keys -->")
        .and_then(|(_, rest)| rest.split_once("<!-- /keys -->"))
        .map(|(table, _)| table);
    assert!(
        between.is_some_and(|between| between.trim() == table.trim()),
        "README.md must have this between <!-- keys --> and <!-- /keys -->:\n\n{table}"
    );
}

#[test]
fn every_command_the_example_configuration_names_exists() {
    let example = file("config.example.toml");
    let section = example.split_once("[keys]").map(|(_, rest)| rest).unwrap();
    let end = section.find("\n#[").or_else(|| section.find("\n[")).unwrap_or(section.len());
    let names: Vec<&str> = section[..end]
        .lines()
        .filter_map(|line| line.trim_start_matches(['#', ' ']).split_once('='))
        .map(|(name, _)| name.trim().trim_matches('"'))
        .filter(|name| name.contains('.') && !name.contains(' '))
        .collect();
    assert!(!names.is_empty(), "no command is named in {section}");
    for name in names {
        assert!(Command::named(name).is_some(), "{name}");
    }
}
