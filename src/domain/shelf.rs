//! What stands ready to be used again: personas, presets, favourite models and those used, and how
//! screens stood.
//! Not here: the settings file (config), or what can be invoked (catalog).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::ask::Parameters;
use super::conversation::UnixMs;

/// All of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Shelf {
    /// System prompts, by name.
    pub personas: Vec<Persona>,
    /// Parameters, by name.
    pub presets: Vec<Preset>,
    /// Model or profile ids, as the user chose them, by id.
    pub favourites: Vec<String>,
    /// Models that were asked, used last first.
    pub used: Vec<Used>,
    /// How screens stood when they were left, JSON by the screen's name.
    pub views: BTreeMap<String, String>,
}

/// A system prompt with a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Persona {
    /// Its name.
    pub name: String,
    /// The system prompt.
    pub text: String,
}

/// Parameters with a name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Preset {
    /// Their name.
    pub name: String,
    /// The parameters.
    pub parameters: Parameters,
}

/// A model that was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Used {
    /// The model or profile id, as the user chose it.
    pub model: String,
    /// When it was asked last.
    pub last: UnixMs,
    /// How often it was asked.
    pub times: u64,
}
