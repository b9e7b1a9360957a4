//! Parameters made to fit a model: what is sent of them, and what is left out with the reason why.
//! Not here: what a model takes (family), or writing it into a request (the aws floor).

use serde_json::{Map, Value, json};

use super::ask::{Latency, Parameters, Reasoning};
use super::family::{Sampling, Style, Terms, TopK};
use super::limits::Field;

/// What is sent.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Fitted {
    /// The parameters to send: top-k and reasoning have become members of `additional_fields`.
    pub parameters: Parameters,
    /// What was set and is not sent.
    pub left_out: Vec<LeftOut>,
    /// The system prompt is not sent, for the model takes none.
    pub no_system: bool,
}

/// A parameter that was set and is not sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// Which.
    pub field: Field,
    /// Why, in words that follow "not sent:".
    pub why: String,
    /// Another value would be sent: this one is a slip, not a thing the model refuses.
    pub slip: bool,
}

impl Fitted {
    /// What is left out, a sentence each.
    pub fn sentences(&self) -> Vec<String> {
        let system = self.no_system.then(|| format!("The system prompt is not sent: {NO_SYSTEM}."));
        let rest = self
            .left_out
            .iter()
            .map(|out| format!("{} is not sent: {}.", out.field.name(), out.why));
        system.into_iter().chain(rest).collect()
    }

    /// Why a field is left out, where it is.
    pub fn why(&self, field: Field) -> Option<&LeftOut> {
        self.left_out.iter().find(|out| out.field == field)
    }
}

/// Why a system prompt is not sent.
pub const NO_SYSTEM: &str = "this model takes none";
const BY_HAND: &str = "how this model takes it is not known; give it in the additional fields";

/// Makes parameters fit a model. The user's own additional fields are laid over what is made of
/// top-k and reasoning, member by member, and win.
pub fn fit(parameters: &Parameters, system: &str, terms: &Terms) -> Fitted {
    let mut fitted = Fitted {
        parameters: Parameters { top_k: None, reasoning: None, ..parameters.clone() },
        left_out: Vec::new(),
        no_system: !system.is_empty() && !terms.system,
    };
    let own = parameters.additional_fields.clone();
    let mut fields = Value::Object(Map::new());
    if let Some(how) = &parameters.reasoning {
        match reasoning(how, parameters.max_tokens, terms) {
            Ok(made) => merge(&mut fields, made),
            Err((why, slip)) => fitted.leave(Field::Reasoning, why, slip),
        }
    }
    let mut thinking = fields.clone();
    if let Some(own) = own.clone() {
        merge(&mut thinking, own);
    }
    refuse(&mut fitted, parameters, &thinking, terms);
    if let Some(top_k) = parameters.top_k.filter(|_| fitted.why(Field::TopK).is_none()) {
        match self::top_k(top_k, terms) {
            Ok(made) => merge(&mut fields, made),
            Err((why, slip)) => fitted.leave(Field::TopK, why, slip),
        }
    }
    if let Some(own) = own {
        merge(&mut fields, own);
        fitted.parameters.additional_fields = Some(fields);
    } else {
        let made = fields.as_object().is_some_and(|fields| !fields.is_empty());
        fitted.parameters.additional_fields = made.then_some(fields);
    }
    fitted
}

impl Fitted {
    fn leave(&mut self, field: Field, why: impl Into<String>, slip: bool) {
        match field {
            Field::MaxTokens => self.parameters.max_tokens = None,
            Field::Temperature => self.parameters.temperature = None,
            Field::TopP => self.parameters.top_p = None,
            _ => {}
        }
        self.left_out.push(LeftOut { field, why: why.into(), slip });
    }
}

/// Leaves out what the model refuses, always or because of the reasoning that is asked for.
fn refuse(fitted: &mut Fitted, parameters: &Parameters, thinking: &Value, terms: &Terms) {
    let set = |field: Field| match field {
        Field::MaxTokens => parameters.max_tokens.is_some(),
        Field::Temperature => parameters.temperature.is_some(),
        Field::TopP => parameters.top_p.is_some(),
        Field::TopK => parameters.top_k.is_some(),
        _ => false,
    };
    let kin = [Field::Temperature, Field::TopP, Field::TopK];
    let (fields, why): (&[Field], &str) = match forbids(thinking, terms) {
        _ if terms.sampling == Sampling::Refused => (&kin, "this model refuses it"),
        Forbids::Sampling => (&kin, "this model refuses it while it reasons"),
        Forbids::Limits => (
            &[Field::MaxTokens, Field::Temperature, Field::TopP, Field::TopK],
            "this model refuses it beside a high effort",
        ),
        Forbids::Nothing if terms.sampling == Sampling::One && set(Field::Temperature) => {
            (&[Field::TopP], "this model refuses it beside temperature")
        }
        Forbids::Nothing => (&[], ""),
    };
    for field in fields.iter().filter(|field| set(**field)) {
        fitted.leave(*field, why, false);
    }
}

enum Forbids {
    Nothing,
    Sampling,
    Limits,
}

/// What the reasoning asked for forbids, whether by a parameter or by hand. Claude: Bedrock user
/// guide, `claude-messages-extended-thinking` ("isn't compatible with temperature, top_p, or top_k
/// modifications"). Nova 2: "Temperature, topP and topK cannot be used with maxReasoningEffort set
/// to high", and maxTokens neither (`extended-thinking` of its user guide).
fn forbids(thinking: &Value, terms: &Terms) -> Forbids {
    let word = |pointer: &str| thinking.pointer(pointer).and_then(Value::as_str);
    match terms.reasoning.style {
        Style::Thinking { .. } => match word("/thinking/type") {
            Some("enabled" | "adaptive") => Forbids::Sampling,
            _ => Forbids::Nothing,
        },
        Style::Config if word("/reasoningConfig/type") == Some("enabled") => {
            match word("/reasoningConfig/maxReasoningEffort") {
                Some("high") => Forbids::Limits,
                _ => Forbids::Nothing,
            }
        }
        _ => Forbids::Nothing,
    }
}

/// The additional fields that ask for this reasoning, or why there are none, and whether that is a
/// slip.
fn reasoning(
    how: &Reasoning,
    max_tokens: Option<i32>,
    terms: &Terms,
) -> Result<Value, (String, bool)> {
    let forms = &terms.reasoning;
    match forms.style {
        Style::Unknown => return Err((BY_HAND.into(), false)),
        Style::Never if *how == Reasoning::Off => return Ok(json!({})),
        Style::Never => return Err(("this model does not reason".into(), false)),
        Style::Always => return Err(("this model always reasons, in its own way".into(), false)),
        Style::Thinking { .. } | Style::Config | Style::Flat | Style::Nested => {}
    }
    let takes = || format!("this model takes {}", forms.words());
    match how {
        Reasoning::Off if !forms.off => {
            return Err(("this model always reasons".into(), false));
        }
        Reasoning::Adaptive if !forms.adaptive => return Err((takes(), false)),
        Reasoning::Effort(word) if !forms.efforts.contains(&word.as_str()) => {
            return Err((takes(), !forms.efforts.is_empty()));
        }
        Reasoning::Budget(tokens) => match forms.budget {
            None => return Err((takes(), false)),
            Some(least) if *tokens < least => {
                return Err((format!("its budget must be {least} tokens or more"), true));
            }
            Some(_) => {
                let most = max_tokens.and_then(|most| u32::try_from(most).ok());
                if let Some(most) = most.filter(|most| most <= tokens) {
                    let why = format!("its budget must be less than max_tokens, which is {most}");
                    return Err((why, true));
                }
            }
        },
        _ => {}
    }
    Ok(written(how, forms.style))
}

fn written(how: &Reasoning, style: Style) -> Value {
    match (style, how) {
        (Style::Thinking { .. }, Reasoning::Off) => json!({"thinking": {"type": "disabled"}}),
        (Style::Thinking { .. }, Reasoning::Budget(tokens)) => {
            json!({"thinking": {"type": "enabled", "budget_tokens": tokens}})
        }
        (Style::Thinking { display }, how) => {
            let mut fields = json!({"thinking": {"type": "adaptive"}});
            if display {
                merge(&mut fields, json!({"thinking": {"display": "summarized"}}));
            }
            if let Reasoning::Effort(word) = how {
                merge(&mut fields, json!({"output_config": {"effort": word}}));
            }
            fields
        }
        (Style::Config, Reasoning::Effort(word)) => {
            json!({"reasoningConfig": {"type": "enabled", "maxReasoningEffort": word}})
        }
        (Style::Config, _) => json!({"reasoningConfig": {"type": "disabled"}}),
        (Style::Flat, Reasoning::Effort(word)) => json!({"reasoning_effort": word}),
        (Style::Nested, Reasoning::Effort(word)) => json!({"reasoning": {"effort": word}}),
        (Style::Nested, Reasoning::Off) => json!({"reasoning": {"effort": "none"}}),
        _ => json!({}),
    }
}

fn top_k(top_k: u32, terms: &Terms) -> Result<Value, (String, bool)> {
    match terms.top_k {
        TopK::Takes { least, most, .. } if !(least..=most).contains(&top_k) => {
            Err((format!("this model takes {least} to {most}"), true))
        }
        TopK::Takes { path, .. } => {
            Ok(path.iter().rev().fold(json!(top_k), |value, name| json!({*name: value})))
        }
        TopK::None => Err(("this model has none".into(), false)),
        TopK::Unknown => Err((BY_HAND.into(), false)),
    }
}

/// Lays one JSON value over another: objects member by member, anything else as a whole.
fn merge(base: &mut Value, over: Value) {
    match (base, over) {
        (Value::Object(base), Value::Object(over)) => {
            for (name, value) in over {
                merge(base.entry(name).or_insert(Value::Null), value);
            }
        }
        (base, over) => *base = over,
    }
}

/// What a model is known to make of the latency asked for; none where nothing is.
pub fn latency_note(latency: Option<Latency>, terms: &Terms) -> Option<&'static str> {
    let doubtful = latency == Some(Latency::Optimized) && !terms.optimized;
    doubtful.then_some("AWS does not list this model for it: it may be refused")
}

#[cfg(test)]
#[path = "fitting/tests.rs"]
mod tests;
