//! A stored thread as the turns that are sent: what of it may go back to a model.
//! Not here: how a thread is read (the store floor), or what the user leaves out by hand.

use super::ask::Turn;
use super::content::Block;
use super::conversation::{Message, Role};

/// The stop reason of an answer that a guardrail blocked (API: `StopReason`).
const BLOCKED: &str = "guardrail_intervened";

/// The turns of a thread for a call to this model, oldest first. An exchange that a guardrail
/// blocked is left out, else it would block the next one too. The API wants roles to alternate: a
/// prompt whose answer failed and the prompt after it make one turn, so that nothing said is lost.
pub fn turns<'m>(messages: impl IntoIterator<Item = &'m Message>, model: &str) -> Vec<Turn> {
    let messages: Vec<&Message> = messages.into_iter().collect();
    let mut turns: Vec<Turn> = Vec::new();
    for (at, message) in messages.iter().enumerate() {
        let answered_by = messages.get(at + 1).filter(|_| message.role == Role::User);
        if is_blocked(message) || answered_by.is_some_and(|answer| is_blocked(answer)) {
            continue;
        }
        let blocks = sendable(message, model);
        match turns.last_mut() {
            _ if blocks.is_empty() => {}
            Some(last) if last.role == message.role => last.blocks.extend(blocks),
            None if message.role == Role::Assistant => {}
            _ => turns.push(Turn { role: message.role, blocks }),
        }
    }
    turns
}

fn is_blocked(message: &Message) -> bool {
    let reason = message.making.as_ref().and_then(|making| making.stop_reason.as_ref());
    reason.is_some_and(|reason| reason.0 == BLOCKED)
}

/// The blocks of a message that may be sent to this model: no blank text, which the service refuses;
/// reasoning only with its seal, and only to the model that set it.
fn sendable(message: &Message, model: &str) -> Vec<Block> {
    let same_model = message.making.as_ref().is_none_or(|making| making.model == model);
    let may_go = |block: &&Block| match block {
        Block::Text(text) => !text.trim().is_empty(),
        Block::Reasoning { signature, .. } => same_model && signature.is_some(),
        Block::RedactedReasoning(_) => same_model,
        Block::Wire { .. } => true,
        Block::Unreadable { .. } => false,
    };
    message.blocks.iter().filter(may_go).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::super::ask::StopReason;
    use super::super::conversation::{Making, Status};
    use super::super::id::{ConversationId, MessageId};
    use super::*;

    fn message(role: Role, blocks: Vec<Block>, stop: &str) -> Message {
        let making = (role == Role::Assistant).then(|| Making {
            model: "one".into(),
            stop_reason: Some(StopReason(stop.into())),
            ..Making::default()
        });
        Message {
            id: MessageId(1),
            conversation: ConversationId(1),
            parent: None,
            role,
            created: 0,
            status: Status::Complete,
            blocks,
            making,
        }
    }

    fn asked(text: &str) -> Message {
        message(Role::User, vec![Block::Text(text.into())], "")
    }

    fn answered(text: &str) -> Message {
        message(Role::Assistant, vec![Block::Text(text.into())], "end_turn")
    }

    fn said(turns: &[Turn]) -> Vec<(Role, Vec<&str>)> {
        turns
            .iter()
            .map(|turn| (turn.role, turn.blocks.iter().map(Block::text).collect()))
            .collect()
    }

    #[test]
    fn a_thread_becomes_turns_that_alternate() {
        let thread = [asked("a"), answered("b"), asked("c")];
        let expected =
            [(Role::User, vec!["a"]), (Role::Assistant, vec!["b"]), (Role::User, vec!["c"])];
        assert_eq!(said(&turns(&thread, "one")), expected);
    }

    #[test]
    fn a_prompt_without_answer_joins_the_next_one() {
        let failed = message(Role::Assistant, Vec::new(), "");
        let blank = message(Role::Assistant, vec![Block::Text(" \n".into())], "end_turn");
        for nothing in [failed, blank] {
            let thread = [asked("a"), nothing, asked("b")];
            assert_eq!(said(&turns(&thread, "one")), [(Role::User, vec!["a", "b"])]);
        }
    }

    #[test]
    fn a_blocked_exchange_is_left_out() {
        let blocked = message(Role::Assistant, vec![Block::Text("no".into())], BLOCKED);
        let thread = [asked("a"), answered("b"), asked("bad"), blocked, asked("c")];
        let all = turns(&thread, "one");
        assert_eq!(said(&all).last(), Some(&(Role::User, vec!["c"])));
        assert_eq!(all.len(), 3);
    }

    #[test]
    fn reasoning_goes_back_only_sealed_and_only_to_its_own_model() {
        let sealed = Block::Reasoning { text: "why".into(), signature: Some("s".into()) };
        let open = Block::Reasoning { text: "why".into(), signature: None };
        let text = Block::Text("so".into());
        let blocks = vec![
            sealed.clone(),
            open,
            Block::RedactedReasoning("AA==".into()),
            Block::Unreadable { kind: "x".into() },
            text.clone(),
        ];
        let thread = [asked("a"), message(Role::Assistant, blocks, "end_turn")];
        let back = [sealed, Block::RedactedReasoning("AA==".into()), text.clone()];
        assert_eq!(turns(&thread, "one")[1].blocks, back);
        assert_eq!(turns(&thread, "two")[1].blocks, [text]);
    }

    #[test]
    fn the_first_turn_is_a_prompt() {
        assert_eq!(turns(&[answered("b")], "one"), []);
    }
}
