//! The parameters of a conversation as a form: what its model takes, and what is left out and why.
//! Not here: the form itself (parts), the rules (domain), or what accepting does (update).

use serde_json::Value;

use crate::app::parts::desk::Desk;
use crate::app::parts::editor::Editor;
use crate::app::parts::form::{Check, Field as Row, Form, Note};
use crate::app::parts::items;
use crate::domain::ask::{Latency, Parameters, Reasoning, Tier};
use crate::domain::family::{Sampling, Style, Terms, TopK};
use crate::domain::fitting::{NO_SYSTEM, fit, latency_note};
use crate::domain::limits::{self, Field};
use crate::domain::price::Served;

/// The row that names the preset last loaded.
pub const PRESET: &str = "preset";
/// The row of the system prompt.
pub const SYSTEM: &str = "system";

/// The form, and what it is judged by.
#[derive(Debug)]
pub struct Sheet {
    /// The rows.
    pub form: Form,
    /// The model's id and name.
    pub model: (String, String),
    /// The system prompt.
    pub system: String,
    terms: Terms,
    /// Tiers the price table has no price for.
    unpriced: Vec<Tier>,
    /// The preset last loaded.
    loaded: Option<String>,
    before: String,
}

impl Sheet {
    /// The form of these parameters for a model.
    pub fn new(desk: &Desk, model: &str, system: &str, parameters: &Parameters) -> Self {
        let terms = desk.terms(model);
        let price = desk.price(model);
        let priced = |tier: Tier| match (tier, price) {
            (_, None) | (Tier::Default, _) => true,
            (Tier::Flex, Some(price)) => price.flex.is_some(),
            (Tier::Priority, Some(price)) => price.priority.is_some(),
            (Tier::Reserved, Some(_)) => false,
        };
        let unpriced = Tier::ALL.into_iter().filter(|tier| !priced(*tier)).collect();
        let mut form = Form::new(rows(&terms));
        fill(&mut form, parameters);
        form.settle();
        let mut sheet = Self {
            form,
            model: (model.to_owned(), desk.model_name(model).to_owned()),
            system: system.to_owned(),
            terms,
            unpriced,
            loaded: None,
            before: system.to_owned(),
        };
        sheet.form.select(2);
        sheet.judge(desk);
        sheet
    }

    /// Puts other parameters into the rows.
    pub fn load(&mut self, name: &str, parameters: &Parameters, desk: &Desk) {
        fill(&mut self.form, parameters);
        self.loaded = Some(name.to_owned());
        self.judge(desk);
    }

    /// Puts another system prompt beside them.
    pub fn set_system(&mut self, text: &str, desk: &Desk) {
        text.clone_into(&mut self.system);
        self.judge(desk);
    }

    /// Whether anything is other than it was.
    pub fn is_changed(&self) -> bool {
        let changed = |row: &Row| row.name != PRESET && row.name != SYSTEM && row.is_changed();
        self.system != self.before || self.form.fields().iter().any(changed)
    }

    /// The parameters as they stand in the rows; none where something is wrong.
    pub fn parameters(&self) -> Option<Parameters> {
        let wrong = |row: &Row| matches!(row.note, Some(Note::Error(_)));
        if self.form.fields().iter().any(wrong) { None } else { read(&self.form).ok() }
    }

    /// The name of the preset these parameters are, or were before they were changed.
    fn preset(&self, parameters: &Parameters, desk: &Desk) -> String {
        let kept = desk.shelf.presets.iter().map(|preset| (&preset.name, &preset.parameters));
        let fixed = desk.settings.presets.iter().map(|(name, parameters)| (name, parameters));
        let mut same = kept.chain(fixed).filter(|(_, preset)| *preset == parameters);
        match (same.next(), &self.loaded) {
            (Some((name, _)), _) => name.clone(),
            (None, Some(loaded)) => format!("{loaded}, changed"),
            (None, None) => String::new(),
        }
    }

    /// Changes what is typed in the selected row.
    pub fn typed(&mut self, changes: impl FnOnce(&mut Editor) -> bool, desk: &Desk) {
        if self.form.line().is_some_and(changes) {
            self.judge(desk);
        }
    }

    /// Says of every row what is to be said of it now.
    pub fn judge(&mut self, desk: &Desk) {
        let summary = match (self.system.lines().next(), desk.persona(&self.system)) {
            (_, Some(persona)) => persona.to_owned(),
            (first, None) => first.unwrap_or_default().to_owned(),
        };
        self.form.set(SYSTEM, &summary);
        self.form.check();
        let Ok(parameters) = read(&self.form) else { return };
        self.form.set(PRESET, &self.preset(&parameters, desk));
        let faults = limits::faults(&parameters);
        let fitted = fit(&parameters, &self.system, &self.terms);
        for row in self.form.fields_mut().filter(|row| row.note.is_none()) {
            if row.name == SYSTEM {
                let said = format!("not sent: {NO_SYSTEM}");
                row.note = fitted.no_system.then_some(Note::Warning(said));
                continue;
            }
            let Some(field) = Field::ALL.into_iter().find(|field| field.name() == row.name) else {
                continue;
            };
            let fault = faults.iter().find(|fault| fault.field == field);
            row.note = match (fault, fitted.why(field)) {
                (Some(fault), _) => Some(Note::Error(fault.what.clone())),
                (None, Some(out)) if out.slip => {
                    Some(Note::Error(format!("cannot be sent: {}", out.why)))
                }
                (None, Some(out)) => Some(Note::Warning(format!("not sent: {}", out.why))),
                (None, None) => remark(field, &parameters, &self.terms, &self.unpriced),
            };
        }
    }
}

/// What is worth knowing of a value that is sent.
fn remark(field: Field, parameters: &Parameters, terms: &Terms, unpriced: &[Tier]) -> Option<Note> {
    match field {
        Field::MaxTokens => {
            let most = terms.max_output?;
            let over =
                u64::try_from(parameters.max_tokens?).ok().filter(|tokens| *tokens > most)?;
            let said = format!("{over} may be refused: this model answers with at most {most}");
            Some(Note::Warning(said))
        }
        Field::Latency => {
            latency_note(parameters.latency, terms).map(|said| Note::Warning(said.into()))
        }
        Field::Tier => {
            let tier = parameters.tier.filter(|tier| unpriced.contains(tier))?;
            let known = Served::by(Some(tier.word()), None) != Served::Unpriced;
            let said = if known {
                "no price of this tier is known: the cost will be ?"
            } else {
                "billed by capacity and not by token: the cost will be ?"
            };
            Some(Note::Info(said.into()))
        }
        _ => None,
    }
}

fn rows(terms: &Terms) -> Vec<Row> {
    let mut rows = vec![
        Row::link(PRESET, "Preset", "Enter loads a named set of parameters, or keeps these as one"),
        Row::link(SYSTEM, "System prompt", "Enter opens its editor, and the personas"),
    ];
    rows.extend(limits_and_sampling(terms));
    rows.extend([
        Row::choice(
            Field::Reasoning.name(),
            "Reasoning",
            &reasoning_rule(terms),
            terms.reasoning.all().iter().map(ToString::to_string).collect(),
            Check::By(|text| match Reasoning::read(text) {
                Some(_) => Ok(()),
                None => Err(format!("is '{text}': a word, or a budget of tokens")),
            }),
        ),
        line(
            Field::StopSequences,
            "Stop sequences",
            "texts that end the answer, commas between; \"\\n\" in quotes; at most 2500",
            Check::By(|text| items::texts(text).map(|_| ())),
        ),
    ]);
    rows.extend(service());
    rows
}

fn line(field: Field, label: &'static str, rule: &str, check: Check) -> Row {
    Row::line(field.name(), label, rule, check)
}

fn limits_and_sampling(terms: &Terms) -> [Row; 4] {
    let most = terms.max_output.map(|most| format!("; this model answers with at most {most}"));
    let tokens = format!("{}{}", Field::MaxTokens.rule(), most.unwrap_or_default());
    let (temperature, top_p) = match terms.sampling {
        Sampling::All => ("a number from 0 to 1", "a number from 0 to 1"),
        Sampling::One => (
            "a number from 0 to 1; not together with top-p",
            "a number from 0 to 1; not together with temperature",
        ),
        Sampling::Refused => ("this model refuses it", "this model refuses it"),
    };
    [
        line(Field::MaxTokens, "Max tokens", &tokens, Check::Whole(1, i64::from(i32::MAX))),
        line(Field::Temperature, "Temperature", temperature, Check::Number(0.0, 1.0)),
        line(Field::TopP, "Top-p", top_p, Check::Number(0.0, 1.0)),
        line(Field::TopK, "Top-k", &top_k_rule(terms), Check::Whole(0, i64::from(u32::MAX))),
    ]
}

/// What concerns the service, and what is written by hand.
fn service() -> [Row; 5] {
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    [
        Row::choice(
            Field::Tier.name(),
            "Service tier",
            Field::Tier.rule(),
            words(&Tier::ALL.map(Tier::word)),
            Check::By(|text| match Tier::read(text) {
                Some(_) => Ok(()),
                None => Err(format!("is '{text}': {}", Field::Tier.rule())),
            }),
        ),
        Row::choice(
            Field::Latency.name(),
            "Latency",
            Field::Latency.rule(),
            words(&Latency::ALL.map(Latency::word)),
            Check::By(|text| match Latency::read(text) {
                Some(_) => Ok(()),
                None => Err(format!("is '{text}': {}", Field::Latency.rule())),
            }),
        ),
        line(
            Field::Metadata,
            "Request metadata",
            "NAME=VALUE, commas between; at most 16, each of at most 256 characters",
            Check::By(|text| items::pairs(text).map(|_| ())),
        ),
        line(
            Field::AdditionalFields,
            "Additional fields",
            "a JSON object for the model (additionalModelRequestFields); wins over the rows above",
            Check::By(|text| match serde_json::from_str::<Value>(text) {
                Ok(Value::Object(_)) => Ok(()),
                Ok(_) => Err("is JSON, but no object such as {\"seed\": 7}".into()),
                Err(error) => Err(format!("is no JSON: {error}")),
            }),
        ),
        line(
            Field::ResponseFields,
            "Response fields",
            "JSON pointers such as /stop_sequence, commas between; at most 10",
            Check::By(|text| items::texts(text).map(|_| ())),
        ),
    ]
}

fn top_k_rule(terms: &Terms) -> String {
    match terms.top_k {
        TopK::Takes { path, least, most } => {
            format!("a whole number from {least} to {most}, sent as {}", path.join("."))
        }
        TopK::None => "this model has none".into(),
        TopK::Unknown => "its name is not known for this model: use the additional fields".into(),
    }
}

fn reasoning_rule(terms: &Terms) -> String {
    match terms.reasoning.style {
        Style::Never => "this model does not reason".into(),
        Style::Always => "this model always reasons, in its own way".into(),
        Style::Unknown => "not known for this model: use the additional fields".into(),
        Style::Thinking { .. } if terms.sampling != Sampling::Refused => {
            format!(
                "{}; while it reasons, temperature, top-p and top-k are not sent",
                terms.reasoning.words()
            )
        }
        Style::Config => format!(
            "{}; beside high, max tokens, temperature, top-p and top-k are not sent",
            terms.reasoning.words()
        ),
        _ => terms.reasoning.words(),
    }
}

fn fill(form: &mut Form, parameters: &Parameters) {
    for field in Field::ALL {
        form.set(field.name(), &items::parameter(parameters, field));
    }
}

/// The parameters in the rows.
///
/// # Errors
/// A value that cannot be read; the row's own check says so.
fn read(form: &Form) -> Result<Parameters, String> {
    let value = |field: Field| form.value(field.name());
    let fields = value(Field::AdditionalFields);
    let fields = (!fields.is_empty()).then(|| serde_json::from_str(&fields));
    Ok(Parameters {
        max_tokens: number(&value(Field::MaxTokens))?,
        temperature: number(&value(Field::Temperature))?,
        top_p: number(&value(Field::TopP))?,
        top_k: number(&value(Field::TopK))?,
        stop_sequences: items::texts(&value(Field::StopSequences))?,
        reasoning: Reasoning::read(&value(Field::Reasoning)),
        additional_fields: fields.transpose().map_err(|error| error.to_string())?,
        response_fields: items::texts(&value(Field::ResponseFields))?,
        metadata: items::pairs(&value(Field::Metadata))?,
        latency: Latency::read(&value(Field::Latency)),
        tier: Tier::read(&value(Field::Tier)),
    })
}

fn number<T: std::str::FromStr>(text: &str) -> Result<Option<T>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| format!("is {text}"))
}

#[cfg(test)]
#[path = "parameters/tests.rs"]
mod tests;
