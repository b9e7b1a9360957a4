//! What the API itself allows of inference parameters: limits, in numbers and in words, and what
//! is wrong with a value. Not here: what a single model takes of them (family, fitting).

use std::collections::BTreeMap;

use serde_json::Value;

use super::ask::{Parameters, Reasoning};

/// One of the parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// `Parameters::max_tokens`.
    MaxTokens,
    /// `Parameters::temperature`.
    Temperature,
    /// `Parameters::top_p`.
    TopP,
    /// `Parameters::top_k`.
    TopK,
    /// `Parameters::stop_sequences`.
    StopSequences,
    /// `Parameters::reasoning`.
    Reasoning,
    /// `Parameters::additional_fields`.
    AdditionalFields,
    /// `Parameters::response_fields`.
    ResponseFields,
    /// `Parameters::metadata`.
    Metadata,
    /// `Parameters::latency`.
    Latency,
    /// `Parameters::tier`.
    Tier,
}

impl Field {
    /// All of them, in the order they are shown.
    pub const ALL: [Self; 11] = [
        Self::MaxTokens,
        Self::Temperature,
        Self::TopP,
        Self::TopK,
        Self::StopSequences,
        Self::Reasoning,
        Self::Tier,
        Self::Latency,
        Self::Metadata,
        Self::AdditionalFields,
        Self::ResponseFields,
    ];

    /// Its name in the configuration.
    pub fn name(self) -> &'static str {
        match self {
            Self::MaxTokens => "max_tokens",
            Self::Temperature => "temperature",
            Self::TopP => "top_p",
            Self::TopK => "top_k",
            Self::StopSequences => "stop_sequences",
            Self::Reasoning => "reasoning",
            Self::AdditionalFields => "additional_fields",
            Self::ResponseFields => "response_fields",
            Self::Metadata => "metadata",
            Self::Latency => "latency",
            Self::Tier => "tier",
        }
    }

    /// What the API takes for it, in words.
    pub fn rule(self) -> &'static str {
        match self {
            Self::MaxTokens => "a whole number from 1",
            Self::Temperature | Self::TopP => "a number from 0 to 1",
            Self::TopK => "a whole number",
            Self::StopSequences => "at most 2500 texts, none empty",
            Self::Reasoning => "off, adaptive, a budget of tokens, or an effort such as high",
            Self::AdditionalFields => "a JSON object",
            Self::ResponseFields => {
                "at most 10 JSON pointers of at most 256 characters, such as /stop_sequence"
            }
            Self::Metadata => {
                "at most 16 names and values of at most 256 letters, digits, blanks or :_@$#=/+,-."
            }
            Self::Latency => "standard or optimized",
            Self::Tier => "default, priority, flex or reserved",
        }
    }
}

/// Stop sequences at most (API: `InferenceConfigurationStopSequencesList`).
pub const STOP_SEQUENCES: usize = 2_500;
/// Response field paths at most, and characters of each
/// (API: `ConverseRequestAdditionalModelResponseFieldPathsList`).
pub const RESPONSE_FIELDS: usize = 10;
/// Characters of a response field path at most.
pub const RESPONSE_FIELD: usize = 256;
/// Pairs of metadata at most (API: `RequestMetadata`).
pub const METADATA: usize = 16;
/// Characters of a name or value of metadata at most.
pub const METADATA_TEXT: usize = 256;

/// What is wrong with a parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Which.
    pub field: Field,
    /// What is wrong, in words that follow the field's name: `is 3, but ...`.
    pub what: String,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{} {}", self.field.name(), self.what)
    }
}

/// Everything the API would refuse whatever the model.
pub fn faults(parameters: &Parameters) -> Vec<Fault> {
    let Parameters { max_tokens, temperature, top_p, .. } = parameters;
    let share = |value: &Option<f32>| match value {
        Some(value) if !(0.0..=1.0).contains(value) => {
            Some(format!("is {value}: it goes from 0 to 1"))
        }
        _ => None,
    };
    let tokens = max_tokens.filter(|tokens| *tokens < 1);
    let object = parameters.additional_fields.as_ref().filter(|fields| !fields.is_object());
    let found = [
        (Field::MaxTokens, tokens.map(|tokens| format!("is {tokens}: it must be at least 1"))),
        (Field::Temperature, share(temperature)),
        (Field::TopP, share(top_p)),
        (Field::StopSequences, stop_sequences(&parameters.stop_sequences)),
        (Field::Reasoning, parameters.reasoning.as_ref().and_then(reasoning)),
        (Field::Metadata, metadata(&parameters.metadata)),
        (Field::AdditionalFields, object.map(|value| format!("is {}", kind(value)))),
        (Field::ResponseFields, response_fields(&parameters.response_fields)),
    ];
    let wrong = found.into_iter().filter_map(|(field, what)| Some(Fault { field, what: what? }));
    wrong.collect()
}

fn stop_sequences(sequences: &[String]) -> Option<String> {
    if sequences.len() > STOP_SEQUENCES {
        return Some(format!("are {}: at most {STOP_SEQUENCES} are allowed", sequences.len()));
    }
    sequences.iter().any(String::is_empty).then(|| "hold an empty text".into())
}

fn reasoning(how: &Reasoning) -> Option<String> {
    match how {
        Reasoning::Budget(0) => Some("is a budget of 0 tokens: say off instead".into()),
        Reasoning::Effort(word) if word.is_empty() => Some("is empty".into()),
        _ => None,
    }
}

fn response_fields(paths: &[String]) -> Option<String> {
    if paths.len() > RESPONSE_FIELDS {
        return Some(format!("are {}: at most {RESPONSE_FIELDS} are allowed", paths.len()));
    }
    paths.iter().find_map(|path| {
        let long = path.chars().count();
        if long > RESPONSE_FIELD {
            return Some(format!("hold one of {long} characters: {RESPONSE_FIELD} are allowed"));
        }
        (!is_pointer(path)).then(|| format!("hold '{path}', which is no JSON pointer such as /id"))
    })
}

/// RFC 6901, where the service refuses the empty one that means the whole.
fn is_pointer(path: &str) -> bool {
    path.starts_with('/')
        && path.split('~').skip(1).all(|after| after.starts_with('0') || after.starts_with('1'))
}

fn metadata(pairs: &BTreeMap<String, String>) -> Option<String> {
    if pairs.len() > METADATA {
        return Some(format!("has {} names: at most {METADATA} are allowed", pairs.len()));
    }
    pairs.iter().find_map(|(name, value)| {
        if name.is_empty() {
            return Some("has a value without a name".to_owned());
        }
        [name, value].into_iter().find_map(|text| {
            let long = text.chars().count();
            if long > METADATA_TEXT {
                return Some(format!("'{name}' has a text of {long} characters: 256 are allowed"));
            }
            let odd = text.chars().find(|letter| !is_metadata(*letter))?;
            Some(format!("'{name}' holds '{}', which is not allowed", odd.escape_debug()))
        })
    })
}

/// API: the pattern of `RequestMetadataKeyString` and `RequestMetadataValueString`.
fn is_metadata(letter: char) -> bool {
    letter.is_ascii_alphanumeric()
        || matches!(letter, ' ' | '\t'..='\r')
        || ":_@$#=/+,-.".contains(letter)
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null, and must be an object such as {\"seed\": 1}",
        Value::Bool(_) => "true or false, and must be an object such as {\"seed\": 1}",
        Value::Number(_) => "a number, and must be an object such as {\"seed\": 1}",
        Value::String(_) => "a text, and must be an object such as {\"seed\": 1}",
        Value::Array(_) => "a list, and must be an object such as {\"seed\": 1}",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn wrong(parameters: &Parameters) -> Vec<String> {
        faults(parameters).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_the_api_takes_has_no_fault() {
        let parameters = Parameters {
            max_tokens: Some(1),
            temperature: Some(1.0),
            top_p: Some(0.0),
            top_k: Some(500),
            stop_sequences: vec!["\n".into(); STOP_SEQUENCES],
            reasoning: Some(Reasoning::Budget(1)),
            additional_fields: Some(json!({})),
            response_fields: vec!["/a~0b/~1/0".into(); RESPONSE_FIELDS],
            metadata: [("team".into(), String::new()), ("a b".into(), "x=1,y".into())].into(),
            latency: None,
            tier: None,
        };
        assert_eq!(wrong(&parameters), Vec::<String>::new());
        assert_eq!(wrong(&Parameters::default()), Vec::<String>::new());
    }

    #[test]
    fn everything_wrong_is_named_at_its_field() {
        let parameters = Parameters {
            max_tokens: Some(0),
            temperature: Some(1.5),
            top_p: Some(f32::NAN),
            stop_sequences: vec!["a".into(), String::new()],
            reasoning: Some(Reasoning::Budget(0)),
            additional_fields: Some(json!([1])),
            response_fields: vec!["stop".into()],
            metadata: [("owner".into(), "me;you".into())].into(),
            ..Parameters::default()
        };
        assert_eq!(
            wrong(&parameters),
            [
                "max_tokens is 0: it must be at least 1",
                "temperature is 1.5: it goes from 0 to 1",
                "top_p is NaN: it goes from 0 to 1",
                "stop_sequences hold an empty text",
                "reasoning is a budget of 0 tokens: say off instead",
                "metadata 'owner' holds ';', which is not allowed",
                "additional_fields is a list, and must be an object such as {\"seed\": 1}",
                "response_fields hold 'stop', which is no JSON pointer such as /id",
            ]
        );
    }

    #[test]
    fn too_many_and_too_long_are_refused() {
        let parameters = Parameters {
            stop_sequences: vec!["a".into(); STOP_SEQUENCES + 1],
            response_fields: vec![format!("/{}", "a".repeat(RESPONSE_FIELD))],
            metadata: (0..17).map(|n| (n.to_string(), String::new())).collect(),
            ..Parameters::default()
        };
        let fields: Vec<Field> = faults(&parameters).iter().map(|fault| fault.field).collect();
        assert_eq!(fields, [Field::StopSequences, Field::Metadata, Field::ResponseFields]);
        for path in ["", "/~", "/~2", "a"] {
            assert!(!is_pointer(path), "{path}");
        }
    }

    #[test]
    fn what_is_said_of_reasoning_is_read_back() {
        for text in ["off", "adaptive", "4096", "high"] {
            assert_eq!(Reasoning::read(text).unwrap().to_string(), text);
        }
        assert_eq!(Reasoning::read(" HIGH "), Some(Reasoning::Effort("high".into())));
        assert_eq!(Reasoning::read("4k"), None);
        assert_eq!(Reasoning::read("-1"), None);
    }

    #[test]
    fn parameters_kept_by_an_older_version_are_read() {
        let old = r#"{"max_tokens":5,"stop_sequences":["x"],"additional_fields":{"a":1}}"#;
        let read: Parameters = serde_json::from_str(old).unwrap();
        assert_eq!((read.max_tokens, read.tier, read.reasoning), (Some(5), None, None));
        let new = Parameters {
            reasoning: Some(Reasoning::Effort("high".into())),
            tier: Some(super::super::ask::Tier::Flex),
            ..read
        };
        let text = serde_json::to_string(&new).unwrap();
        assert!(text.contains(r#""reasoning":{"effort":"high"}"#), "{text}");
        assert!(text.contains(r#""tier":"flex""#), "{text}");
        assert_eq!(serde_json::from_str::<Parameters>(&text).unwrap(), new);
    }
}
