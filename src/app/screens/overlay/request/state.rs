//! A request that is being made: its draft, the page of it that is shown as a form, how far it has
//! come. Not here: the draft itself and its summary (parts), its JSON (json), or sending it (update).

use serde_json::Value;

use crate::api::operation::Operation;
use crate::api::request::with_token;
use crate::api::shape::{Location, Shape};
use crate::app::effect::QuestionId;
use crate::app::keys::command::Form as Move;
use crate::app::parts::desk::Desk;
use crate::app::parts::draft::checking::Slip;
use crate::app::parts::draft::page::{Row, What};
use crate::app::parts::draft::place::Turn;
use crate::app::parts::draft::tree::{Draft, is_bare};
use crate::app::parts::editor::Editor;
use crate::app::parts::form::{Check, Field, Form, Note};
use crate::app::parts::offers::Source;
use crate::app::parts::summary::Summary;
use crate::domain::id::Mint;
use crate::domain::problem::{Kind, Problem};
use crate::text::wrap;

/// The least and the most columns of the labels, and the most where there is room.
const LABELS: (u16, u16, u16) = (16, 32, 40);
/// Columns inside the frame from which on there is.
const ROOM: u16 = 110;

/// Rows of what is said of a request as a whole at most.
const TROUBLE: u16 = 5;

/// How far it has come.
#[derive(Debug)]
pub enum Stage {
    /// It is being filled in.
    Form,
    /// What will be done is looked at.
    Summary(Summary),
    /// The name is typed, because it costs.
    Sign(Summary, Box<Editor>),
    /// It was sent.
    Sending {
        /// The question.
        question: QuestionId,
        /// When, in milliseconds of the program's time.
        since: u64,
    },
}

/// The request.
#[derive(Debug)]
pub struct Request {
    /// What it does, in a few words.
    pub title: String,
    /// What was given so far.
    pub draft: Draft,
    /// The page shown.
    pub form: Form,
    /// The rows of the page, as many as the form has fields.
    pub rows: Vec<Row>,
    /// How far it has come.
    pub stage: Stage,
    /// Why it was refused, where no field can say so.
    pub trouble: Option<String>,
    /// The region it is for.
    pub region: Option<String>,
    /// The AWS profile it is for.
    pub profile: Option<String>,
    /// What it began with.
    pub known: Value,
    /// Members that cannot be changed: they name the resource.
    pub fixed: Vec<String>,
    /// The place shown.
    pub here: Vec<Turn>,
    /// The page it begins with: where all is in one structure, that one's.
    top: Vec<Turn>,
    /// The row selected on each page above.
    way: Vec<usize>,
    /// What is missing is said too, since it was to be sent without.
    insisted: bool,
    /// What the service found wrong.
    pub refused: Vec<Slip>,
    token: String,
    sent: Option<Value>,
    /// It may have been carried out although the answer never came.
    unsure: bool,
    /// JSON of a place that did not fit, kept for the next try.
    pub rejected: Option<(Vec<Turn>, String)>,
    /// Columns and rows inside the frame.
    size: (u16, u16),
}

impl Request {
    /// A request that begins with these members. Those that name a resource cannot be changed.
    pub fn new(operation: &'static Operation, known: &Value, title: &str, desk: &mut Desk) -> Self {
        let members = operation.input().and_then(Shape::structure).map(|input| &input.members);
        let names = |location: Location, name: &str| {
            location == Location::Path || name == "resourceARN" || name == "offerToken"
        };
        let fixed = members
            .into_iter()
            .flatten()
            .filter(|member| names(member.location, &member.name))
            .filter(|member| known.get(&member.name).is_some_and(|value| !value.is_null()))
            .map(|member| member.name.clone())
            .collect();
        let draft = Draft::new(operation, known);
        let known = draft.value();
        let mut request = Self {
            title: title.to_owned(),
            draft,
            form: Form::new(Vec::new()),
            rows: Vec::new(),
            stage: Stage::Form,
            trouble: None,
            region: desk.region().map(str::to_owned),
            profile: desk.settings.profile.clone(),
            known,
            fixed,
            here: Vec::new(),
            top: Vec::new(),
            way: Vec::new(),
            insisted: false,
            refused: Vec::new(),
            token: desk.mint.token(),
            sent: None,
            unsure: false,
            rejected: None,
            size: (78, 20),
        };
        request.top = request.draft.top();
        request.begin();
        request
    }

    /// Shows the page it begins with.
    fn begin(&mut self) {
        self.here.clear();
        self.way.clear();
        if self.top.is_empty() {
            self.turn_to(0);
        } else {
            self.go_in(self.top.clone());
        }
    }

    /// Whether this is the request somebody wants to go on with: the same operation on the same
    /// resource, or where it names none, begun with the same members.
    pub fn is_for(&self, operation: &str, known: &Value, desk: &Desk) -> bool {
        let ours = self.region.as_deref() == desk.region() && self.profile == desk.settings.profile;
        let same = |name: &String| self.known.get(name) == known.get(name);
        let begun = if self.fixed.is_empty() {
            Draft::new(self.draft.operation, known).value() == self.known
        } else {
            self.fixed.iter().all(same)
        };
        ours && self.draft.operation.name == operation && begun
    }

    /// Whether anything was given beyond what it began with.
    pub fn is_touched(&self) -> bool {
        self.draft.value() != self.known || self.rejected.is_some()
    }

    /// Whether it was sent and not answered yet.
    pub fn waits_for(&self, question: QuestionId) -> bool {
        matches!(self.stage, Stage::Sending { question: asked, .. } if asked == question)
    }

    /// The selected row.
    pub fn row(&self) -> Option<&Row> {
        self.rows.get(self.form.at())
    }

    /// Where values for the selected row are known from.
    pub fn source(&self) -> Option<Source> {
        let Stage::Form = self.stage else { return None };
        Source::of(self.shape()?)
    }

    /// The shape of what is typed in the selected row.
    pub fn shape(&self) -> Option<&'static Shape> {
        let row = self.row().filter(|row| row.what == What::Text && row.key.is_none())?;
        self.draft.shape(&row.place)
    }

    /// Gives the selected row this value, as if it was typed.
    pub fn choose(&mut self, value: &str) {
        if let Some(line) = self.form.line() {
            line.set_text(value);
            self.typed();
        }
    }

    /// What is typed in the selected row, where something is being typed.
    pub fn line(&mut self) -> Option<&mut Editor> {
        match &mut self.stage {
            Stage::Form => self.form.line(),
            Stage::Sign(_, line) => Some(line),
            Stage::Summary(_) | Stage::Sending { .. } => None,
        }
    }

    /// Shows the page of the place anew, this row selected.
    pub fn turn_to(&mut self, at: usize) {
        let fixed: Vec<&str> = self.fixed.iter().map(String::as_str).collect();
        self.rows = self.draft.page(&self.here, &fixed);
        let fields = self.rows.iter().map(|row| field(&self.draft, row)).collect();
        self.form = Form::new(fields);
        self.form.label = self.labels();
        self.form.select(at.min(self.rows.len().saturating_sub(1)));
        self.judge();
    }

    /// Columns of the labels.
    fn labels(&self) -> u16 {
        let longest = self.rows.iter().map(|row| wrap::width(&row.label)).max().unwrap_or(0);
        let most = if self.size.0 < ROOM { LABELS.1 } else { LABELS.2 };
        u16::try_from(longest + 3).unwrap_or(u16::MAX).clamp(LABELS.0, most)
    }

    /// Says of every row what is wrong with it now.
    pub fn judge(&mut self) {
        let slips: Vec<Slip> = self.draft.slips().into_iter().chain(self.refused.clone()).collect();
        let notes: Vec<Option<Note>> = self.rows.iter().map(|row| self.note(row, &slips)).collect();
        for (field, note) in self.form.fields_mut().zip(notes) {
            field.note = note;
        }
    }

    fn note(&self, row: &Row, slips: &[Slip]) -> Option<Note> {
        let place = self.draft.stands(row)?;
        let said = slips.iter().find_map(|slip| {
            if matches!(row.what, What::Add | What::AddKey | What::Which(_)) {
                return (slip.place == place).then(|| slip.what.clone());
            }
            // A structure of one member is given as that member.
            let above = slip.place.len() > self.here.len() && place.starts_with(&slip.place);
            if above {
                return (!slip.missing || self.insisted).then(|| slip.what.clone());
            }
            let inside = slip.place.strip_prefix(place.as_slice())?;
            let named = self.draft.words(&slip.place);
            let within = self.draft.words(&place);
            let named = named.strip_prefix(&within).unwrap_or(&named).trim_start_matches(" › ");
            (!inside.is_empty()).then(|| format!("holds an error: {named} {}", slip.what))
        })?;
        Some(Note::Error(said))
    }

    /// Changes what is typed, in the form or in the name.
    pub fn edit(&mut self, changes: impl FnOnce(&mut Editor) -> bool) {
        if self.line().is_some_and(changes) && matches!(self.stage, Stage::Form) {
            self.typed();
        }
    }

    /// Gives it so many columns and rows inside its frame.
    pub fn fit(&mut self, width: u16, height: u16) {
        self.size = (width, height);
        self.form.label = self.labels();
        if let Stage::Sign(_, line) = &mut self.stage {
            line.fit(width.saturating_sub(4), 1);
        }
        self.scroll(0);
    }

    /// Rows of what is said of it as a whole, a rule below it included.
    pub fn trouble_rows(&self) -> u16 {
        let Some(trouble) = &self.trouble else { return 0 };
        let rows = wrap::wrap_plain(trouble, self.size.0.saturating_sub(2)).len();
        u16::try_from(rows).unwrap_or(u16::MAX).min(TROUBLE) + 1
    }

    /// Scrolls the fields, or the summary.
    pub fn scroll(&mut self, by: isize) {
        let (width, height) = self.size;
        match &mut self.stage {
            Stage::Form => self.form.scroll(by),
            Stage::Summary(summary) | Stage::Sign(summary, _) => {
                let rows = summary.rows(width).len();
                let most = rows.saturating_sub(usize::from(height));
                summary.top = summary.top.saturating_add_signed(by).min(most);
            }
            Stage::Sending { .. } => {}
        }
    }

    /// Rows of a page of the summary.
    pub fn page(&self) -> isize {
        isize::try_from(self.size.1).unwrap_or(isize::MAX)
    }

    /// A click on this row of the fields selects it; true where it was selected and has a page of its
    /// own, none where there is no row.
    pub fn click(&mut self, row: u16) -> Option<bool> {
        let Stage::Form = self.stage else { return None };
        let at = self.form.visible().start + usize::from(row);
        if at >= self.form.visible().end {
            return None;
        }
        let again = at == self.form.at() && self.form.has_link();
        self.form.select(at);
        Some(again)
    }

    /// Something was typed in the selected row, or another word chosen.
    pub fn typed(&mut self) {
        let Some(row) = self.rows.get(self.form.at()).cloned() else { return };
        let Some(field) = self.form.selected() else { return };
        let text = match row.what {
            What::Text => field.line.text(),
            _ => field.value(),
        };
        let place = self.draft.stands(&row);
        self.refused.retain(|slip| place.as_ref().is_none_or(|at| !slip.place.starts_with(at)));
        self.draft.take(&row, &text);
        if let What::Which(_) = row.what {
            self.turn_to(self.form.at());
        } else {
            self.judge();
        }
    }

    /// Moves in the form or changes the selected value.
    pub fn apply(&mut self, wish: Move) {
        let before = self.form.selected().map(Field::value);
        self.form.apply(wish);
        if matches!(wish, Move::Change | Move::ChangeBack | Move::Clear)
            && before != self.form.selected().map(Field::value)
        {
            self.typed();
        }
    }

    /// Enter: opens a value of several parts, adds an element, or goes on to the next field. False
    /// where the last field was the end of it.
    pub fn enter(&mut self) -> bool {
        let Some(row) = self.row().cloned() else { return false };
        match row.what {
            What::Inside => self.go_in(row.place),
            What::Add | What::AddKey => {
                let key = self.form.selected().map(Field::value).unwrap_or_default();
                let Some(place) = self.draft.grow(&row, &key) else { return false };
                self.show(&place);
                if let Some(row) = self.row().filter(|row| row.what == What::Inside) {
                    self.go_in(row.place.clone());
                }
            }
            _ if self.form.at() + 1 < self.rows.len() => self.form.apply(Move::Next),
            _ => return false,
        }
        true
    }

    fn go_in(&mut self, place: Vec<Turn>) {
        self.way.push(self.form.at());
        self.here = place;
        self.turn_to(0);
    }

    /// Back to the page above; false where this is the first.
    pub fn leave(&mut self) -> bool {
        if self.here.is_empty() || self.here == self.top {
            return false;
        }
        let at = self.way.pop().unwrap_or(0);
        let mut above = Vec::new();
        let mut here = Vec::new();
        // The pages on the way are walked again: an element taken out may have made them others.
        while let Some(row) = self.row_towards(&here, &self.here) {
            above.clone_from(&here);
            here = row.1;
            if here == self.here {
                break;
            }
        }
        self.here = above;
        self.turn_to(at);
        true
    }

    /// The row of a page that leads to a place, and the place of the page behind it.
    fn row_towards(&self, page: &[Turn], place: &[Turn]) -> Option<(usize, Vec<Turn>)> {
        let rows = self.draft.page(page, &[]);
        let leads = |row: &Row| row.what == What::Inside && place.starts_with(&row.place);
        let at = rows.iter().position(leads)?;
        Some((at, rows[at].place.clone()))
    }

    /// Shows a place: the page it is given on, its row selected.
    pub fn show(&mut self, place: &[Turn]) {
        self.here.clear();
        self.way.clear();
        loop {
            let next = self.row_towards(&self.here, place);
            let next = next.filter(|(_, at)| *at != self.here && at.len() < place.len());
            match next {
                Some((at, inside)) => {
                    self.way.push(at);
                    self.here = inside;
                }
                None => break,
            }
        }
        self.turn_to(0);
        let of = |row: &Row| {
            self.draft.stands(row).is_some_and(|at| {
                let near = at.starts_with(place) || place.starts_with(&at);
                near && at.len() > self.here.len()
            })
        };
        let at = self.rows.iter().position(of).unwrap_or(0);
        self.form.select(at);
    }

    /// Takes the selected element out.
    pub fn remove(&mut self) {
        let Some(place) = self.element() else { return };
        self.draft.remove(&place);
        self.turn_to(self.form.at());
    }

    /// Moves the selected element.
    pub fn shift(&mut self, down: bool) {
        let Some(place) = self.element() else { return };
        if self.draft.shift(&place, down) {
            let at = self.form.at();
            self.turn_to(if down { at + 1 } else { at.saturating_sub(1) });
        }
    }

    /// Where the selected element stands.
    fn element(&self) -> Option<Vec<Turn>> {
        let row = self.row().filter(|row| row.element)?;
        let mut place = self.draft.stands(row)?;
        place.truncate(self.here.len() + 1);
        Some(place)
    }

    /// Whether the selected row is an element that can be taken out.
    pub fn has_element(&self) -> bool {
        self.element().is_some()
    }

    /// Whether the selected row holds a list or a map.
    pub fn has_collection(&self) -> bool {
        let row = self.row().filter(|row| row.what == What::Inside);
        row.is_some_and(|row| self.draft.is_collection(&row.place))
    }

    /// Lets an empty list or map be sent for the selected row, or nothing where that is so already.
    pub fn empty(&mut self) {
        let Some(row) = self.row().filter(|_| self.has_collection()) else { return };
        let place = row.place.clone();
        if self.draft.value_at(&place).as_ref().is_some_and(is_bare) {
            self.draft.clear(&place);
        } else {
            self.draft.empty(&place);
        }
        self.refused.retain(|slip| !slip.place.starts_with(&place));
        self.turn_to(self.form.at());
    }

    /// Takes away what the selected row holds.
    pub fn clear(&mut self) {
        let Some(row) = self.row().cloned() else { return };
        if row.what == What::Inside {
            self.draft.clear(&row.place);
            self.turn_to(self.form.at());
        } else {
            self.apply(Move::Clear);
        }
    }

    /// Begins anew with what it began with.
    pub fn start_over(&mut self, mint: &mut Mint) {
        self.draft = Draft::new(self.draft.operation, &self.known);
        self.refused.clear();
        self.trouble = None;
        self.rejected = None;
        self.insisted = false;
        if !self.unsure {
            self.token = mint.token();
        }
        self.begin();
    }

    /// Whether it can be sent; where it cannot, shows the first thing that is wrong.
    pub fn is_complete(&mut self) -> bool {
        self.insisted = true;
        self.refused.clear();
        self.trouble = None;
        let slip = self.draft.slips().into_iter().next();
        match slip {
            Some(slip) => self.show(&slip.place),
            None => self.judge(),
        }
        slip_free(&self.draft)
    }

    /// Its input as it is sent now. A request that is sent again unchanged has the token it had, and
    /// so has one that may have been carried out; else a changed one has a new one.
    pub fn input(&mut self, mint: &mut Mint) -> Value {
        let input = self.draft.value();
        let changed = self.sent.as_ref().is_some_and(|sent| *sent != input);
        if changed && !self.unsure {
            self.token = mint.token();
        }
        self.sent = Some(input.clone());
        with_token(self.draft.operation, input, &self.token)
    }

    /// It was refused: says so at the fields that are meant, else on top.
    pub fn fail(&mut self, problem: &Problem) {
        self.unsure = !is_definite(problem);
        self.refused = self.draft.refused(&problem.why);
        if self.refused.is_empty() && problem.kind == Kind::Validation {
            self.refused = self.draft.refused(&problem.what);
        }
        self.stage = Stage::Form;
        self.insisted = true;
        self.trouble = Some(said(problem, self.unsure));
        match self.refused.first().map(|slip| slip.place.clone()) {
            Some(place) => self.show(&place),
            None => self.judge(),
        }
    }
}

/// A refusal in one paragraph. What was typed is refused: what else to try is in the fields.
fn said(problem: &Problem, unsure: bool) -> String {
    let mut said = format!("{}: {}", problem.operation, problem.what);
    if !problem.why.is_empty() {
        said.truncate(said.trim_end_matches('.').len());
        said = format!("{said}: {}", problem.why);
    }
    if let Some(hint) = problem.hint().filter(|_| problem.kind != Kind::Validation) {
        said = format!("{said} — {hint}");
    }
    if unsure {
        said.push_str(" · It may have been carried out: sent again unchanged, it acts only once.");
    }
    if let Some(id) = &problem.request_id {
        said = format!("{said} · request id {id}");
    }
    said
}

fn slip_free(draft: &Draft) -> bool {
    draft.slips().is_empty()
}

/// Whether the service has surely not carried the request out.
fn is_definite(problem: &Problem) -> bool {
    let refused = problem.status.is_some_and(|status| (400..500).contains(&status));
    refused || matches!(problem.kind, Kind::ReadOnly | Kind::Input | Kind::NoCredentials)
}

fn field(draft: &Draft, row: &Row) -> Field {
    let (label, rule) = (row.label.clone(), row.rule.as_str());
    let mut field = match &row.what {
        What::Text | What::AddKey => Field::line("", label, rule, Check::Free),
        What::Choice(words) | What::Which(words) => {
            Field::choice("", label, rule, words.clone(), Check::Free)
        }
        What::Inside | What::Add => Field::link("", label, rule),
        What::Fixed => Field::fixed("", label, rule),
    };
    field.required = row.required;
    field.with(&draft.shown(row))
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
