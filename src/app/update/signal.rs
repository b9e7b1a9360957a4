//! What is told beyond the screen: the window's title, and that an answer ended.
//! Not here: the bytes that tell it (the runtime).

use crate::app::effect::Effect;
use crate::app::model::Model;
use crate::domain::archive::Save;
use crate::domain::id::ConversationId;
use crate::text::sanitise::sanitise_line;

/// Names the window after the conversation and its model, where it is named otherwise.
pub fn title(model: &mut Model) -> Option<Effect> {
    let chat = model.chats.get(&model.current)?;
    let (title, name) = (chat.title(), model.desk.model_name(&chat.conversation.model));
    if model.titled.as_ref().is_some_and(|(known, of)| known == title && of == name) {
        return None;
    }
    let said = if name.is_empty() {
        format!("outcrop: {title}")
    } else {
        format!("outcrop: {title} — {name}")
    };
    model.titled = Some((title.to_owned(), name.to_owned()));
    Some(Effect::Title(sanitise_line(&said).into_owned()))
}

/// Says that the answer of a conversation has ended: on the screen where another is shown, and by
/// the terminal where nobody looks at it.
pub fn ended(model: &mut Model, id: ConversationId) -> Vec<Effect> {
    let Some(chat) = model.chats.get(&id) else { return Vec::new() };
    let failed = chat.failure().map(|problem| problem.what.clone());
    let title = chat.title().to_owned();
    let said = match &failed {
        Some(what) => format!("{title}: {what}"),
        None => format!("{title}: the answer is complete."),
    };
    let mut effects = Vec::new();
    if id != model.current {
        effects.extend(set_unread(model, id, true));
        match failed {
            Some(_) => model.warn(&said),
            None => model.tell(&said),
        }
    }
    if !model.focused {
        effects.push(Effect::Notify(sanitise_line(&said).into_owned()));
    }
    effects
}

/// Marks a conversation as looked at, or as one in which an answer ended that nobody looked at.
pub fn set_unread(model: &mut Model, id: ConversationId, unread: bool) -> Option<Effect> {
    let Model { chats, conversations, desk, .. } = model;
    let chat = chats.get_mut(&id).filter(|chat| chat.conversation.unread != unread)?;
    chat.conversation.unread = unread;
    conversations.changed(&chat.conversation);
    let save = Save::Unread { conversation: id, unread };
    Some(Effect::Save(desk.question(), Box::new(save)))
}
