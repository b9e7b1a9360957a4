//! What arrives: chunks, checkpoints, ends, several answers at once, late events.

use outcrop::app::effect::Effect;
use outcrop::app::screens::chat::live::Phase;
use outcrop::domain::archive::{Piece, PieceKind, Save};
use outcrop::domain::ask::{Chunk, Usage};
use outcrop::domain::content::Block;
use outcrop::domain::conversation::Status;

use crate::fixtures::{ending, throttled};
use crate::world::World;

fn phase(world: &World) -> &Phase {
    &world.chat().live.as_ref().unwrap().phase
}

#[test]
fn each_event_is_shown_and_kept_byte_for_byte() {
    let mut world = World::new();
    let stream = world.send("Why?");
    assert_eq!(phase(&world), &Phase::Sent);
    world.chunk(stream, Chunk::Accepted { request_id: Some("early".into()) });
    assert_eq!(phase(&world), &Phase::Accepted);
    for delta in ["be", "cause\r\n"] {
        world.chunk(stream, Chunk::Reasoning { block: 0, delta: delta.into() });
    }
    assert_eq!(phase(&world), &Phase::Streaming);
    for delta in ["c2ln", "bmVk"] {
        world.chunk(stream, Chunk::Signature { block: 0, delta: delta.into() });
    }
    world.chunk(stream, Chunk::Redacted { block: 1, data: "AAEC".into() });
    for delta in ["\u{1b}[31mHel", "lo\t\u{200b}\n\n", "  "] {
        world.chunk(stream, Chunk::Text { block: 2, delta: delta.into() });
    }
    world.chunk(stream, Chunk::Unreadable { block: 3, kind: "hologram".into() });
    world.done(stream);
    let Save::Finish { status, blocks, making, .. } = world.last_save().1 else { panic!() };
    assert_eq!(*status, Status::Complete);
    assert_eq!(
        blocks,
        &[
            Block::Reasoning { text: "because\r\n".into(), signature: Some("c2lnbmVk".into()) },
            Block::RedactedReasoning("AAEC".into()),
            Block::Text("\u{1b}[31mHello\t\u{200b}\n\n  ".into()),
            Block::Unreadable { kind: "hologram".into() },
        ]
    );
    assert_eq!(making.usage, ending().usage);
    assert_eq!(making.request_id.as_deref(), Some("request-1"));
    assert_eq!((making.first_token_ms, making.total_ms), (Some(420), Some(3_420)));
    assert!(making.cost_usd.unwrap() > 0.0);
    assert!(world.chat().live.is_none());
}

#[test]
fn the_request_id_of_the_headers_stays_when_the_end_brings_none() {
    let mut world = World::new();
    let stream = world.send("Why?");
    world.chunk(stream, Chunk::Accepted { request_id: Some("early".into()) }).text(stream, "x");
    world.fails(stream, throttled());
    let Save::Finish { status, making, .. } = world.last_save().1 else { panic!() };
    assert_eq!(*status, Status::Interrupted);
    assert_eq!(making.request_id.as_deref(), Some("early"));
    assert_eq!(making.error.as_ref(), Some(&throttled()));
}

#[test]
fn a_call_that_failed_before_its_first_token_is_failed_and_not_interrupted() {
    let mut world = World::new();
    let stream = world.send("Why?");
    world.fails(stream, throttled());
    let Save::Finish { status, blocks, .. } = world.last_save().1 else { panic!() };
    assert_eq!((*status, blocks.len()), (Status::Failed, 0));
    assert_eq!(world.chat().failure(), Some(&throttled()));
    assert_eq!(world.chat().conversation.status, Status::Failed);
    assert_eq!(world.typed(), "", "the prompt stands above and F5 sends it again");
}

#[test]
fn checkpoints_hold_only_what_is_new() {
    let mut world = World::new();
    let stream = world.send("Why?");
    world.take();
    world.text(stream, "a").wait(400).text(stream, "b");
    assert!(world.saves().is_empty());
    world.wait(600);
    let piece = |text: &str| Piece { block: 0, kind: PieceKind::Text, text: text.into() };
    let pieces = |world: &World| -> Vec<Vec<Piece>> {
        world
            .saves()
            .into_iter()
            .map(|save| match save {
                Save::Checkpoint { pieces, .. } => pieces.clone(),
                other => panic!("{other:?}"),
            })
            .collect()
    };
    assert_eq!(pieces(&world), [[piece("ab")]]);
    world.saved().take();
    world.wait(10_000);
    assert!(world.take().is_empty(), "nothing new, nothing written");
    let long = "x".repeat(5_000);
    world.text(stream, "c").text(stream, &long).text(stream, "d");
    assert_eq!(pieces(&world), [[piece(&format!("c{long}"))]], "4 KiB are enough at once");
}

#[test]
fn stopping_keeps_what_came_and_later_events_mean_nothing() {
    for key in ["esc", "ctrl-c"] {
        let mut world = World::new();
        let stream = world.send("Why?");
        world.wait(700).text(stream, "half an ans").wait(300);
        world.take();
        world.press(key);
        let effects = world.take();
        let [Effect::Cancel(cancelled), Effect::Save(_, save)] = &effects[..] else {
            panic!("{effects:?}")
        };
        let Save::Finish { status, blocks, making, .. } = &**save else { panic!("{save:?}") };
        assert_eq!(*cancelled, stream);
        assert_eq!(*status, Status::Stopped);
        assert_eq!(blocks, &[Block::Text("half an ans".into())]);
        assert_eq!((making.first_token_ms, making.total_ms), (Some(700), Some(1_000)));
        world.text(stream, "wer").done(stream);
        assert!(world.take().is_empty());
        assert_eq!(world.said()[1], ("half an ans".into(), Status::Stopped));
        assert!(world.model.quit_armed.is_none(), "the first Ctrl-C only stops");
    }
}

#[test]
fn a_wait_is_counted_down_second_by_second_and_esc_ends_it() {
    let mut world = World::new().sized(100, 30);
    let stream = world.send("Why?");
    world.wait(300);
    let wait = std::time::Duration::from_millis(2_500);
    let why = Some(Box::new(throttled()));
    world.chunk(stream, Chunk::Waiting { wait, attempt: 2, why });
    let mut seen = Vec::new();
    for _ in 0..5 {
        let screen = world.screen();
        let line = screen.lines().find(|line| line.contains("try 2 in")).unwrap();
        let seconds = line.split("try 2 in ").nth(1).unwrap().split(' ').next().unwrap();
        let left: u64 = seconds.parse().unwrap();
        let Phase::Waiting { until, .. } = phase(&world) else { panic!() };
        assert_eq!(left, (until - world.time).div_ceil(1_000), "at {}", world.time);
        seen.push(left);
        if left == 1 {
            break;
        }
        let due = world.model.pulse().unwrap();
        world.wait(due - world.time);
    }
    assert_eq!(seen, [3, 2, 1]);
    world.press("esc");
    assert!(world.effects.iter().any(|effect| matches!(effect, Effect::Cancel(s) if *s == stream)));
    assert_eq!(world.said()[1].1, Status::Stopped);
    assert_eq!(world.said()[0].0, "Why?");
}

#[test]
fn several_answers_arrive_at_once_each_in_its_own_conversation() {
    let mut world = World::new();
    let one = world.send("One");
    let first = world.id();
    world.text(one, "1a").press("ctrl-n");
    let two = world.send("Two");
    assert_ne!(world.id(), first);
    world.text(two, "2a").text(one, "1b").text(two, "2b");
    assert_eq!(world.said()[1].0, "2a2b");
    assert_eq!(world.model.conversations.total, 2);
    world.wait(10);
    world.take();
    world.done(one);
    let Save::Finish { blocks, .. } = world.last_save().1 else { panic!() };
    assert_eq!(blocks, &[Block::Text("1a1b".into())]);
    assert!(world.notice().contains("One: the answer is complete."), "{}", world.notice());
    world.press("alt-up alt-down alt-up");
    assert_eq!(world.id(), first, "the answer that ended last stands above");
    assert_eq!(world.said()[1].0, "1a1b");
    world.text(two, "2c");
    assert_eq!(world.said()[1].0, "1a1b");
    world.press("alt-down");
    assert_eq!(world.said()[1].0, "2a2b2c");
}

#[test]
fn tokens_and_money_of_a_conversation_are_added_up() {
    let mut world = World::new();
    world.exchange("One", "Answer");
    world.exchange("Two", "Answer");
    let totals = world.chat().totals;
    assert_eq!((totals.input, totals.output, totals.exact), (2_400, 690, true));
    let once = world.chat().transcript.last().unwrap().making.as_ref().unwrap().cost_usd.unwrap();
    assert!((totals.usd - 2.0 * once).abs() < 1e-9);

    let mut unknown = World::with(|settings| settings.model = "mystery.unpriced-v9".into());
    unknown.exchange("One", "Answer");
    let totals = unknown.chat().totals;
    assert_eq!((totals.exact, totals.usd), (false, 0.0));
    assert!(unknown.screen().contains("$?"), "unknown is never $0");
}

#[test]
fn cached_input_counts_as_input() {
    let mut world = World::new();
    let stream = world.send("One");
    world.text(stream, "x");
    let mut ending = ending();
    ending.usage = Some(Usage {
        input: 10,
        output: 5,
        cache_read: 1_000,
        cache_write: 200,
        cache_write_1h: 0,
    });
    world.chunk(stream, Chunk::Done(Box::new(ending)));
    assert_eq!(world.chat().totals.input, 1_210);
}

#[test]
fn nothing_wakes_the_program_when_nothing_is_pending() {
    let mut world = World::new();
    assert_eq!(world.model.pulse(), None);
    let stream = world.send("One");
    assert_eq!(world.model.pulse(), Some(1_000), "seconds of a wait are counted");
    world.text(stream, "x");
    assert_eq!(world.model.pulse(), Some(1_000), "a checkpoint");
    world.wait(1_000);
    assert_eq!(world.model.pulse(), None, "an answer draws when it comes");
    world.done(stream).saved();
    assert_eq!(world.model.pulse(), None);
    world.write("a");
    assert_eq!(world.model.pulse(), Some(1_400), "the draft");
    world.wait(400);
    assert_eq!(world.model.pulse(), None);
    world.press("ctrl-c");
    assert_eq!(world.model.pulse(), Some(3_400), "the end of the question");
    world.wait(2_000);
    assert_eq!(world.model.pulse(), None);
    world.model.tell("Something.");
    let gone = world.model.pulse().unwrap() - world.time;
    world.wait(gone);
    assert_eq!((world.model.pulse(), world.notice()), (None, ""));
}
