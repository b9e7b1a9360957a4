//! Resources that change by themselves, read again until they stand still: what is shown and moves,
//! and what the user or a request made watched. Not here: reading them, or saying what changed.

use serde_json::Value;

use crate::app::effect::{Effect, QuestionId};
use crate::app::parts::desk::Desk;
use crate::domain::operation::Answer;
use crate::domain::problem::{Kind as Trouble, Problem};
use crate::domain::resource::Kind;

use super::confirming::Subject;

/// Milliseconds until one is read again at first, and at most.
const SOON: u64 = 2_000;
const SELDOM: u64 = 30_000;
/// Milliseconds after one was made in which the service may not know it yet.
const PATIENCE: u64 = 120_000;
/// Resources of one list that are read again at most.
pub const MOST: usize = 12;

/// One that is watched.
#[derive(Debug)]
pub struct Watch {
    /// Of what kind it is.
    pub kind: &'static Kind,
    /// What it is read by.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// How it stood last.
    pub status: String,
    /// Whether it is watched wherever one is; else only while it is shown.
    pub kept: bool,
    /// When it is read again, in milliseconds of the program's time.
    due: u64,
    wait: u64,
    asked: Option<QuestionId>,
    /// It cannot be read: nobody tries again while it is shown.
    given_up: bool,
    /// It was just made, and the service need not know it before then.
    unborn: Option<u64>,
}

impl Watch {
    /// Whether it is to be read some time.
    fn waits(&self) -> bool {
        self.asked.is_none() && !self.given_up
    }

    /// Whether this only means that the service does not know it yet.
    fn expects(&self, problem: &Problem, now: u64) -> bool {
        problem.kind == Trouble::NotFound && self.unborn.is_some_and(|until| now < until)
    }
}

/// What was learnt of one.
#[derive(Debug)]
pub struct News {
    /// Of what kind it is.
    pub kind: &'static Kind,
    /// What it is read by.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// How it stood before.
    pub before: String,
    /// Whether it was watched wherever one is.
    pub kept: bool,
    /// What was read.
    pub read: Read,
}

/// What was read.
#[derive(Debug)]
pub enum Read {
    /// All that is known of it.
    Body(Value),
    /// It is not there any more.
    Gone,
    /// It was made, and the service has not known it since.
    Never,
    /// It cannot be read: nobody tries again.
    Failed(Box<Problem>),
}

/// Those that are watched.
#[derive(Debug, Default)]
pub struct Watches {
    all: Vec<Watch>,
}

impl Watches {
    /// Watches one from now on; `kept` wherever one is.
    pub fn follow(&mut self, kind: &'static Kind, subject: &Subject, kept: bool, now: u64) {
        let known = self.all.iter_mut().find(|watch| watch.kind == kind && watch.id == subject.id);
        if let Some(watch) = known {
            watch.kept |= kept;
            return;
        }
        self.all.push(Watch {
            kind,
            id: subject.id.clone(),
            name: subject.name.clone(),
            status: kind.status_of(&subject.body).to_owned(),
            kept,
            due: now + SOON,
            wait: SOON,
            asked: None,
            given_up: false,
            unborn: None,
        });
    }

    /// Watches one that was just made, wherever one is: the service may not know it at once.
    pub fn born(&mut self, kind: &'static Kind, subject: &Subject, now: u64) {
        self.follow(kind, subject, true, now);
        for watch in self.all.iter_mut().filter(|watch| watch.id == subject.id) {
            watch.unborn = Some(now + PATIENCE);
        }
    }

    /// Whether one is watched wherever one is.
    pub fn keeps(&self, id: &str) -> bool {
        self.all.iter().any(|watch| watch.kept && watch.id == id)
    }

    /// Watches it only while it is shown.
    pub fn let_go(&mut self, id: &str) {
        for watch in self.all.iter_mut().filter(|watch| watch.id == id) {
            watch.kept = false;
        }
    }

    /// What is shown and moves now: those watched for no other reason go.
    pub fn show(&mut self, shown: &[(&'static Kind, Subject)], now: u64) {
        self.all.retain(|watch| {
            watch.kept || shown.iter().any(|(kind, one)| watch.kind == *kind && watch.id == one.id)
        });
        for (kind, subject) in shown {
            self.follow(kind, subject, false, now);
        }
    }

    /// Forgets all.
    pub fn clear(&mut self) {
        self.all.clear();
    }

    /// When one is to be read next; none where nothing moves, or all are on their way.
    pub fn next(&self) -> Option<u64> {
        self.all.iter().filter(|watch| watch.waits()).map(|watch| watch.due).min()
    }

    /// Reads those whose time has come.
    pub fn due(&mut self, desk: &mut Desk) -> Vec<Effect> {
        let now = desk.now.mono;
        let due = self.all.iter_mut().filter(|watch| watch.waits() && watch.due <= now);
        let mut effects = Vec::new();
        for watch in due {
            let question = desk.question();
            watch.asked = Some(question);
            let call = watch.kind.reading(&watch.id);
            effects.push(Effect::Operate(question, Box::new(call)));
        }
        effects
    }

    /// Takes an answer, and gives what was learnt; the outer none where the question is none's.
    pub fn answered(
        &mut self,
        question: QuestionId,
        result: &Result<Box<Answer>, Problem>,
        now: u64,
    ) -> Option<Option<News>> {
        let at = self.all.iter().position(|watch| watch.asked == Some(question))?;
        let watch = &mut self.all[at];
        watch.asked = None;
        let before = watch.status.clone();
        let (read, stays) = match result {
            Ok(answer) => {
                watch.unborn = None;
                let named = watch.kind.name_of(&answer.body);
                if !named.is_empty() && named != watch.id {
                    named.clone_into(&mut watch.name);
                }
                watch.status = watch.kind.status_of(&answer.body).to_owned();
                let changed = watch.status != before;
                watch.wait = if changed { SOON } else { (watch.wait * 3 / 2).min(SELDOM) };
                (Read::Body(answer.body.clone()), watch.kind.moves(&answer.body))
            }
            Err(problem) if problem.retryable || watch.expects(problem, now) => {
                watch.wait = (watch.wait * 2).min(SELDOM);
                watch.due = now + watch.wait;
                return Some(None);
            }
            Err(problem) if problem.kind == Trouble::NotFound => {
                (if watch.unborn.is_some() { Read::Never } else { Read::Gone }, false)
            }
            Err(problem) => {
                watch.given_up = true;
                (Read::Failed(Box::new(problem.clone())), true)
            }
        };
        watch.due = now + watch.wait;
        let (kind, id, name) = (watch.kind, watch.id.clone(), watch.name.clone());
        let kept = watch.kept;
        watch.kept &= !watch.given_up;
        if !stays {
            self.all.remove(at);
        }
        Some(Some(News { kind, id, name, before, kept, read }))
    }
}
