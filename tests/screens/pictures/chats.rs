//! The chat screen: empty, with a list, waiting, failing, in every state of store and session.

use std::time::Duration;

use outcrop::app::effect::{Msg, Reply};
use outcrop::domain::archive::Opened;
use outcrop::domain::ask::Chunk;
use outcrop::domain::conversation::Status;
use outcrop::domain::problem::{Kind, Problem};

use super::{both, one};
use crate::fixtures::{disk_full, message, messages, row, session, throttled};
use crate::world::World;

/// A list with something of everything in it.
pub(super) fn listed() -> World {
    let mut world = World::bare(|_| {});
    let titles = [
        "Why is the sky blue?",
        "Rewrite the importer in Rust, with tests for every format it reads",
        "日本語のタイトル：空はなぜ青いのですか？夕焼けはなぜ赤いのですか？",
        "👩‍👩‍👧‍👦 family recipes 🍲",
        "A failed one",
        "An interrupted one",
    ];
    let mut rows: Vec<_> = (900..=1_000).rev().map(row).collect();
    for (row, title) in rows.iter_mut().zip(titles) {
        row.title = title.into();
    }
    rows[4].status = Status::Failed;
    rows[5].status = Status::Interrupted;
    rows[40].updated -= 400 * 86_400_000;
    world.reply(Reply::StoreOpened(Ok(outcrop::domain::archive::Opening::default())));
    world.list(rows, 10_412);
    world.reply(Reply::Prices(std::sync::Arc::new(outcrop::domain::price::Table::embedded())));
    world.session(Ok(session())).models();
    world
}

#[test]
fn empty() {
    both("empty", World::new());
    both("empty-demo", World::with(|settings| settings.simulator = true));
    both("empty-before-any-answer", World::bare(|settings| settings.profile = Some("work".into())));
    both("empty-without-model", World::with(|settings| settings.model.clear()));
}

#[test]
fn empty_without_listing() {
    let mut world = World::bare(|settings| settings.model.clear());
    let question = world.asked_models().unwrap();
    let problem = Problem::new(
        Kind::NoCredentials,
        "ListFoundationModels",
        "No credentials were found for profile 'default'.",
    )
    .advise("run `aws sso login`");
    world.session(Err(problem.clone()));
    world.reply(Reply::Models(question, Err(problem)));
    both("empty-without-listing", world);
}

#[test]
fn conversations() {
    let mut world = listed();
    world.press("alt-down").opened(row(1_000), messages(1_000, 2));
    both("conversations", world);
    let mut world = listed();
    world.press("f3 down down down");
    both("conversations-in-focus", world);
    let mut wide = listed().sized(200, 60);
    wide.press("alt-down").opened(row(1_000), messages(1_000, 12));
    one("conversations-200x60", &mut wide);
}

#[test]
fn being_read() {
    let mut world = listed();
    world.press("alt-down");
    both("being-read", world);
    let mut world = listed();
    world.press("alt-down");
    let question =
        world.find(|query| matches!(query, outcrop::domain::archive::Query::Open { .. })).unwrap();
    world.reply(Reply::Found(question, Err(disk_full()))).wait(60_000);
    both("not-read", world);
}

#[test]
fn waiting() {
    let mut saving = World::new();
    saving.write("Why is the sky blue?").press("enter");
    both("keeping-the-prompt", saving);
    let mut sent = World::new();
    let stream = sent.send("Why is the sky blue?");
    sent.chunk(stream, Chunk::Accepted { request_id: None }).wait(4_200);
    both("waiting-for-the-first-token", sent);
    let mut again = World::new();
    let stream = again.send("Why is the sky blue?");
    let why = Some(Box::new(throttled()));
    again.chunk(stream, Chunk::Waiting { wait: Duration::from_secs(9), attempt: 3, why });
    both("waiting-to-try-again", again);
    let mut limit = World::new();
    let stream = limit.send("Why is the sky blue?");
    let wait = Duration::from_secs(20);
    limit.chunk(stream, Chunk::Waiting { wait, attempt: 1, why: None });
    both("waiting-for-our-limit", limit);
}

#[test]
fn failed() {
    let mut world = World::new();
    let stream = world.send("Why is the sky blue?");
    world.fails(stream, throttled());
    both("failed", world);
    let mut world = World::new();
    let stream = world.send("Why is the sky blue?");
    world.text(stream, "Because of **Rayleigh scattering**: short wavelengths are");
    let cut = Problem::new(Kind::Cut, "ConverseStream", "The connection was cut.")
        .because("the peer closed the connection before the answer was complete")
        .advise("press F5 to ask again");
    world.fails(stream, cut);
    both("interrupted", world);
    let mut world = World::new();
    let stream = world.send("Why is the sky blue?");
    world.text(stream, "Because of").press("esc");
    both("stopped", world);
}

#[test]
fn elsewhere() {
    let mut world = listed();
    let mut said = messages(1_000, 2);
    said[1].status = Status::Streaming;
    world.press("alt-down").opened_as(Opened {
        conversation: row(1_000),
        messages: said,
        more: false,
        draft: String::new(),
        elsewhere: true,
    });
    both("elsewhere", world);
}

#[test]
fn two_answers_at_once() {
    let mut world = listed();
    let one = world.send("A question whose answer takes its time");
    world.text(one, "Well").press("ctrl-n");
    let two = world.send("Another");
    world.text(two, "Here it comes");
    both("two-answers-at-once", world);
}

#[test]
fn typing() {
    let mut world = World::new();
    world.paste("First line\n\n- 日本語の項目\n- 👩‍👩‍👧 emoji\n\ta tab\nlast").press("left left");
    both("typing", world);
    let mut long = World::new();
    long.paste(&"A prompt that is longer than its line is wide. ".repeat(40));
    both("typing-much", long);
    let mut pasted = World::new();
    pasted.write("See ").paste(&"0123456789\n".repeat(2_000)).write(" and say why");
    both("typing-with-a-fold", pasted);
    let mut sent = World::new();
    sent.exchange(&"one line of a long prompt\n".repeat(60), "Yes.");
    sent.press("ctrl-home");
    both("long-prompt-folded", sent);
}

#[test]
fn notices() {
    for (name, level) in [("info", 0), ("warning", 1), ("error", 2)] {
        let mut world = World::new();
        match level {
            0 => world.model.tell("Written to /home/me/answer.md."),
            1 => world.model.warn("Choose a model first; what you typed stays."),
            _ => world.model.fail(&throttled()),
        }
        both(&format!("notice-{name}"), world);
    }
    let mut world = World::new();
    world.press("ctrl-c");
    both("quit-armed", world);
}

#[test]
fn not_saved() {
    let mut world = World::bare(|settings| settings.simulator = true);
    world.reply(Reply::StoreOpened(Err(disk_full())));
    both("not-saved", world);
    let mut world = World::new();
    let stream = world.send("Why?");
    world.text(stream, "Because.").done(stream).not_saved(disk_full()).wait(60_000);
    both("answer-not-saved", world);
}

#[test]
fn read_only() {
    both(
        "read-only",
        World::with(|settings| {
            settings.read_only = true;
            settings.simulator = true;
        }),
    );
}

#[test]
fn too_small() {
    for (width, height) in [(59, 16), (60, 15), (20, 5), (3, 2), (1, 1)] {
        let mut world = World::new().sized(width, height);
        one(&format!("too-small-{width}x{height}"), &mut world);
    }
    let mut smallest = World::new();
    smallest.exchange("Hi", "Hello, how can I help?");
    smallest.act(Msg::Resize(60, 16));
    one("smallest-60x16", &mut smallest);
}

#[test]
fn scrolled_up() {
    let mut world = listed();
    world.press("alt-down").opened(row(1_000), messages(1_000, 40)).press("pageup");
    both("scrolled-up", world);
    let mut world = listed();
    world.press("alt-down").opened(row(1_000), messages(1_000, 40)).press("tab ctrl-home");
    both("transcript-in-focus-at-the-start", world);
}

#[test]
fn hostile() {
    let evil =
        "\u{1b}[2J\u{1b}]0;pwned\u{7}\u{9b}31m \u{202e}gpj.exe\u{202c} a\u{200b}b\rc\u{0}d\u{ad}";
    let mut world = World::bare(|settings| settings.model = format!("evil{evil}model"));
    let mut bad = row(1);
    bad.title = format!("title {evil} end");
    bad.model = format!("evil{evil}model");
    let mut said = vec![
        message(1, 0, &format!("prompt {evil}\nline")),
        message(
            1,
            1,
            &format!(
                "# answer {evil}\n\n```{evil}\ncode {evil}\n```\n[link{evil}](http://x/{evil})"
            ),
        ),
    ];
    said[1].making.as_mut().unwrap().model = format!("evil{evil}model");
    said[1].status = Status::Failed;
    let mut problem = Problem::new(Kind::Other, format!("Op{evil}"), format!("what {evil}"))
        .because(format!("why {evil}"))
        .advise(format!("try {evil}"));
    problem.request_id = Some(format!("id{evil}"));
    said[1].making.as_mut().unwrap().error = Some(problem.clone());
    world.list(vec![bad.clone()], 1);
    let mut known = session();
    known.credentials = format!("profile {evil}");
    known.account = Some(evil.into());
    world.session(Ok(known));
    world.press("alt-down").opened(bad, said);
    world.paste(&format!("typed {evil}"));
    world.model.fail(&problem);
    both("hostile", world);
}

#[test]
fn no_control_character_ever_reaches_a_cell() {
    let mut world = World::new().sized(140, 40);
    for char in (0u32..0x20).chain(0x7f..0xa0).chain([0x200b, 0x202e, 0x2066, 0xfeff]) {
        let char = char::from_u32(char).unwrap();
        world.exchange(&format!("a{char}b"), &format!("c{char}d `e{char}f`\n\n```\ng{char}h\n```"));
        world.paste(&format!("x{char}y"));
        world.model.warn(&format!("n{char}m"));
        let (buffer, _) = world.buffer();
        for cell in &buffer.content {
            let bad = cell
                .symbol()
                .chars()
                .any(|c| c.is_control() || "\u{202e}\u{2066}\u{feff}".contains(c));
            assert!(!bad, "{char:?} in {:?}", cell.symbol());
        }
        world.press("ctrl-u ctrl-u backspace");
        while !world.typed().is_empty() {
            world.press("ctrl-u backspace");
        }
    }
}
