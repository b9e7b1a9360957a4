//! Where each operation of the API is reached, derived from the descriptors and from the code that
//! names an operation, never from what the README says of it: the README's table is held to that.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use outcrop::api::lookup;
use outcrop::domain::kinds::ALL;

use crate::reference::OPERATIONS;

/// What the code that names an operation is for, by the beginning of its path.
const PLACES: &[(&str, &str)] = &[
    ("src/app/screens/explorer/access.rs", "Models: access"),
    ("src/app/screens/explorer/detail.rs", "Models: detail"),
    ("src/app/screens/explorer/matrix.rs", "Models: regions"),
    ("src/app/screens/explorer/", "Models"),
    ("src/app/screens/resources/below.rs", "what stands below a detail"),
    ("src/app/screens/resources/detail.rs", "links in a detail"),
    ("src/app/screens/resources/tags.rs", "tags of any resource"),
    ("src/app/screens/resources/trial.rs", "Guardrails: try one on a text"),
    ("src/aws/catalog.rs", "Models; the model picker (Ctrl-O); `outcrop models`"),
    ("src/aws/client.rs", "chat: count tokens (Ctrl-T)"),
    ("src/aws/converse.rs", "chat; `outcrop ask`"),
    ("src/aws/owned.rs", "Models"),
    ("src/aws/probe.rs", "`outcrop doctor`"),
    ("src/commands/doctor/model.rs", "`outcrop doctor --model`"),
    ("src/commands/doctor/", "`outcrop doctor`"),
];

/// Code that names operations without calling them: words for errors, headings, the carrier of all.
const SPEAKS: &[&str] = &[
    "src/app/parts/summary.rs",
    "src/app/screens/resources/checking.rs",
    "src/app/screens/resources/menu.rs",
    "src/app/screens/resources/query.rs",
    "src/app/update/reply.rs",
    "src/aws/operation.rs",
    "src/aws/problem/",
    "src/commands/reception.rs",
    "src/domain/records.rs",
    "src/runtime/records.rs",
];

fn root() -> PathBuf {
    std::env::var_os("CARGO_MANIFEST_DIR").unwrap().into()
}

fn files(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            into.push(path);
        }
    }
}

/// The name as a method of the SDK has it: `list_guardrails`.
fn method(operation: &str) -> String {
    let mut name = String::new();
    for letter in operation.chars() {
        if letter.is_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.extend(letter.to_lowercase());
    }
    name
}

/// The operations a file names: as a text, or as a method of the SDK.
fn named(code: &str) -> BTreeSet<&'static str> {
    let code = code.split("#[cfg(test)]").next().unwrap_or_default();
    lookup::operations()
        .map(|operation| operation.name.as_str())
        .filter(|name| {
            code.contains(&format!("\"{name}\"")) || code.contains(&format!(".{}()", method(name)))
        })
        .collect()
}

/// Every operation that is reached, with where.
fn reached() -> BTreeMap<String, Vec<String>> {
    let mut reached: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut at = |operation: &str, place: String| {
        let places = reached.entry(operation.to_owned()).or_default();
        if !places.contains(&place) {
            places.push(place);
        }
    };
    for kind in ALL {
        let (title, name) = (kind.title, kind.name);
        at(kind.list.operation, title.to_owned());
        at(kind.list.operation, format!("`outcrop resources {name}`"));
        if kind.get.operation != kind.list.operation {
            at(kind.get.operation, format!("{title}: detail"));
            at(kind.get.operation, format!("`outcrop resources {name} get`"));
        }
        for action in kind.actions {
            at(action.operation, format!("{title}: {}", action.word));
        }
    }
    let mut all = Vec::new();
    for floor in ["app", "aws", "commands", "runtime"] {
        files(&root().join("src").join(floor), &mut all);
    }
    all.sort();
    for path in all.iter().filter(|path| !path.ends_with("tests.rs")) {
        let file = path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned();
        if SPEAKS.iter().any(|speaks| file.starts_with(speaks)) {
            continue;
        }
        for operation in named(&std::fs::read_to_string(path).unwrap()) {
            let place = PLACES.iter().find(|(begin, _)| file.starts_with(begin));
            let (_, place) = place.unwrap_or_else(|| {
                panic!("{file} names {operation}: say in PLACES what it is for, or in SPEAKS")
            });
            for place in place.split("; ") {
                at(operation, place.to_owned());
            }
        }
    }
    reached
}

fn table(reached: &BTreeMap<String, Vec<String>>, wanted: impl Fn(&str) -> bool) -> String {
    let mut text = "| operation | where |\n|---|---|".to_owned();
    for (operation, places) in reached.iter().filter(|(operation, _)| wanted(operation)) {
        text.extend(["\n| `", operation, "` | ", &places.join("; "), " |"]);
    }
    text
}

#[test]
fn the_readme_says_where_each_operation_is_reached() {
    let reached = reached();
    let missing: Vec<&str> =
        OPERATIONS.into_iter().filter(|operation| !reached.contains_key(*operation)).collect();
    assert_eq!(missing, [] as [&str; 0], "nothing reaches them");
    let of_reference = |operation: &str| OPERATIONS.contains(&operation);
    let wanted = format!(
        "The operations of the API reference:\n\n{}\n\nThe newer ones:\n\n{}",
        table(&reached, of_reference),
        table(&reached, |operation| !of_reference(operation))
    );
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let between = readme
        .split_once("<!-- operations -->")
        .and_then(|(_, rest)| rest.split_once("<!-- /operations -->"))
        .map(|(table, _)| table.trim());
    assert!(
        between == Some(wanted.trim()),
        "README.md must have this between <!-- operations --> and <!-- /operations -->:\n\n{wanted}"
    );
}
