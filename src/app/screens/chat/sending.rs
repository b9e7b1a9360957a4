//! From Enter to a finished answer: what is sent, what comes back, what is kept of it.
//! Not here: the phases themselves (live), or the rows (transcript).

use super::draft::Draft;
use super::live::{Live, Phase, Undo};
use super::state::{Chat, Reading};
use crate::app::effect::{Effect, QuestionId};
use crate::app::parts::desk::Desk;
use crate::domain::archive::{Piece, PieceKind, Save};
use crate::domain::ask::{Ask, Chunk, Ending, Role};
use crate::domain::content::Block;
use crate::domain::conversation::{Making, Message, Sibling, Status, title_from};
use crate::domain::fitting::{Fitted, fit};
use crate::domain::id::MessageId;
use crate::domain::problem::{Kind, Problem};
use crate::domain::thread::turns;

/// Said when one sends too early, and taken back when the answer has ended.
pub const STILL_ARRIVING: &str =
    "An answer is still arriving: wait for its end, or stop it with Esc.";

/// Said where another running instance holds the conversation.
pub const ELSEWHERE: &str = "This conversation is open in another outcrop; here it is read-only.";

/// Why nothing was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotSent {
    /// Nothing is typed.
    Empty,
    /// No model is chosen.
    NoModel,
    /// An answer is still coming.
    Busy,
    /// Another running instance holds the conversation.
    Elsewhere,
    /// The conversation is still being read.
    Reading,
    /// The conversation could not be read.
    Unread,
    /// There is nothing to try again.
    NothingToRetry,
}

/// The place of a message that is begun beside this one.
fn beside(replaced: Option<&Message>) -> Sibling {
    let place = replaced.map_or(1, |replaced| replaced.sibling.of + 1);
    Sibling { nth: place, of: place }
}

impl Chat {
    /// Sends what is typed.
    pub fn send(&mut self, desk: &mut Desk) -> Result<Vec<Effect>, NotSent> {
        let text = self.editor.text();
        if text.trim().is_empty() {
            return Err(NotSent::Empty);
        }
        self.may_send()?;
        let mut undo = self.undo();
        undo.prompted = true;
        let mut parent = self.conversation.head;
        let mut typed_before = String::new();
        if let Some(editing) = self.editing.take() {
            undo.removed = self.transcript.truncate_at(editing.prompt);
            parent = undo.removed.first().and_then(|edited| edited.parent);
            typed_before.clone_from(&editing.typed_before);
            undo.editing = Some(editing);
        }
        let mut prompt = self.new_message(Role::User, parent, desk);
        prompt.blocks = vec![Block::Text(text.clone())];
        prompt.sibling = beside(undo.removed.first());
        if self.conversation.title.is_empty() {
            self.conversation.title = title_from(&text);
        }
        self.editor.set_text(&typed_before);
        self.draft = Draft::default();
        self.counted = None;
        if !typed_before.is_empty() {
            self.typed(desk);
        }
        self.transcript.push(prompt.clone());
        Ok(self.answer(Some(prompt), undo, desk))
    }

    /// Asks again for the last answer, as a sibling of the one that failed, broke off or was given.
    pub fn retry(&mut self, desk: &mut Desk) -> Result<Vec<Effect>, NotSent> {
        let last = self.transcript.last().ok_or(NotSent::NothingToRetry)?;
        self.ask_again(last.id, desk)
    }

    /// Asks again for this answer, or for one to this prompt, as a sibling of the one there is; what
    /// followed that one stays with it.
    pub fn ask_again(
        &mut self,
        message: MessageId,
        desk: &mut Desk,
    ) -> Result<Vec<Effect>, NotSent> {
        self.may_send()?;
        let (prompt, answer) = self.exchange_of(message).ok_or(NotSent::NothingToRetry)?;
        let mut undo = self.undo();
        if let Some(answer) = answer {
            undo.removed = self.transcript.truncate_at(answer);
        }
        self.conversation.head = Some(prompt);
        Ok(self.answer(None, undo, desk))
    }

    /// The prompt of the exchange this message belongs to, and its answer where there is one.
    fn exchange_of(&self, message: MessageId) -> Option<(MessageId, Option<MessageId>)> {
        let mut messages = self.transcript.messages().rev();
        let mut after = None;
        let found = messages.find(|one| {
            one.id == message || {
                after = Some(*one);
                false
            }
        })?;
        if found.role == Role::User {
            let answer = after.filter(|after| after.role == Role::Assistant);
            return Some((found.id, answer.map(|answer| answer.id)));
        }
        let prompt = messages.next().filter(|prompt| prompt.role == Role::User)?;
        Some((prompt.id, Some(found.id)))
    }

    fn undo(&self) -> Undo {
        let row = Box::new(self.conversation.clone());
        Undo { row, prompted: false, removed: Vec::new(), editing: None }
    }

    /// Whether something can be sent now.
    pub(super) fn may_send(&self) -> Result<(), NotSent> {
        if self.live.is_some() {
            return Err(NotSent::Busy);
        }
        if self.elsewhere {
            return Err(NotSent::Elsewhere);
        }
        if self.conversation.model.is_empty() {
            return Err(NotSent::NoModel);
        }
        match self.reading {
            Reading::Whole => Ok(()),
            Reading::Switching(_) | Reading::Asked(_) | Reading::Earlier(_) => {
                Err(NotSent::Reading)
            }
            Reading::Failed => Err(NotSent::Unread),
        }
    }

    fn new_message(&self, role: Role, parent: Option<MessageId>, desk: &mut Desk) -> Message {
        Message::new(desk.mint.message(), self.id(), parent, role, desk.now.unix)
    }

    /// Appends the live answer to the last prompt and asks for both to be kept.
    fn answer(&mut self, prompt: Option<Message>, undo: Undo, desk: &mut Desk) -> Vec<Effect> {
        let not_sent = self.fitted(desk).sentences();
        let ask = self.ask(desk);
        let parent = self.transcript.last().map(|message| message.id);
        let mut answer = self.new_message(Role::Assistant, parent, desk);
        answer.status = Status::Streaming;
        let replaced = undo.removed.first();
        answer.sibling = beside(replaced.filter(|replaced| replaced.role == Role::Assistant));
        answer.making = Some(Making {
            model: ask.model.clone(),
            model_arn: desk.entry(&ask.model).map(|entry| entry.arn.clone()),
            region: desk.region().map(str::to_owned),
            parameters: ask.parameters.clone(),
            not_sent,
            ..Making::default()
        });
        self.conversation.head = Some(answer.id);
        self.conversation.messages += 1 + u64::from(prompt.is_some());
        self.conversation.updated = desk.now.unix;
        self.conversation.status = Status::Streaming;
        if let Some(session) = &desk.session {
            self.conversation.profile.clone_from(&session.profile);
            self.conversation.account.clone_from(&session.account);
            self.conversation.region.clone_from(&session.region);
        } else if desk.settings.profile.is_some() || desk.settings.region.is_some() {
            // Another profile or region was chosen and is being resolved.
            self.conversation.profile.clone_from(&desk.settings.profile);
            self.conversation.account = None;
            self.conversation.region.clone_from(&desk.settings.region);
        }
        self.transcript.push(answer.clone());
        let question = desk.question();
        let stream = desk.mint.stream();
        let mut live = Live::new(stream, answer.id, question, ask, desk.now.mono);
        let expected_head = undo.row.head;
        live.undo = Some(undo);
        self.live = Some(live);
        let save = Save::Begin {
            conversation: Box::new(self.conversation.clone()),
            expected_head,
            prompt: prompt.map(Box::new),
            answer: Box::new(answer),
        };
        vec![Effect::Save(question, Box::new(save))]
    }

    /// What would be sent now: all turns that can be.
    pub fn ask(&self, desk: &Desk) -> Ask {
        let model = self.conversation.model.clone();
        let turns = turns(self.transcript.messages(), self.conversation.start, &model);
        let streams = desk.streams(&model).unwrap_or(true);
        let fitted = self.fitted(desk);
        let system = self.conversation.system.clone();
        Ask {
            system: if fitted.no_system { String::new() } else { system },
            turns,
            parameters: fitted.parameters,
            stream: streams,
            model,
        }
    }

    /// The parameters made to fit the model, and what of them is left out.
    pub fn fitted(&self, desk: &Desk) -> Fitted {
        let terms = desk.terms(&self.conversation.model);
        fit(self.parameters(desk), &self.conversation.system, &terms)
    }

    /// What of the settings is not sent with the answer just begun, where that was not said before.
    pub fn news(&mut self) -> Option<String> {
        let making = self.transcript.last()?.making.as_ref()?;
        if making.not_sent == self.told {
            return None;
        }
        self.told.clone_from(&making.not_sent);
        (!self.told.is_empty()).then(|| self.told.join(" "))
    }

    /// The prompt is on disk, or could not be put there.
    pub fn saved(
        &mut self,
        question: QuestionId,
        result: Result<(), Problem>,
        desk: &mut Desk,
    ) -> Option<Result<Vec<Effect>, Problem>> {
        let live = self.live.as_mut()?;
        let Phase::Saving(asked, ask) = &live.phase else { return None };
        if *asked != question {
            return None;
        }
        match result {
            Ok(()) => {
                let effect = Effect::Converse(live.stream, ask.clone());
                live.phase = Phase::Sent;
                live.began = desk.now.mono;
                live.undo = None;
                let stopping = live.stopping;
                self.begun = true;
                Some(Ok(if stopping { self.stop(desk) } else { vec![effect] }))
            }
            Err(problem) => {
                self.take_back(desk);
                Some(Err(problem))
            }
        }
    }

    /// Nothing was sent: the prompt goes back where it was typed, the answer where it stood.
    fn take_back(&mut self, desk: &Desk) {
        let Some(live) = self.live.take() else { return };
        self.transcript.truncate_at(live.answer);
        let Some(undo) = live.undo else { return };
        if undo.prompted
            && let Some(prompt) = self.transcript.last().map(|prompt| prompt.id)
        {
            let taken = self.transcript.truncate_at(prompt);
            let mut text: Vec<String> = taken.iter().map(Message::text).collect();
            let typed = Some(self.editor.text());
            // What was typed before the edit began waits there for its end, as it did.
            let waits = undo.editing.as_ref().map(|editing| editing.typed_before.clone());
            text.extend(typed.filter(|typed| !typed.is_empty() && Some(typed) != waits.as_ref()));
            self.editor.set_text(&text.join("\n"));
            self.editing = undo.editing;
            self.typed(desk);
        }
        for message in undo.removed {
            self.transcript.push(message);
        }
        // What was chosen or set in the meantime stays.
        let now = std::mem::replace(&mut self.conversation, *undo.row);
        self.conversation.model = now.model;
        self.conversation.system = now.system;
        self.conversation.parameters = now.parameters;
    }

    /// An event of the stream.
    pub fn streamed(&mut self, chunk: Chunk, desk: &mut Desk) -> Vec<Effect> {
        let Some(live) = &mut self.live else { return Vec::new() };
        let now = desk.now.mono;
        let (block, kind, text) = match chunk {
            Chunk::Waiting { wait, attempt, why } => {
                let until = now + u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
                live.phase = Phase::Waiting { until, attempt, why };
                return Vec::new();
            }
            Chunk::Sent => {
                live.phase = Phase::Sent;
                return Vec::new();
            }
            Chunk::Accepted { request_id } => {
                live.phase = Phase::Accepted;
                let answer = live.answer;
                if let Some(making) = self.making(answer) {
                    making.request_id = request_id;
                }
                return Vec::new();
            }
            Chunk::Text { block, delta } => (block, PieceKind::Text, delta),
            Chunk::Reasoning { block, delta } => (block, PieceKind::Reasoning, delta),
            Chunk::Signature { block, delta } => (block, PieceKind::Signature, delta),
            Chunk::Redacted { block, data } => (block, PieceKind::Redacted, data),
            Chunk::Unreadable { block, kind } => (block, PieceKind::Unreadable, kind),
            Chunk::Done(ending) => return self.end(Status::Complete, *ending, None, desk),
            Chunk::Failed(failure) => {
                return self.end(Status::Interrupted, failure.ending, Some(failure.problem), desk);
            }
        };
        let piece = Piece { block, kind, text };
        if let Some(entry) = self.transcript.entry_mut(live.answer) {
            entry.push(&piece);
        }
        live.received(piece, now);
        self.due(desk)
    }

    fn making(&mut self, answer: MessageId) -> Option<&mut Making> {
        self.transcript.entry_mut(answer)?.message.making.as_mut()
    }

    /// Stops the answer; what came is kept.
    pub fn stop(&mut self, desk: &mut Desk) -> Vec<Effect> {
        let Some(live) = &mut self.live else { return Vec::new() };
        if let Phase::Saving(..) = live.phase {
            // Its row must be there before it can end: it ends as soon as it is on disk, unsent.
            live.stopping = true;
            return Vec::new();
        }
        let stream = live.stream;
        let total_ms = desk.now.mono.saturating_sub(live.began);
        let first_token_ms = live.first.map(|first| first.saturating_sub(live.began));
        let ending = Ending { first_token_ms, total_ms, ..Ending::default() };
        let mut effects = vec![Effect::Cancel(stream)];
        effects.extend(self.end(Status::Stopped, ending, None, desk));
        effects
    }

    fn end(
        &mut self,
        status: Status,
        ending: Ending,
        problem: Option<Problem>,
        desk: &mut Desk,
    ) -> Vec<Effect> {
        let Some(live) = self.live.take() else { return Vec::new() };
        let Some(entry) = self.transcript.entry_mut(live.answer) else { return Vec::new() };
        let failed = status == Status::Interrupted && !entry.has_content();
        let status = if failed { Status::Failed } else { status };
        let mut making = entry.message.making.take().unwrap_or_default();
        making.tier = ending.tier;
        making.latency = ending.latency;
        making.response_fields = ending.response_fields;
        making.stop_reason = ending.stop_reason;
        making.usage = ending.usage;
        making.latency_ms = ending.latency_ms;
        making.first_token_ms = ending.first_token_ms;
        making.total_ms = Some(ending.total_ms);
        making.request_id = ending.request_id.or(making.request_id);
        making.error = problem;
        let cost = desk.cost(&making);
        making.cost_usd = cost.map(|cost| cost.usd);
        making.cost_estimated = cost.is_some_and(|cost| !cost.exact);
        entry.message.making = Some(making.clone());
        let blocks = self.transcript.finish(live.answer, status);
        self.conversation.status = status;
        self.conversation.updated = desk.now.unix;
        let save = Save::Finish {
            answer: live.answer,
            status,
            blocks,
            making: Box::new(making),
            at: desk.now.unix,
        };
        vec![Effect::Save(desk.question(), Box::new(save))]
    }

    /// Asks once more for an ended answer to be kept.
    pub fn keep_again(&self, answer: MessageId, desk: &mut Desk) -> Option<Effect> {
        let message = &self.transcript.entry(answer)?.message;
        if message.status == Status::Streaming {
            return None;
        }
        let save = Save::Finish {
            answer,
            status: message.status,
            blocks: message.blocks.clone(),
            making: Box::new(message.making.clone().unwrap_or_default()),
            at: self.conversation.updated,
        };
        Some(Effect::Save(desk.question(), Box::new(save)))
    }

    /// The last answer's problem, where it failed before its first token.
    pub fn failure(&self) -> Option<&Problem> {
        let last = self.transcript.last()?;
        if !matches!(last.status, Status::Failed | Status::Interrupted) {
            return None;
        }
        last.making.as_ref()?.error.as_ref()
    }

    /// Whether there is an answer that can be asked for again: one that failed, broke off or was
    /// stopped, or a prompt without any.
    pub fn can_retry(&self) -> bool {
        self.transcript.last().is_some_and(|last| match last.role {
            Role::User => true,
            Role::Assistant => {
                matches!(last.status, Status::Failed | Status::Interrupted | Status::Stopped)
            }
        })
    }

    /// Whether the last call failed because the id can only be invoked through a profile.
    pub fn needs_profile(&self) -> bool {
        self.failure().is_some_and(|problem| problem.kind == Kind::NeedsProfile)
    }
}
