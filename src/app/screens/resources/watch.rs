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
}

impl Watch {
    /// Whether it is to be read some time.
    fn waits(&self) -> bool {
        self.asked.is_none() && !self.given_up
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
        });
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
                watch.status = watch.kind.status_of(&answer.body).to_owned();
                let changed = watch.status != before;
                watch.wait = if changed { SOON } else { (watch.wait * 3 / 2).min(SELDOM) };
                (Read::Body(answer.body.clone()), watch.kind.moves(&answer.body))
            }
            Err(problem) if problem.retryable => {
                watch.wait = (watch.wait * 2).min(SELDOM);
                watch.due = now + watch.wait;
                return Some(None);
            }
            Err(problem) if problem.kind == Trouble::NotFound => (Read::Gone, false),
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
