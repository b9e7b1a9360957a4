//! What of a thread is sent with the next prompt, counted once for each state of it.
//! Not here: the rule (domain/thread).

use std::collections::HashMap;

use crate::app::parts::transcript::Transcript;
use crate::domain::conversation::Conversation;
use crate::domain::id::MessageId;
use crate::domain::thread::{Fate, fates};

/// The messages that are not sent, and why.
#[derive(Debug, Default)]
pub struct Fates {
    not_sent: HashMap<MessageId, Fate>,
    /// Whether one of them is not sent because its reader wished so.
    by_hand: bool,
    /// What it was counted over: the transcript's revision, where what is sent begins, the model.
    counted: Option<(u64, Option<MessageId>, String)>,
}

impl Fates {
    /// Whether a message is sent, or why not.
    pub fn of(&self, message: MessageId) -> Fate {
        self.not_sent.get(&message).copied().unwrap_or(Fate::Sent)
    }

    /// Whether a message is not sent because its reader wished so.
    pub fn by_hand(&self) -> bool {
        self.by_hand
    }

    /// Counts anew, if something changed since.
    pub fn count(&mut self, transcript: &Transcript, conversation: &Conversation) {
        let (revision, start) = (transcript.revision(), conversation.start);
        let same = |(counted, from, model): &(u64, Option<MessageId>, String)| {
            (*counted, *from) == (revision, start) && *model == conversation.model
        };
        if self.counted.as_ref().is_some_and(same) {
            return;
        }
        let ids = transcript.messages().map(|message| message.id);
        let all = ids.zip(fates(transcript.messages(), start, &conversation.model));
        self.not_sent = all.filter(|(_, fate)| *fate != Fate::Sent).collect();
        let wished = |fate: &Fate| matches!(fate, Fate::LeftOut | Fate::BeforeStart);
        self.by_hand = self.not_sent.values().any(wished);
        self.counted = Some((revision, start, conversation.model.clone()));
    }
}
