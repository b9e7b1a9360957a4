//! The text of a paragraph, heading or cell to styled pieces, through pulldown-cmark.
//! Not here: block structure (`blocks`), breaking into rows (`flow`).

use std::cell::RefCell;

use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};

use super::definition::{Definitions, Target, key};
use super::joined::{BREAK, MATH, NOTE, single_line};
use super::pieces::Pieces;
use super::sanitise::sanitise_line;
use super::style::{Role, Style};
use super::url;

/// Appends the pieces of `source` (sanitised, line feeds between its lines) in the style `base`.
/// Labels that nothing defines yet go to `missing`.
pub(crate) fn inline(
    source: &str,
    base: Style,
    definitions: &Definitions,
    pieces: &mut Pieces,
    missing: &mut Vec<Box<str>>,
) {
    let first_run = pieces.runs.len();
    let untabbed;
    let source = if source.contains('\t') {
        untabbed = source.replace('\t', " ");
        &untabbed
    } else {
        source
    };
    if source.bytes().any(is_special) {
        let line = single_line(source);
        let unknown = RefCell::new(Vec::new());
        let resolve = |link: BrokenLink<'_>| resolve(&link, definitions, &unknown);
        let options = Options::ENABLE_STRIKETHROUGH | Options::ENABLE_MATH;
        let parser = Parser::new_with_broken_link_callback(&line, options, Some(resolve));
        let mut writer = Writer::new(base, source.contains('&'), pieces);
        for event in parser {
            writer.event(event);
        }
        missing.append(&mut unknown.into_inner());
    } else if source.contains('\n') {
        pieces.push(&source.replace('\n', " "), base);
    } else {
        pieces.push(source, base);
    }
    if source.ends_with([' ', '\n']) && !pieces.text.ends_with([' ', '\n']) {
        pieces.push(" ", base);
    }
    mark_addresses(pieces, first_run, base);
}

fn is_special(byte: u8) -> bool {
    matches!(byte, b'\\' | b'*' | b'_' | b'~' | b'`' | b'[' | b'<' | b'&' | b'$' | b'\n')
}

/// What an undefined label stands for after all: a definition or footnote seen elsewhere.
fn resolve(
    link: &BrokenLink<'_>,
    definitions: &Definitions,
    unknown: &RefCell<Vec<Box<str>>>,
) -> Option<(CowStr<'static>, CowStr<'static>)> {
    let key = key(&link.reference);
    match definitions.find(&key) {
        Some(Target::Link(url)) => Some((url.to_owned().into(), "".into())),
        Some(Target::Note) if link.link_type == LinkType::Shortcut => {
            Some((format!("{NOTE}{}", link.reference).into(), "".into()))
        }
        Some(Target::Note) => None,
        None => {
            let mut unknown = unknown.borrow_mut();
            if !unknown.iter().any(|other| **other == *key) {
                unknown.push(key.into());
            }
            None
        }
    }
}

/// Writes the events of one text as pieces.
struct Writer<'p> {
    base: Style,
    decoded: bool,
    bold: usize,
    italic: usize,
    strike: usize,
    links: Vec<Open>,
    pieces: &'p mut Pieces,
    guarded: bool,
    skip: bool,
}

/// A link or image whose end has not come.
struct Open {
    start: usize,
    url: String,
    shown: bool,
}

impl<'p> Writer<'p> {
    fn new(base: Style, decoded: bool, pieces: &'p mut Pieces) -> Self {
        Self {
            base,
            decoded,
            bold: 0,
            italic: 0,
            strike: 0,
            links: Vec::new(),
            pieces,
            guarded: false,
            skip: false,
        }
    }

    fn style(&self, role: Role) -> Style {
        Style {
            role,
            bold: self.base.bold || self.bold > 0,
            italic: self.base.italic || self.italic > 0,
            strike: self.base.strike || self.strike > 0,
        }
    }

    fn text_role(&self) -> Role {
        if self.links.is_empty() { self.base.role } else { Role::Link }
    }

    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Text(text) => self.text(&text),
            Event::Code(text) => match text.strip_prefix(MATH) {
                Some(math) => self.source(math, Role::Math),
                None => self.source(&text, Role::Code),
            },
            Event::InlineMath(text) => self.source(&format!("${text}$"), Role::Math),
            Event::DisplayMath(text) => self.source(&format!("$${text}$$"), Role::Math),
            Event::InlineHtml(text) | Event::Html(text) => self.html(&text),
            Event::SoftBreak | Event::HardBreak => self.put(" ", Role::Text),
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::FootnoteReference(_) | Event::Rule | Event::TaskListMarker(_) => {}
        }
    }

    fn text(&mut self, text: &str) {
        let mut text = text;
        if !self.guarded {
            // The guard is the first text; its space may come with the next.
            if let Some(rest) = text.strip_prefix('\u{FDD0}') {
                text = rest;
            }
            if text.is_empty() {
                return;
            }
            self.guarded = true;
            text = text.strip_prefix(' ').unwrap_or(text);
        }
        let role = self.text_role();
        let mut lines = text.split(BREAK);
        self.put(lines.next().unwrap_or(""), role);
        for line in lines {
            self.put_break();
            self.put(line, role);
        }
    }

    fn put_break(&mut self) {
        let style = self.style(self.base.role);
        self.pieces.push("\n", style);
    }

    fn put(&mut self, text: &str, role: Role) {
        if self.skip {
            return;
        }
        let style = self.style(role);
        if self.decoded {
            self.pieces.push(&sanitise_line(text), style);
        } else {
            self.pieces.push(text, style);
        }
    }

    /// Text shown as its source: breaks in it were only spaces.
    fn source(&mut self, text: &str, role: Role) {
        if text.contains(BREAK) {
            self.put(&text.replace(&format!(" {BREAK} "), " ").replace(BREAK, ""), role);
        } else {
            self.put(text, role);
        }
    }

    fn html(&mut self, text: &str) {
        if is_line_break(text) {
            self.put_break();
        } else {
            self.source(text, Role::Html);
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Strong => self.bold += 1,
            Tag::Emphasis => self.italic += 1,
            Tag::Strikethrough => self.strike += 1,
            Tag::Link { link_type, dest_url, .. } => {
                if let Some(label) = dest_url.strip_prefix(NOTE) {
                    let label = label.strip_prefix('^').unwrap_or(label);
                    self.put(&format!("[{label}]"), Role::Footnote);
                    self.skip = true;
                }
                let shown = matches!(link_type, LinkType::Autolink | LinkType::Email);
                self.open(&dest_url, shown);
            }
            Tag::Image { dest_url, .. } => {
                self.put("image: ", Role::Muted);
                self.open(&dest_url, false);
            }
            _ => {}
        }
    }

    fn open(&mut self, url: &str, shown: bool) {
        self.links.push(Open {
            start: self.pieces.text.len(),
            url: sanitise_line(url).replace(BREAK, ""),
            shown,
        });
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Strong => self.bold = self.bold.saturating_sub(1),
            TagEnd::Emphasis => self.italic = self.italic.saturating_sub(1),
            TagEnd::Strikethrough => self.strike = self.strike.saturating_sub(1),
            TagEnd::Link | TagEnd::Image => self.close(),
            _ => {}
        }
    }

    /// Shows the address of a link after its text, unless the text is the address.
    fn close(&mut self) {
        let Some(open) = self.links.pop() else {
            return;
        };
        if std::mem::take(&mut self.skip) || open.shown || open.url.is_empty() {
            return;
        }
        let text = self.pieces.text.get(open.start..).unwrap_or("");
        if text == open.url || open.url.strip_prefix("mailto:") == Some(text) {
            return;
        }
        let between = if text.is_empty() { "" } else { " " };
        let style = Style::of(Role::LinkAddress);
        self.pieces.push(between, style);
        self.pieces.push(&format!("({})", open.url), style);
    }
}

fn is_line_break(html: &str) -> bool {
    let name = html.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
    name.is_some_and(|name| name.trim_end_matches(['/', ' ']).eq_ignore_ascii_case("br"))
}

/// Gives bare addresses in running text the role of a link.
fn mark_addresses(pieces: &mut Pieces, first_run: usize, base: Style) {
    if !pieces.text.contains("://") {
        return;
    }
    let mut runs = Vec::with_capacity(pieces.runs.len() + 2);
    let mut start = 0;
    for (index, &(end, style)) in pieces.runs.iter().enumerate() {
        let mut at = start;
        let text = pieces.text.get(..end).unwrap_or("");
        while index + 1 >= first_run.max(1)
            && style.role == base.role
            && let Some(found) = url::find(text, at)
        {
            if found.start > at {
                runs.push((found.start, style));
            }
            runs.push((found.end, Style { role: Role::Link, ..style }));
            at = found.end;
        }
        if end > at {
            runs.push((end, style));
        }
        start = end;
    }
    pieces.runs = runs;
}
