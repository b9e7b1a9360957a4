//! `cargo bench --bench store`: how long the store takes over large histories, as name, value,
//! limit, pass or fail. Not here: what a person waits for on the screen (benches/terminal.rs).

#[path = "support/generate.rs"]
mod generate;

use std::hint::black_box;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use outcrop::domain::archive::{Found, Piece, PieceKind, Query, Save};
use outcrop::domain::id::{ConversationId, MessageId};
use outcrop::domain::problem::Problem;
use outcrop::store::reader::Reader;
use outcrop::store::writer::Store;

use generate::{NOW, Writer, fill};

/// Rounds of each measurement; the median counts.
const ROUNDS: usize = 41;

/// Prints lines and remembers whether one failed.
#[derive(Default)]
struct Board {
    failed: bool,
}

impl Board {
    /// The median of `ROUNDS` runs against a limit in milliseconds.
    fn time(
        &mut self,
        name: &str,
        limit: f64,
        mut run: impl FnMut() -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        let mut times = Vec::with_capacity(ROUNDS);
        for _ in 0..ROUNDS {
            let begun = Instant::now();
            run()?;
            times.push(begun.elapsed());
        }
        times.sort_unstable();
        self.line(name, times[0], times[ROUNDS / 2], limit);
        Ok(())
    }

    fn line(&mut self, name: &str, best: Duration, median: Duration, limit: f64) {
        let (best, median) = (best.as_secs_f64() * 1e3, median.as_secs_f64() * 1e3);
        let verdict = if median < limit { "pass" } else { "FAIL" };
        self.failed |= median >= limit;
        println!("{name:<58} {median:>9.3} ms {best:>9.3} best  limit {limit:>5} ms  {verdict}");
    }
}

fn main() -> Result<ExitCode, Box<dyn std::error::Error>> {
    let room = std::env::temp_dir().join(format!("outcrop-bench-{}", std::process::id()));
    let mut board = Board::default();
    let done = run(&room, &mut board);
    std::fs::remove_dir_all(&room).ok();
    done?;
    Ok(if board.failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn run(room: &Path, board: &mut Board) -> Result<(), Box<dyn std::error::Error>> {
    let many = room.join("many");
    let begun = Instant::now();
    fill(&many, 10_000, 10)?;
    let size = std::fs::metadata(many.join("outcrop.db"))?.len() / 1_000_000;
    println!("10,000 conversations, 200,000 messages: {:.1?}, {size} MB", begun.elapsed());
    openings(&many, board)?;
    searches(&many, board)?;
    let wide = room.join("wide");
    fill(&wide, 50_000, 1)?;
    lists(&wide, board)?;
    let deep = room.join("deep");
    fill(&deep, 1, 5_000)?;
    branches(&deep, board)?;
    removals(&deep, board)?;
    Ok(changes(&room.join("changes"), board)?)
}

fn openings(folder: &Path, board: &mut Board) -> Result<(), Problem> {
    board.time("open and close, 10,000 conversations", 2.0, || {
        black_box(Store::open(folder, NOW)?);
        Ok(())
    })?;
    board.time("open, read the first 100 conversations and the draft", 4.0, || {
        let (store, _) = Store::open(folder, NOW)?;
        let reader = store.reader()?;
        black_box(reader.answer(&Query::Conversations {
            archived: false,
            offset: 0,
            limit: 100,
        })?);
        black_box(reader.answer(&Query::NewDraft)?);
        Ok(())
    })
}

fn searches(folder: &Path, board: &mut Board) -> Result<(), Problem> {
    let (store, _) = Store::open(folder, NOW)?;
    let reader = store.reader()?;
    for text in [
        "the",
        "the of and",
        "th",
        "t",
        "pr",
        "tha",
        "that",
        "whic",
        "which",
        "function",
        "functio",
        "error messa",
        "the pr",
        "message stream error",
        "zaqu",
        "nosuchword",
    ] {
        let query = Query::Search { text: text.into(), offset: 0, limit: 20 };
        let first = Instant::now();
        let hits = match reader.answer(&query)? {
            Found::Hits { hits, .. } => hits.len(),
            _ => 0,
        };
        let first = first.elapsed().as_secs_f64() * 1e3;
        let name = format!("search '{text}': {hits} hits, first time {first:.2} ms");
        board.time(&name, 10.0, || {
            black_box(reader.answer(&query)?);
            Ok(())
        })?;
    }
    Ok(())
}

fn lists(folder: &Path, board: &mut Board) -> Result<(), Problem> {
    let (store, _) = Store::open(folder, NOW)?;
    let reader = store.reader()?;
    for (offset, limit) in [(0, 100), (25_000, 100)] {
        let name = format!("list {limit} of 50,000 conversations after {offset}");
        // With each page all conversations are counted, which takes most of the time.
        board.time(&name, 2.0 + offset as f64 / 10_000.0, || {
            black_box(reader.answer(&Query::Conversations { archived: false, offset, limit })?);
            Ok(())
        })?;
    }
    Ok(())
}

fn branches(folder: &Path, board: &mut Board) -> Result<(), Problem> {
    let (store, _) = Store::open(folder, NOW)?;
    let reader = store.reader()?;
    let conversation = ConversationId(1);
    let open = Query::Open { conversation, limit: 100 };
    let before = first_of(&reader, &open)?;
    board.time("open a conversation of 10,000 messages, last 100", 2.0, || {
        black_box(reader.answer(&open)?);
        Ok(())
    })?;
    board.time("2,000 messages before them", 10.0, || {
        black_box(reader.answer(&Query::Earlier { conversation, before, limit: 2_000 })?);
        Ok(())
    })
}

fn removals(folder: &Path, board: &mut Board) -> Result<(), Problem> {
    let (mut store, _) = Store::open(folder, NOW)?;
    store.save(&Save::Delete { conversation: ConversationId(1) })?;
    let begun = Instant::now();
    store.remove_deleted()?;
    let took = begun.elapsed();
    board.line("a conversation of 10,000 messages removed for good", took, took, 2_000.0);
    Ok(())
}

fn first_of(reader: &Reader, open: &Query) -> Result<MessageId, Problem> {
    Ok(match reader.answer(open)? {
        Found::Opened(opened) => opened.messages[0].id,
        _ => MessageId(0),
    })
}

fn changes(folder: &Path, board: &mut Board) -> Result<(), Problem> {
    fill(folder, 1_000, 5)?;
    let (mut store, _) = Store::open(folder, NOW)?;
    let mut writer = Writer::new(11);
    let mut turns = Vec::new();
    generate::converse(1_001, 1_001, ROUNDS * 2, &mut writer, |save| {
        turns.push(save);
        Ok(())
    })?;
    let mut begun = Vec::new();
    let mut live = None;
    let mut saves = turns.into_iter();
    board.time("a prompt and its answer begun, on the disk (FULL)", 5.0, || {
        if let (Some(begin), Some(finish)) = (saves.next(), saves.next()) {
            if let Save::Finish { answer, .. } = &finish {
                live = Some(*answer);
            }
            store.save(&begin)?;
            begun.push(finish);
        }
        Ok(())
    })?;
    let answer = live.unwrap_or(MessageId(0));
    let pieces = vec![Piece { block: 0, kind: PieceKind::Text, text: writer.prose(700) }];
    let checkpoint = Save::Checkpoint { answer, pieces };
    board.time("a checkpoint of 4 KiB (NORMAL)", 1.0, || store.save(&checkpoint))?;
    let mut ends = begun.into_iter();
    board.time("an answer finished and indexed, on the disk (FULL)", 5.0, || {
        ends.next().map_or(Ok(()), |finish| store.save(&finish))
    })?;
    let draft = Save::Draft { conversation: None, text: writer.prose(200) };
    board.time("a draft of 1 KiB, on the disk (FULL)", 5.0, || store.save(&draft))?;
    Ok(())
}
