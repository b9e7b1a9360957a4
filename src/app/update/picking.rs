//! The model that was picked: for the conversation shown, or for one more answer.
//! Not here: the list it was picked from (overlay).

use crate::app::effect::Effect;
use crate::app::model::{Model, Overlay, Screen};
use crate::app::screens::overlay::confirm::Sending;
use crate::app::screens::overlay::picker::{Picker, Purpose};
use crate::domain::catalog::{Entry, EntryKind};
use crate::domain::ways::Way;
use crate::text::sanitise::sanitise_line;

use super::{navigate, turns};

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
    let purpose = picker.purpose;
    if let Some(of) = &picker.of {
        model.notices.withdraw(&only_by_profile(&of.name));
    }
    model.overlays.pop();
    model.screen = Screen::Chat;
    if let Some(why) = model.desk.closed(&entry.id) {
        model.warn(&format!("{} cannot be invoked now: {why}.", entry.name));
    }
    match purpose {
        Purpose::Begin => begin(model, entry.id, &entry.name),
        Purpose::GoOn => go_on(model, entry.id),
        Purpose::Again(message) => {
            let mut effects = go_on(model, entry.id);
            effects.extend(turns::send(model, Sending::Again(message)));
            effects
        }
    }
}

/// Begins a conversation with a model: by its own id or by its only way, else the way is chosen.
pub fn chat(model: &mut Model, entry: &Entry, ways: &[Way]) -> Vec<Effect> {
    let name = &entry.name;
    if !entry.chats() {
        model.warn(&format!("{name} does not answer in text: it cannot hold a conversation."));
        return Vec::new();
    }
    let open = ways.iter().filter(|way| way.standing.is_open());
    let open: Vec<&str> = open.filter_map(|way| way.id.as_deref()).collect();
    if let Some(id) = open.iter().find(|id| **id == entry.id || open.len() == 1) {
        return begin(model, (*id).to_owned(), name);
    }
    let mut picker = Picker::new(&model.desk, "", Purpose::Begin);
    if open.is_empty() || !picker.offer_profiles(entry, &model.desk) {
        let why = ways.iter().find_map(|way| way.standing.why()).unwrap_or("no way is known");
        model.warn(&format!("{name} cannot be invoked here: {why}."));
        return Vec::new();
    }
    model.overlays.push(Overlay::Models(picker));
    Vec::new()
}

/// Begins a conversation with what is invoked by this id.
pub fn begin(model: &mut Model, id: String, name: &str) -> Vec<Effect> {
    let mut effects = navigate::new_conversation(model);
    effects.extend(go_on(model, id));
    model.tell(&format!("A new conversation with {name}."));
    effects
}

/// Goes on with this model in the conversation shown.
fn go_on(model: &mut Model, id: String) -> Vec<Effect> {
    // The next new conversation begins with the model used last.
    model.desk.settings.model.clone_from(&id);
    let Model { chats, desk, current, conversations, .. } = model;
    for chat in chats.values_mut().filter(|chat| chat.is_untouched()) {
        chat.conversation.model.clone_from(&id);
    }
    let Some(chat) = chats.get_mut(current) else { return Vec::new() };
    let effects = chat.choose_model(id, desk);
    if chat.begun {
        conversations.changed(&chat.conversation);
    }
    effects
}

fn only_by_profile(name: &str) -> String {
    sanitise_line(&format!("{name} is only invoked through a profile: choose one.")).into_owned()
}
