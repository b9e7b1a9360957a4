//! What is done about single turns: sent, asked again, edited, continued, left out; prompts brought
//! back. Not here: how a chat does it (screens/chat).

use crate::app::effect::{Effect, Lane};
use crate::app::keys::command::{Chat as ChatCommand, Command, Turn};
use crate::app::model::{Model, Overlay, Pane};
use crate::app::screens::chat::sending::{ELSEWHERE, NotSent, STILL_ARRIVING};
use crate::app::screens::chat::state::Chat;
use crate::app::screens::overlay::confirm::{Question, Sending};
use crate::app::screens::overlay::picker::Purpose;
use crate::domain::archive::Query;
use crate::domain::ask::Role;
use crate::domain::ask::Turn as Said;
use crate::domain::content::Block;
use crate::domain::conversation::Message;
use crate::domain::id::MessageId;

use super::{command, session, settings};

/// Prompts of all conversations to choose from.
const PROMPTS: u64 = 200;
/// Prompts of the open conversation that come first.
const OWN_PROMPTS: usize = 100;

/// Sends, unless the conversation would go on as somebody else or the context window be filled: then
/// it asks first.
pub fn send(model: &mut Model, what: Sending) -> Vec<Effect> {
    if session::asks_first(model, what) {
        return Vec::new();
    }
    if what == Sending::Typed
        && let Some(question) = near_limit(model)
    {
        model.overlays.push(Overlay::Confirm(question));
        return Vec::new();
    }
    sent(model, what)
}

/// Whether what would be sent comes near the model's context window.
fn near_limit(model: &Model) -> Option<Question> {
    let chat = model.chat()?;
    if chat.editor.is_empty() {
        return None;
    }
    let window = model.desk.facts_to_send(&chat.conversation.model)?.context_window?;
    let tokens = chat.tokens_to_send() + chat.editor.tokens();
    if tokens * 10 <= window * 9 {
        return None;
    }
    let key = |command| model.keymap.keys(command).first().map(ToString::to_string);
    let [select, leave_out, start_here] = [
        key(Command::Chat(ChatCommand::Select)),
        key(Command::Turn(Turn::LeaveOut)),
        key(Command::Turn(Turn::StartHere)),
    ];
    let less = match (chat.transcript.is_empty(), select, leave_out, start_here) {
        (false, Some(select), Some(out), Some(start)) => format!(
            "To send less, say no and select a message ({select}): {out} leaves it out, {start} \
             lets what is sent begin with it."
        ),
        (false, ..) => "To send less, say no and leave messages out.".to_owned(),
        (true, ..) => "To send less, say no and shorten the prompt.".to_owned(),
    };
    Some(Question::NearLimit { tokens, window, less })
}

/// Sends, and says what stands against it.
pub fn sent(model: &mut Model, what: Sending) -> Vec<Effect> {
    let Model { chats, desk, current, prompts, .. } = model;
    let Some(chat) = chats.get_mut(current) else { return Vec::new() };
    let prompt = (what == Sending::Typed).then(|| chat.editor.text());
    let replaces = match what {
        Sending::Retry => chat.transcript.last().is_some_and(|last| !last.blocks.is_empty()),
        Sending::Again(_) => true,
        Sending::Typed => chat.editing.is_some(),
        Sending::GoOn => false,
    };
    let result = match what {
        Sending::Typed => chat.send(desk),
        Sending::Retry => chat.retry(desk),
        Sending::Again(message) => chat.ask_again(message, desk),
        Sending::GoOn => chat.go_on(desk),
    };
    let (row, begun) = (chat.conversation.clone(), chat.begun);
    let news = if result.is_ok() { chat.news() } else { None };
    match result {
        Ok(effects) => {
            if begun {
                model.conversations.changed(&row);
            } else {
                model.conversations.begun(&row);
            }
            model.conversations.select(row.id);
            if let (Some(prompt), Some(prompts)) = (prompt, prompts) {
                prompts.retain(|known| *known != prompt);
                prompts.insert(0, prompt);
            }
            settings::used(model);
            if replaces {
                let key = |turn| {
                    let keys = model.keymap.keys(Command::Turn(turn));
                    keys.last().map(ToString::to_string).unwrap_or_default()
                };
                let keys = format!("{} and {}", key(Turn::PreviousVersion), key(Turn::NextVersion));
                model.tell(&format!("What was there is kept: {keys} switch between the versions."));
            }
            if let Some(news) = news {
                model.tell(&news);
            }
            effects
        }
        Err(why) => not_sent(model, why),
    }
}

fn not_sent(model: &mut Model, why: NotSent) -> Vec<Effect> {
    let said = match why {
        NotSent::Empty => return Vec::new(),
        NotSent::NoModel => {
            model.warn("Choose a model first; what you typed stays.");
            return command::pick_model(model, Purpose::GoOn);
        }
        // Perhaps the other one let it go since; if not, that is said when it was read.
        NotSent::Elsewhere => {
            let Model { chats, desk, current, .. } = model;
            let chat = chats.get_mut(current);
            return chat.map(|chat| chat.read_again(desk)).unwrap_or_default();
        }
        NotSent::Busy => STILL_ARRIVING,
        NotSent::Reading => "This conversation is still being read; try again in a moment.",
        NotSent::Unread => "This conversation could not be read whole: open it again in the list.",
        NotSent::NothingToRetry => "There is no answer to ask for again.",
    };
    model.warn(said);
    Vec::new()
}

/// The message a command on one means: the selected one, else the last.
fn meant(model: &Model) -> Option<MessageId> {
    let chat = model.chat()?;
    chat.selected().or_else(|| chat.transcript.last().map(|last| last.id))
}

/// The same, where it is ours to change; else it is said why not.
fn meant_to_change(model: &mut Model) -> Option<MessageId> {
    if model.chat()?.elsewhere {
        model.warn(ELSEWHERE);
        return None;
    }
    meant(model)
}

/// Asks once more for the answer that is meant.
pub fn ask_again(model: &mut Model) -> Vec<Effect> {
    let message = meant(model);
    message.map(|message| send(model, Sending::Again(message))).unwrap_or_default()
}

/// Offers the models to ask for another answer.
pub fn ask_another(model: &mut Model) -> Vec<Effect> {
    let purpose = meant(model).map_or(Purpose::GoOn, Purpose::Again);
    command::pick_model(model, purpose)
}

/// Puts the prompt that is meant into the composer.
pub fn edit_prompt(model: &mut Model) -> Vec<Effect> {
    let Some(message) = meant_to_change(model) else { return Vec::new() };
    let Model { chats, desk, current, .. } = model;
    let Some(chat) = chats.get_mut(current) else { return Vec::new() };
    // Of an answer, the prompt it answers.
    let messages = chat.transcript.messages().rev().skip_while(|one| one.id != message);
    let prompt = { messages }.find(|one| one.role == Role::User).map(|prompt| prompt.id);
    if let Some(prompt) = prompt {
        chat.edit(prompt, desk);
    }
    model.pane = Pane::Composer;
    Vec::new()
}

/// Shows another version of the message that is meant.
pub fn show_version(model: &mut Model, forward: bool) -> Vec<Effect> {
    let Model { chats, desk, current, .. } = model;
    let Some(chat) = chats.get_mut(current) else { return Vec::new() };
    let selected = chat.versions(chat.selected());
    let message = selected.or_else(|| chat.versions(None)).map(|message| message.id);
    message.map(|message| chat.show_sibling(message, forward, desk)).unwrap_or_default()
}

/// Leaves the message that is meant out of what is sent, or takes it in again.
pub fn leave_out(model: &mut Model) -> Vec<Effect> {
    let Some(message) = meant_to_change(model) else { return Vec::new() };
    let Model { chats, desk, current, .. } = model;
    let chat = chats.get_mut(current);
    let Some((left_out, effect)) = chat.and_then(|chat| chat.leave_out(message, desk)) else {
        return Vec::new();
    };
    model.tell(if left_out {
        "Left out of what is sent from now on; the same key takes it in again."
    } else {
        "Sent again from now on."
    });
    vec![effect]
}

/// Lets what is sent begin with the message that is meant, or with the first again.
pub fn start_here(model: &mut Model) -> Vec<Effect> {
    let Some(message) = meant_to_change(model) else { return Vec::new() };
    let Model { chats, desk, current, .. } = model;
    let Some(chat) = chats.get_mut(current) else { return Vec::new() };
    let (begins, effect) = chat.start_from(message, desk);
    model.tell(if begins {
        "What is sent begins here from now on; the same key sends all of it again."
    } else {
        "All of the conversation is sent again."
    });
    vec![effect]
}

/// Brings back an older or a newer prompt.
pub fn recall(model: &mut Model, older: bool) -> Vec<Effect> {
    let Model { chats, desk, current, prompts, asked_prompts, .. } = model;
    let Some(chat) = chats.get_mut(current) else { return Vec::new() };
    if chat.elsewhere || chat.editing.is_some() {
        return Vec::new();
    }
    bring_back(chat, prompts.as_deref().unwrap_or_default(), older);
    if prompts.is_some() || asked_prompts.is_some() {
        return Vec::new();
    }
    let question = desk.question();
    *asked_prompts = Some(question);
    vec![Effect::Find(question, Lane::Open, Query::Prompts { limit: PROMPTS })]
}

/// The prompts of all conversations were read: the one asked for stands there now, unless one of
/// the open conversation's own does.
pub fn prompts_read(model: &mut Model, found: Vec<String>) {
    model.asked_prompts = None;
    let Model { chats, current, prompts, .. } = model;
    let first = prompts.replace(found);
    let Some(chat) = chats.get_mut(current) else { return };
    if first.is_none() && chat.editor.is_empty() {
        bring_back(chat, prompts.as_deref().unwrap_or_default(), true);
    }
}

fn bring_back(chat: &mut Chat, all: &[String], older: bool) {
    let own = chat.transcript.messages().rev().filter(|message| message.role == Role::User);
    let mut prompts: Vec<String> = own.take(OWN_PROMPTS).map(Message::text).collect();
    prompts.dedup();
    let own = prompts.len();
    for prompt in all {
        if !prompts[..own].contains(prompt) {
            prompts.push(prompt.clone());
        }
    }
    let revision = chat.editor.revision();
    let editor = &chat.editor;
    if let Some(text) = chat.recall.step(older, &prompts, || editor.text(), revision) {
        chat.editor.set_text(&text);
        chat.recall.put(chat.editor.revision());
    }
}

/// Asks the service to count the tokens of what would be sent now.
pub fn count_tokens(model: &mut Model) -> Vec<Effect> {
    let Model { chats, desk, current, .. } = model;
    let Some(chat) = chats.get_mut(current) else { return Vec::new() };
    let mut ask = chat.ask(desk);
    let typed = chat.editor.text();
    if !typed.trim().is_empty() {
        let block = Block::Text(typed);
        match ask.turns.last_mut() {
            Some(last) if last.role == Role::User => last.blocks.push(block),
            _ => ask.turns.push(Said { role: Role::User, blocks: vec![block] }),
        }
    }
    if ask.turns.is_empty() || ask.model.is_empty() {
        model.warn("There is nothing to count yet: type a prompt and choose a model.");
        return Vec::new();
    }
    let question = desk.question();
    chat.counting = Some(question);
    vec![Effect::CountTokens(question, Box::new(ask))]
}
