//! Highlighting as a document sees it: what is asked, and that answers change roles and nothing
//! else. Not here: how features look without it (`tests`).

use super::Document;
use crate::text::highlight::{HighlightRequest, Highlighter};
use crate::text::row::Row;
use crate::text::style::Role;

const CODE: &str = "See [x].\n\n```rust\nfn main() {\n    let 日本 = \"text\"; // a comment that is long enough to wrap\n}\n```\n\n- item\n  ```python\n  def f(x):\n      return 42\n  ```\n";

fn rows(document: &Document) -> Vec<Row> {
    (0..document.height()).filter_map(|index| document.row(index).cloned()).collect()
}

/// Answers every request until none is left.
fn highlight(document: &mut Document, highlighter: &mut Highlighter) {
    loop {
        let requests = document.take_highlight_requests();
        if requests.is_empty() {
            return;
        }
        for request in requests {
            document.apply_highlight(highlighter.run(request));
        }
    }
}

fn roles_of(document: &Document, word: &str) -> Vec<Role> {
    let rows = rows(document);
    let spans = rows.iter().flat_map(Row::spans);
    spans.filter(|(text, _)| text.contains(word)).map(|(_, style)| style.role).collect()
}

#[test]
fn answers_give_roles_and_change_no_text() {
    let mut document = Document::one_shot(CODE, 40);
    let plain = rows(&document);
    assert_eq!(roles_of(&document, "fn main"), [Role::CodeText]);
    highlight(&mut document, &mut Highlighter::new());
    let texts = |rows: &[Row]| rows.iter().map(|row| row.text().to_owned()).collect::<Vec<_>>();
    assert_eq!(texts(&rows(&document)), texts(&plain));
    for (word, role) in [
        ("fn", Role::Keyword),
        ("main", Role::Function),
        ("text", Role::String),
        ("comment", Role::Comment),
        ("def", Role::Keyword),
        ("42", Role::Number),
    ] {
        assert!(
            roles_of(&document, word).contains(&role),
            "{word}: {:?}",
            roles_of(&document, word)
        );
    }
}

#[test]
fn line_by_line_ends_like_all_at_once() {
    let mut highlighter = Highlighter::new();
    let mut whole = Document::one_shot(CODE, 40);
    highlight(&mut whole, &mut highlighter);
    let mut split = Document::new(40);
    for line in CODE.split_inclusive('\n') {
        split.push(line);
        split.settle(usize::MAX);
        highlight(&mut split, &mut highlighter);
    }
    split.finish();
    split.settle(usize::MAX);
    assert_eq!(rows(&split), rows(&whole));
}

#[test]
fn roles_survive_a_change_of_width_and_a_late_definition() {
    let mut highlighter = Highlighter::new();
    let mut document = Document::new(100);
    document.push(CODE);
    document.settle(usize::MAX);
    highlight(&mut document, &mut highlighter);
    document.push(
        "\n[x]: https://example.com/an-address-that-is-long-enough-to-need-a-row-of-its-own\n",
    );
    document.finish();
    document.settle(usize::MAX);
    document.set_width(30);
    document.settle(usize::MAX);
    assert!(document.take_highlight_requests().is_empty());
    let mut fresh = Document::new(30);
    fresh.push(document.source());
    fresh.finish();
    fresh.settle(usize::MAX);
    highlight(&mut fresh, &mut highlighter);
    assert_eq!(rows(&document), rows(&fresh));
}

#[test]
fn a_late_definition_moves_the_rows_that_wait_for_an_answer() {
    let mut highlighter = Highlighter::new();
    let mut document = Document::new(30);
    document.push(CODE);
    document.settle(usize::MAX);
    let waiting: Vec<HighlightRequest> = document.take_highlight_requests();
    document.push("\n[x]: https://example.com/an-address-that-needs-a-row-of-its-own\n");
    document.finish();
    document.settle(usize::MAX);
    for request in waiting {
        document.apply_highlight(highlighter.run(request));
    }
    let mut fresh = Document::one_shot(document.source(), 30);
    highlight(&mut fresh, &mut highlighter);
    assert_eq!(rows(&document), rows(&fresh));
}

#[test]
fn one_request_a_fence_is_under_way_and_stale_answers_are_dropped() {
    let mut highlighter = Highlighter::new();
    let mut document = Document::new(40);
    document.push("```rust\nlet a = 1;\n");
    document.settle(usize::MAX);
    let mut first = document.take_highlight_requests();
    assert_eq!(first.len(), 1);
    document.push("let b = 2;\n");
    document.settle(usize::MAX);
    assert!(document.take_highlight_requests().is_empty());
    let outcome = highlighter.run(first.remove(0));
    document.apply_highlight(outcome.clone());
    let painted = rows(&document);
    document.apply_highlight(outcome);
    assert_eq!(rows(&document), painted);
    assert_eq!(document.take_highlight_requests().len(), 1);
}

#[test]
fn unknown_languages_ask_nothing() {
    let mut document = Document::one_shot("```klingon\nx\n```\n\n```\ny\n```\n", 40);
    assert!(document.take_highlight_requests().is_empty());
    assert!(Highlighter::knows("TypeScript"));
    assert!(!Highlighter::knows("klingon"));
}

#[test]
fn requests_and_outcomes_can_cross_threads() {
    fn crosses<T: Send>() {}
    crosses::<HighlightRequest>();
    crosses::<crate::text::highlight::HighlightOutcome>();
    crosses::<Document>();
}
