//! The models as the table shows them: what is typed, which facets are set, what they are sorted by.
//! Not here: what one row says (row), or what is known of one model whole (detail).

use std::collections::HashSet;

use serde_json::{Value, json};

use super::again::Again;
use super::column::{Column, Sort};
use super::detail::Detail;
use super::facet::{Choice, Facet, Facets, OPERATION};
use super::row::{self, Row};
use crate::app::effect::{Effect, QuestionId};
use crate::app::keys::command::{Command, Explorer as Wish, List as Move};
use crate::app::parts::desk::Desk;
use crate::app::parts::editor::Editor;
use crate::app::parts::filter::Filter;
use crate::app::parts::list::List;
use crate::app::parts::remote::Remote;
use crate::domain::catalog::{Entry, EntryKind};
use crate::domain::kinds;
use crate::domain::operation::{Answer, Call};
use crate::domain::problem::Problem;
use crate::domain::ways::Way;

/// The explorer.
#[derive(Debug)]
pub struct Explorer {
    /// The line one filters by.
    pub line: Editor,
    /// Whether the next letter goes into it.
    pub typing: bool,
    /// The facets that are set.
    pub facets: Facets,
    /// What is sorted by; none leaves the best match, or what one used, on top.
    pub sort: Option<Sort>,
    /// Columns that are not to be shown.
    pub hidden: Vec<Column>,
    /// The selection among the rows shown.
    pub list: List,
    /// What is looked at, each reached from the one before.
    pub details: Vec<Detail>,
    rows: Vec<Row>,
    /// Indices of the rows shown.
    shown: Vec<usize>,
    total: usize,
    filter: Filter,
    /// Which foundation models the service counts to the facets, by id.
    answered: Remote<HashSet<String>>,
    stale: bool,
    /// How the table stood when it was kept last; none until that was read.
    kept: Option<String>,
}

impl Default for Explorer {
    fn default() -> Self {
        Self {
            line: Editor::one_line(),
            typing: false,
            facets: Facets::default(),
            sort: None,
            hidden: Vec::new(),
            list: List::new(),
            details: Vec::new(),
            rows: Vec::new(),
            shown: Vec::new(),
            total: 0,
            filter: Filter::new(),
            answered: Remote::NotAsked,
            stale: true,
            kept: None,
        }
    }
}

/// The name under which it is kept how the table stands.
pub const VIEW: &str = "models";

/// A choice of how the table stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The best match first, or what one used.
    Usual,
    /// By a column.
    Sort(Sort),
    /// Show a column, or no longer.
    Column(Column),
}

/// Every choice of how the table stands, each with the text it is found by.
pub fn orders() -> Vec<(String, Order)> {
    let sorts = Column::ALL.into_iter().flat_map(|by| {
        [false, true].map(|down| {
            let way = if down { "descending" } else { "ascending" };
            (format!("sort by {} {way}", by.word()), Order::Sort(Sort { by, down }))
        })
    });
    let shown = Column::ALL.into_iter().skip(1);
    let columns =
        shown.map(|column| (format!("show hide column {}", column.word()), Order::Column(column)));
    let usual = ("usual order best match".to_owned(), Order::Usual);
    [usual].into_iter().chain(sorts).chain(columns).collect()
}

impl Explorer {
    /// The rows shown, the first on top.
    pub fn shown(&self) -> impl ExactSizeIterator<Item = &Row> {
        self.shown.iter().map(|row| &self.rows[*row])
    }

    /// How many rows there are where nothing is filtered away.
    pub fn total(&self) -> usize {
        self.total
    }

    /// The selected row.
    pub fn selected(&self) -> Option<&Row> {
        self.rows.get(*self.shown.get(self.list.selected()?)?)
    }

    /// How the table stands, where that is another than what was kept.
    pub fn to_keep(&mut self) -> Option<String> {
        let plain = self.line.is_empty() && self.facets.is_empty() && self.hidden.is_empty();
        if self.kept.is_none() && plain && self.sort.is_none() {
            return None;
        }
        let facets = self.facets.iter().map(|set| (set.facet.word(), set.value.as_str()));
        let hidden: Vec<&str> = self.hidden.iter().map(|column| column.word()).collect();
        let state = json!({
            "filter": self.line.text(),
            "facets": facets.collect::<Vec<_>>(),
            "sort": self.sort.map(|sort| (sort.by.word(), sort.down)),
            "hidden": hidden,
        });
        let state = state.to_string();
        let before = self.kept.replace(state.clone());
        (before.as_ref() != Some(&state)).then_some(state)
    }

    /// Lets the table stand as it was kept, once, unless it was changed meanwhile.
    pub fn restore(&mut self, kept: Option<&String>, desk: &mut Desk) -> Vec<Effect> {
        let read = kept.and_then(|kept| serde_json::from_str::<Value>(kept).ok());
        let Some(state) = read.filter(|_| self.kept.is_none()) else { return Vec::new() };
        self.line.set_text(state["filter"].as_str().unwrap_or_default());
        for set in state["facets"].as_array().into_iter().flatten() {
            let facet = set[0].as_str().and_then(Facet::named);
            if let (Some(facet), Some(value)) = (facet, set[1].as_str()) {
                self.facets.toggle(facet, value);
            }
        }
        let by = state["sort"][0].as_str().and_then(Column::named);
        self.sort = by.map(|by| Sort { by, down: state["sort"][1] == true });
        let hidden = state["hidden"].as_array().into_iter().flatten();
        self.hidden = hidden.filter_map(|word| Column::named(word.as_str()?)).collect();
        self.to_keep();
        self.stale = true;
        self.ask(desk)
    }

    /// What is looked at.
    pub fn detail(&self) -> Option<&Detail> {
        self.details.last()
    }

    /// What a command means: what is looked at, else what is selected.
    pub fn entry(&self) -> Option<&Entry> {
        let selected = || self.selected().map(|row| &row.entry);
        self.detail().map(|detail| &detail.entry).or_else(selected)
    }

    /// Whether a command does something for what is looked at or selected.
    pub fn works(&self, command: Command) -> bool {
        match (command, self.detail()) {
            (Command::Explorer(Wish::Chat), _) => self.entry().is_some_and(Entry::chats),
            // What one model is looked at for is not how the table stands.
            (Command::Explorer(Wish::Facets | Wish::Order), Some(_)) => false,
            (Command::List(Move::Choose), Some(detail)) => {
                let leads = |id: &str| self.named(id).is_some() || kinds::of_arn(id).is_some();
                self.typing || detail.named().is_some_and(leads)
            }
            (Command::List(Move::Choose), None) => self.typing || self.selected().is_some(),
            _ => true,
        }
    }

    /// The ways to what a command means.
    pub fn ways(&self) -> &[Way] {
        match (self.detail(), self.selected()) {
            (Some(detail), _) => &detail.ways,
            (None, Some(row)) => &row.ways,
            (None, None) => &[],
        }
    }

    /// Looks at the selected row.
    pub fn open(&mut self, desk: &mut Desk) -> Vec<Effect> {
        let detail = self.selected().map(Detail::of);
        self.push(detail, desk)
    }

    /// Looks at what an id or ARN names; none where nothing listed has it.
    pub fn open_named(&mut self, id: &str, desk: &mut Desk) -> Option<Vec<Effect>> {
        let detail = Detail::of(self.named(id)?);
        Some(self.push(Some(detail), desk))
    }

    /// The row an id or ARN names, shown or not.
    fn named(&self, id: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.entry.id == id || row.entry.arn == id)
    }

    fn push(&mut self, detail: Option<Detail>, desk: &mut Desk) -> Vec<Effect> {
        let Some(mut detail) = detail else { return Vec::new() };
        // What is looked at already is not looked at twice.
        if self.detail().is_some_and(|open| open.entry.id == detail.entry.id) {
            return Vec::new();
        }
        let effects = detail.read(desk);
        self.details.push(detail);
        effects
    }

    /// Access to a model is being changed: it is looked at again where it is shown, or no longer.
    pub fn expect(&mut self, id: &str, again: impl Fn() -> Option<Again>) {
        for detail in self.details.iter_mut().filter(|detail| detail.entry.id == id) {
            detail.again = again();
        }
    }

    /// The columns shown, the most important first.
    pub fn columns(&self) -> Vec<Column> {
        { Column::ALL.into_iter() }.filter(|column| !self.hidden.contains(column)).collect()
    }

    /// Why the service did not say which models have the facets.
    pub fn problem(&self) -> Option<&Problem> {
        self.answered.problem()
    }

    /// What is listed, used or known of it has changed: the rows are made again when they are seen.
    pub fn outdate(&mut self) {
        self.stale = true;
    }

    /// Makes the rows again where what they are made of has changed; what is selected stays.
    pub fn refresh(&mut self, desk: &Desk) {
        if std::mem::take(&mut self.stale) {
            let selected = self.selected().map(|row| row.entry.id.clone());
            self.rows = row::rows(desk);
            self.narrow();
            self.select(selected.as_deref());
        }
    }

    /// Selects the row of this id, else leaves the selection where it is.
    fn select(&mut self, id: Option<&str>) {
        let at = self.shown.iter().position(|row| Some(self.rows[*row].entry.id.as_str()) == id);
        self.list.update(self.shown.len(), at);
    }

    /// What is typed has changed.
    pub fn typed(&mut self) {
        self.narrow();
        self.list.restart(self.shown.len());
    }

    /// What there is to narrow by.
    pub fn choices(&self) -> Vec<(String, Choice)> {
        self.facets.choices(&self.rows)
    }

    /// Sets a facet or takes it back; none takes back all. Asks the service which models have those
    /// it knows; until it answers, what is listed here says it.
    pub fn choose(&mut self, choice: &Choice, desk: &mut Desk) -> Vec<Effect> {
        match choice.facet {
            Some(facet) => self.facets.toggle(facet, &choice.value),
            None => self.facets = Facets::default(),
        }
        let effects = self.ask(desk);
        self.keep_selected(Self::narrow);
        effects
    }

    /// Asks the service for the facets that are set.
    pub fn ask(&mut self, desk: &mut Desk) -> Vec<Effect> {
        self.answered = Remote::NotAsked;
        let Some(input) = self.facets.query() else { return Vec::new() };
        let question = desk.question();
        self.answered.ask(question.0);
        vec![Effect::Operate(question, Box::new(Call::new(OPERATION, input)))]
    }

    /// Takes the answer to its question; false where it is not its own or late.
    pub fn answered(
        &mut self,
        question: QuestionId,
        result: &Result<Box<Answer>, Problem>,
        desk: &Desk,
    ) -> bool {
        if self.details.iter_mut().any(|detail| detail.answered(question, result, desk)) {
            return true;
        }
        let ids = result.as_ref().map(|answer| ids(&answer.body)).map_err(Clone::clone);
        let own = self.answered.answer(question.0, ids);
        if own {
            self.keep_selected(Self::narrow);
        }
        own
    }

    /// Sorts by a column, or as at the beginning.
    pub fn sort_by(&mut self, sort: Option<Sort>) {
        self.sort = sort;
        self.keep_selected(Self::narrow);
    }

    /// Shows a column, or no longer; the name stays.
    pub fn toggle_column(&mut self, column: Column) {
        if self.hidden.contains(&column) {
            self.hidden.retain(|hidden| *hidden != column);
        } else if column != Column::Name {
            self.hidden.push(column);
        }
    }

    fn keep_selected(&mut self, change: impl FnOnce(&mut Self)) {
        let selected = self.selected().map(|row| row.entry.id.clone());
        change(self);
        self.select(selected.as_deref());
    }

    /// A way to a listed model is no row of its own, unless it is asked for.
    fn is_row(&self, row: &Row) -> bool {
        !row.is_way || self.facets.get(Facet::Kind).is_some()
    }

    fn narrow(&mut self) {
        let known = self.answered.value();
        // What the service answered counts for the models it lists.
        let admitted = |row: &Row| match known {
            Some(ids) if row.entry.kind == EntryKind::Foundation => {
                ids.contains(&row.entry.id) && self.facets.admit(&row.entry, true)
            }
            _ => self.facets.admit(&row.entry, false),
        };
        self.total = self.rows.iter().filter(|row| self.is_row(row)).count();
        let rows: Vec<_> = { self.rows.iter().enumerate() }
            .filter(|(_, row)| self.is_row(row) && admitted(row))
            .map(|(at, row)| (at, row.texts()))
            .collect();
        self.filter.set(&self.line.text());
        let hits = self.filter.rank_texts(rows);
        self.shown = hits.into_iter().map(|hit| hit.row).collect();
        if let Some(Sort { by, down }) = self.sort {
            let rows = &self.rows;
            self.shown.sort_unstable();
            self.shown.sort_by(|one, two| rows[*one].compare(&rows[*two], by, down));
        }
    }
}

fn ids(body: &Value) -> HashSet<String> {
    let models = body.get("modelSummaries").and_then(Value::as_array);
    let id = |model: &Value| Some(model.get("modelId")?.as_str()?.to_owned());
    models.into_iter().flatten().filter_map(id).collect()
}
