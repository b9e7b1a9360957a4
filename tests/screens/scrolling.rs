//! The laws of a transcript that is scrolled: pages, following, staying put.

use outcrop::app::parts::transcript::Transcript;
use outcrop::app::parts::transcript::entry::Line;
use outcrop::domain::archive::{Piece, PieceKind};
use outcrop::domain::content::Block;
use outcrop::domain::conversation::{Message, Status};
use proptest::prelude::*;

use crate::fixtures::message;

/// Words that say where they stand: `m3w17` is word 17 of message 3.
fn words(message: i64, count: usize) -> String {
    let words: Vec<String> = (0..count)
        .map(|at| {
            let end = if at % 40 == 39 { "\n\n" } else { " " };
            format!("m{message}w{at}{end}")
        })
        .collect();
    words.concat()
}

fn transcript(lengths: &[usize]) -> Transcript {
    Transcript::new(all(lengths))
}

fn all(lengths: &[usize]) -> Vec<Message> {
    (0..).zip(lengths).map(|(at, length)| message(1, at, &words(at, *length))).collect()
}

fn line(line: Line) -> String {
    match line {
        Line::Header(message) => format!("header of {}", message.id.0),
        Line::Thought(row) | Line::Prompt(row) | Line::Answer(row) | Line::Note(row, _) => {
            row.text().trim_end().to_owned()
        }
        Line::Figures(message) => format!("figures of {}", message.id.0),
        Line::Live(_) => "live".into(),
        Line::Reasoning { open, .. } => format!("reasoning {open}"),
        Line::More(more) => format!("{more} more"),
        Line::Blank => String::new(),
    }
}

fn lines(transcript: &Transcript) -> Vec<String> {
    transcript.lines().map(line).collect()
}

fn settled(transcript: &mut Transcript, width: u16, height: u16) -> Vec<String> {
    assert!(transcript.settle(width, height, usize::MAX));
    lines(transcript)
}

fn live(transcript: &mut Transcript, at: i64) {
    let mut answer = message(1, at, "");
    answer.status = Status::Streaming;
    answer.blocks.clear();
    transcript.push(answer);
}

fn arrives(transcript: &mut Transcript, at: i64, kind: PieceKind, text: &str) {
    let id = message(1, at, "").id;
    transcript.entry_mut(id).unwrap().push(&Piece { block: 0, kind, text: text.into() });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn a_page_up_and_down_comes_back(
        lengths in proptest::collection::vec(1usize..300, 2..12),
        width in 20u16..90,
        height in 5u16..40,
        ups in 1usize..6,
    ) {
        let mut transcript = transcript(&lengths);
        settled(&mut transcript, width, height);
        transcript.scroll_up(1);
        let mut seen = vec![settled(&mut transcript, width, height)];
        for _ in 0..ups {
            transcript.page_up();
            seen.push(settled(&mut transcript, width, height));
        }
        let first = transcript.lines().next().map(line);
        let at_start = first.as_deref() == Some("header of 1000");
        for expected in seen.iter().rev().skip(1) {
            transcript.page_down();
            let now = settled(&mut transcript, width, height);
            if !at_start {
                prop_assert_eq!(&now, expected);
            }
        }
    }

    #[test]
    fn the_end_is_in_sight_while_it_is_followed(
        lengths in proptest::collection::vec(1usize..60, 0..4),
        width in 20u16..90,
        height in 5u16..40,
        pieces in proptest::collection::vec("[a-z]{0,9}[ \n]{0,2}", 1..80),
    ) {
        let at = lengths.len() as i64 / 2 * 2 + 1;
        let mut transcript = transcript(&lengths);
        settled(&mut transcript, width, height);
        live(&mut transcript, at);
        for piece in pieces {
            arrives(&mut transcript, at, PieceKind::Text, &piece);
            let seen = settled(&mut transcript, width, height);
            prop_assert!(transcript.follows());
            prop_assert!(seen.iter().any(|line| line == "live"), "{seen:?}");
            prop_assert_eq!(transcript.below(), 0);
        }
    }

    #[test]
    fn who_scrolled_up_is_not_moved_by_what_arrives_below(
        lengths in proptest::collection::vec(20usize..200, 1..5),
        width in 20u16..90,
        height in 5u16..30,
        up in 1usize..50,
        pieces in proptest::collection::vec("[a-z]{0,9}[ \n]{0,2}", 1..60),
    ) {
        let at = lengths.len() as i64 / 2 * 2 + 1;
        let mut transcript = transcript(&lengths);
        settled(&mut transcript, width, height);
        live(&mut transcript, at);
        arrives(&mut transcript, at, PieceKind::Text, &"word ".repeat(400));
        settled(&mut transcript, width, height);
        transcript.scroll_up(up);
        let before = settled(&mut transcript, width, height);
        prop_assert!(!transcript.follows());
        for piece in &pieces {
            arrives(&mut transcript, at, PieceKind::Text, piece);
        }
        arrives(&mut transcript, at, PieceKind::Text, &" more".repeat(200));
        let after = settled(&mut transcript, width, height);
        prop_assert_eq!(&after[0], &before[0]);
        prop_assert!(transcript.below() > 0);
    }

    #[test]
    fn earlier_messages_move_nothing(
        lengths in proptest::collection::vec(1usize..100, 2..12),
        split in 1usize..11,
        width in 20u16..90,
        height in 5u16..40,
        up in 0usize..30,
    ) {
        let mut late = all(&lengths);
        let early: Vec<Message> = late.drain(..split.min(late.len() - 1)).collect();
        let mut transcript = Transcript::new(late);
        settled(&mut transcript, width, height);
        transcript.scroll_up(up);
        let before = settled(&mut transcript, width, height);
        let full = before.len() == usize::from(height);
        transcript.prepend(early);
        let after = settled(&mut transcript, width, height);
        if full {
            prop_assert_eq!(after, before);
        }
    }

    #[test]
    fn another_width_keeps_the_place(
        lengths in proptest::collection::vec(60usize..400, 2..7),
        widths in proptest::collection::vec(20u16..120, 1..4),
        height in 5u16..30,
        up in 1usize..200,
    ) {
        let mut transcript = transcript(&lengths);
        settled(&mut transcript, 60, height);
        transcript.scroll_up(up);
        let mut before = settled(&mut transcript, 60, height);
        for width in widths {
            let seen = settled(&mut transcript, width, height);
            // Where the end comes into sight the top must give way.
            if transcript.below() == 0 {
                break;
            }
            let first = |lines: &[String]| lines.iter().find_map(|line| spoken(line));
            let inside = before[0].is_empty() || spoken(&before[0]).is_some();
            match (first(&before).filter(|_| inside), first(&seen)) {
                (Some((message, word)), Some((now, top))) => {
                    prop_assert_eq!(now, message);
                    prop_assert!(word.abs_diff(top) <= 20, "{word} is not near {top} at {width}");
                }
                _ => prop_assert!(seen[..2].contains(&before[0]), "{before:?} {seen:?}"),
            }
            before = seen;
        }
    }
}

/// Message and word a row begins with: `m3w17`.
fn spoken(line: &str) -> Option<(usize, usize)> {
    let (message, word) = line.split(' ').next()?.strip_prefix('m')?.split_once('w')?;
    Some((message.parse().ok()?, word.parse().ok()?))
}

#[test]
fn a_resize_keeps_the_place_in_a_long_prompt_and_in_reasoning() {
    let mut prompt = message(1, 0, &words(0, 2_000));
    prompt.blocks = vec![Block::Text(words(0, 2_000).replace("\n\n", " "))];
    let mut answer = message(1, 1, "");
    let reasoning = words(1, 2_000).replace("\n\n", " ");
    answer.blocks = vec![
        Block::Reasoning { text: reasoning, signature: None },
        Block::Text("The end. ".repeat(300)),
    ];
    for up in [0, 150] {
        let mut transcript = Transcript::new(vec![prompt.clone(), answer.clone()]);
        settled(&mut transcript, 80, 20);
        transcript.toggle_folds();
        transcript.go_to_start();
        settled(&mut transcript, 80, 20);
        transcript.scroll_down(50 + up);
        let before = settled(&mut transcript, 80, 20);
        let word = before[0].split(' ').next().unwrap();
        let after = settled(&mut transcript, 50, 20);
        assert!(after[..3].iter().any(|line| line.contains(word)), "{word}: {after:?}");
        let back = settled(&mut transcript, 80, 20);
        assert!(back[..3].iter().any(|line| line.contains(word)), "{word}: {back:?}");
    }
}

#[test]
fn unfolding_reasoning_moves_nothing_that_is_read() {
    let mut answer = message(1, 1, "");
    answer.blocks = vec![
        Block::Reasoning { text: "because ".repeat(300), signature: None },
        Block::Text(words(1, 800)),
    ];
    let mut transcript = Transcript::new(vec![message(1, 0, "Why?"), answer]);
    settled(&mut transcript, 60, 20);
    transcript.scroll_up(20);
    let before = settled(&mut transcript, 60, 20);
    transcript.toggle_folds();
    assert_eq!(settled(&mut transcript, 60, 20)[0], before[0]);
    transcript.toggle_folds();
    assert_eq!(settled(&mut transcript, 60, 20)[0], before[0]);
    transcript.go_to_start();
    settled(&mut transcript, 60, 20);
    transcript.toggle_folds();
    let open = settled(&mut transcript, 60, 20);
    assert!(open.iter().any(|line| line == "reasoning true"), "{open:?}");
}

#[test]
fn a_transcript_scrolls_no_further_than_it_reaches() {
    let mut transcript = transcript(&[5, 100, 5, 100]);
    settled(&mut transcript, 40, 10);
    transcript.scroll_up(10_000);
    assert_eq!(settled(&mut transcript, 40, 10)[0], "header of 1000");
    assert_eq!(transcript.percent(), 0);
    transcript.scroll_down(10_000);
    assert_eq!(settled(&mut transcript, 40, 10).len(), 10);
    assert!(transcript.follows());
    assert_eq!((transcript.percent(), transcript.below()), (100, 0));
    let mut empty = Transcript::default();
    assert!(settled(&mut empty, 40, 10).is_empty());
    empty.scroll_up(3);
    empty.scroll_down(3);
    assert!(settled(&mut empty, 40, 10).is_empty());
}

#[test]
fn paging_through_a_long_conversation_shows_every_row_once() {
    // More messages than stay laid out.
    let lengths: Vec<usize> = (0..700).map(|at| at % 97 + 1).collect();
    let alone = |message| settled(&mut Transcript::new(vec![message]), 70, 1_000);
    let whole: Vec<String> = all(&lengths).into_iter().flat_map(alone).collect();
    let mut transcript = transcript(&lengths);
    settled(&mut transcript, 70, 30);
    transcript.go_to_start();
    let mut read = settled(&mut transcript, 70, 30);
    while !transcript.follows() {
        transcript.page_down();
        let page = settled(&mut transcript, 70, 30);
        if transcript.follows() {
            let known = read.len();
            read.extend_from_slice(&page[page.len() - (whole.len() - known)..]);
        } else {
            assert_eq!(read[read.len() - 2..], page[..2], "two rows are kept");
            read.extend_from_slice(&page[2..]);
        }
    }
    assert_eq!(read, whole);
    let mut up = settled(&mut transcript, 70, 30);
    while transcript.percent() > 0 || up[0] != whole[0] {
        transcript.page_up();
        up = settled(&mut transcript, 70, 30);
    }
    assert_eq!(up, whole[..30]);
}

#[test]
fn a_message_is_gone_to_wherever_it_stands() {
    let lengths = vec![60; 400];
    let mut transcript = transcript(&lengths);
    settled(&mut transcript, 70, 30);
    for at in [0, 7, 200, 320] {
        assert!(transcript.go_to(message(1, at, "").id));
        assert_eq!(settled(&mut transcript, 70, 30)[0], format!("header of {}", 1_000 + at));
    }
    assert!(transcript.go_to(message(1, 399, "").id));
    let end = settled(&mut transcript, 70, 30);
    assert!(end.contains(&"header of 1399".to_owned()), "the last needs less than the screen");
    assert_eq!(transcript.below(), 0);
    assert!(!transcript.go_to(message(2, 0, "").id));
}
