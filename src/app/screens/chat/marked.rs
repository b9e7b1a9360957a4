//! What was changed of what is sent, until the store has it.
//! Not here: changing it, or taking it back (branching).

use crate::domain::id::MessageId;

/// A change of what is sent, as far as it can be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marked {
    /// This message was left out, or taken in again.
    Message(MessageId),
    /// What is sent began here before; none for the first message.
    Start(Option<MessageId>),
}
