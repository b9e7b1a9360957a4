//! What lies over a list of resources: the line that narrows it, how it is sorted or asked for, what
//! can be done with a row, and what must be typed before it is done.
//! Not here: doing it (update).

use crate::app::keys::scope::Place;
use crate::app::parts::chooser::{AnyChooser, Chooser};
use crate::app::parts::editor::Editor;
use crate::app::parts::form::Form;
use crate::domain::resource::Kind;

use super::checking::Checking;
use super::confirming::Confirming;
use super::failing::{Failed, Failing};
use super::found::Found;
use super::menu::Choice;
use super::query::Query;
use super::tags::Tags;
use super::trial::Trial;
use super::view::Sort;

/// What lies there.
#[derive(Debug)]
pub enum Dialog {
    /// The line that narrows the list; the list itself has it.
    Narrow,
    /// By which column the list is sorted; none is the service's order.
    Sort(Chooser<Option<Sort>>),
    /// What the service is asked to list.
    Query(Query),
    /// What can be done with what is meant.
    Menu(Chooser<Choice>),
    /// A word to be typed before it is done.
    Confirm(Confirming),
    /// What became of each of several.
    Report(Chooser<String>),
    /// The tags of a resource.
    Tags(Tags),
    /// A guardrail tried on a text.
    Trial(Trial),
    /// Which batch input file is to be checked.
    Check(Checking),
    /// What was found in it.
    Checked(Chooser<Found>),
    /// Which batch output file is to be read.
    Fail(Failing),
    /// What failed in it.
    Failed(Failed),
}

impl Dialog {
    /// What the next key goes to.
    pub fn place(&self) -> Place {
        match self {
            Self::Query(_) | Self::Trial(_) | Self::Check(_) | Self::Fail(_) => Place::Form,
            Self::Tags(_) => Place::Tags,
            _ => Place::Picker,
        }
    }

    /// Its form.
    pub fn form(&self) -> Option<&Form> {
        match self {
            Self::Query(query) => Some(&query.form),
            Self::Trial(trial) => Some(&trial.form),
            Self::Check(checking) => Some(&checking.form),
            Self::Fail(failing) => Some(&failing.form),
            _ => None,
        }
    }

    /// The same, to be changed.
    pub fn form_mut(&mut self) -> Option<&mut Form> {
        match self {
            Self::Query(query) => Some(&mut query.form),
            Self::Trial(trial) => Some(&mut trial.form),
            Self::Check(checking) => Some(&mut checking.form),
            Self::Fail(failing) => Some(&mut failing.form),
            _ => None,
        }
    }

    /// What one chooses from by typing.
    pub fn chooser(&mut self) -> Option<&mut dyn AnyChooser> {
        match self {
            Self::Sort(chooser) => Some(chooser),
            Self::Menu(chooser) => Some(chooser),
            Self::Report(chooser) => Some(chooser),
            Self::Checked(chooser) => Some(chooser),
            Self::Failed(failed) => Some(&mut failed.lines),
            Self::Narrow
            | Self::Query(_)
            | Self::Confirm(_)
            | Self::Tags(_)
            | Self::Trial(_)
            | Self::Check(_)
            | Self::Fail(_) => None,
        }
    }

    /// The line one types in, where it has one of its own.
    pub fn line(&mut self) -> Option<&mut Editor> {
        match self {
            Self::Confirm(confirming) => Some(&mut confirming.line),
            Self::Query(query) => query.form.line(),
            Self::Tags(tags) => Some(&mut tags.line),
            Self::Trial(trial) => trial.form.line(),
            Self::Check(checking) => checking.form.line(),
            Self::Fail(failing) => failing.form.line(),
            other => other.chooser().map(AnyChooser::line),
        }
    }
}

/// Every way to sort a kind's list, each with the words it is found by.
pub fn sorts(kind: &Kind, now: Option<Sort>) -> Chooser<Option<Sort>> {
    let columns = kind.columns.iter().enumerate().flat_map(|(column, of)| {
        [false, true].map(|falling| {
            let sort = Sort { column, falling };
            (format!("{}, {}", of.title, way(sort)), Some(sort))
        })
    });
    let own = ("As the service lists them".to_owned(), None);
    let mut chooser = Chooser::new([own].into_iter().chain(columns).collect());
    chooser.select_where(|sort| *sort == now);
    chooser
}

/// Which way a list is sorted, in words.
pub fn way(sort: Sort) -> &'static str {
    if sort.falling { "falling" } else { "rising" }
}
