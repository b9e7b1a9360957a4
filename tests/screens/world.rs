//! A program without a terminal, and a world that answers what it is asked: press keys, let time
//! pass, read model, effects and screen. Not here: what is expected of them.

use std::sync::Arc;

use jiff::tz::TimeZone;
use outcrop::app::effect::{Effect, Mouse, Msg, Now, QuestionId, Reply};
use outcrop::app::keys::keymap::Keymap;
use outcrop::app::model::{Colours, Model, Overlay, Pane, Start};
use outcrop::app::parts::desk::Settings;
use outcrop::app::screens::chat::state::Chat;
use outcrop::app::theme::Palette;
use outcrop::app::update;
use outcrop::domain::archive::{Found, Opened, Opening, Query, Save};
use outcrop::domain::ask::{Ask, Chunk, Failure};
use outcrop::domain::catalog::Entry;
use outcrop::domain::conversation::{Conversation, Message, Status};
use outcrop::domain::id::{ConversationId, Mint, StreamId};
use outcrop::domain::operation::{Answer, Call};
use outcrop::domain::price::Table;
use outcrop::domain::problem::Problem;
use outcrop::domain::session::Session;
use outcrop::ui;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use serde_json::Value;

use crate::fixtures::{self, NOVA, NOW};

pub(crate) struct World {
    pub(crate) model: Model,
    /// Milliseconds since the start.
    pub(crate) time: u64,
    /// Asked for since the last `take`, but for the window's titles.
    pub(crate) effects: Vec<Effect>,
    /// What the window was named, the newest last.
    pub(crate) titles: Vec<String>,
}

impl World {
    /// A program that has just begun, with a store, a listing, prices and a session at hand.
    pub(crate) fn new() -> Self {
        Self::with(|_| {})
    }

    /// The same with other settings.
    pub(crate) fn with(set: impl FnOnce(&mut Settings)) -> Self {
        let mut world = Self::bare(set);
        world.reply(Reply::StoreOpened(Ok(Opening::default())));
        world.list(Vec::new(), 0);
        world.reply(Reply::Prices(Arc::new(Table::embedded())));
        world.session(Ok(fixtures::session()));
        world.models();
        world.take();
        world
    }

    /// A program that has just begun and had no answer yet.
    pub(crate) fn bare(set: impl FnOnce(&mut Settings)) -> Self {
        let mut settings = Settings {
            model: NOVA.into(),
            rescue_folder: "/home/me".into(),
            ..Settings::default()
        };
        set(&mut settings);
        let start = Start {
            settings,
            keymap: Keymap::default(),
            themes: vec![Palette::dark(), Palette::light()],
            colours: Colours::True,
            mouse: true,
            mint: Mint::new(NOW, 7),
            faults: Vec::new(),
            zone: TimeZone::UTC,
        };
        let mut model = Model::new(start, Now { mono: 0, unix: NOW });
        let effects = update::begin(&mut model, Now { mono: 0, unix: NOW }, (80, 24));
        let mut world = Self { model, time: 0, effects, titles: Vec::new() };
        world.settle();
        world
    }

    pub(crate) fn sized(mut self, width: u16, height: u16) -> Self {
        self.act(Msg::Resize(width, height));
        self
    }

    // What happens.

    pub(crate) fn act(&mut self, msg: Msg) {
        let now = Now { mono: self.time, unix: NOW + self.time as i64 };
        self.effects.extend(update::update(&mut self.model, now, msg));
        let pulse = self.model.pulse();
        assert!(pulse.is_none_or(|due| due > self.time), "woken for nothing: {pulse:?}");
        self.settle();
    }

    fn settle(&mut self) {
        let (_, effects) = update::settle(&mut self.model, usize::MAX);
        for effect in effects {
            match effect {
                Effect::Title(title) => self.titles.push(title),
                other => self.effects.push(other),
            }
        }
    }

    /// Presses keys, as they are written in the configuration, one after the other.
    pub(crate) fn press(&mut self, keys: &str) -> &mut Self {
        for key in keys.split(' ') {
            self.act(Msg::Key(key.parse().unwrap()));
        }
        self
    }

    /// Runs a command found in the palette by the words that say what it does.
    pub(crate) fn command(&mut self, words: &str) -> &mut Self {
        self.press("ctrl-p").write(words).press("enter")
    }

    pub(crate) fn write(&mut self, text: &str) -> &mut Self {
        for char in text.chars() {
            let key = if char == ' ' { "space".into() } else { char.to_string() };
            self.press(&key);
        }
        self
    }

    pub(crate) fn paste(&mut self, text: &str) -> &mut Self {
        self.act(Msg::Paste(text.into()));
        self
    }

    pub(crate) fn reply(&mut self, reply: Reply) -> &mut Self {
        self.act(Msg::Reply(reply));
        self
    }

    pub(crate) fn click(&mut self, column: u16, row: u16) -> &mut Self {
        self.act(Msg::Mouse(Mouse::Click(column, row)));
        self
    }

    /// Lets time pass; the program is woken whenever it asked for.
    pub(crate) fn wait(&mut self, ms: u64) -> &mut Self {
        let end = self.time + ms;
        while let Some(due) = self.model.pulse().filter(|due| *due <= end) {
            self.time = due;
            self.act(Msg::Wake);
        }
        self.time = end;
        self
    }

    // What the world answers.

    /// Who we are was found out, or why not.
    pub(crate) fn session(&mut self, session: Result<Session, Problem>) -> &mut Self {
        let asked = self.model.desk.session_asked;
        self.reply(Reply::Session(asked, session))
    }

    /// The first page of the list was read.
    pub(crate) fn list(&mut self, rows: Vec<Conversation>, total: u64) -> &mut Self {
        let question = self.find(|query| matches!(query, Query::Conversations { .. })).unwrap();
        self.reply(Reply::Found(question, Ok(Found::Conversations { rows, offset: 0, total })))
    }

    pub(crate) fn models(&mut self) -> &mut Self {
        let question = self.asked_models().unwrap();
        self.reply(Reply::Models(question, Ok((fixtures::catalog(), Vec::new()))))
    }

    /// The newest listing came, with this beside the usual, and these lists missing.
    pub(crate) fn models_and(&mut self, own: Vec<Entry>, gaps: Vec<Problem>) -> &mut Self {
        let question = self.asked_models().unwrap();
        let mut catalog = fixtures::catalog();
        catalog.entries.extend(own);
        self.reply(Reply::Models(question, Ok((catalog, gaps))))
    }

    /// The last call of this operation was answered so.
    pub(crate) fn answer(&mut self, operation: &str, result: Result<Value, Problem>) -> &mut Self {
        let question = self.effects.iter().rev().find_map(|effect| match effect {
            Effect::Operate(question, call) if call.operation == operation => Some(*question),
            _ => None,
        });
        let answer = result.map(|body| Box::new(Answer { body, request_id: None }));
        self.reply(Reply::Operated(question.unwrap(), answer))
    }

    /// The operation called last: its question, name and input.
    pub(crate) fn operated(&self) -> Option<(QuestionId, Call)> {
        self.effects.iter().rev().find_map(|effect| match effect {
            Effect::Operate(question, call) => Some((*question, (**call).clone())),
            _ => None,
        })
    }

    /// The operation called last was answered so.
    pub(crate) fn answers(&mut self, body: serde_json::Value) -> &mut Self {
        let (question, _) = self.operated().unwrap();
        let answer = Answer { body, request_id: None };
        self.reply(Reply::Operated(question, Ok(Box::new(answer))))
    }

    pub(crate) fn asked_models(&self) -> Option<QuestionId> {
        self.effects.iter().rev().find_map(|effect| match effect {
            Effect::ListModels(question) => Some(*question),
            _ => None,
        })
    }

    /// What was read of a conversation that was opened.
    pub(crate) fn opened(&mut self, row: Conversation, messages: Vec<Message>) -> &mut Self {
        self.opened_as(Opened {
            conversation: row,
            messages,
            more: false,
            draft: String::new(),
            elsewhere: false,
        })
    }

    pub(crate) fn opened_as(&mut self, opened: Opened) -> &mut Self {
        let id = opened.conversation.id;
        let question = self
            .find(|query| matches!(query, Query::Open { conversation, .. } if *conversation == id))
            .unwrap();
        self.reply(Reply::Found(question, Ok(Found::Opened(Box::new(opened)))))
    }

    /// The last save is on disk.
    pub(crate) fn saved(&mut self) -> &mut Self {
        let (question, _) = self.last_save();
        self.reply(Reply::Saved(question, Ok(())))
    }

    pub(crate) fn not_saved(&mut self, problem: Problem) -> &mut Self {
        let (question, _) = self.last_save();
        self.reply(Reply::Saved(question, Err(problem)))
    }

    /// Writes and sends a prompt, which is put on disk; gives the stream of its answer.
    pub(crate) fn send(&mut self, prompt: &str) -> StreamId {
        self.paste(prompt).press("enter");
        self.leaves().0
    }

    /// What was begun is on disk; gives the stream and what is asked in it.
    pub(crate) fn leaves(&mut self) -> (StreamId, Ask) {
        self.saved();
        match self.effects.last() {
            Some(Effect::Converse(stream, ask)) => (*stream, (**ask).clone()),
            other => panic!("expected a request to leave, not {other:?}"),
        }
    }

    pub(crate) fn chunk(&mut self, stream: StreamId, chunk: Chunk) -> &mut Self {
        self.reply(Reply::Streamed(stream, chunk))
    }

    pub(crate) fn text(&mut self, stream: StreamId, delta: &str) -> &mut Self {
        self.chunk(stream, Chunk::Text { block: 0, delta: delta.into() })
    }

    pub(crate) fn done(&mut self, stream: StreamId) -> &mut Self {
        self.chunk(stream, Chunk::Done(Box::new(fixtures::ending())))
    }

    pub(crate) fn fails(&mut self, stream: StreamId, problem: Problem) -> &mut Self {
        let failure = Failure { problem, ending: outcrop::domain::ask::Ending::default() };
        self.chunk(stream, Chunk::Failed(Box::new(failure)))
    }

    /// A prompt sent and answered, all of it on disk.
    pub(crate) fn exchange(&mut self, prompt: &str, answer: &str) -> &mut Self {
        let stream = self.send(prompt);
        self.chunk(stream, Chunk::Accepted { request_id: Some("request-1".into()) });
        self.text(stream, answer).done(stream).saved()
    }

    // What is to be seen.

    pub(crate) fn take(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }

    pub(crate) fn chat(&self) -> &Chat {
        self.model.chat().unwrap()
    }

    pub(crate) fn typed(&self) -> String {
        self.chat().editor.text()
    }

    pub(crate) fn id(&self) -> ConversationId {
        self.model.current
    }

    pub(crate) fn pane(&self) -> Pane {
        self.model.pane
    }

    pub(crate) fn top(&self) -> Option<&Overlay> {
        self.model.overlays.last()
    }

    /// Who speaks and what, oldest first, and how it ended.
    pub(crate) fn said(&self) -> Vec<(String, Status)> {
        let transcript = &self.chat().transcript;
        transcript
            .messages()
            .map(|message| (transcript.entry(message.id).unwrap().text(), message.status))
            .collect()
    }

    pub(crate) fn saves(&self) -> Vec<&Save> {
        self.effects
            .iter()
            .filter_map(|effect| match effect {
                Effect::Save(_, save) => Some(&**save),
                _ => None,
            })
            .collect()
    }

    pub(crate) fn last_save(&self) -> (QuestionId, &Save) {
        let mut saves = self.effects.iter().rev().filter_map(|effect| match effect {
            Effect::Save(question, save) => Some((*question, &**save)),
            _ => None,
        });
        saves.next().unwrap()
    }

    /// The question of the newest look-up of this kind.
    pub(crate) fn find(&self, wanted: impl Fn(&Query) -> bool) -> Option<QuestionId> {
        self.effects.iter().rev().find_map(|effect| match effect {
            Effect::Find(question, _, query) if wanted(query) => Some(*question),
            _ => None,
        })
    }

    /// The newest notice.
    pub(crate) fn notice(&self) -> &str {
        self.model.notices.newest_first().next().map_or("", |notice| notice.text.as_str())
    }

    pub(crate) fn buffer(&mut self) -> (Buffer, Option<(u16, u16)>) {
        let (width, height) = self.model.size;
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        let frame = terminal.draw(|frame| ui::draw::draw(&self.model, frame)).unwrap();
        let buffer = frame.buffer.clone();
        let backend = terminal.backend();
        let caret = backend.cursor_visible().then(|| backend.cursor_position().into());
        (buffer, caret)
    }

    /// The screen as text, blanks at the right cut, the caret's place below.
    pub(crate) fn screen(&mut self) -> String {
        let (buffer, caret) = self.buffer();
        let mut text = String::new();
        for row in rows(&buffer) {
            text.push_str(row.trim_end());
            text.push('\n');
        }
        match caret {
            Some((column, row)) => text + &format!("caret at {column},{row}"),
            None => text + "no caret",
        }
    }
}

/// The rows of a screen; a wide character's second cell is not repeated.
fn rows(buffer: &Buffer) -> Vec<String> {
    let area = buffer.area;
    (0..area.height)
        .map(|y| {
            let mut row = String::new();
            let mut skip = 0;
            for x in 0..area.width {
                let symbol = buffer[(x, y)].symbol();
                if skip == 0 {
                    row.push_str(symbol);
                    skip = outcrop::text::wrap::width(symbol).saturating_sub(1);
                } else {
                    skip -= 1;
                }
            }
            row
        })
        .collect()
}
