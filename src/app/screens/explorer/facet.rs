//! The facets the models are narrowed by: one value each, four of which the service knows as well.
//! Not here: asking it (state).

use serde_json::{Value, json};

use super::row::Row;
use crate::api::lookup;
use crate::api::validation::validate;
use crate::domain::catalog::{Entry, EntryKind};

/// The operation that knows facets.
pub const OPERATION: &str = "ListFoundationModels";

/// A facet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Facet {
    /// What it is: a foundation model, a custom one, a profile, ...
    Kind,
    /// Who made it.
    Provider,
    /// What it answers in.
    Output,
    /// How it is invoked, as the model says.
    Inference,
    /// How it can be customized.
    Customization,
    /// How it stands in its life.
    Lifecycle,
}

impl Facet {
    /// Every facet, in the order they are offered.
    pub const ALL: [Self; 6] = [
        Self::Provider,
        Self::Output,
        Self::Inference,
        Self::Customization,
        Self::Lifecycle,
        Self::Kind,
    ];

    /// What it is called, and kept under.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Provider => "provider",
            Self::Output => "output",
            Self::Inference => "inference type",
            Self::Customization => "customization",
            Self::Lifecycle => "lifecycle",
        }
    }

    /// The facet that was kept under this word.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|facet| facet.word() == word)
    }

    /// The member of the service's query that means the same.
    pub const fn member(self) -> Option<&'static str> {
        match self {
            Self::Provider => Some("byProvider"),
            Self::Output => Some("byOutputModality"),
            Self::Inference => Some("byInferenceType"),
            Self::Customization => Some("byCustomizationType"),
            Self::Kind | Self::Lifecycle => None,
        }
    }

    /// The values an entry has of it.
    pub fn of(self, entry: &Entry) -> Vec<&str> {
        match self {
            Self::Kind => vec![entry.kind.word()],
            Self::Provider => vec![entry.provider.as_str()],
            Self::Output => entry.output.iter().map(String::as_str).collect(),
            Self::Inference => entry.inference_types.iter().map(String::as_str).collect(),
            Self::Customization if entry.kind == EntryKind::Foundation => {
                entry.customizations.iter().map(String::as_str).collect()
            }
            Self::Customization => Vec::new(),
            Self::Lifecycle => entry.lifecycle.as_deref().into_iter().collect(),
        }
    }

    /// Whether the service takes this value of it.
    fn is_known(self, value: &str) -> bool {
        let Some(member) = self.member() else { return false };
        let input = lookup::operation(OPERATION)
            .and_then(|operation| Some((lookup::service(operation.plane), operation.input()?)));
        input.is_some_and(|(service, shape)| {
            validate(service, shape, &json!({ member: value })).is_empty()
        })
    }
}

/// A facet that is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Set {
    /// Which.
    pub facet: Facet,
    /// Its value.
    pub value: String,
    /// Whether the service takes it.
    known: bool,
}

/// The facets that are set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facets(Vec<Set>);

/// A facet that can be set, for one row of the choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Which; none takes all of them back.
    pub facet: Option<Facet>,
    /// Its value.
    pub value: String,
    /// How many rows have it.
    pub count: usize,
    /// Whether it is set.
    pub on: bool,
}

impl Facets {
    /// Whether none is set.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The value of a facet, where it is set.
    pub fn get(&self, facet: Facet) -> Option<&str> {
        self.0.iter().find(|set| set.facet == facet).map(|set| set.value.as_str())
    }

    /// Those that are set.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Set> {
        self.0.iter()
    }

    /// Sets a facet; what is set already is taken back.
    pub fn toggle(&mut self, facet: Facet, value: &str) {
        let was = self.get(facet) == Some(value);
        self.0.retain(|set| set.facet != facet);
        if !was {
            self.0.push(Set { facet, value: value.to_owned(), known: facet.is_known(value) });
        }
    }

    /// Whether an entry has all that is set; with `asked` all that the service was not asked for.
    pub fn admit(&self, entry: &Entry, asked: bool) -> bool {
        let has = |set: &Set| set.facet.of(entry).contains(&set.value.as_str());
        self.0.iter().all(|set| (asked && set.known) || has(set))
    }

    /// The same question as the service takes it; none where it knows none of what is set.
    pub fn query(&self) -> Option<Value> {
        let mut input = json!({});
        for Set { facet, value, .. } in self.0.iter().filter(|set| set.known) {
            if let Some(member) = facet.member() {
                input[member] = json!(value);
            }
        }
        (input != json!({})).then_some(input)
    }

    /// Every value there is to set, those of one facet together and by name.
    pub fn choices(&self, rows: &[Row]) -> Vec<(String, Choice)> {
        let mut choices = Vec::new();
        for facet in Facet::ALL {
            let mut counts: Vec<(&str, usize)> = Vec::new();
            for row in rows.iter().filter(|row| facet == Facet::Kind || !row.is_way) {
                for value in facet.of(&row.entry).into_iter().filter(|value| !value.is_empty()) {
                    match counts.iter_mut().find(|(known, _)| *known == value) {
                        Some((_, count)) => *count += 1,
                        None => counts.push((value, 1)),
                    }
                }
            }
            counts.sort_unstable();
            choices.extend(counts.into_iter().map(|(value, count)| {
                let on = self.get(facet) == Some(value);
                let choice = Choice { facet: Some(facet), value: value.to_owned(), count, on };
                (format!("{} {value}", facet.word()), choice)
            }));
        }
        if !self.is_empty() {
            let all = Choice {
                facet: None,
                value: "Show all: take every facet back".into(),
                count: rows.len(),
                on: false,
            };
            choices.insert(0, ("all none reset".into(), all));
        }
        choices
    }
}
