//! A conversation as Markdown, with who said what and when: to be copied or written to a file.
//! Not here: a terminal's dangers; what is printed on one is sanitised there.

use std::fmt::Write as _;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::ask::Role;
use super::conversation::{Conversation, Message, Status, UnixMs};

/// The conversation's title, its system prompt where it has one, and these messages of it, oldest
/// first; times are of this zone.
pub fn of<'m>(
    conversation: &Conversation,
    messages: impl Iterator<Item = &'m Message>,
    zone: &TimeZone,
) -> String {
    let title =
        if conversation.title.is_empty() { "New conversation" } else { &conversation.title };
    let mut text = format!("# {title}\n");
    if !conversation.system.is_empty() {
        let _ = write!(text, "\n## System\n\n{}\n", conversation.system.trim_end());
    }
    for message in messages {
        let _ = writeln!(text, "\n## {} · {}", who(message), minute(message.created, zone));
        let said = message.text();
        if !said.is_empty() {
            let _ = write!(text, "\n{}\n", said.trim_end());
        }
        if let Some(ended) = ended(message) {
            let _ = write!(text, "\n> {ended}\n");
        }
    }
    text
}

/// Who speaks.
fn who(message: &Message) -> &str {
    match (message.role, &message.making) {
        (Role::User, _) => "You",
        (Role::Assistant, Some(making)) if !making.model.is_empty() => &making.model,
        (Role::Assistant, _) => "Assistant",
    }
}

/// How an answer ended that did not end as it should.
fn ended(message: &Message) -> Option<String> {
    let how = match message.status {
        Status::Complete => return None,
        Status::Streaming => "still being received",
        Status::Stopped => "stopped",
        Status::Interrupted => "interrupted",
        Status::Failed => "failed",
    };
    let problem = message.making.as_ref().and_then(|making| making.error.as_ref());
    let why = problem.map(|problem| format!(": {}", problem.what));
    Some(format!("{how}{}", why.unwrap_or_default()))
}

fn minute(at: UnixMs, zone: &TimeZone) -> String {
    match Timestamp::from_millisecond(at) {
        Ok(at) => at.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string(),
        Err(_) => "?".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::content::Block;
    use crate::domain::conversation::{Making, Sibling};
    use crate::domain::id::{ConversationId, MessageId};
    use crate::domain::problem::{Kind, Problem};

    fn message(role: Role, status: Status, text: &str, making: Option<Making>) -> Message {
        Message {
            id: MessageId(1),
            conversation: ConversationId(1),
            parent: None,
            role,
            created: 1_795_171_200_000,
            status,
            blocks: vec![Block::Text(text.into())],
            making,
            left_out: false,
            sibling: Sibling::default(),
        }
    }

    #[test]
    fn it_says_who_said_what_and_how_it_ended() {
        let mut conversation = Conversation::new(ConversationId(1), 0);
        conversation.title = "Rust".into();
        conversation.system = "Be short.\n".into();
        let making = Making {
            model: "amazon.nova-lite-v1:0".into(),
            error: Some(Problem::new(Kind::Cut, "ConverseStream", "The connection was cut.")),
            ..Making::default()
        };
        let messages = [
            message(Role::User, Status::Complete, "Show me a loop.", None),
            message(Role::Assistant, Status::Interrupted, "```rust\nloop {}\n```\n", Some(making)),
        ];
        let text = of(&conversation, messages.iter(), &TimeZone::UTC);
        let expected = "# Rust\n\n## System\n\nBe short.\n\n## You · 2026-11-20 10:40\n\n\
            Show me a loop.\n\n## amazon.nova-lite-v1:0 · 2026-11-20 10:40\n\n\
            ```rust\nloop {}\n```\n\n> interrupted: The connection was cut.\n";
        assert_eq!(text, expected);
    }
}
