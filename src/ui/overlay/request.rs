//! A request: the form of one of its pages, what it will do, the name that is typed, how long it is
//! being sent. Not here: the form's rows (form), or the frame around it (overlay).
//!
//! ```text
//! ╭ Buy provisioned throughput › Tags ───────────── us-east-1 ╮
//! │ ValidationException: ... · request id: ...                │
//! │───────────────────────────────────────────────────────────│
//! │ Model units            1                                  │
//! │ Provisioned model name chat-prod                          │
//! │───────────────────────────────────────────────────────────│
//! │ Model units: modelUnits: a whole number, at least 1.      │
//! ╰ – is not sent ────────────────────────────────────────────╯
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::app::layout;
use crate::app::model::Model;
use crate::app::parts::editor::Editor;
use crate::app::parts::offers::Offer;
use crate::app::parts::summary::{Line, Summary};
use crate::app::screens::overlay::request::offered::Offered;
use crate::app::screens::overlay::request::state::{Request, Stage};
use crate::app::theme::Part;
use crate::text::sanitise::sanitise_line;
use crate::ui::theme::Look;
use crate::ui::{composer, pen};

use super::form;

/// Operations whose input is deep: JSON is the short way to it.
const WRITTEN: [&str; 4] =
    ["CreateEvaluationJob", "CreatePromptRouter", "CreateGuardrail", "UpdateGuardrail"];

/// Rows for the name: a rule, what is asked, the line itself.
const SIGN: u16 = 3;

/// What stands in the frame: what it does, and where in it one is.
pub(crate) fn title(request: &Request) -> String {
    let place = request.draft.words(&request.here);
    let title = if place.is_empty() {
        request.title.clone()
    } else {
        format!("{} › {place}", request.title)
    };
    sanitise_line(&title).into_owned()
}

/// Draws it; gives where its caret stands.
pub(crate) fn draw(
    model: &Model,
    request: &Request,
    frame: Rect,
    inner: Rect,
    buffer: &mut Buffer,
    look: Look,
) -> Option<Position> {
    match &request.stage {
        Stage::Form => {
            let said = if WRITTEN.contains(&request.draft.operation.name.as_str()) {
                " – is not sent · ctrl-g writes all of it as JSON "
            } else {
                " – is not sent "
            };
            pen::left(buffer, frame, 2, frame.height - 1, said, look.part(Part::Faint));
            trouble(request, inner, buffer, look);
            let area = layout::request_form(inner, request.trouble_rows());
            form::draw(&request.form, area, buffer, look)
        }
        Stage::Summary(summary) => {
            let more = self::summary(summary, inner, buffer, look);
            let said = if more { " ↓ more below · esc goes back " } else { " esc goes back " };
            pen::left(buffer, frame, 2, frame.height - 1, said, look.part(Part::Faint));
            None
        }
        Stage::Sign(summary, line) => {
            let height = inner.height.saturating_sub(SIGN);
            self::summary(summary, Rect { height, ..inner }, buffer, look);
            let below = Rect { y: inner.y + height, height: inner.height - height, ..inner };
            sign(summary, line, below, buffer, look)
        }
        Stage::Sending { since, .. } => {
            let seconds = model.desk.now.mono.saturating_sub(*since) / 1_000;
            let said = format!("{} is being sent… {seconds} s", request.draft.operation.name);
            pen::left(buffer, inner, 1, 1, &said, look.part(Part::Live));
            let said = "esc leaves it to go on; what comes of it will be said.";
            pen::left(buffer, inner, 1, 3, said, look.part(Part::Hint));
            None
        }
    }
}

/// A value that is offered, and what it is.
pub(crate) fn offer(offer: &Offer, area: Rect, row: u16, buffer: &mut Buffer, look: Look) {
    let about = sanitise_line(&offer.about).into_owned();
    let room = usize::from(area.width / 3);
    let about = format!("{} ", pen::cut(&about, room));
    let from = pen::right(buffer, area, row, &about, look.part(Part::Faint));
    let room = usize::from(from.saturating_sub(2));
    let value = pen::cut(&sanitise_line(&offer.value), room);
    pen::left(buffer, area, 1, row, &value, look.part(Part::Prompt));
}

/// What stands where nothing is offered.
pub(crate) fn no_offers(offered: &Offered, area: Rect, buffer: &mut Buffer, look: Look) {
    if offered.chooser.total() > 0 {
        return;
    }
    let below = Rect { y: area.y + 2, height: area.height.saturating_sub(2), ..area };
    let said = match (&offered.problem, offered.is_loading()) {
        (Some(problem), _) => format!("{}: {}", problem.operation, problem.what),
        (None, true) => "Loading…".to_owned(),
        (None, false) => "None is known that fits here. Esc goes back, to type one.".to_owned(),
    };
    let part = if offered.problem.is_some() { Part::Error } else { Part::Placeholder };
    pen::wrapped(buffer, below, &sanitise_line(&said), look.part(part));
}

/// What is to be said of the request as a whole, and a rule below it.
fn trouble(request: &Request, inner: Rect, buffer: &mut Buffer, look: Look) {
    let Some(trouble) = &request.trouble else { return };
    let rows = request.trouble_rows().saturating_sub(1);
    let area = Rect { height: rows, ..inner };
    pen::wrapped(buffer, area, &sanitise_line(trouble), look.part(Part::Error));
    let rule = "─".repeat(usize::from(inner.width));
    pen::left(buffer, inner, 0, rows, &rule, look.part(Part::Border));
}

/// Draws the rows of the summary; gives whether there are more below.
fn summary(summary: &Summary, inner: Rect, buffer: &mut Buffer, look: Look) -> bool {
    let rows = summary.rows(inner.width);
    let label = summary.label();
    for (row, line) in (0..inner.height).zip(rows.iter().skip(summary.top)) {
        match line {
            Line::Head(text) => {
                pen::left(buffer, inner, 1, row, text, look.part(Part::Title));
            }
            Line::Value(name, value) => {
                let name = pen::cut(name, usize::from(label.saturating_sub(2)));
                pen::left(buffer, inner, 1, row, &name, look.part(Part::Hint));
                pen::left(buffer, inner, label, row, value, look.part(Part::Prompt));
            }
            Line::Command(text) => {
                pen::left(buffer, inner, 1, row, text, look.part(Part::Prompt));
            }
            Line::Cost(text) => {
                pen::left(buffer, inner, 1, row, text, look.part(Part::Warning));
            }
            Line::Blank => {}
        }
    }
    rows.len() > summary.top + usize::from(inner.height)
}

fn sign(
    summary: &Summary,
    line: &Editor,
    area: Rect,
    buffer: &mut Buffer,
    look: Look,
) -> Option<Position> {
    let rule = "─".repeat(usize::from(area.width));
    pen::left(buffer, area, 0, 0, &rule, look.part(Part::Border));
    let name = sanitise_line(summary.sign.as_deref().unwrap_or_default()).into_owned();
    let said = format!("This is billed. Type {name} and press enter to send it.");
    pen::left(buffer, area, 1, 1, &said, look.part(Part::Warning));
    let place =
        Rect { x: area.x + 1, y: area.y + 2, width: area.width.saturating_sub(2), height: 1 };
    if line.is_empty() {
        pen::left(buffer, place, 0, 0, &name, look.part(Part::Placeholder));
    }
    composer::text(line, place, buffer, look.part(Part::Prompt), look)
}
