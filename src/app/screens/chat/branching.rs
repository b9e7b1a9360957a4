//! Other versions of a turn: a prompt edited and sent again, an answer continued, siblings switched,
//! turns left out. Not here: sending itself (sending).

use super::draft::Editing;
use super::marked::Marked;
use super::sending::NotSent;
use super::state::{Chat, Reading};
use crate::app::effect::{Effect, QuestionId};
use crate::app::parts::desk::Desk;
use crate::app::parts::editor::estimate::estimate;
use crate::domain::archive::Save;
use crate::domain::ask::{Role, StopReason};
use crate::domain::conversation::{Message, Status};
use crate::domain::id::MessageId;
use crate::domain::problem::Problem;
use crate::domain::thread::Fate;

/// What asks a model to go on with an answer that was cut off. A prompt like any other, so that it
/// works with every model: most no longer take an answer to be continued as the last turn.
pub const GO_ON: &str = "Continue exactly where you stopped.";

impl Chat {
    /// Puts a prompt into the composer, to be sent again beside itself; false where it is none.
    pub fn edit(&mut self, prompt: MessageId, desk: &Desk) -> bool {
        let Some(message) = self.transcript.entry(prompt).map(|entry| &entry.message) else {
            return false;
        };
        if message.role != Role::User {
            return false;
        }
        let text = message.text();
        let typed_before = match self.editing.take() {
            Some(editing) => editing.typed_before,
            None => self.unsent(),
        };
        self.editor.set_text(&text);
        self.editing = Some(Editing { prompt, original: text, typed_before });
        self.typed(desk);
        true
    }

    /// Gives up editing; what was typed before comes back. False where nothing was edited.
    pub fn leave_edit(&mut self, desk: &Desk) -> bool {
        let Some(editing) = self.editing.take() else { return false };
        self.editor.set_text(&editing.typed_before);
        self.typed(desk);
        true
    }

    /// What is typed and not sent: with a prompt that is edited, what was typed before as well; while
    /// a prompt stands there that was brought back, what was typed in its place.
    pub fn unsent(&self) -> String {
        if let Some(typed) = self.recall.typed(self.editor.revision()) {
            return typed.to_owned();
        }
        let typed = self.editor.text();
        let Some(editing) = &self.editing else { return typed };
        let changed = Some(typed).filter(|typed| *typed != editing.original);
        let before = Some(editing.typed_before.clone()).filter(|text| !text.is_empty());
        before.into_iter().chain(changed).collect::<Vec<_>>().join("\n")
    }

    /// Whether the last answer has something and is not whole: cut off at a limit, broken off, or
    /// stopped.
    pub fn can_go_on(&self) -> bool {
        self.transcript.last().is_some_and(|last| {
            let reason = last.making.as_ref().and_then(|making| making.stop_reason.as_ref());
            let cut = matches!(last.status, Status::Stopped | Status::Interrupted)
                || reason.is_some_and(StopReason::is_truncated);
            last.role == Role::Assistant && cut && !last.text().trim().is_empty()
        })
    }

    /// Asks the model to go on with the last answer. What is typed stays.
    pub fn go_on(&mut self, desk: &mut Desk) -> Result<Vec<Effect>, NotSent> {
        self.may_send()?;
        if !self.can_go_on() {
            return Err(NotSent::NothingToRetry);
        }
        self.leave_edit(desk);
        let typed = self.unsent();
        self.editor.set_text(GO_ON);
        let sent = self.send(desk);
        self.editor.set_text(&typed);
        self.typed(desk);
        sent
    }

    /// The last prompt or answer at or before `from` (the end, where unset) that has siblings.
    pub fn versions(&self, from: Option<MessageId>) -> Option<&Message> {
        let mut messages = self.transcript.messages().rev();
        match from {
            Some(from) => messages.find(|message| message.id == from),
            None => messages.find(|message| message.sibling.of > 1),
        }
        .filter(|message| message.sibling.of > 1)
    }

    /// Shows the sibling before or after this message; none where there is no such.
    pub fn show_sibling(
        &mut self,
        message: MessageId,
        forward: bool,
        desk: &mut Desk,
    ) -> Vec<Effect> {
        let place = self.transcript.entry(message).map(|entry| entry.message.sibling);
        let (Some(place), None) = (place, &self.live) else { return Vec::new() };
        if place.of < 2 || self.may_send().is_err() {
            return Vec::new();
        }
        let nth = if forward {
            place.nth % place.of + 1
        } else {
            (place.nth + place.of - 2) % place.of + 1
        };
        self.leave_edit(desk);
        // What the version answers, or the beginning, is what its reader wants to see first.
        let before = self.transcript.entry(message).and_then(|entry| entry.message.parent);
        let save = Save::ShowSibling { conversation: self.id(), message, nth };
        self.wanted = before.map(|before| (before, String::new()));
        self.switch(save, desk)
    }

    /// A message that was to be gone to stands on another branch: shows that one. None where it can
    /// not be switched to, or was and the message is not there either.
    pub fn show_missed(&mut self, desk: &mut Desk) -> Option<Vec<Effect>> {
        let (message, words) = self.missed.take()?;
        if self.live.is_some() || self.elsewhere || self.switched == Some(message) {
            return None;
        }
        self.switched = Some(message);
        self.leave_edit(desk);
        let save = Save::Show { conversation: self.id(), message };
        self.wanted = Some((message, words));
        Some(self.switch(save, desk))
    }

    /// Asks the store to show another branch.
    fn switch(&mut self, save: Save, desk: &mut Desk) -> Vec<Effect> {
        let mut effects = self.keep_draft(desk);
        let question = desk.question();
        self.reading = Reading::Switching(question);
        effects.push(Effect::Save(question, Box::new(save)));
        effects
    }

    /// The store shows another branch, or refused to; none where that was not asked.
    pub fn switched(
        &mut self,
        question: QuestionId,
        result: &Result<(), Problem>,
        desk: &mut Desk,
    ) -> Option<Vec<Effect>> {
        if self.reading != Reading::Switching(question) {
            return None;
        }
        if result.is_ok() {
            return Some(self.read(desk));
        }
        self.reading = Reading::Whole;
        self.wanted = None;
        Some(Vec::new())
    }

    /// Tokens the service counted for the last answer and what was sent for it, where it did.
    pub fn tokens_counted(&self) -> Option<u64> {
        self.transcript.messages().rev().find_map(|message| {
            let usage = message.making.as_ref()?.usage?;
            Some(usage.input + usage.cache_read + usage.cache_write + usage.output)
        })
    }

    /// Tokens of what is sent before the next prompt, about: as counted, unless something is left
    /// out by hand; then all of it is looked at.
    pub fn tokens_to_send(&self) -> u64 {
        if let Some(tokens) = self.tokens_counted().filter(|_| !self.fates.by_hand()) {
            return tokens;
        }
        let sent = self.transcript.messages();
        let sent = sent.filter(|message| self.fates.of(message.id) == Fate::Sent);
        let said: u64 = sent.map(|message| estimate(&message.text())).sum();
        said + estimate(&self.conversation.system)
    }

    /// Leaves a message out of what is sent, or takes it in again.
    pub fn leave_out(&mut self, message: MessageId, desk: &mut Desk) -> Option<(bool, Effect)> {
        let conversation = self.id();
        let left_out = self.transcript.leave_out(message)?;
        let save = Save::LeaveOut { conversation, message, left_out };
        let question = desk.question();
        self.marking.push((question, Marked::Message(message)));
        Some((left_out, Effect::Save(question, Box::new(save))))
    }

    /// Lets what is sent begin with this message, or with the first again where it did already.
    pub fn start_from(&mut self, message: MessageId, desk: &mut Desk) -> (bool, Effect) {
        let start = (self.conversation.start != Some(message)).then_some(message);
        let question = desk.question();
        self.marking.push((question, Marked::Start(self.conversation.start)));
        self.conversation.start = start;
        let save = Save::StartFrom { conversation: self.id(), message: start };
        (start.is_some(), Effect::Save(question, Box::new(save)))
    }

    /// The store has answered such a change; one it refused is taken back, so that the screen shows
    /// what will be sent.
    pub fn marked(&mut self, question: QuestionId, kept: bool) {
        let Some(at) = self.marking.iter().position(|(asked, _)| *asked == question) else {
            return;
        };
        let (_, marked) = self.marking.remove(at);
        if kept {
            return;
        }
        match marked {
            Marked::Message(message) => {
                self.transcript.leave_out(message);
            }
            Marked::Start(before) => {
                let later = self.marking[at..].iter_mut().find_map(|(_, marked)| match marked {
                    Marked::Start(start) => Some(start),
                    Marked::Message(_) => None,
                });
                // A later change began with what is taken back now.
                *later.unwrap_or(&mut self.conversation.start) = before;
            }
        }
    }
}
