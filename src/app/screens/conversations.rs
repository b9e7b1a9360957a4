//! The list of conversations: pages of it, and which one is selected.
//! Not here: a conversation's messages (chat).

use crate::app::effect::{Effect, Lane, QuestionId};
use crate::app::parts::desk::Desk;
use crate::app::parts::list::List;
use crate::domain::archive::Query;
use crate::domain::conversation::Conversation;
use crate::domain::id::ConversationId;

/// Rows read at a time.
const PAGE: u64 = 200;
/// The next page is asked for when the selection is this near the last row read.
const AHEAD: usize = 60;

/// What the store orders the list by, the first row having the greatest.
fn place(row: &Conversation) -> (bool, i64, ConversationId) {
    (row.pinned, row.updated, row.id)
}

/// The list.
#[derive(Debug, Default)]
pub struct Conversations {
    rows: Vec<Conversation>,
    /// How many there are altogether.
    pub total: u64,
    /// The selection.
    pub list: List,
    /// Whether the archived ones are listed, instead of the others.
    pub archived: bool,
    asked: Option<QuestionId>,
    /// Changes of rows that are on their way to the store.
    changing: Vec<QuestionId>,
}

impl Conversations {
    /// The rows read so far: pinned ones first, then by newest change.
    pub fn rows(&self) -> &[Conversation] {
        &self.rows
    }

    /// The selected row.
    pub fn selected(&self) -> Option<&Conversation> {
        self.rows.get(self.list.selected()?)
    }

    /// Asks for the first page.
    pub fn read(&mut self, desk: &mut Desk) -> Vec<Effect> {
        self.ask(0, desk)
    }

    /// Asks for the next page when the selection comes near the end of what was read.
    pub fn read_on(&mut self, desk: &mut Desk) -> Vec<Effect> {
        let read = self.rows.len();
        let near = self.list.visible().end.max(self.list.selected().unwrap_or(0)) + AHEAD >= read;
        if self.asked.is_some() || !near || read as u64 >= self.total {
            return Vec::new();
        }
        self.ask(read as u64, desk)
    }

    fn ask(&mut self, offset: u64, desk: &mut Desk) -> Vec<Effect> {
        let question = desk.question();
        self.asked = Some(question);
        let query = Query::Conversations { archived: self.archived, offset, limit: PAGE };
        vec![Effect::Find(question, Lane::Open, query)]
    }

    /// Lists the archived ones, or the others again.
    pub fn show_archived(&mut self, archived: bool, desk: &mut Desk) -> Vec<Effect> {
        self.archived = archived;
        self.read_anew(desk)
    }

    /// Forgets the rows and asks for the first page.
    pub fn read_anew(&mut self, desk: &mut Desk) -> Vec<Effect> {
        self.rows.clear();
        self.total = 0;
        self.list.restart(0);
        self.read(desk)
    }

    /// A row was changed here; this question asks the store for the same.
    pub fn changing(&mut self, question: QuestionId) {
        self.changing.push(question);
    }

    /// Whether this question was for a row that was changed here; it no longer is.
    pub fn was_changing(&mut self, question: QuestionId) -> bool {
        let at = self.changing.iter().position(|asked| *asked == question);
        at.map(|at| self.changing.swap_remove(at)).is_some()
    }

    /// Whether this question was asked for the list.
    pub fn asked(&self, question: QuestionId) -> bool {
        self.asked == Some(question)
    }

    /// A page that was read.
    pub fn page(&mut self, rows: Vec<Conversation>, total: u64) {
        self.asked = None;
        for row in rows {
            if !self.rows.iter().any(|known| known.id == row.id) {
                self.rows.push(row);
            }
        }
        // One begun since the question left is not in the answer's count.
        self.total = total.max(self.rows.len() as u64);
        self.list.update(self.rows.len(), None);
    }

    /// The page could not be read.
    pub fn failed(&mut self) {
        self.asked = None;
    }

    /// A conversation changed: it goes where it stands now, or out of this list.
    pub fn changed(&mut self, row: &Conversation) {
        let at = self.rows.iter().position(|known| known.id == row.id);
        let selected = self.selected().map(|row| row.id);
        if row.archived != self.archived {
            if at.is_some() {
                self.forget(row.id);
            }
            return;
        }
        match at {
            Some(at) if place(&self.rows[at]) == place(row) => self.rows[at] = row.clone(),
            _ => {
                // One that is not here stands beyond the pages that were read.
                if let Some(at) = at {
                    self.rows.remove(at);
                }
                let to = self.rows.partition_point(|known| place(known) > place(row));
                self.rows.insert(to, row.clone());
            }
        }
        let moved = selected.and_then(|id| self.rows.iter().position(|row| row.id == id));
        self.list.update(self.rows.len(), moved);
    }

    /// A conversation that is new, or new in this list.
    pub fn begun(&mut self, row: &Conversation) {
        self.total += u64::from(row.archived == self.archived);
        self.changed(row);
    }

    /// A conversation that was not begun after all.
    pub fn forget(&mut self, id: ConversationId) {
        let before = self.rows.len();
        self.rows.retain(|row| row.id != id);
        self.total = self.total.saturating_sub((before - self.rows.len()) as u64);
        self.list.update(self.rows.len(), None);
    }

    /// Selects this conversation, where it was read.
    pub fn select(&mut self, id: ConversationId) {
        if let Some(at) = self.rows.iter().position(|row| row.id == id) {
            self.list.select(at);
        }
    }

    /// The conversation before or after this one.
    pub fn neighbour(&self, id: ConversationId, down: bool) -> Option<&Conversation> {
        let at = self.rows.iter().position(|row| row.id == id);
        match (at, down) {
            (None, true) => self.rows.first(),
            (None, false) => None,
            (Some(at), true) => self.rows.get(at + 1),
            (Some(at), false) => at.checked_sub(1).and_then(|at| self.rows.get(at)),
        }
    }
}
