//! The fences of a document that are highlighted: which lines were asked for, what came back.
//! Not here: the parser that answers (`highlight`).

use super::highlight::{HighlightOutcome, HighlightRequest, LineSpans, Ticket};
use super::row::Row;
use super::style::{Role, Style};

/// Most bytes of code in one request, so that answers come in steps.
const REQUEST: usize = 16 * 1024;

/// One fence whose language is known.
#[derive(Debug, Default)]
struct Fence {
    language: Box<str>,
    /// The row of its first line.
    first_row: usize,
    /// Bytes left of the code on each row.
    prefix: usize,
    /// Where each line begins, in rows after the first.
    lines: Vec<u32>,
    /// Rows of all lines.
    rows: u32,
    /// Answers so far, a line each.
    done: Vec<LineSpans>,
    asked: usize,
    generation: u32,
    in_flight: bool,
    ticket: Option<Ticket>,
}

/// All fences of a document, in its order.
#[derive(Debug, Default)]
pub(crate) struct Fences {
    all: Vec<Fence>,
    /// Fences laid out so far: after a change of width they come again in the same order.
    laid: usize,
}

impl Fences {
    /// Every fence will be laid out again; answers are kept.
    pub(crate) fn lay_out_again(&mut self) {
        self.laid = 0;
        for fence in &mut self.all {
            fence.lines.clear();
            fence.rows = 0;
        }
    }

    /// The next fence of the document.
    pub(crate) fn open(&mut self, language: &str, prefix: usize) -> usize {
        let id = self.laid;
        self.laid += 1;
        if id == self.all.len() {
            self.all.push(Fence { language: language.into(), ..Fence::default() });
        }
        if let Some(fence) = self.all.get_mut(id) {
            fence.prefix = prefix;
        }
        id
    }

    /// A line is complete: its rows are the last `count` of `rows`.
    pub(crate) fn add_line(&mut self, id: usize, rows: &mut [Row], count: usize) {
        let Some(fence) = self.all.get_mut(id) else {
            return;
        };
        let start = rows.len().saturating_sub(count);
        if fence.lines.is_empty() {
            fence.first_row = start;
        }
        let line = fence.lines.len();
        fence.lines.push(u32::try_from(start.saturating_sub(fence.first_row)).unwrap_or(0));
        fence.rows = u32::try_from(rows.len().saturating_sub(fence.first_row)).unwrap_or(0);
        fence.paint(line, rows);
    }

    /// Rows were put in or taken out before `row`.
    pub(crate) fn shift(&mut self, row: usize, delta: isize) {
        for fence in &mut self.all {
            if fence.first_row >= row {
                fence.first_row = fence.first_row.saturating_add_signed(delta);
            }
        }
    }

    /// What is to be highlighted now: at most one request a fence is under way.
    pub(crate) fn requests(&mut self, rows: &[Row]) -> Vec<HighlightRequest> {
        let waiting = self.all.iter_mut().enumerate();
        let waiting =
            waiting.filter(|(_, fence)| !fence.in_flight && fence.asked < fence.lines.len());
        waiting.map(|(id, fence)| fence.request(id, rows)).collect()
    }

    /// Takes an answer; one that nobody waits for is dropped.
    pub(crate) fn apply(&mut self, outcome: HighlightOutcome, rows: &mut [Row]) {
        let Some(fence) = self.all.get_mut(outcome.fence) else {
            return;
        };
        if !fence.in_flight || fence.generation != outcome.generation {
            return;
        }
        fence.in_flight = false;
        fence.generation = fence.generation.wrapping_add(1);
        fence.ticket = outcome.ticket;
        for spans in outcome.lines {
            let line = fence.done.len();
            fence.done.push(spans);
            if line < fence.lines.len() {
                fence.paint(line, rows);
            }
        }
    }
}

impl Fence {
    fn rows_of(&self, line: usize) -> std::ops::Range<usize> {
        let start = self.lines.get(line).copied().unwrap_or(self.rows);
        let end = self.lines.get(line + 1).copied().unwrap_or(self.rows);
        self.first_row + start as usize..self.first_row + end as usize
    }

    fn request(&mut self, id: usize, rows: &[Row]) -> HighlightRequest {
        let mut lines = Vec::new();
        let mut bytes = 0;
        while self.asked < self.lines.len() && bytes < REQUEST {
            let mut line = String::new();
            for row in rows.get(self.rows_of(self.asked)).unwrap_or(&[]) {
                line.push_str(row.text().get(self.prefix..).unwrap_or(""));
            }
            bytes += line.len() + 1;
            lines.push(line);
            self.asked += 1;
        }
        self.in_flight = true;
        HighlightRequest {
            fence: id,
            generation: self.generation,
            language: self.language.clone(),
            ticket: self.ticket,
            lines,
        }
    }

    /// Gives the rows of a line the roles that came back for it.
    fn paint(&self, line: usize, rows: &mut [Row]) {
        let Some(spans) = self.done.get(line) else {
            return;
        };
        let mut spans = spans.iter();
        let mut open: Option<(usize, Role)> = None;
        for row in rows.get_mut(self.rows_of(line)).unwrap_or(&mut []) {
            let mut room = row.text().len().saturating_sub(self.prefix);
            let mut pieces = Vec::new();
            while room > 0 {
                let Some((len, role)) = open.take().or_else(|| spans.next()) else {
                    break;
                };
                let taken = len.min(room);
                pieces.push((taken, Style::of(role)));
                room -= taken;
                if taken < len {
                    open = Some((len - taken, role));
                }
            }
            row.restyle(self.prefix, pieces.into_iter(), Style::of(Role::CodeText));
        }
    }
}
