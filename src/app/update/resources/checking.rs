//! Checking an input file of batch inference: asking which, and showing what was found.
//! Not here: what is found (screens/resources/checking).

use crate::app::effect::{Effect, QuestionId};
use crate::app::model::{Model, Overlay};
use crate::app::screens::resources::checking::Checking;
use crate::app::screens::resources::detail::Detail;
use crate::app::screens::resources::dialog::Dialog;
use crate::app::screens::resources::found::{Found, Step};
use crate::app::update::request;
use crate::domain::kinds::BATCH;
use crate::domain::problem::Problem;
use crate::domain::records::Report;
use crate::domain::resource::Sort;

use super::{detail, failing};

/// Asks which file.
pub fn offer(model: &mut Model) -> Vec<Effect> {
    let (kind, resources) = (model.resources.kind(), &model.resources);
    let looked_at = resources.detail().map(Detail::body);
    let row = looked_at.or_else(|| resources.board()?.selected());
    let checking = Checking::of(kind, row, &model.desk.settings.model);
    model.overlays.push(Overlay::Resource(Box::new(Dialog::Check(checking))));
    Vec::new()
}

/// Checks the file that was named, unless a check is running.
pub fn begin(model: &mut Model) -> Vec<Effect> {
    let Model { overlays, desk, .. } = model;
    let Some(Overlay::Resource(dialog)) = overlays.last_mut() else { return Vec::new() };
    let Dialog::Check(checking) = &mut **dialog else { return Vec::new() };
    if checking.asked.is_some() {
        return Vec::new();
    }
    let named = desk.settings.path(&checking.form.value("file"));
    checking.form.set("file", &named);
    let Some((file, of, converse)) = checking.wanted() else { return Vec::new() };
    let question = desk.question();
    checking.asked = Some(question);
    checking.refused = None;
    vec![Effect::CheckRecords(question, file, of, converse)]
}

/// Shows what was found, in the place of the question; the answer to one that was left is dropped.
pub fn answered(model: &mut Model, question: QuestionId, result: Result<Box<Report>, Problem>) {
    let asked = model.overlays.iter_mut().find_map(|overlay| match overlay {
        Overlay::Resource(dialog) => match &mut **dialog {
            Dialog::Check(checking) if checking.asked == Some(question) => Some(dialog),
            _ => None,
        },
        _ => None,
    });
    let Some(dialog) = asked else { return };
    let Dialog::Check(checking) = &mut **dialog else { return };
    match result {
        Ok(report) => {
            let found = checking.found(&report);
            **dialog = Dialog::Checked(found);
        }
        Err(problem) => checking.fail(&problem),
    }
}

/// Does the step of what was found that is selected, or copies the line.
pub fn choose(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Resource(dialog)) = model.overlays.last() else { return Vec::new() };
    let found = match &**dialog {
        Dialog::Checked(found) => found,
        Dialog::Failed(failed) => &failed.lines,
        _ => return Vec::new(),
    };
    match found.selected().cloned() {
        None => Vec::new(),
        Some(Found::Next(_, Step::Write)) => failing::write(model, false),
        Some(Found::Next(_, Step::Submit(known))) => {
            let Some(action) = BATCH.action(Sort::Create) else { return Vec::new() };
            request::open(model, action.operation, &known, &format!("New {}", BATCH.one))
        }
        Some(Found::Command(command)) => detail::put(model, command, "the command".to_owned()),
        Some(line) => detail::put(model, line.text().to_owned(), "the line".to_owned()),
    }
}
