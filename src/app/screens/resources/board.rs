//! The resources of one kind: the pages that were read, which of them are shown in which order, and
//! which are selected and marked.
//! Not here: which kinds there are (domain), one resource whole (detail), rows arranged (view),
//! what a page is asked for with (page), or what was just made and is looked for (wish).

use std::collections::{BTreeSet, HashSet};

use serde_json::{Map, Value};

use crate::app::effect::{Effect, QuestionId};
use crate::app::keys::command::List as Move;
use crate::app::parts::desk::Desk;
use crate::app::parts::editor::Editor;
use crate::app::parts::list::List;
use crate::domain::operation::{Answer, Call};
use crate::domain::problem::Problem;
use crate::domain::resource::{Kind, at};

use super::page::Page;
use super::view::{Row, Sort, View};
use super::wish::{Granted, Wish};

/// The next page is asked for when the selection is this near the last row read.
const AHEAD: usize = 60;

/// A list of one kind.
#[derive(Debug)]
pub struct Board {
    /// Of what.
    pub kind: &'static Kind,
    /// The selection among the rows shown.
    pub list: List,
    /// What is typed to narrow the rows.
    pub line: Editor,
    rows: Vec<Row>,
    view: View,
    marked: HashSet<String>,
    /// Members of the list operation's input that narrow what the service lists.
    query: Map<String, Value>,
    /// Where the next page begins; none where the last was read.
    next: Option<Page>,
    /// The page that was asked for last.
    page: Page,
    /// The rows of a new reading: they take the old ones' place when they are as many.
    fresh: Option<Vec<Row>>,
    asked: Option<QuestionId>,
    problem: Option<Problem>,
    /// Whether a first page ever came.
    came: bool,
    /// Whether the rest is not to be read behind the screen.
    halted: bool,
    /// One that was just made, until it is listed.
    wish: Option<Wish>,
}

impl Board {
    /// A list nobody read yet.
    pub fn new(kind: &'static Kind) -> Self {
        Self {
            kind,
            list: List::new(),
            line: Editor::one_line(),
            rows: Vec::new(),
            view: View::default(),
            marked: HashSet::new(),
            query: Map::new(),
            next: None,
            page: Page::default(),
            fresh: None,
            asked: None,
            problem: None,
            came: false,
            halted: false,
            wish: None,
        }
    }

    /// How many rows were read.
    pub fn read_so_far(&self) -> usize {
        self.rows.len()
    }

    /// How many of them are shown.
    pub fn len(&self) -> usize {
        self.view.rows().len()
    }

    /// Whether none is shown.
    pub fn is_empty(&self) -> bool {
        self.view.rows().is_empty()
    }

    /// The rows there is room for, each with its index among those shown.
    pub fn visible(&self) -> impl Iterator<Item = (usize, &Value)> {
        let range = self.list.visible();
        self.view.rows()[range.clone()]
            .iter()
            .zip(range)
            .map(|(row, at)| (at, &self.rows[*row].value))
    }

    /// The selected row.
    pub fn selected(&self) -> Option<&Value> {
        let at = self.view.rows().get(self.list.selected()?)?;
        Some(&self.rows[*at].value)
    }

    /// What a command is done to: the marked rows in the order shown, else the selected one.
    pub fn meant(&self) -> Vec<&Value> {
        if self.marked.is_empty() {
            return self.selected().into_iter().collect();
        }
        let rows = self.rows.iter().map(|row| &row.value);
        rows.filter(|row| self.is_marked(row)).collect()
    }

    /// Whether a row is marked.
    pub fn is_marked(&self, row: &Value) -> bool {
        self.marked.contains(self.kind.id_of(row))
    }

    /// How many rows are marked.
    pub fn marks(&self) -> usize {
        self.marked.len()
    }

    /// Marks the selected row, or no longer, and goes to the next.
    pub fn mark(&mut self) {
        let Some(id) = self.selected().map(|row| self.kind.id_of(row).to_owned()) else { return };
        if !self.marked.remove(&id) {
            self.marked.insert(id);
        }
        self.list.apply(Move::Down);
    }

    /// Marks no row any more; false where none was.
    pub fn unmark(&mut self) -> bool {
        let any = !self.marked.is_empty();
        self.marked.clear();
        any
    }

    /// Marks this one no more.
    pub fn unmark_one(&mut self, id: &str) {
        self.marked.remove(id);
    }

    /// Whether there are rows after those that were read.
    pub fn has_more(&self) -> bool {
        self.next.is_some()
    }

    /// Whether a page is on its way.
    pub fn is_loading(&self) -> bool {
        self.asked.is_some()
    }

    /// Whether it is being read from its beginning.
    pub fn reads_anew(&self) -> bool {
        self.asked.is_some() && self.fresh.is_some()
    }

    /// Whether a first page ever came.
    pub fn came(&self) -> bool {
        self.came
    }

    /// Why the last page did not come.
    pub fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }

    /// Whether all rows must be known to show the right ones.
    pub fn searches(&self) -> bool {
        self.view.is_narrowed() || self.view.sort().is_some()
    }

    /// Whether what is shown is narrowed by what is typed.
    pub fn is_narrowed(&self) -> bool {
        self.view.is_narrowed()
    }

    /// Reads no further behind the screen; false where nothing is being read there.
    pub fn halt(&mut self) -> bool {
        let wished = self.wish.take().is_some();
        let reads = (self.searches() || wished) && !self.halted && self.next.is_some();
        self.halted |= reads;
        reads
    }

    /// Selects the one with this id as soon as it is listed: it was just made.
    pub fn wish(&mut self, id: &str) {
        self.halted = false;
        self.wish = Some(Wish { id: id.to_owned(), before: self.selected_id(), late: false });
    }

    /// Whether the one with this id is wished for and not listed yet.
    pub fn misses(&self, id: &str) -> bool {
        self.wish.as_ref().is_some_and(|wish| wish.id == id)
    }

    /// Selects what is wished for where it is listed, whatever hides it; none while that is open.
    pub fn grant(&mut self, desk: &mut Desk) -> Option<(Granted, Vec<Effect>)> {
        if self.asked.is_some() {
            return None;
        }
        let wish = self.wish.take()?;
        let is = |row: &Row, id: &str| self.kind.id_of(&row.value) == id;
        let there = |id: &str| self.rows.iter().any(|row| is(row, id));
        // Whoever has gone to another row meanwhile is not taken away from it.
        if wish.before.as_ref().is_some_and(|id| there(id)) && wish.before != self.selected_id() {
            return None;
        }
        if let Some(row) = self.rows.iter().find(|row| is(row, &wish.id)) {
            let name = self.kind.name_of(&row.value).to_owned();
            self.arrange_at(Some(wish.id.clone()));
            let hidden = self.selected_id().as_ref() != Some(&wish.id);
            if hidden {
                self.clear();
                self.arrange_at(Some(wish.id));
            }
            return Some((Granted::Selected { name, hidden }, Vec::new()));
        }
        let over = self.next.is_none() && self.problem.is_none();
        let granted = match (over, self.query.is_empty()) {
            (true, false) => {
                self.query.clear();
                Some((Granted::Asked, self.read(desk)))
            }
            (true, true) if !wish.late => Some((Granted::Missing, Vec::new())),
            _ => None,
        };
        self.wish = Some(Wish { late: over, ..wish });
        granted
    }

    /// What is typed has changed: the best match is selected.
    pub fn typed(&mut self) {
        self.halted = false;
        self.view.narrow(&self.line.text());
        self.view.arrange(self.kind, &self.rows);
        self.list.restart(self.view.rows().len());
    }

    /// Takes away what is typed; false where nothing is.
    pub fn clear(&mut self) -> bool {
        if self.line.is_empty() {
            return false;
        }
        self.line.set_text("");
        self.halted = false;
        self.view.narrow("");
        self.arrange();
        true
    }

    /// How the rows are sorted; none is the service's order.
    pub fn sort(&self) -> Option<Sort> {
        self.view.sort()
    }

    /// Sorts the rows.
    pub fn set_sort(&mut self, sort: Option<Sort>) {
        self.halted = false;
        self.view.set_sort(sort);
        self.arrange();
    }

    /// What narrows what the service lists.
    pub fn query(&self) -> &Map<String, Value> {
        &self.query
    }

    /// Lets the service list others.
    pub fn set_query(&mut self, query: Map<String, Value>, desk: &mut Desk) -> Vec<Effect> {
        self.query = query;
        self.marked.clear();
        self.read(desk)
    }

    /// Rows whose status moves by itself, the first so many.
    pub fn moving(&self, most: usize) -> impl Iterator<Item = &Value> {
        self.view.moving().iter().take(most).map(|at| &self.rows[*at].value)
    }

    /// Takes what was read of one into its row.
    pub fn merge(&mut self, id: &str, whole: &Value) {
        let Some(row) = self.rows.iter_mut().find(|row| self.kind.id_of(&row.value) == id) else {
            return;
        };
        let Value::Object(members) = &mut row.value else { return };
        // What a column shows may not have been there when the row was listed, such as counts of a
        // job that had not begun.
        let shown = self.kind.columns.iter().filter_map(|column| column.member.split('/').next());
        let names: BTreeSet<&str> = members.keys().map(String::as_str).chain(shown).collect();
        let newer = names.into_iter().filter_map(|name| Some((name.to_owned(), at(whole, name)?)));
        let newer: Vec<(String, Value)> = newer.map(|(name, to)| (name, to.clone())).collect();
        members.extend(newer);
        row.index(self.kind);
        self.arrange();
    }

    /// One is gone.
    pub fn remove(&mut self, id: &str) {
        self.marked.remove(id);
        let (before, selected) = (self.rows.len(), self.selected_id());
        self.rows.retain(|row| self.kind.id_of(&row.value) != id);
        if self.rows.len() != before {
            self.arrange_at(selected);
        }
    }

    /// Asks for the first page; what is here stays until it comes.
    pub fn read(&mut self, desk: &mut Desk) -> Vec<Effect> {
        self.halted = false;
        self.fresh = Some(Vec::new());
        self.ask(Page::default(), desk)
    }

    /// Asks for the next page: while a new reading is not as long as the one before, while rows are
    /// searched, and when the selection comes near the end of what was read.
    pub fn read_on(&mut self, desk: &mut Desk) -> Vec<Effect> {
        if self.asked.is_some() || self.problem.is_some() {
            return Vec::new();
        }
        let seen = self.list.visible().end.max(self.list.selected().unwrap_or(0));
        let searches = self.searches() || self.wish.is_some();
        let wants = match (self.fresh.is_some(), searches) {
            (true, _) => true,
            (false, true) => !self.halted,
            (false, false) => seen + AHEAD >= self.len(),
        };
        if !wants {
            return Vec::new();
        }
        match self.next.clone() {
            Some(next) => self.ask(next, desk),
            None => Vec::new(),
        }
    }

    fn ask(&mut self, page: Page, desk: &mut Desk) -> Vec<Effect> {
        let question = desk.question();
        self.asked = Some(question);
        let input = page.input(self.kind, &self.query);
        self.page = page;
        let call = Call::new(self.kind.list.operation, Value::Object(input));
        vec![Effect::Operate(question, Box::new(call))]
    }

    /// Takes the answer to its question; false where it is not its own or late.
    pub fn answered(
        &mut self,
        question: QuestionId,
        result: &Result<Box<Answer>, Problem>,
    ) -> bool {
        if self.asked != Some(question) {
            return false;
        }
        self.asked = None;
        match result {
            Ok(answer) => self.take(&answer.body),
            Err(problem) => {
                self.problem = Some(problem.clone());
                self.fresh = None;
            }
        }
        true
    }

    fn take(&mut self, body: &Value) {
        self.problem = None;
        self.came = true;
        let rows = at(body, self.kind.list.rows).and_then(Value::as_array);
        let rows = rows.into_iter().flatten().map(|row| Row::new(self.kind, row.clone()));
        self.next = self.page.next(self.kind, &self.query, body);
        match &mut self.fresh {
            None => self.rows.extend(rows),
            Some(fresh) => {
                fresh.extend(rows);
                if self.next.is_some() && fresh.len() < self.rows.len() {
                    return;
                }
                let Some(fresh) = self.fresh.take() else { return };
                let selected = self.selected_id();
                self.rows = fresh;
                return self.arrange_at(selected);
            }
        }
        if self.searches() {
            self.arrange();
        } else {
            let selected = self.list.selected();
            self.view.grow(self.kind, &self.rows);
            self.list.update(self.view.rows().len(), selected);
        }
    }

    fn selected_id(&self) -> Option<String> {
        self.selected().map(|row| self.kind.id_of(row).to_owned())
    }

    /// Arranges the rows anew; the selection stays on its resource.
    fn arrange(&mut self) {
        let selected = self.selected_id();
        self.arrange_at(selected);
    }

    fn arrange_at(&mut self, selected: Option<String>) {
        self.view.arrange(self.kind, &self.rows);
        let shown = self.view.rows();
        let at = selected.and_then(|id| {
            shown.iter().position(|row| self.kind.id_of(&self.rows[*row].value) == id)
        });
        self.list.update(shown.len(), at);
    }
}
