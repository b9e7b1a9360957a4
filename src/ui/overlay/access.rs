//! Access to a model over the screen: what the service says of it, the terms to agree to, the name to
//! type; and the same model in several regions. Not here: the frame around it (overlay).
//!
//! ```text
//!  Access is missing. R requests it, after showing the terms.
//!
//!  ✓ Region         offered here
//!  ✗ Agreement      there is none: request access
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::app::parts::remote::Remote;
use crate::app::screens::explorer::access::{Access, Stage};
use crate::app::screens::explorer::matrix::Matrix;
use crate::app::screens::explorer::terms::LABEL;
use crate::app::theme::Part;
use crate::domain::access::{Access as Said, Fact, asks_for_form};
use crate::text::sanitise::sanitise_line;
use crate::ui::theme::Look;
use crate::ui::{composer, pen};

use super::form;

/// Columns of a region's name.
const REGION: u16 = 18;

/// Draws access in an area; gives where the caret stands.
pub(crate) fn draw(
    access: &Access,
    area: Rect,
    buffer: &mut Buffer,
    look: Look,
) -> Option<Position> {
    if access.stage == Stage::Form {
        let top = problem(access, area, buffer, look);
        let area = Rect { y: area.y + top, height: area.height.saturating_sub(top), ..area };
        return form::draw(&access.form, area, buffer, look);
    }
    if access.stage == Stage::Terms {
        terms(access, area, buffer, look);
        return None;
    }
    let mut row = problem(access, area, buffer, look);
    match access.stage {
        Stage::Look => {
            let part = match access.answer.value() {
                Some(said) if said.is_granted() => Part::Info,
                _ => Part::Warning,
            };
            row += text(&access.verdict(), row, area, buffer, look, part) + 1;
            facts(access, row, area, buffer, look);
            None
        }
        Stage::Withdraw => {
            let said = format!(
                "Withdraw the agreement for {}? Nobody in the account can invoke it then, until \
                 access is requested again. Type the model's name to confirm.",
                access.model.name
            );
            row += text(&said, row, area, buffer, look, Part::Warning) + 1;
            let line = Rect { x: area.x + 1, y: area.y + row, height: 1, ..area };
            let line = Rect { width: area.width.saturating_sub(2), ..line };
            if access.line.is_empty() {
                let name = sanitise_line(&access.model.name).into_owned();
                pen::left(buffer, line, 0, 0, &name, look.part(Part::Placeholder));
            }
            composer::text(&access.line, line, buffer, look.part(Part::Prompt), look)
        }
        Stage::Form | Stage::Terms => None,
    }
}

/// What the last change came to, where it failed; gives the rows it took.
fn problem(access: &Access, area: Rect, buffer: &mut Buffer, look: Look) -> u16 {
    let Some(said) = access.failed() else { return 0 };
    text(&said, 0, area, buffer, look, Part::Error) + 1
}

/// Writes a text from a row on; gives the rows it took.
fn text(said: &str, row: u16, area: Rect, buffer: &mut Buffer, look: Look, part: Part) -> u16 {
    let below = Rect { y: area.y + row, height: area.height.saturating_sub(row), ..area };
    let said: Vec<&str> = said.lines().collect();
    pen::wrapped(buffer, below, &sanitise_line(&said.join(" ")), look.part(part))
}

fn facts(access: &Access, from: u16, area: Rect, buffer: &mut Buffer, look: Look) {
    let Some(said) = access.answer.value() else { return };
    let mut facts = said.facts().to_vec();
    if asks_for_form(&access.model.id) {
        let (said, good) = match &access.sent {
            Remote::Ready(true) => ("it was sent".to_owned(), Some(true)),
            Remote::Ready(false) => ("it was not sent yet".to_owned(), Some(false)),
            Remote::Failed { problem, .. } => (problem.what.clone(), None),
            Remote::NotAsked | Remote::Loading { .. } => ("being asked…".to_owned(), None),
        };
        facts.push(Fact { label: "Use-case form", said, good });
    }
    let mut row = from;
    for fact in &facts {
        let (sign, part) = sign(fact.good);
        pen::left(buffer, area, 1, row, sign, look.part(part));
        pen::left(buffer, area, 3, row, fact.label, look.part(Part::Hint));
        let right = Rect {
            x: area.x + LABEL - 1,
            y: area.y + row,
            width: area.width.saturating_sub(LABEL - 1),
            height: area.height.saturating_sub(row),
        };
        row += pen::wrapped(buffer, right, &sanitise_line(&fact.said), look.part(part)).max(1);
    }
}

fn sign(good: Option<bool>) -> (&'static str, Part) {
    match good {
        Some(true) => ("✓", Part::Info),
        Some(false) => ("✗", Part::Error),
        None => ("…", Part::Warning),
    }
}

fn terms(access: &Access, area: Rect, buffer: &mut Buffer, look: Look) {
    let lines = access.lines(area.width);
    let rows = area.height.saturating_sub(2);
    for (row, line) in (0..rows).zip(lines.iter().skip(access.terms.top)) {
        let label = pen::cut(&line.label, usize::from(LABEL - 2));
        let from = if line.part == Part::Prompt { LABEL - 1 } else { 1 };
        pen::left(buffer, area, 1, row, &label, look.part(Part::Hint));
        pen::left(buffer, area, from, row, &line.text, look.part(line.part));
    }
    let last = area.height.saturating_sub(1);
    pen::left(buffer, area, 1, last, "y agrees, n does not.", look.part(Part::Key));
    let below = lines.len().saturating_sub(access.terms.top + usize::from(rows));
    if below > 0 {
        let room = Rect { width: area.width.saturating_sub(1), ..area };
        let said = format!("{below} more below");
        pen::right(buffer, room, last, &said, look.part(Part::Accent));
    }
}

/// Draws a model in several regions.
pub(crate) fn matrix(matrix: &Matrix, area: Rect, buffer: &mut Buffer, look: Look) {
    let wide = (area.width.saturating_sub(REGION + 1) / 4).max(8);
    let column = |at: u16| REGION + 1 + at * wide;
    let heads = ["Available", "Agreement", "Authorised", "Entitled"];
    pen::left(buffer, area, 1, 0, "Region", look.part(Part::Faint));
    for (at, head) in (0..).zip(heads) {
        pen::left(buffer, area, column(at), 0, head, look.part(Part::Faint));
    }
    let rows = matrix.rows.iter().skip(matrix.top);
    for (row, (region, remote)) in (1..area.height).zip(rows) {
        pen::left(buffer, area, 1, row, &sanitise_line(region), look.part(Part::Screen));
        match remote {
            Remote::Failed { problem, .. } => {
                let room = usize::from(area.width.saturating_sub(column(0) + 1));
                let why = [problem.what.as_str(), problem.why.as_str()];
                let why: Vec<&str> = why.into_iter().filter(|text| !text.is_empty()).collect();
                let said = why.join(": ");
                let said = pen::cut(&sanitise_line(&said), room);
                pen::left(buffer, area, column(0), row, &said, look.part(Part::Error));
            }
            Remote::Ready(said) => {
                for (at, (word, good)) in (0..).zip(cells(said)) {
                    let word = pen::cut(&sanitise_line(&word), usize::from(wide - 1));
                    let (sign, part) = sign(good);
                    let said = format!("{sign} {word}");
                    pen::left(buffer, area, column(at), row, &said, look.part(part));
                }
            }
            Remote::NotAsked | Remote::Loading { .. } => {
                pen::left(buffer, area, column(0), row, "…", look.part(Part::Faint));
            }
        }
    }
}

/// A region's four cells, in a word each.
fn cells(said: &Said) -> [(String, Option<bool>); 4] {
    let [region, agreement, authorization, entitlement] = said.facts();
    let word = |good: Option<bool>| match good {
        Some(true) => "yes".to_owned(),
        Some(false) => "no".to_owned(),
        None => "pending".to_owned(),
    };
    [region, agreement, authorization, entitlement].map(|fact| (word(fact.good), fact.good))
}
