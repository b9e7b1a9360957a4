//! What was said attacks whoever prints it: to a terminal nothing but plain text comes, wherever it
//! is printed to be read; what is written out for a program loses nothing.

use std::fs;

use outcrop::commands::exit::Exit;
use outcrop::domain::archive::Save;
use outcrop::domain::ask::Role;
use outcrop::domain::content::Block;
use outcrop::domain::conversation::{Conversation, Making, Message, Status};
use outcrop::domain::id::{ConversationId, MessageId};
use outcrop::domain::problem::{Kind, Problem};
use outcrop::store::writer::Store;
use outcrop::text::sanitise::is_harmful;
use serde_json::Value;

use super::house::{House, Outcome};
use super::{hostile, wire};

const ID: ConversationId = ConversationId(7);

/// Keeps a conversation in which everything that comes from outside is this text.
fn keep(house: &House, text: &str) {
    let (mut store, _) = Store::open(&house.data(), 1).unwrap();
    let prompt = Message::new(MessageId(1), ID, None, Role::User, 1);
    let prompt = Message { blocks: vec![Block::Text(text.into())], ..prompt };
    let answer = Message::new(MessageId(2), ID, Some(prompt.id), Role::Assistant, 1);
    let answer = Message { status: Status::Streaming, ..answer };
    let conversation = Conversation {
        title: text.into(),
        model: text.into(),
        system: text.into(),
        region: Some(text.into()),
        status: Status::Streaming,
        ..Conversation::new(ID, 1)
    };
    let begin = Save::Begin {
        conversation: Box::new(conversation),
        expected_head: None,
        prompt: Some(Box::new(prompt)),
        answer: Box::new(answer.clone()),
    };
    let making = Making {
        model: text.into(),
        request_id: Some(text.into()),
        error: Some(Problem::new(Kind::Cut, text, text).because(text)),
        ..Making::default()
    };
    let blocks = vec![
        Block::Reasoning { text: text.into(), signature: None },
        Block::Text(text.into()),
        Block::Wire { kind: "image".into(), body: Value::from(text) },
        Block::Unreadable { kind: text.into() },
    ];
    let finish = Save::Finish {
        answer: answer.id,
        status: Status::Interrupted,
        blocks,
        making: Box::new(making),
        at: 2,
    };
    store.save_together(&[begin, finish]).unwrap();
}

/// Holds that nothing printed could command a terminal.
pub(crate) fn is_plain(name: &str, outcome: &Outcome) {
    for printed in [&outcome.out, &outcome.err] {
        let texts = wire::texts(printed.as_bytes(), true);
        let texts = texts.unwrap_or_else(|what| panic!("{name}: {what}"));
        for text in texts {
            assert!(!text.contains(is_harmful), "{name}: {}", text.escape_unicode());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_kept_is_printed_as_plain_text() {
    for (name, text) in hostile::texts() {
        let house = House::with(&[]).await;
        keep(&house, &text);
        for line in [
            "history list",
            "history list --json",
            "history search a",
            "history search --json a",
            &format!("history show {ID}"),
            &format!("history show --json {ID}"),
            &format!("history export --format json {ID}"),
        ] {
            for outcome in [house.run(line).await, house.before("", line).await] {
                assert_eq!(outcome.exit, Exit::Success, "{name}: {outcome:?}");
                is_plain(&format!("{name}: {line}"), &outcome);
            }
        }
        is_plain(name, &house.before("", &format!("history export {ID}")).await);
        let refused = house.before("n\n", &format!("history delete {ID}")).await;
        assert!(refused.err.contains("[y/N]"), "{refused:?}");
        is_plain(name, &refused);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_written_out_loses_nothing() {
    for (name, text) in hostile::texts() {
        let house = House::with(&[]).await;
        keep(&house, &text);
        let kept = text.trim_end_matches('\n');
        let file = house.data().join("out.md");
        house.run(&format!("history export {ID} -o {}", file.display())).await;
        let piped = house.run(&format!("history export {ID}")).await.out;
        assert_eq!(fs::read_to_string(&file).unwrap(), piped);
        assert!(piped.matches(kept).count() >= 4, "{name}: system, prompt, reasoning, answer");
        let json = house.run(&format!("history export --format json {ID}")).await.json();
        assert_eq!(json["conversation"]["title"], text.as_str(), "{name}");
        assert_eq!(json["messages"][1]["blocks"][1]["text"], text.as_str(), "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_is_printed_as_plain_text_while_it_comes() {
    let house = House::with(&[]).await;
    for (name, text) in hostile::texts() {
        let prompt: &'static str = format!("/echo {text}").leak();
        let asked = house.piped("ask", prompt).await;
        assert_eq!(asked.exit, Exit::Success, "{name}: {asked:?}");
        is_plain(name, &asked);
        let object = house.piped("ask --json", prompt).await;
        is_plain(name, &object);
        assert!(object.json().is_object());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_argument_that_is_refused_is_named_as_plain_text() {
    let house = House::with(&[]).await;
    for (name, text) in hostile::texts() {
        let id: String = text.chars().filter(|letter| *letter != ' ' && *letter != '-').collect();
        for line in [
            format!("history show {id}"),
            format!("history delete --yes {id}"),
            format!("history export 0000000000007 -o /no/such/{id}"),
            format!("ask -m {id} hi"),
        ] {
            let refused = house.run(&line).await;
            assert_ne!(refused.exit, Exit::Success, "{name}: {line}: {refused:?}");
            is_plain(name, &refused);
        }
    }
}
