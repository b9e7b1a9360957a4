//! Requests that are made in a form: opening one, its commands, sending it and what came of it.
//! Not here: the form and the draft themselves (screens, parts).

use serde_json::{Value, json};

use crate::api::{access, lookup};
use crate::app::effect::{Effect, QuestionId};
use crate::app::keys::command::{Form, Request as RequestCommand};
use crate::app::layout;
use crate::app::model::{Model, Overlay};
use crate::app::parts::editor::Editor;
use crate::app::parts::summary::Summary;
use crate::app::screens::overlay::confirm::Question;
use crate::app::screens::overlay::request::offered::Offered;
use crate::app::screens::overlay::request::state::{Request, Stage};
use crate::app::screens::resources::confirming::Subject;
use crate::app::screens::resources::input::{is_cut, known};
use crate::domain::kinds;
use crate::domain::operation::{Answer, Call};
use crate::domain::problem::Problem;
use crate::domain::resource::{Action, Kind, Sort, text};
use crate::text::sanitise::sanitise_line;

use super::{resources, seen};

/// Opens the form of an operation that begins with these members; one that was left comes back.
/// `title` says what it does, such as `Buy provisioned throughput`.
pub fn open(model: &mut Model, operation: &str, known: &Value, title: &str) -> Vec<Effect> {
    let Some(operation) = lookup::operation(operation) else { return Vec::new() };
    if model.desk.read_only() && !access::reads(&operation.name) {
        return resources::actions::refuse(model);
    }
    let Model { requests, desk, .. } = model;
    let left = requests.iter().position(|left| left.is_for(&operation.name, known, desk));
    let request = match left {
        Some(at) => {
            let request = requests.remove(at);
            if request.is_touched() {
                model.tell("What you entered before is back; ctrl-r begins anew.");
            }
            request
        }
        None => Box::new(Request::new(operation, known, title, desk)),
    };
    model.overlays.push(Overlay::Request(request));
    seen::recall(model)
}

/// Opens the form that makes a resource of the kind shown.
pub fn new(model: &mut Model) -> Vec<Effect> {
    let kind = model.resources.kind();
    let action = kind.action(Sort::Create);
    action.map(|action| act(model, kind, action, None)).unwrap_or_default()
}

/// Opens the form of an action, on this resource where it is one on a resource.
pub fn act(
    model: &mut Model,
    kind: &'static Kind,
    action: &'static Action,
    subject: Option<&Subject>,
) -> Vec<Effect> {
    let subject = subject.filter(|_| action.sort != Sort::Create);
    let known = subject.map_or_else(|| json!({}), |subject| known(action, subject));
    if let Some(subject) = subject.filter(|_| is_cut(action, &known)) {
        model.tell(&reading_first(&subject.name));
        model.resources.next = Some((action, subject.id.clone()));
        let looked_at = model.resources.detail().is_some();
        return if looked_at { Vec::new() } else { resources::detail::open(model) };
    }
    let mut word = action.word.chars();
    let first = word.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    let title = match subject {
        None => format!("New {}", kind.one),
        Some(subject) => format!("{first}{}: {}", word.as_str(), subject.name),
    };
    open(model, action.operation, &known, &sanitise_line(&title))
}

/// What is said while a resource is read whole before it is changed.
pub fn reading_first(name: &str) -> String {
    format!("A change replaces all that {name} holds: it is read whole first…")
}

/// Gives a request its place on the screen.
pub fn fit(request: &mut Request, size: (u16, u16)) {
    let inner = layout::inside(layout::request(size));
    request.fit(inner.width, inner.height);
    let form = layout::request_form(inner, request.trouble_rows());
    let typed = layout::form_typed(form, request.form.label);
    request.form.fit(typed, layout::form_rows(form));
}

/// A click selects a field; on the selected one it opens what that holds.
pub fn clicked(model: &mut Model, x: u16, y: u16) -> Vec<Effect> {
    let Some(Overlay::Request(request)) = model.overlays.last_mut() else { return Vec::new() };
    let inner = layout::inside(layout::request(model.size));
    let fields = layout::request_fields(inner, request.trouble_rows());
    let row = layout::covers(fields, x, y).then(|| y - fields.y);
    match row.and_then(|row| request.click(row)) {
        Some(true) => command(model, RequestCommand::Open),
        Some(false) | None => Vec::new(),
    }
}

/// A command of the form, or of its summary.
pub fn command(model: &mut Model, command: RequestCommand) -> Vec<Effect> {
    let Some(Overlay::Request(request)) = model.overlays.last_mut() else { return Vec::new() };
    match command {
        RequestCommand::Open | RequestCommand::Done => {
            if !request.enter() {
                model.tell("ctrl-s shows what would be sent.");
            }
        }
        RequestCommand::Review => review(model),
        RequestCommand::Pick => return pick(model),
        RequestCommand::Remove => request.remove(),
        RequestCommand::Empty => request.empty(),
        RequestCommand::MoveUp => request.shift(false),
        RequestCommand::MoveDown => request.shift(true),
        RequestCommand::Json => return vec![Effect::EditText(request.json())],
        RequestCommand::StartOver => {
            if request.is_touched() {
                model.overlays.push(Overlay::Confirm(Question::StartOver));
            }
        }
        RequestCommand::Send => return confirm(model),
        RequestCommand::Sign => return sign(model),
        RequestCommand::Copy => {
            if let Stage::Summary(summary) = &request.stage {
                let command = summary.command.clone();
                return resources::detail::put(model, command, "the command".into());
            }
        }
    }
    Vec::new()
}

/// Offers the values that are known for the selected field.
pub fn pick(model: &mut Model) -> Vec<Effect> {
    let Model { overlays, desk, .. } = model;
    let Some(Overlay::Request(request)) = overlays.last() else { return Vec::new() };
    let (Some(source), Some(shape)) = (request.source(), request.shape()) else {
        return Vec::new();
    };
    let input = request.draft.value();
    let customization = text(&input, "customizationType");
    let service = request.draft.service();
    let mut offered = Offered::new(source, service, shape, desk, customization);
    let typed = request.row().map(|row| request.draft.shown(row)).unwrap_or_default();
    offered.chooser.select_where(|offer| offer.value == typed);
    let effects = offered.read(request.region.as_deref(), desk);
    overlays.push(Overlay::Offered(Box::new(offered)));
    effects
}

/// The selected value was chosen.
pub fn picked(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Offered(offered)) = model.overlays.last() else { return Vec::new() };
    let Some(offer) = offered.chooser.selected().cloned() else { return Vec::new() };
    model.overlays.pop();
    if let Some(Overlay::Request(request)) = model.overlays.last_mut() {
        request.choose(&offer.value);
    }
    Vec::new()
}

/// A move in the form.
pub fn form(model: &mut Model, wish: Form) -> Vec<Effect> {
    if let Some(Overlay::Request(request)) = model.overlays.last_mut() {
        match wish {
            Form::Clear => request.clear(),
            wish => request.apply(wish),
        }
    }
    Vec::new()
}

/// Begins anew, as was agreed to.
pub fn start_over(model: &mut Model) {
    let Model { overlays, desk, .. } = model;
    if let Some(Overlay::Request(request)) = overlays.last_mut() {
        request.start_over(&mut desk.mint);
    }
}

/// Shows what would be sent, or what is still wrong.
fn review(model: &mut Model) {
    let Model { overlays, desk, .. } = model;
    let Some(Overlay::Request(request)) = overlays.last_mut() else { return };
    if request.is_complete() {
        let summary = Summary::of(&request.draft, request.region.as_deref(), desk);
        request.stage = Stage::Summary(summary);
    } else {
        model.warn("Not everything is right yet; what is wrong stands below the fields.");
    }
}

/// Enter on the summary: sends it, or asks for the name first where it costs.
fn confirm(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Request(request)) = model.overlays.last_mut() else { return Vec::new() };
    match &request.stage {
        Stage::Summary(summary) if summary.sign.is_some() => {
            request.stage = Stage::Sign(summary.clone(), Box::new(Editor::one_line()));
            Vec::new()
        }
        Stage::Summary(_) => send(model),
        Stage::Form | Stage::Sign(..) | Stage::Sending { .. } => Vec::new(),
    }
}

/// The name was typed.
fn sign(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Request(request)) = model.overlays.last() else { return Vec::new() };
    let Stage::Sign(summary, line) = &request.stage else { return Vec::new() };
    if summary.sign.as_deref() == Some(line.text().trim()) {
        return send(model);
    }
    let name = summary.sign.clone().unwrap_or_default();
    model.warn(&format!("Type {name} to confirm, or esc to go back."));
    Vec::new()
}

fn send(model: &mut Model) -> Vec<Effect> {
    let Model { overlays, desk, .. } = model;
    let Some(Overlay::Request(request)) = overlays.last_mut() else { return Vec::new() };
    let question = desk.question();
    let input = request.input(&mut desk.mint);
    let mut effects = seen::used(desk, &input);
    request.stage = Stage::Sending { question, since: desk.now.mono };
    let call = Call::new(request.draft.operation.name.clone(), input);
    let call = match &request.region {
        Some(region) => call.in_region(region.clone()),
        None => call,
    };
    effects.push(Effect::Operate(question, Box::new(call)));
    effects
}

/// Esc over a request: one step back in it, and at last out of it; what was entered is kept. True
/// where that is all that is to be done.
pub fn holds_back(model: &mut Model) -> bool {
    let Some(Overlay::Request(request)) = model.overlays.last_mut() else { return false };
    match std::mem::replace(&mut request.stage, Stage::Form) {
        Stage::Sign(summary, _) => {
            request.stage = Stage::Summary(summary);
            return true;
        }
        Stage::Summary(_) => return true,
        Stage::Form => {
            if request.leave() {
                return true;
            }
        }
        sending @ Stage::Sending { .. } => request.stage = sending,
    }
    let Some(Overlay::Request(request)) = model.overlays.pop() else { return true };
    if let Stage::Sending { .. } = request.stage {
        model.tell("It is still being sent; what comes of it will be said.");
        model.requests.push(request);
    } else if request.is_touched() {
        model.tell("What you entered is kept: opening the form again brings it back.");
        model.requests.push(request);
    }
    true
}

/// The JSON of a request comes back from the editor.
pub fn edited(model: &mut Model, text: &str) {
    if let Some(Overlay::Request(request)) = model.overlays.last_mut() {
        request.take_json(text);
    }
}

/// What an operation was answered with; none where it was not asked here.
pub fn answered(
    model: &mut Model,
    question: QuestionId,
    result: &Result<Box<Answer>, Problem>,
) -> Option<Vec<Effect>> {
    let Model { overlays, desk, .. } = model;
    for overlay in &mut *overlays {
        if let Overlay::Offered(offered) = overlay {
            let region = desk.region().map(str::to_owned);
            let effects = offered.answered(question, result, region.as_deref(), desk);
            if effects.is_some() {
                return effects;
            }
        }
    }
    let shown = model.overlays.iter().position(
        |overlay| matches!(overlay, Overlay::Request(request) if request.waits_for(question)),
    );
    let left = model.requests.iter().position(|request| request.waits_for(question));
    let Model { overlays, requests, .. } = model;
    let request = match (shown, left) {
        (Some(at), _) => match overlays.get_mut(at) {
            Some(Overlay::Request(request)) => request,
            _ => return None,
        },
        (None, Some(at)) => requests.get_mut(at)?,
        (None, None) => return None,
    };
    match result {
        Ok(answer) => {
            let operation = request.draft.operation.name.clone();
            match (shown, left) {
                (Some(at), _) => drop(overlays.remove(at)),
                (None, Some(at)) => drop(requests.remove(at)),
                (None, None) => {}
            }
            Some(done(model, &operation, &answer.body))
        }
        Err(problem) => {
            request.fail(problem);
            if shown.is_none() {
                model.fail(problem);
            }
            Some(Vec::new())
        }
    }
}

/// It was carried out: says what came of it, and reads the list it belongs to.
fn done(model: &mut Model, operation: &str, body: &Value) -> Vec<Effect> {
    let arn = body.as_object().and_then(|members| {
        let texts = members.iter().filter_map(|(name, value)| Some((name, value.as_str()?)));
        let mut texts = texts.filter(|(_, text)| text.starts_with("arn:"));
        texts.next().map(|(_, arn)| arn.to_owned())
    });
    let of = |kind: &&'static Kind| kind.actions.iter().any(|act| act.operation == operation);
    let kind = arn.as_deref().and_then(kinds::of_arn).or_else(|| kinds::ALL.into_iter().find(of));
    model.tell(&match &arn {
        Some(arn) => format!("{operation}: done. {arn}"),
        None => format!("{operation}: done."),
    });
    let Some(kind) = kind else { return Vec::new() };
    let changes = |act: &Action| act.operation == operation && act.sort == Sort::Update;
    let new = !kind.actions.iter().any(changes);
    // What a request for another region made is in no list here.
    let here = |arn: &&String| arn.split(':').nth(3) == model.desk.region();
    resources::made(model, kind, arn.as_ref().filter(here).map(String::as_str), new)
}

/// Whether a command of a form is meant for a request.
pub fn is_open(model: &Model) -> bool {
    matches!(model.overlays.last(), Some(Overlay::Request(_)))
}
