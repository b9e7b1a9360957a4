//! Going to the resources of a kind, and what the service answers about them.
//! Not here: the lists (screens/resources).

use crate::app::effect::{Effect, Mouse, QuestionId};
use crate::app::keys::command::List;
use crate::app::keys::key::Key;
use crate::app::keys::scope::{Needs, Place};
use crate::app::layout;
use crate::app::model::{Model, Overlay, Screen};
use crate::app::parts::chooser::Chooser;
use crate::app::screens::overlay::places::{Destination, places, tabs};
use crate::app::screens::resources::detail::Detail;
use crate::app::screens::resources::wish::Granted;
use crate::domain::operation::Answer;
use crate::domain::problem::Problem;
use crate::domain::resource::{Kind, Sort};
use crate::text::sanitise::sanitise_line;

use super::{access, explorer, reply, request, seen};

pub mod actions;
pub mod checking;
pub mod detail;
pub mod dialogs;
pub mod failing;
pub mod watching;

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
        Destination::Models => explorer::show(model),
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

/// Reads what is shown again.
pub fn refresh(model: &mut Model) -> Vec<Effect> {
    if model.screen == Screen::Models {
        return explorer::refresh(model);
    }
    model.resources.refresh(&mut model.desk)
}

/// One step back: out of what is looked at, then what is marked, searched, typed; false where there
/// is none of that.
pub fn back(model: &mut Model) -> bool {
    if model.resources.back() {
        return true;
    }
    let Some(board) = model.resources.board_mut() else { return false };
    board.halt() || board.unmark() || board.clear()
}

/// Marks the selected row, or none any more.
pub fn mark(model: &mut Model, one: bool) -> Vec<Effect> {
    if let Some(board) = model.resources.board_mut() {
        if one {
            board.mark();
        } else {
            board.unmark();
        }
    }
    Vec::new()
}

/// A key of a command that means nothing here: where read-only mode is why, that is said.
pub fn unheard(model: &mut Model, place: Place, key: Key) -> Vec<Effect> {
    let has = |kind: Option<&Kind>, sort| kind.is_some_and(|kind| kind.action(sort).is_some());
    let writes = |needs| match needs {
        Needs::Stops | Needs::Deletes => true,
        Needs::Creates => has(Some(model.resources.kind()), Sort::Create),
        Needs::Changes => has(model.resources.subject_kind(), Sort::Update),
        _ => false,
    };
    let meant = model.keymap.lookup(place, key, |needs| writes(needs) || model.holds(needs));
    let refused = meant.is_some_and(|command| writes(command.row().needs));
    if refused && model.desk.read_only() { actions::refuse(model) } else { Vec::new() }
}

/// Looks at the selected row, or follows the selected line.
pub fn choose(model: &mut Model) -> Vec<Effect> {
    detail::open(model)
}

/// Moves in what is shown; a list that comes near its end is read on.
pub fn list(model: &mut Model, command: List) -> Vec<Effect> {
    if model.resources.detail().is_some() {
        detail::list(model, command);
        return Vec::new();
    }
    let Model { resources, desk, .. } = model;
    let Some(board) = resources.board_mut() else { return Vec::new() };
    board.list.apply(command);
    board.read_on(desk)
}

/// A click on the bar of tabs goes to one.
pub fn click_tab(model: &mut Model, x: u16) -> Vec<Effect> {
    let all = tabs();
    let words: Vec<&str> = all.iter().map(|tab| tab.tab()).collect();
    let shown = all.iter().position(|tab| *tab == model.destination());
    let places = layout::tabs(&words, shown, model.size.0);
    let tab = places.into_iter().find(|(_, at)| at.contains(&x));
    tab.map(|(tab, _)| go(model, all[tab])).unwrap_or_default()
}

/// A click selects a row or a line; the wheel scrolls what it points at.
pub fn mouse(model: &mut Model, mouse: Mouse) -> Vec<Effect> {
    let (Mouse::Click(x, y) | Mouse::WheelUp(x, y) | Mouse::WheelDown(x, y)) = mouse;
    let by = match mouse {
        Mouse::WheelUp(..) => -WHEEL,
        Mouse::WheelDown(..) => WHEEL,
        Mouse::Click(..) => 0,
    };
    let panes = panes(model);
    if layout::covers(panes.detail, x, y) {
        let head = model.resources.detail().map(Detail::head).unwrap_or_default();
        let tree = layout::leaf(panes.detail, &head).tree;
        if by != 0 {
            detail::scroll(model, by);
        } else if layout::covers(tree, x, y) {
            return detail::click(model, y - tree.y);
        }
        return Vec::new();
    }
    if !layout::covers(panes.list, x, y) {
        return Vec::new();
    }
    let looks = model.resources.detail().is_some();
    let Model { resources, desk, .. } = model;
    let Some(board) = resources.board_mut() else { return Vec::new() };
    board.list.scroll(by);
    let row = usize::from(y - panes.list.y).checked_sub(1).filter(|_| by == 0);
    let Some(at) = row.map(|row| board.list.visible().start + row) else {
        return board.read_on(desk);
    };
    if !board.list.visible().contains(&at) {
        return Vec::new();
    }
    let again = board.list.selected() == Some(at);
    board.list.select(at);
    let mut effects = board.read_on(desk);
    if again || looks {
        while resources.back() {}
        effects.extend(detail::open(model));
    }
    effects
}

/// Where list and detail stand.
fn panes(model: &Model) -> layout::Panes {
    let (looks, kind) = (model.resources.detail().is_some(), model.resources.kind());
    layout::panes(model.size, looks, !kind.list.single)
}

/// Prepares what is seen for the next frame.
pub fn settle(model: &mut Model) -> Vec<Effect> {
    detail::fit(model);
    let height = layout::table_rows(panes(model).list);
    let Model { resources, desk, .. } = model;
    let Some(board) = resources.board_mut() else { return Vec::new() };
    if height > 0 {
        board.list.fit(height);
    }
    board.read_on(desk)
}

/// Takes in what an operation was answered with, and the names in it.
pub fn answered(
    model: &mut Model,
    question: QuestionId,
    result: &Result<Box<Answer>, Problem>,
) -> Vec<Effect> {
    let names = result.as_ref().map(|answer| seen::answered(model, question, &answer.body));
    let mut effects = names.unwrap_or_default();
    effects.extend(handed_on(model, question, result));
    effects
}

/// Gives an answer to whoever asked. One nobody waits for any more is dropped.
fn handed_on(
    model: &mut Model,
    question: QuestionId,
    result: &Result<Box<Answer>, Problem>,
) -> Vec<Effect> {
    if let Some(effects) = request::answered(model, question, result) {
        return effects;
    }
    if let Some(effects) = access::answered(model, question, result) {
        return effects;
    }
    if model.explorer.answered(question, result, &model.desk) {
        return Vec::new();
    }
    if model.resources.answered(question, result) {
        // Where rows are shown, they stay; what is wrong is told beside them.
        let rows = model.resources.board().is_some_and(|board| !board.is_empty());
        if let (Err(problem), true, true) = (result, rows, model.resources.detail().is_none()) {
            model.fail(problem);
        }
        let mut effects = grant(model);
        effects.extend(read_first(model));
        return effects;
    }
    let answers = [dialogs::answered, watching::answered, actions::answered];
    answers.into_iter().find_map(|answered| answered(model, question, result)).unwrap_or_default()
}

/// Does what waited until all of what is looked at was read; nothing where one has gone elsewhere.
fn read_first(model: &mut Model) -> Vec<Effect> {
    let looks = model.screen == Screen::Resources && model.overlays.is_empty();
    let detail = model.resources.detail().filter(|_| looks);
    let Some((detail, kind)) = detail.and_then(|detail| Some((detail, detail.kind?))) else {
        model.resources.next = None;
        return Vec::new();
    };
    if detail.is_loading() {
        return Vec::new();
    }
    let (read, id) = (detail.problem().is_none(), detail.id.clone());
    let said = sanitise_line(&request::reading_first(detail.name())).into_owned();
    let next = model.resources.next.take().filter(|(_, of)| *of == id);
    let Some((action, _)) = next else { return Vec::new() };
    model.notices.withdraw(&said);
    if read { actions::begin(model, kind, action) } else { Vec::new() }
}

/// A resource of this kind was made or changed: what is shown of its kind is read again. It is watched
/// by its ARN, and a new one is selected.
pub fn made(model: &mut Model, kind: &'static Kind, arn: Option<&str>, new: bool) -> Vec<Effect> {
    if let Some(arn) = arn {
        watching::made(model, kind, arn);
        if new {
            model.resources.wish(kind, arn);
        }
    }
    let mut effects = reply::models_changed(model, kind);
    if model.screen == Screen::Resources && model.resources.kind() == kind {
        effects.extend(refresh(model));
    }
    effects
}

/// Selects what was just made where the list shown has it, and says what had to give way for that.
fn grant(model: &mut Model) -> Vec<Effect> {
    let Model { resources, desk, .. } = model;
    let Some((granted, effects)) = resources.grant(desk) else { return Vec::new() };
    let one = model.resources.kind().one;
    match granted {
        Granted::Selected { hidden: false, .. } => {}
        Granted::Selected { name, hidden: true } => {
            model.tell(&format!("{name} is selected; the filter hid it and is taken away."));
        }
        Granted::Asked => model.tell(&format!(
            "What the service was asked for leaves the new {one} out: all are listed now."
        )),
        Granted::Missing => model.tell(&format!(
            "The service does not list the new {one} yet; it is selected when it does."
        )),
    }
    effects
}
