//! The painter's laws: whatever is drawn, a terminal shows the buffer's cells, and cheaply.

use std::{
    io,
    num::NonZeroU16,
    sync::{Arc, Mutex},
};

use proptest::prelude::*;
use ratatui::{
    Terminal,
    buffer::{Buffer, Cell, CellWidth},
    layout::{Position, Rect, Size},
    style::{Color, Modifier, Style},
};

use super::{Painter, pen::is_blank};

/// Counts the writes and keeps the bytes.
#[derive(Clone, Default)]
struct Wire(Arc<Mutex<(Vec<u8>, usize)>>);

impl Wire {
    fn take(&self) -> (String, usize) {
        let (bytes, writes) = std::mem::take(&mut *self.0.lock().unwrap());
        (String::from_utf8(bytes).unwrap(), writes)
    }
}

impl io::Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut wire = self.0.lock().unwrap();
        wire.0.extend_from_slice(bytes);
        wire.1 += 1;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// ratatui above, a terminal emulator below, the painter between.
struct Bench {
    terminal: Terminal<Painter<Wire>>,
    wire: Wire,
    emulator: vt100::Parser,
    expected: Buffer,
    sent: String,
    writes: usize,
}

impl Bench {
    fn new(width: u16, height: u16) -> Self {
        let wire = Wire::default();
        let painter = Painter::new(wire.clone(), Size::new(width, height));
        Self {
            terminal: Terminal::new(painter).unwrap(),
            wire,
            emulator: vt100::Parser::new(some(height), some(width), 0),
            expected: Buffer::empty(Rect::new(0, 0, width, height)),
            sent: String::new(),
            writes: 0,
        }
    }

    fn frame(&mut self, caret: Option<Position>, paint: impl FnOnce(&mut Buffer)) {
        let frame = self.terminal.draw(|frame| {
            paint(frame.buffer_mut());
            if let Some(caret) = caret {
                frame.set_cursor_position(caret);
            }
        });
        self.expected = frame.unwrap().buffer.clone();
        (self.sent, self.writes) = self.wire.take();
        self.emulator.process(self.sent.as_bytes());
    }

    fn resize(&mut self, width: u16, height: u16) {
        self.terminal.backend_mut().resize(Size::new(width, height));
        self.emulator.screen_mut().set_size(some(height), some(width));
    }

    /// The first cell where the terminal shows something else than the buffer holds.
    fn difference(&self) -> Option<String> {
        let area = self.expected.area;
        for y in 0..area.height {
            let mut x = 0;
            while x < area.width {
                let cell = &self.expected[(x, y)];
                let seen = self.emulator.screen().cell(y, x)?;
                if !alike(cell, seen) {
                    return Some(format!(
                        "{x},{y}: {cell:?} but {:?} fg {:?} bg {:?} bold {} dim {} italic {} \
                         underline {} inverse {}",
                        seen.contents(),
                        seen.fgcolor(),
                        seen.bgcolor(),
                        seen.bold(),
                        seen.dim(),
                        seen.italic(),
                        seen.underline(),
                        seen.inverse()
                    ));
                }
                x += cell.cell_width().max(1);
            }
        }
        None
    }
}

fn some(n: u16) -> NonZeroU16 {
    NonZeroU16::new(n).unwrap()
}

fn alike(cell: &Cell, seen: &vt100::Cell) -> bool {
    let has = |attribute| cell.modifier.contains(attribute);
    let text = if seen.has_contents() { seen.contents() } else { " " };
    let ground = text == cell.symbol()
        && colour(cell.bg) == seen.bgcolor()
        && has(Modifier::UNDERLINED) == seen.underline()
        && has(Modifier::REVERSED) == seen.inverse();
    let ink = colour(cell.fg) == seen.fgcolor()
        && has(Modifier::BOLD) == seen.bold()
        && has(Modifier::DIM) == seen.dim()
        && has(Modifier::ITALIC) == seen.italic();
    ground && (ink || is_blank(cell))
}

fn colour(colour: Color) -> vt100::Color {
    match colour {
        Color::Reset => vt100::Color::Default,
        Color::Rgb(r, g, b) => vt100::Color::Rgb(r, g, b),
        Color::Indexed(index) => vt100::Color::Idx(index),
        Color::Red => vt100::Color::Idx(1),
        Color::White => vt100::Color::Idx(15),
        other => panic!("the tests do not draw {other}"),
    }
}

/// One call that paints text in a style.
#[derive(Clone, Debug)]
struct Stroke {
    x: u16,
    y: u16,
    text: String,
    style: Style,
}

#[derive(Clone, Debug)]
enum Step {
    /// Paint on top of the last frame.
    Add(Vec<Stroke>),
    /// Paint on an empty frame.
    Afresh(Vec<Stroke>),
    /// Move everything up a row, as a transcript does.
    Scroll(u16),
    /// Change the look of a block and leave its text.
    Tint(Rect, Style),
    Resize(u16, u16),
    /// Something else wrote to the terminal.
    Disturb,
}

fn any_colour() -> impl Strategy<Value = Color> {
    prop_oneof![
        4 => Just(Color::Reset),
        1 => Just(Color::Red),
        1 => Just(Color::White),
        1 => any::<u8>().prop_map(Color::Indexed),
        1 => any::<(u8, u8, u8)>().prop_map(|(r, g, b)| Color::Rgb(r, g, b)),
    ]
}

fn any_style() -> impl Strategy<Value = Style> {
    // The emulator knows no bold and dim together, so one at most.
    let weight = prop_oneof![Just(Modifier::empty()), Just(Modifier::BOLD), Just(Modifier::DIM)];
    let rest = prop_oneof![
        3 => Just(Modifier::empty()),
        1 => Just(Modifier::ITALIC),
        1 => Just(Modifier::UNDERLINED),
        1 => Just(Modifier::REVERSED),
        1 => Just(Modifier::ITALIC | Modifier::UNDERLINED),
    ];
    (any_colour(), any_colour(), weight, rest).prop_map(|(fg, bg, weight, rest)| {
        Style::new()
            .fg(fg)
            .bg(bg)
            .add_modifier(weight | rest)
            .remove_modifier((weight | rest).complement())
    })
}

fn any_stroke() -> impl Strategy<Value = Stroke> {
    let piece = prop_oneof![
        6 => "[a-z]{1,8}",
        3 => " {1,14}",
        1 => "[世界한글あア]{1,4}",
        1 => Just("e\u{301}o\u{308}\u{323}".to_owned()),
        1 => "[🦀🎉✨─│é]{1,3}",
        1 => Just("⌨\u{fe0f}".to_owned()),
    ];
    let text = prop::collection::vec(piece, 1..6).prop_map(|pieces| pieces.concat());
    (0..60u16, 0..14u16, text, any_style()).prop_map(|(x, y, text, style)| Stroke {
        x,
        y,
        text,
        style,
    })
}

fn any_step() -> impl Strategy<Value = Step> {
    let strokes = || prop::collection::vec(any_stroke(), 0..12);
    prop_oneof![
        6 => strokes().prop_map(Step::Add),
        4 => strokes().prop_map(Step::Afresh),
        2 => (1..4u16).prop_map(Step::Scroll),
        2 => (0..50u16, 0..12u16, 1..20u16, 1..6u16, any_style())
            .prop_map(|(x, y, w, h, style)| Step::Tint(Rect::new(x, y, w, h), style)),
        1 => (8..60u16, 3..14u16).prop_map(|(w, h)| Step::Resize(w, h)),
        1 => Just(Step::Disturb),
    ]
}

fn paint(buffer: &mut Buffer, strokes: &[Stroke]) {
    let area = buffer.area;
    for Stroke { x, y, text, style } in strokes {
        if *x < area.width && *y < area.height {
            buffer.set_string(*x, *y, text, *style);
        }
    }
    mend(buffer);
}

/// Painting over one half of a wide character leaves the other: no widget does that, no terminal
/// can show it. And a right half, which ratatui never draws, has the background of the left one.
fn mend(buffer: &mut Buffer) {
    let area = buffer.area;
    for y in 0..area.height {
        let mut x = 0;
        while x < area.width {
            let width = buffer[(x, y)].cell_width().max(1);
            let bg = buffer[(x, y)].bg;
            let whole = (x + 1..x + width)
                .all(|under| under < area.width && buffer[(under, y)].symbol() == " ");
            if whole {
                for under in x + 1..x + width {
                    buffer[(under, y)].reset();
                    buffer[(under, y)].set_bg(bg);
                }
                x += width;
            } else {
                buffer[(x, y)].set_symbol("?");
                x += 1;
            }
        }
    }
}

fn apply(bench: &mut Bench, step: &Step, caret: Option<Position>) {
    let last = bench.expected.clone();
    match step {
        Step::Add(strokes) => bench.frame(caret, |buffer| {
            copy(&last, buffer, 0);
            paint(buffer, strokes);
        }),
        Step::Afresh(strokes) => bench.frame(caret, |buffer| paint(buffer, strokes)),
        Step::Scroll(by) => bench.frame(caret, |buffer| copy(&last, buffer, *by)),
        Step::Tint(area, style) => bench.frame(caret, |buffer| {
            copy(&last, buffer, 0);
            buffer.set_style(area.intersection(buffer.area), *style);
            mend(buffer);
        }),
        Step::Resize(width, height) => {
            bench.resize(*width, *height);
            bench.frame(caret, |buffer| copy(&last, buffer, 0));
        }
        Step::Disturb => {
            bench.emulator.process(b"\x1b[2;3H\x1b[1;4;41msomebody else was here\x1b[?25l");
            bench.terminal.backend_mut().forget();
            bench.terminal.clear().unwrap();
            bench.frame(caret, |buffer| copy(&last, buffer, 0));
        }
    }
}

fn copy(from: &Buffer, to: &mut Buffer, up: u16) {
    let area = from.area.intersection(to.area);
    for y in up..area.height {
        for x in 0..area.width {
            to[(x, y - up)] = from[(x, y)].clone();
        }
    }
    mend(to);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn the_terminal_shows_what_was_drawn(
        steps in prop::collection::vec((any_step(), prop::option::of((0..60u16, 0..14u16))), 1..25),
        bce in any::<bool>(),
    ) {
        let mut bench = Bench::new(60, 14);
        bench.terminal.backend_mut().erases_with_background = bce;
        for (step, caret) in &steps {
            let area = bench.expected.area;
            let caret = caret.filter(|(x, y)| *x < area.width.min(8) && *y < area.height.min(3));
            apply(&mut bench, step, caret.map(Position::from));
            prop_assert_eq!(bench.difference(), None, "after {:?}: {:?}", step, bench.sent);
            prop_assert!(bench.writes <= 1, "a frame goes out in one write");
            let screen = bench.emulator.screen();
            prop_assert_eq!(screen.hide_cursor(), caret.is_none());
            if let Some((x, y)) = caret {
                prop_assert_eq!(screen.cursor_position(), (y, x));
            }
        }
    }
}

#[test]
fn a_frame_without_change_writes_nothing() {
    let mut bench = Bench::new(20, 3);
    let caret = Some(Position::new(4, 1));
    for _ in 0..2 {
        bench.frame(caret, |buffer| {
            buffer.set_string(0, 0, "hello", Style::new());
        });
    }
    assert_eq!(bench.sent, "");
    assert_eq!(bench.writes, 0);
}

/// A token a frame, the caret in the composer below, the list on the left untouched.
#[test]
fn a_token_costs_its_letters_and_two_moves() {
    let mut bench = Bench::new(140, 40);
    let caret = Some(Position::new(32, 37));
    let style = Style::new().fg(Color::Rgb(200, 200, 200));
    let mut text = String::from("The");
    let line = |text: &str| {
        let text = text.to_owned();
        move |buffer: &mut Buffer| {
            buffer.set_string(0, 20, "conversations", Style::new());
            buffer.set_string(31, 20, text, style);
        }
    };
    bench.frame(caret, line(&text));
    text += " quick";
    bench.frame(caret, line(&text));
    assert_eq!(bench.sent, "\x1b[21;35H quick\x1b[38;33H");
    assert_eq!(bench.difference(), None);
}

#[test]
fn runs_of_blanks_are_erased_and_small_gaps_written_again() {
    let mut bench = Bench::new(80, 2);
    bench.frame(None, |buffer| {
        buffer.set_string(0, 0, "one two three four five six seven |", Style::new());
    });
    bench.frame(None, |buffer| {
        buffer.set_string(0, 0, "ONE two THREE", Style::new());
        buffer.set_string(34, 0, "|", Style::new());
    });
    assert_eq!(bench.sent, "\x1b[GONE\x1b[5CTHREE \x1b[19X");
    bench.frame(None, |buffer| {
        buffer.set_string(0, 0, "oNe", Style::new());
    });
    assert_eq!(bench.sent, "\x1b[GoNe \x1b[K");
    assert_eq!(bench.difference(), None);
}

#[test]
fn only_large_frames_are_synchronized() {
    let mut bench = Bench::new(80, 10);
    bench.frame(None, |buffer| {
        buffer.set_string(0, 0, "small", Style::new());
    });
    assert!(!bench.sent.contains("\x1b[?2026"), "{:?}", bench.sent);
    bench.frame(None, |buffer| {
        (0..10).for_each(|y| {
            buffer.set_string(0, y, "large ".repeat(10), Style::new());
        });
    });
    assert!(bench.sent.starts_with("\x1b[?2026h") && bench.sent.ends_with("\x1b[?2026l"));
}

#[test]
fn a_broken_terminal_is_an_error_and_forgotten() {
    struct Broken;
    impl io::Write for Broken {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let mut terminal = Terminal::new(Painter::new(Broken, Size::new(10, 2))).unwrap();
    let drawn = terminal.draw(|frame| {
        frame.buffer_mut().set_string(0, 0, "lost", Style::new());
    });
    assert_eq!(drawn.unwrap_err().kind(), io::ErrorKind::BrokenPipe);
    assert_eq!(terminal.backend().cursor, None);
    assert!(terminal.backend().shown.iter().all(Option::is_none));
}
