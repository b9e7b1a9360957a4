//! What is done to a conversation as a whole: renamed, pinned, archived, deleted and brought back.
//! Not here: the list itself (screens/conversations).

use crate::app::effect::{Effect, QuestionId};
use crate::app::keys::command::{Command, Conversation as Listed};
use crate::app::model::{Deleted, Model, Overlay, Pane};
use crate::app::screens::overlay::confirm::Question;
use crate::app::screens::overlay::rename::Rename;
use crate::domain::archive::Save;
use crate::domain::conversation::Conversation;
use crate::domain::id::ConversationId;
use crate::domain::problem::Problem;
use crate::text::sanitise::sanitise_line;

use super::navigate;

/// Asks for a new title.
pub fn rename(model: &mut Model) {
    if let Some(rename) = model.listed().map(Rename::of) {
        model.overlays.push(Overlay::Rename(rename));
    }
}

/// The new title was typed.
pub fn renamed(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Rename(rename)) = model.overlays.last() else { return Vec::new() };
    let (id, title) = (rename.conversation, rename.title());
    let Some(title) = title else {
        model.warn("A conversation needs a title; esc leaves the one it has.");
        return Vec::new();
    };
    model.overlays.pop();
    let save = Save::Rename { conversation: id, title: title.clone() };
    change(model, id, save, move |row| row.title.clone_from(&title))
}

/// Pins the conversation to the top of the list, or no longer.
pub fn pin(model: &mut Model) -> Vec<Effect> {
    let Some((id, pinned)) = model.listed().map(|row| (row.id, !row.pinned)) else {
        return Vec::new();
    };
    model.tell(if pinned { "Pinned to the top of the list." } else { "No longer pinned." });
    change(model, id, Save::Pin { conversation: id, pinned }, move |row| row.pinned = pinned)
}

/// Puts the conversation away into the archive, or back.
pub fn archive(model: &mut Model) -> Vec<Effect> {
    let Some((id, archived)) = model.listed().map(|row| (row.id, !row.archived)) else {
        return Vec::new();
    };
    let said = match model.keymap.keys(Command::Conversation(Listed::ShowArchive)).first() {
        _ if !archived => "Back in the list.".to_owned(),
        Some(key) => format!("Archived: searches still find it, and {key} lists the archive."),
        None => "Archived: searches still find it, and the archive lists it.".to_owned(),
    };
    model.tell(&said);
    let save = Save::Archive { conversation: id, archived };
    change(model, id, save, move |row| row.archived = archived)
}

/// Lists archived conversations, or the others again.
pub fn show_archive(model: &mut Model) -> Vec<Effect> {
    let archived = !model.conversations.archived;
    model.list_shown = Some(true);
    model.pane = Pane::Conversations;
    model.conversations.show_archived(archived, &mut model.desk)
}

/// Asks whether to delete the conversation.
pub fn delete(model: &mut Model) {
    let Some(row) = model.listed() else { return };
    let (id, messages) = (row.id, row.messages);
    let title = sanitise_line(&row.title).into_owned();
    if model.chats.get(&id).is_some_and(|chat| chat.live.is_some()) {
        model.warn("An answer is still arriving there: stop it first, then delete.");
        return;
    }
    model.overlays.push(Overlay::Confirm(Question::Delete { conversation: id, title, messages }));
}

/// It is to be deleted.
pub fn deleted(model: &mut Model, id: ConversationId) -> Vec<Effect> {
    let row = row(model, id);
    let Some(row) = row else { return Vec::new() };
    let mut effects = Vec::new();
    if model.current == id {
        let pane = model.pane;
        effects.extend(navigate::new_conversation(model));
        model.pane = pane;
    }
    model.chats.remove(&id);
    model.conversations.forget(id);
    model.tell(&format!("Deleted: {}. It can be brought back until you quit.", row.title));
    let (asked, effect) = save(model, Save::Delete { conversation: id });
    model.deleted.push(Deleted { row, asked, back: None });
    effects.push(effect);
    effects
}

/// Brings back the conversation that was deleted last.
pub fn undelete(model: &mut Model) -> Vec<Effect> {
    let Some(at) = model.deleted.iter().rposition(|deleted| deleted.back.is_none()) else {
        return Vec::new();
    };
    let conversation = model.deleted[at].row.id;
    let (back, effect) = save(model, Save::Restore { conversation });
    model.deleted[at].back = Some(back);
    vec![effect]
}

/// The store has answered a change of a row. Where it refused, the list shows what is not so, and is
/// read again.
pub fn changed(
    model: &mut Model,
    question: QuestionId,
    result: &Result<(), Problem>,
) -> Option<Vec<Effect>> {
    if !model.conversations.was_changing(question) {
        return None;
    }
    let Err(problem) = result else {
        // Listed when it is there again, so that it can be opened at once.
        let back = model.deleted.iter().position(|deleted| deleted.back == Some(question));
        if let Some(row) = back.map(|at| model.deleted.remove(at).row) {
            model.conversations.begun(&row);
            model.conversations.select(row.id);
            model.tell(&format!("Back in the list: {}.", row.title));
        }
        return Some(Vec::new());
    };
    model.deleted.retain(|deleted| deleted.asked != question);
    for deleted in model.deleted.iter_mut().filter(|deleted| deleted.back == Some(question)) {
        deleted.back = None;
    }
    model.fail(problem);
    Some(model.conversations.read_anew(&mut model.desk))
}

/// What is known of a conversation: as it is open, else as it is listed.
fn row(model: &Model, id: ConversationId) -> Option<Conversation> {
    let open = model.chats.get(&id).map(|chat| &chat.conversation);
    let listed = || model.conversations.rows().iter().find(|row| row.id == id);
    open.or_else(listed).cloned()
}

/// Changes what is shown of a conversation at once and asks the store for the same.
fn change(
    model: &mut Model,
    id: ConversationId,
    asked: Save,
    change: impl Fn(&mut Conversation),
) -> Vec<Effect> {
    let Some(mut row) = row(model, id) else { return Vec::new() };
    change(&mut row);
    if let Some(chat) = model.chats.get_mut(&id) {
        change(&mut chat.conversation);
    }
    model.conversations.changed(&row);
    vec![save(model, asked).1]
}

/// Asks for a save whose failure makes the list be read again.
fn save(model: &mut Model, save: Save) -> (QuestionId, Effect) {
    let question = model.desk.question();
    model.conversations.changing(question);
    (question, Effect::Save(question, Box::new(save)))
}
