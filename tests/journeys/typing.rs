//! What is typed and pasted arrives: all of it, in order, byte for byte, whatever streams.
//! Not here: single editing commands (the editor's own tests).

use outcrop::app::model::Model;
use outcrop::aws::client::Client;
use outcrop::domain::ask::{Ask, Chunk, Parameters, Role, Turn};
use outcrop::domain::content::Block;
use outcrop::domain::session::Wanted;
use tokio_util::sync::CancellationToken;

use super::bedrock::Bedrock;
use super::runner::{MODEL, Setup, is_busy};

/// A mebibyte in many scripts, with every kind of line end.
fn mebibyte() -> String {
    let line = "let naïve = \"日本語 👩‍🚀 é\";\tif x < 3 { return; } // кириллица";
    let mut text = String::new();
    for (number, end) in ["\r\n", "\r", "\n", "\r\r", "\n\r\n"].iter().cycle().enumerate() {
        if text.len() >= 1 << 20 {
            break;
        }
        text.extend([&number.to_string(), " ", line, end]);
    }
    text
}

#[test]
fn a_mebibyte_pasted_never_submits_and_arrives_byte_for_byte() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    let runner = Setup::new(place.path(), &bedrock).start();
    let pasted = mebibyte();
    runner.type_text("before ");
    runner.paste(&pasted);
    runner.type_text(" after");
    runner.wait_for(" after");
    runner.quit();
    assert!(bedrock.asked().is_empty(), "a paste never submits");

    // It survives the restart as a draft, and then goes out.
    let runner = Setup::new(place.path(), &bedrock).start();
    runner.wait_for("⟦pasted");
    runner.press("enter");
    // More than nine tenths of the model's context window: it asks before it sends that.
    runner.wait_for("tokens would be sent");
    runner.press("y");
    runner.wait("the answer", |screen| screen.contains("first token") && !is_busy(screen));
    let ask = bedrock.asked().pop().unwrap();
    let arrived = ask["messages"][0]["content"][0]["text"].as_str().unwrap();
    let expected = format!("before {} after", pasted.replace("\r\n", "\n").replace('\r', "\n"));
    assert_eq!(arrived.len(), expected.len());
    assert!(arrived == expected, "the bytes differ");
}

#[test]
fn a_small_paste_with_a_line_end_never_submits() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    let runner = Setup::new(place.path(), &bedrock).start();
    runner.paste("first line\rsecond line\r\n");
    runner.type_text("third");
    let screen = runner.wait_for("││ third");
    assert!(screen.contains("││ first line") && screen.contains("││ second line"), "{screen}");
    runner.press("enter");
    runner.wait_for("first token");
    let ask = bedrock.asked().pop().unwrap();
    let arrived = ask["messages"][0]["content"][0]["text"].as_str().unwrap();
    assert_eq!(arrived, "first line\nsecond line\nthird");
    assert_eq!(bedrock.asked().len(), 1);
}

#[test]
fn keys_typed_into_a_flood_appear_in_order_and_the_answer_is_whole() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    let prompt = "/standard 20000";
    let expected = straight(&bedrock, prompt);
    let runner = Setup::new(place.path(), &bedrock).start();
    runner.ask(prompt);
    runner.wait_for("receiving…");
    let mut typed = String::new();
    for number in 0..60 {
        let word = format!("w{number}.");
        runner.type_text(&word);
        typed.push_str(&word);
        // Each word is there before the next is typed, whatever streams.
        let typed = typed.clone();
        runner.wait("what was typed", |screen| composer(screen).contains(&typed));
    }
    runner.wait("the end", |screen| screen.contains("first token") && !is_busy(screen));
    assert!(composer(&runner.screen()).contains(&typed));
    let model = runner.quit();
    assert!(answer(&model) == expected, "what is shown is what was sent");

    let runner = Setup::new(place.path(), &bedrock).start();
    runner.wait_for(prompt);
    runner.press("ctrl-pagedown");
    runner.wait_for("first token");
    assert!(answer(&runner.quit()) == expected, "what is kept is what was sent");
}

/// What stands in the composer, its rows joined.
fn composer(screen: &str) -> String {
    let frame = screen.lines().skip_while(|line| !line.contains('╭')).skip(1);
    let rows = frame.take_while(|line| !line.contains('╰'));
    rows.map(|row| {
        row.trim().trim_matches('│').trim().rsplit("││ ").next().unwrap_or_default().to_owned()
    })
    .collect()
}

/// The text of the last answer shown.
fn answer(model: &Model) -> String {
    model.chat().unwrap().transcript.last().unwrap().text()
}

/// The text of an answer by the SDK alone.
fn straight(bedrock: &Bedrock, prompt: &str) -> String {
    let wanted =
        Wanted { endpoint: Some(bedrock.url.clone()), simulator: true, ..Wanted::default() };
    let ask = Ask {
        model: MODEL.into(),
        system: String::new(),
        turns: vec![Turn { role: Role::User, blocks: vec![Block::Text(prompt.into())] }],
        parameters: Parameters::default(),
        stream: true,
    };
    let tasks = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    tasks.block_on(async {
        let (sender, mut chunks) = tokio::sync::mpsc::channel(64);
        let asking =
            tokio::spawn(Client::connect(wanted).converse(ask, sender, CancellationToken::new()));
        let mut text = String::new();
        while let Some(chunk) = chunks.recv().await {
            if let Chunk::Text { delta, .. } = chunk {
                text.push_str(&delta);
            }
        }
        asking.await.unwrap();
        text
    })
}
