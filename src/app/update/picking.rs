//! The model that was picked: for the conversation shown, or for one more answer.
//! Not here: the list it was picked from (overlay).

use crate::app::effect::Effect;
use crate::app::model::{Model, Overlay, Screen};
use crate::app::screens::overlay::confirm::Sending;
use crate::domain::catalog::EntryKind;
use crate::domain::id::MessageId;
use crate::text::sanitise::sanitise_line;

use super::turns;

/// Chooses the selected model. One that cannot be invoked on demand offers its profiles instead.
pub fn choose_model(model: &mut Model) -> Vec<Effect> {
    let Model { overlays, desk, .. } = model;
    let Some(Overlay::Models(picker)) = overlays.last_mut() else { return Vec::new() };
    let Some(row) = picker.chooser.selected().cloned() else { return Vec::new() };
    let entry = row.entry;
    if !entry.on_demand() {
        let name = &entry.name;
        let what = match (picker.offer_profiles(&entry, desk), entry.kind) {
            (true, EntryKind::Foundation) => only_by_profile(name),
            (true, _) => format!("{name} is invoked through what serves it: choose one."),
            (false, EntryKind::Foundation) => {
                format!("{name} cannot be invoked on demand, and no profile for it is listed here.")
            }
            (false, _) => format!("No deployment and no throughput serves {name} yet."),
        };
        model.warn(&what);
        return Vec::new();
    }
    let again = picker.again;
    if let Some(of) = &picker.of {
        model.notices.withdraw(&only_by_profile(&of.name));
    }
    model.overlays.pop();
    model.screen = Screen::Chat;
    if let Some(why) = model.desk.closed(&entry.id) {
        model.warn(&format!("{} cannot be invoked now: {why}.", entry.name));
    }
    choose_for_chat(model, entry.id, again)
}

/// Goes on with this model, and asks it once more for the answer of a message, where that is wished.
pub fn choose_for_chat(model: &mut Model, id: String, again: Option<MessageId>) -> Vec<Effect> {
    // The next new conversation begins with the model used last.
    model.desk.settings.model.clone_from(&id);
    let Model { chats, desk, current, conversations, .. } = model;
    for chat in chats.values_mut().filter(|chat| chat.is_untouched()) {
        chat.conversation.model.clone_from(&id);
    }
    let Some(chat) = chats.get_mut(current) else { return Vec::new() };
    let mut effects = chat.choose_model(id, desk);
    if chat.begun {
        conversations.changed(&chat.conversation);
    }
    if let Some(message) = again {
        effects.extend(turns::send(model, Sending::Again(message)));
    }
    effects
}

fn only_by_profile(name: &str) -> String {
    sanitise_line(&format!("{name} is only invoked through a profile: choose one.")).into_owned()
}
