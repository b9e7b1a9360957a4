//! The models and inference profiles a conversation can go on with.
//! Not here: listing them (the aws floor), or what choosing does (update).

use std::cmp::Reverse;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::app::parts::chooser::Chooser;
use crate::app::parts::desk::Desk;
use crate::domain::catalog::{Entry, EntryKind};
use crate::domain::id::MessageId;
use crate::domain::price::{Basis, Mode};

/// The end of a model's life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct End {
    /// Its last day, as `2027-04-08`.
    pub day: String,
    /// That day is over.
    pub over: bool,
}

/// One row: what is listed, with what the price table knows of it.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelRow {
    /// What is listed.
    pub entry: Entry,
    /// It is not listed: the id as it was typed.
    pub as_typed: bool,
    /// Whether it is a favourite.
    pub favourite: bool,
    /// When it was asked last, Unix milliseconds, where it was.
    pub used: Option<i64>,
    /// The end of its life, where it is known to end.
    pub end: Option<End>,
    /// Whether it streams, where known.
    pub streaming: Option<bool>,
    /// The context window in tokens, where known.
    pub context: Option<u64>,
    /// US dollars for a million input tokens, where known.
    pub input: Option<f64>,
    /// US dollars for a million output tokens, where known.
    pub output: Option<f64>,
    /// The prices are those of the model behind it, which has its own: an estimate.
    pub estimated: bool,
}

/// What a model is chosen for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To go on with the conversation shown.
    GoOn,
    /// To begin another conversation.
    Begin,
    /// To ask once more for the answer of this message.
    Again(MessageId),
}

/// The picker.
#[derive(Debug)]
pub struct Picker {
    /// The rows.
    pub chooser: Chooser<ModelRow>,
    /// The model whose profiles, or whatever serves it, are offered; none while everything is.
    pub of: Option<Box<Entry>>,
    /// The model whose profiles are to be offered as soon as it is listed.
    wanted: Option<String>,
    /// What one is chosen for.
    pub purpose: Purpose,
}

impl Picker {
    /// A picker of everything, the one in use selected.
    pub fn new(desk: &Desk, in_use: &str, purpose: Purpose) -> Self {
        let mut chooser = Chooser::new(rows(desk));
        chooser.select_where(|row| row.entry.id == in_use);
        Self { chooser, of: None, wanted: None, purpose }
    }

    /// Offers the profiles of this model, now or when it is listed.
    pub fn want_profiles(&mut self, model: String, desk: &Desk) {
        match desk.entry(&model).cloned() {
            Some(entry) => {
                self.offer_profiles(&entry, desk);
            }
            None => self.wanted = Some(model),
        }
    }

    /// What is typed has changed. An id or ARN that is not listed can be used as it stands: a
    /// provisioned model, one of another account, or one whose listing was refused.
    pub fn typed(&mut self, desk: &Desk) {
        let typed = self.chooser.line.text();
        let typed = typed.trim();
        let is_id = typed.starts_with("arn:")
            || typed.split_once('.').is_some_and(|(maker, name)| {
                !maker.is_empty() && !name.is_empty() && !typed.contains(char::is_whitespace)
            });
        // The beginning of a listed id is a filter, not an id; one with its version is whole.
        let whole = typed.starts_with("arn:")
            || typed.rsplit_once(':').is_some_and(|(_, version)| version.parse::<u32>().is_ok());
        let begins = desk
            .catalog
            .value()
            .is_some_and(|listed| listed.entries.iter().any(|entry| entry.id.contains(typed)));
        let offers = is_id && desk.entry(typed).is_none() && (whole || !begins);
        let offered = offers.then(|| {
            let mut offered = row(&Entry::unknown(typed.to_owned()), desk);
            offered.as_typed = true;
            (typed.to_owned(), offered)
        });
        self.chooser.offer(offered);
        self.chooser.typed();
    }

    /// Offers the ways to this model and nothing else; false where none is listed.
    pub fn offer_profiles(&mut self, model: &Entry, desk: &Desk) -> bool {
        let profiles = ways_to(desk, model);
        let any = !profiles.is_empty();
        if any {
            self.of = Some(Box::new(model.clone()));
            self.chooser.line.set_text("");
            self.chooser.set_rows(profiles);
            self.chooser.typed();
        }
        any
    }

    /// What is listed or known of it has changed; what is selected stays.
    pub fn refresh(&mut self, desk: &Desk) {
        if let Some(wanted) = self.wanted.take() {
            self.want_profiles(wanted, desk);
        }
        let selected = self.chooser.selected().map(|row| row.entry.id.clone());
        self.chooser.set_rows(match &self.of {
            Some(model) => ways_to(desk, model),
            None => rows(desk),
        });
        if let Some(selected) = selected {
            self.chooser.select_where(|row| row.entry.id == selected);
        }
    }
}

/// The rows of everything listed that can hold a conversation.
fn rows(desk: &Desk) -> Vec<(String, ModelRow)> {
    let Some(catalog) = desk.catalog.value() else { return Vec::new() };
    let chats = catalog.entries.iter().filter(|entry| chats(entry, desk));
    let mut rows: Vec<(String, ModelRow)> = chats
        .map(|entry| {
            let kind = if entry.kind == EntryKind::Foundation { "" } else { entry.kind.word() };
            let text = format!("{} {} {} {kind}", entry.name, entry.id, entry.provider);
            (text, row(entry, desk))
        })
        .collect();
    rows.sort_by_cached_key(|(_, row)| row.place());
    rows
}

impl ModelRow {
    /// What the list is ordered by, the least first: favourites, then what was used last, then what
    /// came out last, and what is on its way out at the end. Equal ones keep the service's order.
    fn place(&self) -> impl Ord + use<> {
        let active = self.entry.lifecycle.as_deref().is_none_or(|status| status == "ACTIVE");
        let known = self.favourite || self.used.is_some();
        let released = Reverse(self.entry.released().filter(|_| !known));
        (!self.favourite, Reverse(self.used), !active, released)
    }
}

/// The rows of the profiles that route to this model, and of what serves it.
fn ways_to(desk: &Desk, model: &Entry) -> Vec<(String, ModelRow)> {
    let Some(catalog) = desk.catalog.value() else { return Vec::new() };
    let profiles = catalog.profiles_of(&model.id).into_iter();
    let ways = profiles.chain(catalog.servers_of(model));
    ways.map(|entry| (format!("{} {}", entry.name, entry.id), row(entry, desk))).collect()
}

/// A profile says nothing of modalities: it chats when a model behind it does.
fn chats(entry: &Entry, desk: &Desk) -> bool {
    let other = desk.facts(&entry.id).is_some_and(|facts| !may_chat(facts.mode));
    if entry.kind == EntryKind::Foundation || other {
        return entry.chats() && !other;
    }
    let behind: Vec<&Entry> =
        entry.base_ids().into_iter().filter_map(|id| desk.entry(id)).collect();
    behind.is_empty() || behind.iter().any(|model| model.chats())
}

/// Whether a model of this use can hold a conversation; one of no known use may.
fn may_chat(mode: Mode) -> bool {
    match mode {
        Mode::Chat | Mode::Other => true,
        Mode::Embedding
        | Mode::ImageGeneration
        | Mode::ImageEdit
        | Mode::Realtime
        | Mode::Rerank
        | Mode::Guardrail => false,
    }
}

fn row(entry: &Entry, desk: &Desk) -> ModelRow {
    let facts = desk.facts(&entry.id);
    let price = desk.price(&entry.id);
    ModelRow {
        entry: entry.clone(),
        as_typed: false,
        favourite: desk.shelf.favourites.contains(&entry.id),
        used: desk.shelf.used.iter().find(|used| used.model == entry.id).map(|used| used.last),
        end: end(entry, desk),
        streaming: desk.streams(&entry.id),
        context: facts.as_ref().and_then(|facts| facts.context_window),
        input: price.map(|price| price.rates.input),
        output: price.map(|price| price.rates.output),
        estimated: price.is_some_and(|price| price.basis == Basis::Model),
    }
}

/// The day of a time in Unix milliseconds, in UTC, as `2027-04-08`; empty for no time there is.
fn iso_day(at: i64) -> String {
    let at = Timestamp::from_millisecond(at).ok();
    at.map(|at| at.to_zoned(TimeZone::UTC).strftime("%Y-%m-%d").to_string()).unwrap_or_default()
}

/// The end of an entry's life: as the service says of it, or of the model behind it, or as the
/// price table has it.
fn end(entry: &Entry, desk: &Desk) -> Option<End> {
    let behind = || entry.base_ids().into_iter().find_map(|id| desk.entry(id)?.end_of_life);
    let day = entry.end_of_life.or_else(behind).map(iso_day);
    let day = day.or_else(|| desk.facts(&entry.id)?.end_of_life.map(str::to_owned))?;
    Some(End { over: day < iso_day(desk.now.unix), day })
}
