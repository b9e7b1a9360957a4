//! What the body of InvokeModel must hold, by the family of the model: the members without which a
//! record fails. Each row says where it is known from.
//! Not here: the parameters of Converse (family), or the lines they stand in (records).

use serde_json::{Map, Value};

/// The version every Claude body on Amazon Bedrock names.
const ANTHROPIC: &str = "bedrock-2023-05-31";

/// The body of a family.
#[derive(Debug, PartialEq, Eq)]
pub struct Body {
    /// The family.
    pub name: &'static str,
    /// How its models' ids begin, without the geography of a profile.
    begins: &'static [&'static str],
    needs: &'static [Need],
}

/// Something a body must hold.
#[derive(Debug, PartialEq, Eq)]
enum Need {
    /// A text that is not empty.
    Text(&'static str),
    /// This text and no other.
    Is(&'static str, &'static str),
    /// A whole number above 0.
    Count(&'static str),
    /// An object, where it is there at all.
    MaybeObject(&'static str),
    /// Turns of a conversation, each with a role and content.
    Messages,
    /// The same, their content always a list of blocks.
    Blocks,
    /// At least one of these.
    AnyOf(&'static [&'static str]),
}

use Need::{AnyOf, Blocks, Count, Is, MaybeObject, Messages, Text};

/// The families; the longest beginning wins. The pages are of the Bedrock user guide.
const BODIES: &[Body] = &[
    // `model-parameters-anthropic-claude-messages-request-response`.
    Body {
        name: "Claude",
        begins: &["anthropic.claude-"],
        needs: &[Is("anthropic_version", ANTHROPIC), Count("max_tokens"), Messages],
    },
    // `model-parameters-anthropic-claude-text-completion`.
    Body {
        name: "Claude text completion",
        begins: &["anthropic.claude-v2", "anthropic.claude-instant"],
        needs: &[AnyOf(&["prompt", "messages"])],
    },
    // Nova user guide, `complete-request-schema`.
    Body {
        name: "Nova",
        begins: &[
            "amazon.nova-micro",
            "amazon.nova-lite",
            "amazon.nova-pro",
            "amazon.nova-premier",
            "amazon.nova-2-lite",
        ],
        needs: &[Blocks, MaybeObject("inferenceConfig")],
    },
    // Nova user guide, `image-gen-req-resp-structure` and `embeddings-schema`.
    Body {
        name: "Nova Canvas",
        begins: &["amazon.nova-canvas", "amazon.titan-image-generator"],
        needs: &[Text("taskType")],
    },
    Body {
        name: "Nova embeddings",
        begins: &["amazon.nova-2-multimodal-embeddings"],
        needs: &[Text("taskType")],
    },
    // `model-parameters-titan-text`.
    Body {
        name: "Titan Text",
        begins: &["amazon.titan-text-", "amazon.titan-tg1"],
        needs: &[Text("inputText"), MaybeObject("textGenerationConfig")],
    },
    // `model-parameters-titan-embed-text`.
    Body {
        name: "Titan embeddings",
        begins: &["amazon.titan-embed-text", "amazon.titan-embed-g1"],
        needs: &[Text("inputText")],
    },
    // `model-parameters-titan-embed-mm`.
    Body {
        name: "Titan multimodal embeddings",
        begins: &["amazon.titan-embed-image"],
        needs: &[AnyOf(&["inputText", "inputImage"]), MaybeObject("embeddingConfig")],
    },
    // `model-parameters-meta`.
    Body { name: "Llama", begins: &["meta.llama"], needs: &[Text("prompt")] },
    // `model-parameters-mistral-text-completion`, `model-parameters-mistral-chat-completion`.
    Body { name: "Mistral", begins: &["mistral."], needs: &[AnyOf(&["prompt", "messages"])] },
    // `model-parameters-cohere-command-r-plus`.
    Body { name: "Command R", begins: &["cohere.command-r"], needs: &[Text("message")] },
    // `model-parameters-cohere-command`.
    Body { name: "Command", begins: &["cohere.command-"], needs: &[Text("prompt")] },
    // `model-parameters-embed-v3` and `model-parameters-embed-v4`.
    Body {
        name: "Cohere Embed",
        begins: &["cohere.embed-"],
        needs: &[Text("input_type"), AnyOf(&["texts", "images", "inputs"])],
    },
    // `model-parameters-jamba`.
    Body { name: "Jamba", begins: &["ai21.jamba"], needs: &[Messages] },
    // `model-parameters-deepseek`: a prompt for R1; the later ones speak of messages.
    Body { name: "DeepSeek", begins: &["deepseek."], needs: &[AnyOf(&["prompt", "messages"])] },
    // `model-parameters-openai`; LiteLLM sends the same for gpt-oss in batch jobs (litellm-docs#1408).
    Body { name: "OpenAI", begins: &["openai."], needs: &[Messages] },
];

impl Body {
    /// The body of the model with this id, that of a profile (`GEO.MODEL`), or the ARN of either.
    pub fn of(model: &str) -> Option<&'static Self> {
        let bare = match model.rsplit_once('/') {
            Some((arn, name)) if arn.starts_with("arn:") => name,
            _ => model,
        };
        let names = [Some(bare), bare.split_once('.').map(|(_, rest)| rest)];
        let longest = |body: &&'static Self| {
            let fits =
                |with: &&&str| names.into_iter().flatten().any(|name| name.starts_with(**with));
            body.begins.iter().filter(fits).map(|with| with.len()).max()
        };
        BODIES.iter().filter(|body| longest(body).is_some()).max_by_key(longest)
    }

    /// What is wrong with a body.
    pub fn faults(&self, body: &Map<String, Value>) -> Vec<String> {
        self.needs.iter().flat_map(|need| need.faults(body)).collect()
    }
}

impl Need {
    fn faults(&self, body: &Map<String, Value>) -> Vec<String> {
        let set = |name: &str| body.get(name).filter(|value| !value.is_null());
        let missing = |name: &str| vec![format!("modelInput.{name} is missing")];
        match *self {
            Text(name) => match set(name) {
                None => missing(name),
                Some(Value::String(text)) if !text.is_empty() => Vec::new(),
                Some(Value::String(_)) => vec![format!("modelInput.{name} is empty")],
                Some(other) => vec![format!("modelInput.{name} is {}, not a text", sort(other))],
            },
            Is(name, wanted) => match set(name) {
                None => vec![format!("modelInput.{name} is missing: it must be {wanted}")],
                Some(Value::String(text)) if text == wanted => Vec::new(),
                Some(_) => vec![format!("modelInput.{name} must be {wanted}")],
            },
            Count(name) => match set(name) {
                None => missing(name),
                Some(value) if value.as_u64().is_some_and(|count| count > 0) => Vec::new(),
                Some(_) => vec![format!("modelInput.{name} must be a whole number above 0")],
            },
            MaybeObject(name) => match set(name) {
                None | Some(Value::Object(_)) => Vec::new(),
                Some(other) => vec![format!("modelInput.{name} is {}, not an object", sort(other))],
            },
            Messages => messages(set("messages"), false),
            Blocks => messages(set("messages"), true),
            AnyOf(names) if names.iter().any(|name| set(name).is_some()) => Vec::new(),
            AnyOf(names) => vec![format!("modelInput needs one of {}", names.join(", "))],
        }
    }
}

/// What is wrong with the turns of a conversation.
fn messages(value: Option<&Value>, blocks: bool) -> Vec<String> {
    let turns = match value {
        None => return vec!["modelInput.messages is missing".into()],
        Some(Value::Array(turns)) if !turns.is_empty() => turns,
        Some(Value::Array(_)) => return vec!["modelInput.messages is empty".into()],
        Some(other) => return vec![format!("modelInput.messages is {}, not a list", sort(other))],
    };
    let mut wrong = Vec::new();
    for (at, turn) in turns.iter().enumerate() {
        let place = format!("modelInput.messages[{at}]");
        if !turn.get("role").is_some_and(Value::is_string) {
            wrong.push(format!("{place} has no role"));
        }
        match turn.get("content") {
            Some(Value::Array(content)) if !content.is_empty() => {}
            Some(Value::String(text)) if !text.is_empty() && !blocks => {}
            Some(Value::String(text)) if !text.is_empty() => {
                wrong.push(format!("{place}.content is a text, not a list of blocks"));
            }
            // A turn of an assistant that calls tools may say nothing.
            None | Some(Value::Null) if turn.get("tool_calls").is_some() => {}
            Some(_) => wrong.push(format!("{place}.content is empty")),
            None => wrong.push(format!("{place} has no content")),
        }
    }
    wrong
}

/// What sort of value it is.
pub(crate) fn sort(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn wrong(model: &str, body: &Value) -> Vec<String> {
        Body::of(model).unwrap().faults(body.as_object().unwrap())
    }

    #[test]
    fn a_body_is_found_by_id_profile_and_arn() {
        let name = |model| Body::of(model).map(|body| body.name);
        assert_eq!(name("anthropic.claude-3-haiku-20240307-v1:0"), Some("Claude"));
        assert_eq!(name("us.amazon.nova-pro-v1:0"), Some("Nova"));
        let arn = "arn:aws:bedrock:us-east-1::foundation-model/meta.llama3-8b-instruct-v1:0";
        assert_eq!(name(arn), Some("Llama"));
        assert_eq!(name("anthropic.claude-v2:1"), Some("Claude text completion"));
        assert_eq!(name("cohere.command-r-v1:0"), Some("Command R"));
        assert_eq!(name("nobody.knows"), None);
        assert_eq!(name("arn:aws:bedrock:us-east-1:1:application-inference-profile/abc"), None);
    }

    #[test]
    fn each_family_needs_its_own() {
        let turn = json!([{"role": "user", "content": "hi"}]);
        let blocks = json!([{"role": "user", "content": [{"text": "hi"}]}]);
        let claude =
            json!({"anthropic_version": ANTHROPIC, "max_tokens": 9, "messages": turn.clone()});
        for (model, body) in [
            ("anthropic.claude-sonnet-5", claude),
            ("amazon.nova-lite-v1:0", json!({"messages": blocks, "inferenceConfig": {}})),
            ("amazon.titan-text-express-v1", json!({"inputText": "hi"})),
            ("amazon.titan-embed-text-v2:0", json!({"inputText": "hi"})),
            ("amazon.titan-embed-image-v1", json!({"inputImage": "aGk="})),
            ("amazon.nova-canvas-v1:0", json!({"taskType": "TEXT_IMAGE"})),
            ("amazon.nova-2-multimodal-embeddings-v1:0", json!({"taskType": "SINGLE_EMBEDDING"})),
            ("meta.llama3-8b-instruct-v1:0", json!({"prompt": "hi"})),
            ("mistral.mistral-large-2402-v1:0", json!({"messages": turn})),
            ("cohere.command-r-v1:0", json!({"message": "hi"})),
            ("cohere.command-text-v14", json!({"prompt": "hi"})),
            ("cohere.embed-v4:0", json!({"input_type": "search_query", "texts": ["hi"]})),
            ("ai21.jamba-1-5-mini-v1:0", json!({"messages": turn})),
            ("deepseek.r1-v1:0", json!({"prompt": "hi"})),
            ("openai.gpt-oss-20b-1:0", json!({"messages": turn})),
            ("anthropic.claude-v2", json!({"prompt": "hi"})),
        ] {
            assert_eq!(wrong(model, &body), [] as [String; 0], "{model}");
            let bare = wrong(model, &json!({"nonsense": 1}));
            assert!(!bare.is_empty(), "{model} takes anything");
        }
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place() {
        let body = json!({"anthropic_version": "2023-06-01", "max_tokens": 0, "messages": [{}]});
        assert_eq!(
            wrong("anthropic.claude-sonnet-5", &body),
            [
                "modelInput.anthropic_version must be bedrock-2023-05-31",
                "modelInput.max_tokens must be a whole number above 0",
                "modelInput.messages[0] has no role",
                "modelInput.messages[0] has no content",
            ]
        );
        let body = json!({"messages": [{"role": "user", "content": "hi"}], "inferenceConfig": 3});
        assert_eq!(
            wrong("amazon.nova-lite-v1:0", &body),
            [
                "modelInput.messages[0].content is a text, not a list of blocks",
                "modelInput.inferenceConfig is a number, not an object",
            ]
        );
    }
}
