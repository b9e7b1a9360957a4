//! One resource whole: what the service says of it, as a tree or as it came.
//! Not here: where it stands among others (state), or what can be done with it.

use std::ops::Range;

use serde_json::{Map, Value, json};

use crate::api::lookup;
use crate::api::operation::Operation;
use crate::api::plane::Plane;
use crate::api::shape::{Kind as Type, Shape};
use crate::api::wording::label;
use crate::app::effect::{Effect, QuestionId};
use crate::app::parts::desk::Desk;
use crate::app::parts::tree::{Line, Shown, Tree, source};
use crate::domain::kinds::{self, GUARDRAIL_VERSION, LOGGING};
use crate::domain::operation::{Answer, Call};
use crate::domain::problem::Problem;
use crate::domain::resource::{Kind, at, text};
use crate::text::sanitise::sanitise_line;

use super::below::{Listed, MOST, VERSIONS, of_kind};
use super::logging;

/// The version of a guardrail that is changed until a numbered one is made of it.
const DRAFT: &str = "DRAFT";

/// One resource.
#[derive(Debug)]
pub struct Detail {
    /// Of what kind it is; none of what the account does not hold, such as a foundation model.
    pub kind: Option<&'static Kind>,
    /// What it is read by; empty where there is but one.
    pub id: String,
    /// What it says, line by line.
    pub tree: Tree,
    /// The same as it came, where that is wanted.
    pub raw: Option<Raw>,
    name: String,
    call: Call,
    body: Value,
    asked: Option<QuestionId>,
    problem: Option<Problem>,
    /// What is listed below it, and what of that is being asked.
    below: Vec<(&'static Listed, Vec<Value>)>,
    asked_below: Vec<(&'static Listed, QuestionId)>,
}

/// An answer as it came, and how far it is scrolled.
#[derive(Debug, Default)]
pub struct Raw {
    lines: Vec<String>,
    top: usize,
    height: usize,
}

impl Raw {
    fn of(body: &Value) -> Self {
        let text = serde_json::to_string_pretty(body).unwrap_or_default();
        Self { lines: text.lines().map(str::to_owned).collect(), top: 0, height: 0 }
    }

    /// Scrolls.
    pub fn scroll(&mut self, by: isize) {
        let lowest = self.lines.len().saturating_sub(self.height);
        self.top = self.top.saturating_add_signed(by).min(lowest);
    }

    /// Gives it so many rows.
    pub fn fit(&mut self, height: u16) {
        self.height = usize::from(height);
        self.scroll(0);
    }

    /// Which lines are seen.
    pub fn visible(&self) -> Range<usize> {
        self.top..self.lines.len().min(self.top + self.height)
    }

    /// Its lines.
    pub fn lines(&self) -> &[String] {
        &self.lines
    }
}

impl Detail {
    /// What a row of a list stands for; what the row says is shown until all is read.
    pub fn of_row(kind: &'static Kind, row: &Value) -> Self {
        let id = kind.id_of(row).to_owned();
        let mut detail = Self::new(Some(kind), kind.reading(&id), kind.name_of(row).to_owned(), id);
        let listed = lookup::operation(kind.list.operation).and_then(Operation::output);
        detail.tree.take(listed.and_then(|shape| row_shape(shape, kind.list.rows)), row);
        detail.body = row.clone();
        detail
    }

    /// The only one of its kind.
    pub fn of_only(kind: &'static Kind) -> Self {
        Self::new(Some(kind), kind.reading(""), kind.title.to_owned(), String::new())
    }

    /// What an ARN names, where it can be read; in the region the ARN names.
    pub fn of_arn(arn: &str, desk: &Desk) -> Option<Self> {
        let mut parts = arn.splitn(6, ':').skip(3);
        let (region, resource) = (parts.next()?, parts.nth(1)?);
        let name = resource.split_once('/').map_or(resource, |(_, name)| name).to_owned();
        let (kind, call) = if let Some(kind) = kinds::of_arn(arn) {
            (Some(kind), kind.reading(arn))
        } else if resource.starts_with("foundation-model/") {
            (None, Call::new("GetFoundationModel", json!({ "modelIdentifier": name })))
        } else {
            return None;
        };
        let elsewhere = !region.is_empty() && desk.region().is_some_and(|here| here != region);
        let call = if elsewhere { call.in_region(region) } else { call };
        Some(Self::new(kind, call, name, arn.to_owned()))
    }

    /// What an operation answered, not to be read again.
    pub fn of_answer(call: Call, name: String, body: Value) -> Self {
        let mut detail = Self::new(None, call, name, String::new());
        detail.show(body);
        detail
    }

    fn new(kind: Option<&'static Kind>, call: Call, name: String, id: String) -> Self {
        Self {
            kind,
            id,
            tree: Tree::default(),
            raw: None,
            name,
            call,
            body: Value::Null,
            asked: None,
            problem: None,
            below: Vec::new(),
            asked_below: Vec::new(),
        }
    }

    /// What it is called.
    pub fn name(&self) -> &str {
        let named = self.kind.map(|kind| kind.named(&self.body)).unwrap_or_default();
        if named.is_empty() { &self.name } else { named }
    }

    /// Whether it is what is read of a kind by this id, and no version of it.
    pub fn is_read_by(&self, kind: &Kind, id: &str) -> bool {
        self.kind == Some(kind) && self.id == id && self.call.input == kind.reading(id).input
    }

    /// What is known of it.
    pub fn body(&self) -> &Value {
        &self.body
    }

    /// What it is read with.
    pub fn call(&self) -> &Call {
        &self.call
    }

    /// How it stands.
    pub fn status(&self) -> &str {
        self.kind.map(|kind| kind.status_of(&self.body)).unwrap_or_default()
    }

    /// Why it failed, whole; several reasons one after the other.
    pub fn failure(&self) -> String {
        self.kind.map(|kind| failure(kind, &self.body)).unwrap_or_default()
    }

    /// What must be read before its lines: why it cannot be read or failed, or what it means.
    pub fn head(&self) -> String {
        let said = match &self.problem {
            Some(problem) => problem.to_string(),
            None if self.kind == Some(&LOGGING) && !self.body.is_null() => {
                logging::said(&self.body)
            }
            None => self.failure(),
        };
        sanitise_line(&said).into_owned()
    }

    /// Whether that is bad news.
    pub fn is_bad(&self) -> bool {
        self.problem.is_some() || !self.failure().is_empty()
    }

    /// Whether it is being read.
    pub fn is_loading(&self) -> bool {
        self.asked.is_some()
    }

    /// Why it could not be read.
    pub fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }

    /// Reads it; what is here stays until it comes.
    pub fn read(&mut self, desk: &mut Desk) -> Vec<Effect> {
        let question = desk.question();
        self.asked = Some(question);
        let mut effects = vec![Effect::Operate(question, Box::new(self.call.clone()))];
        for listed in self.lists() {
            let question = desk.question();
            self.asked_below.retain(|(other, _)| *other != listed);
            self.asked_below.push((listed, question));
            let input = json!({ listed.by: self.id, "maxResults": MOST });
            let call = Call { operation: listed.operation.into(), input, ..self.call.clone() };
            effects.push(Effect::Operate(question, Box::new(call)));
        }
        effects
    }

    /// What is listed below it; a version of a guardrail has no versions of its own.
    fn lists(&self) -> &'static [Listed] {
        let version = self.call.input.get("guardrailVersion").is_some();
        self.kind.filter(|_| !version).map(of_kind).unwrap_or_default()
    }

    /// Takes the answer to its question; false where it is not its own or late.
    pub fn answered(
        &mut self,
        question: QuestionId,
        result: &Result<Box<Answer>, Problem>,
    ) -> bool {
        if let Some(at) = self.asked_below.iter().position(|(_, asked)| *asked == question) {
            let (listed, _) = self.asked_below.swap_remove(at);
            if let Ok(answer) = result {
                let rows = answer.body.get(listed.rows).and_then(Value::as_array).cloned();
                self.below.retain(|(other, _)| *other != listed);
                self.below.push((listed, rows.unwrap_or_default()));
                // In the order of the table, whatever came first.
                let order = self.lists();
                self.below.sort_by_key(|(listed, _)| order.iter().position(|one| one == *listed));
                self.join();
            }
            return true;
        }
        if self.asked != Some(question) {
            return false;
        }
        self.asked = None;
        match result {
            Ok(answer) => self.show(answer.body.clone()),
            Err(problem) => self.problem = Some(problem.clone()),
        }
        true
    }

    /// Shows what came.
    pub fn show(&mut self, body: Value) {
        self.problem = None;
        let output = lookup::operation(&self.call.operation).and_then(Operation::output);
        self.tree.take(output, &body);
        self.body = body;
        if let Some(raw) = &mut self.raw {
            let (top, height) = (raw.top, raw.height);
            *raw = Raw { top, height, ..Raw::of(&self.body) };
            raw.scroll(0);
        }
        self.join();
    }

    /// Puts what is listed below it below its lines.
    fn join(&mut self) {
        for (listed, rows) in &self.below {
            let output = lookup::operation(listed.operation).and_then(Operation::output);
            let shape =
                output.and_then(|shape| lookup::service(Plane::Control).member(shape, listed.rows));
            let rows = Value::Array(rows.clone());
            self.tree.join(listed.heading, listed.place, shape, &rows);
        }
    }

    /// The rows that are listed at a place below it.
    fn below(&self, place: &str) -> &[Value] {
        let found = self.below.iter().find(|(listed, _)| listed.place == place);
        found.map(|(_, rows)| rows.as_slice()).unwrap_or_default()
    }

    /// Shows the answer as it came, or as a tree again.
    pub fn toggle_raw(&mut self) {
        self.raw = if self.raw.is_some() { None } else { Some(Raw::of(&self.body)) };
    }

    /// What is copied: the selected value, or all of it as it came.
    pub fn copied(&self) -> Option<(String, String)> {
        if self.raw.is_some() {
            let whole = serde_json::to_string_pretty(&self.body).ok()?;
            return Some((whole, format!("the answer to {}", self.call.operation)));
        }
        let line = self.tree.selected()?;
        let what = if line.name.is_empty() { line.label.clone() } else { line.name.clone() };
        let below = self.below.iter();
        let below = below.map(|(listed, rows)| (listed.place[1..].to_owned(), json!(rows)));
        let text = match self.body.as_object().and_then(|body| source(body, &line.pointer)) {
            Some(text) => text,
            None => source(&below.collect::<Map<_, _>>(), &line.pointer)?,
        };
        Some((text, what))
    }

    /// The versions of a guardrail, the newest draft first.
    pub fn versions(&self) -> Vec<String> {
        if let Some(version) = self.call.input.get("guardrailVersion").and_then(Value::as_str) {
            return vec![version.to_owned()];
        }
        let versions = self.below(VERSIONS).iter();
        versions.map(|version| text(version, "version").to_owned()).collect()
    }

    /// Where the selected line leads: what its ARN names, or the version of a guardrail.
    pub fn follow(&self, desk: &Desk) -> Option<Self> {
        let line = self.tree.selected()?;
        if let Some(version) = self.version(line) {
            let name = format!("{} version {}", self.name(), text(version, "version"));
            let input = json!({
                "guardrailIdentifier": self.id, "guardrailVersion": text(version, "version"),
            });
            let call = Call { input, ..self.call.clone() };
            // The draft is the guardrail itself.
            let draft = text(version, "version") == DRAFT;
            let kind = if draft { self.kind } else { Some(&GUARDRAIL_VERSION) };
            return Some(Self::new(kind, call, name, self.id.clone()));
        }
        match &line.value {
            Shown::Link(link) if *link != self.id => Self::of_arn(link, desk),
            _ => None,
        }
    }

    /// The version of a guardrail a line belongs to.
    fn version(&self, line: &Line) -> Option<&Value> {
        let place = line.pointer.strip_prefix(VERSIONS)?.strip_prefix('/')?;
        let index: usize = place.split('/').next()?.parse().ok()?;
        self.below(VERSIONS).get(index)
    }

    /// What a line is called in full: the members it lies in, in words.
    pub fn path(&self, line: &Line) -> String {
        let heading = |step: &str| {
            let mut below = self.below.iter().map(|(listed, _)| listed);
            below.find(|listed| listed.place[1..] == *step).map(|listed| listed.heading.to_owned())
        };
        let steps = line.pointer.split('/').skip(1).map(|step| match step.parse::<usize>() {
            Ok(index) => (index + 1).to_string(),
            Err(_) if step.starts_with('~') => heading(step).unwrap_or_default(),
            Err(_) if line.known => label(step),
            Err(_) => step.to_owned(),
        });
        steps.collect::<Vec<_>>().join(" › ")
    }
}

/// Why one of a kind failed, whole; several reasons one after the other.
pub fn failure(kind: &Kind, body: &Value) -> String {
    match at(body, kind.row.failure) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(reasons)) => {
            let reasons: Vec<&str> = reasons.iter().filter_map(Value::as_str).collect();
            reasons.join(" ")
        }
        _ => String::new(),
    }
}

/// The shape of the rows an output lists.
fn row_shape(output: &'static Shape, rows: &str) -> Option<&'static Shape> {
    let service = lookup::service(Plane::Control);
    match &service.member(output, rows)?.kind {
        Type::List(of) => service.shape(of),
        _ => None,
    }
}
