//! What is saved is found again, byte for byte and number for number.
//! Not here: crashes and other instances.

use outcrop::domain::archive::{Found, Query, Save};
use outcrop::domain::ask::{Latency, Parameters, Reasoning, StopReason, Tier, Usage};
use outcrop::domain::content::Block;
use outcrop::domain::conversation::{Making, Status};
use outcrop::domain::id::{ConversationId, MessageId};
use outcrop::domain::problem::{Kind, Problem};
use serde_json::json;

use crate::fixtures::{Turn, list, new_draft, open, opened, store, texts, unbegun};

fn everything() -> Making {
    Making {
        model: "eu.anthropic.claude-sonnet-4-5-20250929-v1:0".into(),
        model_arn: Some("arn:aws:bedrock:eu-central-1::foundation-model/x".into()),
        region: Some("eu-central-1".into()),
        parameters: Parameters {
            max_tokens: Some(4096),
            temperature: Some(0.7),
            top_p: Some(0.9),
            top_k: Some(40),
            stop_sequences: vec!["\n\nHuman:".into()],
            reasoning: Some(Reasoning::Effort("high".into())),
            additional_fields: Some(json!({"top_k": 40, "a": {"z": 1, "b": 2}})),
            response_fields: vec!["/stop_sequence".into()],
            metadata: [("team".into(), "blue".into())].into(),
            latency: Some(Latency::Optimized),
            tier: Some(Tier::Flex),
        },
        not_sent: vec!["top_p: refused".into()],
        tier: Some("flex".into()),
        latency: Some("optimized".into()),
        response_fields: Some(json!({"stop_sequence": null})),
        usage: Some(Usage {
            input: 1,
            output: 2,
            cache_read: 3,
            cache_write: 4,
            cache_write_1h: 5,
        }),
        stop_reason: Some(StopReason("end_turn".into())),
        first_token_ms: Some(210),
        total_ms: Some(8_120),
        latency_ms: Some(8_000),
        request_id: Some("0a1b".into()),
        cost_usd: Some(0.012_34),
        cost_estimated: true,
        error: Some(Problem::new(Kind::Cut, "ConverseStream", "cut").because("reset").advise("x")),
    }
}

#[test]
fn every_number_of_a_turn_and_every_kind_of_block_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let turn = Turn::first(1, "Why?");
    let blocks = vec![
        Block::Reasoning { text: "be\u{0}cause\r\n".into(), signature: Some("EqQB+/=".into()) },
        Block::RedactedReasoning("AAEC/w==".into()),
        Block::Text("Hé \u{1f468}\u{200d}\u{1f469} 今日\r\n\u{feff}\u{202e}".into()),
        Block::Wire { kind: "toolUse".into(), body: json!({"z": 1, "a": [1.5, null, "\u{1}"]}) },
        Block::Unreadable { kind: "hologram".into() },
    ];
    let wire = serde_json::to_string(&blocks).unwrap();
    {
        let mut store = store(folder.path());
        store.save(&turn.begin()).unwrap();
        store.save(&turn.finish_with(blocks.clone(), everything())).unwrap();
    }
    let store = store(folder.path());
    let found = open(&store.reader().unwrap(), ConversationId(1));
    assert_eq!(found.messages[0], turn.prompt);
    let answer = &found.messages[1];
    assert_eq!(answer.blocks, blocks);
    assert_eq!(serde_json::to_string(&answer.blocks).unwrap(), wire);
    assert_eq!(answer.making, Some(everything()));
    assert_eq!(answer.status, Status::Complete);
    assert_eq!(found.conversation.status, Status::Complete);
    assert_eq!(found.conversation.updated, turn.conversation.updated + 500);
    assert_eq!(found.conversation.messages, 2);
}

#[test]
fn a_branch_is_read_from_its_end_in_pages() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = store(folder.path());
    let mut turn = Turn::first(1, "prompt 0");
    for number in 1..=10 {
        store.save_together(&[turn.begin(), turn.finish("answer")]).unwrap();
        turn = turn.next(&format!("prompt {number}"));
    }
    let reader = store.reader().unwrap();
    let last = opened(&reader, ConversationId(1), 3).unwrap();
    assert_eq!(texts(&last.messages), ["answer", "prompt 9", "answer"]);
    assert!(last.more);
    let before = last.messages[0].id;
    let earlier = |before, limit| match reader.answer(&Query::Earlier {
        conversation: ConversationId(1),
        before,
        limit,
    }) {
        Ok(Found::Earlier { messages, more, .. }) => (messages, more),
        other => panic!("{other:?}"),
    };
    let (messages, more) = earlier(before, 2);
    assert_eq!(texts(&messages), ["answer", "prompt 8"]);
    assert!(more);
    let (messages, more) = earlier(before, 1_000);
    assert_eq!(messages.len(), 17);
    assert_eq!(messages[0].parent, None);
    assert!(!more);
    assert_eq!(earlier(messages[0].id, 5), (Vec::new(), false));
}

#[test]
fn another_answer_is_a_sibling_and_takes_nothing_away() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = store(folder.path());
    let turn = Turn::first(1, "Why?");
    store.save_together(&[turn.begin(), turn.finish("one")]).unwrap();
    store.save(&turn.draft("not sent yet")).unwrap();
    let (second, again) = turn.again(1_777);
    store.save_together(&[again, second.finish("two")]).unwrap();
    let reader = store.reader().unwrap();
    let found = open(&reader, ConversationId(1));
    assert_eq!(texts(&found.messages), ["Why?", "two"]);
    assert_eq!(found.conversation.messages, 3);
    assert_eq!(found.draft, "not sent yet", "nothing was sent that was typed");
    assert_eq!(crate::fixtures::hits(&reader, "one").len(), 1);
}

#[test]
fn the_list_has_the_newest_change_first() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = store(folder.path());
    let turns: Vec<Turn> = (1..=5).map(|n| Turn::first(n, "Hi")).collect();
    for turn in &turns {
        store.save_together(&[turn.begin(), turn.finish("Hello")]).unwrap();
    }
    let next = turns[1].next("More");
    store.save(&next.begin()).unwrap();
    store.save(&Save::Rename { conversation: ConversationId(4), title: "Four".into() }).unwrap();
    store.save(&Save::Model { conversation: ConversationId(4), model: "m".into() }).unwrap();
    let reader = store.reader().unwrap();
    let rows = list(&reader);
    assert_eq!(rows.iter().map(|row| row.id.0).collect::<Vec<_>>(), [2, 5, 4, 3, 1]);
    assert_eq!((rows[2].title.as_str(), rows[2].model.as_str()), ("Four", "m"));
    match reader.answer(&Query::Conversations { archived: false, offset: 3, limit: 1 }).unwrap() {
        Found::Conversations { rows, offset: 3, total: 5 } => assert_eq!(rows[0].id.0, 3),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_new_title_outlives_the_next_turn() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = store(folder.path());
    let turn = Turn::first(1, "Hi");
    store.save_together(&[turn.begin(), turn.finish("Hello")]).unwrap();
    store.save(&Save::Rename { conversation: ConversationId(1), title: "Mine".into() }).unwrap();
    store.save(&turn.next("More").begin()).unwrap();
    assert_eq!(list(&store.reader().unwrap())[0].title, "Mine");
}

#[test]
fn a_draft_stays_until_it_is_sent_or_emptied() {
    let folder = tempfile::tempdir().unwrap();
    let turn = Turn::first(1, "Hi");
    let next = turn.next("typed and sent");
    {
        let mut store = store(folder.path());
        store.save(&new_draft("half a th")).unwrap();
        store.save(&new_draft("half a thought")).unwrap();
    }
    {
        let mut store = store(folder.path());
        let reader = store.reader().unwrap();
        assert_eq!(unbegun(&reader), "half a thought");
        store.save(&turn.begin()).unwrap();
        assert_eq!(unbegun(&reader), "", "it was shown, then sent");
        store.save(&turn.draft("typed")).unwrap();
        store.save(&turn.finish("Hello")).unwrap();
    }
    let mut store = store(folder.path());
    let reader = store.reader().unwrap();
    assert_eq!(open(&reader, ConversationId(1)).draft, "typed");
    store.save(&next.begin()).unwrap();
    assert_eq!(open(&reader, ConversationId(1)).draft, "");
    store.save(&next.draft("x")).unwrap();
    store.save(&next.draft("")).unwrap();
    assert_eq!(open(&reader, ConversationId(1)).draft, "");
}

#[test]
fn a_command_that_sends_beside_unsent_text_leaves_it() {
    let folder = tempfile::tempdir().unwrap();
    let turn = Turn::first(1, "Hi");
    {
        let mut store = store(folder.path());
        store.save_together(&[turn.begin(), turn.finish("Hello")]).unwrap();
        store.save(&turn.draft("unsent")).unwrap();
        store.save(&new_draft("unbegun")).unwrap();
    }
    {
        let mut command = store(folder.path());
        command.save(&turn.next("from a pipe").begin()).unwrap();
        command.save(&Turn::first(2, "another").begin()).unwrap();
    }
    let store = store(folder.path());
    let reader = store.reader().unwrap();
    assert_eq!(open(&reader, ConversationId(1)).draft, "unsent");
    assert_eq!(unbegun(&reader), "unbegun");
}

#[test]
fn what_is_not_kept_is_said_to_be_unknown() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = store(folder.path());
    let turn = Turn::first(1, "Hi");
    let reader = store.reader().unwrap();
    let problem = opened(&reader, ConversationId(1), 10).unwrap_err();
    assert_eq!(problem.kind, Kind::Input);
    assert!(problem.what.contains("no such conversation"), "{problem}");
    assert_eq!(store.save(&turn.draft("x")).unwrap_err().kind, Kind::Input);
    assert_eq!(store.save(&turn.finish("x")).unwrap_err().kind, Kind::Store);
    store.save_together(&[turn.begin(), turn.finish("once")]).unwrap();
    let twice = store.save(&turn.finish("twice")).unwrap_err();
    assert!(twice.what.contains("ended already"), "{twice}");
    assert_eq!(texts(&open(&reader, ConversationId(1)).messages), ["Hi", "once"]);
}

#[test]
fn what_cannot_be_kept_whole_is_not_kept_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = store(folder.path());
    let turn = Turn::first(1, "Hi");
    let stray = Turn::first(2, "stray").draft("no such conversation");
    let problem = store.save_together(&[turn.begin(), stray]).unwrap_err();
    assert_eq!(problem.operation, "keeping the draft");
    assert!(list(&store.reader().unwrap()).is_empty());
    let mut orphan = Turn::first(1, "orphan");
    orphan.prompt.parent = Some(MessageId(99));
    assert_eq!(store.save(&orphan.begin()).unwrap_err().kind, Kind::Store);
    assert!(list(&store.reader().unwrap()).is_empty());
}
