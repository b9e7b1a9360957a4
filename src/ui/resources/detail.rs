//! One resource whole: what must be read first, its members line by line, the selected one in full.
//! Not here: what the lines say (app).
//!
//! ```text
//!  Failed: the training data has 3 records, 8 are needed.
//!
//!  Job name              tune-1                          jobName
//!  Status                failed                           status
//!  Training data
//!    S3 URI              s3://bucket/train.jsonl           s3Uri
//! ───────────────────────────────────────────────────────────────
//!  Training data › S3 URI · s3Uri
//!  s3://bucket/train.jsonl
//! ```

use jiff::Timestamp;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::layout;
use crate::app::model::Model;
use crate::app::parts::series::bars;
use crate::app::parts::tree::{Line, Shown, Tree, source};
use crate::app::screens::resources::detail::Detail;
use crate::app::theme::Part;
use crate::domain::span::span;
use crate::text::sanitise::sanitise_line;
use crate::text::wrap::width;
use crate::ui::pen;
use crate::ui::theme::Look;

/// Columns of the names, at most and at least.
const LABEL: (usize, usize) = (34, 16);
/// Columns of a chart at most.
const CHART: usize = 40;

/// Draws it.
pub(crate) fn draw(model: &Model, detail: &Detail, area: Rect, buffer: &mut Buffer, look: Look) {
    for row in 0..area.height {
        if area.x > 0 {
            pen::left(buffer, area, 0, row, "│", look.part(Part::Border));
        }
    }
    let head = detail.head();
    let leaf = layout::leaf(area, &head);
    let part = if detail.is_bad() { Part::Error } else { Part::Info };
    pen::wrapped(buffer, leaf.head, &head, look.part(part));
    if let Some(raw) = &detail.raw {
        let rest = Rect { height: leaf.tree.height + leaf.foot.height, ..leaf.tree };
        let lines = raw.lines().iter().skip(raw.visible().start);
        for (row, line) in (0..rest.height).zip(lines) {
            pen::left(buffer, rest, 1, row, &sanitise_line(line), look.part(Part::Screen));
        }
        return;
    }
    let lines = detail.tree.lines();
    if lines.is_empty() {
        let said = match (detail.is_loading(), detail.problem()) {
            (true, _) => "Loading…",
            (false, None) => "The service says nothing of it.",
            (false, Some(_)) => "",
        };
        pen::wrapped(buffer, leaf.tree, said, look.part(Part::Placeholder));
        return;
    }
    tree(model, &detail.tree, leaf.tree, buffer, look);
    foot(model, detail, leaf.foot, buffer, look);
}

/// Draws the lines of a tree there is room for.
pub(crate) fn tree(model: &Model, tree: &Tree, area: Rect, buffer: &mut Buffer, look: Look) {
    let lines = tree.lines();
    let names = lines.iter().filter(|line| line.value != Shown::Below);
    let names = names.map(|line| width(&line.label) + 2 * usize::from(line.depth));
    let label = names.max().unwrap_or_default().clamp(LABEL.1, LABEL.0) + 2;
    let shown = lines.iter().enumerate().skip(tree.list.visible().start);
    for (row, (index, line)) in (0..area.height).zip(shown) {
        let selected = Some(index) == tree.list.selected();
        self::line(model, line, label, selected, area, row, buffer, look);
    }
}

#[expect(clippy::too_many_arguments, reason = "a line, where it stands, and how it looks")]
fn line(
    model: &Model,
    line: &Line,
    label: usize,
    selected: bool,
    area: Rect,
    row: u16,
    buffer: &mut Buffer,
    look: Look,
) {
    let look_of = |part| look.part(if selected { Part::Selected } else { part });
    if selected {
        let whole = Rect { y: area.y + row, height: 1, ..area };
        pen::fill(buffer, whole, look.part(Part::Selected));
    }
    let from = 1 + 2 * line.depth;
    let head = line.value == Shown::Below && !line.pointer.is_empty();
    let room = if head {
        usize::from(area.width.saturating_sub(from + 1))
    } else {
        label.saturating_sub(2 * usize::from(line.depth) + 1)
    };
    let name = pen::cut(&sanitise_line(&line.label), room);
    let part = match (line.known, head) {
        (false, _) => Part::Warning,
        (true, true) => Part::Title,
        (true, false) => Part::Hint,
    };
    pen::left(buffer, area, from, row, &name, look_of(part));
    let column = u16::try_from(label + 1).unwrap_or(u16::MAX);
    let room = usize::from(area.width.saturating_sub(column + 1));
    let part = match line.value {
        Shown::Link(_) => Part::Accent,
        Shown::Nothing => Part::Faint,
        Shown::Series(_) => Part::Live,
        _ => Part::Screen,
    };
    let text = said(model, &line.value, room);
    let end = pen::left(buffer, area, column, row, &pen::cut(&text, room), look_of(part));
    let name = if line.known { line.name.clone() } else { format!("{} · new", line.name) };
    let name = sanitise_line(&name).into_owned();
    if usize::from(end) + width(&name) + 3 <= usize::from(area.width) {
        let rest = Rect { width: area.width - 1, ..area };
        pen::right(buffer, rest, row, &name, look_of(Part::Faint));
    }
}

/// What a line says, safe to draw, in about so many columns.
pub(crate) fn said(model: &Model, value: &Shown, room: usize) -> String {
    match value {
        Shown::Below => String::new(),
        Shown::Nothing => "–".into(),
        Shown::Text(text) | Shown::Figure(text) | Shown::Link(text) => {
            sanitise_line(text).into_owned()
        }
        Shown::Time(at) => moment(model, *at),
        Shown::Series(values) => {
            let (first, last) = (values.first(), values.last());
            let ends = first.zip(last).map(|(first, last)| format!("  {first} → {last}"));
            let ends = ends.unwrap_or_default();
            let columns = room.saturating_sub(width(&ends)).min(CHART);
            format!("{}{ends}", bars(values, columns))
        }
    }
}

/// A moment where we are, and how long ago that is or until then.
fn moment(model: &Model, at: i64) -> String {
    let Ok(time) = Timestamp::from_millisecond(at) else { return "?".into() };
    let local = time.to_zoned(model.zone.clone()).strftime("%Y-%m-%d %H:%M:%S").to_string();
    let now = model.desk.now.unix;
    if at <= now {
        format!("{local} ({} ago)", span(now - at))
    } else {
        format!("{local} (in {})", span(at - now))
    }
}

/// The selected line in full.
fn foot(model: &Model, detail: &Detail, area: Rect, buffer: &mut Buffer, look: Look) {
    let rule = "─".repeat(usize::from(area.width));
    pen::left(buffer, area, 0, 0, &rule, look.part(Part::Border));
    let Some(line) = detail.tree.selected() else { return };
    let path = detail.path(line);
    let path = if line.known { path } else { format!("{path} · newer than this program") };
    let inner = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    let path = pen::cut(&sanitise_line(&path), usize::from(inner.width.saturating_sub(2)));
    pen::left(buffer, inner, 1, 0, &path, look.part(Part::Faint));
    let rest = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
    let whole = match &line.value {
        Shown::Below => detail.body().as_object().and_then(|body| source(body, &line.pointer)),
        value => Some(said(model, value, usize::from(rest.width))),
    };
    let whole = whole.unwrap_or_default();
    let whole = whole.split_whitespace().collect::<Vec<_>>().join(" ");
    pen::wrapped(buffer, rest, &sanitise_line(&whole), look.part(Part::Prompt));
}
