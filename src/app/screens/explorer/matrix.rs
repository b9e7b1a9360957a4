//! One model looked up in several regions at once: offered, authorised, agreed to.
//! Not here: which regions (the configuration), or the words of a single answer (domain::access).

use serde_json::json;

use crate::app::effect::{Effect, QuestionId};
use crate::app::parts::desk::Desk;
use crate::app::parts::remote::Remote;
use crate::domain::access::Access;
use crate::domain::catalog::Entry;
use crate::domain::operation::{Answer, Call};
use crate::domain::problem::Problem;

/// The matrix.
#[derive(Debug)]
pub struct Matrix {
    /// The foundation model.
    pub model: Entry,
    /// What each region answers, in the order of the configuration.
    pub rows: Vec<(String, Remote<Access>)>,
    /// The first row shown.
    pub top: usize,
}

impl Matrix {
    /// Of this model, and what asks the regions.
    pub fn of(model: Entry, regions: &[String], desk: &mut Desk) -> (Self, Vec<Effect>) {
        let mut effects = Vec::new();
        let rows = regions.iter().map(|region| {
            let question = desk.question();
            let mut remote = Remote::NotAsked;
            remote.ask(question.0);
            let input = json!({ "modelId": model.id });
            let call = Call::new("GetFoundationModelAvailability", input).in_region(region);
            effects.push(Effect::Operate(question, Box::new(call)));
            (region.clone(), remote)
        });
        let rows = rows.collect();
        (Self { model, rows, top: 0 }, effects)
    }

    /// Takes the answer to one of its questions; false where it is not its own or late.
    pub fn answered(
        &mut self,
        question: QuestionId,
        result: &Result<Box<Answer>, Problem>,
    ) -> bool {
        self.rows.iter_mut().any(|(_, remote)| {
            let access = result.as_ref().map(|answer| Access::of(&answer.body));
            remote.answer(question.0, access.map_err(Clone::clone))
        })
    }

    /// How many regions answered, or could not.
    pub fn came(&self) -> usize {
        self.rows.iter().filter(|(_, remote)| !remote.is_loading()).count()
    }

    /// Scrolls by so many rows, where so many are seen.
    pub fn scroll(&mut self, by: isize, height: usize) {
        let lowest = self.rows.len().saturating_sub(height);
        self.top = self.top.saturating_add_signed(by).min(lowest);
    }
}
