//! What lies over the screen: picker, palette, help, search, faults, questions, rescue.

use outcrop::app::effect::{Effect, Lane, Reply};
use outcrop::app::model::Overlay;
use outcrop::app::screens::overlay::confirm::{Question, Sending};
use outcrop::domain::archive::{Found, Hit};
use outcrop::domain::problem::{Kind, Problem};

use super::both;
use super::chats::listed;
use crate::fixtures::{BARE_SONNET, SONNET, disk_full, messages, row};
use crate::sessions::choosing;
use crate::world::World;

#[test]
fn models() {
    let mut world = World::with(|settings| settings.model = SONNET.into());
    world.press("ctrl-o");
    both("models", world);
    let mut world = World::new();
    world.press("ctrl-o").write("son");
    both("models-narrowed", world);
    let mut world = World::new();
    world.press("ctrl-o").write("zzz");
    both("models-none-match", world);
    let mut world = World::new();
    world.press("ctrl-o").paste(BARE_SONNET);
    while let Some(Overlay::Models(picker)) = world.top()
        && picker.chooser.selected().is_some_and(|row| row.entry.id != BARE_SONNET)
    {
        world.press("down");
    }
    world.press("enter");
    both("models-profiles-only", world);
}

#[test]
fn models_not_listed() {
    let mut loading = World::bare(|_| {});
    loading.press("ctrl-o");
    both("models-being-listed", loading);
    let mut failed = World::bare(|_| {});
    failed.press("ctrl-o");
    let question = failed.asked_models().unwrap();
    let denied = Problem::new(
        Kind::Denied,
        "ListFoundationModels",
        "Your identity may not list the foundation models of this account.",
    )
    .advise("ask for the permission bedrock:ListFoundationModels, or set the model in the configuration");
    failed.reply(Reply::Models(question, Err(denied)));
    both("models-not-listed", failed);
}

#[test]
fn profiles() {
    let mut world = World::with(|settings| settings.profile = Some("work".into()));
    choosing(&mut world);
    both("profiles", world);
    let mut world = World::with(|settings| settings.simulator = true);
    world.press("f8");
    both("profiles-demo", world);
    let mut world = World::new();
    choosing(&mut world);
    world.write("eu");
    both("profiles-narrowed", world);
}

#[test]
fn sessions_asked_about() {
    let mut world = World::new();
    let now = "profile work, account 123456789012, us-east-1".to_owned();
    let was = "profile a-much-longer-name, account 555555555555, eu-central-1".to_owned();
    world.model.overlays.push(Overlay::Confirm(Question::OtherSession {
        what: Sending::Typed,
        was,
        now,
    }));
    both("other-session", world);
    let mut world = World::new();
    let command = ["aws", "sso", "login", "--profile", "work"].map(str::to_owned).to_vec();
    world.model.overlays.push(Overlay::Confirm(Question::Login { command }));
    both("login", world);
}

#[test]
fn palette() {
    let mut world = World::with(|settings| settings.simulator = true);
    world.press("ctrl-p");
    both("palette", world);
    let mut world = World::new();
    world.press("ctrl-p").write("conv");
    both("palette-narrowed", world);
}

#[test]
fn help() {
    for (name, keys) in
        [("help-composer", "f1"), ("help-picker", "ctrl-o f1"), ("help-list", "f3 f1")]
    {
        let mut world = World::new();
        world.press(keys);
        both(name, world);
    }
}

fn searched(hits: Vec<Hit>, more: bool) -> World {
    let mut world = listed();
    world.press("ctrl-f").write("sky");
    let Some(Effect::Find(question, Lane::Search, _)) = world.effects.last() else { panic!() };
    let found = Found::Hits { offset: 0, text: "sky".into(), hits, more };
    let question = *question;
    world.reply(Reply::Found(question, Ok(found)));
    world
}

#[test]
fn search() {
    let mut world = listed();
    world.press("ctrl-f");
    both("search-empty", world);
    let hits = (0..50)
        .map(|n| Hit {
            conversation: row(1_000 - n).id,
            message: messages(1_000 - n, 1)[0].id,
            title: if n == 2 { "日本語のタイトル".into() } else { format!("Conversation {n}") },
            archived: false,
            created: row(1_000 - n).updated,
            snippet: format!(
                "…and then the \u{e000}sky\u{e001} turned blue, as it always does in the {n}th hour of a \
                 day without clouds, whatever the colour of the \u{e000}sky\u{e001} was before…"
            ),
        })
        .collect();
    both("search-hits", searched(hits, true));
    both("search-none", searched(Vec::new(), false));
    let mut failed = listed();
    failed.press("ctrl-f").write("sky");
    let Some(Effect::Find(question, Lane::Search, _)) = failed.effects.last() else { panic!() };
    let question = *question;
    failed.reply(Reply::Found(question, Err(disk_full())));
    both("search-failed", failed);
}

#[test]
fn faults() {
    let mut world = World::with(|settings| settings.simulator = true);
    world.reply(Reply::Faults(Ok(vec!["stall".into(), "throttle@Converse=3".into()])));
    world.press("ctrl-p").write("fault").press("enter");
    both("faults", world);
}

#[test]
fn questions() {
    let mut world = World::new();
    let stream = world.send("Why?");
    world.text(stream, "Because").press("ctrl-q");
    both("quit-while-streaming", world);
}

#[test]
fn rescue() {
    let mut world = World::new();
    let stream = world.send("Why?");
    world.text(stream, "Because.").done(stream).not_saved(disk_full()).wait(60_000).press("ctrl-s");
    // The default name holds an id; the clock of these tests makes it the same every time.
    both("rescue", {
        let mut other = World::new();
        let stream = other.send("Why?");
        other
            .text(stream, "x")
            .done(stream)
            .not_saved(disk_full())
            .wait(60_000)
            .press("ctrl-s enter");
        let path = "/home/me/answer.md".into();
        other.reply(Reply::Wrote(path, Err("File exists (os error 17)".into())));
        other
    });
}
