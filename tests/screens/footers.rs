//! The footer of the screens of resources and models: each key it shows does something for the row that
//! is selected, no word stands there twice, and the others say why. Not here: which keys fit (keymap).

use outcrop::app::parts::notice::Level;
use outcrop::domain::kinds::{ALL, BATCH, CUSTOMIZATION, GUARDRAIL, PROFILE, ROUTER, THROUGHPUT};
use outcrop::domain::resource::Kind;
use serde_json::{Value, json};

use crate::account::{answer, arn, call, go, throughput};
use crate::world::World;

/// The hints there is room for: keys and words.
fn hints(world: &World, width: usize) -> Vec<(String, &'static str)> {
    let model = &world.model;
    let hints = model.keymap.hints(
        model.place(),
        width,
        |needs| model.holds(needs),
        |command| model.works(command),
    );
    hints.into_iter().map(|hint| (hint.key, hint.word)).collect()
}

fn words(world: &World) -> Vec<&'static str> {
    hints(world, 1_000).into_iter().map(|(_, word)| word).collect()
}

/// A row of a kind that stands so.
fn row(kind: &Kind, status: &str) -> Value {
    if kind == &THROUGHPUT {
        return throughput(1, status);
    }
    let mut row = json!({"type": "APPLICATION"});
    for (member, value) in [
        (kind.row.name, "one".to_owned()),
        (kind.row.id, arn(&format!("{}/abcdefghijkl", kind.arn))),
        (kind.row.status, status.to_owned()),
        (kind.row.created, "2026-11-08T10:40:00Z".to_owned()),
    ] {
        row[member] = json!(value);
    }
    row
}

/// The list of a kind with these rows.
fn listed(kind: &'static Kind, rows: &[Value]) -> World {
    let mut world = World::new();
    go(&mut world, kind.title);
    answer(&mut world, kind.list.operation, &json!({ kind.list.rows: rows }));
    world.take();
    world
}

/// Presses every key the footer shows, each in a world of its own: something happens, and nobody is
/// told why it does not.
fn all_work(begin: impl Fn() -> World) {
    let shown = hints(&begin(), 1_000);
    for (key, word) in &shown {
        let mut world = begin();
        let before = world.screen();
        world.take();
        world.press(key);
        let newest = world.model.notices.newest_first().next();
        let warned = newest.filter(|notice| notice.level != Level::Info);
        assert!(warned.is_none(), "{key} {word}: {warned:?}");
        let idle = world.effects.is_empty() && world.screen() == before;
        assert!(!idle, "{key} {word} does nothing:\n{before}");
    }
    let mut words: Vec<_> = shown.iter().map(|(_, word)| word).collect();
    words.sort_unstable();
    let count = words.len();
    words.dedup();
    assert_eq!(words.len(), count, "a word stands twice: {shown:?}");
}

#[test]
fn every_key_shown_for_a_row_or_an_empty_list_does_something() {
    for kind in ALL.into_iter().filter(|kind| !kind.list.single) {
        all_work(|| listed(kind, &[]));
        let all: Vec<&str> = kind.actions.iter().flat_map(|action| action.when).copied().collect();
        let more = kind.moving.iter().chain(kind.failed).copied().chain(["Whatever"]);
        for status in all.into_iter().chain(more) {
            all_work(|| listed(kind, &[row(kind, status), row(kind, status)]));
        }
    }
}

#[test]
fn a_job_that_ended_is_not_offered_to_be_stopped_and_its_key_says_why() {
    for kind in [&CUSTOMIZATION, &BATCH] {
        assert!(words(&listed(kind, &[row(kind, "InProgress")])).contains(&"stop"));
        let mut world = listed(kind, &[row(kind, "Completed")]);
        assert!(!words(&world).contains(&"stop"));
        world.press("s");
        assert!(world.notice().contains("is possible only while it is"), "{}", world.notice());
    }
}

#[test]
fn what_is_of_aws_is_not_offered_to_be_deleted_and_its_key_says_why() {
    for (kind, own, other) in
        [(&PROFILE, "APPLICATION", "SYSTEM_DEFINED"), (&ROUTER, "custom", "default")]
    {
        let mut one = row(kind, "ACTIVE");
        one["type"] = json!(own);
        assert!(words(&listed(kind, &[one.clone()])).contains(&"delete"), "{}", kind.name);
        one["type"] = json!(other);
        let mut world = listed(kind, &[one]);
        assert!(!words(&world).contains(&"delete"), "{}", kind.name);
        world.press("d");
        assert!(
            world
                .notice()
                .contains(&format!("is of type {other}: “delete” is possible only for type {own}")),
            "{}",
            world.notice()
        );
        world.press("a");
        assert!(world.screen().contains(&format!("only for type {own}")), "{}", world.screen());
    }
}

#[test]
fn what_must_be_read_before_it_is_changed_is_changed_where_it_was_read() {
    let mut world = listed(&GUARDRAIL, &[row(&GUARDRAIL, "READY")]);
    assert!(!words(&world).contains(&"change"));
    world.press("enter");
    let (_, read) = call(&world, GUARDRAIL.get.operation);
    let mut whole = row(&GUARDRAIL, "READY");
    whole["guardrailArn"] = read.input["guardrailIdentifier"].clone();
    whole["blockedInputMessaging"] = json!("No.");
    whole["blockedOutputsMessaging"] = json!("No.");
    answer(&mut world, GUARDRAIL.get.operation, &whole);
    assert!(words(&world).contains(&"change"), "{:?}", words(&world));
}

#[test]
fn what_is_watched_can_be_let_go_where_it_is_looked_at() {
    let mut world = listed(&GUARDRAIL, &[row(&GUARDRAIL, "CREATING")]);
    world.press("w enter");
    let mut whole = row(&GUARDRAIL, "READY");
    whole["guardrailArn"] = whole[GUARDRAIL.row.id].take();
    answer(&mut world, GUARDRAIL.get.operation, &whole);
    assert!(words(&world).contains(&"watch"), "{:?}", words(&world));
    world.press("w");
    assert!(!words(&world).contains(&"watch"), "{:?}", words(&world));
}

#[test]
fn enter_is_shown_in_a_detail_where_a_line_leads_somewhere() {
    let mut world = listed(&THROUGHPUT, &[row(&THROUGHPUT, "InService")]);
    world.press("enter");
    answer(&mut world, THROUGHPUT.get.operation, &throughput(1, "InService"));
    let line = |world: &World| {
        world.model.resources.detail().unwrap().tree.selected().unwrap().name.clone()
    };
    let mut seen = (false, false);
    for _ in 0..20 {
        let leads = words(&world).contains(&"choose");
        let name = line(&world);
        seen =
            (seen.0 || (leads && name == "modelArn"), seen.1 || (!leads && name == "modelUnits"));
        world.press("down");
    }
    assert_eq!(seen, (true, true));
}

#[test]
fn a_word_of_the_chat_stands_in_no_other_footer() {
    for kind in ALL {
        let mut world = World::new().sized(300, 40);
        go(&mut world, kind.title);
        let shown = hints(&world, 1_000);
        assert!(!shown.iter().any(|(key, _)| key == "ctrl-n" || key == "ctrl-f"), "{shown:?}");
    }
}

#[test]
fn a_model_that_does_not_answer_in_text_is_not_offered_to_chat_with() {
    let mut world = World::new();
    world.press("f2").write("models").press("enter");
    let mut talks = Vec::new();
    for _ in 0..world.model.explorer.total() {
        let chats = world.model.explorer.entry().unwrap().chats();
        assert_eq!(words(&world).contains(&"chat"), chats);
        talks.push(chats);
        world.press("down");
    }
    assert!(talks.contains(&true) && talks.contains(&false), "{talks:?}");
}
