//! One model whole: the ways to invoke it, what it can do and costs, and every answer the service
//! gives about it. Not here: where it stands among others (state), or asking for access (access).

use serde_json::{Value, json};

use crate::api::lookup;
use crate::api::operation::Operation;
use crate::app::effect::{Effect, QuestionId};
use crate::app::parts::count;
use crate::app::parts::desk::Desk;
use crate::app::parts::remote::Remote;
use crate::app::parts::tree::{Shown, Tree, source};
use crate::domain::catalog::{Entry, EntryKind};
use crate::domain::operation::{Answer, Call};
use crate::domain::price::{DATED, Facts, Pair, Price};
use crate::domain::problem::Problem;
use crate::domain::ways::{Standing, Way};

use super::again::Again;
use super::row::Row;

/// What says how access stands.
const AVAILABILITY: &str = "GetFoundationModelAvailability";
/// Where the ways stand among the lines.
const WAYS: &str = "/~ways";

/// One model, or a way to one.
#[derive(Debug)]
pub struct Detail {
    /// What is listed.
    pub entry: Entry,
    /// The ways to invoke it.
    pub ways: Vec<Way>,
    /// What it says, line by line.
    pub tree: Tree,
    /// Access to it is being changed: when it is looked at again.
    pub again: Option<Again>,
    parts: Vec<Part>,
}

/// An answer of the service about it.
#[derive(Debug)]
struct Part {
    heading: &'static str,
    call: Call,
    answer: Remote<Value>,
}

impl Detail {
    /// Of a row.
    pub fn of(row: &Row) -> Self {
        let parts = calls(&row.entry)
            .into_iter()
            .map(|(heading, call)| Part { heading, call, answer: Remote::NotAsked })
            .collect();
        let (entry, ways) = (row.entry.clone(), row.ways.clone());
        Self { entry, ways, tree: Tree::default(), again: None, parts }
    }

    /// Reads all of it; what is here stays until it comes.
    pub fn read(&mut self, desk: &mut Desk) -> Vec<Effect> {
        let mut effects = Vec::new();
        for part in &mut self.parts {
            let question = desk.question();
            part.answer.ask(question.0);
            effects.push(Effect::Operate(question, Box::new(part.call.clone())));
        }
        self.write(desk);
        effects
    }

    /// Takes an answer to one of its questions; false where it is not its own or late.
    pub fn answered(
        &mut self,
        question: QuestionId,
        result: &Result<Box<Answer>, Problem>,
        desk: &Desk,
    ) -> bool {
        let body = || result.as_ref().map(|answer| answer.body.clone()).map_err(Clone::clone);
        let answered = self.parts.iter_mut().find_map(|part| {
            part.answer.answer(question.0, body()).then_some(part.call.operation == AVAILABILITY)
        });
        if answered == Some(true) {
            let told = result.as_ref().ok().map(|answer| &answer.body);
            let lasts = result.as_ref().err().is_none_or(|problem| problem.retryable);
            let now = desk.now.mono;
            self.again.take_if(|again| !lasts || !again.goes_on(told, now));
        }
        if answered.is_some() {
            self.write(desk);
        }
        answered.is_some()
    }

    fn access(&mut self) -> Option<&mut Part> {
        self.parts.iter_mut().find(|part| part.call.operation == AVAILABILITY)
    }

    /// When access to it is looked at again; none where it is not, or that is on its way.
    pub fn next_due(&self) -> Option<u64> {
        let asked = |part: &Part| part.call.operation == AVAILABILITY && part.answer.is_loading();
        let waits = !self.parts.iter().any(asked);
        self.again.as_ref().filter(|_| waits).map(|again| again.due)
    }

    /// Looks at access again where its time has come.
    pub fn due(&mut self, desk: &mut Desk) -> Vec<Effect> {
        let is_due = self.next_due().is_some_and(|due| due <= desk.now.mono);
        let Some(part) = self.access().filter(|_| is_due) else { return Vec::new() };
        let question = desk.question();
        part.answer.ask(question.0);
        vec![Effect::Operate(question, Box::new(part.call.clone()))]
    }

    /// Whether something of it is on its way.
    pub fn is_loading(&self) -> bool {
        self.parts.iter().any(|part| part.answer.is_loading())
    }

    /// The id of what the selected line names, where it names something that is listed: a way, or an
    /// ARN.
    pub fn named(&self) -> Option<&str> {
        let line = self.tree.selected()?;
        if let Some(at) = line.pointer.strip_prefix(WAYS).and_then(|at| at.strip_prefix('/')) {
            return self.ways.get(at.parse::<usize>().ok()?)?.id.as_deref();
        }
        match &line.value {
            Shown::Link(arn) => Some(arn),
            _ => None,
        }
    }

    /// What is copied: the selected value whole, and what it is called. Of a way its id, of a heading all
    /// that stands below it.
    pub fn copied(&self) -> Option<(String, String)> {
        let line = self.tree.selected()?;
        let what = if line.name.is_empty() { &line.label } else { &line.name };
        let place = line.pointer.strip_prefix("/~")?;
        let (part, inside) = place.split_at(place.find('/').unwrap_or(place.len()));
        let answer = part.parse::<usize>().ok().and_then(|at| self.parts.get(at)?.answer.value());
        let text = match (self.named(), answer, &line.value) {
            (Some(id), _, Shown::Text(_)) => id.to_owned(),
            (_, Some(body), _) if inside.is_empty() => serde_json::to_string_pretty(body).ok()?,
            (_, Some(body), _) => source(body.as_object()?, inside)?,
            (_, _, Shown::Text(text) | Shown::Figure(text) | Shown::Link(text)) => text.clone(),
            _ => {
                let below = self.tree.lines().iter().filter(|below| {
                    below.pointer.strip_prefix(&line.pointer).is_some_and(|p| p.starts_with('/'))
                });
                let said = below.filter_map(|line| match &line.value {
                    Shown::Text(text) | Shown::Figure(text) | Shown::Link(text) => {
                        Some(format!("{}: {text}", line.label))
                    }
                    _ => None,
                });
                said.collect::<Vec<_>>().join("\n")
            }
        };
        (!text.is_empty()).then(|| (text, what.clone()))
    }

    /// Writes its lines anew; the selected one stays.
    fn write(&mut self, desk: &Desk) {
        let selected = self.tree.selected().map(|line| line.pointer.clone());
        let mut tree = Tree::default();
        std::mem::swap(&mut tree.list, &mut self.tree.list);
        tree.say("Ways to invoke", WAYS, self.ways.iter().map(way));
        if self.entry.is_profile() {
            let regions = self.entry.regions_in_words();
            let said = [("Regions".to_owned(), Shown::Text(regions))];
            tree.say("Requests may go to", "/~regions", said);
        }
        let (facts, price) = known(&self.entry, desk);
        tree.say("Capabilities and limits", "/~facts", self::facts(facts.as_ref()));
        tree.say(
            &format!("Price, US dollars a million tokens ({DATED})"),
            "/~price",
            prices(price),
        );
        if self.parts.is_empty() {
            tree.join("As listed", "/~listed", None, &json!(self.entry));
        }
        for (at, part) in self.parts.iter().enumerate() {
            let place = format!("/~{at}");
            match (part.answer.value(), part.answer.problem()) {
                (_, Some(problem)) => {
                    let said = [("Not answered".into(), Shown::Text(problem.what.clone()))];
                    let why = [("Why".into(), Shown::Text(problem.why.clone()))];
                    let hint = problem.hint().map(|hint| ("Try".into(), Shown::Text(hint)));
                    let why = why.into_iter().filter(|_| !problem.why.is_empty());
                    tree.say(part.heading, &place, said.into_iter().chain(why).chain(hint));
                }
                (Some(body), None) => {
                    let shape = lookup::operation(&part.call.operation);
                    tree.join(part.heading, &place, shape.and_then(Operation::output), body);
                }
                (None, None) => {
                    let said = [("…".to_owned(), Shown::Text("loading".into()))];
                    tree.say(part.heading, &place, said);
                }
            }
        }
        let lines = tree.lines();
        let at = selected.and_then(|at| lines.iter().position(|line| line.pointer == at));
        let (len, old) = (lines.len(), tree.list.selected());
        tree.list.update(len, at.or(old));
        self.tree = tree;
    }
}

/// What is asked about an entry, each with what it is called.
fn calls(entry: &Entry) -> Vec<(&'static str, Call)> {
    let call = |heading, operation: &str, member: &str, id: &str| {
        (heading, Call::new(operation, json!({ member: id })))
    };
    let id = entry.id.as_str();
    match entry.kind {
        EntryKind::Foundation => vec![
            call("Access", AVAILABILITY, "modelId", id),
            call("Model", "GetFoundationModel", "modelIdentifier", id),
            call("Offers", "ListFoundationModelAgreementOffers", "modelId", id),
        ],
        EntryKind::SystemProfile | EntryKind::ApplicationProfile => {
            vec![call("Profile", "GetInferenceProfile", "inferenceProfileIdentifier", id)]
        }
        EntryKind::Custom => {
            vec![call("Custom model", "GetCustomModel", "modelIdentifier", id)]
        }
        EntryKind::Throughput => {
            let operation = "GetProvisionedModelThroughput";
            vec![call("Provisioned throughput", operation, "provisionedModelId", id)]
        }
        EntryKind::Deployment => {
            let operation = "GetCustomModelDeployment";
            vec![call("Deployment", operation, "customModelDeploymentIdentifier", id)]
        }
        EntryKind::Imported => {
            vec![call("Imported model", "GetImportedModel", "modelIdentifier", id)]
        }
    }
}

/// What the table knows of an entry.
fn known(entry: &Entry, desk: &Desk) -> (Option<Facts>, Option<Price>) {
    let Some(table) = desk.prices.as_deref() else { return (None, None) };
    let region = desk.region();
    (table.facts(entry.known_id(), region), table.price(entry.priced_id(), region))
}

fn way(way: &Way) -> (String, Shown) {
    let stands = match &way.standing {
        Standing::Works => "works".to_owned(),
        Standing::Doubtful(why) => format!("perhaps: {why}"),
        Standing::Closed(why) => format!("no: {why}"),
    };
    let said = match &way.id {
        Some(id) => format!("{stands} · {id}"),
        None => stands,
    };
    let apart = way.apart().map(|apart| format!(" {apart}")).unwrap_or_default();
    (capital(way.kind.word()) + &apart, Shown::Text(said))
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn facts(facts: Option<&Facts>) -> Vec<(String, Shown)> {
    let facts = facts.copied().unwrap_or_default();
    let figure = |text: String| Shown::Figure(text);
    let flag = |known: Option<bool>| {
        figure(known.map_or("?", |yes| if yes { "yes" } else { "no" }).to_owned())
    };
    let number = |known: Option<u64>| figure(known.map_or("?".to_owned(), count::thousands));
    let mut lines = vec![
        ("Context window".to_owned(), number(facts.context_window)),
        ("Output at most".to_owned(), number(facts.max_output)),
        ("Images".to_owned(), flag(facts.vision)),
        ("Documents".to_owned(), flag(facts.documents)),
        ("Tools".to_owned(), flag(facts.tools)),
        ("Structured output".to_owned(), flag(facts.structured)),
        ("Reasoning".to_owned(), flag(facts.reasoning)),
        ("Prompt caching".to_owned(), flag(facts.caching)),
        ("System prompt".to_owned(), flag(facts.system)),
        ("Sampling parameters".to_owned(), flag(facts.sampling)),
    ];
    if facts.cache_minimum.is_some() {
        lines.push(("Cached from, tokens".to_owned(), number(facts.cache_minimum)));
    }
    if let Some(size) = facts.vector_size {
        lines.push(("Numbers in a vector".to_owned(), figure(size.to_string())));
    }
    if let Some(end) = facts.end_of_life {
        lines.push(("End of its life".to_owned(), Shown::Text(end.to_owned())));
    }
    if let Some(source) = facts.source {
        lines.push(("Source".to_owned(), Shown::Text(source.to_owned())));
    }
    lines
}

fn prices(price: Option<Price>) -> Vec<(String, Shown)> {
    let dollars = |usd: Option<f64>| Shown::Figure(count::price(usd));
    let both = |input: f64, output: f64| {
        let (input, output) = (count::price(Some(input)), count::price(Some(output)));
        Shown::Figure(format!("{input} in, {output} out"))
    };
    let Some(price) = price else {
        return vec![("Input and output".to_owned(), Shown::Figure("?".into()))];
    };
    let rates = price.rates;
    let mut lines = vec![
        ("Input".to_owned(), dollars(Some(rates.input))),
        ("Output".to_owned(), dollars(Some(rates.output))),
    ];
    let more = [
        ("Cache read", rates.cache_read),
        ("Cache write", rates.cache_write),
        ("Cache write, an hour", rates.cache_write_1h),
    ];
    lines.extend(
        more.into_iter()
            .filter(|(_, usd)| usd.is_some())
            .map(|(what, usd)| (what.to_owned(), dollars(usd))),
    );
    if let Some((above, rates)) = price.long {
        let what = format!("Above {} tokens", count::thousands(above));
        lines.push((what, both(rates.input, rates.output)));
    }
    let tiers = [("Flex", price.flex), ("Priority", price.priority), ("Batch", price.batch)];
    for (what, pair) in tiers {
        if let Some(Pair { input, output }) = pair {
            lines.push((what.to_owned(), both(input, output)));
        }
    }
    lines
}
