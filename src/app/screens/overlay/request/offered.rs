//! The values that are offered for a field of a request.
//! Not here: where they come from (parts), or what choosing one does (update).

use serde_json::Value;

use crate::api::lookup;
use crate::api::service::Service;
use crate::api::shape::Shape;
use crate::app::effect::{Effect, QuestionId};
use crate::app::parts::chooser::Chooser;
use crate::app::parts::desk::Desk;
use crate::app::parts::offers::{Offer, Source, fitting};
use crate::domain::operation::{Answer, Call};
use crate::domain::problem::Problem;
use crate::domain::resource::{Kind, at};

/// Pages of a list that are read for it at most.
const PAGES: usize = 10;
/// Rows of a page.
const PAGE: u64 = 100;

/// The list.
#[derive(Debug)]
pub struct Offered {
    /// What is offered.
    pub chooser: Chooser<Offer>,
    /// Where it comes from.
    pub source: Source,
    /// Why not everything is there.
    pub problem: Option<Problem>,
    service: &'static Service,
    shape: &'static Shape,
    customization: String,
    known: Vec<Offer>,
    rows: Vec<Value>,
    asked: Option<QuestionId>,
    pages: usize,
}

impl Offered {
    /// What is known for a field of this shape; `customization` is the type that was chosen.
    pub fn new(
        source: Source,
        service: &'static Service,
        shape: &'static Shape,
        desk: &Desk,
        customization: &str,
    ) -> Self {
        let mut offered = Self {
            chooser: Chooser::new(Vec::new()),
            source,
            problem: None,
            service,
            shape,
            customization: customization.to_owned(),
            known: source.known(desk, customization),
            rows: Vec::new(),
            asked: None,
            pages: 0,
        };
        offered.fill();
        offered
    }

    /// Whether more is on its way.
    pub fn is_loading(&self) -> bool {
        self.asked.is_some()
    }

    /// What can be invoked was listed, or is known anew.
    pub fn refresh(&mut self, desk: &Desk) {
        self.known = self.source.known(desk, &self.customization);
        self.fill();
    }

    fn fill(&mut self) {
        let listed = self.source.listed(&self.rows);
        let all = listed.into_iter().chain(self.known.iter().cloned()).collect();
        let fitting = fitting(self.service, self.shape, all).into_iter();
        let rows = fitting.map(|offer| (format!("{} {}", offer.value, offer.about), offer));
        self.chooser.set_rows(rows.collect());
    }

    /// Asks for what the account holds, where that is offered too.
    pub fn read(&mut self, region: Option<&str>, desk: &mut Desk) -> Vec<Effect> {
        match self.source.lists() {
            Some(kind) => self.ask(kind, None, region, desk),
            None => Vec::new(),
        }
    }

    fn ask(
        &mut self,
        kind: &'static Kind,
        token: Option<&str>,
        region: Option<&str>,
        desk: &mut Desk,
    ) -> Vec<Effect> {
        let question = desk.question();
        self.asked = Some(question);
        self.pages += 1;
        let mut input = serde_json::json!({ "maxResults": PAGE });
        if let Some(token) = token {
            input["nextToken"] = token.into();
        }
        let call = Call::new(kind.list.operation, input);
        let call = match region {
            Some(region) => call.in_region(region),
            None => call,
        };
        vec![Effect::Operate(question, Box::new(call))]
    }

    /// Takes the answer to its question, and asks for the next page; none where it is not its own.
    pub fn answered(
        &mut self,
        question: QuestionId,
        result: &Result<Box<Answer>, Problem>,
        region: Option<&str>,
        desk: &mut Desk,
    ) -> Option<Vec<Effect>> {
        self.asked.take_if(|asked| *asked == question)?;
        let kind = self.source.lists()?;
        let answer = match result {
            Ok(answer) => answer,
            Err(problem) => {
                self.problem = Some(problem.clone());
                return Some(Vec::new());
            }
        };
        if let Some(Value::Array(rows)) = at(&answer.body, kind.list.rows) {
            self.rows.extend(rows.iter().cloned());
        }
        self.fill();
        let pages = lookup::operation(kind.list.operation).and_then(|op| op.pagination.as_ref());
        let token = pages.and_then(|pages| answer.body.get(&pages.output_token));
        match token.and_then(Value::as_str).filter(|_| self.pages < PAGES) {
            Some(token) => Some(self.ask(kind, Some(token), region, desk)),
            None => Some(Vec::new()),
        }
    }
}
