//! Resources that change by themselves: reading them again while they are shown or watched, and
//! saying what changed. Not here: when one is read (screens/resources/watch).

use serde_json::Value;

use crate::app::effect::{Effect, QuestionId};
use crate::app::model::{Model, Screen};
use crate::app::parts::cell::status;
use crate::app::parts::count::thousands;
use crate::app::screens::resources::confirming::Subject;
use crate::app::screens::resources::detail::failure;
use crate::app::screens::resources::watch::{MOST, News, Read};
use crate::domain::kinds::BATCH;
use crate::domain::operation::Answer;
use crate::domain::problem::Problem;
use crate::domain::resource::{Kind, at, text};
use crate::text::sanitise::sanitise_line;

use super::actions;
use crate::app::update::reply;

/// Watches what is meant wherever one is, or only while it is shown.
pub fn toggle(model: &mut Model) -> Vec<Effect> {
    let Some(kind) = model.resources.subject_kind() else { return Vec::new() };
    for subject in actions::meant(model, kind) {
        let name = subject.name.clone();
        if model.resources.watches.keeps(&subject.id) {
            model.resources.watches.let_go(&subject.id);
            model.tell(&format!("{name} is watched only while it is shown."));
        } else if kind.moves(&subject.body) {
            let now = model.desk.now.mono;
            model.resources.watches.follow(kind, &subject, true, now);
            model.tell(&format!("{name} is watched: what becomes of it is said wherever you are."));
        } else {
            let stands = status(kind.status_of(&subject.body));
            let stands =
                if stands.is_empty() { String::new() } else { format!(" is {stands} and") };
            model.tell(&format!("{name}{stands} does not change by itself: nothing to watch."));
        }
    }
    Vec::new()
}

/// Watches one that was just made.
pub fn made(model: &mut Model, kind: &'static Kind, id: &str) {
    let Some(moving) = kind.moving.first() else { return };
    let name = crate::app::parts::cell::named(id);
    let mut body = serde_json::json!({});
    // How it stands is not known yet: it begins as such resources do.
    if !kind.row.status.contains('/') && !kind.row.status.is_empty() {
        body[kind.row.status] = Value::from(*moving);
    }
    let subject = Subject { id: id.to_owned(), name: name.to_owned(), body };
    model.resources.watches.born(kind, &subject, model.desk.now.mono);
}

/// What time makes due: what is shown and moves is watched, and read where its time has come.
pub fn due(model: &mut Model) -> Vec<Effect> {
    let shown = if model.screen == Screen::Resources { shown(model) } else { Vec::new() };
    let Model { resources, desk, .. } = model;
    resources.watches.show(&shown, desk.now.mono);
    resources.watches.due(desk)
}

/// What is shown and moves.
fn shown(model: &Model) -> Vec<(&'static Kind, Subject)> {
    let of = |kind: &'static Kind, body: &Value| (kind, Subject::of(kind, body));
    let resources = &model.resources;
    let board = resources.board();
    let rows =
        board.into_iter().flat_map(|board| board.moving(MOST).map(move |row| of(board.kind, row)));
    let mut shown: Vec<(&'static Kind, Subject)> = rows.collect();
    if let Some((detail, kind)) = resources.detail().and_then(|detail| Some((detail, detail.kind?)))
        && kind.moves(detail.body())
        && !shown.iter().any(|(_, one)| one.id == detail.id)
    {
        let (kind, mut subject) = of(kind, detail.body());
        subject.id.clone_from(&detail.id);
        shown.push((kind, subject));
    }
    shown
}

/// What became of the records of a batch job that ended, in a sentence; of all else nothing.
fn records(kind: &Kind, body: &Value) -> String {
    if kind != &BATCH || kind.moves(body) {
        return String::new();
    }
    let count = |member| at(body, member).and_then(Value::as_u64).unwrap_or_default();
    let [total, processed, failed] =
        ["totalRecordCount", "processedRecordCount", "errorRecordCount"].map(count);
    let (all, done, wrong) = (thousands(total), thousands(processed), thousands(failed));
    match (total, failed) {
        (0, _) => String::new(),
        (_, 0) if processed == total => format!(" All {all} records succeeded."),
        (_, 0) => format!(" {done} of {all} records were processed."),
        _ if processed == total => format!(" {wrong} of {all} records failed."),
        _ => format!(" {done} of {all} records were processed, {wrong} of them failed."),
    }
}

/// Takes the answer to a reading; none where the question is none's.
pub fn answered(
    model: &mut Model,
    question: QuestionId,
    result: &Result<Box<Answer>, Problem>,
) -> Option<Vec<Effect>> {
    let now = model.desk.now.mono;
    let news = model.resources.watches.answered(question, result, now)?;
    Some(news.map(|news| told(model, news)).unwrap_or_default())
}

/// Shows what was learnt, and says it where something changed.
fn told(model: &mut Model, news: News) -> Vec<Effect> {
    let News { kind, id, name, before, kept, read } = news;
    let mut effects = Vec::new();
    let (said, bad) = match read {
        Read::Body(body) => {
            let stands = kind.status_of(&body).to_owned();
            let why = failure(kind, &body);
            let counts = records(kind, &body);
            // How a change goes is no way to stand: it is updating, or its update failed.
            let updates = stands == text(&body, kind.row.update);
            model.resources.learn(kind, &id, body);
            effects = missed(model, kind, &id);
            if stands == before {
                return effects;
            }
            effects.extend(reply::models_changed(model, kind));
            let bad = kind.failed.contains(&stands.as_str());
            let why = if bad && !why.is_empty() { format!(": {why}") } else { ".".to_owned() };
            let word = status(&stands);
            let said =
                if updates { format!("{name}: {word}") } else { format!("{name} is {word} now") };
            (format!("{said}{why}{counts}"), bad)
        }
        Read::Gone => {
            model.resources.gone(kind, &id);
            effects.extend(reply::models_changed(model, kind));
            (format!("{name} is not there any more."), false)
        }
        Read::Never => {
            let made = "was made, and the service still does not know it: f5 reads the list again.";
            (format!("{name} {made}"), true)
        }
        Read::Failed(problem) => {
            let said = format!("{name} cannot be read any more, and is not watched: {problem}");
            (said, kept)
        }
    };
    if bad {
        model.warn(&said);
    } else {
        model.tell(&said);
    }
    if !model.focused {
        effects.push(Effect::Notify(sanitise_line(&said).into_owned()));
    }
    effects
}

/// The service knows one that was made, and the list shown did not have it: it is read again.
fn missed(model: &mut Model, kind: &Kind, id: &str) -> Vec<Effect> {
    let Model { resources, desk, screen, .. } = model;
    let shown = *screen == Screen::Resources && resources.kind() == kind;
    let board = resources.board_mut().filter(|board| shown && board.misses(id));
    board.filter(|board| !board.is_loading()).map(|board| board.read(desk)).unwrap_or_default()
}
