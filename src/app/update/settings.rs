//! The settings of a conversation: its parameters in a form, its system prompt in an editor, and the
//! shelf of personas and presets beside them. Not here: the rules of parameters (domain).

use crate::app::effect::{Effect, Lane, QuestionId};
use crate::app::keys::command::{Form, Shelf as ShelfCommand, System as SystemCommand};
use crate::app::model::{Model, Overlay};
use crate::app::screens::chat::sending::ELSEWHERE;
use crate::app::screens::overlay::confirm::Question;
use crate::app::screens::overlay::parameters::{PRESET, SYSTEM, Sheet};
use crate::app::screens::overlay::shelf::{Kind, Naming, Shelf, Ware};
use crate::app::screens::overlay::system::System;
use crate::domain::archive::{Found, Query, Save};
use crate::domain::ask::Parameters;
use crate::domain::problem::Problem;
use crate::domain::shelf::{Persona, Preset, Used};
use crate::text::sanitise::sanitise_line;

use super::explorer;

/// Opens the form of the conversation shown.
pub fn open_parameters(model: &mut Model) -> Vec<Effect> {
    let Some(chat) = model.chat() else { return Vec::new() };
    let row = &chat.conversation;
    let sheet = Sheet::new(&model.desk, &row.model, &row.system, chat.parameters(&model.desk));
    model.overlays.push(Overlay::Parameters(Box::new(sheet)));
    Vec::new()
}

/// Opens the editor of its system prompt: of the form below it, or of the conversation.
pub fn open_system(model: &mut Model) -> Vec<Effect> {
    let text = match model.overlays.last() {
        Some(Overlay::Parameters(sheet)) => sheet.system.clone(),
        _ => model.chat().map(|chat| chat.conversation.system.clone()).unwrap_or_default(),
    };
    model.overlays.push(Overlay::System(Box::new(System::new(&text))));
    Vec::new()
}

/// A command of the form.
pub fn form(model: &mut Model, command: Form) -> Vec<Effect> {
    let Model { overlays, desk, .. } = model;
    let sheet = match overlays.last_mut() {
        Some(Overlay::Parameters(sheet)) => sheet,
        Some(Overlay::Access(access)) => {
            if command == Form::Accept {
                return access.send_form(desk);
            }
            access.form.apply(command);
            return Vec::new();
        }
        _ => return Vec::new(),
    };
    match command {
        Form::Open => match sheet.form.selected().map(|row| row.name.as_ref()) {
            Some(SYSTEM) => open_system(model),
            Some(PRESET) => open_shelf(model, Kind::Presets),
            _ => Vec::new(),
        },
        Form::Accept => accept(model),
        Form::Clear | Form::Change | Form::ChangeBack => {
            sheet.form.apply(command);
            sheet.judge(desk);
            Vec::new()
        }
        Form::Next | Form::Previous => {
            sheet.form.apply(command);
            Vec::new()
        }
    }
}

/// Takes the form's values for the conversation's, unless one of them must be mended first.
fn accept(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Parameters(sheet)) = model.overlays.last_mut() else { return Vec::new() };
    let Some(parameters) = sheet.parameters() else {
        sheet.form.select_fault();
        model.warn("One of the values must be another; what is wrong stands below the fields.");
        return Vec::new();
    };
    let changed = sheet.is_changed();
    let system = sheet.system.clone();
    if changed && is_elsewhere(model) {
        return Vec::new();
    }
    model.overlays.pop();
    if changed { set(model, system, parameters) } else { Vec::new() }
}

/// Whether another instance holds the conversation shown; then it says so, and what is typed stays.
fn is_elsewhere(model: &mut Model) -> bool {
    let elsewhere = model.chat().is_some_and(|chat| chat.elsewhere);
    if elsewhere {
        model.warn(ELSEWHERE);
    }
    elsewhere
}

/// Gives the conversation shown these settings, from the next prompt on.
fn set(model: &mut Model, system: String, parameters: Parameters) -> Vec<Effect> {
    let Model { chats, desk, current, .. } = model;
    let Some(chat) = chats.get_mut(current) else { return Vec::new() };
    let effects = chat.set_settings(system, parameters, desk);
    model.tell("Kept: it holds from the next prompt on.");
    effects
}

/// A command of the system prompt's editor.
pub fn system(model: &mut Model, command: SystemCommand) -> Vec<Effect> {
    let Some(Overlay::System(editor)) = model.overlays.last_mut() else { return Vec::new() };
    match command {
        SystemCommand::NewLine => {
            editor.editor.insert_char('\n');
            Vec::new()
        }
        SystemCommand::Personas => open_shelf(model, Kind::Personas),
        SystemCommand::Keep => {
            let (text, changed) = (editor.text(), editor.is_changed());
            let of_form = matches!(model.overlays.as_slice(), [.., Overlay::Parameters(_), _]);
            if changed && !of_form && is_elsewhere(model) {
                return Vec::new();
            }
            model.overlays.pop();
            if !changed {
                return Vec::new();
            }
            if let Some(Overlay::Parameters(sheet)) = model.overlays.last_mut() {
                sheet.set_system(&text, &model.desk);
                return Vec::new();
            }
            let Some(chat) = model.chat() else { return Vec::new() };
            let parameters = chat.parameters(&model.desk).clone();
            set(model, text, parameters)
        }
    }
}

/// Opens the shelf beside what is being edited.
fn open_shelf(model: &mut Model, kind: Kind) -> Vec<Effect> {
    let current = match model.overlays.last() {
        Some(Overlay::System(system)) => Ware::Text(system.text()),
        Some(Overlay::Parameters(sheet)) => {
            let Some(parameters) = sheet.parameters() else {
                model.warn("One of the values must be another before a preset is loaded or kept.");
                return Vec::new();
            };
            Ware::Parameters(Box::new(parameters))
        }
        _ => return Vec::new(),
    };
    let shelf = Shelf::new(kind, current, &model.desk);
    model.overlays.push(Overlay::Shelf(Box::new(shelf)));
    Vec::new()
}

/// A command of the shelf.
pub fn shelf(model: &mut Model, command: ShelfCommand) -> Vec<Effect> {
    let Some(Overlay::Shelf(shelf)) = model.overlays.last_mut() else { return Vec::new() };
    if shelf.naming.is_some() {
        return if command == ShelfCommand::Keep { named(model) } else { Vec::new() };
    }
    if command == ShelfCommand::Keep {
        shelf.ask_name(Naming::New);
        return Vec::new();
    }
    let Some(item) = shelf.chooser.selected().cloned() else { return Vec::new() };
    if item.fixed {
        model.warn("This preset stands in the configuration file and can be changed there.");
        return Vec::new();
    }
    if command == ShelfCommand::Rename {
        shelf.ask_name(Naming::Renamed(item.name));
    } else {
        let name = sanitise_line(&item.name).into_owned();
        let question = Question::Remove { kind: shelf.kind, name };
        model.overlays.push(Overlay::Confirm(question));
    }
    Vec::new()
}

/// Enter on the shelf: the name is complete, or the selected row is taken.
pub fn choose(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Shelf(shelf)) = model.overlays.last() else { return Vec::new() };
    if shelf.naming.is_some() {
        return named(model);
    }
    let Some(item) = shelf.chooser.selected().cloned() else { return Vec::new() };
    model.overlays.pop();
    match (model.overlays.last_mut(), item.ware) {
        (Some(Overlay::System(system)), Ware::Text(text)) => system.load(&text),
        (Some(Overlay::Parameters(sheet)), Ware::Parameters(parameters)) => {
            sheet.load(&item.name, &parameters, &model.desk);
        }
        _ => {}
    }
    Vec::new()
}

/// A name was typed: asks first where something has it already.
fn named(model: &mut Model) -> Vec<Effect> {
    let Model { overlays, desk, .. } = model;
    let Some(Overlay::Shelf(shelf)) = overlays.last_mut() else { return Vec::new() };
    let name = shelf.name();
    let taken = shelf.item(&name, desk);
    match (&shelf.naming, taken) {
        _ if name.is_empty() => {
            model.warn("Type a name first; esc leaves everything as it is.");
            Vec::new()
        }
        (Some((Naming::Renamed(old), _)), _) if *old == name => {
            shelf.naming = None;
            Vec::new()
        }
        (_, Some(item)) if item.fixed => {
            model.warn("The configuration file has a preset of this name: choose another one.");
            Vec::new()
        }
        (_, Some(_)) => {
            let kind = shelf.kind;
            model.overlays.push(Overlay::Confirm(Question::Replace(kind)));
            Vec::new()
        }
        (_, None) => keep(model),
    }
}

/// Keeps what is named, or gives it its other name.
pub fn keep(model: &mut Model) -> Vec<Effect> {
    let Model { overlays, desk, .. } = model;
    let Some(Overlay::Shelf(shelf)) = overlays.last_mut() else { return Vec::new() };
    let name = shelf.name();
    let Some((naming, _)) = shelf.naming.take() else { return Vec::new() };
    let mut saves = Vec::new();
    let ware = match naming {
        Naming::New => shelf.current.clone(),
        Naming::Renamed(old) => {
            let Some(item) = shelf.item(&old, desk) else { return Vec::new() };
            saves.push(dropped(shelf.kind, &old));
            item.ware
        }
    };
    // The new one first: what fails in between costs nothing.
    saves.insert(
        0,
        match ware {
            Ware::Text(text) => Save::KeepPersona { name, text },
            Ware::Parameters(parameters) => Save::KeepPreset { name, parameters },
        },
    );
    shelve(model, saves)
}

fn dropped(kind: Kind, name: &str) -> Save {
    let name = name.to_owned();
    match kind {
        Kind::Personas => Save::DropPersona { name },
        Kind::Presets => Save::DropPreset { name },
    }
}

/// Changes the shelf here and in the store.
fn shelve(model: &mut Model, saves: Vec<Save>) -> Vec<Effect> {
    // What is being read now is what was before this change.
    model.shelf_unread |= model.asked_shelf.take().is_some();
    let mut effects = Vec::new();
    for save in saves {
        let shelf = &mut model.desk.shelf;
        match &save {
            Save::KeepPersona { name, text } => {
                shelf.personas.retain(|kept| kept.name != *name);
                shelf.personas.push(Persona { name: name.clone(), text: text.clone() });
                shelf.personas.sort_by(|one, two| one.name.cmp(&two.name));
            }
            Save::DropPersona { name } => shelf.personas.retain(|kept| kept.name != *name),
            Save::KeepPreset { name, parameters } => {
                shelf.presets.retain(|kept| kept.name != *name);
                let parameters = (**parameters).clone();
                shelf.presets.push(Preset { name: name.clone(), parameters });
                shelf.presets.sort_by(|one, two| one.name.cmp(&two.name));
            }
            Save::DropPreset { name } => shelf.presets.retain(|kept| kept.name != *name),
            Save::Favourite { model, favourite } => {
                shelf.favourites.retain(|kept| kept != model);
                shelf.favourites.extend(favourite.then(|| model.clone()));
            }
            _ => {}
        }
        let question = model.desk.question();
        model.shelving.push(question);
        effects.push(Effect::Save(question, Box::new(save)));
    }
    refresh(model);
    effects
}

/// What stands on the shelf has changed.
fn refresh(model: &mut Model) {
    let Model { overlays, desk, .. } = model;
    for overlay in overlays {
        match overlay {
            Overlay::Shelf(shelf) => shelf.refresh(desk),
            Overlay::Parameters(sheet) => sheet.judge(desk),
            Overlay::Models(picker) => picker.refresh(desk),
            _ => {}
        }
    }
}

/// Asks for the shelf.
pub fn ask_shelf(model: &mut Model) -> Vec<Effect> {
    let question = model.desk.question();
    model.asked_shelf = Some(question);
    vec![Effect::Find(question, Lane::Open, Query::Shelf)]
}

/// The shelf was read, or could not be: then nothing stands ready, and all else works.
pub fn read_shelf(model: &mut Model, result: Result<Found, Problem>) -> Vec<Effect> {
    model.asked_shelf = None;
    match result {
        Ok(Found::Shelf(shelf)) => {
            model.desk.shelf = *shelf;
            refresh(model);
            return explorer::restore(model);
        }
        Ok(_) => {}
        Err(problem) => model.fail(&problem),
    }
    Vec::new()
}

/// Makes the selected model a favourite, or no longer.
pub fn favourite(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Models(picker)) = model.overlays.last() else { return Vec::new() };
    let Some(row) = picker.chooser.selected() else { return Vec::new() };
    let save = Save::Favourite { model: row.entry.id.clone(), favourite: !row.favourite };
    shelve(model, vec![save])
}

/// The model of this conversation was asked just now.
pub fn used(model: &mut Model) {
    let Some(id) = model.chat().map(|chat| chat.conversation.model.clone()) else { return };
    let now = model.desk.now.unix;
    let used = &mut model.desk.shelf.used;
    let times = used.iter().find(|used| used.model == id).map_or(0, |used| used.times);
    used.retain(|used| used.model != id);
    used.insert(0, Used { model: id, last: now, times: times + 1 });
}

/// A change of the shelf is kept, or is not: then what the store has is shown again.
pub fn shelved(model: &mut Model, question: QuestionId, kept: bool) -> Vec<Effect> {
    let ours = model.shelving.contains(&question);
    model.shelving.retain(|asked| *asked != question);
    let unread = ours && std::mem::take(&mut model.shelf_unread);
    if ours && (!kept || unread) { ask_shelf(model) } else { Vec::new() }
}

/// Esc over one of the three: cancels a name, or asks before changes are lost. True where nothing is
/// to be closed yet.
pub fn holds_back(model: &mut Model) -> bool {
    let changed = match model.overlays.last_mut() {
        Some(Overlay::Shelf(shelf)) if shelf.naming.is_some() => {
            shelf.naming = None;
            return true;
        }
        Some(Overlay::Parameters(sheet)) => sheet.is_changed(),
        Some(Overlay::System(system)) => system.is_changed(),
        _ => false,
    };
    if changed {
        model.overlays.push(Overlay::Confirm(Question::Discard));
    }
    changed
}

/// The selected persona or preset is to be removed.
pub fn removed(model: &mut Model, kind: Kind) -> Vec<Effect> {
    let Some(Overlay::Shelf(shelf)) = model.overlays.last() else { return Vec::new() };
    let Some(item) = shelf.chooser.selected() else { return Vec::new() };
    let save = dropped(kind, &item.name);
    shelve(model, vec![save])
}
