//! Conversations as a whole: renamed, pinned, archived, deleted and brought back.
//! Not here: the list's pages and selection (listing).

use outcrop::app::effect::Reply;
use outcrop::app::model::{Overlay, Pane};
use outcrop::domain::archive::{Query, Save};
use outcrop::domain::id::ConversationId;

use crate::fixtures::{disk_full, row};
use crate::world::World;

/// Three conversations in the list, which has the focus; the first row is selected.
fn listed() -> World {
    let mut world = World::bare(|_| {}).sized(140, 40);
    world.reply(Reply::StoreOpened(Ok(outcrop::domain::archive::Opening::default())));
    world.list(vec![row(3), row(2), row(1)], 3);
    world.models();
    world.press("shift-tab ctrl-home");
    world.take();
    world
}

fn ids(world: &World) -> Vec<ConversationId> {
    world.model.conversations.rows().iter().map(|row| row.id).collect()
}

#[test]
fn a_conversation_is_renamed_from_the_list() {
    let mut world = listed();
    world.press("down r");
    assert!(matches!(world.top(), Some(Overlay::Rename(_))));
    world.press("ctrl-u").write("A  better title ").press("enter");
    let id = row(2).id;
    let save = Save::Rename { conversation: id, title: "A better title".into() };
    assert_eq!(world.saves(), [&save]);
    assert!(world.screen().contains("A better title"), "{}", world.screen());
    world.press("r ctrl-u enter");
    assert!(world.top().is_some(), "a title must not be empty");
    world.press("esc");
    assert_eq!(world.saves().len(), 1);
}

#[test]
fn the_open_conversation_is_renamed_from_the_palette() {
    let mut world = World::new();
    world.exchange("Why?", "Because.");
    world.command("Rename the conversation").press("ctrl-u").write("Reasons").press("enter");
    assert_eq!(world.chat().conversation.title, "Reasons");
}

#[test]
fn a_pinned_conversation_stands_first_and_one_that_changes_behind_it() {
    let mut world = listed();
    world.press("ctrl-end p");
    assert_eq!(ids(&world), [row(1).id, row(3).id, row(2).id]);
    assert!(matches!(world.last_save().1, Save::Pin { pinned: true, .. }));
    world.press("esc");
    world.exchange("New", "Answer");
    assert_eq!(ids(&world)[0], row(1).id);
    assert_eq!(ids(&world)[1], world.id());
    world.press("shift-tab ctrl-home p");
    assert!(matches!(world.last_save().1, Save::Pin { pinned: false, .. }));
    assert_eq!(ids(&world).last(), Some(&row(1).id));
}

#[test]
fn an_archived_conversation_leaves_the_list_and_the_archive_lists_it() {
    let mut world = listed();
    world.press("a");
    assert_eq!(ids(&world), [row(2).id, row(1).id]);
    assert!(matches!(world.last_save().1, Save::Archive { archived: true, .. }));
    world.press("A");
    assert!(
        world.find(|query| matches!(query, Query::Conversations { archived: true, .. })).is_some()
    );
    let mut away = row(3);
    away.archived = true;
    world.list(vec![away], 1);
    assert!(world.screen().contains("Archive"), "{}", world.screen());
    world.press("a");
    assert!(ids(&world).is_empty());
    world.press("A").list(vec![row(3), row(2), row(1)], 3);
    assert_eq!(ids(&world), [row(3).id, row(2).id, row(1).id]);
}

#[test]
fn esc_goes_from_the_archive_to_the_list_and_from_the_list_to_the_composer() {
    let mut world = listed();
    world.press("A").list(Vec::new(), 0);
    assert!(world.model.conversations.archived);
    world.press("esc").list(vec![row(3), row(2), row(1)], 3);
    assert!(!world.model.conversations.archived);
    assert_eq!((world.pane(), ids(&world).len()), (Pane::Conversations, 3));
    world.press("esc");
    assert_eq!(world.pane(), Pane::Composer);
}

#[test]
fn a_letter_that_has_nothing_to_act_on_is_not_typed() {
    let mut world = listed();
    world.press("A").list(Vec::new(), 0);
    world.press("a r p d u");
    assert_eq!((world.pane(), world.typed().as_str()), (Pane::Conversations, ""));
    world.press("x");
    assert_eq!((world.pane(), world.typed().as_str()), (Pane::Composer, "x"));
}

#[test]
fn deleting_asks_first_and_can_be_undone() {
    let mut world = listed();
    world.press("down d");
    assert!(world.screen().contains("Delete “Conversation 2”"), "{}", world.screen());
    assert!(world.saves().is_empty());
    world.press("n");
    assert_eq!(ids(&world).len(), 3);
    world.press("d y");
    assert_eq!(ids(&world), [row(3).id, row(1).id]);
    assert_eq!(*world.last_save().1, Save::Delete { conversation: row(2).id });
    world.saved();
    world.press("u");
    assert_eq!(*world.last_save().1, Save::Restore { conversation: row(2).id });
    assert_eq!(ids(&world).len(), 2, "it is listed when it can be opened");
    world.saved();
    assert_eq!(ids(&world), [row(3).id, row(2).id, row(1).id]);
    world.take();
    world.press("u");
    assert!(world.saves().is_empty(), "there is nothing more to bring back");
}

#[test]
fn deleting_what_is_shown_shows_a_new_conversation() {
    let mut world = World::new();
    world.exchange("Why?", "Because.");
    let gone = world.id();
    world.command("Delete the conversation").press("y");
    assert_ne!(world.id(), gone);
    assert!(!world.chat().begun);
    assert!(ids(&world).is_empty());
    world.saved().command("Bring back").saved();
    assert_eq!(ids(&world), [gone]);
}

#[test]
fn what_still_receives_an_answer_is_not_deleted() {
    let mut world = World::new();
    world.send("Why?");
    world.command("Delete the conversation");
    assert!(world.top().is_none());
    assert!(world.notice().contains("stop it first"), "{}", world.notice());
}

#[test]
fn what_cannot_be_brought_back_can_be_tried_again() {
    let mut world = listed();
    world.press("d y").saved().press("u").not_saved(disk_full());
    world.list(vec![row(2), row(1)], 2);
    world.take();
    world.press("u").saved();
    assert_eq!(ids(&world), [row(3).id, row(2).id, row(1).id]);
}

#[test]
fn a_change_the_store_refuses_is_said_and_the_list_read_again() {
    let mut world = listed();
    world.press("d y").not_saved(disk_full());
    world.list(vec![row(3), row(2), row(1)], 3);
    assert_eq!(ids(&world).len(), 3);
    assert!(world.notice().contains("disk"), "{}", world.notice());
    assert!(world.model.deleted.is_empty(), "it is still there: nothing to bring back");
}
