//! `outcrop history export`: a conversation as Markdown to read or as JSON to keep.
//! Not here: where it is written (history), or how it is stored (store).

use std::fmt::Write as _;

use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::dates::minute;
use crate::domain::ask::Role;
use crate::domain::content::Block;
use crate::domain::conversation::{Conversation, Making, Message, Status};
use crate::domain::thread::{Fate, fates};
use crate::ui::figures::{dollars, span};

/// The form of the JSON. A change that a reader could trip over gets another number.
const VERSION: u32 = 1;

/// Everything: the conversation and all its messages, every branch, in the order they were begun.
pub(crate) fn everything(conversation: &Conversation, messages: &[Message]) -> Value {
    json!({
        "format": "outcrop-conversation",
        "version": VERSION,
        "conversation": conversation,
        "messages": messages,
    })
}

/// The branch shown, to be read: what was said stands as it was written, and who said it, when, at
/// what cost, and what of it is not sent any more, around it.
pub(crate) fn markdown(
    conversation: &Conversation,
    messages: &[Message],
    zone: &TimeZone,
) -> String {
    let mut out = format!("# {}\n\n", one_line(&conversation.title));
    head(&mut out, conversation, messages, zone);
    if !conversation.system.is_empty() {
        push(&mut out, &format!("## System prompt\n\n{}", conversation.system));
    }
    let fates = fates(messages, conversation.start, &conversation.model);
    for (message, fate) in messages.iter().zip(fates) {
        push(&mut out, &format!("## {} · {}", who(message), minute(message.created, zone)));
        if let Some(mark) = mark(message, fate) {
            push(&mut out, &format!("> {mark}"));
        }
        for block in &message.blocks {
            push(&mut out, &part(block));
        }
        if let Some(line) = message.making.as_ref().map(figures).filter(|line| !line.is_empty()) {
            push(&mut out, &format!("*{line}*"));
        }
    }
    out
}

fn head(out: &mut String, conversation: &Conversation, messages: &[Message], zone: &TimeZone) {
    let mut lines = vec![
        format!("- Conversation: {}", conversation.id),
        format!("- Begun: {}", minute(conversation.created, zone)),
        format!("- Changed: {}", minute(conversation.updated, zone)),
        format!("- Model: {}", one_line(&conversation.model)),
    ];
    if let Some(region) = &conversation.region {
        lines.push(format!("- Region: {}", one_line(region)));
    }
    let makings: Vec<&Making> = messages.iter().filter_map(|one| one.making.as_ref()).collect();
    let known: Vec<f64> = makings.iter().filter_map(|making| making.cost_usd).collect();
    if !known.is_empty() {
        let rest = if known.len() < makings.len() { ", and what is not known" } else { "" };
        let estimated = makings.iter().any(|making| making.cost_estimated);
        lines.push(format!("- Cost: {}{rest}", money(known.iter().sum(), estimated)));
    }
    push(out, &lines.join("\n"));
}

/// Adds a paragraph; one blank line stands before it.
fn push(out: &mut String, text: &str) {
    if !out.ends_with("\n\n") {
        out.push('\n');
    }
    out.push_str(text.trim_end_matches('\n'));
    out.push('\n');
}

fn who(message: &Message) -> String {
    match (message.role, &message.making) {
        (Role::User, _) => "You".into(),
        (Role::Assistant, Some(making)) if !making.model.is_empty() => one_line(&making.model),
        (Role::Assistant, _) => "Assistant".into(),
    }
}

/// What is to be known of a message before it is read.
fn mark(message: &Message, fate: Fate) -> Option<String> {
    let ended = match message.status {
        Status::Complete => None,
        Status::Streaming => Some("still being received"),
        Status::Stopped => Some("stopped"),
        Status::Interrupted => Some("interrupted"),
        Status::Failed => Some("failed"),
    };
    let problem = message.making.as_ref().and_then(|making| making.error.as_ref());
    let ended = ended.map(|ended| match problem {
        Some(problem) => format!("{ended}: {}", one_line(&problem.what)),
        None => ended.to_owned(),
    });
    let unsent = match fate {
        Fate::LeftOut => Some("left out of what is sent, by hand"),
        Fate::BeforeStart => Some("not sent any more: what is sent begins later"),
        Fate::Blocked => Some("blocked by a guardrail, and not sent any more"),
        Fate::Sent | Fate::Empty | Fate::Unasked => None,
    };
    let marks: Vec<String> = ended.into_iter().chain(unsent.map(str::to_owned)).collect();
    (!marks.is_empty()).then(|| marks.join("; "))
}

fn part(block: &Block) -> String {
    match block {
        Block::Text(text) => text.clone(),
        Block::Reasoning { text, .. } => {
            let text = text.trim_end_matches('\n');
            format!("<details>\n<summary>Reasoning</summary>\n\n{text}\n\n</details>")
        }
        Block::RedactedReasoning(_) => "*(encrypted reasoning)*".into(),
        Block::Wire { kind, .. } => format!("*({})*", one_line(kind)),
        Block::Unreadable { kind } => {
            format!("*(a part that could not be read: {})*", one_line(kind))
        }
    }
}

/// Tokens, cost, time and why it ended, as far as they are known.
fn figures(making: &Making) -> String {
    let mut line = String::new();
    let mut add = |text: String| {
        let _ = write!(line, "{}{text}", if line.is_empty() { "" } else { " · " });
    };
    if let Some(usage) = &making.usage {
        add(format!(
            "{} tokens in, {} out",
            usage.input + usage.cache_read + usage.cache_write,
            usage.output
        ));
    }
    if let Some(usd) = making.cost_usd {
        add(money(usd, making.cost_estimated));
    }
    if let Some(ms) = making.total_ms {
        add(span(ms));
    }
    if let Some(reason) = making.stop_reason.as_ref().filter(|reason| reason.0 != "end_turn") {
        add(format!("ended by {}", one_line(&reason.0)));
    }
    line
}

/// US dollars; with a mark where not every rate is known.
fn money(usd: f64, estimated: bool) -> String {
    format!("{}{}", if estimated { "~" } else { "" }, dollars(usd))
}

/// A text that has to stay on its line.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ask::{StopReason, Usage};
    use crate::domain::id::{ConversationId, MessageId};
    use crate::domain::problem::{Kind, Problem};

    const NOW: i64 = 1_795_171_500_000;

    fn message(at: i64, blocks: Vec<Block>, making: Option<Making>) -> Message {
        let role = if making.is_some() { Role::Assistant } else { Role::User };
        let message = Message::new(MessageId(at), ConversationId(7), None, role, NOW + at * 60_000);
        Message { blocks, making, ..message }
    }

    fn example() -> (Conversation, Vec<Message>) {
        let conversation = Conversation {
            title: "Why\nis the sky blue?".into(),
            model: "amazon.nova-lite-v1:0".into(),
            system: "Be brief.".into(),
            region: Some("eu-central-1".into()),
            ..Conversation::new(ConversationId(7), NOW)
        };
        let made = Making {
            model: "amazon.nova-lite-v1:0".into(),
            usage: Some(Usage { input: 12, output: 34, cache_read: 5, ..Usage::default() }),
            cost_usd: Some(0.001_23),
            total_ms: Some(3_420),
            stop_reason: Some(StopReason("max_tokens".into())),
            ..Making::default()
        };
        let failed = Making {
            model: "other".into(),
            error: Some(Problem::new(Kind::Throttled, "Converse", "too many\nrequests")),
            ..Making::default()
        };
        let mut messages = vec![
            message(1, vec![Block::Text("Why?\n\n".into())], None),
            message(
                2,
                vec![
                    Block::Reasoning { text: "Rayleigh\n".into(), signature: None },
                    Block::Text("# Because\n\n```\nx\n```".into()),
                    Block::Wire { kind: "image".into(), body: json!({}) },
                ],
                Some(made),
            ),
            message(3, vec![Block::Text("And now?".into())], None),
            message(4, Vec::new(), Some(failed)),
        ];
        messages[0].left_out = true;
        messages[3].status = Status::Failed;
        (conversation, messages)
    }

    #[test]
    fn markdown_holds_what_was_said_as_it_was_and_what_became_of_it() {
        let (conversation, messages) = example();
        let expected = "\
# Why is the sky blue?

- Conversation: 0000000000007
- Begun: 2026-11-20 10:45
- Changed: 2026-11-20 10:45
- Model: amazon.nova-lite-v1:0
- Region: eu-central-1
- Cost: $0.0012, and what is not known

## System prompt

Be brief.

## You · 2026-11-20 10:46

> left out of what is sent, by hand

Why?

## amazon.nova-lite-v1:0 · 2026-11-20 10:47

<details>
<summary>Reasoning</summary>

Rayleigh

</details>

# Because

```
x
```

*(image)*

*17 tokens in, 34 out · $0.0012 · 3.4 s · ended by max_tokens*

## You · 2026-11-20 10:48

And now?

## other · 2026-11-20 10:49

> failed: too many requests
";
        assert_eq!(markdown(&conversation, &messages, &TimeZone::UTC), expected);
    }

    #[test]
    fn json_reads_back_as_it_was() {
        let (conversation, messages) = example();
        let text = everything(&conversation, &messages).to_string();
        let value: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(
            (&value["format"], &value["version"]),
            (&json!("outcrop-conversation"), &json!(1))
        );
        let back: Conversation = serde_json::from_value(value["conversation"].clone()).unwrap();
        assert_eq!(back, conversation);
        let back: Vec<Message> = serde_json::from_value(value["messages"].clone()).unwrap();
        assert_eq!(back, messages);
    }
}
