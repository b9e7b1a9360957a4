//! `update(&mut Model, Now, Msg) -> Vec<Effect>`: what happens when something happened.
//! Not here: single commands, replies and the mouse, which have files of their own below.

use crate::app::effect::{Effect, Msg, Now};
use crate::app::keys::key::Key;
use crate::app::layout;
use crate::app::model::{Model, Overlay, Screen};
use crate::app::parts::editor::Editor;

pub mod access;
pub mod choosing;
pub mod command;
pub mod explorer;
pub mod listed;
pub mod mouse;
pub mod navigate;
pub mod picking;
pub mod reply;
pub mod request;
pub mod resources;
pub mod seen;
pub mod selection;
pub mod session;
pub mod settings;
pub mod signal;
pub mod turns;
pub mod typing;

/// Bytes searched for each byte that may be rendered in a frame.
const FIND: usize = 128;

/// Takes in what happened at this time; gives what is to be done.
pub fn update(model: &mut Model, now: Now, msg: Msg) -> Vec<Effect> {
    model.desk.now = now;
    let mut effects = match msg {
        Msg::Key(key) => pressed(model, key),
        Msg::Paste(text) => typing::pasted(model, &text),
        Msg::Resize(width, height) => {
            model.size = (width, height);
            Vec::new()
        }
        Msg::Mouse(mouse) => mouse::moved(model, mouse),
        Msg::Focus(focused) => {
            model.focused = focused;
            Vec::new()
        }
        Msg::Wake => Vec::new(),
        Msg::Reply(reply) => reply::replied(model, reply),
    };
    navigate::keep_focus(model);
    selection::keep_or_leave(model);
    effects.extend(due(model));
    reply::watch(model, &effects);
    effects
}

fn pressed(model: &mut Model, key: Key) -> Vec<Effect> {
    let meant = model.keymap.lookup(model.place(), key, |needs| model.holds(needs));
    if let Some(command) = meant {
        return command::perform(model, command);
    }
    model.quit_armed = None;
    let place = model.place();
    // A letter that is a command there does not become text when there is nothing to do it to.
    if !place.types() && model.keymap.means(place, key) {
        let mut effects = access::refused(model, place, key);
        effects.extend(resources::unheard(model, place, key));
        return effects;
    }
    key.typed().map(|letter| typing::typed(model, letter)).unwrap_or_default()
}

/// What the time alone makes due.
fn due(model: &mut Model) -> Vec<Effect> {
    let now = model.desk.now.mono;
    model.notices.expire(now);
    if model.quit_armed.is_some_and(|until| until <= now) {
        model.quit_armed = None;
    }
    let mut effects = resources::watching::due(model);
    effects.extend(access::due(model));
    let Model { chats, desk, .. } = model;
    effects.extend(chats.values_mut().flat_map(|chat| chat.due(desk)));
    effects
}

/// What is to be done first.
pub fn begin(model: &mut Model, now: Now, size: (u16, u16)) -> Vec<Effect> {
    model.desk.now = now;
    model.size = size;
    let mut effects = model.conversations.read(&mut model.desk);
    effects.extend(reply::ask_new_draft(model));
    effects.extend(reply::list_models(model));
    effects.extend(settings::ask_shelf(model));
    effects
}

/// What is to be done last: answers end as stopped, drafts are kept, and what could not be kept is
/// tried once more.
pub fn leave(model: &mut Model, now: Now) -> Vec<Effect> {
    model.desk.now = now;
    let mut effects = reply::keep_again(model);
    effects.extend(explorer::keep(model));
    let Model { chats, desk, .. } = model;
    for chat in chats.values_mut() {
        effects.extend(chat.stop(desk));
        effects.extend(chat.keep_draft(desk));
    }
    effects
}

/// Prepares what is seen for the next frame, rendering at most `budget` bytes of growing text; gives
/// whether all is rendered, and what was found to do on the way.
pub fn settle(model: &mut Model, budget: usize) -> (bool, Vec<Effect>) {
    if layout::too_small(model.size) {
        return (true, Vec::new());
    }
    let areas = layout::of(model);
    if model.screen != Screen::Chat {
        let effects = match model.screen {
            Screen::Models => explorer::settle(model),
            Screen::Chat | Screen::Resources => resources::settle(model),
        };
        resources::dialogs::fit(model);
        settle_overlay(model);
        return (true, effects);
    }
    let Some(chat) = model.chats.get_mut(&model.current) else { return (true, Vec::new()) };
    chat.count_up(&model.desk);
    chat.fates.count(&chat.transcript, &chat.conversation);
    chat.editor.fit(areas.composer.width, areas.composer.height);
    let done = chat.transcript.settle(areas.transcript.width, areas.transcript.height, budget);
    let mut found = true;
    for overlay in &mut model.overlays {
        if let Overlay::Find(find) = overlay {
            find.line.fit(layout::find_line(areas.find).width, 1);
            found = find.search(&mut chat.transcript, budget.saturating_mul(FIND));
            chat.select(find.message());
            // What was gone to is laid out and seen in this frame.
            chat.transcript.settle(areas.transcript.width, areas.transcript.height, 1);
        }
    }
    if areas.inspector.width > 0 {
        let area = areas.inspector;
        model.inspector.lay_out(chat, &model.desk, area.width.saturating_sub(3), area.height);
    }
    let mut effects = Vec::new();
    for entry in chat.transcript.seen_mut() {
        let requests = entry.take_highlight_requests();
        let id = entry.message.id;
        effects.extend(requests.into_iter().map(|request| Effect::Highlight(id, request)));
    }
    effects.extend(signal::title(model));
    model.conversations.list.fit(areas.list.height.saturating_sub(1));
    settle_overlay(model);
    (done && found, effects)
}

fn settle_overlay(model: &mut Model) {
    let size = model.size;
    let Some(overlay) = model.overlays.last_mut() else { return };
    let area = layout::overlay(size);
    let rows = layout::overlay_rows(area);
    let width = area.width.saturating_sub(6);
    let line = |line: &mut Editor| line.fit(width, 1);
    match overlay {
        Overlay::Help(help) => help.scroll(0, usize::from(layout::help_rows(area))),
        Overlay::Models(picker) => picker.chooser.fit(width, layout::model_rows(area)),
        Overlay::Search(search) => {
            line(&mut search.line);
            search.list.fit(rows / layout::HIT_ROWS as u16);
        }
        Overlay::Rescue(rescue) => line(&mut rescue.line),
        Overlay::Parameters(sheet) => {
            let inner = layout::inside(layout::form(size));
            let typed = layout::form_typed(inner, sheet.form.label);
            sheet.form.fit(typed, layout::form_rows(inner));
        }
        Overlay::Request(request) => request::fit(request, size),
        Overlay::System(system) => {
            let place = layout::system_text(layout::inside(area));
            system.editor.fit(place.width, place.height);
        }
        Overlay::Shelf(shelf) => {
            line(shelf.line());
            shelf.chooser.list.fit(rows);
        }
        Overlay::Rename(rename) => line(&mut rename.line),
        Overlay::Access(access) => {
            let inner = layout::inside(layout::access(size));
            access.form.fit(layout::form_typed(inner, access.form.label), layout::form_rows(inner));
            line(&mut access.line);
        }
        Overlay::Regions(matrix) => {
            let rows = usize::from(layout::inside(layout::access(size)).height.saturating_sub(1));
            matrix.scroll(0, rows);
        }
        Overlay::Resource(_) => {}
        other => {
            if let Some(chooser) = choosing::chooser(Some(other)) {
                chooser.fit(width, rows);
            }
        }
    }
}
