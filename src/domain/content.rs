//! Content blocks as Converse carries them, in our own types, so that a saved turn can be sent again.
//! Not here: how they are drawn, or the SDK's types.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

/// One content block of a message (API: `ContentBlock`). Its JSON is the wire form of Bedrock.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// `text`.
    Text(String),
    /// `reasoningContent.reasoningText`: what a model thought, and the signature that must go back
    /// unchanged with it.
    Reasoning {
        /// The reasoning, as it came.
        text: String,
        /// The provider's seal over the text; byte-exact.
        signature: Option<String>,
    },
    /// `reasoningContent.redactedContent`: reasoning that the provider encrypted (base64, as sent).
    RedactedReasoning(String),
    /// Any other kind Bedrock knows (`image`, `document`, `toolUse`, `toolResult`, `cachePoint`,
    /// `citationsContent`, ...), kept as it came.
    Wire {
        /// The member's name in the union.
        kind: String,
        /// Its JSON.
        body: Value,
    },
    /// A part that could not be read: only its kind is known. Never sent.
    Unreadable {
        /// The member's name, as far as it is known.
        kind: String,
    },
}

/// The member name under which an unreadable part is stored; no member of the API begins so.
const UNREADABLE: &str = "outcrop:unreadable";

impl Block {
    /// The text a reader reads, empty for kinds that have none.
    pub fn text(&self) -> &str {
        match self {
            Self::Text(text) => text,
            _ => "",
        }
    }

    fn to_value(&self) -> Value {
        let mut outer = Map::new();
        let (kind, body) = match self {
            Self::Text(text) => ("text", Value::from(text.as_str())),
            Self::Reasoning { text, signature } => {
                let mut inner = Map::new();
                inner.insert("text".into(), text.as_str().into());
                if let Some(signature) = signature {
                    inner.insert("signature".into(), signature.as_str().into());
                }
                ("reasoningContent", serde_json::json!({ "reasoningText": inner }))
            }
            Self::RedactedReasoning(bytes) => {
                ("reasoningContent", serde_json::json!({ "redactedContent": bytes }))
            }
            Self::Wire { kind, body } => (kind.as_str(), body.clone()),
            Self::Unreadable { kind } => (UNREADABLE, Value::from(kind.as_str())),
        };
        outer.insert(kind.to_owned(), body);
        Value::Object(outer)
    }

    fn from_value(value: Value) -> Result<Self, String> {
        let Value::Object(outer) = value else {
            return Err("a content block must be an object".into());
        };
        let mut members = outer.into_iter().filter(|(_, body)| !body.is_null());
        let (Some((kind, body)), None) = (members.next(), members.next()) else {
            return Err("a content block must have exactly one member".into());
        };
        Ok(match (kind.as_str(), body) {
            ("text", Value::String(text)) => Self::Text(text),
            (UNREADABLE, Value::String(kind)) => Self::Unreadable { kind },
            ("reasoningContent", body) => Self::reasoning(body),
            (_, body) => Self::Wire { kind, body },
        })
    }

    fn reasoning(body: Value) -> Self {
        if let Some(text) = body.pointer("/reasoningText/text").and_then(Value::as_str) {
            let signature = body.pointer("/reasoningText/signature").and_then(Value::as_str);
            return Self::Reasoning { text: text.into(), signature: signature.map(Into::into) };
        }
        match body.get("redactedContent").and_then(Value::as_str) {
            Some(bytes) => Self::RedactedReasoning(bytes.into()),
            None => Self::Wire { kind: "reasoningContent".into(), body },
        }
    }
}

impl Serialize for Block {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_value().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Block {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::from_value(Value::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

/// All text blocks, joined by a blank line where there are several.
pub fn text_of(blocks: &[Block]) -> String {
    let texts: Vec<&str> = blocks.iter().map(Block::text).filter(|text| !text.is_empty()).collect();
    texts.join("\n\n")
}

/// All reasoning, joined the same way.
pub fn reasoning_of(blocks: &[Block]) -> String {
    let texts: Vec<&str> = blocks
        .iter()
        .filter_map(|block| match block {
            Block::Reasoning { text, .. } => Some(text.as_str()),
            _ => None,
        })
        .collect();
    texts.join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_written_in_bedrocks_wire_form_and_read_back() {
        let blocks = [
            (Block::Text("hé\r\n".into()), r#"{"text":"hé\r\n"}"#),
            (
                Block::Reasoning { text: "why".into(), signature: Some("sig==".into()) },
                r#"{"reasoningContent":{"reasoningText":{"text":"why","signature":"sig=="}}}"#,
            ),
            (
                Block::RedactedReasoning("AAEC".into()),
                r#"{"reasoningContent":{"redactedContent":"AAEC"}}"#,
            ),
            (
                Block::Wire {
                    kind: "cachePoint".into(),
                    body: serde_json::json!({"type": "default"}),
                },
                r#"{"cachePoint":{"type":"default"}}"#,
            ),
            (Block::Unreadable { kind: "hologram".into() }, r#"{"outcrop:unreadable":"hologram"}"#),
        ];
        for (block, json) in blocks {
            assert_eq!(serde_json::to_string(&block).unwrap(), json);
            assert_eq!(serde_json::from_str::<Block>(json).unwrap(), block);
        }
    }

    #[test]
    fn an_unknown_kind_is_kept_as_it_came() {
        let json = r#"{"hologram":{"depth":3}}"#;
        let block: Block = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&block).unwrap(), json);
    }

    #[test]
    fn what_is_no_block_is_refused() {
        for json in ["3", "{}", r#"{"text":"a","image":{}}"#] {
            assert!(serde_json::from_str::<Block>(json).is_err(), "{json}");
        }
    }
}
