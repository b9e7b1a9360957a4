//! What a prompt from the command line stands on: its words, the thread it goes on with, the model,
//! the parameters. Not here: sending it (reception), or keeping the answer (recording).

use std::io::{self, Read};

use tokio::sync::oneshot;

use super::console::Console;
use super::fault::Fault;
use super::moment;
use super::parameters::{behind, fitted};
use super::recording::Recording;
use crate::aws::client::Client;
use crate::cli::Ask as Args;
use crate::config::settings::Settings;
use crate::domain::archive::{Found, Query};
use crate::domain::ask::{Ask, Role};
use crate::domain::content::Block;
use crate::domain::conversation::{Conversation, Making, Message, Status, title_from};
use crate::domain::fitting::Fitted;
use crate::domain::id::ConversationId;
use crate::domain::problem::{Kind, Problem};
use crate::domain::thread::turns;
use crate::store::reader::Reader;
use crate::store::writer::Store;

/// Messages read at once.
const PAGE: u64 = 500;

/// All that is settled before anything is sent.
#[derive(Debug)]
pub(crate) struct Ground {
    /// What is asked.
    pub(crate) ask: Ask,
    /// What was set and is not sent, and why.
    pub(crate) not_sent: Vec<String>,
    /// The id by which the model's price is found.
    pub(crate) priced: String,
    /// The region it is asked in.
    pub(crate) region: Option<String>,
    /// The conversation it becomes part of, where it is kept.
    pub(crate) conversation: Option<ConversationId>,
    /// Where what comes goes.
    pub(crate) recording: Recording,
}

/// All that is piped in, read on a thread of its own: whoever waits for it can still be interrupted,
/// and a runtime that ends does not wait for it.
///
/// # Errors
/// It cannot be read.
pub(crate) async fn piped(input: Option<Box<dyn Read + Send>>) -> Result<Vec<u8>, Fault> {
    let Some(mut input) = input else { return Ok(Vec::new()) };
    let (sender, receiver) = oneshot::channel();
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        let read = input.read_to_end(&mut bytes).map(|_| bytes);
        // Nobody waits any more where the command was interrupted.
        let _ = sender.send(read);
    });
    match receiver.await {
        Ok(read) => Ok(read?),
        Err(_) => Err(Fault::Io(io::Error::other("standard input could not be read"))),
    }
}

/// The words of the command line, a blank line, what was piped in; either may be missing.
///
/// # Errors
/// Neither is there, or what was piped in is no text.
pub(crate) fn prompt(words: &[String], piped: Vec<u8>) -> Result<String, Fault> {
    let piped = String::from_utf8(piped)
        .map_err(|_| Fault::Usage("standard input is not valid UTF-8 text".into()))?;
    let piped = piped.strip_suffix('\n').unwrap_or(&piped);
    let words = words.join(" ");
    match (words.trim().is_empty(), piped.trim().is_empty()) {
        (false, false) => Ok(format!("{words}\n\n{piped}")),
        (false, true) => Ok(words),
        (true, false) => Ok(piped.to_owned()),
        (true, true) => Err(Fault::Usage(
            "nothing is asked: give a prompt as arguments, pipe one in, or both".into(),
        )),
    }
}

impl Ground {
    /// Settles everything and keeps the prompt, unless nothing is to be kept.
    ///
    /// # Errors
    /// No such conversation, no model, no credentials, or a store that refuses.
    pub(crate) async fn lay(
        args: &Args,
        settings: &Settings,
        client: &Client,
        prompt: String,
        console: &mut Console,
    ) -> Result<Self, Fault> {
        let continues = args.conversation.is_some() || args.continue_last;
        let wants_store = continues || !args.no_save || args.persona.is_some();
        let store = if wants_store { Some(open(settings, console)?) } else { None };
        let thread = match &store {
            Some(store) if continues => Some(thread(args, &store.reader()?)?),
            _ => None,
        };
        let model = model(args, settings, thread.as_ref().map(|(old, _)| old), client).await?;
        let session = client.session().await?;
        if let Some(notice) = &session.notice {
            console.note(notice);
        }
        let (mut conversation, mut messages) =
            thread.unwrap_or_else(|| (new_conversation(settings, &prompt), Vec::new()));
        if let Some(system) = &args.system {
            conversation.system.clone_from(system);
        }
        if let (Some(name), Some(store)) = (&args.persona, &store) {
            conversation.system = persona(name, &store.reader()?)?;
        }
        for (what, was, now) in [
            ("account", &conversation.account, &session.account),
            ("region", &conversation.region, &session.region),
        ] {
            if let (Some(was), Some(now)) = (was, now)
                && was != now
            {
                console.note(&format!(
                    "this conversation went through {what} {was}; it goes on through {now}"
                ));
            }
        }
        conversation.profile = session.profile;
        conversation.account = session.account;
        conversation.region = session.region;
        let priced = behind(&model, client).await;
        let fitted = fitted(args, settings, &priced, &conversation, console)?;
        let not_sent = fitted.sentences();
        let (prompt, answer) = exchange(&mut conversation, prompt, &model, &fitted);
        messages.push(prompt.clone());
        let ask = Ask {
            system: if fitted.no_system { String::new() } else { conversation.system.clone() },
            turns: turns(&messages, conversation.start, &model),
            parameters: fitted.parameters,
            stream: true,
            model,
        };
        let (region, id) = (conversation.region.clone(), conversation.id);
        let recording = match store {
            Some(store) if !args.no_save => Recording::begin(store, conversation, prompt, answer)?,
            _ => Recording::default(),
        };
        let conversation = (!args.no_save).then_some(id);
        Ok(Self { ask, not_sent, priced, region, conversation, recording })
    }
}

/// Opens the store, and says what it found.
pub(crate) fn open(settings: &Settings, console: &mut Console) -> Result<Store, Fault> {
    let (store, opening) = Store::open(&settings.paths.data, moment::unix_ms())?;
    if let Some(path) = opening.set_aside {
        console.note(&format!("the database was damaged and set aside as {}", path.display()));
    }
    if let Some(path) = opening.backup {
        console.note(&format!("the older database was copied to {}", path.display()));
    }
    Ok(store)
}

/// The conversation to go on with, and all messages of the branch it shows.
fn thread(args: &Args, reader: &Reader) -> Result<(Conversation, Vec<Message>), Fault> {
    let id = match &args.conversation {
        Some(text) => {
            text.parse::<ConversationId>().map_err(|error| Fault::Usage(error.to_string()))?
        }
        None => last(reader)?,
    };
    whole(reader, id)
}

/// The text of a persona.
fn persona(name: &str, reader: &Reader) -> Result<String, Fault> {
    let shelf = match reader.answer(&Query::Shelf)? {
        Found::Shelf(shelf) => *shelf,
        other => return Err(unexpected(&other)),
    };
    let names: Vec<&str> = shelf.personas.iter().map(|persona| persona.name.as_str()).collect();
    let known = if names.is_empty() { "none yet".to_owned() } else { names.join(", ") };
    let found = shelf.personas.iter().find(|persona| persona.name == name);
    found
        .map(|persona| persona.text.clone())
        .ok_or_else(|| Fault::Usage(format!("there is no persona '{name}'\n  personas: {known}")))
}

/// The conversation that changed last.
fn last(reader: &Reader) -> Result<ConversationId, Fault> {
    match reader.answer(&Query::Latest)? {
        Found::Latest(row) => row
            .map(|row| row.id)
            .ok_or_else(|| Fault::Usage("there is no conversation to go on with yet".into())),
        other => Err(unexpected(&other)),
    }
}

/// A conversation with every message of the branch it shows, oldest first.
pub(crate) fn whole(
    reader: &Reader,
    id: ConversationId,
) -> Result<(Conversation, Vec<Message>), Fault> {
    let opened = match reader.answer(&Query::Open { conversation: id, limit: PAGE })? {
        Found::Opened(opened) => *opened,
        other => return Err(unexpected(&other)),
    };
    let (mut messages, mut more) = (opened.messages, opened.more);
    while more {
        let Some(before) = messages.first().map(|first| first.id) else { break };
        match reader.answer(&Query::Earlier { conversation: id, before, limit: PAGE })? {
            Found::Earlier { messages: mut earlier, more: still, .. } => {
                // A page without messages would be asked for for ever.
                more = still && !earlier.is_empty();
                earlier.append(&mut messages);
                messages = earlier;
            }
            other => return Err(unexpected(&other)),
        }
    }
    Ok((opened.conversation, messages))
}

/// The store answered another question than was asked.
pub(crate) fn unexpected(found: &Found) -> Fault {
    let what = format!("the store gave an answer of another kind: {found:?}");
    Problem::new(Kind::Bug, "reading the store", what).into()
}

/// The model: as the flag says, else the conversation's, else the configured one. In a demo that
/// names none, the first listed model that holds a conversation.
async fn model(
    args: &Args,
    settings: &Settings,
    thread: Option<&Conversation>,
    client: &Client,
) -> Result<String, Fault> {
    let earlier = thread.map(|conversation| conversation.model.clone());
    let chosen = args
        .model
        .clone()
        .or(earlier.filter(|model| !model.is_empty()))
        .or_else(|| settings.config.model.clone());
    if let Some(model) = chosen {
        return Ok(model);
    }
    if settings.demo {
        let listed = client.catalog().await?.catalog;
        if let Some(entry) = listed.first_to_chat() {
            return Ok(entry.id.clone());
        }
    }
    Err(Fault::Usage(
        "no model is chosen: give one with -m (`outcrop models` lists them), or set `model` in the \
         configuration"
            .into(),
    ))
}

fn new_conversation(settings: &Settings, prompt: &str) -> Conversation {
    Conversation {
        title: title_from(prompt),
        system: settings.config.system.clone(),
        ..Conversation::new(moment::mint().conversation(), moment::unix_ms())
    }
}

/// The prompt and its empty answer, as the next exchange of a conversation.
fn exchange(
    conversation: &mut Conversation,
    prompt: String,
    model: &str,
    fitted: &Fitted,
) -> (Message, Message) {
    let mut mint = moment::mint();
    let now = moment::unix_ms();
    let message = |id, parent, role| Message::new(id, conversation.id, parent, role, now);
    let mut asked = message(mint.message(), conversation.head, Role::User);
    asked.blocks = vec![Block::Text(prompt)];
    let mut answer = message(mint.message(), Some(asked.id), Role::Assistant);
    answer.status = Status::Streaming;
    answer.making = Some(Making {
        model: model.to_owned(),
        region: conversation.region.clone(),
        parameters: fitted.parameters.clone(),
        not_sent: fitted.sentences(),
        ..Making::default()
    });
    conversation.head = Some(answer.id);
    conversation.messages += 2;
    conversation.updated = now;
    conversation.status = Status::Streaming;
    model.clone_into(&mut conversation.model);
    (asked, answer)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(words: &[&str], piped: &[u8]) -> Result<String, Fault> {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        prompt(&words, piped.to_vec())
    }

    #[test]
    fn a_prompt_is_words_then_what_was_piped_in() {
        assert_eq!(asked(&["why", "so?"], b"").unwrap(), "why so?");
        assert_eq!(asked(&[], b"a\n\nb\n").unwrap(), "a\n\nb");
        assert_eq!(asked(&["review"], b"+ x\r\n").unwrap(), "review\n\n+ x\r");
    }

    #[test]
    fn nothing_to_ask_and_no_text_are_refused() {
        for (words, input) in [(&[][..], &b""[..]), (&[" "], b" \n"), (&["a"], b"\xff\xfe")] {
            assert!(matches!(asked(words, input), Err(Fault::Usage(_))));
        }
    }
}
