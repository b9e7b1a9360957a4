//! What keys, clicks and replies change of the models one explores.
//! Not here: which rows there are (screens/explorer).

use crate::app::effect::{Effect, Mouse};
use crate::app::keys::command::{Explorer as Wish, List};
use crate::app::layout;
use crate::app::model::{Model, Overlay, Screen};
use crate::app::parts::chooser::Chooser;
use crate::app::parts::editor::Editor;
use crate::app::parts::excerpt::Excerpt;
use crate::app::screens::explorer::state::{Order, orders};

use super::{reply, selection};

/// Rows a turn of the wheel moves.
const WHEEL: isize = 3;

/// Goes to the models. What was listed before is seen at once; what was never listed is.
pub fn show(model: &mut Model) -> Vec<Effect> {
    model.screen = Screen::Models;
    model.explorer.refresh(&model.desk);
    let listed = model.desk.catalog.value().is_some() || model.desk.catalog.is_loading();
    if listed { Vec::new() } else { refresh(model) }
}

/// Lists everything again; what is here stays until it comes.
pub fn refresh(model: &mut Model) -> Vec<Effect> {
    let mut effects = reply::list_models(model);
    effects.extend(model.explorer.ask(&mut model.desk));
    effects
}

/// Does a command.
pub fn perform(model: &mut Model, wish: Wish) -> Vec<Effect> {
    match wish {
        Wish::Filter => {
            model.explorer.typing = true;
            Vec::new()
        }
        Wish::Facets => {
            let choices = model.explorer.choices();
            model.overlays.push(Overlay::Facets(Chooser::new(choices)));
            Vec::new()
        }
        Wish::Order => {
            model.overlays.push(Overlay::Order(Chooser::new(orders())));
            Vec::new()
        }
        Wish::CopyId => {
            let id = model.explorer.selected().map(|row| row.entry.id.clone());
            let excerpt = id.map(|text| Excerpt { what: format!("the id {text}"), text });
            selection::copy(model, excerpt, "There is no model to copy the id of.")
        }
        Wish::CopyArn => {
            let arn = model.explorer.selected().map(|row| row.entry.arn.clone());
            let excerpt = arn
                .filter(|arn| !arn.is_empty())
                .map(|text| Excerpt { what: format!("the ARN {text}"), text });
            selection::copy(model, excerpt, "This model has no ARN.")
        }
    }
}

/// Changes the line one filters by.
pub fn filter(model: &mut Model, changes: impl FnOnce(&mut Editor) -> bool) {
    let explorer = &mut model.explorer;
    if explorer.typing && changes(&mut explorer.line) {
        explorer.typed();
    }
}

/// Moves in the table.
pub fn list(model: &mut Model, command: List) -> Vec<Effect> {
    model.explorer.list.apply(command);
    Vec::new()
}

/// Enter: what is typed is done; what matches stays.
pub fn choose(model: &mut Model) -> Vec<Effect> {
    model.explorer.typing = false;
    Vec::new()
}

/// One step back: out of the line, then what is typed goes; false where there was nothing to leave.
pub fn back(model: &mut Model) -> bool {
    let explorer = &mut model.explorer;
    if std::mem::take(&mut explorer.typing) {
        return true;
    }
    if explorer.line.is_empty() {
        return false;
    }
    explorer.line.set_text("");
    explorer.typed();
    true
}

/// Sets the facet that is selected, or takes it back; more can be set then.
pub fn choose_facet(model: &mut Model) -> Vec<Effect> {
    let Model { overlays, explorer, desk, .. } = model;
    let Some(Overlay::Facets(chooser)) = overlays.last_mut() else { return Vec::new() };
    let Some(choice) = chooser.selected().cloned() else { return Vec::new() };
    let effects = explorer.choose(&choice, desk);
    chooser.set_rows(explorer.choices());
    chooser.select_where(|row| (row.facet, &row.value) == (choice.facet, &choice.value));
    effects
}

/// Sorts as the selected row says, or shows its column.
pub fn choose_order(model: &mut Model) -> Vec<Effect> {
    let Model { overlays, explorer, .. } = model;
    let Some(Overlay::Order(chooser)) = overlays.last_mut() else { return Vec::new() };
    let Some(order) = chooser.selected().copied() else { return Vec::new() };
    match order {
        Order::Column(column) => {
            explorer.toggle_column(column);
            return Vec::new();
        }
        Order::Usual => explorer.sort_by(None),
        Order::Sort(sort) => explorer.sort_by(Some(sort)),
    }
    overlays.pop();
    Vec::new()
}

/// A click selects a row, or begins to filter; the wheel scrolls.
pub fn mouse(model: &mut Model, mouse: Mouse) -> Vec<Effect> {
    let places = layout::explorer(model);
    let explorer = &mut model.explorer;
    match mouse {
        Mouse::WheelUp(..) => explorer.list.scroll(-WHEEL),
        Mouse::WheelDown(..) => explorer.list.scroll(WHEEL),
        Mouse::Click(x, y) if layout::covers(places.filter, x, y) => explorer.typing = true,
        Mouse::Click(x, y) if layout::covers(places.table, x, y) => {
            explorer.typing = false;
            if let Some(row) = usize::from(y - places.table.y).checked_sub(1) {
                let at = explorer.list.visible().start + row;
                if explorer.list.visible().contains(&at) {
                    explorer.list.select(at);
                }
            }
        }
        Mouse::Click(..) => {}
    }
    Vec::new()
}

/// Prepares what is seen for the next frame.
pub fn settle(model: &mut Model) -> Vec<Effect> {
    model.explorer.refresh(&model.desk);
    let places = layout::explorer(model);
    let explorer = &mut model.explorer;
    explorer.line.fit(layout::explorer_line(places.filter).width, 1);
    explorer.list.fit(layout::table_rows(places.table));
    Vec::new()
}
