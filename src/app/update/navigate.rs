//! Going from one conversation to another; what is left behind goes on or is put away.
//! Not here: sending (chat).

use crate::app::effect::Effect;
use crate::app::layout;
use crate::app::model::{Model, Pane, Screen};
use crate::app::screens::chat::state::Chat;
use crate::domain::archive::Hit;
use crate::domain::conversation::Conversation;
use crate::domain::id::{ConversationId, MessageId};

use super::signal;

/// Conversations kept open at most beside those an answer arrives in; others are read again.
const OPEN: usize = 8;

/// Shows a conversation not yet begun: the one there is, or another.
pub fn new_conversation(model: &mut Model) -> Vec<Effect> {
    let mut effects = put_down(model);
    let untouched = model.chats.values().find(|chat| !chat.begun && chat.live.is_none());
    let id = if let Some(untouched) = untouched {
        untouched.id()
    } else {
        let chat = Chat::fresh(&mut model.desk);
        let id = chat.id();
        model.chats.insert(id, chat);
        id
    };
    model.current = id;
    model.screen = Screen::Chat;
    model.pane = Pane::Composer;
    effects.extend(put_away(model));
    effects
}

/// Shows a conversation of the list, at a message where one is wanted.
pub fn open(
    model: &mut Model,
    row: Conversation,
    wanted: Option<(MessageId, String)>,
) -> Vec<Effect> {
    let mut effects = put_down(model);
    let id = row.id;
    if let Some(chat) = model.chats.get_mut(&id) {
        effects.extend(chat.read_again(&mut model.desk));
    } else {
        let (chat, asked) = Chat::open(row, &mut model.desk);
        model.chats.insert(id, chat);
        effects.extend(asked);
    }
    if let Some(chat) = model.chats.get_mut(&id)
        && let Some((message, words)) = wanted
    {
        chat.go_to(message, words);
    }
    effects.extend(show_missed(model, id));
    model.current = id;
    model.screen = Screen::Chat;
    effects.extend(signal::set_unread(model, id, false));
    model.conversations.select(id);
    effects.extend(model.conversations.read_on(&mut model.desk));
    effects.extend(put_away(model));
    effects
}

/// Shows the branch a hit stands on, where it is not the one shown.
pub fn show_missed(model: &mut Model, id: ConversationId) -> Vec<Effect> {
    let Model { chats, desk, .. } = model;
    let Some(chat) = chats.get_mut(&id).filter(|chat| chat.missed.is_some()) else {
        return Vec::new();
    };
    let effects = chat.show_missed(desk);
    model.tell(match effects {
        Some(_) => "The match is in another version of a turn: it is shown now.",
        None => "The match is in another version of a turn, which cannot be shown now.",
    });
    effects.unwrap_or_default()
}

/// Shows the conversation of a search hit, at the words that were found.
pub fn open_hit(model: &mut Model, hit: &Hit) -> Vec<Effect> {
    let id = hit.conversation;
    let words = hit.snippet.split(['\u{e000}', '\u{e001}']).nth(1).unwrap_or_default().to_owned();
    let known = model.conversations.rows().iter().find(|row| row.id == id).cloned();
    let row = known.unwrap_or_else(|| {
        let mut row = Chat::fresh(&mut model.desk).conversation;
        row.id = id;
        row.title.clone_from(&hit.title);
        row
    });
    open(model, row, Some((hit.message, words)))
}

/// The neighbour of the conversation shown.
pub fn neighbour(model: &mut Model, down: bool) -> Vec<Effect> {
    let row = model.conversations.neighbour(model.current, down).cloned();
    row.map(|row| open(model, row, None)).unwrap_or_default()
}

/// The focus is never where nothing is seen: a pane that gave way gives it to the composer.
pub fn keep_focus(model: &mut Model) {
    let shown = layout::shown(model);
    let seen = match model.pane {
        Pane::Conversations => shown.list,
        Pane::Inspector => shown.inspector,
        Pane::Composer | Pane::Transcript => true,
    };
    if !seen {
        model.pane = Pane::Composer;
    }
}

/// The draft of the conversation that is left is kept now, not in a moment.
fn put_down(model: &mut Model) -> Vec<Effect> {
    let Model { chats, desk, current, .. } = model;
    chats.get_mut(current).map(|chat| chat.keep_draft(desk)).unwrap_or_default()
}

/// Closes conversations nothing arrives in, so that memory does not grow with every one looked at.
fn put_away(model: &mut Model) -> Vec<Effect> {
    while model.chats.len() > OPEN {
        let idle = model
            .chats
            .values()
            .filter(|chat| chat.id() != model.current && chat.live.is_none() && chat.begun)
            .filter(|chat| !chat.draft.is_refused())
            .filter(|chat| !chat.transcript.messages().any(|m| model.unsaved.contains(&m.id)))
            .map(Chat::id)
            .min();
        let Some(idle) = idle else { break };
        model.chats.remove(&idle);
    }
    Vec::new()
}
