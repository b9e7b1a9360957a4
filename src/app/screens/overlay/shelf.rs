//! The personas, or the presets of parameters: choosing one, keeping one under a name, renaming and
//! removing. Not here: what a chosen one does (update), or keeping it (the store).

use crate::app::parts::chooser::Chooser;
use crate::app::parts::desk::Desk;
use crate::app::parts::editor::Editor;
use crate::domain::ask::Parameters;

/// What stands on the shelf.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// System prompts.
    Personas,
    /// Parameters.
    Presets,
}

impl Kind {
    /// One of them, in words.
    pub fn one(self) -> &'static str {
        match self {
            Self::Personas => "persona",
            Self::Presets => "preset",
        }
    }
}

/// What is chosen.
#[derive(Debug, Clone, PartialEq)]
pub enum Ware {
    /// A system prompt.
    Text(String),
    /// Parameters.
    Parameters(Box<Parameters>),
}

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub ware: Ware,
    /// It stands in the configuration file and can only be changed there.
    pub fixed: bool,
}

/// What the name that is typed is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Naming {
    /// For what is to be kept.
    New,
    /// For the one that has this name now.
    Renamed(String),
}

/// The shelf.
#[derive(Debug)]
pub struct Shelf {
    /// What stands on it.
    pub kind: Kind,
    /// The rows.
    pub chooser: Chooser<Item>,
    /// What can be kept: the text or parameters that are being edited.
    pub current: Ware,
    /// The name being typed, where one is.
    pub naming: Option<(Naming, Editor)>,
}

impl Shelf {
    /// A shelf beside which this is being edited.
    pub fn new(kind: Kind, current: Ware, desk: &Desk) -> Self {
        Self { kind, chooser: Chooser::new(rows(kind, desk)), current, naming: None }
    }

    /// What stands on it has changed; what is selected stays.
    pub fn refresh(&mut self, desk: &Desk) {
        let selected = self.chooser.selected().map(|item| item.name.clone());
        self.chooser.set_rows(rows(self.kind, desk));
        if let Some(selected) = selected {
            self.chooser.select_where(|item| item.name == selected);
        }
    }

    /// Begins to ask for a name.
    pub fn ask_name(&mut self, naming: Naming) {
        let mut line = Editor::one_line();
        if let Naming::Renamed(name) = &naming {
            line.set_text(name);
        }
        self.naming = Some((naming, line));
    }

    /// The name as typed.
    pub fn name(&self) -> String {
        self.naming.as_ref().map(|(_, line)| line.text().trim().to_owned()).unwrap_or_default()
    }

    /// The line one types in.
    pub fn line(&mut self) -> &mut Editor {
        match &mut self.naming {
            Some((_, line)) => line,
            None => &mut self.chooser.line,
        }
    }

    /// The row of this name.
    pub fn item(&self, name: &str, desk: &Desk) -> Option<Item> {
        rows(self.kind, desk).into_iter().map(|(_, item)| item).find(|item| item.name == name)
    }
}

fn rows(kind: Kind, desk: &Desk) -> Vec<(String, Item)> {
    let item =
        |name: &str, ware, fixed| (name.to_owned(), Item { name: name.to_owned(), ware, fixed });
    match kind {
        Kind::Personas => {
            let kept = desk.shelf.personas.iter();
            kept.map(|persona| item(&persona.name, Ware::Text(persona.text.clone()), false))
                .collect()
        }
        Kind::Presets => {
            let kept = desk.shelf.presets.iter().map(|preset| {
                let parameters = Ware::Parameters(Box::new(preset.parameters.clone()));
                item(&preset.name, parameters, false)
            });
            let fixed = desk.settings.presets.iter().map(|(name, parameters)| {
                item(name, Ware::Parameters(Box::new(parameters.clone())), true)
            });
            kept.chain(fixed).collect()
        }
    }
}
