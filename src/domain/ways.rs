//! The ways to invoke a model, each with the id to send and whether it works or why not, made of the
//! whole catalog. Not here: what is listed (catalog), or what the service says of access to it.

use std::collections::{HashMap, HashSet};

use super::catalog::{Catalog, Entry, EntryKind};

/// Days without use after which a legacy model may be refused.
const LEGACY_DAYS: i64 = 30;
/// Milliseconds of a day.
const DAY: i64 = 24 * 60 * 60 * 1_000;

/// How a model is invoked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WayKind {
    /// By its own id.
    OnDemand,
    /// Through a profile of one geography.
    GeoProfile,
    /// Through a profile of all regions.
    GlobalProfile,
    /// Through a profile of the account.
    ApplicationProfile,
    /// Through provisioned throughput.
    Throughput,
    /// Through an on-demand deployment of a custom model.
    Deployment,
    /// As an imported model, by its ARN.
    Imported,
}

impl WayKind {
    /// What it is called.
    pub const fn word(self) -> &'static str {
        match self {
            Self::OnDemand => "on demand",
            Self::GeoProfile => "geo profile",
            Self::GlobalProfile => "global profile",
            Self::ApplicationProfile => "application profile",
            Self::Throughput => "provisioned throughput",
            Self::Deployment => "custom model deployment",
            Self::Imported => "imported model",
        }
    }

    /// The same in a narrow column.
    pub const fn short(self) -> &'static str {
        match self {
            Self::OnDemand => "on demand",
            Self::GeoProfile => "geo",
            Self::GlobalProfile => "global",
            Self::ApplicationProfile => "app profile",
            Self::Throughput => "throughput",
            Self::Deployment => "deployment",
            Self::Imported => "imported",
        }
    }
}

/// Whether a way works, as far as the lists say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It does.
    Works,
    /// It may, and why it may not.
    Doubtful(String),
    /// It does not, and why.
    Closed(String),
}

impl Standing {
    /// Whether it is worth trying.
    pub fn is_open(&self) -> bool {
        !matches!(self, Self::Closed(_))
    }

    /// Why not, or why perhaps not.
    pub fn why(&self) -> Option<&str> {
        match self {
            Self::Works => None,
            Self::Doubtful(why) | Self::Closed(why) => Some(why),
        }
    }
}

/// A way to invoke a model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// How.
    pub kind: WayKind,
    /// What is sent as `modelId`; none where there is no such way yet.
    pub id: Option<String>,
    /// What it is called, where that is not the model itself.
    pub name: String,
    /// Whether it works.
    pub standing: Standing,
}

impl Way {
    /// What sets it apart from others of its kind: the geography of a profile, else the name of what
    /// the account has.
    pub fn apart(&self) -> Option<&str> {
        let id = self.id.as_deref().filter(|_| !self.name.is_empty())?;
        match self.kind {
            WayKind::OnDemand | WayKind::GlobalProfile => None,
            _ if id.starts_with("arn:") => Some(&self.name),
            _ => id.split('.').next(),
        }
    }
}

/// What else decides.
#[derive(Debug, Clone, Copy, Default)]
pub struct Here<'a> {
    /// The region in use.
    pub region: Option<&'a str>,
    /// The time, Unix milliseconds.
    pub now: i64,
}

/// A catalog made ready to find the ways of many models.
#[derive(Debug)]
pub struct Ways<'c> {
    /// Ids and ARNs of the models that are listed.
    models: HashSet<&'c str>,
    profiles: HashMap<&'c str, Vec<&'c Entry>>,
    servers: HashMap<&'c str, Vec<&'c Entry>>,
}

impl<'c> Ways<'c> {
    /// Of this catalog.
    pub fn of(catalog: &'c Catalog) -> Self {
        let mut profiles: HashMap<&str, Vec<&Entry>> = HashMap::new();
        let mut servers: HashMap<&str, Vec<&Entry>> = HashMap::new();
        for entry in &catalog.entries {
            if entry.is_profile() {
                for id in entry.base_ids() {
                    let of = profiles.entry(id).or_default();
                    if of.last().is_none_or(|last| last.id != entry.id) {
                        of.push(entry);
                    }
                }
            } else if let Some(serves) = served(entry) {
                servers.entry(serves).or_default().push(entry);
            }
        }
        let models = catalog.entries.iter().filter(|entry| entry.kind.is_model());
        let models = models.flat_map(|model| [model.id.as_str(), model.arn.as_str()]).collect();
        Self { models, profiles, servers }
    }

    /// Whether an entry is but a way to a model that is listed.
    pub fn is_way(&self, entry: &Entry) -> bool {
        if entry.is_profile() {
            return entry.base_ids().into_iter().any(|id| self.models.contains(id));
        }
        served(entry).is_some_and(|arn| self.models.contains(arn))
    }

    /// The ways to invoke an entry, what works first, and of that those of one kind together; `used` is when it was asked last.
    pub fn to(&self, entry: &Entry, used: Option<i64>, here: Here<'_>) -> Vec<Way> {
        let mut ways = match entry.kind {
            EntryKind::Foundation => self.to_foundation(entry, used, here),
            EntryKind::Custom => self.to_custom(entry),
            _ => vec![through(entry, here)],
        };
        let over = entry.end_of_life.filter(|end| *end <= here.now);
        for way in ways.iter_mut().filter(|_| over.is_some()) {
            way.standing = Standing::Closed("the model's life has ended".into());
        }
        ways.sort_by_key(|way| {
            (!way.standing.is_open(), way.standing != Standing::Works, way.kind)
        });
        ways
    }

    fn to_foundation(&self, entry: &Entry, used: Option<i64>, here: Here<'_>) -> Vec<Way> {
        let profiles = self.profiles.get(entry.id.as_str()).map_or(&[][..], Vec::as_slice);
        let servers = self.servers.get(entry.arn.as_str()).map_or(&[][..], Vec::as_slice);
        let takes = |kind: &str| entry.inference_types.iter().any(|known| known == kind);
        let own = if entry.on_demand() {
            Standing::Works
        } else if takes("INFERENCE_PROFILE") || !profiles.is_empty() {
            Standing::Closed("only through an inference profile".into())
        } else if takes("PROVISIONED") {
            Standing::Closed("only through provisioned throughput".into())
        } else {
            Standing::Closed("not offered on demand".into())
        };
        let mut ways = vec![Way {
            kind: WayKind::OnDemand,
            id: Some(entry.id.clone()),
            name: String::new(),
            standing: own,
        }];
        ways.extend(profiles.iter().chain(servers).map(|entry| through(entry, here)));
        if profiles.is_empty() && takes("INFERENCE_PROFILE") {
            ways.push(missing(WayKind::GeoProfile, "none is listed in this region"));
        }
        if servers.is_empty() && takes("PROVISIONED") {
            ways.push(missing(WayKind::Throughput, "none was bought for it"));
        }
        if let Some(doubt) = legacy(entry, used, here.now) {
            for way in ways.iter_mut().filter(|way| way.standing == Standing::Works) {
                way.standing = Standing::Doubtful(doubt.clone());
            }
        }
        ways
    }

    fn to_custom(&self, entry: &Entry) -> Vec<Way> {
        let servers = self.servers.get(entry.arn.as_str()).map_or(&[][..], Vec::as_slice);
        let mut ways: Vec<Way> =
            servers.iter().map(|server| through(server, Here::default())).collect();
        for kind in [WayKind::Deployment, WayKind::Throughput] {
            if !ways.iter().any(|way| way.kind == kind) {
                ways.push(missing(kind, "none serves it yet"));
            }
        }
        let unready = match entry.status.as_deref() {
            None | Some("Active") => None,
            Some("Creating") => Some("the model is still being made"),
            Some("Failed") => Some("making the model failed"),
            Some(_) => Some("the model is not active"),
        };
        for way in &mut ways {
            if let Some(why) = unready {
                way.standing = Standing::Closed(why.into());
            }
        }
        ways
    }
}

/// The ARN of the model that throughput or a deployment serves.
fn served(entry: &Entry) -> Option<&str> {
    let serves = matches!(entry.kind, EntryKind::Throughput | EntryKind::Deployment);
    entry.serves.as_deref().filter(|_| serves)
}

/// A way that could be but is not there.
fn missing(kind: WayKind, why: &str) -> Way {
    Way { kind, id: None, name: String::new(), standing: Standing::Closed(why.into()) }
}

/// The way an entry itself is.
fn through(entry: &Entry, here: Here<'_>) -> Way {
    let kind = match entry.kind {
        EntryKind::Foundation | EntryKind::Custom => WayKind::OnDemand,
        EntryKind::SystemProfile if entry.id.starts_with("global.") => WayKind::GlobalProfile,
        EntryKind::SystemProfile => WayKind::GeoProfile,
        EntryKind::ApplicationProfile => WayKind::ApplicationProfile,
        EntryKind::Throughput => WayKind::Throughput,
        EntryKind::Deployment => WayKind::Deployment,
        EntryKind::Imported => WayKind::Imported,
    };
    Way {
        kind,
        id: Some(entry.id.clone()),
        name: entry.name.clone(),
        standing: stands(entry, here),
    }
}

/// Whether a profile, throughput, deployment or imported model can be invoked.
fn stands(entry: &Entry, here: Here<'_>) -> Standing {
    match entry.status.as_deref() {
        None | Some("ACTIVE" | "Active" | "InService" | "Updating") => {}
        Some("Creating") => return Standing::Closed("still being created".into()),
        Some("Failed") => return Standing::Closed("its creation failed".into()),
        Some(other) => return Standing::Doubtful(format!("its status is {other}")),
    }
    let regions = entry.regions();
    let elsewhere = here.region.filter(|here| {
        entry.kind == EntryKind::SystemProfile
            && !entry.id.starts_with("global.")
            && !regions.is_empty()
            && !regions.contains(here)
    });
    match elsewhere {
        Some(here) => Standing::Doubtful(format!("{here} is none of its regions")),
        None => Standing::Works,
    }
}

/// What makes a legacy model doubtful.
fn legacy(entry: &Entry, used: Option<i64>, now: i64) -> Option<String> {
    let is = entry.lifecycle.as_deref() == Some("LEGACY");
    let lately = used.is_some_and(|used| now - used <= LEGACY_DAYS * DAY);
    (is && !lately).then(|| format!("legacy, and not used from here in {LEGACY_DAYS} days"))
}

#[cfg(test)]
#[path = "ways/tests.rs"]
mod tests;
