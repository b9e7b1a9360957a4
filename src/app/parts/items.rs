//! Several texts, or names with values, written on one line: `END, "a, b"` and `team=search`; and
//! each parameter so. Not here: which are allowed (the forms that take them).

use std::collections::BTreeMap;

use serde_json::Value;

use crate::domain::ask::{Latency, Parameters, Tier};
use crate::domain::limits::Field;

/// Texts with commas between them; one that holds a comma, a quote or blanks at its ends stands in
/// quotes, with the escapes of JSON. A JSON list of texts says the same.
///
/// # Errors
/// Quotes that are not closed, or something beside them.
pub fn texts(line: &str) -> Result<Vec<String>, String> {
    let mut rest = line.trim();
    if let (true, Ok(texts)) = (rest.starts_with('['), serde_json::from_str(rest)) {
        return Ok(texts);
    }
    let mut texts = Vec::new();
    while !rest.is_empty() {
        let (text, after) = text(rest, &[','])?;
        texts.push(text);
        rest = after.trim_start();
        match rest.strip_prefix(',') {
            Some(more) => rest = more.trim_start(),
            None if rest.is_empty() => {}
            None => return Err(format!("has '{rest}' where a comma is due")),
        }
    }
    Ok(texts)
}

/// Names with their values, commas between the pairs; or a JSON object of texts.
///
/// # Errors
/// As `texts`; and a name without a value, or one that stands twice.
pub fn pairs(line: &str) -> Result<BTreeMap<String, String>, String> {
    let mut rest = line.trim();
    if let (true, Ok(pairs)) = (rest.starts_with('{'), serde_json::from_str(rest)) {
        return Ok(pairs);
    }
    let mut pairs = BTreeMap::new();
    while !rest.is_empty() {
        let (name, after) = text(rest, &['=', ','])?;
        let Some(after) = after.trim_start().strip_prefix('=') else {
            return Err(format!("has '{name}' without a value: write {name}=VALUE"));
        };
        let (value, after) = text(after.trim_start(), &[','])?;
        if pairs.insert(name.clone(), value).is_some() {
            return Err(format!("has '{name}' twice"));
        }
        rest = after.trim_start();
        match rest.strip_prefix(',') {
            Some(more) => rest = more.trim_start(),
            None if rest.is_empty() => {}
            None => return Err(format!("has '{rest}' where a comma is due")),
        }
    }
    Ok(pairs)
}

/// One text, and what follows it.
fn text<'l>(line: &'l str, ends: &[char]) -> Result<(String, &'l str), String> {
    if !line.starts_with('"') {
        let end = line.find(ends).unwrap_or(line.len());
        return Ok((line[..end].trim_end().to_owned(), &line[end..]));
    }
    let mut escaped = false;
    for (at, letter) in line.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => {
                let end = at + 1;
                let text = serde_json::from_str(&line[..end])
                    .map_err(|_| format!("has {}, which is no text in quotes", &line[..end]))?;
                return Ok((text, &line[end..]));
            }
            _ => {}
        }
    }
    Err("has quotes that are not closed".into())
}

/// Texts as `texts` reads them.
pub fn of_texts<'t>(texts: impl IntoIterator<Item = &'t String>) -> String {
    let written: Vec<String> = texts.into_iter().map(|text| written(text, &[','])).collect();
    written.join(", ")
}

/// Pairs as `pairs` reads them.
pub fn of_pairs(pairs: &BTreeMap<String, String>) -> String {
    let pair = |(name, value): (&String, &String)| {
        format!("{}={}", written(name, &['=', ',']), written(value, &[',']))
    };
    let written: Vec<String> = pairs.iter().map(pair).collect();
    written.join(", ")
}

/// A parameter as it is typed; empty where it is not set.
pub fn parameter(parameters: &Parameters, field: Field) -> String {
    fn text<T: ToString>(value: Option<T>) -> String {
        value.map(|value| value.to_string()).unwrap_or_default()
    }
    match field {
        Field::MaxTokens => text(parameters.max_tokens),
        Field::Temperature => text(parameters.temperature),
        Field::TopP => text(parameters.top_p),
        Field::TopK => text(parameters.top_k),
        Field::StopSequences => of_texts(&parameters.stop_sequences),
        Field::Reasoning => text(parameters.reasoning.as_ref()),
        Field::AdditionalFields => text(parameters.additional_fields.as_ref()),
        Field::ResponseFields => of_texts(&parameters.response_fields),
        Field::Metadata => of_pairs(&parameters.metadata),
        Field::Latency => text(parameters.latency.map(Latency::word)),
        Field::Tier => text(parameters.tier.map(Tier::word)),
    }
}

fn written(text: &str, ends: &[char]) -> String {
    let plain = !text.is_empty()
        && text.trim() == text
        && !text.starts_with(['"', '[', '{'])
        && !text.contains(|letter: char| letter.is_control() || ends.contains(&letter));
    if plain { text.to_owned() } else { Value::from(text).to_string() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn quotes_hold_what_would_end_a_text() {
        assert_eq!(texts(r#"END, "a, b" ,"\n\n""#).unwrap(), ["END", "a, b", "\n\n"]);
        assert_eq!(texts("  ").unwrap(), Vec::<String>::new());
        assert_eq!(texts("a,,b").unwrap(), ["a", "", "b"]);
        assert_eq!(texts("say \"no\"").unwrap(), ["say \"no\""]);
        assert_eq!(texts(r#"["END", "\n"]"#).unwrap(), ["END", "\n"]);
        assert_eq!(texts("[END]").unwrap(), ["[END]"]);
        assert_eq!(pairs(r#"{"team": "a, b"}"#).unwrap()["team"], "a, b");
        let both = pairs(r#"team=search, "a=b" = "x, y",n="#).unwrap();
        let expected = [("a=b", "x, y"), ("n", ""), ("team", "search")];
        assert!(both.iter().map(|(name, value)| (name.as_str(), value.as_str())).eq(expected));
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (line, complaint) in [
            ("\"a", "quotes that are not closed"),
            ("\"a\" b", "'b' where a comma is due"),
            (r#""\q""#, "no text in quotes"),
        ] {
            assert!(texts(line).unwrap_err().contains(complaint), "{line}");
        }
        assert!(pairs("team").unwrap_err().contains("write team=VALUE"));
        assert!(pairs("a=1,a=2").unwrap_err().contains("'a' twice"));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(
            all in proptest::collection::vec("\\PC{0,6}|[,\"= \\[\\]\\\\\n]{0,4}", 0..5),
            named in proptest::collection::btree_map("\\PC{0,4}|[,\"= ]{0,3}", "\\PC{0,4}|[,\"= ]{0,3}", 0..4),
        ) {
            // An empty text at the end of a line would be no text: it is written in quotes.
            prop_assert_eq!(texts(&of_texts(&all)).unwrap(), all);
            prop_assert_eq!(pairs(&of_pairs(&named)).unwrap(), named);
        }
    }
}
