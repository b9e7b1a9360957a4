//! A guardrail tried on a text: which version, as a prompt or an answer, and the text.
//! Not here: what it answers (detail), or sending it (update).

use serde_json::json;

use crate::api::lookup;
use crate::api::plane::Plane;
use crate::app::parts::form::{Check, Field, Form};
use crate::domain::operation::Call;

/// A guardrail tried on a text.
#[derive(Debug)]
pub struct Trial {
    /// What is typed: version, source, text.
    pub form: Form,
    /// What it is called.
    pub name: String,
    guardrail: String,
}

impl Trial {
    /// A trial of this guardrail, one of these versions.
    pub fn of(guardrail: String, name: String, versions: Vec<String>) -> Self {
        let sources = lookup::service(Plane::Runtime).shape("GuardrailContentSource");
        let sources = sources.map(|shape| shape.limits.values.clone()).unwrap_or_default();
        let first = versions.first().cloned().unwrap_or_else(|| "DRAFT".into());
        let source = sources.first().cloned().unwrap_or_default();
        let rule = "DRAFT, or the number of a version";
        let mut form = Form::new(vec![
            Field::line("text", "Text", "what is to be checked", Check::Free).needed(),
            Field::choice(
                "source",
                "Source",
                "INPUT as a prompt, OUTPUT as an answer",
                sources,
                Check::Free,
            )
            .with(&source)
            .needed(),
            Field::choice("version", "Version", rule, versions, Check::Free).with(&first).needed(),
        ]);
        form.check();
        Self { form, name, guardrail }
    }

    /// The call that tries it; none while something is missing.
    pub fn call(&mut self) -> Option<Call> {
        self.form.check();
        if self.form.select_fault() {
            return None;
        }
        let input = json!({
            "guardrailIdentifier": self.guardrail,
            "guardrailVersion": self.form.value("version"),
            "source": self.form.value("source"),
            "content": [{ "text": { "text": self.form.value("text") } }],
            "outputScope": "FULL",
        });
        Some(Call::new("ApplyGuardrail", input))
    }
}
