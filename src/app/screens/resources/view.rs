//! Which rows of a list are shown, and in which order: those that match what is typed, sorted by a
//! column. Not here: reading them, or which is selected (board).

use std::cmp::Ordering;

use serde_json::Value;

use crate::app::parts::cell::{cell, named};
use crate::app::parts::filter::Filter;
use crate::domain::resource::{Column, Form, Kind, at, time};

/// A row, with the text it is found by.
#[derive(Debug)]
pub struct Row {
    /// What the service lists.
    pub value: Value,
    text: String,
}

impl Row {
    /// A row.
    pub fn new(kind: &Kind, value: Value) -> Self {
        let mut row = Self { value, text: String::new() };
        row.index(kind);
        row
    }

    /// Makes the text it is found by: what its columns say but for times, which change, and its
    /// id without what all ids begin with.
    pub fn index(&mut self, kind: &Kind) {
        self.text.clear();
        let still = |column: &&Column| !matches!(column.form, Form::Age | Form::Until);
        for column in kind.columns.iter().filter(still) {
            self.text.push_str(&cell(column, &self.value, 0));
            self.text.push(' ');
        }
        self.text.push_str(named(kind.id_of(&self.value)));
    }
}

/// By which column rows are sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sort {
    /// The index of the column.
    pub column: usize,
    /// Whether the greatest, or the latest, stands first.
    pub falling: bool,
}

/// What is shown of the rows.
#[derive(Debug, Default)]
pub struct View {
    rows: Vec<usize>,
    moving: Vec<usize>,
    filter: Filter,
    narrowed: bool,
    sort: Option<Sort>,
}

impl View {
    /// The indices of the rows shown.
    pub fn rows(&self) -> &[usize] {
        &self.rows
    }

    /// The indices of those whose status moves by itself, shown or not.
    pub fn moving(&self) -> &[usize] {
        &self.moving
    }

    /// Whether something is typed.
    pub fn is_narrowed(&self) -> bool {
        self.narrowed
    }

    /// By what they are sorted.
    pub fn sort(&self) -> Option<Sort> {
        self.sort
    }

    /// Something else is typed; they are to be arranged anew.
    pub fn narrow(&mut self, typed: &str) {
        self.filter.set(named(typed.trim()));
        self.narrowed = !typed.trim().is_empty();
    }

    /// They are sorted otherwise; they are to be arranged anew.
    pub fn set_sort(&mut self, sort: Option<Sort>) {
        self.sort = sort;
    }

    /// Takes in rows that came behind the others, where nothing is typed or sorted.
    pub fn grow(&mut self, kind: &Kind, rows: &[Row]) {
        let known = self.rows.len();
        self.rows.extend(known..rows.len());
        let new = rows.iter().enumerate().skip(known);
        self.moving.extend(new.filter(|(_, row)| kind.moves(&row.value)).map(|(at, _)| at));
    }

    /// Finds out anew what is shown, and in which order.
    pub fn arrange(&mut self, kind: &Kind, rows: &[Row]) {
        let moving = rows.iter().enumerate().filter(|(_, row)| kind.moves(&row.value));
        self.moving = moving.map(|(at, _)| at).collect();
        self.rows = if self.narrowed {
            let hits = self.filter.rank(rows.iter().map(|row| &row.text));
            hits.into_iter().map(|hit| hit.row).collect()
        } else {
            (0..rows.len()).collect()
        };
        let Some((sort, column)) =
            self.sort.and_then(|sort| Some((sort, kind.columns.get(sort.column)?)))
        else {
            return;
        };
        self.rows.sort_unstable();
        let mut keyed: Vec<(Key, usize)> =
            self.rows.iter().map(|at| (Key::of(column, &rows[*at].value), *at)).collect();
        keyed.sort_by(|(one, _), (other, _)| one.compare(other, sort.falling));
        self.rows = keyed.into_iter().map(|(_, at)| at).collect();
    }
}

/// What a row is sorted by.
#[derive(Debug)]
enum Key {
    Number(f64),
    Text(String),
    Missing,
}

impl Key {
    fn of(column: &Column, row: &Value) -> Self {
        let Some(value) = at(row, column.member) else { return Self::Missing };
        match column.form {
            // What is older has the greater age.
            Form::Age => time(value).map_or(Self::Missing, |at| Self::Number(-(at as f64))),
            Form::Until => time(value).map_or(Self::Missing, |at| Self::Number(at as f64)),
            Form::Count => value.as_f64().map_or(Self::Missing, Self::Number),
            _ => Self::Text(cell(column, row, 0).to_lowercase()),
        }
    }

    /// Rows without a value stand last, whichever way.
    fn compare(&self, other: &Self, falling: bool) -> Ordering {
        let turned = |order: Ordering| if falling { order.reverse() } else { order };
        match (self, other) {
            (Self::Number(one), Self::Number(other)) => turned(one.total_cmp(other)),
            (Self::Text(one), Self::Text(other)) => turned(one.cmp(other)),
            (Self::Missing, Self::Missing) => Ordering::Equal,
            (Self::Missing, _) | (Self::Text(_), Self::Number(_)) => Ordering::Greater,
            (_, Self::Missing) | (Self::Number(_), Self::Text(_)) => Ordering::Less,
        }
    }
}
