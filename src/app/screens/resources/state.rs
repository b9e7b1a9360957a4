//! Which kind is shown, what was read of each, and the one resource that is looked at.
//! Not here: a list itself (board).

use std::collections::HashMap;

use serde_json::Value;

use crate::app::effect::{Effect, QuestionId};
use crate::app::parts::desk::Desk;
use crate::domain::kinds::THROUGHPUT;
use crate::domain::operation::{Answer, Call};
use crate::domain::problem::Problem;
use crate::domain::resource::{Action, Kind};

use super::board::Board;
use super::detail::Detail;
use super::running::Running;
use super::watch::Watches;
use super::wish::Granted;

/// The resources of the account, as far as they were looked at.
#[derive(Debug)]
pub struct Resources {
    kind: &'static Kind,
    boards: HashMap<&'static str, Board>,
    /// What is looked at, over the list: each was reached from the one before.
    details: Vec<Detail>,
    /// Actions on their way.
    pub running: Vec<Running>,
    /// What is read again until it stands still.
    pub watches: Watches,
    /// What is done as soon as all of a resource is read, and what that is read by.
    pub next: Option<(&'static Action, String)>,
    /// The question for what a guardrail makes of a text, and the guardrail's name.
    pub tried: Option<(QuestionId, Call, String)>,
}

impl Default for Resources {
    fn default() -> Self {
        let boards = HashMap::from([(THROUGHPUT.name, Board::new(&THROUGHPUT))]);
        Self {
            kind: &THROUGHPUT,
            boards,
            details: Vec::new(),
            running: Vec::new(),
            watches: Watches::default(),
            next: None,
            tried: None,
        }
    }
}

impl Resources {
    /// The kind shown.
    pub fn kind(&self) -> &'static Kind {
        self.kind
    }

    /// The list shown.
    pub fn board(&self) -> Option<&Board> {
        self.boards.get(self.kind.name)
    }

    /// The same, to be changed.
    pub fn board_mut(&mut self) -> Option<&mut Board> {
        self.boards.get_mut(self.kind.name)
    }

    /// What is looked at.
    pub fn detail(&self) -> Option<&Detail> {
        self.details.last()
    }

    /// The same, to be changed.
    pub fn detail_mut(&mut self) -> Option<&mut Detail> {
        self.details.last_mut()
    }

    /// The names of what is looked at, each reached from the one before.
    pub fn trail(&self) -> impl Iterator<Item = &str> {
        self.details.iter().map(Detail::name)
    }

    /// Shows a kind and reads it anew; what was read before is seen until then.
    pub fn show(&mut self, kind: &'static Kind, desk: &mut Desk) -> Vec<Effect> {
        self.kind = kind;
        self.details.clear();
        if kind.list.single {
            return self.open(Detail::of_only(kind), desk);
        }
        let board = self.boards.entry(kind.name).or_insert_with(|| Board::new(kind));
        if board.reads_anew() { Vec::new() } else { board.read(desk) }
    }

    /// Looks at one, over what was looked at before.
    pub fn open(&mut self, mut detail: Detail, desk: &mut Desk) -> Vec<Effect> {
        let effects = detail.read(desk);
        self.details.push(detail);
        effects
    }

    /// Looks at what was answered, which is not read again.
    pub fn lay(&mut self, detail: Detail) {
        self.details.push(detail);
    }

    /// Goes back to what was looked at before; false where that was nothing.
    pub fn back(&mut self) -> bool {
        let last = usize::from(self.kind.list.single);
        let goes = self.details.len() > last;
        if goes {
            self.details.pop();
        }
        goes
    }

    /// Reads what is shown again.
    pub fn refresh(&mut self, desk: &mut Desk) -> Vec<Effect> {
        let detail = self.details.last_mut().filter(|detail| !detail.is_loading());
        let mut effects = detail.map(|detail| detail.read(desk)).unwrap_or_default();
        if let Some(board) = self.board_mut().filter(|board| !board.reads_anew()) {
            effects.extend(board.read(desk));
        }
        effects
    }

    /// Takes an answer to one of its questions; false where it is to none.
    pub fn answered(
        &mut self,
        question: QuestionId,
        result: &Result<Box<Answer>, Problem>,
    ) -> bool {
        self.boards.values_mut().any(|board| board.answered(question, result))
            || self.details.iter_mut().any(|detail| detail.answered(question, result))
    }

    /// The kind of what a command is done to; none of what the account does not hold.
    pub fn subject_kind(&self) -> Option<&'static Kind> {
        match self.details.last() {
            Some(detail) => detail.kind,
            None => Some(self.kind),
        }
    }

    /// Whether there is something a command could be done to.
    pub fn has_subject(&self) -> bool {
        !self.details.is_empty() || self.board().is_some_and(|board| board.selected().is_some())
    }

    /// Selects one that was just made in the list of its kind, as soon as it is there. What else is
    /// looked at of that kind is left for it.
    pub fn wish(&mut self, kind: &'static Kind, id: &str) {
        self.boards.entry(kind.name).or_insert_with(|| Board::new(kind)).wish(id);
        if self.kind == kind && self.details.last().is_some_and(|detail| detail.id != id) {
            self.details.clear();
        }
    }

    /// What became of the wish for one in the list shown.
    pub fn grant(&mut self, desk: &mut Desk) -> Option<(Granted, Vec<Effect>)> {
        self.board_mut()?.grant(desk)
    }

    /// The list of a kind, where it was read.
    pub fn board_of(&mut self, kind: &Kind) -> Option<&mut Board> {
        self.boards.get_mut(kind.name)
    }

    /// Reads one again, where it is looked at or listed: something was done to it.
    pub fn read_one(&mut self, kind: &'static Kind, id: &str, desk: &mut Desk) -> Vec<Effect> {
        let looked_at = self.details.iter_mut().find(|detail| detail.id == id);
        if let Some(detail) = looked_at {
            return detail.read(desk);
        }
        let board = self.boards.get_mut(kind.name).filter(|board| !board.reads_anew());
        board.map(|board| board.read(desk)).unwrap_or_default()
    }

    /// Shows what was read of one, where it is listed and where it is looked at.
    pub fn learn(&mut self, kind: &Kind, id: &str, body: Value) {
        if let Some(board) = self.boards.get_mut(kind.name) {
            board.merge(id, &body);
        }
        if let Some(detail) = self.details.iter_mut().find(|detail| detail.is_read_by(kind, id)) {
            detail.show(body);
        }
    }

    /// One was deleted: it is in no list any more, and no longer looked at.
    pub fn gone(&mut self, kind: &Kind, id: &str) {
        if let Some(board) = self.boards.get_mut(kind.name) {
            board.remove(id);
        }
        let is = |detail: &Detail| detail.id == id && detail.kind == Some(kind);
        if let Some(at) = self.details.iter().position(is) {
            self.details.truncate(at);
        }
    }

    /// Forgets everything: it is another account's or region's.
    pub fn forget(&mut self) {
        self.boards.clear();
        self.details.clear();
        self.running.clear();
        self.watches.clear();
        self.tried = None;
        self.boards.insert(self.kind.name, Board::new(self.kind));
    }
}
