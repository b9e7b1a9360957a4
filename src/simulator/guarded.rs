//! A guardrail over a conversation: what the caller's last turn and the model's answer become under
//! it, and the trace of that. What a guardrail finds is told by `resource::guardrail_assessment`.

use crate::simulator::completion::{Block, Completion};
use crate::simulator::resource::account::Account;
use crate::simulator::resource::guardrail;
use crate::simulator::resource::guardrail_assessment;
use crate::simulator::resource::record::Body;
use crate::simulator::service_error::ServiceError;
use serde_json::{Value, json};

/// A guardrail that a request asks for.
pub(crate) struct Guarded {
    id: String,
    body: Body,
    traced: bool,
}

impl Guarded {
    /// The guardrail of `guardrailConfig`; none when it is not given.
    pub(crate) fn read(account: &Account, input: &Value) -> Result<Option<Self>, ServiceError> {
        let config = &input["guardrailConfig"];
        let Some(id) = config["guardrailIdentifier"].as_str().filter(|id| !id.is_empty()) else {
            return Ok(None);
        };
        let version = config["guardrailVersion"].as_str().unwrap_or("DRAFT");
        let mut body = guardrail::applied(&account.settled(), id, version)?;
        // A conversation names no sources to be held against here.
        body.remove("contextualGroundingPolicy");
        let traced = config["trace"].as_str().is_some_and(|trace| trace != "disabled");
        let id = body.get("guardrailId").and_then(Value::as_str).unwrap_or(id).to_owned();
        Ok(Some(Self { id, body, traced }))
    }

    /// The answer as the guardrail lets it pass.
    pub(crate) fn over(
        &self,
        input: &Value,
        mut completion: Completion,
    ) -> Result<Completion, ServiceError> {
        let mut trace = json!({});
        let asked = self.assess("INPUT", &last_turn(input))?;
        let blocked = asked.as_ref().filter(|told| told.blocked);
        if let Some(told) = blocked {
            completion.blocks = vec![Block::Text(told.text.clone())];
            completion.usage.output = 0;
            "guardrail_intervened".clone_into(&mut completion.stop.reason);
        }
        let answer = if blocked.is_some() { None } else { self.answer(&mut completion)? };
        if let Some(told) = asked {
            trace["inputAssessment"] = json!({ &self.id: told.assessment });
        }
        if let Some(assessment) = answer {
            trace["outputAssessments"] = json!({ &self.id: [assessment] });
        }
        if self.traced {
            completion.trace = Some(json!({ "guardrail": trace }));
        }
        Ok(completion)
    }

    /// Holds the answer's text against the guardrail, and tells the assessment.
    fn answer(&self, completion: &mut Completion) -> Result<Option<Value>, ServiceError> {
        let texts = completion.blocks.iter_mut().filter_map(|block| match block {
            Block::Text(text) => Some(text),
            _ => None,
        });
        let mut assessment = None;
        for text in texts {
            let Some(told) = self.assess("OUTPUT", text)? else { continue };
            if told.intervened {
                text.clone_from(&told.text);
                "guardrail_intervened".clone_into(&mut completion.stop.reason);
            }
            assessment = Some(told.assessment);
        }
        Ok(assessment)
    }

    fn assess(&self, source: &str, text: &str) -> Result<Option<Told>, ServiceError> {
        if text.is_empty() {
            return Ok(None);
        }
        let request = json!({"source": source, "content": [{"text": {"text": text}}]});
        let told = guardrail_assessment::assess(&self.body, &request)?;
        Ok(Some(Told {
            intervened: told["action"] == "GUARDRAIL_INTERVENED",
            blocked: told["actionReason"] == "Guardrail blocked.",
            text: told["outputs"][0]["text"].as_str().unwrap_or_default().to_owned(),
            assessment: told["assessments"][0].clone(),
        }))
    }
}

/// What became of a text.
struct Told {
    intervened: bool,
    blocked: bool,
    text: String,
    assessment: Value,
}

/// The text of the last turn; where parts of it are marked to be guarded, of those alone.
fn last_turn(input: &Value) -> String {
    let last = input["messages"].as_array().and_then(|messages| messages.last());
    let blocks = last.and_then(|message| message["content"].as_array());
    let of = |pointer: &str| -> Vec<&str> {
        let texts = blocks.into_iter().flatten();
        texts.filter_map(|block| block.pointer(pointer)?.as_str()).collect()
    };
    let marked = of("/guardContent/text/text");
    if marked.is_empty() { of("/text").join("\n") } else { marked.join("\n") }
}
