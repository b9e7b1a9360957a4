//! Looking at access to a model, asking for it, giving it back, and the same model in other regions.
//! Not here: what the service's answers mean (domain), or the steps themselves (screens/explorer).

use crate::api::access::reads;
use crate::app::effect::{Effect, QuestionId};
use crate::app::keys::command::{Command, Explorer, Terms};
use crate::app::keys::key::Key;
use crate::app::keys::scope::Place;
use crate::app::model::{Model, Overlay, Screen};
use crate::app::screens::explorer::access::{AGREE, Access, WITHDRAW};
use crate::app::screens::explorer::again::{Again, GIVEN_BACK, MADE};
use crate::app::screens::explorer::matrix::Matrix;
use crate::domain::catalog::{Entry, EntryKind};
use crate::domain::operation::Answer;
use crate::domain::problem::Problem;

/// What is said where read-only mode refuses.
const READ_ONLY: &str = "Read-only: access is neither requested nor withdrawn. Run without --read-only, and without \
    read_only in the configuration, to change it.";

/// Shows how access to the selected model stands.
pub fn check(model: &mut Model) -> Vec<Effect> {
    open(model, false)
}

/// Asks for access: what is missing is shown, one step after the other.
pub fn request(model: &mut Model) -> Vec<Effect> {
    if refuses(model, AGREE) {
        return Vec::new();
    }
    if let Some(Overlay::Access(access)) = model.overlays.last_mut() {
        access.wish(&model.desk);
        return Vec::new();
    }
    open(model, true)
}

/// Asks whether to take the agreement back.
pub fn withdraw(model: &mut Model) -> Vec<Effect> {
    if refuses(model, WITHDRAW) {
        return Vec::new();
    }
    let mut effects = Vec::new();
    if !matches!(model.overlays.last(), Some(Overlay::Access(_))) {
        effects = open(model, false);
    }
    if let Some(Overlay::Access(access)) = model.overlays.last_mut() {
        access.give_back();
    }
    effects
}

/// A key that would change the account, and cannot: says why.
pub fn refused(model: &mut Model, place: Place, key: Key) -> Vec<Effect> {
    use Explorer::{Request, Withdraw};
    let meant = model.keymap.lookup(place, key, |_| true);
    if let Some(Command::Explorer(Request | Withdraw)) = meant {
        refuses(model, AGREE);
    }
    Vec::new()
}

fn refuses(model: &mut Model, operation: &str) -> bool {
    let refuses = model.desk.read_only() && !reads(operation);
    if refuses {
        model.warn(READ_ONLY);
    }
    refuses
}

fn open(model: &mut Model, wished: bool) -> Vec<Effect> {
    if let Some(Overlay::Access(access)) = model.overlays.last_mut() {
        return access.read(&mut model.desk);
    }
    let Some(entry) = foundation(model) else { return Vec::new() };
    let mut access = Access::of(entry, wished);
    let effects = access.read(&mut model.desk);
    model.overlays.push(Overlay::Access(Box::new(access)));
    effects
}

/// Looks the selected model up in the regions of the configuration.
pub fn regions(model: &mut Model) -> Vec<Effect> {
    let Some(entry) = foundation(model) else { return Vec::new() };
    let regions = model.desk.settings.regions.clone();
    let (matrix, effects) = Matrix::of(entry, &regions, &mut model.desk);
    model.overlays.push(Overlay::Regions(Box::new(matrix)));
    effects
}

/// The foundation model of what is selected: access is theirs.
fn foundation(model: &mut Model) -> Option<Entry> {
    let entry = model.explorer.entry()?.clone();
    let base = match entry.kind {
        EntryKind::Foundation => Some(entry),
        _ => entry.base_ids().first().and_then(|id| model.desk.entry(id)).cloned(),
    };
    if base.is_none() {
        model.warn("Access is a matter of foundation models, and none is listed behind this.");
    }
    base
}

/// What is done with the terms that are shown.
pub fn terms(model: &mut Model, wish: Terms) -> Vec<Effect> {
    let Model { overlays, desk, .. } = model;
    let Some(Overlay::Access(access)) = overlays.last_mut() else { return Vec::new() };
    match wish {
        Terms::Agree => {
            let effects = access.agree(desk);
            return expected(model, effects, MADE);
        }
        Terms::Refuse => {
            access.back();
        }
        Terms::Next => access.turn(true),
        Terms::Previous => access.turn(false),
    }
    Vec::new()
}

/// Enter: takes the agreement back where the name is right.
pub fn withdrawn(model: &mut Model) -> Vec<Effect> {
    let Model { overlays, desk, .. } = model;
    let Some(Overlay::Access(access)) = overlays.last_mut() else { return Vec::new() };
    if access.is_named() {
        let effects = access.withdraw(desk);
        return expected(model, effects, GIVEN_BACK);
    }
    let said = format!("Type the name exactly: {}", access.model.name);
    model.warn(&said);
    Vec::new()
}

/// A change of access is asked for: what is shown of the model below looks at it again until it stands
/// so, also where the answer comes to nobody.
fn expected(
    model: &mut Model,
    effects: Vec<Effect>,
    until: &'static [&'static str],
) -> Vec<Effect> {
    if let (Some(Overlay::Access(access)), false) = (model.overlays.last(), effects.is_empty()) {
        let now = model.desk.now.mono;
        model.explorer.expect(&access.model.id, || Some(Again::new(until, now)));
    }
    effects
}

/// Looks at access again where its time has come. Whoever leaves the screen has it looked at no more.
pub fn due(model: &mut Model) -> Vec<Effect> {
    let Model { explorer, desk, screen, overlays, .. } = model;
    if *screen != Screen::Models {
        explorer.details.iter_mut().for_each(|detail| detail.again = None);
    }
    let accesses = overlays.iter_mut().filter_map(|overlay| match overlay {
        Overlay::Access(access) => Some(access),
        _ => None,
    });
    let mut effects: Vec<Effect> = accesses.flat_map(|access| access.due(desk)).collect();
    effects.extend(explorer.details.iter_mut().flat_map(|detail| detail.due(desk)));
    effects
}

/// One step back inside access to a model; false where there is none.
pub fn back(model: &mut Model) -> bool {
    match model.overlays.last_mut() {
        Some(Overlay::Access(access)) => access.back(),
        _ => false,
    }
}

/// Takes an answer to a question of access; none where it is not one.
pub fn answered(
    model: &mut Model,
    question: QuestionId,
    result: &Result<Box<Answer>, Problem>,
) -> Option<Vec<Effect>> {
    let Model { overlays, desk, explorer, .. } = model;
    overlays.iter_mut().find_map(|overlay| match overlay {
        Overlay::Access(access) => {
            if result.is_err() && access.changes(question) {
                explorer.expect(&access.model.id, || None);
            }
            access.answered(question, result, desk)
        }
        Overlay::Regions(matrix) => matrix.answered(question, result).then(Vec::new),
        _ => None,
    })
}
