//! What the account can invoke: foundation models, inference profiles, and the models of its own.
//! Not here: prices and limits (price), the ways to invoke one (ways), or how they are listed (aws).

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
    /// A model the account customized or copied; invoked through what serves it.
    Custom,
    /// Provisioned throughput, which serves a foundation or custom model.
    Throughput,
    /// An on-demand deployment of a custom model.
    Deployment,
    /// A model the account imported.
    Imported,
}

impl EntryKind {
    /// What one of them is, in words.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Foundation => "foundation model",
            Self::SystemProfile => "inference profile",
            Self::ApplicationProfile => "application profile",
            Self::Custom => "custom model",
            Self::Throughput => "provisioned throughput",
            Self::Deployment => "deployment",
            Self::Imported => "imported model",
        }
    }

    /// Whether it is a model, and not a way to one.
    pub const fn is_model(self) -> bool {
        matches!(self, Self::Foundation | Self::Custom | Self::Imported)
    }
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
    /// For anything but a foundation model: ARNs of the foundation models behind it; a profile may
    /// route to any of them.
    pub routes: Vec<String>,
    /// How a profile, a custom model, throughput or a deployment stands (`ACTIVE`, `InService`, ...).
    pub status: Option<String>,
    /// For throughput and deployments: the ARN of the model they serve. For a custom model: the ARN
    /// of the one it was made of.
    #[serde(default)]
    pub serves: Option<String>,
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
            serves: None,
        }
    }

    /// The ids of the foundation models behind it: its own id, or those it routes to.
    pub fn base_ids(&self) -> Vec<&str> {
        if self.kind == EntryKind::Foundation {
            return vec![self.id.as_str()];
        }
        let mut ids: Vec<&str> =
            self.routes.iter().filter_map(|arn| arn.rsplit('/').next()).collect();
        ids.dedup();
        ids
    }

    /// The id by which limits and capabilities are known: of anything of the account's own, the
    /// model's behind it.
    pub fn known_id(&self) -> &str {
        match self.kind {
            EntryKind::Foundation | EntryKind::SystemProfile => &self.id,
            _ => self.base_ids().first().copied().unwrap_or(&self.id),
        }
    }

    /// The id by which its tokens have a price. An application profile costs what the model behind it
    /// costs; throughput costs by the hour, and of custom models no price a token is published.
    pub fn priced_id(&self) -> &str {
        if self.kind == EntryKind::ApplicationProfile { self.known_id() } else { &self.id }
    }

    /// Its place in the web console.
    pub fn console(&self, region: &str) -> String {
        let place = match self.kind {
            EntryKind::Foundation => format!("model-catalog/serverless/{}", self.id),
            EntryKind::SystemProfile | EntryKind::ApplicationProfile => "inference-profiles".into(),
            EntryKind::Custom | EntryKind::Deployment => "custom-models".into(),
            EntryKind::Throughput => "provisioned-throughput".into(),
            EntryKind::Imported => "imported-models".into(),
        };
        let (host, region_host) = match region {
            r if r.starts_with("cn-") => ("console.amazonaws.cn", true),
            r if r.starts_with("us-gov-") => ("console.amazonaws-us-gov.com", false),
            _ => ("console.aws.amazon.com", true),
        };
        let host = if region_host { format!("{region}.{host}") } else { host.to_owned() };
        format!("https://{host}/bedrock/home?region={region}#/{place}")
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

    /// Whether it is an inference profile of either type.
    pub fn is_profile(&self) -> bool {
        matches!(self.kind, EntryKind::SystemProfile | EntryKind::ApplicationProfile)
    }

    /// The regions a profile names, in the order the service gave.
    pub fn regions(&self) -> Vec<&str> {
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

    /// Whether its own id can be invoked: a foundation model on demand, and any way to a model. A
    /// custom model is invoked through what serves it.
    pub fn on_demand(&self) -> bool {
        match self.kind {
            EntryKind::Foundation => {
                self.inference_types.is_empty()
                    || self.inference_types.iter().any(|kind| kind == "ON_DEMAND")
            }
            EntryKind::Custom => false,
            _ => true,
        }
    }

    /// Whether it can hold a conversation: it answers in text and does not only embed.
    pub fn chats(&self) -> bool {
        self.output.is_empty() || self.output.iter().any(|modality| modality == "TEXT")
    }
}

/// All that was listed, and what could not be.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Catalog {
    /// The entries: foundation models first, then profiles, then the account's own, each in the
    /// service's order.
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
            .filter(|entry| entry.is_profile() && entry.base_ids().contains(&model))
            .collect()
    }

    /// What serves this model of the account, or this foundation model: throughput and deployments.
    pub fn servers_of<'a>(&'a self, model: &'a Entry) -> impl Iterator<Item = &'a Entry> {
        self.entries.iter().filter(|entry| {
            matches!(entry.kind, EntryKind::Throughput | EntryKind::Deployment)
                && entry.serves.as_deref() == Some(model.arn.as_str())
        })
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
