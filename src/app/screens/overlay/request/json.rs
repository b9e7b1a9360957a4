//! A request, or a part of it, as JSON for the user's own editor, and what came back of it.
//! Not here: the form (state).

use serde_json::Value;

use crate::api::validation;
use crate::app::parts::draft::page::What;
use crate::app::parts::draft::place::Turn;
use crate::app::parts::draft::tree::is_bare;

use super::state::Request;

impl Request {
    /// The JSON of the page shown, or of the value of several parts that is selected, to be edited:
    /// what did not fit last time, else what there is, else the least it needs.
    pub fn json(&self) -> String {
        let place = self.json_place();
        if let Some((_, text)) = self.rejected.as_ref().filter(|(at, _)| *at == place) {
            return text.clone();
        }
        let mut value = self.draft.value_at(&place).filter(|value| !is_bare(value));
        if place.is_empty() {
            value = Some(self.draft.value()).filter(|value| *value != self.known);
            value = value.or_else(|| {
                let mut least = self.draft.skeleton(&place);
                if let (Some(least), Some(known)) = (least.as_object_mut(), self.known.as_object())
                {
                    least.extend(known.clone());
                }
                Some(least)
            });
        }
        let value = value.unwrap_or_else(|| self.draft.skeleton(&place));
        serde_json::to_string_pretty(&value).unwrap_or_default()
    }

    fn json_place(&self) -> Vec<Turn> {
        match self.row() {
            Some(row) if row.what == What::Inside => row.place.clone(),
            _ => self.here.clone(),
        }
    }

    /// Takes edited JSON in, or keeps it aside and says what is wrong with it, by path.
    pub fn take_json(&mut self, text: &str) {
        let place = self.json_place();
        let wrong = self.wrong_with(&place, text);
        if wrong.is_empty() {
            let value: Value = serde_json::from_str(text).unwrap_or_default();
            self.draft.set_value(&place, &value);
            // What names the resource stays as it is.
            for name in &self.fixed {
                if let Some(known) = self.known.get(name) {
                    self.draft.set_value(&[Turn::member(name)], known);
                }
            }
            self.rejected = None;
            self.trouble = None;
            self.refused.clear();
            self.turn_to(self.form.at());
        } else {
            self.rejected = Some((place, text.to_owned()));
            let again = "Edit it again: your text is kept.";
            self.trouble = Some(format!("The JSON was not taken: {}. {again}", wrong.join("; ")));
        }
    }

    fn wrong_with(&self, place: &[Turn], text: &str) -> Vec<String> {
        let value: Value = match serde_json::from_str(text) {
            Ok(value) => value,
            Err(error) => return vec![format!("it is no JSON: {error}")],
        };
        let Some(shape) = self.draft.shape(place) else { return Vec::new() };
        let mut wrong = self.draft.clone().set_value(place, &value);
        for path in &mut wrong {
            path.push_str(" is not known");
        }
        let faults = validation::validate(self.draft.service(), shape, &value);
        wrong.extend(faults.iter().map(|fault| {
            let at = if fault.path.is_empty() { "it".to_owned() } else { fault.place() };
            format!("{}: {}", at.replace(".member", ""), fault.constraint)
        }));
        wrong
    }
}
