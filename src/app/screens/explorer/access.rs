//! Access to a model, looked at and asked for: what the service says of it, the use-case form, the
//! terms to agree to, and taking the agreement back. Not here: sending any of it (update).

use serde_json::{Value, json};

use crate::api::base64;
use crate::app::effect::{Effect, QuestionId};
use crate::app::parts::desk::Desk;
use crate::app::parts::editor::Editor;
use crate::app::parts::form::{Check, Field, Form};
use crate::app::parts::remote::Remote;
use crate::domain::access::{self, Offer, USE_CASE, asks_for_form, use_case};
use crate::domain::catalog::Entry;
use crate::domain::operation::{Answer, Call};
use crate::domain::problem::{Kind, Problem};

use super::terms::{Line, Terms};

/// How long to wait before a pending agreement is looked at again, in milliseconds; twice as long
/// each time.
const AGAIN: u64 = 1_000;
/// Times it is looked at by itself.
const LOOKS: u32 = 6;

/// Asks for an agreement.
pub const AGREE: &str = "CreateFoundationModelAgreement";
/// Takes one back.
pub const WITHDRAW: &str = "DeleteFoundationModelAgreement";
/// Sends the use-case form.
pub const SEND_FORM: &str = "PutUseCaseForModelAccess";

/// How far one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// What the service says is looked at.
    Look,
    /// The use-case form is filled in.
    Form,
    /// The terms are read, to be agreed to or not.
    Terms,
    /// The model's name is typed, to take the agreement back.
    Withdraw,
}

/// Access to a model.
#[derive(Debug)]
pub struct Access {
    /// The foundation model.
    pub model: Entry,
    /// How far one is.
    pub stage: Stage,
    /// The use-case form.
    pub form: Form,
    /// The name that is typed to withdraw.
    pub line: Editor,
    /// What the service says of access.
    pub answer: Remote<access::Access>,
    /// Whether the use-case form was sent; asked only where the provider wants one.
    pub sent: Remote<bool>,
    /// What can be agreed to.
    pub offers: Remote<Vec<Offer>>,
    /// Where one is in their terms.
    pub terms: Terms,
    /// What the last change came to, where it failed.
    pub problem: Option<Problem>,
    /// Access is to be asked for as soon as it is known what is missing.
    wished: bool,
    /// A change that is on its way: its operation.
    asked: Option<(QuestionId, &'static str)>,
    /// When a pending agreement is looked at again, and how often it was.
    again: Option<u64>,
    looks: u32,
}

impl Access {
    /// Of this foundation model.
    pub fn of(model: Entry, wished: bool) -> Self {
        let fields = USE_CASE.iter().map(|field| {
            let shown = match field.choices {
                [] => {
                    let check = if field.name == "companyWebsite" {
                        Check::By(is_address)
                    } else {
                        Check::Free
                    };
                    Field::line(field.name, field.label, field.rule, check)
                }
                choices => {
                    let words = choices.iter().map(|(word, _)| (*word).to_owned()).collect();
                    let check = Check::By(is_choice);
                    Field::choice(field.name, field.label, field.rule, words, check)
                }
            };
            if field.needed { shown.needed() } else { shown }
        });
        Self {
            model,
            stage: Stage::Look,
            form: Form::new(fields.collect()),
            line: Editor::one_line(),
            answer: Remote::NotAsked,
            sent: Remote::NotAsked,
            offers: Remote::NotAsked,
            terms: Terms::default(),
            problem: None,
            wished,
            asked: None,
            again: None,
            looks: 0,
        }
    }

    /// Asks all there is to know.
    pub fn read(&mut self, desk: &mut Desk) -> Vec<Effect> {
        let mut effects = vec![self.look(desk)];
        let id = self.model.id.clone();
        let question = desk.question();
        self.offers.ask(question.0);
        let call = Call::new("ListFoundationModelAgreementOffers", json!({ "modelId": id }));
        effects.push(Effect::Operate(question, Box::new(call)));
        if asks_for_form(&id) {
            let question = desk.question();
            self.sent.ask(question.0);
            let call = Call::new("GetUseCaseForModelAccess", json!({}));
            effects.push(Effect::Operate(question, Box::new(call)));
        }
        effects
    }

    /// Looks at access once more.
    fn look(&mut self, desk: &mut Desk) -> Effect {
        let question = desk.question();
        self.answer.ask(question.0);
        let input = json!({ "modelId": self.model.id });
        let call = Call::new("GetFoundationModelAvailability", input);
        Effect::Operate(question, Box::new(call))
    }

    /// Takes an answer to one of its questions; none where it is not its own or late.
    pub fn answered(
        &mut self,
        question: QuestionId,
        result: &Result<Box<Answer>, Problem>,
        desk: &mut Desk,
    ) -> Option<Vec<Effect>> {
        if let Some((_, operation)) = self.asked.take_if(|(asked, _)| *asked == question) {
            return Some(self.changed(operation, result, desk));
        }
        let body = || result.as_ref().map(|answer| &answer.body).map_err(Clone::clone);
        let sent = match body() {
            Ok(_) => Ok(true),
            Err(problem) if problem.kind == Kind::NotFound || is_missing(&problem) => Ok(false),
            Err(problem) => Err(problem),
        };
        let own = self.answer.answer(question.0, body().map(access::Access::of))
            || self.sent.answer(question.0, sent)
            || self.offers.answer(question.0, body().map(access::offers));
        if !own {
            return None;
        }
        self.go_on(desk);
        Some(Vec::new())
    }

    /// Whether this is the question of a change that is on its way.
    pub fn changes(&self, question: QuestionId) -> bool {
        self.asked.is_some_and(|(asked, _)| asked == question)
    }

    /// A change was made, or refused.
    fn changed(
        &mut self,
        operation: &str,
        result: &Result<Box<Answer>, Problem>,
        desk: &mut Desk,
    ) -> Vec<Effect> {
        match result {
            Err(problem) => {
                self.problem = Some(problem.clone());
                Vec::new()
            }
            Ok(_) if operation == SEND_FORM => {
                self.sent = Remote::Ready(true);
                self.stage = Stage::Look;
                self.wished = true;
                self.go_on(desk);
                Vec::new()
            }
            Ok(_) => {
                self.stage = Stage::Look;
                self.looks = 0;
                vec![self.look(desk)]
            }
        }
    }

    /// Goes to the next thing that is missing, where access is wished for and all is known.
    fn go_on(&mut self, desk: &Desk) {
        let pending = self.answer.value().is_some_and(access::Access::is_pending);
        if pending && !self.answer.is_loading() && self.looks < LOOKS {
            self.again = Some(desk.now.mono + (AGAIN << self.looks));
        }
        let waits = self.answer.is_loading() || self.sent.is_loading() || self.offers.is_loading();
        if !self.wished || waits || self.stage != Stage::Look {
            return;
        }
        self.wished = false;
        let open = self.answer.value().is_some_and(|access| !access.is_agreed() && !pending);
        if self.sent.value() == Some(&false) {
            self.stage = Stage::Form;
        } else if open && self.offers.value().is_some_and(|offers| !offers.is_empty()) {
            self.terms = Terms::default();
            self.stage = Stage::Terms;
        }
    }

    /// Wishes for access: goes to what is missing, now or when it is known.
    pub fn wish(&mut self, desk: &Desk) {
        self.wished = true;
        self.problem = None;
        self.go_on(desk);
    }

    /// Begins to take the agreement back.
    pub fn give_back(&mut self) {
        self.problem = None;
        self.line.set_text("");
        self.stage = Stage::Withdraw;
    }

    /// What there is to say before anything else.
    pub fn verdict(&self) -> String {
        if let Some((_, operation)) = self.asked {
            return format!("Sending {operation}…");
        }
        if let Some(problem) = self.answer.problem() {
            return problem.to_string();
        }
        let Some(access) = self.answer.value() else { return "Asking the service…".into() };
        if self.sent.value() == Some(&false) {
            return "The use-case form of the provider was not sent yet. R sends it.".into();
        }
        if access.is_granted() {
            return "Access is granted.".into();
        }
        if access.is_pending() {
            return "The agreement is being made.".into();
        }
        if access.agreement == "ERROR" {
            return "The last agreement failed. R requests access again.".into();
        }
        if access.region != "AVAILABLE" {
            return "The model is not offered in this region; m shows where it is.".into();
        }
        if access.authorization != "AUTHORIZED" {
            return "A policy of IAM or of the organisation keeps these credentials from it."
                .into();
        }
        match self.offers.value() {
            Some(offers) if offers.is_empty() => {
                "Access is missing, and no offer can be agreed to here.".into()
            }
            _ => "Access is missing. R requests it, after showing the terms.".into(),
        }
    }

    /// Whether a change is on its way.
    pub fn is_busy(&self) -> bool {
        self.asked.is_some()
    }

    /// Sends the use-case form, where it is complete.
    pub fn send_form(&mut self, desk: &mut Desk) -> Vec<Effect> {
        self.form.check();
        if self.form.select_fault() || self.is_busy() {
            return Vec::new();
        }
        let form = use_case(|name| self.form.value(name));
        let data = base64::encode(form.to_string().as_bytes());
        self.change(SEND_FORM, json!({ "formData": data }), desk)
    }

    /// Changes the text that is typed, where one is.
    pub fn typed(&mut self, changes: impl FnOnce(&mut Editor) -> bool) {
        match self.stage {
            Stage::Form => {
                if self.form.line().is_some_and(changes) {
                    self.form.check_selected();
                }
            }
            Stage::Withdraw => {
                changes(&mut self.line);
            }
            Stage::Look | Stage::Terms => {}
        }
    }

    /// How many offers there are.
    fn count(&self) -> usize {
        self.offers.value().map_or(0, Vec::len)
    }

    /// Whether there are several offers to choose from.
    pub fn has_others(&self) -> bool {
        self.stage == Stage::Terms && self.count() > 1
    }

    /// Shows the terms of the next offer, or of the one before.
    pub fn turn(&mut self, forward: bool) {
        self.terms.turn(forward, self.count());
    }

    /// The lines of the terms, so many columns wide.
    pub fn lines(&self, width: u16) -> Vec<Line> {
        let offers = self.offers.value().map(Vec::as_slice).unwrap_or_default();
        self.terms.lines(offers, self.failed().as_deref(), width)
    }

    /// What the last change came to, in words, where it failed.
    pub fn failed(&self) -> Option<String> {
        let problem = self.problem.as_ref()?;
        let hint = problem.hint().map(|hint| format!(" Try: {hint}.")).unwrap_or_default();
        Some(format!("{}: {} {}{hint}", problem.operation, problem.what, problem.why))
    }

    /// Scrolls what is too long for a page of this width and height.
    pub fn scroll(&mut self, by: isize, (width, height): (u16, u16)) {
        match self.stage {
            Stage::Form => self.form.scroll(by.signum()),
            Stage::Terms => {
                let lines = self.lines(width).len();
                self.terms.scroll(by, lines, usize::from(height));
            }
            Stage::Look | Stage::Withdraw => {}
        }
    }

    /// Agrees to the offer that is shown.
    pub fn agree(&mut self, desk: &mut Desk) -> Vec<Effect> {
        let offer = self.offers.value().and_then(|offers| offers.get(self.terms.at));
        let Some(token) = offer.map(|offer| offer.token.clone()) else { return Vec::new() };
        let input = json!({ "offerToken": token, "modelId": self.model.id });
        self.change(AGREE, input, desk)
    }

    /// Takes the agreement back, where the name is typed right.
    pub fn withdraw(&mut self, desk: &mut Desk) -> Vec<Effect> {
        if !self.is_named() {
            return Vec::new();
        }
        let input = json!({ "modelId": self.model.id });
        self.change(WITHDRAW, input, desk)
    }

    /// Whether the model's name is typed.
    pub fn is_named(&self) -> bool {
        self.line.text().trim() == self.model.name
    }

    fn change(&mut self, operation: &'static str, input: Value, desk: &mut Desk) -> Vec<Effect> {
        if self.is_busy() {
            return Vec::new();
        }
        let question = desk.question();
        self.problem = None;
        self.asked = Some((question, operation));
        vec![Effect::Operate(question, Box::new(Call::new(operation, input)))]
    }

    /// When a pending agreement is looked at again.
    pub fn next_due(&self) -> Option<u64> {
        self.again
    }

    /// Looks at a pending agreement again, when its time has come.
    pub fn due(&mut self, desk: &mut Desk) -> Vec<Effect> {
        if self.again.take_if(|again| *again <= desk.now.mono).is_none() {
            return Vec::new();
        }
        self.looks += 1;
        vec![self.look(desk)]
    }

    /// One step back inside; false where there is none.
    pub fn back(&mut self) -> bool {
        let was = std::mem::replace(&mut self.stage, Stage::Look);
        was != Stage::Look
    }
}

/// A form that was never sent is answered as a resource that is not there.
fn is_missing(problem: &Problem) -> bool {
    problem.code.as_deref() == Some("ResourceNotFoundException")
}

fn is_address(text: &str) -> Result<(), String> {
    if text.starts_with("https://") || text.starts_with("http://") {
        Ok(())
    } else {
        Err("is no address: it begins with https://".into())
    }
}

fn is_choice(text: &str) -> Result<(), String> {
    let choices = USE_CASE.iter().flat_map(|field| field.choices);
    if choices.into_iter().any(|(word, _)| *word == text) {
        Ok(())
    } else {
        Err("is none of the choices: step through them with the arrow keys".into())
    }
}
