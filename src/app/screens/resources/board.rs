//! The resources of one kind: the pages that were read, and which row is selected.
//! Not here: which kinds there are (domain), or one resource whole (state).

use serde_json::{Value, json};

use crate::api::lookup;
use crate::app::effect::{Effect, QuestionId};
use crate::app::parts::desk::Desk;
use crate::app::parts::list::List;
use crate::domain::operation::{Answer, Call};
use crate::domain::problem::Problem;
use crate::domain::resource::{Kind, at};

/// Rows asked for at once: the most every list operation takes.
const PAGE: u64 = 100;
/// The next page is asked for when the selection is this near the last row read.
const AHEAD: usize = 60;

/// A list of one kind.
#[derive(Debug)]
pub struct Board {
    /// Of what.
    pub kind: &'static Kind,
    /// The selection.
    pub list: List,
    rows: Vec<Value>,
    /// Where the next page begins; none where the last was read.
    next: Option<String>,
    asked: Option<Asked>,
    problem: Option<Problem>,
    /// Whether a first page ever came.
    came: bool,
}

/// A page that is on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Asked {
    question: QuestionId,
    /// Whether it goes on after the rows there are, or replaces them.
    more: bool,
}

impl Board {
    /// A list nobody read yet.
    pub fn new(kind: &'static Kind) -> Self {
        Self {
            kind,
            list: List::new(),
            rows: Vec::new(),
            next: None,
            asked: None,
            problem: None,
            came: false,
        }
    }

    /// The rows read so far, in the service's order.
    pub fn rows(&self) -> &[Value] {
        &self.rows
    }

    /// The selected row.
    pub fn selected(&self) -> Option<&Value> {
        self.rows.get(self.list.selected()?)
    }

    /// Whether there are rows after those that were read.
    pub fn has_more(&self) -> bool {
        self.next.is_some()
    }

    /// Whether a page is on its way.
    pub fn is_loading(&self) -> bool {
        self.asked.is_some()
    }

    /// Whether a first page ever came.
    pub fn came(&self) -> bool {
        self.came
    }

    /// Why the last page did not come.
    pub fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }

    /// Asks for the first page; what is here stays until it comes.
    pub fn read(&mut self, desk: &mut Desk) -> Vec<Effect> {
        self.ask(None, desk)
    }

    /// Asks for the next page when the selection comes near the end of what was read.
    pub fn read_on(&mut self, desk: &mut Desk) -> Vec<Effect> {
        let seen = self.list.visible().end.max(self.list.selected().unwrap_or(0));
        if self.asked.is_some() || self.problem.is_some() || seen + AHEAD < self.rows.len() {
            return Vec::new();
        }
        match self.next.clone() {
            Some(token) => self.ask(Some(token), desk),
            None => Vec::new(),
        }
    }

    fn ask(&mut self, token: Option<String>, desk: &mut Desk) -> Vec<Effect> {
        let question = desk.question();
        self.asked = Some(Asked { question, more: token.is_some() });
        let mut input = json!({});
        for (member, value) in self.kind.list.fixed {
            input[*member] = json!(value);
        }
        let pages = lookup::operation(self.kind.list.operation).and_then(|o| o.pagination.as_ref());
        if let Some(pages) = pages {
            if let Some(limit) = &pages.limit {
                input[limit.as_str()] = json!(PAGE);
            }
            if let Some(token) = token {
                input[pages.input_token.as_str()] = json!(token);
            }
        }
        vec![Effect::Operate(question, Box::new(Call::new(self.kind.list.operation, input)))]
    }

    /// Takes the answer to its question; false where it is not its own or late.
    pub fn answered(
        &mut self,
        question: QuestionId,
        result: &Result<Box<Answer>, Problem>,
    ) -> bool {
        let Some(asked) = self.asked.filter(|asked| asked.question == question) else {
            return false;
        };
        self.asked = None;
        match result {
            Ok(answer) => self.page(asked.more, &answer.body),
            Err(problem) => self.problem = Some(problem.clone()),
        }
        true
    }

    fn page(&mut self, more: bool, body: &Value) {
        self.problem = None;
        self.came = true;
        let selected = self.selected().map(|row| self.kind.id_of(row).to_owned());
        if !more {
            self.rows.clear();
        }
        match at(body, self.kind.list.rows) {
            Some(Value::Array(rows)) => self.rows.extend(rows.iter().cloned()),
            Some(only) if self.kind.list.single => self.rows.push(only.clone()),
            _ => {}
        }
        let pages = lookup::operation(self.kind.list.operation).and_then(|o| o.pagination.as_ref());
        let token = pages.and_then(|pages| body.get(&pages.output_token)).and_then(Value::as_str);
        self.next = token.map(str::to_owned);
        let same = |row: &Value| Some(self.kind.id_of(row)) == selected.as_deref();
        let moved_to = self.rows.iter().position(same);
        self.list.update(self.rows.len(), moved_to);
    }
}
