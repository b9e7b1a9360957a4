//! What is known of an answer and its conversation, line by line, and how far one has scrolled.
//! Not here: how a figure is written (ui), or whether there is room for it (layout).

use super::live::{Live, Phase};
use super::state::{Chat, Totals};
use crate::app::parts::desk::Desk;
use crate::app::parts::items;
use crate::domain::ask::{Role, Usage};
use crate::domain::catalog::{Entry, EntryKind};
use crate::domain::conversation::{Making, Message, Status, UnixMs};
use crate::domain::fitting::Fitted;
use crate::domain::id::{ConversationId, MessageId};
use crate::domain::limits::Field;
use crate::domain::price::DATED;
use crate::text::row::Row;
use crate::text::wrap::wrap_plain;

/// Bytes of a token, about, where only bytes were counted.
const BYTES_A_TOKEN: usize = 4;

/// Of which conversation, at which revision, from which message on.
type State = (ConversationId, u64, Option<MessageId>);

/// What stands in a line.
#[derive(Debug, Clone, PartialEq)]
pub enum Line {
    /// What the lines below are of, and when it was.
    Title(&'static str, Option<UnixMs>),
    /// A figure and its name.
    Fact(&'static str, Value),
    /// A row of a longer text.
    Text(Row),
    /// A row of a name that stands out.
    Name(Row),
    /// A row of what failed.
    Error(Row),
    /// Nothing.
    Blank,
}

/// A figure.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A word.
    Word(String),
    /// How many, and whether that is an estimate.
    Count(u64, bool),
    /// How long, in milliseconds.
    Span(u64),
    /// Tokens a second, and whether that is an estimate.
    Rate(u64, bool),
    /// Of a hundred, and whether that is an estimate.
    Percent(u64, bool),
    /// US dollars.
    Money(Money),
    /// Nobody said.
    Unknown,
}

/// How well a cost is known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Money {
    /// By the prices of the table.
    Exact(f64),
    /// About so much.
    About(f64),
    /// So much, and something of unknown price.
    AtLeast(f64),
    /// Not at all.
    Unknown,
}

/// The pane.
#[derive(Debug, Default)]
pub struct Inspector {
    /// Whether it is wished for.
    pub shown: bool,
    lines: Vec<Line>,
    top: usize,
    height: usize,
    /// Tokens of what is sent before the draft, and of which state of which conversation.
    before: Option<(State, u64)>,
}

impl Inspector {
    /// Writes the lines for a conversation, as wide and high as there is room.
    pub fn lay_out(&mut self, chat: &Chat, desk: &Desk, width: u16, height: u16) {
        let before = self.before(chat);
        let mut lines = std::mem::take(&mut self.lines);
        lines.clear();
        let mut page = Page { lines, width, desk };
        page.answer(chat);
        page.conversation(chat, before, chat.editor.tokens());
        page.sent(chat);
        self.lines = page.lines;
        self.height = usize::from(height);
        self.scroll(0);
    }

    /// Tokens of what is sent before the draft. Where something is left out by hand all of it is
    /// looked at, once for each state of it.
    fn before(&mut self, chat: &Chat) -> u64 {
        if !chat.fates.by_hand() {
            return chat.tokens_counted().unwrap_or(0);
        }
        let state = (chat.id(), chat.transcript.revision(), chat.conversation.start);
        let known = self.before.filter(|(of, _)| *of == state).map(|(_, tokens)| tokens);
        let tokens = known.unwrap_or_else(|| chat.tokens_to_send());
        self.before = Some((state, tokens));
        tokens
    }

    /// The lines seen.
    pub fn seen(&self) -> &[Line] {
        let end = (self.top + self.height).min(self.lines.len());
        self.lines.get(self.top..end).unwrap_or(&[])
    }

    /// Lines above and below those.
    pub fn hidden(&self) -> (usize, usize) {
        (self.top, self.lines.len().saturating_sub(self.top + self.height))
    }

    /// Moves by lines, not beyond the first and last.
    pub fn scroll(&mut self, by: isize) {
        let lowest = self.lines.len().saturating_sub(self.height);
        self.top = self.top.saturating_add_signed(by).min(lowest);
    }

    /// Lines of a page.
    pub fn page(&self) -> isize {
        isize::try_from(self.height.saturating_sub(1).max(1)).unwrap_or(isize::MAX)
    }
}

/// The answer that is looked at: the selected one, the one to the selected prompt, or the last.
pub fn subject(chat: &Chat) -> Option<&Message> {
    let Some(selected) = chat.selected() else {
        return chat.transcript.messages().rev().find(|said| said.role == Role::Assistant);
    };
    let message = &chat.transcript.entry(selected)?.message;
    match message.role {
        Role::Assistant => Some(message),
        Role::User => chat
            .transcript
            .neighbour(selected, true)
            .filter(|answer| answer.role == Role::Assistant),
    }
}

/// What an answer cost, as far as that is known.
pub fn cost(making: &Making, desk: &Desk) -> Money {
    match (making.cost_usd, desk.cost(making)) {
        (Some(usd), _) if making.cost_estimated => Money::About(usd),
        (Some(usd), _) => Money::Exact(usd),
        (None, Some(now)) => Money::About(now.usd),
        (None, None) => Money::Unknown,
    }
}

/// What a conversation cost, as far as that is known.
pub fn total_cost(totals: &Totals) -> Money {
    match (totals.exact, totals.estimated) {
        (true, false) => Money::Exact(totals.usd),
        (true, true) => Money::About(totals.usd),
        (false, _) if totals.usd > 0.0 => Money::AtLeast(totals.usd),
        (false, _) => Money::Unknown,
    }
}

/// Lines being written.
struct Page<'a> {
    lines: Vec<Line>,
    width: u16,
    desk: &'a Desk,
}

impl Page<'_> {
    fn fact(&mut self, name: &'static str, value: Value) {
        self.lines.push(Line::Fact(name, value));
    }

    fn text(&mut self, text: &str, line: impl Fn(Row) -> Line) {
        let rows = wrap_plain(text, self.width);
        self.lines.extend(rows.into_iter().map(line));
    }

    fn answer(&mut self, chat: &Chat) {
        let Some(message) = subject(chat) else {
            self.lines.push(Line::Title("Next answer", None));
            self.model(&chat.conversation.model, self.desk.region());
            self.lines.push(Line::Blank);
            return;
        };
        let live = chat.live.as_ref().filter(|live| live.answer == message.id);
        let title = match (live, chat.selected()) {
            (Some(_), _) => "Arriving answer",
            (None, Some(_)) => "Selected answer",
            (None, None) => "Last answer",
        };
        self.lines.push(Line::Title(title, Some(message.created)));
        if let Some(making) = &message.making {
            self.model(&making.model, making.region.as_deref());
            self.lines.push(Line::Blank);
            match live {
                Some(live) => self.arriving(live),
                None => self.ended(message, making),
            }
        }
        self.lines.push(Line::Blank);
    }

    /// Which model, and how it is invoked.
    fn model(&mut self, id: &str, region: Option<&str>) {
        if id.is_empty() {
            self.text("no model chosen", Line::Name);
            return;
        }
        let entry = self.desk.entry(id);
        if let Some(entry) = entry.filter(|entry| !entry.name.is_empty() && entry.name != id) {
            self.text(&entry.name, Line::Name);
        }
        self.text(id, Line::Text);
        self.text(&invoked(id, entry, region), Line::Text);
    }

    fn arriving(&mut self, live: &Live) {
        let now = self.desk.now.mono;
        let phase = match live.phase {
            Phase::Saving(..) => "keeping the prompt",
            Phase::Sent => "sent",
            Phase::Accepted => "accepted",
            Phase::Waiting { .. } => "waiting",
            Phase::Streaming => "receiving",
        };
        self.fact("status", Value::Word(phase.into()));
        // Whole seconds: what is counted must not flicker.
        self.fact("elapsed", Value::Span(now.saturating_sub(live.began) / 1_000 * 1_000));
        if let Some(first) = live.first {
            self.fact("first token", Value::Span(first.saturating_sub(live.began)));
            let came = live.bytes.div_ceil(BYTES_A_TOKEN) as u64;
            let passed = now.saturating_sub(first);
            if passed >= 500 {
                self.fact("speed", Value::Rate(came.saturating_mul(1_000) / passed, true));
            }
            self.fact("tokens out", Value::Count(came, true));
        }
    }

    fn ended(&mut self, message: &Message, making: &Making) {
        let status = match message.status {
            Status::Complete => None,
            Status::Streaming => Some("received elsewhere"),
            Status::Stopped => Some("stopped"),
            Status::Interrupted => Some("interrupted"),
            Status::Failed => Some("failed"),
        };
        if let Some(status) = status {
            self.fact("status", Value::Word(status.into()));
        }
        if let Some(reason) = &making.stop_reason {
            self.fact("stop reason", Value::Word(reason.0.clone()));
        }
        for (name, served) in [("tier", &making.tier), ("latency", &making.latency)] {
            if let Some(served) = served {
                self.fact(name, Value::Word(served.clone()));
            }
        }
        self.times(making);
        self.tokens(making.usage.as_ref());
        self.fact("cost", Value::Money(cost(making, self.desk)));
        if let Some(problem) = &making.error {
            self.text(&problem.what, Line::Error);
        }
        if let Some(request) = &making.request_id {
            self.text(&format!("request {request}"), Line::Text);
        }
    }

    fn times(&mut self, making: &Making) {
        if let Some(first) = making.first_token_ms {
            self.fact("first token", Value::Span(first));
        }
        if let Some(total) = making.total_ms.filter(|total| *total > 0) {
            self.fact("total", Value::Span(total));
            let streaming = total.saturating_sub(making.first_token_ms.unwrap_or(0));
            if let Some(usage) = making.usage.filter(|usage| usage.output > 1 && streaming > 0) {
                let rate = usage.output.saturating_mul(1_000) / streaming;
                self.fact("speed", Value::Rate(rate, false));
            }
        }
        if let Some(latency) = making.latency_ms {
            self.fact("service latency", Value::Span(latency));
        }
    }

    fn tokens(&mut self, usage: Option<&Usage>) {
        let Some(usage) = usage else {
            self.fact("tokens", Value::Unknown);
            return;
        };
        self.fact("tokens in", Value::Count(usage.input, false));
        self.fact("tokens out", Value::Count(usage.output, false));
        if usage.cache_read + usage.cache_write > 0 {
            self.fact("cache read", Value::Count(usage.cache_read, false));
            self.fact("cache write", Value::Count(usage.cache_write, false));
        }
    }

    fn conversation(&mut self, chat: &Chat, before: u64, draft: u64) {
        self.lines.push(Line::Title("Conversation", None));
        let totals = &chat.totals;
        self.fact("tokens in", Value::Count(totals.input, false));
        self.fact("tokens out", Value::Count(totals.output, false));
        self.fact("cost", Value::Money(total_cost(totals)));
        if totals.versions {
            self.text("without the versions not shown", Line::Text);
        }
        self.context(chat, before, draft);
        self.text(&format!("prices: {DATED}"), Line::Text);
        self.lines.push(Line::Blank);
    }

    /// How much of the model's window the next prompt takes: what the last answer took, and what is
    /// typed.
    fn context(&mut self, chat: &Chat, before: u64, draft: u64) {
        let window =
            self.desk.facts(&chat.conversation.model).and_then(|facts| facts.context_window);
        let (taken, about) = match chat.counted {
            Some(counted) => (counted, false),
            None => (before + draft, draft > 0 || chat.fates.by_hand()),
        };
        match window {
            Some(window) => {
                let percent = taken.saturating_mul(100).div_ceil(window.max(1));
                self.fact("context used", Value::Percent(percent, about));
                self.fact("of a window of", Value::Count(window, false));
            }
            None => self.fact("context used", Value::Count(taken, about)),
        }
        if draft > 0 {
            self.fact("draft", Value::Count(draft, true));
        }
    }

    /// The parameters it was asked with, and those that were set and not sent.
    fn sent(&mut self, chat: &Chat) {
        let made = subject(chat).and_then(|message| message.making.as_ref());
        let next = match made {
            Some(_) => Fitted::default(),
            None => chat.fitted(self.desk),
        };
        let parameters = made.map_or(&next.parameters, |making| &making.parameters);
        self.lines.push(Line::Title("Parameters", None));
        // Each under the name the configuration has for it.
        let all = Field::ALL.map(|field| (field.name(), items::parameter(parameters, field)));
        let mut set = all.into_iter().filter(|(_, value)| !value.is_empty()).peekable();
        if set.peek().is_none() {
            self.text("none sent: the model's own", Line::Text);
        }
        for (name, value) in set {
            self.text(&format!("{name} {value}"), Line::Text);
        }
        for reason in made.map_or(next.sentences(), |making| making.not_sent.clone()) {
            self.text(&reason, Line::Text);
        }
        let system = &chat.conversation.system;
        if !system.is_empty() {
            let said = match self.desk.persona(system) {
                Some(persona) => format!("system prompt: persona {persona}"),
                None => format!("system prompt of {} characters", system.chars().count()),
            };
            self.text(&said, Line::Text);
        }
    }
}

/// How an id is invoked, in words.
fn invoked(id: &str, entry: Option<&Entry>, region: Option<&str>) -> String {
    let routes = |what: &str, entry: &Entry| {
        let regions = entry.regions_in_words();
        if regions.is_empty() { what.to_owned() } else { format!("{what} to {regions}") }
    };
    let how = match entry {
        Some(entry) => match entry.kind {
            EntryKind::Foundation => "on demand".to_owned(),
            EntryKind::SystemProfile => routes("inference profile", entry),
            EntryKind::ApplicationProfile => routes("application inference profile", entry),
            other => other.word().to_owned(),
        },
        None if id.starts_with("arn:") => "by its ARN".to_owned(),
        None => "as typed, not listed".to_owned(),
    };
    match region {
        Some(region) => format!("{how}, asked in {region}"),
        None => how,
    }
}
