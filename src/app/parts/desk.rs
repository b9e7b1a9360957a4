//! What every screen may look up: the time, who we are, what can be invoked, what it costs.
//! Not here: anything a screen keeps for itself.

use std::sync::Arc;

use crate::app::effect::{Now, QuestionId};
use crate::app::parts::expiry::{self, Expiry};
use crate::app::parts::remote::Remote;
use crate::domain::ask::{Parameters, Tier};
use crate::domain::catalog::{Catalog, Entry};
use crate::domain::conversation::Making;
use crate::domain::family::Terms;
use crate::domain::id::Mint;
use crate::domain::price::{Cost, Facts, Price, Served, Table};
use crate::domain::problem::Problem;
use crate::domain::seen::{Seen, Whose};
use crate::domain::session::Session;
use crate::domain::shelf::Shelf;
use crate::domain::ways::{Here, Standing, Way, Ways};

/// How keeping conversations stands.
#[derive(Debug, Clone, PartialEq)]
pub enum Keeping {
    /// The store is being opened.
    Opening,
    /// It works.
    Works,
    /// It could not be opened: nothing is kept.
    Failed(Box<Problem>),
}

/// What was set when the program began.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Settings {
    /// The model a new conversation begins with; empty until one is chosen.
    pub model: String,
    /// The system prompt of a new conversation.
    pub system: String,
    /// Inference parameters a new conversation begins with.
    pub parameters: Parameters,
    /// Named sets of parameters of the configuration.
    pub presets: Vec<(String, Parameters)>,
    /// Whether the simulator answers.
    pub simulator: bool,
    /// Whether calls that change the account are refused.
    pub read_only: bool,
    /// The profiles with which they are refused, whatever else is set.
    pub read_only_profiles: Vec<String>,
    /// The profile named by flag, environment or file.
    pub profile: Option<String>,
    /// The region named there.
    pub region: Option<String>,
    /// The regions a model is looked up in.
    pub regions: Vec<String>,
    /// Where a saved-elsewhere answer goes by default: the user's home.
    pub rescue_folder: std::path::PathBuf,
}

impl Settings {
    /// A path as it was typed, with `~` for the user's home, as a shell would have it.
    pub fn path(&self, typed: &str) -> String {
        let inside = match typed {
            "~" => Some(""),
            _ => typed.strip_prefix("~/"),
        };
        let path = inside.map(|inside| self.rescue_folder.join(inside));
        path.map_or_else(|| typed.to_owned(), |path| path.to_string_lossy().into_owned())
    }
}

/// The desk.
#[derive(Debug)]
pub struct Desk {
    /// The time of this update.
    pub now: Now,
    /// Makes our ids.
    pub mint: Mint,
    questions: u64,
    /// What was set when the program began.
    pub settings: Settings,
    /// Who we are.
    pub session: Option<Session>,
    /// The switch of profile or region the session is waited for since; 0 is the begin.
    pub session_asked: QuestionId,
    /// The question for the command that logs in.
    pub login_asked: Option<QuestionId>,
    /// Why we do not know.
    pub session_problem: Option<Problem>,
    /// What can be invoked.
    pub catalog: Remote<Catalog>,
    /// Which lists of it did not come, and why.
    pub gaps: Vec<Problem>,
    /// That is what the profile or region before could invoke.
    pub listed_elsewhere: bool,
    /// What it costs; none until the table was read.
    pub prices: Option<Arc<Table>>,
    /// How keeping conversations stands.
    pub keeping: Keeping,
    /// Personas, presets and models that stand ready; empty until they were read.
    pub shelf: Shelf,
    /// Roles, keys and places of data that were seen in answers and requests.
    pub seen: Seen,
    /// For whom they are kept beyond this run.
    pub seen_by: Option<Whose>,
    /// The question for those of earlier runs, and for whose.
    pub seen_asked: Option<(QuestionId, Whose)>,
}

impl Desk {
    /// A desk for a program that begins now.
    pub fn new(settings: Settings, mint: Mint, now: Now) -> Self {
        Self {
            now,
            mint,
            questions: 0,
            settings,
            session: None,
            session_asked: QuestionId(0),
            login_asked: None,
            session_problem: None,
            catalog: Remote::NotAsked,
            gaps: Vec::new(),
            listed_elsewhere: false,
            prices: None,
            keeping: Keeping::Opening,
            shelf: Shelf::default(),
            seen: Seen::default(),
            seen_by: None,
            seen_asked: None,
        }
    }

    /// A name for a new question.
    pub fn question(&mut self) -> QuestionId {
        self.questions += 1;
        QuestionId(self.questions)
    }

    /// Whether calls that change the account are refused here: always, or with the profile in use.
    pub fn read_only(&self) -> bool {
        let resolved = self.session.as_ref().and_then(|session| session.profile.as_ref());
        let profile = resolved.or(self.settings.profile.as_ref());
        let named = |profile: &String| self.settings.read_only_profiles.contains(profile);
        self.settings.read_only || profile.is_some_and(named)
    }

    /// The region in use, where known.
    pub fn region(&self) -> Option<&str> {
        let resolved = self.session.as_ref().and_then(|session| session.region.as_deref());
        resolved.or(self.settings.region.as_deref())
    }

    /// When the credentials in use expire, in milliseconds since the Unix epoch, where they say so.
    pub fn expires(&self) -> Option<i64> {
        let session = self.session.as_ref()?;
        session.expires.map(|seconds| seconds.saturating_mul(1_000))
    }

    /// What is to be said of that now.
    pub fn expiry(&self) -> Option<Expiry> {
        expiry::said(self.expires()?, self.now.unix)
    }

    /// The listed entry behind an id or ARN.
    pub fn entry(&self, id: &str) -> Option<&Entry> {
        self.catalog.value()?.find(id)
    }

    /// The ways to invoke what is listed.
    pub fn ways_to(&self, entry: &Entry) -> Vec<Way> {
        let here = Here { region: self.region(), now: self.now.unix };
        let catalog = self.catalog.value();
        catalog.map(|catalog| Ways::of(catalog).to(entry, None, here)).unwrap_or_default()
    }

    /// Why what an id means cannot be invoked now, where the lists say so.
    pub fn closed(&self, id: &str) -> Option<String> {
        let entry = self.entry(id)?;
        let ways = self.ways_to(entry).into_iter();
        let own = { ways }.find(|way| way.id.as_deref() == Some(entry.id.as_str()))?;
        match own.standing {
            Standing::Closed(why) => Some(why),
            Standing::Works | Standing::Doubtful(_) => None,
        }
    }

    /// The name to show for a model id: its listed name, else the id itself.
    pub fn model_name<'a>(&'a self, id: &'a str) -> &'a str {
        match self.entry(id) {
            Some(entry) if !entry.name.is_empty() => &entry.name,
            _ => id,
        }
    }

    /// Whether answers of an id come in a stream, where that is known; a profile streams as the
    /// models behind it do.
    pub fn streams(&self, id: &str) -> Option<bool> {
        let entry = self.entry(id)?;
        let behind = || entry.base_ids().into_iter().find_map(|id| self.entry(id)?.streaming);
        entry.streaming.or_else(behind)
    }

    /// Limits and capabilities of what an id stands for.
    pub fn facts(&self, id: &str) -> Option<Facts> {
        self.prices.as_ref()?.facts(&self.known_id(id), self.region())
    }

    /// The same for a prompt that is about to be sent. One sent before the table was read must not be
    /// sent with less than was set, or unasked where it is too long: the table is part of the program,
    /// and read here in a few milliseconds.
    pub fn facts_to_send(&self, id: &str) -> Option<Facts> {
        match &self.prices {
            Some(_) => self.facts(id),
            None => Table::embedded().facts(&self.known_id(id), self.region()),
        }
    }

    /// What its tokens cost.
    pub fn price(&self, id: &str) -> Option<Price> {
        self.prices.as_ref()?.price(&self.priced_id(id), self.region())
    }

    /// What an answer cost, where the service counted its tokens, by the region it was given in and
    /// the tier that served it. A tier that was asked for and is not confirmed is taken for it.
    pub fn cost(&self, making: &Making) -> Option<Cost> {
        let usage = making.usage.as_ref()?;
        let region = making.region.as_deref().or(self.region());
        let asked = making.parameters.tier.map(Tier::word);
        let served = Served::by(making.tier.as_deref().or(asked), making.latency.as_deref());
        self.prices.as_ref()?.cost(&self.priced_id(&making.model), region, usage, served)
    }

    /// The persona a system prompt is, where it is one.
    pub fn persona(&self, system: &str) -> Option<&str> {
        let mut personas = self.shelf.personas.iter().filter(|_| !system.is_empty());
        personas.find(|persona| persona.text == system).map(|persona| persona.name.as_str())
    }

    /// What the model behind an id takes of the parameters.
    pub fn terms(&self, id: &str) -> Terms {
        Terms::of(&self.known_id(id), self.facts_to_send(id).as_ref())
    }

    /// The id by which the tokens of what an id means have a price.
    fn priced_id(&self, id: &str) -> String {
        self.entry(id).map_or(id, Entry::priced_id).to_owned()
    }

    /// The id by which limits and capabilities of what an id means are known.
    fn known_id(&self, id: &str) -> String {
        self.entry(id).map_or(id, Entry::known_id).to_owned()
    }
}
