//! Checking an input file of batch inference: asking which, and showing what was found.
//! Not here: what is found (screens/resources/checking).

use crate::app::effect::{Effect, QuestionId};
use crate::app::model::{Model, Overlay};
use crate::app::screens::resources::checking::{Checking, Found};
use crate::app::screens::resources::detail::Detail;
use crate::app::screens::resources::dialog::Dialog;
use crate::domain::problem::Problem;
use crate::domain::records::Report;

use super::detail;

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

/// Copies the line of what was found that is selected.
pub fn copy(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Resource(dialog)) = model.overlays.last() else { return Vec::new() };
    let Dialog::Checked(found) = &**dialog else { return Vec::new() };
    let Some(line) = found.selected() else { return Vec::new() };
    let what = if matches!(line, Found::Command(_)) { "the command" } else { "the line" };
    let text = line.text().to_owned();
    detail::put(model, text, what.to_owned())
}
