//! Full-text search over all conversations, as one types.
//! Not here: the index (the store).

use crate::app::effect::{Effect, Lane, QuestionId};
use crate::app::parts::desk::Desk;
use crate::app::parts::editor::Editor;
use crate::app::parts::list::List;
use crate::domain::archive::{Hit, Query};
use crate::domain::problem::Problem;

/// Hits read at a time.
const PAGE: u64 = 50;

/// The search.
#[derive(Debug)]
pub struct Search {
    /// What is typed.
    pub line: Editor,
    /// The selection.
    pub list: List,
    /// The hits read so far.
    pub hits: Vec<Hit>,
    /// Whether there are more.
    pub more: bool,
    /// What went wrong.
    pub problem: Option<Problem>,
    asked: Option<QuestionId>,
    answered: bool,
}

impl Search {
    /// A search for nothing yet.
    pub fn new() -> Self {
        Self {
            line: Editor::one_line(),
            list: List::default(),
            hits: Vec::new(),
            more: false,
            problem: None,
            asked: None,
            answered: false,
        }
    }

    /// What is typed has changed. The hits shown stay until the new ones are here.
    pub fn typed(&mut self, desk: &mut Desk) -> Vec<Effect> {
        if self.line.text().trim().is_empty() {
            *self = Self { line: std::mem::take(&mut self.line), ..Self::new() };
            return Vec::new();
        }
        self.ask(0, desk)
    }

    /// Asks for more hits when the selection comes near the end of what was read.
    pub fn read_on(&mut self, desk: &mut Desk) -> Vec<Effect> {
        if !self.more
            || self.asked.is_some()
            || self.list.selected().unwrap_or(0) + 10 < self.hits.len()
        {
            return Vec::new();
        }
        self.ask(self.hits.len() as u64, desk)
    }

    fn ask(&mut self, offset: u64, desk: &mut Desk) -> Vec<Effect> {
        let question = desk.question();
        self.asked = Some(question);
        let query = Query::Search { text: self.line.text(), offset, limit: PAGE };
        vec![Effect::Find(question, Lane::Search, query)]
    }

    /// Whether this question is the one it waits for.
    pub fn asked(&self, question: QuestionId) -> bool {
        self.asked == Some(question)
    }

    /// Whether it waits for hits.
    pub fn waits(&self) -> bool {
        self.asked.is_some()
    }

    /// Whether what is typed was answered.
    pub fn answered(&self) -> bool {
        self.answered
    }

    /// Hits of a page; one for another text replaces what was there.
    pub fn found(&mut self, offset: u64, hits: Vec<Hit>, more: bool) {
        self.asked = None;
        self.answered = true;
        self.problem = None;
        self.more = more;
        if offset == 0 {
            self.hits = hits;
            self.list.restart(self.hits.len());
        } else {
            self.hits.extend(hits);
            self.list.update(self.hits.len(), None);
        }
    }

    /// The search failed.
    pub fn failed(&mut self, problem: Problem) {
        self.asked = None;
        self.problem = Some(problem);
    }

    /// The selected hit.
    pub fn selected(&self) -> Option<&Hit> {
        self.hits.get(self.list.selected()?)
    }
}

impl Default for Search {
    fn default() -> Self {
        Self::new()
    }
}
