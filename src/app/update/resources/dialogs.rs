//! What lies over a list of resources: opening it, typing in it, choosing from it.
//! Not here: what a choice does (actions), or what is drawn (ui).

use crate::app::effect::{Effect, Mouse, QuestionId};
use crate::app::keys::command::{Form, List};
use crate::app::layout;
use crate::app::model::{Model, Overlay};
use crate::app::parts::chooser::AnyChooser;
use crate::app::parts::editor::Editor;
use crate::app::parts::list;
use crate::app::screens::overlay::confirm::Question;
use crate::app::screens::resources::checking::Checking;
use crate::app::screens::resources::detail::Detail;
use crate::app::screens::resources::dialog::{Dialog, sorts};
use crate::app::screens::resources::failing::{Failed, Failing};
use crate::app::screens::resources::query::Query;
use crate::app::screens::resources::tags::Tags;
use crate::app::screens::resources::trial::Trial;
use crate::domain::operation::Answer;
use crate::domain::problem::Problem;
use crate::text::sanitise::sanitise_line;

use super::{actions, checking, failing};

/// Rows a turn of the wheel moves.
const WHEEL: isize = 3;

fn push(model: &mut Model, dialog: Dialog) -> Vec<Effect> {
    model.overlays.push(Overlay::Resource(Box::new(dialog)));
    Vec::new()
}

/// Narrows the list by what is typed from now on.
pub fn narrow(model: &mut Model) -> Vec<Effect> {
    push(model, Dialog::Narrow)
}

/// Offers the ways to sort the list.
pub fn sort(model: &mut Model) -> Vec<Effect> {
    let Some(board) = model.resources.board() else { return Vec::new() };
    let sorts = sorts(board.kind, board.sort());
    push(model, Dialog::Sort(sorts))
}

/// Offers what the service can be asked to list.
pub fn query(model: &mut Model) -> Vec<Effect> {
    let Some(board) = model.resources.board() else { return Vec::new() };
    let (query, operation) = (Query::of(board.kind, board.query()), board.kind.list.operation);
    if query.is_empty() {
        model.tell(&format!("{operation} takes no filter; / narrows what is listed."));
        return Vec::new();
    }
    push(model, Dialog::Query(query))
}

/// Shows the tags of what is meant.
pub fn tags(model: &mut Model) -> Vec<Effect> {
    let Some(kind) = model.resources.subject_kind() else { return Vec::new() };
    let Some(subject) = actions::meant(model, kind).into_iter().next() else { return Vec::new() };
    let mut tags = Tags::of(subject.id, subject.name);
    let effects = tags.read(&mut model.desk);
    push(model, Dialog::Tags(tags));
    effects
}

/// Asks before the tag that is typed is added or changed; with nothing typed the selected one comes
/// into the line.
fn tag(model: &mut Model) -> Vec<Effect> {
    if model.desk.read_only() {
        return actions::refuse(model);
    }
    let Model { overlays, desk, .. } = model;
    let Some(tags) = shown(overlays) else { return Vec::new() };
    let Some((key, value)) = tags.typed() else { return tags.enter(desk) };
    let what = format!("Set the tag {key} of {} to “{value}”?", tags.name);
    ask(model, &what, false)
}

/// Asks before the selected tag is removed.
pub fn untag(model: &mut Model) -> Vec<Effect> {
    let Some(tags) = shown(&mut model.overlays) else { return Vec::new() };
    let Some((key, value)) = tags.selected() else { return Vec::new() };
    let what = format!("Remove the tag {key}, which is “{value}”, from {}?", tags.name);
    ask(model, &what, true)
}

fn ask(model: &mut Model, what: &str, remove: bool) -> Vec<Effect> {
    let what = sanitise_line(what).into_owned();
    model.overlays.push(Overlay::Confirm(Question::Tag { what, remove }));
    Vec::new()
}

/// Adds, changes or removes the tag that was asked about.
pub fn tagged(model: &mut Model, remove: bool) -> Vec<Effect> {
    let Model { overlays, desk, .. } = model;
    let Some(tags) = shown(overlays) else { return Vec::new() };
    if remove { tags.remove(desk) } else { tags.enter(desk) }
}

/// The tags on top.
fn shown(overlays: &mut [Overlay]) -> Option<&mut Tags> {
    match overlays.last_mut() {
        Some(Overlay::Resource(dialog)) => match &mut **dialog {
            Dialog::Tags(tags) => Some(tags),
            _ => None,
        },
        _ => None,
    }
}

/// Opens the form in which a guardrail is tried on a text.
pub fn attempt(model: &mut Model) -> Vec<Effect> {
    let Some(kind) = model.resources.subject_kind() else { return Vec::new() };
    let Some(subject) = actions::meant(model, kind).into_iter().next() else { return Vec::new() };
    let known = model.resources.detail().map(Detail::versions).unwrap_or_default();
    let versions = if known.is_empty() { vec!["DRAFT".to_owned()] } else { known };
    push(model, Dialog::Trial(Trial::of(subject.id, subject.name, versions)))
}

/// Takes an answer to a question of a dialog, or to a trial; none where it is none's.
pub fn answered(
    model: &mut Model,
    question: QuestionId,
    result: &Result<Box<Answer>, Problem>,
) -> Option<Vec<Effect>> {
    if let Some((_, call, name)) = model.resources.tried.take_if(|(asked, ..)| *asked == question) {
        match result {
            Ok(answer) => {
                let trial = |overlay: &Overlay| matches!(overlay, Overlay::Resource(dialog) if matches!(**dialog, Dialog::Trial(_)));
                model.overlays.retain(|overlay| !trial(overlay));
                model.resources.lay(Detail::of_answer(call, name, answer.body.clone()));
            }
            Err(problem) => model.fail(problem),
        }
        return Some(Vec::new());
    }
    let Model { overlays, desk, .. } = model;
    overlays.iter_mut().find_map(|overlay| match overlay {
        Overlay::Resource(dialog) => match &mut **dialog {
            Dialog::Tags(tags) => tags.answered(question, result, desk),
            _ => None,
        },
        _ => None,
    })
}

/// The dialog that lies on top.
fn top(model: &mut Model) -> Option<&mut Dialog> {
    match model.overlays.last_mut() {
        Some(Overlay::Resource(dialog)) => Some(dialog),
        _ => None,
    }
}

/// Changes what is typed in the dialog on top.
pub fn edit(model: &mut Model, changes: impl FnOnce(&mut Editor) -> bool) {
    let Model { overlays, resources, .. } = model;
    let Some(Overlay::Resource(dialog)) = overlays.last_mut() else { return };
    if let Dialog::Narrow = **dialog {
        if let Some(board) = resources.board_mut()
            && changes(&mut board.line)
        {
            board.typed();
        }
        return;
    }
    if !dialog.line().is_some_and(changes) {
        return;
    }
    match &mut **dialog {
        Dialog::Query(query) => query.form.check(),
        Dialog::Check(checking) => checking.form.check(),
        Dialog::Fail(failing) => failing.typed(),
        Dialog::Trial(trial) => trial.form.check(),
        other => {
            if let Some(chooser) = other.chooser() {
                chooser.typed();
            }
        }
    }
}

/// Moves in the list of the dialog on top.
pub fn list(model: &mut Model, command: List) -> Vec<Effect> {
    if let Some(list) = rows(model) {
        list.apply(command);
    }
    Vec::new()
}

/// Whether the mouse means what lies below the dialog on top, which a click leaves.
pub fn lets_through(model: &mut Model, mouse: Mouse) -> bool {
    let narrows = matches!(top(model), Some(Dialog::Narrow));
    if narrows && matches!(mouse, Mouse::Click(..)) {
        model.overlays.pop();
    }
    narrows
}

/// The wheel turned over it, or a click selects a row; on the selected one it chooses.
pub fn mouse(model: &mut Model, mouse: Mouse) -> Vec<Effect> {
    let size = model.size;
    let (x, y) = match mouse {
        Mouse::WheelUp(..) | Mouse::WheelDown(..) => {
            let by = if matches!(mouse, Mouse::WheelUp(..)) { -WHEEL } else { WHEEL };
            match top(model).and_then(Dialog::form_mut) {
                Some(form) => form.scroll(by.signum()),
                None => {
                    if let Some(list) = rows(model) {
                        list.scroll(by);
                    }
                }
            }
            return Vec::new();
        }
        Mouse::Click(x, y) => (x, y),
    };
    if let Some(form) = top(model).and_then(Dialog::form_mut) {
        let row = layout::form_row(layout::form(size), x, y);
        let at = row.map(|row| form.visible().start + usize::from(row));
        if let Some(at) = at.filter(|at| form.visible().contains(at)) {
            form.select(at);
        }
        return Vec::new();
    }
    let row = layout::overlay_row(layout::overlay(size), x, y);
    let Some((list, row)) = rows(model).zip(row) else { return Vec::new() };
    let at = list.visible().start + usize::from(row);
    if !list.visible().contains(&at) {
        return Vec::new();
    }
    if list.selected() == Some(at) {
        return choose(model);
    }
    list.select(at);
    Vec::new()
}

/// The list one moves in.
fn rows(model: &mut Model) -> Option<&mut list::List> {
    let Model { overlays, resources, .. } = model;
    let Some(Overlay::Resource(dialog)) = overlays.last_mut() else { return None };
    match &mut **dialog {
        Dialog::Narrow => resources.board_mut().map(|board| &mut board.list),
        Dialog::Tags(tags) => Some(&mut tags.list),
        other => other.chooser().map(AnyChooser::list),
    }
}

/// Enter in the dialog on top.
pub fn choose(model: &mut Model) -> Vec<Effect> {
    match top(model) {
        Some(Dialog::Narrow | Dialog::Report(_)) => {
            model.overlays.pop();
        }
        Some(Dialog::Sort(chooser)) => {
            let sort = chooser.selected().copied();
            model.overlays.pop();
            if let (Some(sort), Some(board)) = (sort, model.resources.board_mut()) {
                board.set_sort(sort);
            }
        }
        Some(Dialog::Menu(chooser)) => {
            let does = chooser.selected().map(|choice| choice.does);
            model.overlays.pop();
            return does.map(|does| actions::chosen(model, does)).unwrap_or_default();
        }
        Some(Dialog::Confirm(_)) => return actions::confirmed(model),
        Some(Dialog::Tags(_)) => return tag(model),
        Some(Dialog::Checked(_) | Dialog::Failed(_)) => return checking::choose(model),
        Some(Dialog::Query(_) | Dialog::Trial(_) | Dialog::Check(_) | Dialog::Fail(_)) | None => {}
    }
    Vec::new()
}

/// A command of the form on top; false where none lies there.
pub fn form(model: &mut Model, command: Form) -> Option<Vec<Effect>> {
    let form = top(model)?.form_mut()?;
    form.apply(command);
    form.check();
    if let Some(Dialog::Fail(failing)) = top(model) {
        failing.typed();
    }
    match (top(model), command) {
        (Some(Dialog::Fail(_)), Form::Open) => return Some(failing::copy(model)),
        (Some(Dialog::Fail(_)), Form::Accept) => return Some(failing::begin(model)),
        (Some(Dialog::Check(_)), Form::Accept) => return Some(checking::begin(model)),
        _ => {}
    }
    if command != Form::Accept {
        return Some(Vec::new());
    }
    let zone = model.zone.clone();
    if let Some(Dialog::Trial(trial)) = top(model) {
        let Some(call) = trial.call() else { return Some(Vec::new()) };
        let name = format!("{} on a text", trial.name);
        let question = model.desk.question();
        model.resources.tried = Some((question, call.clone(), name));
        model.tell("The guardrail looks at the text…");
        return Some(vec![Effect::Operate(question, Box::new(call))]);
    }
    let Some(Dialog::Query(query)) = top(model) else { return Some(Vec::new()) };
    let Some(members) = query.members(&zone) else { return Some(Vec::new()) };
    model.overlays.pop();
    let Model { resources, desk, .. } = model;
    let board = resources.board_mut();
    Some(board.map(|board| board.set_query(members, desk)).unwrap_or_default())
}

/// Esc on the line that narrows the list takes away what is typed there.
pub fn holds_back(model: &mut Model) -> bool {
    if !matches!(top(model), Some(Dialog::Narrow)) {
        return false;
    }
    if let Some(board) = model.resources.board_mut() {
        board.clear();
    }
    false
}

/// Gives the dialog on top its rows.
pub fn fit(model: &mut Model) {
    let size = model.size;
    let area = layout::overlay(size);
    let rows = layout::overlay_rows(area);
    let narrow = layout::narrow_line(layout::sheet(size).title);
    let Model { overlays, resources, .. } = model;
    let Some(Overlay::Resource(dialog)) = overlays.last_mut() else { return };
    let width = area.width.saturating_sub(6);
    match &mut **dialog {
        Dialog::Narrow => {
            if let Some(board) = resources.board_mut() {
                board.line.fit(narrow.width, 1);
            }
        }
        Dialog::Confirm(confirming) => confirming.line.fit(layout::CONFIRMING - 6, 1),
        Dialog::Tags(tags) => {
            tags.line.fit(width, 1);
            tags.list.fit(rows.saturating_sub(layout::TAGS_DETAIL));
        }
        Dialog::Checked(chooser) | Dialog::Failed(Failed { lines: chooser, .. }) => {
            chooser.fit(width, rows.saturating_sub(layout::FOUND_DETAIL));
        }
        Dialog::Query(Query { form, .. })
        | Dialog::Trial(Trial { form, .. })
        | Dialog::Check(Checking { form, .. })
        | Dialog::Fail(Failing { form, .. }) => {
            let inner = layout::inside(layout::form(size));
            form.fit(layout::form_typed(inner, form.label), layout::form_rows(inner));
        }
        other => {
            if let Some(chooser) = other.chooser() {
                chooser.fit(width, rows);
            }
        }
    }
}
