//! What the account can invoke: foundation models and inference profiles.
//! Not here: prices and limits (price), or how they are listed (the aws floor).

use serde::{Deserialize, Serialize};

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EntryKind {
    /// A foundation model, invoked by its own id.
    Foundation,
    /// An inference profile that AWS made (API: `SYSTEM_DEFINED`).
    SystemProfile,
    /// An inference profile of the account (API: `APPLICATION`).
    ApplicationProfile,
}

/// One thing with an id that can be invoked, or a reason why not. Unset means the service did not
/// say; words of enums are kept as they came, known or not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// What is sent as `modelId`.
    pub id: String,
    /// Its ARN.
    pub arn: String,
    /// What it is.
    pub kind: EntryKind,
    /// Its name in words.
    pub name: String,
    /// Who made the model.
    pub provider: String,
    /// Input modalities, as the API names them (`TEXT`, `IMAGE`, ...).
    pub input: Vec<String>,
    /// Output modalities.
    pub output: Vec<String>,
    /// Whether it streams.
    pub streaming: Option<bool>,
    /// `inferenceTypesSupported`.
    pub inference_types: Vec<String>,
    /// `customizationsSupported`.
    pub customizations: Vec<String>,
    /// Lifecycle status (`ACTIVE`, `LEGACY`).
    pub lifecycle: Option<String>,
    /// When its life began, Unix milliseconds.
    #[serde(default)]
    pub begun: Option<i64>,
    /// When it becomes legacy, Unix milliseconds.
    pub legacy: Option<i64>,
    /// When its life ends, Unix milliseconds.
    pub end_of_life: Option<i64>,
    /// For a profile: ARNs of the models it may route to.
    pub routes: Vec<String>,
    /// For a profile: its status (`ACTIVE`).
    pub status: Option<String>,
}

impl Entry {
    /// An id of which nothing else is known, named by itself.
    pub fn unknown(id: String) -> Self {
        Self {
            name: id.clone(),
            id,
            arn: String::new(),
            kind: EntryKind::Foundation,
            provider: String::new(),
            input: Vec::new(),
            output: Vec::new(),
            streaming: None,
            inference_types: Vec::new(),
            customizations: Vec::new(),
            lifecycle: None,
            begun: None,
            legacy: None,
            end_of_life: None,
            routes: Vec::new(),
            status: None,
        }
    }

    /// The ids of the foundation models behind it: its own id, or those a profile routes to.
    pub fn base_ids(&self) -> Vec<&str> {
        if self.kind == EntryKind::Foundation {
            return vec![self.id.as_str()];
        }
        let mut ids: Vec<&str> =
            self.routes.iter().filter_map(|arn| arn.rsplit('/').next()).collect();
        ids.dedup();
        ids
    }

    /// When it came out, Unix milliseconds, as the service says or as its id does, where a maker puts
    /// the day into it (`anthropic.claude-sonnet-4-5-20250929-v1:0`).
    pub fn released(&self) -> Option<i64> {
        const DAY: i64 = 24 * 60 * 60 * 1_000;
        let day = |part: &str| {
            let date: jiff::civil::Date = part.parse().ok().filter(|_| part.len() == 8)?;
            let since = date.since(jiff::civil::date(1970, 1, 1)).ok()?;
            Some(i64::from(since.get_days()) * DAY)
        };
        let ids = [self.id.as_str()].into_iter().chain(self.base_ids());
        self.begun.or_else(|| { ids }.find_map(|id| id.split(['-', '.', ':']).find_map(day)))
    }

    /// The regions a profile names, in the order the service gave.
    fn regions(&self) -> Vec<&str> {
        self.routes
            .iter()
            .filter_map(|arn| arn.split(':').nth(3))
            .filter(|r| !r.is_empty())
            .collect()
    }

    /// The regions a profile may route to, as a list in words. A global profile names the model once in
    /// a region and once in none: there a request may go to any commercial region.
    pub fn regions_in_words(&self) -> String {
        let mut regions = self.regions();
        regions.dedup();
        let mut said = regions.join(", ");
        if self.routes.iter().any(|arn| arn.split(':').nth(3) == Some("")) {
            let more = if regions.is_empty() { "any" } else { " or any other" };
            said = format!("{said}{more} commercial region");
        }
        said
    }

    /// Whether its own id can be invoked without a profile or provisioned throughput.
    pub fn on_demand(&self) -> bool {
        self.kind != EntryKind::Foundation
            || self.inference_types.is_empty()
            || self.inference_types.iter().any(|kind| kind == "ON_DEMAND")
    }

    /// Whether it can hold a conversation: it answers in text and does not only embed.
    pub fn chats(&self) -> bool {
        self.output.is_empty() || self.output.iter().any(|modality| modality == "TEXT")
    }
}

/// All that was listed, and what could not be.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Catalog {
    /// The entries: foundation models first, then profiles, each in the service's order.
    pub entries: Vec<Entry>,
}

impl Catalog {
    /// The entry with this id or ARN.
    pub fn find(&self, id: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.id == id || entry.arn == id)
    }

    /// The model a demo begins with: the first that answers in text alone, streams, is invoked on
    /// demand and has its life before it.
    pub fn first_to_chat(&self) -> Option<&Entry> {
        self.entries.iter().find(|entry| {
            entry.kind == EntryKind::Foundation
                && entry.on_demand()
                && entry.streaming == Some(true)
                && entry.output == ["TEXT"]
                && entry.lifecycle.as_deref() == Some("ACTIVE")
        })
    }

    /// The profiles that route to this foundation model.
    pub fn profiles_of(&self, model: &str) -> Vec<&Entry> {
        self.entries
            .iter()
            .filter(|entry| {
                entry.kind != EntryKind::Foundation && entry.base_ids().contains(&model)
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_tells_every_region_its_requests_may_go_to() {
        let said = |regions: &[&str]| {
            let arn = |region: &&str| format!("arn:aws:bedrock:{region}::foundation-model/m");
            let routes = regions.iter().map(arn).collect();
            Entry { routes, ..Entry::unknown("x.m".into()) }.regions_in_words()
        };
        assert_eq!(said(&["us-east-1", "us-east-1", "us-west-2"]), "us-east-1, us-west-2");
        assert_eq!(said(&["us-east-1", ""]), "us-east-1 or any other commercial region");
        assert_eq!(said(&[""]), "any commercial region");
        assert_eq!(said(&[]), "");
    }
}
