//! Going to the resources of a kind, and what the service answers about them.
//! Not here: the lists (screens/resources).

use crate::app::effect::{Effect, Mouse, QuestionId};
use crate::app::keys::command::List;
use crate::app::layout;
use crate::app::model::{Model, Overlay, Screen};
use crate::app::parts::chooser::Chooser;
use crate::app::screens::overlay::places::{Destination, places, tabs};
use crate::domain::operation::Answer;
use crate::domain::problem::Problem;

/// Rows a turn of the wheel moves.
const WHEEL: isize = 3;

/// Offers every place of the program.
pub fn offer(model: &mut Model) -> Vec<Effect> {
    model.overlays.push(Overlay::Places(Chooser::new(places())));
    Vec::new()
}

/// Goes there.
pub fn go(model: &mut Model, to: Destination) -> Vec<Effect> {
    match to {
        Destination::Chat => {
            model.screen = Screen::Chat;
            Vec::new()
        }
        Destination::Kind(kind) => {
            model.screen = Screen::Resources;
            model.resources.show(kind, &mut model.desk)
        }
    }
}

/// Goes to the tab beside the one shown.
pub fn step(model: &mut Model, forward: bool) -> Vec<Effect> {
    let tabs = tabs();
    let here = model.destination();
    let at = tabs.iter().position(|to| *to == here);
    let count = tabs.len();
    let next = match (at, forward) {
        (Some(at), true) => (at + 1) % count,
        (Some(at), false) => (at + count - 1) % count,
        (None, _) => 0,
    };
    go(model, tabs[next])
}

/// Reads the list shown again.
pub fn refresh(model: &mut Model) -> Vec<Effect> {
    let kind = model.resources.kind();
    model.resources.show(kind, &mut model.desk)
}

/// Moves in the list shown; what comes near its end is read on.
pub fn list(model: &mut Model, command: List) -> Vec<Effect> {
    let Model { resources, desk, .. } = model;
    let Some(board) = resources.board_mut() else { return Vec::new() };
    board.list.apply(command);
    board.read_on(desk)
}

/// A click goes to a tab or selects a row; the wheel scrolls.
pub fn mouse(model: &mut Model, mouse: Mouse) -> Vec<Effect> {
    let sheet = layout::sheet(model.size);
    let Model { resources, desk, .. } = model;
    let Some(board) = resources.board_mut() else { return Vec::new() };
    match mouse {
        Mouse::WheelUp(..) => board.list.scroll(-WHEEL),
        Mouse::WheelDown(..) => board.list.scroll(WHEEL),
        Mouse::Click(x, y) if layout::covers(sheet.tabs, x, y) => {
            let tab = layout::tabs(tabs().into_iter().map(Destination::tab))
                .position(|at| at.contains(&x));
            return tab
                .and_then(|at| tabs().get(at).copied())
                .map(|to| go(model, to))
                .unwrap_or_default();
        }
        Mouse::Click(x, y) if layout::covers(sheet.body, x, y) => {
            if let Some(row) = usize::from(y - sheet.body.y).checked_sub(1) {
                board.list.select(board.list.visible().start + row);
            }
        }
        Mouse::Click(..) => {}
    }
    board.read_on(desk)
}

/// Prepares what is seen for the next frame.
pub fn settle(model: &mut Model) -> Vec<Effect> {
    let height = layout::table_rows(layout::sheet(model.size).body);
    let Model { resources, desk, .. } = model;
    let Some(board) = resources.board_mut() else { return Vec::new() };
    board.list.fit(height);
    board.read_on(desk)
}

/// Takes in what an operation was answered with. An answer nobody waits for any more is dropped.
pub fn answered(
    model: &mut Model,
    question: QuestionId,
    result: &Result<Box<Answer>, Problem>,
) -> Vec<Effect> {
    model.resources.answered(question, result);
    Vec::new()
}
