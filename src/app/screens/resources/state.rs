//! Which kind is shown, what was read of each, and the one resource that is looked at.
//! Not here: a list itself (board).

use std::collections::HashMap;

use crate::app::effect::{Effect, QuestionId};
use crate::app::parts::desk::Desk;
use crate::domain::kinds::THROUGHPUT;
use crate::domain::operation::Answer;
use crate::domain::problem::Problem;
use crate::domain::resource::Kind;

use super::board::Board;
use super::detail::Detail;

/// The resources of the account, as far as they were looked at.
#[derive(Debug)]
pub struct Resources {
    kind: &'static Kind,
    boards: HashMap<&'static str, Board>,
    /// What is looked at, over the list: each was reached from the one before.
    details: Vec<Detail>,
}

impl Default for Resources {
    fn default() -> Self {
        let boards = HashMap::from([(THROUGHPUT.name, Board::new(&THROUGHPUT))]);
        Self { kind: &THROUGHPUT, boards, details: Vec::new() }
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
        if board.is_loading() { Vec::new() } else { board.read(desk) }
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
        if let Some(board) = self.board_mut().filter(|board| !board.is_loading()) {
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

    /// Forgets everything: it is another account's or region's.
    pub fn forget(&mut self) {
        self.boards.clear();
        self.details.clear();
        self.boards.insert(self.kind.name, Board::new(self.kind));
    }
}
