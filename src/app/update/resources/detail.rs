//! Looking at one resource: opening it, following what it names, copying what it says.
//! Not here: what it says (screens/resources/detail), or what can be done with it.

use crate::app::effect::Effect;
use crate::app::keys::command::List;
use crate::app::layout;
use crate::app::model::Model;
use crate::app::parts::excerpt::{Copying, Excerpt};
use crate::app::screens::resources::detail::Detail;

/// Looks at the selected row, or at what the selected line names.
pub fn open(model: &mut Model) -> Vec<Effect> {
    let Model { resources, desk, .. } = model;
    let next = match resources.detail() {
        Some(detail) => detail.follow(desk),
        None => {
            resources.board().and_then(|board| Some(Detail::of_row(board.kind, board.selected()?)))
        }
    };
    next.map(|next| resources.open(next, desk)).unwrap_or_default()
}

/// Moves in what is looked at.
pub fn list(model: &mut Model, command: List) {
    let Some(detail) = model.resources.detail_mut() else { return };
    let Some(raw) = &mut detail.raw else {
        detail.tree.list.apply(command);
        return;
    };
    let page = isize::try_from(raw.visible().len().saturating_sub(1)).unwrap_or(isize::MAX);
    raw.scroll(match command {
        List::Up => -1,
        List::Down => 1,
        List::PageUp => -page,
        List::PageDown => page,
        List::First => isize::MIN,
        List::Last => isize::MAX,
        List::Choose => 0,
    });
}

/// The wheel turned.
pub fn scroll(model: &mut Model, by: isize) {
    let Some(detail) = model.resources.detail_mut() else { return };
    match &mut detail.raw {
        Some(raw) => raw.scroll(by),
        None => detail.tree.list.scroll(by),
    }
}

/// A click selects a line; on the selected one it follows it.
pub fn click(model: &mut Model, row: u16) -> Vec<Effect> {
    let Some(detail) = model.resources.detail_mut().filter(|detail| detail.raw.is_none()) else {
        return Vec::new();
    };
    let list = &mut detail.tree.list;
    let at = list.visible().start + usize::from(row);
    if !list.visible().contains(&at) {
        return Vec::new();
    }
    if list.selected() == Some(at) {
        return open(model);
    }
    list.select(at);
    Vec::new()
}

/// Shows the answer as it came, or as a tree again.
pub fn toggle_raw(model: &mut Model) -> Vec<Effect> {
    if let Some(detail) = model.resources.detail_mut() {
        detail.toggle_raw();
    }
    Vec::new()
}

/// Copies what is selected.
pub fn copy(model: &mut Model) -> Vec<Effect> {
    let copied = model.resources.detail().and_then(Detail::copied);
    let Some((text, what)) = copied else { return Vec::new() };
    put(model, text, what)
}

/// Puts a text into the clipboard, and says how that went.
pub fn put(model: &mut Model, text: String, what: String) -> Vec<Effect> {
    let question = model.desk.question();
    model.copying = Some(Copying { question, excerpt: Excerpt { text: text.clone(), what } });
    vec![Effect::Copy(question, text)]
}

/// Gives what is looked at its rows.
pub fn fit(model: &mut Model) {
    let size = model.size;
    let single = model.resources.kind().list.single;
    let Some(detail) = model.resources.detail_mut() else { return };
    let area = layout::panes(size, true, !single).detail;
    let leaf = layout::leaf(area, &detail.head());
    detail.tree.list.fit(leaf.tree.height);
    if let Some(raw) = &mut detail.raw {
        raw.fit(leaf.tree.height + leaf.foot.height);
    }
}
