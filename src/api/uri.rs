//! The path of an operation: its labels, matching and filling it, percent-encoding. Query strings
//! are decoded here too; which operation a path belongs to is decided in `lookup`.

use std::collections::BTreeMap;

/// A path with labels, such as `/model/{modelId}/converse`.
#[derive(Debug)]
pub struct Template {
    source: String,
    segments: Vec<Segment>,
}

#[derive(Debug)]
enum Segment {
    Literal(String),
    Label(String),
    /// Takes one segment or more: written `{name+}`.
    Greedy(String),
}

impl Template {
    pub(crate) fn parse(source: &str) -> Self {
        let path = source.split('?').next().unwrap_or(source);
        let segments = segments(path)
            .map(|part| match part.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
                Some(label) => match label.strip_suffix('+') {
                    Some(greedy) => Segment::Greedy(greedy.to_owned()),
                    None => Segment::Label(label.to_owned()),
                },
                None => Segment::Literal(part.to_owned()),
            })
            .collect();
        Self { source: source.to_owned(), segments }
    }

    /// The path as the service model writes it.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The labels of `path` decoded, when it is a path of this operation. `path` is still
    /// percent-encoded: an encoded slash belongs to its label.
    pub fn labels(&self, path: &str) -> Option<BTreeMap<String, String>> {
        let parts: Vec<&str> = segments(path).collect();
        let mut labels = BTreeMap::new();
        let mut at = 0;
        for (index, segment) in self.segments.iter().enumerate() {
            let part = *parts.get(at)?;
            match segment {
                Segment::Literal(literal) if literal == part => at += 1,
                Segment::Literal(_) => return None,
                Segment::Label(name) => {
                    if part.is_empty() {
                        return None;
                    }
                    labels.insert(name.clone(), decode(part));
                    at += 1;
                }
                Segment::Greedy(name) => {
                    let after = self.segments.len() - index - 1;
                    let end = parts.len().checked_sub(after).filter(|end| *end > at)?;
                    labels.insert(name.clone(), decode(&parts[at..end].join("/")));
                    at = end;
                }
            }
        }
        (at == parts.len()).then_some(labels)
    }

    /// The path with its labels filled in, each encoded; the name of the first without a value
    /// where one has none. Of a greedy label the slashes stay.
    pub(crate) fn filled(
        &self,
        mut value: impl FnMut(&str) -> Option<String>,
    ) -> Result<String, String> {
        let mut path = String::new();
        for segment in &self.segments {
            path.push('/');
            match segment {
                Segment::Literal(literal) => path.push_str(literal),
                Segment::Label(name) => {
                    path.push_str(&encode(&value(name).ok_or_else(|| name.clone())?));
                }
                Segment::Greedy(name) => {
                    let value = value(name).ok_or_else(|| name.clone())?;
                    let parts: Vec<String> = value.split('/').map(encode).collect();
                    path.push_str(&parts.join("/"));
                }
            }
        }
        Ok(path)
    }

    /// How many of its segments are fixed: of two paths that both match, the one that says more
    /// is meant.
    pub(crate) fn fixed(&self) -> usize {
        self.segments.iter().filter(|segment| matches!(segment, Segment::Literal(_))).count()
    }
}

fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.strip_prefix('/').unwrap_or(path).split('/')
}

/// The parameters of a query string or of a form body, decoded, in their order.
pub fn parameters(query: &str) -> Vec<(String, String)> {
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(&name.replace('+', " ")), decode(&value.replace('+', " ")))
        })
        .collect()
}

/// Percent-encoding of all but the characters that stand for themselves everywhere in a URI.
pub(crate) fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            out.extend(['%', digit(byte >> 4), digit(byte & 15)]);
        }
    }
    out
}

fn digit(value: u8) -> char {
    char::from_digit(value.into(), 16).unwrap_or('0').to_ascii_uppercase()
}

/// Percent-decoding. A `%` that starts no code stands for itself, bytes that are no UTF-8 become
/// replacement characters.
pub fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let code = (bytes[at] == b'%').then(|| bytes.get(at + 1..at + 3)).flatten();
        let value = code.and_then(|code| Some(hex(code[0])? * 16 + hex(code[1])?));
        if let Some(value) = value {
            out.push(value);
            at += 3;
        } else {
            out.push(bytes[at]);
            at += 1;
        }
    }
    String::from_utf8(out)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_label_keeps_its_encoded_slash() {
        let template = Template::parse("/model/{modelId}/converse-stream");
        let labels = template
            .labels("/model/arn%3Aaws%3Abedrock%3A%3A%3Ainference-profile%2Fus.x/converse-stream");
        assert_eq!(labels.unwrap()["modelId"], "arn:aws:bedrock:::inference-profile/us.x");
        assert!(template.labels("/model/a/b/converse-stream").is_none());
        assert!(template.labels("/model//converse-stream").is_none());
    }

    #[test]
    fn a_greedy_label_takes_the_rest_but_what_follows() {
        let template = Template::parse("/things/{path+}/tail");
        assert_eq!(template.labels("/things/a/b%20c/tail").unwrap()["path"], "a/b c");
        assert!(template.labels("/things/tail").is_none());
    }

    #[test]
    fn parameters_are_decoded_in_order() {
        assert_eq!(
            parameters("a=1&b=x+y%26z&flag"),
            [("a", "1"), ("b", "x y&z"), ("flag", "")].map(|(n, v)| (n.into(), v.into()))
        );
    }

    proptest! {
        #[test]
        fn decoding_undoes_encoding(text in ".{0,40}") {
            let encoded = text.bytes().fold(String::new(), |all, byte| format!("{all}%{byte:02X}"));
            prop_assert_eq!(decode(&encoded), text.as_str());
            prop_assert_eq!(decode(&encode(&text)), text);
        }

        #[test]
        fn decoding_never_panics(text in "[%0-9a-zG ]{0,20}") {
            decode(&text);
        }
    }
}
