//! The chat screen: the list, the title, the messages, the composer.
//! Not here: the rows of each (their own files).
//!
//! ```text
//! | conversations | Why is the sky blue?        Claude Sonnet 4.5 |
//! |               |                                               |
//! |               |  You  14:02                                   |
//! |               |  ...                                          |
//! |               | ╭───────────────────────────────────────────╮ |
//! |               | │ Write a prompt                            │ |
//! |               | ╰───────────────────────────────────────────╯ |
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::app::keys::command::{App, Chat as ChatCommand, Command, Go, Session};
use crate::app::layout::Areas;
use crate::app::model::Model;
use crate::app::screens::chat::state::{Chat, Reading};
use crate::app::theme::Part;
use crate::text::sanitise::sanitise_line;

use super::theme::Look;
use super::{composer, conversations, find, inspector, pen, transcript};

/// Draws it; gives where the caret stands.
pub fn draw(model: &Model, areas: &Areas, buffer: &mut Buffer, look: Look) -> Option<Position> {
    if areas.list.width > 0 {
        conversations::draw(model, areas.list, buffer, look);
    }
    let chat = model.chat()?;
    title(model, chat, areas, buffer, look);
    if chat.transcript.is_empty() {
        welcome(model, chat, areas, buffer, look);
    } else {
        transcript::draw(model, chat, areas, buffer, look);
        find::mark(model, chat, areas.transcript, buffer, look);
    }
    let caret = composer::draw(model, chat, areas, buffer, look);
    transcript::below(chat, areas, buffer, look);
    if areas.inspector.width > 0 {
        inspector::draw(model, areas.inspector, buffer, look);
    }
    caret
}

fn title(model: &Model, chat: &Chat, areas: &Areas, buffer: &mut Buffer, look: Look) {
    let area = areas.title;
    let name = sanitise_line(model.desk.model_name(&chat.conversation.model)).into_owned();
    let name = if name.is_empty() { "no model chosen".to_owned() } else { name };
    let name = match model.desk.persona(&chat.conversation.system) {
        Some(persona) => format!("{name} as {}", sanitise_line(persona)),
        None => name,
    };
    let name = pen::cut(&name, usize::from(area.width / 2));
    let from = pen::right(buffer, area, 0, &format!("{name} "), look.part(Part::Assistant));
    let room = usize::from(from.saturating_sub(2));
    let text = pen::cut(&sanitise_line(chat.title()), room);
    pen::left(buffer, area, 1, 0, &text, look.part(Part::Title));
}

/// Why no model is chosen, and what to try.
fn no_model(model: &Model) -> String {
    let Some(problem) = model.desk.catalog.problem() else {
        return "No model is chosen yet.".to_owned();
    };
    let advice = problem.hint().map(|advice| format!(" Try: {advice}"));
    let what = problem.what.trim_end_matches('.');
    format!("No models listed: {what}.{}", advice.unwrap_or_default())
}

/// What an empty conversation says: what this is, and the first keys.
fn welcome(model: &Model, chat: &Chat, areas: &Areas, buffer: &mut Buffer, look: Look) {
    let area = areas.transcript;
    match chat.reading {
        Reading::Switching(_) | Reading::Asked(_) => return,
        Reading::Failed => {
            let said = "This conversation could not be read. Open it again to try once more.";
            pen::wrapped(buffer, area, said, look.part(Part::Warning));
            return;
        }
        Reading::Earlier(_) | Reading::Whole => {}
    }
    let faint = look.part(Part::Faint);
    let key = |command| {
        let keys = model.keymap.keys(command);
        keys.first().map(ToString::to_string).unwrap_or_default()
    };
    let stored = model.conversations.total;
    let hidden = areas.list.width == 0 && stored > 0;
    let stored = format!("your conversations ({stored})");
    let list = (key(Command::Chat(ChatCommand::ToggleConversations)), stored.as_str());
    let rows = [
        (key(Command::Chat(ChatCommand::Send)), "send what you typed"),
        (key(Command::Chat(ChatCommand::PickModel)), "choose a model or inference profile"),
        (key(Command::Chat(ChatCommand::Search)), "search all conversations"),
        (key(Command::Go(Go::Places)), "go to models and resources"),
        (key(Command::App(App::Palette)), "find any command"),
        (key(Command::App(App::Help)), "see the keys"),
    ];
    // Who has no models may have them under another profile.
    let elsewhere = (!model.desk.settings.simulator && model.desk.catalog.problem().is_some())
        .then(|| (key(Command::Session(Session::Switch)), "use another AWS profile or region"));
    let rows = rows.into_iter().chain(elsewhere);
    let rows: Vec<(String, &str)> =
        hidden.then_some(list).into_iter().chain(rows).filter(|(key, _)| !key.is_empty()).collect();
    let top = area.height.saturating_sub(rows.len() as u16 + 5) / 2;
    let left = area.width.saturating_sub(46) / 2;
    pen::left(buffer, area, left, top, "outcrop", look.part(Part::Assistant));
    let about = match (model.desk.settings.simulator, area.width >= 64) {
        (true, true) => "  Bedrock in your terminal · simulator, no account",
        (true, false) => "  simulator, no account needed",
        (false, _) => "  Amazon Bedrock in your terminal",
    };
    pen::left(buffer, area, left + 7, top, about, faint);
    for (index, (keys, what)) in (0..).zip(&rows) {
        let row = top + 2 + index;
        pen::left(buffer, area, left, row, keys, look.part(Part::Key));
        pen::left(buffer, area, left + 10, row, what, look.part(Part::Hint));
    }
    if chat.conversation.model.is_empty() {
        let said = no_model(model);
        let top = area.y + (top + 3 + rows.len() as u16).min(area.height);
        let room = Rect {
            x: area.x + left.saturating_sub(1),
            y: top,
            width: area.width.saturating_sub(left).min(64),
            height: area.bottom().saturating_sub(top),
        };
        pen::wrapped(buffer, room, &sanitise_line(&said), look.part(Part::Warning));
    }
}
