//! One row of the table of models: an entry with the ways to it and what the price table knows, each
//! cell written once. Not here: which rows are shown (state).

use std::cmp::{Ordering, Reverse};

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::column::Column;
use crate::app::parts::cell::status;
use crate::app::parts::count;
use crate::app::parts::desk::Desk;
use crate::domain::catalog::{Entry, EntryKind};
use crate::domain::price::{Basis, variant};
use crate::domain::ways::{Here, Way, WayKind, Ways};

/// A row.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// What is listed.
    pub entry: Entry,
    /// The ways to invoke it.
    pub ways: Vec<Way>,
    /// It is only a way to a model that has a row of its own.
    pub is_way: bool,
    cells: [String; Column::ALL.len()],
    /// What it is found by besides its cells.
    names: String,
    context: Option<u64>,
    input: Option<f64>,
    output: Option<f64>,
    place: (bool, Reverse<Option<i64>>, bool, Reverse<Option<i64>>),
}

impl Row {
    /// The cell of a column.
    pub fn cell(&self, column: Column) -> &str {
        &self.cells[column as usize]
    }

    /// Every text it is found by.
    pub fn texts(&self) -> impl Iterator<Item = &str> + Clone {
        self.cells.iter().chain(std::iter::once(&self.names)).map(String::as_str)
    }

    /// How two rows stand to one another by a column; what is not known comes last either way.
    pub fn compare(&self, other: &Self, by: Column, down: bool) -> Ordering {
        let turned = |order: Ordering| if down { order.reverse() } else { order };
        let known = |one: Option<f64>, two: Option<f64>| match (one, two) {
            (Some(one), Some(two)) => turned(one.total_cmp(&two)),
            (one, two) => two.is_some().cmp(&one.is_some()),
        };
        let tokens = |row: &Self| row.context.map(|tokens| tokens as f64);
        match by {
            Column::Context => known(tokens(self), tokens(other)),
            Column::Input => known(self.input, other.input),
            Column::Output => known(self.output, other.output),
            _ => {
                let (one, two) = (self.cell(by), other.cell(by));
                let letters = |text: &str| text.to_lowercase();
                match (one.is_empty(), two.is_empty()) {
                    (false, false) => turned(letters(one).cmp(&letters(two))),
                    (one, two) => one.cmp(&two),
                }
            }
        }
    }

    /// What the rows are ordered by while nothing else is wished: favourites, what was used last, what
    /// is in its life, the newest.
    pub fn place(&self) -> impl Ord + use<> {
        self.place
    }
}

/// The rows of everything that is listed, in the service's order.
pub fn rows(desk: &Desk) -> Vec<Row> {
    let Some(catalog) = desk.catalog.value() else { return Vec::new() };
    let ways = Ways::of(catalog);
    let mut rows: Vec<Row> = catalog.entries.iter().map(|entry| row(entry, &ways, desk)).collect();
    rows.sort_by_key(Row::place);
    rows
}

fn row(entry: &Entry, ways: &Ways<'_>, desk: &Desk) -> Row {
    let here = Here { region: desk.region(), now: desk.now.unix };
    let used = desk.shelf.used.iter().find(|used| used.model == entry.id).map(|used| used.last);
    let is_way = ways.is_way(entry);
    let ways = ways.to(entry, used, here);
    let table = desk.prices.as_deref();
    let facts = table.and_then(|table| table.facts(entry.known_id(), desk.region()));
    let price = table.and_then(|table| table.price(entry.priced_id(), desk.region()));
    let context = facts.as_ref().and_then(|facts| facts.context_window);
    let estimated = price.is_some_and(|price| price.basis == Basis::Model);
    let (input, output) = (price.map(|p| p.rates.input), price.map(|p| p.rates.output));
    let sign = if estimated { "~" } else { "" };
    let dollars = |usd: Option<f64>| format!("{sign}{}", count::price(usd));
    let cell = |column: Column| match column {
        Column::Name => name(entry),
        Column::Provider => entry.provider.clone(),
        Column::Ways => open_ways(&ways),
        Column::Context => context.map_or_else(|| "?".into(), count::shortened),
        Column::Input => dollars(input),
        Column::Output => dollars(output),
        Column::Modalities => modalities(entry),
        Column::Streaming => match entry.streaming {
            Some(true) => "yes".into(),
            Some(false) => "no".into(),
            None => String::new(),
        },
        Column::Lifecycle => lifecycle(entry),
        Column::Id => entry.id.clone(),
        Column::Inference => words(&entry.inference_types),
        Column::Customizations => words(&entry.customizations),
    };
    let names: Vec<&str> = ways.iter().filter_map(|way| way.id.as_deref()).collect();
    let known = desk.shelf.favourites.contains(&entry.id) || used.is_some();
    let active = entry.lifecycle.as_deref().is_none_or(|status| status == "ACTIVE");
    Row {
        cells: Column::ALL.map(cell),
        names: format!("{} {}", entry.kind.word(), names.join(" ")),
        place: (
            !desk.shelf.favourites.contains(&entry.id),
            Reverse(used),
            !active,
            Reverse(entry.released().filter(|_| !known)),
        ),
        entry: entry.clone(),
        ways,
        is_way,
        context,
        input,
        output,
    }
}

/// Its name; of several variants of a model each with its window.
pub fn name(entry: &Entry) -> String {
    match variant(&entry.id).filter(|_| entry.kind == EntryKind::Foundation) {
        Some((_, window)) => format!("{} ({}k)", entry.name, window / 1_000),
        None => entry.name.clone(),
    }
}

/// The kinds of ways that are open, each once; else what all would need.
fn open_ways(ways: &[Way]) -> String {
    let mut kinds: Vec<_> =
        ways.iter().filter(|way| way.standing.is_open()).map(|way| way.kind).collect();
    kinds.sort();
    kinds.dedup();
    if kinds.is_empty() {
        return "none".into();
    }
    kinds.into_iter().map(WayKind::short).collect::<Vec<_>>().join(" · ")
}

/// What it takes and answers: `text, image → text`.
fn modalities(entry: &Entry) -> String {
    match (words(&entry.input), words(&entry.output)) {
        (input, output) if input.is_empty() && output.is_empty() => String::new(),
        (input, output) => {
            let known = |text: String| if text.is_empty() { "?".to_owned() } else { text };
            format!("{} → {}", known(input), known(output))
        }
    }
}

fn words(all: &[String]) -> String {
    all.iter().map(|word| status(word)).collect::<Vec<_>>().join(", ")
}

/// How it stands in its life, and its last day where that is known; for what the account made, how
/// it stands.
fn lifecycle(entry: &Entry) -> String {
    let own = !matches!(entry.kind, EntryKind::Foundation | EntryKind::SystemProfile);
    let stands = match &entry.status {
        Some(own_status) if own => own_status,
        _ => match &entry.lifecycle {
            Some(lifecycle) => lifecycle,
            None => return String::new(),
        },
    };
    let stands = status(stands);
    match entry.end_of_life {
        Some(end) => format!("{stands} to {}", day(end)),
        None => stands,
    }
}

/// The day of a time in Unix milliseconds, in UTC, as `2027-04-08`; empty for no time there is.
pub fn day(at: i64) -> String {
    let at = Timestamp::from_millisecond(at).ok();
    at.map(|at| at.to_zoned(TimeZone::UTC).strftime("%Y-%m-%d").to_string()).unwrap_or_default()
}
