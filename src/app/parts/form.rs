//! A form: fields one under the other, each checked as one types, its rule in words beside it.
//! Not here: which fields a form has and what its values do (the forms of overlay), or its looks.

use std::borrow::Cow;

use crate::api::pattern::Pattern;
use crate::app::keys::command::Form as Move;
use crate::app::parts::editor::Editor;
use crate::app::parts::list::List;

/// What a value must be, as the API states it. An empty value is one that is not set, and passes.
#[derive(Debug, Clone, Copy)]
pub enum Check {
    /// Anything.
    Free,
    /// A whole number within these bounds.
    Whole(i64, i64),
    /// A number within these bounds.
    Number(f64, f64),
    /// Between so many characters.
    Length(usize, usize),
    /// A text of this form.
    Pattern(&'static Pattern),
    /// What this accepts; else it says what is wrong, in words that follow the field's label.
    By(fn(&str) -> Result<(), String>),
}

/// How a value is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// It is typed.
    Line,
    /// One of these words is stepped to; where the check accepts more, it can be typed as well.
    Choice(Vec<String>),
    /// In a form of its own; here it is only shown.
    Link,
    /// Not at all: it is only shown.
    Fixed,
}

impl Kind {
    /// Whether one types in a field of this kind.
    pub fn is_typed(&self) -> bool {
        matches!(self, Self::Line | Self::Choice(_))
    }
}

/// What is to be said of a field besides its rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// Worth knowing.
    Info(String),
    /// The value will not be used.
    Warning(String),
    /// The value must be another.
    Error(String),
}

impl Note {
    /// What is said.
    pub fn text(&self) -> &str {
        match self {
            Self::Info(text) | Self::Warning(text) | Self::Error(text) => text,
        }
    }
}

/// One field.
#[derive(Debug)]
pub struct Field {
    /// Its name, by which its owner finds it.
    pub name: Cow<'static, str>,
    /// What it is called.
    pub label: Cow<'static, str>,
    /// What it takes, in words.
    pub rule: String,
    /// How its value is given.
    pub kind: Kind,
    /// Whether it must be set.
    pub required: bool,
    /// Its value, as typed.
    pub line: Editor,
    /// What is to be said of it.
    pub note: Option<Note>,
    check: Check,
    before: String,
}

impl Field {
    /// A field that is typed.
    pub fn line(
        name: impl Into<Cow<'static, str>>,
        label: impl Into<Cow<'static, str>>,
        rule: &str,
        check: Check,
    ) -> Self {
        Self {
            name: name.into(),
            label: label.into(),
            rule: rule.to_owned(),
            kind: Kind::Line,
            required: false,
            line: Editor::one_line(),
            note: None,
            check,
            before: String::new(),
        }
    }

    /// A field one steps through words with.
    pub fn choice(
        name: impl Into<Cow<'static, str>>,
        label: impl Into<Cow<'static, str>>,
        rule: &str,
        words: Vec<String>,
        check: Check,
    ) -> Self {
        Self { kind: Kind::Choice(words), ..Self::line(name, label, rule, check) }
    }

    /// A field with a form of its own.
    pub fn link(
        name: impl Into<Cow<'static, str>>,
        label: impl Into<Cow<'static, str>>,
        rule: &str,
    ) -> Self {
        Self { kind: Kind::Link, ..Self::line(name, label, rule, Check::Free) }
    }

    /// A field that is only shown.
    pub fn fixed(
        name: impl Into<Cow<'static, str>>,
        label: impl Into<Cow<'static, str>>,
        rule: &str,
    ) -> Self {
        Self { kind: Kind::Fixed, ..Self::line(name, label, rule, Check::Free) }
    }

    /// The same, with this value to begin with.
    #[must_use]
    pub fn with(mut self, value: &str) -> Self {
        self.line.set_text(value);
        self.before = self.value();
        self
    }

    /// The same, which must be set.
    #[must_use]
    pub fn needed(mut self) -> Self {
        self.required = true;
        self
    }

    /// Its value without the blanks around it; empty is not set.
    pub fn value(&self) -> String {
        self.line.text().trim().to_owned()
    }

    /// Whether its value is another than the form began with.
    pub fn is_changed(&self) -> bool {
        self.value() != self.before
    }

    /// What is wrong with its value, in words that follow the label.
    pub fn fault(&self) -> Option<String> {
        let value = self.value();
        if value.is_empty() {
            return self.required.then(|| "is needed".into());
        }
        let outside = || Some(format!("is {value}: {}", self.rule));
        match self.check {
            Check::Free => None,
            Check::Whole(least, most) => match value.parse::<i64>() {
                Ok(number) if (least..=most).contains(&number) => None,
                _ => outside(),
            },
            Check::Number(least, most) => match value.parse::<f64>() {
                Ok(number) if (least..=most).contains(&number) => None,
                _ => outside(),
            },
            Check::Length(least, most) => {
                let long = value.chars().count();
                let fits = (least..=most).contains(&long);
                (!fits).then(|| format!("has {long} characters: {least} to {most} are allowed"))
            }
            Check::Pattern(pattern) => {
                (!pattern.matches(&value)).then(|| format!("does not have the form {}", self.rule))
            }
            Check::By(check) => check(&value).err(),
        }
    }

    /// Steps to the next or previous word; past the last one it is unset, and then begins anew.
    fn step(&mut self, forward: bool) {
        let Kind::Choice(words) = &self.kind else { return };
        let value = self.value();
        let count = words.len() + 1;
        // Where an own value stands, the first step goes to the first word, or the last.
        let at = words.iter().position(|word| *word == value).map_or(0, |at| at + 1);
        let next = if forward { (at + 1) % count } else { (at + count - 1) % count };
        let word = next.checked_sub(1).and_then(|at| words.get(at)).cloned();
        self.line.set_text(&word.unwrap_or_default());
    }
}

/// Columns for the labels unless the owner says otherwise.
const LABEL: u16 = 20;

/// A form.
#[derive(Debug)]
pub struct Form {
    /// Columns for the labels.
    pub label: u16,
    fields: Vec<Field>,
    list: List,
}

impl Form {
    /// A form of these fields, the first one selected.
    pub fn new(fields: Vec<Field>) -> Self {
        let mut list = List::new();
        list.update(fields.len(), None);
        Self { label: LABEL, fields, list }
    }

    /// The fields, from the top.
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// Changes what is said of the fields.
    pub fn fields_mut(&mut self) -> impl Iterator<Item = &mut Field> {
        self.fields.iter_mut()
    }

    /// The index of the selected field.
    pub fn at(&self) -> usize {
        self.list.selected().unwrap_or_default()
    }

    /// The indices of the fields there is room for.
    pub fn visible(&self) -> std::ops::Range<usize> {
        self.list.visible()
    }

    /// The selected field.
    pub fn selected(&self) -> Option<&Field> {
        self.fields.get(self.at())
    }

    /// The line one types in, where the selected field has one.
    pub fn line(&mut self) -> Option<&mut Editor> {
        let at = self.at();
        let field = self.fields.get_mut(at)?;
        field.kind.is_typed().then_some(&mut field.line)
    }

    /// The field of this name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The value of the field of this name.
    pub fn value(&self, name: &str) -> String {
        self.field(name).map(Field::value).unwrap_or_default()
    }

    /// Gives the field of this name another value, as if it was typed.
    pub fn set(&mut self, name: &str, value: &str) {
        if let Some(field) = self.fields.iter_mut().find(|field| field.name == name) {
            field.line.set_text(value);
        }
    }

    /// Selects a field.
    pub fn select(&mut self, at: usize) {
        self.list.select(at);
    }

    /// Scrolls, the selection staying in sight.
    pub fn scroll(&mut self, rows: isize) {
        self.list.scroll(rows);
    }

    /// Selects the first field with something wrong; false where all is well.
    pub fn select_fault(&mut self) -> bool {
        let wrong = |field: &Field| matches!(field.note, Some(Note::Error(_)));
        let at = self.fields.iter().position(wrong);
        if let Some(at) = at {
            self.list.select(at);
        }
        at.is_some()
    }

    /// Takes the values as they stand for those the form began with.
    pub fn settle(&mut self) {
        for field in &mut self.fields {
            field.before = field.value();
        }
    }

    /// Whether anything was changed.
    pub fn is_changed(&self) -> bool {
        self.fields.iter().any(Field::is_changed)
    }

    /// Whether the selected field has words to step through.
    pub fn has_choices(&self) -> bool {
        let kind = self.selected().map(|field| &field.kind);
        matches!(kind, Some(Kind::Choice(words)) if !words.is_empty())
    }

    /// Whether the selected field has a form of its own.
    pub fn has_link(&self) -> bool {
        matches!(self.selected().map(|field| &field.kind), Some(Kind::Link))
    }

    /// Moves the selection, or changes the selected value; the other moves are the owner's.
    pub fn apply(&mut self, wish: Move) {
        let at = self.at();
        let count = self.fields.len().max(1);
        match wish {
            Move::Next => self.list.select((at + 1) % count),
            Move::Previous => self.list.select((at + count - 1) % count),
            Move::Change | Move::ChangeBack => {
                if let Some(field) = self.fields.get_mut(at) {
                    field.step(wish == Move::Change);
                }
            }
            Move::Clear => {
                if let Some(line) = self.line() {
                    line.set_text("");
                }
            }
            Move::Open | Move::Accept => {}
        }
    }

    /// Says what is wrong with each value, in place of what was said before.
    pub fn check(&mut self) {
        for field in &mut self.fields {
            field.note = field.fault().map(Note::Error);
        }
    }

    /// Says what is wrong with the selected value, in place of what was said before.
    pub fn check_selected(&mut self) {
        let at = self.at();
        if let Some(field) = self.fields.get_mut(at) {
            field.note = field.fault().map(Note::Error);
        }
    }

    /// Gives it a place on the screen: so many columns for the value being typed, so many rows.
    pub fn fit(&mut self, width: u16, height: u16) {
        self.list.fit(height);
        if let Some(line) = self.line() {
            line.fit(width, 1);
        }
    }
}

#[cfg(test)]
#[path = "form/tests.rs"]
mod tests;
