//! The block parser held against pulldown-cmark: every word of a random document stands in the same
//! kind of block, in as many quotes, in the same order. Not here: the extensions of GFM.

use outcrop::text::document::Document;
use outcrop::text::style::Role;
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// A word, and where it stands.
#[derive(Debug, PartialEq, Eq, Clone)]
struct Place {
    word: String,
    code: bool,
    heading: bool,
    html: bool,
    quotes: usize,
}

fn words(text: &str) -> Vec<String> {
    let parts = text.split(|symbol: char| !symbol.is_ascii_alphanumeric());
    parts.filter(|part| part.starts_with('w') && part.len() > 1).map(str::to_owned).collect()
}

fn expected(source: &str) -> Vec<Place> {
    let (mut code, mut heading, mut html, mut quotes) = (false, false, false, 0);
    let mut places = Vec::new();
    for event in Parser::new_ext(source, Options::empty()) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => code = true,
            Event::End(TagEnd::CodeBlock) => code = false,
            Event::Start(Tag::Heading { .. }) => heading = true,
            Event::End(TagEnd::Heading(_)) => heading = false,
            Event::Start(Tag::HtmlBlock) => html = true,
            Event::End(TagEnd::HtmlBlock) => html = false,
            Event::Start(Tag::BlockQuote(_)) => quotes += 1,
            Event::End(TagEnd::BlockQuote(_)) => quotes -= 1,
            Event::InlineHtml(text) => {
                places.extend(words(&text).into_iter().map(|word| Place {
                    word,
                    code,
                    heading: false,
                    html: true,
                    quotes,
                }));
            }
            Event::Text(text) | Event::Code(text) | Event::Html(text) => {
                places.extend(words(&text).into_iter().map(|word| Place {
                    word,
                    code,
                    heading,
                    html,
                    quotes,
                }));
            }
            _ => {}
        }
    }
    places
}

fn rendered(source: &str) -> Vec<Place> {
    let document = Document::one_shot(source, 200);
    let mut places = Vec::new();
    for row in (0..document.height()).filter_map(|index| document.row(index)) {
        let quotes = row
            .spans()
            .filter(|(_, style)| style.role == Role::Quote)
            .map(|(text, _)| text.matches('▌').count())
            .sum();
        for (text, style) in row.spans() {
            if matches!(style.role, Role::CodeLabel) {
                continue;
            }
            places.extend(words(text).into_iter().map(|word| Place {
                word,
                code: style.role == Role::CodeText,
                heading: matches!(style.role, Role::Heading1 | Role::Heading2 | Role::Heading3),
                html: style.role == Role::Html,
                quotes,
            }));
        }
    }
    places
}

/// The code of every block that has a line, as pulldown-cmark has it.
fn expected_code(source: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut open: Option<String> = None;
    for event in Parser::new_ext(source, Options::empty()) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => open = Some(String::new()),
            Event::End(TagEnd::CodeBlock) => blocks.extend(open.take()),
            Event::Text(text) => {
                if let Some(code) = &mut open {
                    code.push_str(&text);
                }
            }
            _ => {}
        }
    }
    let lines = blocks.into_iter().filter(|code| !code.is_empty());
    lines.map(|code| code.strip_suffix('\n').unwrap_or(&code).to_owned()).collect()
}

fn copied_code(source: &str) -> Vec<String> {
    let document = Document::one_shot(source, 30);
    (0..document.code_blocks().len()).filter_map(|block| document.code(block)).collect()
}

const STARTS: &[&str] = &[
    "", "", "", "", " ", "  ", "   ", "    ", "     ", "> ", ">", "> > ", "- ", "-\t", "* ",
    "+   ", "1. ", "2) ", "10. ", "# ", "### ", "- - ", "> - ", "- > ", "-     ", "    - ", "  - ",
    "   1. ", "      ", "<div>", "<!--",
];
const ENDS: &[&str] = &["", "", "", "", "", "", "  ", " #", "</div>", " -->", " > "];
const LINES: &[&str] = &[
    "", "", "", "", "---", "===", "***", "```", "~~~", "```w", ">", "-", "- ", "1.", "  ", "> ```",
    "- ```", "  ---", "<div>", "</div>", "* * *", "> ---",
];

fn document() -> impl Strategy<Value = String> {
    let text = (0..STARTS.len(), 0..STARTS.len(), 0..ENDS.len(), 0_u8..6);
    let line = (text, 0..LINES.len(), 0_u8..3);
    proptest::collection::vec(line, 1..12).prop_map(|lines| {
        let mut source = String::new();
        for (number, ((first, second, end, both), mark, kind)) in lines.into_iter().enumerate() {
            if kind == 0 {
                source.push_str(LINES[mark]);
            } else {
                let second = if both == 0 { STARTS[second] } else { "" };
                let word = format!("w{number}x");
                source.extend([STARTS[first], second, &word, ENDS[end]]);
            }
            source.push('\n');
        }
        source
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn blocks_are_those_of_commonmark(source in document()) {
        prop_assert_eq!(rendered(&source), expected(&source), "{}", source);
        prop_assert_eq!(copied_code(&source), expected_code(&source), "{}", source);
    }
}
