//! Syntax highlighting on a worker: lines of code and the parser's state go in, roles come out.
//! Not here: which lines of a document ask (`fence`), scope names (`scope`).

use std::collections::VecDeque;

use syntect::parsing::{ParseState, ScopeStack, SyntaxSet};
use unicode_segmentation::UnicodeSegmentation;

use super::language::canonical;
use super::scope::Roles;
use super::style::Role;

/// Longer lines stay plain: the patterns are not linear in them.
const LONGEST_LINE: usize = 2000;
/// Fences whose place is kept at the same time; more can hardly be streaming.
const PLACES: usize = 64;

/// Roles of one line: lengths in bytes from its begin; what is not reached is plain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct LineSpans(Box<[(u16, Role)]>);

impl LineSpans {
    /// Length in bytes and role, from left to right.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (usize, Role)> + '_ {
        self.0.iter().map(|&(len, role)| (usize::from(len), role))
    }
}

/// Names the place a highlighter keeps in a fence between two requests. The parser's state itself
/// stays with the highlighter: it cannot cross threads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ticket(u64);

/// New complete lines of a fence and where the parser stood before them. To be run on a worker.
#[derive(Clone, Debug)]
pub struct HighlightRequest {
    pub(crate) fence: usize,
    pub(crate) generation: u32,
    pub(crate) language: Box<str>,
    pub(crate) ticket: Option<Ticket>,
    pub(crate) lines: Vec<String>,
}

/// The roles of the lines of one request.
#[derive(Clone, Debug)]
pub struct HighlightOutcome {
    pub(crate) fence: usize,
    pub(crate) generation: u32,
    pub(crate) ticket: Option<Ticket>,
    pub(crate) lines: Vec<LineSpans>,
}

/// The highlighter of a worker thread: one for all documents, made on the thread it works on.
/// Syntaxes are loaded at the first request.
#[derive(Default)]
pub struct Highlighter {
    loaded: Option<Loaded>,
    /// Where fences stand that may go on, the longest unused first.
    places: VecDeque<(Ticket, Place)>,
    tickets: u64,
}

struct Loaded {
    syntaxes: SyntaxSet,
    roles: Roles,
}

/// Where the parser stands in a fence.
struct Place {
    parser: ParseState,
    scopes: ScopeStack,
}

impl Highlighter {
    /// A highlighter that has loaded nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// True when code of this language (the first word of a fence's info string) is highlighted.
    /// Cheap: loads nothing.
    pub fn knows(language: &str) -> bool {
        canonical(language).is_some()
    }

    /// Highlights the lines of a request. Takes milliseconds at the first use of a language; never
    /// to be called on the thread that draws.
    pub fn run(&mut self, request: HighlightRequest) -> HighlightOutcome {
        let loaded = self.loaded.get_or_insert_with(|| Loaded {
            syntaxes: two_face::syntax::extra_newlines(),
            roles: Roles::new(),
        });
        let known = |(ticket, _): &(Ticket, Place)| Some(*ticket) == request.ticket;
        let kept = self.places.iter().position(known);
        let kept = kept.and_then(|index| self.places.remove(index));
        let place = kept.or_else(|| {
            self.tickets += 1;
            let place = loaded.begin(&request.language)?;
            Some((Ticket(self.tickets), place))
        });
        let mut outcome = HighlightOutcome {
            fence: request.fence,
            generation: request.generation,
            ticket: None,
            lines: vec![LineSpans::default(); request.lines.len()],
        };
        if let Some((ticket, mut place)) = place {
            for (line, spans) in request.lines.into_iter().zip(&mut outcome.lines) {
                *spans = loaded.line(&line, &mut place);
            }
            outcome.ticket = Some(ticket);
            self.places.push_back((ticket, place));
            if self.places.len() > PLACES {
                self.places.pop_front();
            }
        }
        outcome
    }
}

impl Loaded {
    fn begin(&self, language: &str) -> Option<Place> {
        let syntax = self.syntaxes.find_syntax_by_token(canonical(language)?)?;
        Some(Place { parser: ParseState::new(syntax), scopes: ScopeStack::new() })
    }

    fn line(&mut self, line: &str, place: &mut Place) -> LineSpans {
        if line.len() > LONGEST_LINE {
            return LineSpans::default();
        }
        let text = format!("{line}\n");
        let Ok(operations) = place.parser.parse_line(&text, &self.syntaxes) else {
            return LineSpans::default();
        };
        let mut spans = Spans { line, at: 0, pieces: Vec::new() };
        for (at, operation) in operations {
            spans.until(at, self.roles.of(&place.scopes));
            if place.scopes.apply(&operation).is_err() {
                return LineSpans::default();
            }
        }
        spans.until(line.len(), self.roles.of(&place.scopes));
        LineSpans(spans.pieces.into_boxed_slice())
    }
}

/// The pieces of one line while they are written.
struct Spans<'a> {
    line: &'a str,
    at: usize,
    pieces: Vec<(u16, Role)>,
}

impl Spans<'_> {
    /// Gives the text up to `end` a role. Grapheme clusters stay whole: split, they would be drawn
    /// in other widths.
    fn until(&mut self, end: usize, role: Role) {
        let end = self.whole(end.min(self.line.len()));
        if end <= self.at {
            return;
        }
        let len = u16::try_from(end - self.at).unwrap_or(u16::MAX);
        self.at = end;
        match self.pieces.last_mut() {
            Some((last, other)) if *other == role => *last = last.saturating_add(len),
            _ => self.pieces.push((len, role)),
        }
    }

    fn whole(&self, end: usize) -> usize {
        let rest = self.line.get(self.at..).unwrap_or("");
        if rest.is_ascii() {
            return end;
        }
        let starts = rest.grapheme_indices(true).map(|(start, _)| self.at + start);
        starts.chain([self.line.len()]).find(|start| *start >= end).unwrap_or(end)
    }
}
