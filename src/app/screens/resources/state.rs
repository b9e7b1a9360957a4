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

/// The resources of the account, as far as they were looked at.
#[derive(Debug)]
pub struct Resources {
    kind: &'static Kind,
    boards: HashMap<&'static str, Board>,
}

impl Default for Resources {
    fn default() -> Self {
        let boards = HashMap::from([(THROUGHPUT.name, Board::new(&THROUGHPUT))]);
        Self { kind: &THROUGHPUT, boards }
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

    /// Shows a kind and reads it anew; what was read before is seen until then.
    pub fn show(&mut self, kind: &'static Kind, desk: &mut Desk) -> Vec<Effect> {
        self.kind = kind;
        let board = self.boards.entry(kind.name).or_insert_with(|| Board::new(kind));
        if board.is_loading() { Vec::new() } else { board.read(desk) }
    }

    /// Takes an answer to one of its questions.
    pub fn answered(&mut self, question: QuestionId, result: &Result<Box<Answer>, Problem>) {
        for board in self.boards.values_mut() {
            if board.answered(question, result) {
                return;
            }
        }
    }
}
