//! The mode in which a message or code block is selected, and what is copied.
//! Not here: where the selection goes (parts), or how a text gets into the clipboard (the runtime).

use crate::app::effect::{Effect, QuestionId};
use crate::app::model::{Model, Overlay, Pane};
use crate::app::parts::excerpt::{Copying, Excerpt, last_answer, last_code};
use crate::app::parts::selection::Selection;
use crate::app::parts::transcript::Transcript;
use crate::app::screens::chat::state::{Chat, Reading};
use crate::app::screens::overlay::rescue::Rescue;
use crate::domain::clipboard::Way;
use crate::domain::markdown;

/// Selects the last message seen; what is typed stays.
pub fn begin(model: &mut Model) -> Vec<Effect> {
    let Some(chat) = model.chats.get_mut(&model.current) else { return Vec::new() };
    chat.selection = chat.selection.or_else(|| Selection::begin(&chat.transcript));
    if chat.selection.is_some() {
        model.pane = Pane::Transcript;
    }
    Vec::new()
}

/// Selects the message a click points at, while one is selected.
pub fn click(model: &mut Model, row: usize) -> Vec<Effect> {
    let Some(chat) = model.chats.get_mut(&model.current) else { return Vec::new() };
    let pointed = chat.transcript.message_at(row);
    if let (Some(selection), Some(message)) = (&mut chat.selection, pointed) {
        *selection = Selection::of(message);
        model.pane = Pane::Transcript;
    }
    Vec::new()
}

/// Ends the selection where the focus went elsewhere, or its message is gone.
pub fn keep_or_leave(model: &mut Model) {
    let stays = matches!(model.pane, Pane::Transcript | Pane::Inspector);
    let Some(chat) = model.chats.get_mut(&model.current) else { return };
    let here = |chat: &Chat| chat.selected().is_some_and(|id| chat.transcript.entry(id).is_some());
    if chat.selection.is_some() && !(stays && here(chat)) {
        chat.selection = None;
    }
}

fn change(model: &mut Model, change: impl FnOnce(&mut Selection, &mut Transcript)) {
    let Some(chat) = model.chats.get_mut(&model.current) else { return };
    if let Some(selection) = &mut chat.selection {
        change(selection, &mut chat.transcript);
    }
}

/// Goes to another message.
pub fn step(model: &mut Model, down: bool) {
    change(model, |selection, transcript| selection.step(transcript, down));
}

/// Goes to another code block of the message; says so where there is none.
pub fn turn(model: &mut Model, forward: bool) {
    change(model, |selection, transcript| selection.turn(transcript, forward));
    let alone = model.chat().and_then(|chat| chat.selection).is_some_and(|now| now.block.is_none());
    let blocks = model
        .chat()
        .and_then(|chat| Some(chat.transcript.entry(chat.selected()?)?.code_blocks().len()));
    if alone && blocks == Some(0) {
        model.tell("This message has no code block.");
    }
}

/// Goes to the first message, or the last.
pub fn end(model: &mut Model, last: bool) {
    change(model, |selection, transcript| selection.end(transcript, last));
}

/// Copies what is selected.
pub fn copy_selected(model: &mut Model) -> Vec<Effect> {
    let excerpt = model.chats.get_mut(&model.current).and_then(|chat| {
        let selection = chat.selection?;
        selection.excerpt(&mut chat.transcript)
    });
    copy(model, excerpt, "This message has no text to copy.")
}

/// Copies the last answer.
pub fn copy_last_answer(model: &mut Model) -> Vec<Effect> {
    let excerpt = model.chat().and_then(|chat| last_answer(&chat.transcript));
    copy(model, excerpt, "There is no answer to copy yet.")
}

/// Copies the last code block.
pub fn copy_last_code(model: &mut Model) -> Vec<Effect> {
    let chat = model.chats.get_mut(&model.current);
    let excerpt = chat.and_then(|chat| last_code(&mut chat.transcript));
    copy(model, excerpt, "No answer of this conversation has a code block.")
}

/// Copies the whole conversation.
pub fn copy_conversation(model: &mut Model) -> Vec<Effect> {
    let Some(chat) = model.chat() else { return Vec::new() };
    if chat.reading != Reading::Whole {
        model.warn("This conversation is still being read; try again in a moment.");
        return Vec::new();
    }
    let messages = chat.transcript.messages().len();
    let text = markdown::of(&chat.conversation, chat.transcript.messages(), &model.zone);
    let what = format!("the conversation, {messages} messages");
    copy(
        model,
        (messages > 0).then_some(Excerpt { text, what }),
        "There is no message to copy yet.",
    )
}

/// Copies a text, or says that there is none.
pub fn copy(model: &mut Model, excerpt: Option<Excerpt>, nothing: &str) -> Vec<Effect> {
    let Some(excerpt) = excerpt else {
        model.warn(nothing);
        return Vec::new();
    };
    let question = model.desk.question();
    let text = excerpt.text.clone();
    model.copying = Some(Copying { question, excerpt });
    vec![Effect::Copy(question, text)]
}

/// How a copy went. What may have been cut, or did not arrive, can go to a file instead.
pub fn copied(model: &mut Model, question: QuestionId, result: Result<Way, String>) {
    // Of two copies the second one matters, and says how it went.
    let Some(copying) = model.copying.take_if(|copying| copying.question == question) else {
        return;
    };
    let what = copying.excerpt.measure();
    let why = match result {
        Ok(way) if copying.may_be_cut(way) => {
            let kilobytes = |bytes: usize| bytes.div_ceil(1_000);
            format!(
                "Copied {what}, to {way}. That is {} kB: many terminals take {} kB at most and cut \
                 the rest, or all of it. A file keeps it whole.",
                kilobytes(copying.excerpt.text.len()),
                kilobytes(way.limit().unwrap_or_default()),
            )
        }
        Ok(way) => return model.tell(&format!("Copied {what}, to {way}.")),
        Err(why) => format!("Not copied: {}. A file keeps it.", why.trim_end_matches('.')),
    };
    let folder = &model.desk.settings.rescue_folder;
    let rescue = Rescue::copy(copying.excerpt.text, why, model.desk.now.unix, folder);
    model.overlays.push(Overlay::Rescue(rescue));
}
