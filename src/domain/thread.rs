//! A stored thread as the turns that are sent: what of it goes back to a model, and why the rest
//! does not. Not here: how a thread is read (the store floor).

use super::ask::{Role, Turn};
use super::content::Block;
use super::conversation::{Message, Status};
use super::id::MessageId;

/// The stop reason of an answer that a guardrail blocked (API: `StopReason`).
const BLOCKED: &str = "guardrail_intervened";

/// Whether a message is sent with the next prompt, or why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fate {
    /// It is sent.
    Sent,
    /// Left out by hand.
    LeftOut,
    /// What is sent begins with a later message.
    BeforeStart,
    /// A guardrail blocked this exchange, and would block the next one too.
    Blocked,
    /// Nothing in it can be sent: an answer that failed, blank text, what this model cannot take.
    Empty,
    /// An answer to a prompt that is not sent, with none before it: a thread begins with a prompt.
    Unasked,
}

/// The fate of each message of a thread, oldest first, for a call to this model. `start` is where
/// what is sent begins; one that is not in the thread leaves nothing out. The prompt that is being
/// asked, the last one, is sent though it was left out by hand.
pub fn fates<'m>(
    messages: impl IntoIterator<Item = &'m Message>,
    start: Option<MessageId>,
    model: &str,
) -> Vec<Fate> {
    let messages: Vec<&Message> = messages.into_iter().collect();
    let first = start
        .and_then(|start| messages.iter().position(|message| message.id == start))
        .unwrap_or_default();
    let mut asked = false;
    let mut fates = Vec::with_capacity(messages.len());
    for (at, message) in messages.iter().enumerate() {
        let answer = messages.get(at + 1).filter(|_| message.role == Role::User).copied();
        let fate = if is_asked(message, answer) {
            if may_go(message, model).next().is_some() { Fate::Sent } else { Fate::Empty }
        } else if at < first {
            Fate::BeforeStart
        } else if message.left_out {
            Fate::LeftOut
        } else if is_blocked(message) || answer.is_some_and(is_blocked) {
            Fate::Blocked
        } else if may_go(message, model).next().is_none() {
            Fate::Empty
        } else if message.role == Role::Assistant && !asked {
            Fate::Unasked
        } else {
            Fate::Sent
        };
        asked |= fate == Fate::Sent;
        fates.push(fate);
    }
    fates
}

/// The turns of a thread for a call to this model, oldest first: all that `fates` sends. The API
/// wants roles to alternate: a prompt whose answer is not sent and the prompt after it make one turn,
/// so that nothing said is lost.
pub fn turns<'m>(
    messages: impl IntoIterator<Item = &'m Message>,
    start: Option<MessageId>,
    model: &str,
) -> Vec<Turn> {
    let messages: Vec<&Message> = messages.into_iter().collect();
    let fates = fates(messages.iter().copied(), start, model);
    let mut turns: Vec<Turn> = Vec::new();
    for (message, fate) in messages.into_iter().zip(fates) {
        if fate != Fate::Sent {
            continue;
        }
        let blocks = may_go(message, model).cloned();
        match turns.last_mut() {
            Some(last) if last.role == message.role => last.blocks.extend(blocks),
            _ => turns.push(Turn { role: message.role, blocks: blocks.collect() }),
        }
    }
    turns
}

/// Whether this is the prompt that is being asked: no answer follows yet, or one that is arriving.
fn is_asked(message: &Message, answer: Option<&Message>) -> bool {
    message.role == Role::User && answer.is_none_or(|answer| answer.status == Status::Streaming)
}

fn is_blocked(message: &Message) -> bool {
    let reason = message.making.as_ref().and_then(|making| making.stop_reason.as_ref());
    reason.is_some_and(|reason| reason.0 == BLOCKED)
}

/// The blocks of a message that may be sent to this model: no blank text, which the service refuses;
/// reasoning only with its seal, and only to the model that set it.
fn may_go<'m>(message: &'m Message, model: &str) -> impl Iterator<Item = &'m Block> {
    let same_model = message.making.as_ref().is_none_or(|making| making.model == model);
    message.blocks.iter().filter(move |block| match block {
        Block::Text(text) => !text.trim().is_empty(),
        Block::Reasoning { signature, .. } => same_model && signature.is_some(),
        Block::RedactedReasoning(_) => same_model,
        Block::Wire { .. } => true,
        Block::Unreadable { .. } => false,
    })
}

#[cfg(test)]
mod tests {
    use super::super::ask::StopReason;
    use super::super::conversation::Making;
    use super::super::id::ConversationId;
    use super::*;

    fn message(role: Role, blocks: Vec<Block>, stop: &str) -> Message {
        let making = (role == Role::Assistant).then(|| Making {
            model: "one".into(),
            stop_reason: Some(StopReason(stop.into())),
            ..Making::default()
        });
        let message = Message::new(MessageId(1), ConversationId(1), None, role, 0);
        Message { blocks, making, ..message }
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
        assert_eq!(said(&turns(&thread, None, "one")), expected);
    }

    #[test]
    fn a_prompt_without_answer_joins_the_next_one() {
        let failed = message(Role::Assistant, Vec::new(), "");
        let blank = message(Role::Assistant, vec![Block::Text(" \n".into())], "end_turn");
        for nothing in [failed, blank] {
            let thread = [asked("a"), nothing, asked("b")];
            assert_eq!(said(&turns(&thread, None, "one")), [(Role::User, vec!["a", "b"])]);
        }
    }

    #[test]
    fn a_blocked_exchange_is_left_out() {
        let blocked = message(Role::Assistant, vec![Block::Text("no".into())], BLOCKED);
        let thread = [asked("a"), answered("b"), asked("bad"), blocked, asked("c")];
        let all = turns(&thread, None, "one");
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
        assert_eq!(turns(&thread, None, "one")[1].blocks, back);
        assert_eq!(turns(&thread, None, "two")[1].blocks, [text]);
    }

    /// `(prompt, answer)` pairs with ids 1, 2, 3, ...
    fn thread(exchanges: usize) -> Vec<Message> {
        let words = ["a", "b", "c", "d", "e", "f", "g", "h"];
        (0..exchanges * 2)
            .map(|at| {
                let message = if at % 2 == 0 { asked(words[at]) } else { answered(words[at]) };
                Message { id: MessageId(at as i64 + 1), ..message }
            })
            .collect()
    }

    #[test]
    fn what_stands_before_the_start_is_not_sent() {
        let mut thread = thread(2);
        thread.push(asked("e"));
        let from = |start| turns(&thread, Some(MessageId(start)), "one");
        let expected =
            [(Role::User, vec!["c"]), (Role::Assistant, vec!["d"]), (Role::User, vec!["e"])];
        assert_eq!(said(&from(3)), expected);
        assert_eq!(said(&from(4)), [(Role::User, vec!["e"])], "an answer alone begins nothing");
        assert_eq!(fates(&thread, Some(MessageId(4)), "one")[3], Fate::Unasked);
        assert_eq!(from(99).len(), 5, "a start on another branch leaves nothing out");
    }

    #[test]
    fn a_prompt_or_an_answer_is_left_out_singly() {
        let mut all = thread(3);
        all[2].left_out = true;
        let expected = [
            (Role::User, vec!["a"]),
            (Role::Assistant, vec!["b", "d"]),
            (Role::User, vec!["e"]),
            (Role::Assistant, vec!["f"]),
        ];
        assert_eq!(said(&turns(&all, None, "one")), expected);
        let mut all = thread(2);
        all[0].left_out = true;
        let found = fates(&all, None, "one");
        assert_eq!(found, [Fate::LeftOut, Fate::Unasked, Fate::Sent, Fate::Sent]);
        let mut all = thread(2);
        all[1].left_out = true;
        assert_eq!(said(&turns(&all, None, "one"))[0], (Role::User, vec!["a", "c"]));
    }

    #[test]
    fn the_prompt_that_is_asked_is_sent_in_any_case() {
        let mut all = thread(1);
        all.push(Message { left_out: true, ..asked("again") });
        assert_eq!(said(&turns(&all, None, "one")).last(), Some(&(Role::User, vec!["again"])));
        let arriving = message(Role::Assistant, Vec::new(), "");
        all.push(Message { status: Status::Streaming, ..arriving });
        assert_eq!(fates(&all, None, "one")[2..], [Fate::Sent, Fate::Empty]);
    }

    #[test]
    fn every_message_says_why_it_is_not_sent() {
        let blocked = message(Role::Assistant, vec![Block::Text("no".into())], BLOCKED);
        let failed = message(Role::Assistant, Vec::new(), "");
        let thread = [asked("a"), answered("b"), asked("bad"), blocked, asked("c"), failed];
        let (sent, blocked) = (Fate::Sent, Fate::Blocked);
        let expected = [sent, sent, blocked, blocked, sent, Fate::Empty];
        assert_eq!(fates(&thread, None, "one"), expected);
    }

    #[test]
    fn the_first_turn_is_a_prompt() {
        assert_eq!(turns(&[answered("b")], None, "one"), []);
    }
}
