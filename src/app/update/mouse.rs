//! What the wheel and a click mean where the pointer is.
//! Not here: keys.

use crate::app::effect::{Effect, Mouse};
use crate::app::keys::command::{Command, Edit, Form, List};
use crate::app::layout;
use crate::app::model::{Model, Overlay, Pane, Screen};

use super::{choosing, command, explorer, navigate, request, resources, selection};

/// Rows a turn of the wheel moves.
const WHEEL: isize = 3;

/// The mouse did something.
pub fn moved(model: &mut Model, mouse: Mouse) -> Vec<Effect> {
    if layout::too_small(model.size) {
        return Vec::new();
    }
    let narrows = resources::dialogs::lets_through(model, mouse);
    match model.overlays.last() {
        // It lies over nothing: a click elsewhere leaves it.
        Some(Overlay::Find(_)) => {
            if matches!(mouse, Mouse::Click(..)) {
                model.overlays.pop();
            }
        }
        Some(Overlay::Resource(_)) if !narrows => return resources::dialogs::mouse(model, mouse),
        Some(Overlay::Resource(_)) | None => {}
        Some(_) => return over_overlay(model, mouse),
    }
    match (model.screen, mouse) {
        (Screen::Chat, _) => {}
        (_, Mouse::Click(x, 0)) => return resources::click_tab(model, x),
        (Screen::Resources, _) => return resources::mouse(model, mouse),
        (Screen::Models, _) => return explorer::mouse(model, mouse),
    }
    let areas = layout::of(model);
    let (Mouse::Click(x, y) | Mouse::WheelUp(x, y) | Mouse::WheelDown(x, y)) = mouse;
    let on = |area| layout::covers(area, x, y);
    if on(areas.inspector) {
        match mouse {
            Mouse::WheelUp(..) => model.inspector.scroll(-WHEEL),
            Mouse::WheelDown(..) => model.inspector.scroll(WHEEL),
            Mouse::Click(..) => model.pane = Pane::Inspector,
        }
        return Vec::new();
    }
    let Some(chat) = model.chats.get_mut(&model.current) else { return Vec::new() };
    if on(areas.list) {
        match mouse {
            Mouse::WheelUp(..) => model.conversations.list.scroll(-WHEEL),
            Mouse::WheelDown(..) => model.conversations.list.scroll(WHEEL),
            Mouse::Click(..) => return click_row(model, y.checked_sub(areas.list.y + 1)),
        }
        return model.conversations.read_on(&mut model.desk);
    }
    match mouse {
        Mouse::WheelUp(..) => chat.transcript.scroll_up(WHEEL.unsigned_abs()),
        Mouse::WheelDown(..) => chat.transcript.scroll_down(WHEEL.unsigned_abs()),
        Mouse::Click(..) if on(areas.composer_frame) => model.pane = Pane::Composer,
        Mouse::Click(_, y) if on(areas.transcript) => {
            return selection::click(model, usize::from(y - areas.transcript.y));
        }
        Mouse::Click(..) => {}
    }
    Vec::new()
}

fn click_row(model: &mut Model, row: Option<u16>) -> Vec<Effect> {
    let Some(row) = row else { return Vec::new() };
    let at = model.conversations.list.visible().start + usize::from(row);
    let Some(row) = model.conversations.rows().get(at).cloned() else { return Vec::new() };
    model.conversations.list.select(at);
    navigate::open(model, row, None)
}

fn over_overlay(model: &mut Model, mouse: Mouse) -> Vec<Effect> {
    let rows = usize::from(layout::help_rows(layout::overlay(model.size)));
    let by = match mouse {
        Mouse::WheelDown(..) => WHEEL,
        Mouse::WheelUp(..) => -WHEEL,
        Mouse::Click(x, y) => return click_overlay(model, x, y),
    };
    let Model { overlays, desk, .. } = model;
    let list = match overlays.last_mut() {
        Some(Overlay::Help(help)) => {
            help.scroll(by, rows);
            return Vec::new();
        }
        Some(Overlay::Search(search)) => &mut search.list,
        Some(Overlay::Parameters(sheet)) => {
            sheet.form.scroll(by.signum());
            return Vec::new();
        }
        Some(Overlay::Request(request)) => {
            request.scroll(by.signum());
            return Vec::new();
        }
        Some(Overlay::System(system)) => {
            let step = if by < 0 { Edit::Up } else { Edit::Down };
            system.editor.apply(step);
            return Vec::new();
        }
        Some(Overlay::Access(access)) => {
            access.scroll(by, layout::terms(model.size));
            return Vec::new();
        }
        Some(Overlay::Regions(matrix)) => {
            matrix.scroll(by, usize::from(layout::inside(layout::access(model.size)).height) - 1);
            return Vec::new();
        }
        top => match choosing::chooser(top) {
            Some(chooser) => chooser.list(),
            None => return Vec::new(),
        },
    };
    list.scroll(by);
    match overlays.last_mut() {
        Some(Overlay::Search(search)) => search.read_on(desk),
        _ => Vec::new(),
    }
}

/// A click selects a row of a list; on the selected one it chooses. Beside the box it means nothing:
/// what lies there must not be lost by a slip.
fn click_overlay(model: &mut Model, x: u16, y: u16) -> Vec<Effect> {
    if let Some(Overlay::Parameters(sheet)) = model.overlays.last_mut() {
        let Some(row) = layout::form_row(layout::form(model.size), x, y) else { return Vec::new() };
        let at = sheet.form.visible().start + usize::from(row);
        if at >= sheet.form.visible().end {
            return Vec::new();
        }
        let again = at == sheet.form.at() && sheet.form.has_link();
        sheet.form.select(at);
        let open = Command::Form(Form::Open);
        return if again { command::perform(model, open) } else { Vec::new() };
    }
    if request::is_open(model) {
        return request::clicked(model, x, y);
    }
    let area = layout::overlay(model.size);
    let Some(row) = layout::overlay_row(area, x, y).map(usize::from) else { return Vec::new() };
    let (list, row) = match model.overlays.last_mut() {
        Some(Overlay::Models(_)) if row >= usize::from(layout::model_rows(area)) => {
            return Vec::new();
        }
        Some(Overlay::Search(search)) => (&mut search.list, row / layout::HIT_ROWS),
        top => match choosing::chooser(top) {
            Some(chooser) => (chooser.list(), row),
            None => return Vec::new(),
        },
    };
    let at = list.visible().start + row;
    if !list.visible().contains(&at) {
        return Vec::new();
    }
    if list.selected() == Some(at) {
        return command::perform(model, Command::List(List::Choose));
    }
    list.select(at);
    Vec::new()
}
