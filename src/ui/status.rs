//! The last two lines: who we are and what it cost; what is to be said, or which keys work.
//! Not here: the notices themselves (app).

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::layout::Areas;
use crate::app::model::{Model, Overlay, Screen};
use crate::app::parts::count::thousands;
use crate::app::parts::desk::Keeping;
use crate::app::parts::notice::Level;
use crate::app::screens::chat::inspector::total_cost;
use crate::app::theme::Part;
use crate::text::sanitise::sanitise_line;
use crate::text::wrap::{width, wrap_plain};

use super::theme::Look;
use super::{figures, pen};

/// Draws both lines.
pub fn draw(model: &Model, areas: &Areas, buffer: &mut Buffer, look: Look) {
    status(model, areas, buffer, look);
    hints(model, areas, buffer, look);
}

fn status(model: &Model, areas: &Areas, buffer: &mut Buffer, look: Look) {
    let area = areas.status;
    let plain = look.part(Part::Status);
    pen::fill(buffer, area, plain);
    let mut column = 0;
    if model.desk.settings.simulator {
        column = pen::left(buffer, area, column, 0, " SIMULATOR ", look.part(Part::Simulator));
    }
    if model.desk.read_only() {
        column = pen::left(buffer, area, column, 0, " READ-ONLY ", look.part(Part::Accent));
    }
    if !model.mouse {
        column = pen::left(buffer, area, column, 0, " MOUSE OFF ", look.part(Part::Accent));
    }
    if let Keeping::Failed(_) = model.desk.keeping {
        column = pen::left(buffer, area, column, 0, " NOT SAVED ", look.part(Part::Simulator));
    }
    let right = totals(model);
    let from = pen::right(buffer, area, 0, &right, plain);
    let from = match model.desk.expiry() {
        Some(expiry) => {
            let style = if expiry.soon { look.part(Part::Warning) } else { plain };
            let rest = Rect { width: from, ..area };
            pen::right(buffer, rest, 0, &format!(" {} ", expiry.text), style)
        }
        None => from,
    };
    let room = usize::from(from.saturating_sub(column + 1));
    let said = pen::cut(&left(model, room), room);
    pen::left(buffer, area, column, 0, &format!(" {said}"), plain);
}

/// Which credentials, which region, which model. Where there is little room the account goes, then
/// the model's name stands for its id, then the kind of credentials goes: who pays and what answers
/// must be seen.
fn left(model: &Model, room: usize) -> String {
    let desk = &model.desk;
    let credentials = match (&desk.session, &desk.session_problem) {
        (Some(session), _) => session.credentials.clone(),
        (None, Some(problem)) => problem.what.clone(),
        (None, None) => match &desk.settings.profile {
            Some(profile) => format!("profile {profile}…"),
            None => "credentials…".into(),
        },
    };
    let account = desk.session.as_ref().and_then(|session| session.account.as_deref());
    let account = account.filter(|_| !desk.settings.simulator);
    let id = model.chat().map(|chat| chat.conversation.model.as_str()).unwrap_or_default();
    let kindless = credentials.split(" (").next().unwrap_or_default();
    let said = |credentials: &str, account: Option<&str>, id: &str| {
        let parts = [Some(credentials), account, desk.region(), Some(id)];
        let parts: Vec<&str> =
            parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
        sanitise_line(&parts.join(" · ")).into_owned()
    };
    let shortest = said(kindless, None, desk.model_name(id));
    let longer = [
        said(&credentials, account, id),
        said(&credentials, None, id),
        said(&credentials, None, desk.model_name(id)),
    ];
    longer.into_iter().find(|all| width(all) <= room).unwrap_or(shortest)
}

/// Tokens and money of the conversation, and answers on their way elsewhere.
fn totals(model: &Model) -> String {
    let mut parts = Vec::new();
    let others = model
        .chats
        .values()
        .filter(|chat| chat.live.is_some() && chat.id() != model.current)
        .count();
    if others > 0 {
        parts.push(format!("● {others} elsewhere"));
    }
    if let Some(chat) = model.chat() {
        if let Some(counted) = chat.counted {
            parts.push(format!("{} tokens to send", thousands(counted)));
        }
        let totals = &chat.totals;
        if totals.input + totals.output > 0 {
            parts.push(format!(
                "{} in {} out",
                figures::count(totals.input),
                figures::count(totals.output)
            ));
            parts.push(figures::money(total_cost(totals)));
        }
    }
    if parts.is_empty() { String::new() } else { format!(" {} ", parts.join(" · ")) }
}

/// Says it over the last row of the messages, or over some where it is longer, so that the footer
/// goes on telling which keys work; false where there is no room.
fn above(
    model: &Model,
    text: &str,
    areas: &Areas,
    buffer: &mut Buffer,
    style: Style,
    look: Look,
) -> bool {
    let elsewhere = model.screen != Screen::Chat;
    // Other screens have no composer: it is said over their last rows.
    let frame = if elsewhere { areas.status } else { areas.composer_frame };
    let rows = wrap_plain(text, frame.width.saturating_sub(2)).len();
    let height = u16::try_from(rows).unwrap_or(u16::MAX).min(areas.transcript.height / 2);
    if height == 0 {
        return false;
    }
    let bottom = frame.y.saturating_sub(areas.find.height);
    let area = Rect { y: bottom.saturating_sub(height), height, ..frame };
    pen::fill(buffer, area, look.part(Part::Screen));
    pen::wrapped(buffer, area, text, style);
    true
}

fn hints(model: &Model, areas: &Areas, buffer: &mut Buffer, look: Look) {
    let area = areas.hints;
    if model.quit_armed.is_some() {
        let said = " Press ctrl-c again to quit; conversations and drafts are kept.";
        pen::left(buffer, area, 0, 0, said, look.part(Part::Warning));
        return;
    }
    let mut column = 1;
    if let Some(notice) = model.notices.newest_first().next() {
        let part = match notice.level {
            Level::Info => Part::Info,
            Level::Warning => Part::Warning,
            Level::Error => Part::Error,
        };
        let free = matches!(model.overlays.last(), None | Some(Overlay::Find(_)));
        if !(free && above(model, &notice.text, areas, buffer, look.part(part), look)) {
            let said = pen::cut(&notice.text, usize::from(area.width.saturating_sub(2)));
            column = pen::left(buffer, area, 1, 0, &said, look.part(part)) + 3;
        }
    }
    let width = usize::from(area.width.saturating_sub(column + 1));
    let holds = |needs| model.holds(needs);
    let hints = model.keymap.hints(model.place(), width, holds, |command| model.works(command));
    for hint in hints {
        column = pen::left(buffer, area, column, 0, &hint.key, look.part(Part::Key));
        column = pen::left(buffer, area, column + 1, 0, hint.word, look.part(Part::Hint));
        column += 2;
    }
}
