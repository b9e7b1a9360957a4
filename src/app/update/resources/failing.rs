//! The failed records of a batch output file: asking which, showing what failed, writing it out.
//! Not here: what is shown of them (screens/resources/failing).

use crate::app::effect::{Effect, QuestionId};
use crate::app::model::{Model, Overlay};
use crate::app::screens::overlay::confirm::Question;
use crate::app::screens::resources::dialog::Dialog;
use crate::app::screens::resources::failing::{Failed, Failing};
use crate::domain::kinds::BATCH;
use crate::domain::outcome::Outcome;
use crate::domain::problem::{Kind, Problem};
use crate::text::sanitise::sanitise_line;

use super::detail;

/// Asks which file, of the job that is looked at or selected.
pub fn offer(model: &mut Model) -> Vec<Effect> {
    let resources = &model.resources;
    let job = match resources.detail() {
        Some(detail) => Some(detail.body()).filter(|_| detail.kind == Some(&BATCH)),
        None => resources.board().and_then(|board| board.selected()),
    };
    let failing = Failing::of(job.filter(|_| resources.kind() == &BATCH));
    model.overlays.push(Overlay::Resource(Box::new(Dialog::Fail(failing))));
    Vec::new()
}

/// Reads the file that was named, unless one is being read.
pub fn begin(model: &mut Model) -> Vec<Effect> {
    let Model { overlays, desk, .. } = model;
    let Some(Overlay::Resource(dialog)) = overlays.last_mut() else { return Vec::new() };
    let Dialog::Fail(failing) = &mut **dialog else { return Vec::new() };
    if failing.asked.is_some() {
        return Vec::new();
    }
    for name in ["file", "retry"] {
        let named = desk.settings.path(&failing.form.value(name));
        failing.form.set(name, &named);
    }
    let Some(file) = failing.wanted() else { return Vec::new() };
    let question = desk.question();
    failing.asked = Some(question);
    vec![Effect::ReadOutput(question, file, None)]
}

/// Copies the command that downloads what the job wrote.
pub fn copy(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Resource(dialog)) = model.overlays.last() else { return Vec::new() };
    let Dialog::Fail(Failing { download: Some(command), .. }) = &**dialog else {
        return Vec::new();
    };
    let command = command.clone();
    detail::put(model, command, "the command".to_owned())
}

/// Writes the records that can be sent again, unless they are being written.
pub fn write(model: &mut Model, over: bool) -> Vec<Effect> {
    let Model { overlays, desk, .. } = model;
    let Some(Overlay::Resource(dialog)) = overlays.last_mut() else { return Vec::new() };
    let Dialog::Failed(failed) = &mut **dialog else { return Vec::new() };
    if failed.asked.is_some() {
        return Vec::new();
    }
    let question = desk.question();
    failed.asked = Some(question);
    vec![Effect::ReadOutput(question, failed.file.clone(), Some((failed.retry.clone(), over)))]
}

/// Shows what was read over the question for it, or what was written; the answer to one that was left
/// is dropped.
pub fn answered(model: &mut Model, question: QuestionId, result: Result<Box<Outcome>, Problem>) {
    let waits = |overlay: &Overlay| match overlay {
        Overlay::Resource(dialog) => match &**dialog {
            Dialog::Fail(failing) => failing.asked == Some(question),
            Dialog::Failed(failed) => failed.asked == Some(question),
            _ => false,
        },
        _ => false,
    };
    let Some(at) = model.overlays.iter().position(waits) else { return };
    let Some(Overlay::Resource(dialog)) = model.overlays.get_mut(at) else { return };
    match &mut **dialog {
        Dialog::Fail(failing) => {
            failing.asked = None;
            match result {
                Ok(outcome) => {
                    let failed = failing.failed(&outcome);
                    let over = Overlay::Resource(Box::new(Dialog::Failed(failed)));
                    model.overlays.insert(at + 1, over);
                }
                Err(problem) => failing.fail(&problem, false),
            }
        }
        Dialog::Failed(failed) => {
            failed.asked = None;
            match result {
                Ok(outcome) => failed.show(&outcome, true),
                Err(problem) => refused(model, at, &problem),
            }
        }
        _ => {}
    }
}

/// It could not be written: one is asked before a file is written over; else it is said where the file
/// is named, below.
fn refused(model: &mut Model, at: usize, problem: &Problem) {
    if problem.kind == Kind::Conflict {
        let Some(Overlay::Resource(dialog)) = model.overlays.get(at) else { return };
        let Dialog::Failed(Failed { retry, .. }) = &**dialog else { return };
        let file = sanitise_line(&retry.display().to_string()).into_owned();
        model.overlays.insert(at + 1, Overlay::Confirm(Question::WriteOver { file }));
        return;
    }
    let Some(below) = at.checked_sub(1) else { return };
    let Some(Overlay::Resource(dialog)) = model.overlays.get_mut(below) else { return };
    let Dialog::Fail(failing) = &mut **dialog else { return };
    failing.fail(problem, true);
    model.overlays.remove(at);
}
