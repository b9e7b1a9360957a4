//! Whom to be in AWS while the program runs: choosing a profile or region, logging in again, and
//! asking before an old conversation goes on as somebody else. Not here: the list (overlay).

use crate::app::effect::{Effect, QuestionId};
use crate::app::model::{Model, Overlay, Screen};
use crate::app::screens::chat::state::Chat;
use crate::app::screens::overlay::confirm::{Question, Sending};
use crate::app::screens::overlay::session::{Choice, Sessions};
use crate::domain::problem::Problem;
use crate::domain::session::{Profile, Session};

use super::{reply, seen};

/// Offers profiles and regions.
pub fn offer(model: &mut Model) -> Vec<Effect> {
    let question = (!model.desk.settings.simulator).then(|| model.desk.question());
    model.overlays.push(Overlay::Sessions(Sessions::new(&model.desk, question)));
    question.map(Effect::ListProfiles).into_iter().collect()
}

/// The profiles were read.
pub fn listed(
    model: &mut Model,
    question: QuestionId,
    result: Result<Vec<Profile>, Problem>,
) -> Vec<Effect> {
    let Model { overlays, desk, .. } = model;
    for overlay in overlays {
        if let Overlay::Sessions(sessions) = overlay
            && sessions.asked(question)
        {
            sessions.read(result, desk);
            break;
        }
    }
    Vec::new()
}

/// Takes the selected row.
pub fn choose(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Sessions(sessions)) = model.overlays.last() else { return Vec::new() };
    let Some(choice) = sessions.chooser.selected().cloned() else { return Vec::new() };
    model.overlays.pop();
    let in_use = model.desk.region().map(str::to_owned);
    let (profile, region) = match choice {
        Choice::Profile(profile) => (Some(profile.name), profile.region.or(in_use)),
        Choice::Chain => (None, in_use),
        Choice::Region(region, _) => (model.desk.settings.profile.clone(), Some(region)),
    };
    switch(model, profile, region)
}

/// Goes on with this profile and region. Answers that arrive go on as they began.
fn switch(model: &mut Model, profile: Option<String>, region: Option<String>) -> Vec<Effect> {
    for chat in model.chats.values_mut().filter(|chat| !chat.begun && chat.live.is_none()) {
        chat.conversation.profile.clone_from(&profile);
    }
    model.desk.settings.profile = profile;
    model.desk.settings.region = region;
    model.agreed.clear();
    model.desk.listed_elsewhere = model.desk.catalog.value().is_some();
    if model.chats.values().any(|chat| chat.live.is_some()) {
        model.tell(
            "What is sent from now on goes there; the answer that arrives goes on as it began.",
        );
    }
    begin_anew(model)
}

/// Reads the AWS files again and finds out who we are now.
fn begin_anew(model: &mut Model) -> Vec<Effect> {
    let desk = &mut model.desk;
    let question = desk.question();
    desk.session_asked = question;
    desk.session = None;
    desk.session_problem = None;
    let (profile, region) = (desk.settings.profile.clone(), desk.settings.region.clone());
    let mut effects = vec![Effect::SwitchSession(question, profile, region)];
    effects.extend(reply::list_models(model));
    seen::forget(&mut model.desk);
    // What another account or region holds must not be taken for what this one does.
    model.resources.forget();
    if model.screen == Screen::Resources {
        let kind = model.resources.kind();
        effects.extend(model.resources.show(kind, &mut model.desk));
    }
    effects
}

/// Who we are is known, or why not. It comes once more when the account has said whose it is, and
/// whenever credentials were renewed.
pub fn resolved(
    model: &mut Model,
    question: QuestionId,
    result: Result<Session, Problem>,
) -> Vec<Effect> {
    if question != model.desk.session_asked {
        // Another profile or region was chosen since.
        return Vec::new();
    }
    match result {
        Ok(mut session) => {
            let known = model.desk.session.take();
            let told = known.as_ref().and_then(|known| known.notice.as_ref());
            if let Some(notice) = session.notice.as_ref().filter(|notice| Some(*notice) != told) {
                model.tell(notice);
            }
            // Renewed credentials are the same account's until it says otherwise.
            if let Some(known) = known.filter(|known| known.credentials == session.credentials) {
                session.account = session.account.or(known.account);
                session.identity = session.identity.or(known.identity);
            }
            model.desk.session = Some(session);
            model.desk.session_problem = None;
            return seen::resolved(model);
        }
        Err(problem) => model.desk.session_problem = Some(problem),
    }
    Vec::new()
}

/// Asks before a conversation goes on as somebody else than it remembers; true where it asked.
pub fn asks_first(model: &mut Model, what: Sending) -> bool {
    let Some(chat) = model.chat() else { return false };
    let sends = match what {
        Sending::Typed => !chat.editor.text().trim().is_empty(),
        Sending::Retry => chat.can_retry(),
        Sending::GoOn => chat.can_go_on(),
        Sending::Again(_) => true,
    };
    if !sends || chat.live.is_some() {
        return false;
    }
    let Some((was, now)) = elsewhere(model, chat) else { return false };
    model.overlays.push(Overlay::Confirm(Question::OtherSession { what, was, now }));
    true
}

/// What a conversation remembers and what is in use, in words, where they differ. Accounts tell
/// more than profiles: two profiles may be the same account's.
fn elsewhere(model: &Model, chat: &Chat) -> Option<(String, String)> {
    if !chat.begun || model.agreed.contains(&chat.id()) {
        return None;
    }
    let row = &chat.conversation;
    let desk = &model.desk;
    let session = desk.session.as_ref();
    let account = session.and_then(|session| session.account.as_ref());
    let profile = match session {
        Some(session) => session.profile.as_ref(),
        None => desk.settings.profile.as_ref(),
    };
    let differs = |was: Option<&str>, now: Option<&str>| was.zip(now).map(|(was, now)| was != now);
    let who = differs(row.account.as_deref(), account.map(String::as_str))
        .or_else(|| differs(row.profile.as_deref(), profile.map(String::as_str)));
    let place = differs(row.region.as_deref(), desk.region());
    if who != Some(true) && place != Some(true) {
        return None;
    }
    let words = |profile: Option<&String>, account: Option<&String>, region: Option<&str>| {
        let profile = profile.map(|profile| format!("profile {profile}"));
        let account = account.map(|account| format!("account {account}"));
        let parts = [profile, account, region.map(str::to_owned)];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        parts.join(", ")
    };
    let was = words(row.profile.as_ref(), row.account.as_ref(), row.region.as_deref());
    Some((was, words(profile, account, desk.region())))
}

/// The user says that a conversation may go on as who we are now.
pub fn agree(model: &mut Model) {
    model.agreed.insert(model.current);
}

/// Finds out which command logs in.
pub fn ask_login(model: &mut Model) -> Vec<Effect> {
    let question = model.desk.question();
    model.desk.login_asked = Some(question);
    vec![Effect::FindLogin(question)]
}

/// The command that logs in is known, or that none does: it is run only when the user says so.
pub fn login_found(
    model: &mut Model,
    question: QuestionId,
    result: Result<Vec<String>, Problem>,
) -> Vec<Effect> {
    if model.desk.login_asked.take_if(|asked| *asked == question).is_none() {
        // Asked for twice: the newer one asks the user.
        return Vec::new();
    }
    match result {
        Ok(command) => model.overlays.push(Overlay::Confirm(Question::Login { command })),
        Err(problem) => model.fail(&problem),
    }
    Vec::new()
}

/// A program that was given the terminal has ended.
pub fn logged_in(
    model: &mut Model,
    command: &[String],
    result: Result<bool, String>,
) -> Vec<Effect> {
    let said = command.join(" ");
    match result {
        Ok(true) => {
            let again =
                if model.chat().is_some_and(Chat::can_retry) { " F5 asks again." } else { "" };
            model.tell(&format!("{said} went well; the credentials are read anew.{again}"));
            return begin_anew(model);
        }
        Ok(false) => model.warn(&format!("{said} did not go well; nothing has changed.")),
        Err(why) => model.warn(&format!(
            "{said} could not be run: {why}. Run it in another window, then ask again here."
        )),
    }
    Vec::new()
}
