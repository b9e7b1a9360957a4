//! What each reply of the world changes. A reply to a question nobody asks any more is dropped by
//! name.
//! Not here: what is done about a stream's events (chat).

use crate::app::effect::{Effect, Lane, QuestionId, Reply};
use crate::app::model::{Model, Overlay};
use crate::app::parts::count::thousands;
use crate::app::parts::desk::Keeping;
use crate::app::screens::chat::sending::{ELSEWHERE, STILL_ARRIVING};
use crate::app::screens::chat::state::{Chat, Reading};
use crate::app::screens::overlay::faults;
use crate::app::screens::overlay::rescue::Rescued;
use crate::domain::archive::{Found, Opening, Query, Save};
use crate::domain::catalog::Catalog;
use crate::domain::id::{ConversationId, StreamId};
use crate::domain::kinds::{COPY, CUSTOMIZATION, IMPORT};
use crate::domain::problem::Problem;
use crate::domain::resource::Kind;

use super::{
    explorer, listed, navigate, resources, seen, selection, session, settings, signal, turns,
    typing,
};

/// Takes in a reply.
pub fn replied(model: &mut Model, reply: Reply) -> Vec<Effect> {
    match reply {
        Reply::StoreOpened(result) => store_opened(model, result),
        Reply::Saved(question, result) => saved(model, question, result),
        Reply::Found(question, result) => found(model, question, result),
        Reply::Streamed(stream, chunk) => streamed(model, stream, chunk),
        Reply::Session(question, result) => session::resolved(model, question, result),
        Reply::Profiles(question, result) => session::listed(model, question, result),
        Reply::Login(question, result) => session::login_found(model, question, result),
        Reply::Edited(result) => typing::edited(model, result),
        Reply::LoggedIn(command, result) => session::logged_in(model, &command, result),
        Reply::Models(question, result) => {
            models(model, question, result);
            Vec::new()
        }
        Reply::Operated(question, result) => resources::answered(model, question, &result),
        Reply::Tokens(question, result) => {
            tokens(model, question, result);
            Vec::new()
        }
        Reply::Highlighted(message, outcome) => {
            let owner =
                model.chats.values_mut().find(|chat| chat.transcript.entry(message).is_some());
            if let Some(chat) = owner {
                chat.transcript.apply_highlight(message, outcome);
            }
            Vec::new()
        }
        Reply::Prices(table) => {
            model.desk.prices = Some(table);
            model.explorer.outdate();
            refresh_picker(model);
            Vec::new()
        }
        Reply::Faults(result) => {
            switched(model, result);
            Vec::new()
        }
        Reply::Copied(question, result) => {
            selection::copied(model, question, result);
            Vec::new()
        }
        Reply::Browsed(address, result) => explorer::browsed(model, &address, result),
        Reply::RecordsChecked(question, result) => {
            resources::checking::answered(model, question, result);
            Vec::new()
        }
        Reply::OutputRead(question, result) => {
            resources::failing::answered(model, question, result);
            Vec::new()
        }
        Reply::Wrote(path, result) => {
            wrote(model, &path, result);
            Vec::new()
        }
    }
}

fn store_opened(model: &mut Model, result: Result<Opening, Problem>) -> Vec<Effect> {
    match result {
        Ok(opening) => {
            model.desk.keeping = Keeping::Works;
            if let Some(path) = opening.set_aside {
                model.warn(&format!(
                    "The history was damaged. It was set aside as {} and an empty one begun.",
                    path.display()
                ));
            }
            if let Some(path) = opening.backup {
                model.tell(&format!("A copy of the older history was kept as {}.", path.display()));
            }
            match opening.interrupted {
                0 => {}
                1 => model.tell("An answer broke off when the program ended; what came is kept."),
                many => model.tell(&format!(
                    "{many} answers broke off when the program ended; what came is kept."
                )),
            }
        }
        Err(problem) => {
            model.fail(&problem);
            model.desk.keeping = Keeping::Failed(Box::new(problem));
        }
    }
    seen::resolved(model)
}

/// Remembers which saves hold what came of an answer, to offer another place when one fails.
pub fn watch(model: &mut Model, effects: &[Effect]) {
    for effect in effects {
        if let Effect::Save(question, save) = effect
            && let Save::Finish { answer, .. } | Save::Checkpoint { answer, .. } = &**save
        {
            model.finishing.insert(*question, *answer);
        }
    }
}

fn saved(model: &mut Model, question: QuestionId, result: Result<(), Problem>) -> Vec<Effect> {
    let Model { chats, desk, .. } = model;
    let begun = chats
        .values_mut()
        .find_map(|chat| Some((chat.id(), chat.saved(question, result.clone(), desk)?)));
    if let Some((id, begun)) = begun {
        let row = model.chats.get(&id).map(|chat| (chat.conversation.clone(), chat.begun));
        return match begun {
            Ok(effects) => {
                if let Some((row, _)) = row {
                    model.conversations.changed(&row);
                }
                effects.into_iter().chain(keep_again(model)).collect()
            }
            Err(problem) => {
                if let Some((row, true)) = row {
                    model.conversations.changed(&row);
                } else {
                    model.conversations.forget(id);
                    join_unbegun(model, id);
                }
                model.fail(&problem.in_words_of("Not sent, your prompt is back"));
                Vec::new()
            }
        };
    }
    model.chats.values_mut().for_each(|chat| chat.marked(question, result.is_ok()));
    for live in model.chats.values_mut().filter_map(|chat| chat.live.as_mut()) {
        live.written(question, result.is_ok(), model.desk.now.mono);
    }
    let answer = model.finishing.remove(&question);
    let switched =
        model.chats.values_mut().find_map(|chat| chat.switched(question, &result, &mut model.desk));
    if let Some(effects) = switched {
        if let Err(problem) = &result {
            model.fail(problem);
        }
        return effects;
    }
    if let Some(effects) = listed::changed(model, question, &result) {
        return effects.into_iter().chain(keep_again(model)).collect();
    }
    let shelved = settings::shelved(model, question, result.is_ok());
    match result {
        Ok(()) => {
            // The end of an answer holds all of it, whatever became of its checkpoints.
            let ended = |answer| !model.chats.values().any(|chat| chat.receives(answer));
            if let Some(answer) = answer.filter(|answer| ended(*answer)) {
                model.unsaved.retain(|unsaved| *unsaved != answer);
            }
            return keep_again(model);
        }
        Err(problem) => {
            model.chats.values_mut().for_each(|chat| chat.draft.refuse(question));
            model.fail(&problem);
            if let Some(answer) = answer.filter(|answer| !model.unsaved.contains(answer)) {
                model.unsaved.push(answer);
            }
        }
    }
    shelved
}

/// What is not begun has one draft, so there is one conversation not begun: one that goes back to be
/// it takes in what was typed in the other, or goes into it where that is shown.
fn join_unbegun(model: &mut Model, id: ConversationId) {
    let Model { chats, desk, current, .. } = model;
    let mut fresh = chats.values().filter(|chat| !chat.begun && chat.live.is_none());
    let Some(other) = fresh.find(|chat| chat.id() != id).map(Chat::id) else { return };
    let (gone, stays) = if *current == other { (id, other) } else { (other, id) };
    let Some(gone) = chats.remove(&gone) else { return };
    if let Some(chat) = chats.get_mut(&stays) {
        chat.take_in(&gone.editor.text(), desk);
    }
}

/// Asks once more for what the store could not keep, each answer once at a time.
pub fn keep_again(model: &mut Model) -> Vec<Effect> {
    let Model { chats, desk, unsaved, finishing, .. } = model;
    let effects: Vec<Effect> = unsaved
        .iter()
        .filter(|answer| !finishing.values().any(|asked| asked == *answer))
        .filter_map(|answer| chats.values().find_map(|chat| chat.keep_again(*answer, desk)))
        .collect();
    watch(model, &effects);
    effects
}

fn listed(model: &mut Model, result: Result<Found, Problem>) {
    match result {
        Ok(Found::Conversations { rows, total, .. }) => {
            let first = model.conversations.rows().is_empty();
            model.conversations.page(rows, total);
            if !first || model.chat().is_some_and(|chat| chat.begun) {
                model.conversations.select(model.current);
            }
        }
        Ok(_) => {}
        Err(problem) => {
            model.conversations.failed();
            model.fail(&problem);
        }
    }
}

fn found(model: &mut Model, question: QuestionId, result: Result<Found, Problem>) -> Vec<Effect> {
    // The help may lie over the search: it waits all the same.
    let search = model.overlays.iter_mut().find_map(|overlay| match overlay {
        Overlay::Search(search) if search.asked(question) => Some(search),
        _ => None,
    });
    if let Some(search) = search {
        match result {
            Ok(Found::Hits { offset, hits, more, .. }) => search.found(offset, hits, more),
            Ok(_) => {}
            Err(problem) => search.failed(problem),
        }
        return Vec::new();
    }
    if model.conversations.asked(question) {
        listed(model, result);
        return Vec::new();
    }
    if seen::recalled(model, question, &result) {
        return Vec::new();
    }
    if model.asked_shelf == Some(question) {
        return settings::read_shelf(model, result);
    }
    if model.asked_draft == Some(question) {
        model.asked_draft = None;
        if let Ok(Found::NewDraft(text)) = result {
            let Model { chats, desk, .. } = model;
            if let Some(fresh) = chats.values_mut().find(|chat| !chat.begun && chat.live.is_none())
            {
                fresh.restore_draft(&text, desk);
            }
        }
        return Vec::new();
    }
    if model.asked_prompts == Some(question) {
        if let Ok(Found::Prompts(prompts)) = result {
            turns::prompts_read(model, prompts);
        }
        return Vec::new();
    }
    read(model, question, result)
}

/// A conversation was read, or more of it.
fn read(model: &mut Model, question: QuestionId, result: Result<Found, Problem>) -> Vec<Effect> {
    let Model { chats, desk, .. } = model;
    let Some(chat) = chats.values_mut().find(|chat| chat.asked(question)) else {
        // The conversation was put away before it was read: nobody wants the answer any more.
        return Vec::new();
    };
    match result {
        Ok(Found::Opened(opened)) => {
            let mut effects = chat.opened(*opened, desk);
            let (id, elsewhere) = (chat.id(), chat.elsewhere);
            effects.extend(navigate::show_missed(model, id));
            if elsewhere {
                model.warn(ELSEWHERE);
            }
            effects
        }
        Ok(Found::Earlier { messages, more, .. }) => {
            let mut effects = chat.read_earlier(messages, more, desk);
            let id = chat.id();
            effects.extend(navigate::show_missed(model, id));
            effects
        }
        Ok(_) => Vec::new(),
        Err(problem) => {
            chat.reading = Reading::Failed;
            model.fail(&problem);
            Vec::new()
        }
    }
}

/// Asks for the draft of the conversation not begun.
pub fn ask_new_draft(model: &mut Model) -> Vec<Effect> {
    let question = model.desk.question();
    model.asked_draft = Some(question);
    vec![Effect::Find(question, Lane::Open, Query::NewDraft)]
}

fn streamed(model: &mut Model, stream: StreamId, chunk: crate::domain::ask::Chunk) -> Vec<Effect> {
    let Model { chats, desk, conversations, notices, .. } = model;
    let owner = chats
        .values_mut()
        .find(|chat| chat.live.as_ref().is_some_and(|live| live.stream == stream));
    let Some(chat) = owner else {
        // A stream that was stopped: its last events come late and mean nothing any more.
        return Vec::new();
    };
    let effects = chat.streamed(chunk, desk);
    if chat.live.is_some() {
        return effects;
    }
    conversations.changed(&chat.conversation);
    notices.withdraw(STILL_ARRIVING);
    let id = chat.id();
    let told = signal::ended(model, id);
    told.into_iter().chain(effects).collect()
}

/// A resource of this kind was made, has changed or is gone: where it is a model, makes one or is a way
/// to one, what can be invoked is listed anew.
pub fn models_changed(model: &mut Model, kind: &Kind) -> Vec<Effect> {
    let makes = [&CUSTOMIZATION, &IMPORT, &COPY].contains(&kind);
    let listed = model.desk.catalog.value().is_some() && !model.desk.catalog.is_loading();
    if listed && (makes || kind.invoked.is_some()) { list_models(model) } else { Vec::new() }
}

/// Asks for what can be invoked.
pub fn list_models(model: &mut Model) -> Vec<Effect> {
    let question = model.desk.question();
    model.desk.catalog.ask(question.0);
    vec![Effect::ListModels(question)]
}

fn models(
    model: &mut Model,
    question: QuestionId,
    result: Result<(Catalog, Vec<Problem>), Problem>,
) {
    let (result, gaps) = match result {
        Ok((catalog, gaps)) => (Ok(catalog), gaps),
        Err(problem) => (Err(problem), Vec::new()),
    };
    let listed = result.is_ok();
    if !model.desk.catalog.answer(question.0, result) {
        // Another listing was asked for since: this one is late.
        return;
    }
    model.desk.listed_elsewhere &= !listed;
    // The account's own models are missed on the screen that shows them; a chat goes on without.
    let missed = |gap: &&Problem| {
        matches!(gap.operation.as_str(), "ListFoundationModels" | "ListInferenceProfiles")
    };
    if let Some(gap) = gaps.iter().find(missed) {
        let advice = gap.hint().map(|advice| format!(" — {advice}")).unwrap_or_default();
        model.warn(&format!(
            "Not everything could be listed. {}: {}{advice}",
            gap.operation, gap.what
        ));
    }
    if listed {
        model.desk.gaps = gaps;
    }
    model.explorer.outdate();
    choose_first(model);
    refresh_picker(model);
}

/// Without any model set, a simulator's conversation begins with one that works: a demo must not
/// begin with a question. A real account's model is the user's choice.
fn choose_first(model: &mut Model) {
    if !model.desk.settings.simulator || !model.desk.settings.model.is_empty() {
        return;
    }
    let Some(catalog) = model.desk.catalog.value() else { return };
    let Some(id) = catalog.first_to_chat().map(|entry| entry.id.clone()) else { return };
    model.desk.settings.model.clone_from(&id);
    for chat in model.chats.values_mut().filter(|chat| chat.conversation.model.is_empty()) {
        chat.conversation.model.clone_from(&id);
    }
}

fn refresh_picker(model: &mut Model) {
    let Model { overlays, desk, .. } = model;
    for overlay in overlays {
        match overlay {
            Overlay::Models(picker) => picker.refresh(desk),
            Overlay::Offered(offered) => offered.refresh(desk),
            _ => {}
        }
    }
}

fn tokens(model: &mut Model, question: QuestionId, result: Result<u64, Problem>) {
    let Some(chat) = model.chats.values_mut().find(|chat| chat.counting == Some(question)) else {
        return;
    };
    chat.counting = None;
    match result {
        Ok(count) => {
            chat.counted = Some(count);
            model.tell(&format!("What would be sent now has {} tokens.", thousands(count)));
        }
        Err(problem) => model.fail(&problem),
    }
}

fn switched(model: &mut Model, result: Result<Vec<String>, String>) {
    match result {
        Ok(faults) => {
            model.faults = faults;
            for overlay in &mut model.overlays {
                if let Overlay::Faults(chooser) = overlay {
                    let selected = chooser.selected().map(|row| row.kind);
                    chooser.set_rows(faults::rows(&model.faults));
                    chooser.select_where(|row| Some(row.kind) == selected);
                }
            }
        }
        Err(problem) => model.warn(&problem),
    }
}

fn wrote(model: &mut Model, path: &std::path::Path, result: Result<(), String>) {
    let at = model.overlays.iter().position(|overlay| matches!(overlay, Overlay::Rescue(_)));
    match (result, at.and_then(|at| model.overlays.get_mut(at))) {
        (Ok(()), Some(Overlay::Rescue(rescue))) => {
            if let Rescued::Answer(answer) = rescue.what {
                // The history still wants it, and is asked again when it works.
                model.rescued.push(answer);
            }
            model.overlays.truncate(at.unwrap_or_default());
            model.tell(&format!("Written to {}.", path.display()));
        }
        (Ok(()), _) => model.tell(&format!("Written to {}.", path.display())),
        (Err(problem), Some(Overlay::Rescue(rescue))) => rescue.refused = Some(problem),
        (Err(problem), _) => model.warn(&format!("{}: {problem}", path.display())),
    }
}
