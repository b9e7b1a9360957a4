//! The laws of the text floor: however a document is split into deltas it ends equal to its one-shot
//! render; no input panics, hides text or leaves a control character; rows fit their width as
//! ratatui draws them. How features look is tested beside the code.

#[path = "corpus/documents.rs"]
mod corpus;

use outcrop::text::document::Document;
use outcrop::text::row::Row;
use outcrop::text::sanitise::{sanitise, sanitise_line};
use outcrop::text::wrap::{width, wrap_plain};
use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

fn rows(document: &Document) -> Vec<Row> {
    (0..document.height()).filter_map(|index| document.row(index).cloned()).collect()
}

fn texts(document: &Document) -> String {
    let rows = rows(document);
    let texts: Vec<&str> = rows.iter().map(Row::text).collect();
    texts.join(
        "
",
    )
}

/// A small generator of its own, so that a failing document can be named by two numbers.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides.max(1)
    }
}

/// Pushes the source in random deltas, settling with random budgets in between.
fn streamed(source: &str, columns: u16, dice: &mut Dice) -> Document {
    let mut document = Document::new(columns);
    // Long documents take fewer steps, or the tests take minutes.
    let largest =
        if source.len() < 2500 { [1, 4, 17, 90] } else { [90, 400, 700, 5000] }[dice.roll(4)];
    let mut rest = source;
    while !rest.is_empty() {
        let mut len = (1 + dice.roll(largest)).min(rest.len());
        while !rest.is_char_boundary(len) {
            len += 1;
        }
        let (delta, after) = rest.split_at(len);
        document.push(delta);
        if dice.roll(3) == 0 {
            document.settle(1 + dice.roll(300));
        }
        rest = after;
    }
    if dice.roll(2) == 0 {
        document.settle(usize::MAX);
    }
    document.finish();
    while !document.settle(64) {}
    document
}

fn assert_law(name: &str, source: &str, dice: &mut Dice) {
    for columns in [40, 100] {
        let whole = Document::one_shot(source, columns);
        let split = streamed(source, columns, dice);
        assert_eq!(texts(&split), texts(&whole), "{name} at {columns}: {source:?}");
        assert_eq!(rows(&split), rows(&whole), "{name} at {columns}: {source:?}");
        assert_eq!(split.code_blocks(), whole.code_blocks(), "{name} at {columns}: {source:?}");
        assert_eq!(split.source(), source);
    }
}

#[test]
fn any_split_ends_equal_to_the_one_shot_render() {
    let documents = corpus::documents();
    assert!(documents.len() >= 200, "only {} documents", documents.len());
    let mut dice = Dice(1);
    for (index, source) in documents.iter().enumerate() {
        for _ in 0..3 {
            assert_law(&format!("document {index}"), source, &mut dice);
        }
    }
}

#[test]
fn every_char_a_delta_ends_equal_to_the_one_shot_render() {
    for (index, source) in
        corpus::documents().iter().enumerate().filter(|(_, source)| source.len() < 1500)
    {
        let mut split = Document::new(60);
        for symbol in source.chars() {
            split.push(symbol.encode_utf8(&mut [0; 4]));
            split.settle(usize::MAX);
        }
        split.finish();
        split.settle(usize::MAX);
        let whole = Document::one_shot(source, 60);
        assert_eq!(rows(&split), rows(&whole), "document {index}: {source:?}");
    }
}

#[test]
fn a_change_of_width_ends_equal_to_the_render_at_that_width() {
    for (index, source) in corpus::documents().iter().enumerate() {
        let half =
            (source.len() / 2..source.len()).find(|at| source.is_char_boundary(*at)).unwrap_or(0);
        let mut document = Document::new(100);
        document.push(&source[..half]);
        document.settle(usize::MAX);
        document.set_width(33);
        document.settle(50);
        document.push(&source[half..]);
        document.finish();
        document.settle(usize::MAX);
        document.set_width(71);
        document.settle(usize::MAX);
        let whole = Document::one_shot(source, 71);
        assert_eq!(texts(&document), texts(&whole), "document {index}: {source:?}");
    }
}

#[test]
fn rows_fit_and_hold_no_control_and_keep_their_place() {
    for source in corpus::documents() {
        for columns in [8, 24, 40, 100] {
            assert_sound(&source, columns);
        }
    }
}

fn assert_sound(source: &str, columns: u16) {
    let document = Document::one_shot(source, columns);
    let mut last = 0;
    for (index, row) in rows(&document).iter().enumerate() {
        assert!(!row.text().contains(char::is_control), "{:?} of {source:?}", row.text());
        assert_eq!(row.spans().map(|(text, _)| text).collect::<String>(), row.text());
        assert_eq!(
            row.spans().map(|(text, _)| width(text)).sum::<usize>(),
            row.width(),
            "{:?}",
            row.text()
        );
        assert!(
            row.width() <= usize::from(columns.max(8)),
            "{:?} of {source:?} at {columns}",
            row.text()
        );
        let offset = document.offset_of_row(index);
        assert!(last <= offset && offset <= source.len(), "row {index} of {source:?}");
        assert!(document.row_of_offset(offset) >= index);
        last = offset;
    }
}

/// Columns ratatui moves on when it draws a text.
fn drawn(text: &str) -> usize {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 2000, 1));
    let (end, _) = buffer.set_stringn(0, 0, text, 2000, Style::default());
    usize::from(end)
}

#[test]
fn widths_are_what_ratatui_draws() {
    for source in corpus::documents() {
        for line in source.lines().filter(|line| line.len() < 600) {
            let line = sanitise_line(line);
            assert_eq!(width(&line), drawn(&line), "{line:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn width_of_any_text_is_what_ratatui_draws(text in "\\PC{0,60}") {
        let text = sanitise_line(&text).into_owned();
        prop_assert_eq!(width(&text), drawn(&text));
    }

    #[test]
    fn any_text_is_rendered_soundly(text in "(?s).{0,200}", columns in 8_u16..90) {
        let mut dice = Dice(u64::from(columns));
        assert_law("any text", &text, &mut dice);
        let document = Document::one_shot(&text, columns);
        for row in rows(&document) {
            prop_assert!(!row.text().contains(char::is_control));
        }
    }

    #[test]
    fn any_markup_is_rendered_soundly(
        text in "([-*+_#>|`~=:$.()\\[\\]!<\\\\ \t\n]|[ab1x]|\r\n|日|👩‍👧|e\u{301}|\\[a\\]: b\n|\n\n|    ){0,120}",
        seed in 0_u64..1000,
    ) {
        assert_law("any markup", &text, &mut Dice(seed));
        assert_sound(&text, 24);
    }

    #[test]
    fn plain_text_wraps_soundly(text in "(?s).{0,200}", columns in 2_u16..60) {
        let kept: String = sanitise(&text).chars().filter(|symbol| !symbol.is_whitespace()).collect();
        let rows = wrap_plain(&text, columns);
        let shown: String = rows.iter().flat_map(|row| row.text().chars()).filter(|symbol| !symbol.is_whitespace()).collect();
        prop_assert_eq!(shown, kept);
        for row in rows {
            prop_assert!(row.width() <= usize::from(columns));
        }
    }

    #[test]
    fn sanitised_text_stays_sanitised(text in "(?s).{0,100}") {
        let once = sanitise(&text).into_owned();
        prop_assert_eq!(sanitise(&once).into_owned(), once.clone());
        prop_assert!(!once.contains(|symbol: char| symbol.is_control() && !matches!(symbol, '\n' | '\t')));
    }
}
