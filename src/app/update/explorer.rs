//! What keys, clicks and replies change of the models one explores.
//! Not here: which rows there are (screens/explorer).

use crate::app::effect::{Effect, Mouse};
use crate::app::keys::command::{Explorer as Wish, List};
use crate::app::layout;
use crate::app::model::{Model, Overlay, Screen};
use crate::app::parts::chooser::Chooser;
use crate::app::parts::editor::Editor;
use crate::app::parts::excerpt::Excerpt;
use crate::app::screens::explorer::detail::Detail as Explored;
use crate::app::screens::explorer::state::{Order, VIEW, orders};
use crate::app::screens::overlay::places::Destination;
use crate::app::screens::resources::detail::Detail;

use crate::domain::archive::Save;

use super::{access, picking, reply, resources, selection};

/// Rows a turn of the wheel moves.
const WHEEL: isize = 3;

/// Goes to the models. What was listed before is seen at once; what was never listed is.
pub fn show(model: &mut Model) -> Vec<Effect> {
    model.screen = Screen::Models;
    model.explorer.refresh(&model.desk);
    let listed = model.desk.catalog.value().is_some() || model.desk.catalog.is_loading();
    if listed { Vec::new() } else { refresh(model) }
}

/// Lets the table stand as it did when the program was left.
pub fn restore(model: &mut Model) -> Vec<Effect> {
    let Model { explorer, desk, .. } = model;
    explorer.outdate();
    let kept = desk.shelf.views.get(VIEW).cloned();
    explorer.restore(kept.as_ref(), desk)
}

/// Keeps how the table stands, where that has changed.
pub fn keep(model: &mut Model) -> Vec<Effect> {
    let Some(state) = model.explorer.to_keep() else { return Vec::new() };
    let save = Save::KeepView { name: VIEW.into(), state };
    vec![Effect::Save(model.desk.question(), Box::new(save))]
}

/// Lists everything again; what is here stays until it comes.
pub fn refresh(model: &mut Model) -> Vec<Effect> {
    let mut effects = reply::list_models(model);
    let Model { explorer, desk, .. } = model;
    effects.extend(explorer.ask(desk));
    effects.extend(explorer.details.iter_mut().flat_map(|detail| detail.read(desk)));
    effects
}

/// Does a command.
pub fn perform(model: &mut Model, wish: Wish) -> Vec<Effect> {
    match wish {
        Wish::Filter => {
            model.explorer.details.clear();
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
        Wish::Chat => chat(model),
        Wish::Check => access::check(model),
        Wish::Request => access::request(model),
        Wish::Withdraw => access::withdraw(model),
        Wish::Regions => access::regions(model),
        Wish::Console => {
            let region = model.desk.region().unwrap_or("us-east-1").to_owned();
            let entry = model.explorer.entry();
            entry.map(|entry| vec![Effect::Browse(entry.console(&region))]).unwrap_or_default()
        }
        Wish::CopyId => {
            let id = model.explorer.entry().map(|entry| entry.id.clone());
            let excerpt = id.map(|text| Excerpt { what: format!("the id {text}"), text });
            selection::copy(model, excerpt, "There is no model to copy the id of.")
        }
        Wish::CopyArn => {
            let arn = model.explorer.entry().map(|entry| entry.arn.clone());
            let excerpt = arn
                .filter(|arn| !arn.is_empty())
                .map(|text| Excerpt { what: format!("the ARN {text}"), text });
            selection::copy(model, excerpt, "This model has no ARN.")
        }
    }
}

/// Copies the selected line of what is looked at.
pub fn copy(model: &mut Model) -> Vec<Effect> {
    let copied = model.explorer.detail().and_then(Explored::copied);
    let excerpt = copied.map(|(text, what)| Excerpt { text, what });
    selection::copy(model, excerpt, "This line holds nothing to copy.")
}

/// Changes the line one filters by.
pub fn filter(model: &mut Model, changes: impl FnOnce(&mut Editor) -> bool) {
    let explorer = &mut model.explorer;
    if explorer.typing && changes(&mut explorer.line) {
        explorer.typed();
    }
}

/// Begins a conversation with the model.
fn chat(model: &mut Model) -> Vec<Effect> {
    let Some(entry) = model.explorer.entry().cloned() else { return Vec::new() };
    let ways = model.explorer.ways().to_vec();
    picking::chat(model, &entry, &ways)
}

/// The address was shown in the browser, or could not be: then it is copied.
pub fn browsed(model: &mut Model, address: &str, result: Result<(), String>) -> Vec<Effect> {
    match result {
        Ok(()) => {
            model.tell(&format!("Opened in the browser: {address}"));
            Vec::new()
        }
        Err(why) => {
            model.warn(&format!("No browser could be opened ({why}): {address}"));
            let what = format!("the address {address}");
            selection::copy(model, Some(Excerpt { text: address.to_owned(), what }), "")
        }
    }
}

/// Moves in the table, or in what is looked at.
pub fn list(model: &mut Model, command: List) -> Vec<Effect> {
    match model.explorer.details.last_mut() {
        Some(detail) => detail.tree.list.apply(command),
        None => model.explorer.list.apply(command),
    };
    Vec::new()
}

/// Enter: what is typed is done; else the selected model is looked at, or what the selected line of
/// one names.
pub fn choose(model: &mut Model) -> Vec<Effect> {
    let Model { explorer, desk, .. } = model;
    if std::mem::take(&mut explorer.typing) {
        return keep(model);
    }
    let Some(detail) = explorer.detail() else { return explorer.open(desk) };
    let Some(named) = detail.named().map(str::to_owned) else { return Vec::new() };
    if let Some(effects) = explorer.open_named(&named, desk) {
        return effects;
    }
    // What the account holds besides models has a screen of its own.
    let Some(found) = Detail::of_arn(&named, desk) else { return Vec::new() };
    let mut effects = match found.kind {
        Some(kind) => resources::go(model, Destination::Kind(kind)),
        None => return Vec::new(),
    };
    effects.extend(model.resources.open(found, &mut model.desk));
    effects
}

/// One step back: out of what is looked at, out of the line, then what is typed goes; none where
/// there was nothing to leave.
pub fn back(model: &mut Model) -> Option<Vec<Effect>> {
    let explorer = &mut model.explorer;
    if explorer.details.pop().is_some() {
        return Some(Vec::new());
    }
    if !std::mem::take(&mut explorer.typing) {
        if explorer.line.is_empty() {
            return None;
        }
        explorer.line.set_text("");
        explorer.typed();
    }
    Some(keep(model))
}

/// Sets the facet that is selected, or takes it back; more can be set then.
pub fn choose_facet(model: &mut Model) -> Vec<Effect> {
    let Model { overlays, explorer, desk, .. } = model;
    let Some(Overlay::Facets(chooser)) = overlays.last_mut() else { return Vec::new() };
    let Some(choice) = chooser.selected().cloned() else { return Vec::new() };
    let mut effects = explorer.choose(&choice, desk);
    chooser.set_rows(explorer.choices());
    chooser.select_where(|row| (row.facet, &row.value) == (choice.facet, &choice.value));
    effects.extend(keep(model));
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
            return keep(model);
        }
        Order::Usual => explorer.sort_by(None),
        Order::Sort(sort) => explorer.sort_by(Some(sort)),
    }
    overlays.pop();
    keep(model)
}

/// A click selects a row, or begins to filter; the wheel scrolls.
pub fn mouse(model: &mut Model, mouse: Mouse) -> Vec<Effect> {
    let places = layout::explorer(model);
    let area = layout::panes(model.size, model.explorer.detail().is_some(), true).detail;
    let (Mouse::Click(x, y) | Mouse::WheelUp(x, y) | Mouse::WheelDown(x, y)) = mouse;
    if layout::covers(area, x, y) {
        return over_detail(model, mouse);
    }
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
                    let again = explorer.list.selected() == Some(at);
                    explorer.list.select(at);
                    if again || explorer.detail().is_some() {
                        explorer.details.clear();
                        return explorer.open(&mut model.desk);
                    }
                }
            }
        }
        Mouse::Click(..) => {}
    }
    Vec::new()
}

/// The wheel and a click on what is looked at: on the selected line it follows it.
fn over_detail(model: &mut Model, mouse: Mouse) -> Vec<Effect> {
    let area = layout::panes(model.size, true, true).detail;
    let tree = layout::leaf(area, "").tree;
    let Some(detail) = model.explorer.details.last_mut() else { return Vec::new() };
    let list = &mut detail.tree.list;
    match mouse {
        Mouse::WheelUp(..) => list.scroll(-WHEEL),
        Mouse::WheelDown(..) => list.scroll(WHEEL),
        Mouse::Click(x, y) if layout::covers(tree, x, y) => {
            let at = list.visible().start + usize::from(y - tree.y);
            if list.selected() == Some(at) {
                return choose(model);
            }
            list.select(at);
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
    if places.table.height > 0 {
        explorer.line.fit(layout::explorer_line(places.filter).width, 1);
        explorer.list.fit(layout::table_rows(places.table));
    }
    let area = layout::panes(model.size, true, true).detail;
    if let Some(detail) = model.explorer.details.last_mut() {
        detail.tree.list.fit(layout::leaf(area, "").tree.height);
    }
    Vec::new()
}
