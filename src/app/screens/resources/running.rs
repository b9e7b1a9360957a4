//! An action on its way, on one resource or several: which are done, which failed and why.
//! Not here: what follows from it (update).

use std::collections::HashMap;

use crate::app::effect::QuestionId;
use crate::domain::operation::Answer;
use crate::domain::problem::Problem;
use crate::domain::resource::{Action, Kind, at, text};

use super::confirming::Subject;

/// An action on its way.
#[derive(Debug)]
pub struct Running {
    /// Of what kind they are.
    pub kind: &'static Kind,
    /// What is done.
    pub action: &'static Action,
    /// On which it is not done yet, by question.
    asked: HashMap<QuestionId, Subject>,
    /// What became of each, in the order of the answers: the name, and why it failed.
    pub ended: Vec<(String, Option<String>)>,
}

/// What became of one.
#[derive(Debug)]
pub struct Ended {
    /// Which.
    pub subject: Subject,
    /// Why it failed.
    pub problem: Option<Problem>,
}

impl Running {
    /// An action that was just asked for.
    pub fn new(
        kind: &'static Kind,
        action: &'static Action,
        asked: HashMap<QuestionId, Subject>,
    ) -> Self {
        Self { kind, action, asked, ended: Vec::new() }
    }

    /// Takes an answer; none where the question is not its own.
    pub fn answered(
        &mut self,
        question: QuestionId,
        result: &Result<Box<Answer>, Problem>,
    ) -> Option<Ended> {
        let subject = self.asked.remove(&question)?;
        let problem = match result {
            Ok(answer) => refused(self.action, answer),
            Err(problem) => Some(problem.clone()),
        };
        self.ended.push((subject.name.clone(), problem.as_ref().map(ToString::to_string)));
        Some(Ended { subject, problem })
    }

    /// Whether all have an answer.
    pub fn is_over(&self) -> bool {
        self.asked.is_empty()
    }

    /// What became of each, in words, where it was more than one.
    pub fn report(&self) -> Vec<String> {
        let word = self.action.word;
        let said = self.ended.iter().map(|(name, why)| match why {
            None => format!("{name}: {word} was accepted."),
            Some(why) => format!("{name}: {why}"),
        });
        said.collect()
    }
}

/// Why an operation that answers for each of several did not do it (API: `BatchDeleteEvaluationJob`
/// answers with errors and a good status).
fn refused(action: &Action, answer: &Answer) -> Option<Problem> {
    let error = at(&answer.body, "errors")?.as_array()?.first()?;
    let (code, message) = (text(error, "code"), text(error, "message"));
    let what = if message.is_empty() { code } else { message };
    let kind = crate::domain::problem::Kind::Validation;
    Some(Problem::new(kind, action.operation, what))
}
