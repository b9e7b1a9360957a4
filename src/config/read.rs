//! Reading a TOML table against a list of rows, collecting every error with its line.
//! Not here: the rows themselves (schema).

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use std::time::Duration;

use serde_json::{Map, Value};
use toml::de::{DeTable, DeValue};

use super::duration;
use super::error::{ConfigError, Origin};
use super::nearest::nearest;

/// One key of a table: its name, what it takes in words, and where the value goes.
pub(super) struct Row<T> {
    pub(super) name: &'static str,
    pub(super) allowed: &'static str,
    pub(super) set: Set<T>,
}

/// How a row's value is taken.
pub(super) enum Set<T> {
    /// A value: put it in its place, or say what is wrong with it.
    Value(fn(&mut T, &DeValue<'_>) -> Result<(), String>),
    /// A word, nearly always one of these names: put it in its place, or say what is wrong with it.
    Word(&'static [&'static str], fn(&mut T, &str) -> Result<(), String>),
    /// A table of its own, which reports by itself; the text is its full name.
    Table(fn(&mut T, &DeTable<'_>, &str, &mut Report<'_>)),
}

/// Collects what is wrong with one file.
pub(super) struct Report<'f> {
    path: &'f Path,
    text: &'f str,
    errors: Vec<ConfigError>,
}

impl<'f> Report<'f> {
    pub(super) fn new(path: &'f Path, text: &'f str) -> Self {
        Self { path, text, errors: Vec::new() }
    }

    /// The line a span begins on, from 1.
    pub(super) fn line(&self, span: &Range<usize>) -> usize {
        let before = self.text.get(..span.start).unwrap_or(self.text);
        before.matches('\n').count() + 1
    }

    fn origin(&self, span: &Range<usize>) -> Origin {
        Origin::line(self.path, self.line(span))
    }

    /// A value that is not allowed.
    pub(super) fn wrong(&mut self, span: &Range<usize>, key: &str, what: &str, allowed: &str) {
        let error = ConfigError::new(self.origin(span), key, what).allowing(allowed);
        self.errors.push(error);
    }

    /// A key nobody knows.
    fn unknown(&mut self, span: &Range<usize>, key: &str, name: &str, valid: &[&str]) {
        let error = ConfigError::unknown(self.origin(span), key, name, valid.iter().copied());
        self.errors.push(error);
    }

    /// All errors, by line.
    pub(super) fn into_errors(mut self) -> Vec<ConfigError> {
        self.errors.sort_by_key(|error| match error.origin {
            Origin::File { line, .. } => line,
            _ => 0,
        });
        self.errors
    }
}

/// The full name of a key in a table.
pub(super) fn full(table: &str, key: &str) -> String {
    if table.is_empty() { key.to_owned() } else { format!("{table}.{key}") }
}

/// Puts every key of a table in its place, or reports it.
pub(super) fn fill<T>(
    target: &mut T,
    rows: &[Row<T>],
    table: &DeTable<'_>,
    name: &str,
    report: &mut Report<'_>,
) {
    for (key, node) in table {
        let path = full(name, key.get_ref());
        let Some(row) = rows.iter().find(|row| row.name == key.get_ref()) else {
            let valid: Vec<&str> = rows.iter().map(|row| row.name).collect();
            report.unknown(&key.span(), &path, key.get_ref(), &valid);
            continue;
        };
        match row.set {
            Set::Value(set) => {
                if let Err(what) = set(target, node.get_ref()) {
                    report.wrong(&node.span(), &path, &what, row.allowed);
                }
            }
            Set::Word(names, set) => {
                let word = named(node.get_ref());
                if let Err(what) = word.and_then(|word| set(target, &word)) {
                    let word = node.get_ref().as_str().unwrap_or_default();
                    let near = nearest(word, names.iter().copied()).map(str::to_owned);
                    let error = ConfigError::new(report.origin(&node.span()), path, what);
                    report.errors.push(error.allowing(row.allowed).meaning(near));
                }
            }
            Set::Table(set) => match node.get_ref() {
                DeValue::Table(inner) => set(target, inner, &path, report),
                other => report.wrong(&key.span(), &path, &mistaken(other), row.allowed),
            },
        }
    }
}

/// "is an integer": the type of a value that should be of another one.
pub(super) fn mistaken(value: &DeValue<'_>) -> String {
    let article = match value {
        DeValue::Integer(_) | DeValue::Array(_) => "an",
        _ => "a",
    };
    format!("is {article} {}", value.type_str())
}

/// A text.
pub(super) fn text(value: &DeValue<'_>) -> Result<String, String> {
    value.as_str().map(str::to_owned).ok_or_else(|| mistaken(value))
}

/// A text that is not empty.
pub(super) fn named(value: &DeValue<'_>) -> Result<String, String> {
    let text = text(value)?;
    if text.trim().is_empty() { Err("is empty".into()) } else { Ok(text) }
}

/// True or false.
pub(super) fn flag(value: &DeValue<'_>) -> Result<bool, String> {
    value.as_bool().ok_or_else(|| mistaken(value))
}

/// A whole number within bounds.
pub(super) fn whole(value: &DeValue<'_>, allowed: Range<i64>) -> Result<i64, String> {
    let integer = value.as_integer().ok_or_else(|| mistaken(value))?;
    i64::from_str_radix(integer.as_str(), integer.radix())
        .ok()
        .filter(|number| allowed.contains(number))
        .ok_or_else(|| format!("is {integer}"))
}

/// A number, whole or not, from 0 to `most`.
pub(super) fn number(value: &DeValue<'_>, most: f64) -> Result<f64, String> {
    let number = match value {
        DeValue::Integer(integer) if integer.radix() == 10 => integer.as_str().parse().ok(),
        DeValue::Float(float) => float.as_str().parse().ok(),
        _ => return Err(mistaken(value)),
    };
    number
        .filter(|number: &f64| (0.0..=most).contains(number))
        .ok_or_else(|| format!("is {}", shown(value)))
}

/// A length of time.
pub(super) fn length(value: &DeValue<'_>) -> Result<Duration, String> {
    let text = text(value)?;
    duration::parse(&text).ok_or_else(|| format!("is '{text}'"))
}

/// A list of at most so many texts, none of them empty; one of white space alone is a text.
pub(super) fn texts(value: &DeValue<'_>, most: usize) -> Result<Vec<String>, String> {
    let array = value.as_array().ok_or_else(|| mistaken(value))?;
    if array.len() > most {
        return Err(format!("holds {} items", array.len()));
    }
    array
        .iter()
        .map(|item| {
            let text = text(item.get_ref()).map_err(|what| format!("holds an item that {what}"))?;
            if text.is_empty() { Err("holds an item that is empty".into()) } else { Ok(text) }
        })
        .collect()
}

/// A table of at most so many texts, names and values of at most so many characters.
pub(super) fn pairs(
    value: &DeValue<'_>,
    most: usize,
    longest: usize,
) -> Result<BTreeMap<String, String>, String> {
    let DeValue::Table(table) = value else { return Err(mistaken(value)) };
    if table.len() > most {
        return Err(format!("holds {} names", table.len()));
    }
    let mut pairs = BTreeMap::new();
    for (name, item) in table {
        let name = name.get_ref().to_string();
        let text = text(item.get_ref()).map_err(|what| format!("holds '{name}', which {what}"))?;
        if [&name, &text].into_iter().any(|text| text.chars().count() > longest) {
            return Err(format!("holds '{name}', which is too long"));
        }
        pairs.insert(name, text);
    }
    Ok(pairs)
}

/// How to reason: a word, or a whole number of tokens.
pub(super) fn reasoning(value: &DeValue<'_>) -> Result<String, String> {
    if value.as_integer().is_some() {
        return whole(value, 1..i64::from(u32::MAX)).map(|tokens| tokens.to_string());
    }
    let word = named(value)?;
    let letters = word.bytes().all(|byte| byte.is_ascii_lowercase());
    if letters { Ok(word) } else { Err(format!("is '{word}'")) }
}

/// An `http://` or `https://` address.
pub(super) fn address(value: &DeValue<'_>) -> Result<String, String> {
    let text = text(value)?;
    if is_address(&text) { Ok(text) } else { Err(format!("is '{text}'")) }
}

/// Whether a text is the address of an HTTP server.
pub(super) fn is_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        !host.is_empty() && !host.starts_with(':') && !text.contains(char::is_whitespace)
    })
}

/// The JSON of a value.
pub(super) fn json(value: &DeValue<'_>) -> Result<Value, String> {
    Ok(match value {
        DeValue::String(text) => Value::from(text.as_ref()),
        DeValue::Boolean(flag) => Value::from(*flag),
        DeValue::Integer(_) => Value::from(whole(value, i64::MIN..i64::MAX)?),
        DeValue::Float(float) => float
            .as_str()
            .parse::<f64>()
            .ok()
            .and_then(serde_json::Number::from_f64)
            .map(Value::Number)
            .ok_or_else(|| format!("holds {float}, which JSON cannot"))?,
        DeValue::Datetime(_) => return Err("holds a date, which JSON cannot".into()),
        DeValue::Array(array) => {
            Value::Array(array.iter().map(|item| json(item.get_ref())).collect::<Result<_, _>>()?)
        }
        DeValue::Table(table) => {
            let mut map = Map::new();
            for (key, item) in table {
                map.insert(key.get_ref().to_string(), json(item.get_ref())?);
            }
            Value::Object(map)
        }
    })
}

fn shown(value: &DeValue<'_>) -> String {
    match value {
        DeValue::Integer(integer) => integer.to_string(),
        DeValue::Float(float) => float.to_string(),
        other => other.type_str().to_owned(),
    }
}
