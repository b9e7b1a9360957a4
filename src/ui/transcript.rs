//! The messages: headers, reasoning, answers, notes, figures.
//! Not here: which rows are seen (app).

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::keys::command::{Chat as ChatCommand, Command};
use crate::app::layout::Areas;
use crate::app::model::{Model, Pane};
use crate::app::parts::selection::Selection;
use crate::app::parts::transcript::entry::Line;
use crate::app::screens::chat::live::Phase;
use crate::app::screens::chat::state::Chat;
use crate::app::theme::Part;
use crate::domain::ask::Role;
use crate::domain::conversation::{Making, Message, Sibling, Status};
use crate::domain::thread::Fate;
use crate::text::row::Row;
use crate::text::sanitise::sanitise_line;
use crate::text::wrap::width;

use super::theme::Look;
use super::{figures, pen};

/// Draws the rows seen.
pub fn draw(model: &Model, chat: &Chat, areas: &Areas, buffer: &mut Buffer, look: Look) {
    let area = areas.transcript;
    let fate = |message: &Message| chat.fates.of(message.id);
    let mut not_sent = chat.transcript.top_message().map(fate).and_then(not_sent).is_some();
    for (row, line) in (0..area.height).zip(chat.transcript.lines()) {
        if let Line::Header(message) = &line {
            not_sent = self::not_sent(fate(message)).is_some();
        }
        self::line(model, chat, line, area, row, buffer, look);
        if not_sent {
            let line = Rect { y: area.y + row, height: 1, ..area };
            buffer.set_style(line, look.part(Part::Faint));
        }
    }
    if let Some(selection) = &chat.selection {
        marked(selection, chat, area, buffer, look);
    } else if model.pane == Pane::Transcript {
        for row in 0..area.height {
            pen::left(
                buffer,
                Rect { x: area.x - 1, width: 1, ..area },
                0,
                row,
                "▏",
                look.part(Part::Focus),
            );
        }
    }
}

/// Lays the background of what is selected over its rows, and a bar beside them.
fn marked(selection: &Selection, chat: &Chat, area: Rect, buffer: &mut Buffer, look: Look) {
    let rows = selection.seen(&chat.transcript);
    let (top, height) = (rows.start as u16, rows.len() as u16);
    let beside = Rect { x: area.x - 1, y: area.y + top, width: area.width + 1, height };
    buffer.set_style(beside.intersection(buffer.area), look.part(Part::Marked));
    for row in 0..height {
        pen::left(buffer, beside, 0, row, "▌", look.part(Part::MarkedBar));
    }
}

/// Says in the frame below the messages how many rows follow them.
pub fn below(chat: &Chat, areas: &Areas, buffer: &mut Buffer, look: Look) {
    let below = chat.transcript.below();
    if below > 0 {
        let said = format!(" ↓ {below} more below · {}% ", chat.transcript.percent());
        let frame = areas.composer_frame;
        let room = Rect { width: frame.width.saturating_sub(2), ..frame };
        pen::right(buffer, room, 0, &said, look.part(Part::Accent));
    }
}

fn line(
    model: &Model,
    chat: &Chat,
    line: Line,
    area: Rect,
    row: u16,
    buffer: &mut Buffer,
    look: Look,
) {
    let faint = look.part(Part::Faint);
    match line {
        Line::Blank => {}
        Line::Header(message) => header(model, chat, message, area, row, buffer, look),
        Line::Reasoning { words, open } => {
            let sign = if open { '▾' } else { '▸' };
            let words = figures::count(words as u64);
            let said = format!("{sign} reasoning · {words} words{}", fold_key(model, open));
            pen::left(buffer, area, 0, row, &said, look.part(Part::Thought));
        }
        Line::Thought(thought) => plain(thought, look.part(Part::Thought), area, 2, row, buffer),
        Line::Prompt(prompt) => plain(prompt, look.part(Part::Prompt), area, 0, row, buffer),
        Line::More(lines) => {
            let lines = figures::count(lines as u64);
            let said = format!("… {lines} more lines{}", fold_key(model, false));
            pen::left(buffer, area, 0, row, &said, faint);
        }
        Line::Answer(answer) => {
            let mut column = 0;
            for (text, style) in answer.spans() {
                column = pen::left(buffer, area, column, row, text, look.text(style));
            }
        }
        Line::Note(note, status) => {
            let part = if status == Status::Failed { Part::Error } else { Part::Warning };
            plain(note, look.part(part), area, 0, row, buffer);
        }
        Line::Live(message) => {
            let said = live(model, chat, message);
            let said = pen::cut(&sanitise_line(&said), usize::from(area.width));
            pen::left(buffer, area, 0, row, &said, look.part(Part::Live));
        }
        Line::Figures(message) => {
            if let Some(making) = &message.making {
                let said = summary(model, making, usize::from(area.width));
                pen::left(buffer, area, 0, row, &said, faint);
            }
        }
    }
}

/// The key that folds or unfolds, where there is one.
fn fold_key(model: &Model, open: bool) -> String {
    let key = model.keymap.keys(Command::Chat(ChatCommand::ToggleReasoning)).first();
    let what = if open { "folds" } else { "unfolds" };
    key.map(|key| format!(" · {key} {what}")).unwrap_or_default()
}

fn plain(text: &Row, style: Style, area: Rect, from: u16, row: u16, buffer: &mut Buffer) {
    pen::left(buffer, area, from, row, text.text(), style);
}

fn header(
    model: &Model,
    chat: &Chat,
    message: &Message,
    area: Rect,
    row: u16,
    buffer: &mut Buffer,
    look: Look,
) {
    let mut said = figures::moment(message.created, model.desk.now.unix, &model.zone);
    let Sibling { nth, of } = message.sibling;
    if of > 1 {
        said = format!("{said} · {nth}/{of}");
    }
    if let Some(why) = not_sent(chat.fates.of(message.id)) {
        said = format!("{said} · {why}");
    }
    let (who, part) = match message.role {
        Role::User => ("You".to_owned(), Part::You),
        Role::Assistant => {
            let id = message.making.as_ref().map_or("", |making| making.model.as_str());
            let name = sanitise_line(model.desk.model_name(id)).into_owned();
            let room = usize::from(area.width).saturating_sub(width(&said) + 2);
            (pen::cut(&name, room), Part::Assistant)
        }
    };
    let column = pen::left(buffer, area, 0, row, &who, look.part(part));
    pen::left(buffer, area, column + 2, row, &said, look.part(Part::Faint));
}

/// Why a message is not sent with the next prompt, where its own note does not say so.
fn not_sent(fate: Fate) -> Option<&'static str> {
    match fate {
        Fate::Sent | Fate::Empty => None,
        Fate::LeftOut => Some("left out"),
        Fate::BeforeStart => Some("before the start"),
        Fate::Blocked => Some("blocked, not sent"),
        Fate::Unasked => Some("not sent: its prompt is not"),
    }
}

/// How an answer on its way stands.
fn live(model: &Model, chat: &Chat, message: &Message) -> String {
    let Some(live) = chat.live.as_ref().filter(|live| live.answer == message.id) else {
        return "This answer is being received by another outcrop.".into();
    };
    let now = model.desk.now.mono;
    let passed = now.saturating_sub(live.began) / 1_000;
    match &live.phase {
        Phase::Saving(..) => "keeping the prompt…".into(),
        Phase::Sent if passed == 0 => "sent…".into(),
        Phase::Sent => format!("sent, {passed} s…"),
        Phase::Accepted if passed == 0 => "waiting for the first token…".into(),
        Phase::Accepted => format!("waiting for the first token, {passed} s…"),
        Phase::Waiting { until, attempt, why } => {
            let left = until.saturating_sub(now).div_ceil(1_000);
            match why {
                Some(problem) => {
                    let what = problem.what.trim_end_matches('.');
                    format!("{what} — try {attempt} in {left} s, esc stops")
                }
                None => format!("our requests a minute are used up — {left} s to wait, esc stops"),
            }
        }
        Phase::Streaming => "receiving…".into(),
    }
}

/// The figures of an ended answer, as many as there is room for, what matters most first.
fn summary(model: &Model, making: &Making, room: usize) -> String {
    let mut said = String::new();
    for part in figures_of(model, making) {
        let next = if said.is_empty() { part } else { format!("{said} · {part}") };
        if width(&next) > room {
            break;
        }
        said = next;
    }
    said
}

fn figures_of(model: &Model, making: &Making) -> Vec<String> {
    let mut parts = Vec::new();
    if let Some(usage) = &making.usage {
        let input = figures::count(usage.input + usage.cache_read + usage.cache_write);
        parts.push(format!("{input} in"));
        parts.push(format!("{} out", figures::count(usage.output)));
        parts.push(match (making.cost_usd, model.desk.cost(making)) {
            (Some(usd), _) if making.cost_estimated => format!("~{}", figures::dollars(usd)),
            (Some(usd), _) => figures::dollars(usd),
            (None, Some(cost)) => format!("~{}", figures::dollars(cost.usd)),
            (None, None) => "$?".into(),
        });
    }
    let served = [making.tier.as_deref(), making.latency.as_deref()].into_iter().flatten();
    for word in served.filter(|word| !matches!(*word, "default" | "standard")) {
        parts.push(sanitise_line(word).into_owned());
    }
    if let Some(reason) = &making.stop_reason
        && reason.0 != "end_turn"
        && !reason.is_truncated()
    {
        parts.push(sanitise_line(&reason.0).into_owned());
    }
    if let Some(first) = making.first_token_ms {
        parts.push(format!("first token {}", figures::span(first)));
    }
    let total = making.total_ms.filter(|total| *total > 0);
    if let (Some(total), Some(usage)) = (total, &making.usage) {
        let streaming = total.saturating_sub(making.first_token_ms.unwrap_or(0));
        if streaming > 0 && usage.output > 1 {
            let rate = usage.output.saturating_mul(1_000) / streaming;
            parts.push(format!("{} tokens/s", figures::count(rate)));
        }
    } else if let Some(total) = total {
        parts.push(figures::span(total));
    }
    if let Some(usage) = making.usage.filter(|usage| usage.cache_read > 0) {
        parts.push(format!("{} from cache", figures::count(usage.cache_read)));
    }
    parts
}
