//! What is done with resources: stopped, deleted, marked, talked to, and what follows from that.
//! Not here: which actions a kind has (domain), or what must be typed before one (dialogs).

use std::collections::HashMap;

use crate::app::effect::{Effect, QuestionId};
use crate::app::model::{Model, Overlay};
use crate::app::parts::cell::status;
use crate::app::parts::chooser::Chooser;
use crate::app::parts::editor::Editor;
use crate::app::parts::upkeep;
use crate::app::screens::resources::able::{answers, refusal};
use crate::app::screens::resources::confirming::{Confirming, Subject};
use crate::app::screens::resources::dialog::Dialog;
use crate::app::screens::resources::input::input;
use crate::app::screens::resources::menu::{Does, menu};
use crate::app::screens::resources::running::Running;
use crate::app::update::{picking, reply, request};
use crate::domain::kinds::{CUSTOM_MODEL, THROUGHPUT};
use crate::domain::operation::{Answer, Call};
use crate::domain::problem::Problem;
use crate::domain::resource::{Action, Kind, Sort};

use super::detail;

/// Says that read-only mode refuses what changes the account.
pub fn refuse(model: &mut Model) -> Vec<Effect> {
    model.warn(
        "Read-only: nothing in the account is changed. Start without --read-only, and without \
         read_only in the configuration, to change it.",
    );
    Vec::new()
}

/// Does the kind's action of a sort with what is meant.
pub fn act(model: &mut Model, sort: Sort) -> Vec<Effect> {
    let Some(kind) = model.resources.subject_kind() else { return Vec::new() };
    let Some(action) = kind.action(sort) else { return Vec::new() };
    begin(model, kind, action)
}

/// Begins an action: what cannot be undone asks first.
pub fn begin(model: &mut Model, kind: &'static Kind, action: &'static Action) -> Vec<Effect> {
    if model.desk.read_only() {
        return refuse(model);
    }
    let subjects = meant(model, kind);
    let now = model.desk.now.unix;
    let wrong = subjects.iter().find_map(|subject| refusal(kind, action, &subject.body, now));
    if let Some(why) = wrong {
        model.warn(&why);
        return Vec::new();
    }
    match action.sort {
        Sort::Stop | Sort::Delete => confirm(model, kind, action, subjects),
        Sort::Create | Sort::Update | Sort::Derive => {
            request::act(model, kind, action, subjects.first())
        }
    }
}

/// What a command is done to: what is looked at, else the marked rows, else the selected one.
pub fn meant(model: &Model, kind: &Kind) -> Vec<Subject> {
    match (model.resources.detail(), model.resources.board()) {
        (Some(detail), _) => {
            let mut subject = Subject::of(kind, detail.body());
            subject.id.clone_from(&detail.id);
            // What has no name of its own is called as what it was reached from says.
            if kind.named(detail.body()).is_empty() && !kind.list.single {
                detail.name().clone_into(&mut subject.name);
            }
            vec![subject]
        }
        (None, Some(board)) => {
            board.meant().into_iter().map(|row| Subject::of(kind, row)).collect()
        }
        (None, None) => Vec::new(),
    }
}

fn confirm(
    model: &mut Model,
    kind: &'static Kind,
    action: &'static Action,
    subjects: Vec<Subject>,
) -> Vec<Effect> {
    if subjects.is_empty() {
        return Vec::new();
    }
    let cost = if kind == &THROUGHPUT { cost(model, &subjects) } else { String::new() };
    let line = Editor::one_line();
    let confirming = Confirming { kind, action, subjects, cost, line };
    model.overlays.push(Overlay::Resource(Box::new(Dialog::Confirm(confirming))));
    Vec::new()
}

/// What they cost an hour all together, in words.
fn cost(model: &Model, subjects: &[Subject]) -> String {
    let each = subjects.iter().map(|subject| upkeep::of(&subject.body, &model.desk));
    match each.map(|cost| Some(cost?.hourly)).sum::<Option<f64>>() {
        Some(usd) => format!("Until then: ${usd:.2} an hour."),
        None => "What that is an hour is not in the price table: $?.".to_owned(),
    }
}

/// It was confirmed, or what was typed is something else.
pub fn confirmed(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Resource(dialog)) = model.overlays.last() else { return Vec::new() };
    let Dialog::Confirm(confirming) = &**dialog else { return Vec::new() };
    if !confirming.is_confirmed() {
        let wanted = confirming.wanted();
        model.warn(&format!("Not done: type {wanted} as it stands, or esc to leave it."));
        return Vec::new();
    }
    let Some(Overlay::Resource(dialog)) = model.overlays.pop() else { return Vec::new() };
    let Dialog::Confirm(Confirming { kind, action, subjects, .. }) = *dialog else {
        return Vec::new();
    };
    let mut asked = HashMap::new();
    let mut effects = Vec::new();
    for subject in subjects {
        let question = model.desk.question();
        let call = Call::new(action.operation, input(action, &subject));
        effects.push(Effect::Operate(question, Box::new(call)));
        asked.insert(question, subject);
    }
    model.resources.running.push(Running::new(kind, action, asked));
    effects
}

/// Takes an answer to an action; false where the question is none's.
pub fn answered(
    model: &mut Model,
    question: QuestionId,
    result: &Result<Box<Answer>, Problem>,
) -> Option<Vec<Effect>> {
    let running = &mut model.resources.running;
    let (at, ended) = running
        .iter_mut()
        .enumerate()
        .find_map(|(at, run)| Some((at, run.answered(question, result)?)))?;
    let (kind, action) = (running[at].kind, running[at].action);
    let over = running[at].is_over().then(|| running.remove(at));
    let mut effects = Vec::new();
    if ended.problem.is_none() {
        effects.extend(done(model, kind, action, &ended.subject));
    }
    let Some(run) = over else { return Some(effects) };
    let failed = run.ended.iter().filter(|(_, why)| why.is_some()).count();
    match (run.ended.len(), failed, ended.problem) {
        (1, _, Some(problem)) => model.fail(&problem),
        (1, _, None) => {
            let name = &ended.subject.name;
            model.tell(&format!("{name}: {} was accepted.", action.word));
        }
        (many, 0, _) => model.tell(&format!("All {many}: {} was accepted.", action.word)),
        (_, _, _) => {
            let rows = run.report().into_iter().map(|line| (line.clone(), line)).collect();
            let report = Dialog::Report(Chooser::new(rows));
            model.overlays.push(Overlay::Resource(Box::new(report)));
        }
    }
    Some(effects)
}

/// What follows from an action that was accepted.
fn done(model: &mut Model, kind: &'static Kind, action: &Action, subject: &Subject) -> Vec<Effect> {
    let Model { resources, desk, .. } = model;
    if let Some(board) = resources.board_of(kind) {
        board.unmark_one(&subject.id);
    }
    if action.sort == Sort::Delete && !kind.list.single {
        resources.gone(kind, &subject.id);
        // What it was reached from may tell of it.
        let detail = resources.detail_mut();
        let mut effects = detail.map(|detail| detail.read(desk)).unwrap_or_default();
        effects.extend(reply::models_changed(model, kind));
        return effects;
    }
    resources.read_one(kind, &subject.id, desk)
}

/// Offers all that can be done with what is meant.
pub fn offer(model: &mut Model) -> Vec<Effect> {
    let Some(kind) = model.resources.subject_kind() else { return Vec::new() };
    let subjects = meant(model, kind);
    let Some(first) = subjects.first() else { return Vec::new() };
    let read_only = model.desk.read_only();
    let menu = menu(kind, &first.body, read_only);
    model.overlays.push(Overlay::Resource(Box::new(Dialog::Menu(menu))));
    Vec::new()
}

/// What was chosen of it.
pub fn chosen(model: &mut Model, does: Does) -> Vec<Effect> {
    match does {
        Does::Action(action) => {
            let kind = model.resources.subject_kind();
            kind.map(|kind| begin(model, kind, action)).unwrap_or_default()
        }
        Does::Try => super::dialogs::attempt(model),
        Does::Command(command) => crate::app::update::command::perform(model, command),
    }
}

/// Starts a conversation with it.
pub fn chat(model: &mut Model) -> Vec<Effect> {
    let Some(kind) = model.resources.subject_kind() else { return Vec::new() };
    let Some(subject) = meant(model, kind).into_iter().next() else { return Vec::new() };
    let Some(when) = kind.invoked else { return Vec::new() };
    if !answers(kind, &subject.body) {
        let (name, stands) = (&subject.name, kind.status_of(&subject.body));
        model.warn(&format!(
            "{name} is {}: it answers only while it is {}.",
            status(stands),
            status(when[0])
        ));
        return Vec::new();
    }
    // A custom model is invoked through what serves it.
    let served = model.desk.entry(&subject.id).filter(|_| *kind == CUSTOM_MODEL).cloned();
    match served {
        Some(entry) => {
            let ways = model.desk.ways_to(&entry);
            picking::chat(model, &entry, &ways)
        }
        None => picking::begin(model, subject.id, &subject.name),
    }
}

/// Copies the ARN of what is meant.
pub fn copy_arn(model: &mut Model) -> Vec<Effect> {
    let Some(kind) = model.resources.subject_kind() else { return Vec::new() };
    let ids: Vec<String> = meant(model, kind).into_iter().map(|subject| subject.id).collect();
    match ids.as_slice() {
        [] => Vec::new(),
        [only] => detail::put(model, only.clone(), "the ARN".into()),
        many => detail::put(model, many.join("\n"), "the ARNs".into()),
    }
}
