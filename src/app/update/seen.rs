//! Names seen in answers and requests: keeping them beyond this run, and reading those of earlier ones
//! when a form wants to offer them. Not here: which names there are (domain), or the list (overlay).

use serde_json::Value;

use crate::app::effect::{Effect, Lane, QuestionId};
use crate::app::model::{Model, Overlay};
use crate::app::parts::desk::{Desk, Keeping};
use crate::domain::archive::{Found, Query, Save};
use crate::domain::problem::Problem;
use crate::domain::seen::{Name, Seen, Whose};

/// Whose names they are now: the account's, or what its credentials are called while nobody said
/// which it is. None while we are nobody, or nowhere.
fn whose(desk: &Desk) -> Option<Whose> {
    let session = desk.session.as_ref()?;
    let credentials = || format!("with {}", session.credentials);
    let account = session.account.clone().unwrap_or_else(credentials);
    Some(Whose { account, region: desk.region()?.to_owned() })
}

/// Whether names can be kept; a store that is being opened takes them in turn.
fn keeps(desk: &Desk) -> bool {
    !matches!(desk.keeping, Keeping::Failed(_))
}

/// Takes in the names of an answer; an answer to what was asked as somebody else says nothing here.
pub fn answered(model: &mut Model, question: QuestionId, body: &Value) -> Vec<Effect> {
    let desk = &mut model.desk;
    if question < desk.session_asked {
        return Vec::new();
    }
    let fresh = desk.seen.read(body);
    keep(desk, fresh)
}

/// Takes in the names of a request that is sent: known or not, they are used now.
pub fn used(desk: &mut Desk, input: &Value) -> Vec<Effect> {
    desk.seen.read(input);
    let mut names = Seen::default();
    let names = names.read(input);
    keep(desk, names)
}

/// Keeps these names; all there are, where they turn out to be another's.
fn keep(desk: &mut Desk, names: Vec<Name>) -> Vec<Effect> {
    let Some(whose) = whose(desk).filter(|_| keeps(desk)) else {
        return Vec::new();
    };
    let names =
        if desk.seen_by.as_ref() == Some(&whose) { names } else { desk.seen.names().into() };
    if names.is_empty() {
        return Vec::new();
    }
    desk.seen_by = Some(whose.clone());
    let save = Save::Seen { whose, names, at: desk.now.unix };
    vec![Effect::Save(desk.question(), Box::new(save))]
}

/// Who we are is known, or known better, or the store is open: what was seen is kept as this
/// account's, and where a form is open, what this account saw before is read.
pub fn resolved(model: &mut Model) -> Vec<Effect> {
    let mut effects = keep(&mut model.desk, Vec::new());
    if model.overlays.iter().any(|overlay| matches!(overlay, Overlay::Request(_))) {
        effects.extend(recall(model));
    }
    effects
}

/// A form was opened: what was seen before this run is read, once for each account and region.
pub fn recall(model: &mut Model) -> Vec<Effect> {
    let desk = &mut model.desk;
    let Some(whose) = whose(desk).filter(|_| keeps(desk)) else {
        return Vec::new();
    };
    if desk.seen_asked.as_ref().is_some_and(|(_, asked)| *asked == whose) {
        return Vec::new();
    }
    let question = desk.question();
    desk.seen_asked = Some((question, whose.clone()));
    vec![Effect::Find(question, Lane::Open, Query::Seen(whose))]
}

/// They were read, or could not be: then only those of this run are offered. False where somebody
/// else asked.
pub fn recalled(model: &mut Model, question: QuestionId, result: &Result<Found, Problem>) -> bool {
    let Model { desk, overlays, .. } = model;
    if desk.seen_asked.as_ref().is_none_or(|(asked, _)| *asked != question) {
        return false;
    }
    match result {
        Ok(Found::Seen(names)) => {
            desk.seen.remember(names.clone());
            for overlay in overlays {
                if let Overlay::Offered(offered) = overlay {
                    offered.refresh(desk);
                }
            }
        }
        Ok(_) => {}
        Err(problem) => {
            let problem = problem.clone();
            desk.seen_asked = None;
            model.fail(&problem);
        }
    }
    true
}

/// We are somebody else, or somewhere else, from now on.
pub fn forget(desk: &mut Desk) {
    desk.seen = Seen::default();
    desk.seen_by = None;
    desk.seen_asked = None;
}
