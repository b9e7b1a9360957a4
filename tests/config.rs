//! The example configuration and the themes, held to what the program reads.
//! Not here: what single values mean (src/config), or which roles and commands exist (src/app).

use std::collections::BTreeSet;
use std::path::Path;

use outcrop::config::environment::VARIABLES;
use outcrop::config::file::Config;
use outcrop::config::schema::every_key;
use outcrop::config::theme;

const EXAMPLE: &str = include_str!("../config.example.toml");

/// The example with the lines that are settings uncommented, those of them that `keep` wants.
fn uncommented(keep: impl Fn(&str) -> bool) -> String {
    let lines = EXAMPLE.lines().map(|line| match line.strip_prefix('#') {
        Some(setting) if is_setting(setting) && keep(setting) => setting,
        _ => "",
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// A comment has a space after its mark; a setting has its key or its table there.
fn is_setting(line: &str) -> bool {
    line.starts_with(|first: char| first.is_ascii_lowercase() || matches!(first, '[' | '"'))
}

#[cfg(test)]
fn parse(text: &str) -> Config {
    Config::parse(text, Path::new("/c/config.example.toml")).unwrap_or_else(|errors| {
        let said: Vec<String> = errors.iter().map(ToString::to_string).collect();
        panic!("{}", said.join("\n"))
    })
}

#[test]
fn the_example_as_it_stands_says_the_defaults() {
    assert_eq!(parse(EXAMPLE), Config::default());
}

#[test]
fn the_defaults_it_names_are_the_defaults() {
    let defaults = uncommented(|line| !line.ends_with("# example"));
    for key in ["requests_per_minute = 240", "first_byte = ", "theme = ", "[timeouts]"] {
        assert!(defaults.contains(key), "{key} is not among the defaults:\n{defaults}");
    }
    assert_eq!(parse(&defaults), Config::default());
}

#[test]
fn every_key_is_in_it_and_every_example_is_valid() {
    let all = uncommented(|_| true);
    let config = parse(&all);
    assert!(config.profile.is_some() && config.parameters.additional_fields.is_some());
    assert_eq!((config.presets.len(), config.prices.len(), config.keys.len()), (2, 1, 1));
    let named = keys_of(&all);
    let wanted: BTreeSet<String> = every_key().into_iter().collect();
    assert_eq!(named, wanted);
}

/// The full names of the keys in a TOML text, users' own names replaced by what stands for them.
fn keys_of(text: &str) -> BTreeSet<String> {
    let mut table = String::new();
    let mut names = BTreeSet::new();
    for line in text.lines().filter(|line| !line.is_empty()) {
        if let Some(header) = line.strip_prefix('[').and_then(|rest| rest.split(']').next()) {
            table = match header.split_once('.') {
                Some(("presets", _)) => "presets.NAME.".into(),
                Some(("profiles", _)) => "profiles.NAME.".into(),
                Some(("prices", _)) => "prices.MODEL.".into(),
                _ => format!("{header}."),
            };
            continue;
        }
        let key = line.split(" = ").next().unwrap_or_default();
        let key = match table.as_str() {
            "keys." => "COMMAND",
            "theme_colours." => "ROLE",
            _ => key,
        };
        names.insert(format!("{table}{key}"));
    }
    names
}

#[test]
fn the_example_names_every_variable() {
    for (name, _) in VARIABLES {
        assert!(EXAMPLE.contains(name), "{name}");
    }
}

#[test]
fn the_themes_are_valid_and_style_the_same_roles() {
    let roles = |name: &str, text: &str| -> Vec<String> {
        let styles = theme::parse(text, Path::new(name)).unwrap_or_else(|errors| {
            let said: Vec<String> = errors.iter().map(ToString::to_string).collect();
            panic!("{}", said.join("\n"))
        });
        styles.into_iter().map(|entry| entry.role).collect()
    };
    let dark = roles("dark.toml", include_str!("../assets/themes/dark.toml"));
    assert!(dark.len() > 40, "{} roles", dark.len());
    assert_eq!(dark, roles("light.toml", include_str!("../assets/themes/light.toml")));
    assert_eq!(dark, roles("ansi.toml", include_str!("../assets/themes/ansi.toml")));
}

#[test]
fn every_key_refuses_a_value_of_another_kind_with_its_line_and_what_is_allowed() {
    for key in every_key() {
        // No key takes a date.
        let text = format!("# one\n\n{key} = 2026-11-20\n");
        let errors = Config::parse(&text, Path::new("/c/config.toml")).unwrap_err();
        let error = errors.iter().find(|error| error.key == key);
        let error = error.unwrap_or_else(|| panic!("{key}: {errors:?}"));
        let said = error.to_string();
        assert!(said.starts_with(&format!("/c/config.toml:3: '{key}' ")), "{said}");
        assert!(!error.allowed.is_empty(), "{said}");
    }
}

#[test]
fn every_key_with_a_letter_too_many_is_refused_and_the_right_one_named() {
    let users_own = ["keys.COMMAND", "theme_colours.ROLE"];
    for key in every_key().into_iter().filter(|key| !users_own.contains(&key.as_str())) {
        let (table, name) = key.rsplit_once('.').unwrap_or(("", &key));
        let dot = if table.is_empty() { "" } else { "." };
        let text = format!("{table}{dot}{name}x = 1\n");
        let errors = Config::parse(&text, Path::new("/c/config.toml")).unwrap_err();
        let named = errors.iter().any(|error| error.nearest.as_deref() == Some(name));
        assert!(named, "{text}: {errors:?}");
    }
}
