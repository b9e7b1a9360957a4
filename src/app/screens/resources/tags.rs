//! The tags of a resource: the list of them, and the line in which one is added or changed.
//! Not here: sending that (update).

use serde_json::{Value, json};

use crate::api::lookup;
use crate::api::plane::Plane;
use crate::api::shape::Shape;
use crate::app::effect::{Effect, QuestionId};
use crate::app::parts::desk::Desk;
use crate::app::parts::editor::Editor;
use crate::app::parts::list::List;
use crate::domain::operation::{Answer, Call};
use crate::domain::problem::Problem;
use crate::domain::resource::{at, text};

/// Tags a resource has at most (API: the quota of tags a resource).
const MOST: usize = 50;

/// The tags of a resource.
#[derive(Debug)]
pub struct Tags {
    /// The resource.
    pub arn: String,
    /// What it is called.
    pub name: String,
    /// The line one types `key=value` in.
    pub line: Editor,
    /// Which tag is selected.
    pub list: List,
    listed: Vec<(String, String)>,
    came: bool,
    problem: Option<Problem>,
    asked: Option<QuestionId>,
    changing: Option<QuestionId>,
}

impl Tags {
    /// The tags of this resource, to be read.
    pub fn of(arn: String, name: String) -> Self {
        Self {
            arn,
            name,
            line: Editor::one_line(),
            list: List::new(),
            listed: Vec::new(),
            came: false,
            problem: None,
            asked: None,
            changing: None,
        }
    }

    /// The tags, as the service lists them.
    pub fn tags(&self) -> &[(String, String)] {
        &self.listed
    }

    /// The selected one.
    pub fn selected(&self) -> Option<&(String, String)> {
        self.listed.get(self.list.selected()?)
    }

    /// Whether something is on its way.
    pub fn is_busy(&self) -> bool {
        self.asked.is_some() || self.changing.is_some()
    }

    /// Whether they were ever read.
    pub fn came(&self) -> bool {
        self.came
    }

    /// What went wrong last.
    pub fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }

    /// Reads them.
    pub fn read(&mut self, desk: &mut Desk) -> Vec<Effect> {
        let question = desk.question();
        self.asked = Some(question);
        let call = Call::new("ListTagsForResource", json!({ "resourceARN": self.arn }));
        vec![Effect::Operate(question, Box::new(call))]
    }

    /// What is wrong with what is typed; none where it can be sent, or nothing is typed.
    pub fn fault(&self) -> Option<String> {
        let typed = self.line.text();
        let typed = typed.trim();
        if typed.is_empty() {
            return None;
        }
        let Some((key, value)) = pair(typed) else {
            return Some("A tag is written key=value; the value may be empty.".into());
        };
        let wrong =
            wrong("The key", "TagKey", key).or_else(|| wrong("The value", "TagValue", value));
        let known = self.listed.iter().any(|(known, _)| known == key);
        let full = !known && self.listed.len() >= MOST;
        wrong.or_else(|| {
            full.then(|| format!("A resource has at most {MOST} tags: remove one first."))
        })
    }

    /// The tag that is typed, where it can be sent.
    pub fn typed(&self) -> Option<(String, String)> {
        let typed = self.line.text();
        let (key, value) = pair(typed.trim()).filter(|_| self.fault().is_none())?;
        Some((key.to_owned(), value.to_owned()))
    }

    /// Adds or changes the tag that is typed; with nothing typed the selected one comes into the line.
    pub fn enter(&mut self, desk: &mut Desk) -> Vec<Effect> {
        let typed = self.line.text();
        if typed.trim().is_empty() {
            if let Some((key, value)) = self.selected() {
                let tag = format!("{key}={value}");
                self.line.set_text(&tag);
            }
            return Vec::new();
        }
        let Some((key, value)) = self.typed() else { return Vec::new() };
        let tag = json!({ "key": key, "value": value });
        let input = json!({ "resourceARN": self.arn, "tags": [tag] });
        self.change("TagResource", input, desk)
    }

    /// Removes the selected one.
    pub fn remove(&mut self, desk: &mut Desk) -> Vec<Effect> {
        let Some((key, _)) = self.selected() else { return Vec::new() };
        let input = json!({ "resourceARN": self.arn, "tagKeys": [key] });
        self.change("UntagResource", input, desk)
    }

    fn change(&mut self, operation: &str, input: Value, desk: &mut Desk) -> Vec<Effect> {
        if self.changing.is_some() {
            return Vec::new();
        }
        let question = desk.question();
        self.changing = Some(question);
        vec![Effect::Operate(question, Box::new(Call::new(operation, input)))]
    }

    /// Takes an answer; none where the question is not its own.
    pub fn answered(
        &mut self,
        question: QuestionId,
        result: &Result<Box<Answer>, Problem>,
        desk: &mut Desk,
    ) -> Option<Vec<Effect>> {
        if self.changing == Some(question) {
            self.changing = None;
            return Some(match result {
                Ok(_) => {
                    self.problem = None;
                    self.line.set_text("");
                    self.read(desk)
                }
                Err(problem) => {
                    self.problem = Some(problem.clone());
                    Vec::new()
                }
            });
        }
        if self.asked != Some(question) {
            return None;
        }
        self.asked = None;
        match result {
            Ok(answer) => self.take(&answer.body),
            Err(problem) => self.problem = Some(problem.clone()),
        }
        Some(Vec::new())
    }

    fn take(&mut self, body: &Value) {
        self.came = true;
        let selected = self.selected().map(|(key, _)| key.clone());
        let tags = at(body, "tags").and_then(Value::as_array).into_iter().flatten();
        self.listed =
            tags.map(|tag| (text(tag, "key").to_owned(), text(tag, "value").to_owned())).collect();
        let at = selected.and_then(|key| self.listed.iter().position(|(known, _)| *known == key));
        self.list.update(self.listed.len(), at);
    }
}

/// Key and value of what is typed.
fn pair(typed: &str) -> Option<(&str, &str)> {
    let (key, value) = typed.split_once('=')?;
    Some((key.trim(), value.trim()))
}

/// What a key or value breaks of its shape's limits, in words.
fn wrong(what: &str, shape: &str, value: &str) -> Option<String> {
    let shape: &Shape = lookup::service(Plane::Control).shape(shape)?;
    let (least, most) = (shape.limits.min.unwrap_or(0.0), shape.limits.max.unwrap_or(f64::MAX));
    let long = value.chars().count();
    if !(least..=most).contains(&(long as f64)) {
        return Some(format!("{what} has {long} characters: {least} to {most} are allowed."));
    }
    let pattern = shape.limits.pattern.as_ref().filter(|pattern| !pattern.matches(value))?;
    Some(format!("{what} does not have the form {}.", pattern.source()))
}
