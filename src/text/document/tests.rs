//! How each feature looks, at a narrow and a wide screen. The law of incremental rendering is held
//! by `tests/text_law.rs`.

use std::fmt::Write;

use super::Document;

/// The rows at 40 columns, then at 100 where that differs.
fn show(source: &str) -> String {
    let narrow = rows(source, 40);
    let wide = rows(source, 100);
    if narrow == wide { narrow } else { format!("{narrow}=== 100 ===\n{wide}") }
}

fn rows(source: &str, width: u16) -> String {
    let document = Document::one_shot(source, width);
    let mut text = String::new();
    for row in (0..document.height()).filter_map(|index| document.row(index)) {
        let _ = writeln!(text, "{}", row.text());
    }
    text
}

/// Headings are told apart by weight and by a line under the first two levels.
#[test]
fn headings() {
    let source = "# One *with* emphasis\ntext\n## Two ##\n### Three\n#### Four\n\nSetext\n===\n";
    insta::assert_snapshot!(show(source), @r#"
    One with emphasis
    ━━━━━━━━━━━━━━━━━

    text

    Two
    ───

    Three

    Four

    Setext
    ━━━━━━
    "#);
}

/// Lines flow together; hard breaks stay.
#[test]
fn paragraphs_and_breaks() {
    let source = concat!(
        "A paragraph that is long enough to be wrapped at forty columns,\n",
        "with a soft break.  \n",
        "A hard break.\\\n",
        "Another.<br>And one more.\n",
    );
    insta::assert_snapshot!(show(source), @r#"
    A paragraph that is long enough to be
    wrapped at forty columns, with a soft
    break.
    A hard break.
    Another.
    And one more.
    === 100 ===
    A paragraph that is long enough to be wrapped at forty columns, with a soft break.
    A hard break.
    Another.
    And one more.
    "#);
}

/// Bullets by depth, numbers from the source, blank rows where the source has them.
#[test]
fn lists() {
    let source = concat!(
        "- one\n",
        "- two\n",
        "  - nested\n",
        "    - deep\n",
        "      1. number\n",
        "         continued\n",
        "\n",
        "- loose\n",
        "\n",
        "  second paragraph of the item that wraps\n",
        "\n",
        "3. three\n",
        "4. four\n",
    );
    insta::assert_snapshot!(show(source), @r#"
    • one
    • two
      ◦ nested
        ▪ deep
          1. number continued

    • loose

      second paragraph of the item that
      wraps

    3. three
    4. four
    === 100 ===
    • one
    • two
      ◦ nested
        ▪ deep
          1. number continued

    • loose

      second paragraph of the item that wraps

    3. three
    4. four
    "#);
}

/// Task boxes stand in place of bullets.
#[test]
fn tasks() {
    let source = "- [ ] open\n- [x] done\n  - [ ] nested\n- plain\n";
    insta::assert_snapshot!(show(source), @r#"
    ☐ open
    ☑ done
      ☐ nested
    • plain
    "#);
}

/// A bar for each level; an alert has a title.
#[test]
fn quotes() {
    let source = concat!(
        "> quoted text that is long enough to wrap around\n",
        "lazy\n",
        "> > nested\n",
        ">\n",
        "> - item\n",
        "\n",
        "> [!WARNING]\n",
        "> Take care.\n",
    );
    insta::assert_snapshot!(show(source), @r#"
    ▌ quoted text that is long enough to
    ▌ wrap around lazy
    ▌
    ▌ ▌ nested
    ▌
    ▌ • item

    ▌ Warning
    ▌ Take care.
    === 100 ===
    ▌ quoted text that is long enough to wrap around lazy
    ▌
    ▌ ▌ nested
    ▌
    ▌ • item

    ▌ Warning
    ▌ Take care.
    "#);
}

/// A bar, the language above, long lines broken by character, tabs at stops of four.
#[test]
fn code() {
    let source = concat!(
        "```rust\n",
        "fn main() {\n",
        "\tprintln!(\"a rather long line of code in a block\");\n",
        "}\n",
        "```\n",
        "\n",
        "    indented\n",
        "\n",
        "      more\n",
        "\n",
        "- item\n",
        "  ```\n",
        "  in item\n",
        "  ```\n",
    );
    insta::assert_snapshot!(show(source), @r#"
    ┌ rust
    │ fn main() {
    │     println!("a rather long line of co
    │ de in a block");
    │ }

    │ indented
    │ 
    │   more

    • item
      │ in item
    === 100 ===
    ┌ rust
    │ fn main() {
    │     println!("a rather long line of code in a block");
    │ }

    │ indented
    │ 
    │   more

    • item
      │ in item
    "#);
}

/// Thin borders, alignment, wide characters.
#[test]
fn tables() {
    let source = concat!(
        "| Left | Center | Right |\n",
        "|:-----|:------:|------:|\n",
        "| a | `b` | 1 |\n",
        "| **bold** | 日本語 | 22 |\n",
        "| x \\| y | | 👩\u{200d}💻 |\n",
    );
    insta::assert_snapshot!(show(source), @r#"
    ┌───────┬────────┬───────┐
    │ Left  │ Center │ Right │
    ├───────┼────────┼───────┤
    │ a     │   b    │     1 │
    │ bold  │ 日本語 │    22 │
    │ x | y │        │    👩‍💻 │
    └───────┴────────┴───────┘
    "#);
}

/// A table too wide wraps its cells while that stays legible, else each row is a record.
#[test]
fn wide_tables() {
    let source = concat!(
        "| Name | What it says | More |\n",
        "|---|---|---|\n",
        "| first | a cell with quite a few words in it | and another |\n",
        "| second | short | x |\n",
        "\n",
        "| Region | Model | Context window | Price |\n",
        "|---|---|---|---|\n",
        "| us-east-1-longname | anthropic.claude-model | two hundred thousand | unknown |\n",
        "| eu | titan | | 1 |\n",
    );
    insta::assert_snapshot!(show(source), @r#"
    ┌────────┬───────────────┬─────────────┐
    │ Name   │ What it says  │ More        │
    ├────────┼───────────────┼─────────────┤
    │ first  │ a cell with   │ and another │
    │        │ quite a few   │             │
    │        │ words in it   │             │
    ├────────┼───────────────┼─────────────┤
    │ second │ short         │ x           │
    └────────┴───────────────┴─────────────┘

    Region: us-east-1-longname
    Model: anthropic.claude-model
    Context window: two hundred thousand
    Price: unknown
    ────────────────────────
    Region: eu
    Model: titan
    Price: 1
    === 100 ===
    ┌────────┬─────────────────────────────────────┬─────────────┐
    │ Name   │ What it says                        │ More        │
    ├────────┼─────────────────────────────────────┼─────────────┤
    │ first  │ a cell with quite a few words in it │ and another │
    │ second │ short                               │ x           │
    └────────┴─────────────────────────────────────┴─────────────┘

    ┌────────────────────┬────────────────────────┬──────────────────────┬─────────┐
    │ Region             │ Model                  │ Context window       │ Price   │
    ├────────────────────┼────────────────────────┼──────────────────────┼─────────┤
    │ us-east-1-longname │ anthropic.claude-model │ two hundred thousand │ unknown │
    │ eu                 │ titan                  │                      │ 1       │
    └────────────────────┴────────────────────────┴──────────────────────┴─────────┘
    "#);
}

/// Addresses are shown after the text, once.
#[test]
fn links_and_images() {
    let source = concat!(
        "[text](https://example.com/a \"title\"), <https://auto.example>, https://bare.example/x_y. ![picture](a.png) [late] and [other][late]\n",
        "\n",
        "[late]: /target\n",
    );
    insta::assert_snapshot!(show(source), @r#"
    text (https://example.com/a),
    https://auto.example,
    https://bare.example/x_y. image: picture
    (a.png) late (/target) and other
    (/target)
    === 100 ===
    text (https://example.com/a), https://auto.example, https://bare.example/x_y. image: picture (a.png)
    late (/target) and other (/target)
    "#);
}

/// References and notes carry the same mark; unknown ones stay as they are.
#[test]
fn footnotes() {
    let source = concat!(
        "Text[^1] and[^none].\n",
        "\n",
        "[^1]: The note, which is long enough to be wrapped.\n",
        "\n",
        "    More of it.\n",
    );
    insta::assert_snapshot!(show(source), @r#"
    Text[1] and[^none].

    [1] The note, which is long enough to be
        wrapped.

        More of it.
    === 100 ===
    Text[1] and[^none].

    [1] The note, which is long enough to be wrapped.

        More of it.
    "#);
}

/// Shown as their source.
#[test]
fn html_and_math() {
    let source = concat!(
        "<div>\n",
        "  <b>x</b>\n",
        "</div>\n",
        "\n",
        "H<sub>2</sub>O, $a_1 * b_1$ and \\(x * y\\)\n",
        "\n",
        "$$\n",
        "\\sum_i x_i\n",
        "$$\n",
    );
    insta::assert_snapshot!(show(source), @r#"
    <div>
      <b>x</b>
    </div>

    H<sub>2</sub>O, $a_1 * b_1$ and \(x *
    y\)

    $$
    \sum_i x_i
    $$
    === 100 ===
    <div>
      <b>x</b>
    </div>

    H<sub>2</sub>O, $a_1 * b_1$ and \(x * y\)

    $$
    \sum_i x_i
    $$
    "#);
}

/// A rule takes the room there is.
#[test]
fn rules() {
    let source = "a\n\n***\n\n> ---\n";
    insta::assert_snapshot!(show(source), @r#"
    a

    ────────────────────────────────────────

    ▌ ──────────────────────────────────────
    === 100 ===
    a

    ────────────────────────────────────────────────────────────────────────────────────────────────────

    ▌ ──────────────────────────────────────────────────────────────────────────────────────────────────
    "#);
}

/// Nothing can move the cursor or hide text.
#[test]
fn controls() {
    let source = "\u{1b}[31mred\u{1b}[0m \u{202e}evil zero\u{200b}width &#27;[1m bell\u{7}\n";
    insta::assert_snapshot!(show(source), @r#"
    ␛[31mred␛[0m �evil zerowidth ␛[1m bell␇
    "#);
}

/// Wide text breaks between characters, but not before closing or after opening marks.
#[test]
fn cjk() {
    let source =
        "日本語のテキストは単語の間に空白がないので、文字ごとに折り返す「必要」があります。\n";
    insta::assert_snapshot!(show(source), @r#"
    日本語のテキストは単語の間に空白がないの
    で、文字ごとに折り返す「必要」がありま
    す。
    === 100 ===
    日本語のテキストは単語の間に空白がないので、文字ごとに折り返す「必要」があります。
    "#);
}

/// What the screen shows while the text is being written.
#[test]
fn drafts_show_no_marks_that_wait_for_their_partner() {
    for (pushed, shown) in [
        ("Some **bol", "Some bol"),
        ("Some **", "Some"),
        ("Some **bold*", "Some bold"),
        ("A `code sp", "A code sp"),
        ("A *b **c", "A b c"),
        ("See [text](https://exam", "See text (https://exam)"),
        ("para\n-", "para"),
        ("para\n``", "para"),
        ("- one\n2", "• one"),
        ("5 * 3 < 4", "5 * 3 < 4"),
    ] {
        let mut document = Document::new(60);
        document.push(pushed);
        document.settle(usize::MAX);
        let row = document.row(0).map(|row| row.text().to_owned());
        assert_eq!(row.as_deref(), Some(shown), "{pushed:?}");
        assert_eq!(document.height(), 1, "{pushed:?}");
    }
}

#[test]
fn a_budget_renders_a_part_and_says_so() {
    let mut document = Document::new(60);
    document.push(&"- item\n".repeat(100));
    assert!(!document.settle(70));
    assert_eq!(document.height(), 10);
    assert!(document.settle(usize::MAX));
    assert_eq!(document.height(), 100);
}

#[test]
fn places_in_the_source_are_found_again() {
    let source = "# Title\n\nfirst paragraph\n\n- one\n- two\n";
    let mut document = Document::one_shot(source, 60);
    let row = document.row_of_offset(source.find("- two").unwrap());
    assert_eq!(document.row(row).unwrap().text(), "• two");
    assert_eq!(document.offset_of_row(row), source.find("two").unwrap() - 2);
    document.set_width(20);
    document.settle(usize::MAX);
    let row = document.row_of_offset(source.find("first").unwrap());
    assert_eq!(document.row(row).unwrap().text(), "first paragraph");
}

#[test]
fn rows_are_copied_as_their_source() {
    let source =
        "A *long* paragraph that wraps at this width.\n\n> quoted\n\n| a |\n|---|\n| 1 |\n";
    let document = Document::one_shot(source, 20);
    let quoted = document.row_of_offset(source.find("> quoted").unwrap());
    assert_eq!(document.source_of_rows(0, 1), "A *long* paragraph that wraps at this width.\n\n");
    assert_eq!(document.source_of_rows(quoted, quoted), "> quoted\n\n");
    assert_eq!(document.source_of_rows(quoted, 100), &source[source.find('>').unwrap()..]);
}
