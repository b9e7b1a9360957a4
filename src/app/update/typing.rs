//! Letters, pasted text and editing commands, wherever text is typed.
//! Not here: which key is which command (keys).

use crate::app::effect::Effect;
use crate::app::keys::command::{Command, Form};
use crate::app::keys::scope::{Needs, Place};
use crate::app::model::{Model, Overlay, Pane, Screen};
use crate::app::parts::chooser::AnyChooser;
use crate::app::parts::editor::Editor;
use crate::app::screens::chat::sending::ELSEWHERE;
use crate::app::screens::overlay::find::Find;

use super::resources::dialogs;
use super::{choosing, command, explorer, request};

/// A letter was typed.
pub fn typed(model: &mut Model, letter: char) -> Vec<Effect> {
    if model.place() == Place::Selection {
        // Letters are commands there; one that is none must not lose the selection.
        return Vec::new();
    }
    let chat = model.screen == Screen::Chat;
    if chat && model.overlays.is_empty() && model.pane != Pane::Composer {
        // Typing means the composer, wherever the focus is: no letter is lost.
        if letter.is_whitespace() {
            return Vec::new();
        }
        model.pane = Pane::Composer;
    }
    // Words to step through have no blanks.
    if letter == ' ' && model.holds(Needs::Choices) {
        return command::perform(model, Command::Form(Form::Change));
    }
    edit(model, |editor| editor.insert_char(letter))
}

/// Text was pasted. It never submits, whatever line ends it has.
pub fn pasted(model: &mut Model, text: &str) -> Vec<Effect> {
    model.quit_armed = None;
    if model.overlays.is_empty() && model.screen == Screen::Chat {
        model.pane = Pane::Composer;
        return edit(model, |editor| editor.paste(text));
    }
    if let Some(Overlay::System(_)) = model.overlays.last() {
        return edit(model, |editor| editor.paste(text));
    }
    let line: Vec<&str> = text.lines().collect();
    let line = line.join(" ");
    edit(model, |editor| editor.paste(&line))
}

/// Changes the prompt, where the chat is shown.
fn compose(model: &mut Model, changes: impl FnOnce(&mut Editor) -> bool) {
    let Model { desk, chats, current, screen, .. } = model;
    let Some(chat) = chats.get_mut(current).filter(|_| *screen == Screen::Chat) else { return };
    if chat.elsewhere {
        model.warn(ELSEWHERE);
    } else if changes(&mut chat.editor) {
        chat.typed(desk);
    }
}

/// Changes the text the next key would go to, then does what follows where the text is another.
pub fn edit(model: &mut Model, change: impl FnOnce(&mut Editor)) -> Vec<Effect> {
    let changes = |editor: &mut Editor| {
        let before = editor.revision();
        change(editor);
        editor.revision() != before
    };
    if let Some(Overlay::Resource(_)) = model.overlays.last() {
        dialogs::edit(model, changes);
        return Vec::new();
    }
    let Model { overlays, desk, sought, .. } = model;
    match overlays.last_mut() {
        None if model.screen == Screen::Models => explorer::filter(model, changes),
        None => compose(model, changes),
        Some(Overlay::Models(picker)) => {
            if changes(&mut picker.chooser.line) {
                picker.typed(desk);
            }
        }
        Some(Overlay::Sessions(sessions)) => {
            if changes(&mut sessions.chooser.line) {
                sessions.typed();
            }
        }
        Some(Overlay::Search(search)) => {
            if changes(&mut search.line) {
                return search.typed(desk);
            }
        }
        Some(Overlay::Find(find)) => look_for(find, sought, changes),
        Some(Overlay::Rename(rename)) => {
            changes(&mut rename.line);
        }
        Some(Overlay::Rescue(rescue)) => {
            changes(&mut rescue.line);
        }
        Some(Overlay::Parameters(sheet)) => sheet.typed(changes, desk),
        Some(Overlay::Request(request)) => request.edit(changes),
        Some(Overlay::System(system)) => {
            changes(&mut system.editor);
        }
        Some(Overlay::Shelf(shelf)) => match &mut shelf.naming {
            Some((_, line)) => {
                changes(line);
            }
            None => narrow(&mut shelf.chooser, changes),
        },
        Some(Overlay::Access(access)) => access.typed(changes),
        top => {
            if let Some(chooser) = choosing::chooser(top) {
                narrow(chooser, changes);
            }
        }
    }
    Vec::new()
}

/// Looks for what is typed, and remembers it for the next time.
fn look_for(find: &mut Find, sought: &mut String, changes: impl FnOnce(&mut Editor) -> bool) {
    if changes(&mut find.line) {
        find.typed();
        if !find.line.is_empty() {
            *sought = find.line.text();
        }
    }
}

fn narrow(chooser: &mut dyn AnyChooser, changes: impl FnOnce(&mut Editor) -> bool) {
    if changes(chooser.line()) {
        chooser.typed();
    }
}

/// Gives the text that is typed to the user's own editor. What is typed is kept first.
pub fn open_editor(model: &mut Model) -> Vec<Effect> {
    if let Some(Overlay::System(system)) = model.overlays.last() {
        return vec![Effect::EditText(system.editor.text())];
    }
    let Model { chats, desk, current, .. } = model;
    let Some(chat) = chats.get_mut(current) else { return Vec::new() };
    if chat.elsewhere {
        model.warn(ELSEWHERE);
        return Vec::new();
    }
    let mut effects = chat.keep_draft(desk);
    effects.push(Effect::EditText(chat.editor.text()));
    effects
}

/// The editor has ended.
pub fn edited(model: &mut Model, result: Result<Option<String>, String>) -> Vec<Effect> {
    match result {
        Ok(Some(text)) if request::is_open(model) => {
            request::edited(model, &text);
            Vec::new()
        }
        Ok(Some(text)) => edit(model, |editor| {
            if editor.text() != text {
                editor.rewrite(&text);
            }
        }),
        Ok(None) => {
            model.tell("The editor ended with an error: the text is as it was.");
            Vec::new()
        }
        Err(why) => {
            model.warn(&format!(
                "The editor could not be used, the text is as it was: {why}. Set $VISUAL or $EDITOR."
            ));
            Vec::new()
        }
    }
}
