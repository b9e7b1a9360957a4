//! What typing promises: no byte is lost, the caret stands between clusters, undo takes back.

use proptest::prelude::*;

use super::*;

fn typed(text: &str) -> Editor {
    let mut editor = Editor::new();
    editor.fit(40, 5);
    text.chars().for_each(|char| editor.insert_char(char));
    editor
}

/// The text with the caret as `|`.
fn shown(editor: &Editor) -> String {
    let (before, behind) = editor.buffer.split_at(editor.caret);
    format!("{before}|{behind}")
}

#[test]
fn a_text_rewritten_can_be_had_back() {
    let mut editor = typed("mine");
    editor.rewrite("yours\r\nand more");
    assert_eq!(
        (editor.text().as_str(), shown(&editor).as_str()),
        ("yours\nand more", "yours\nand more|")
    );
    assert!(editor.apply(Edit::Undo));
    assert_eq!(editor.text(), "mine");
}

#[test]
fn tokens_are_those_of_the_unfolded_text() {
    let long = "words and words ".repeat(2_000);
    let mut editor = typed("before ");
    editor.paste(&long);
    editor.insert_char('!');
    assert_eq!(editor.tokens(), 1 + 6_000 + 1);
    editor.apply(Edit::Backspace);
    editor.apply(Edit::Backspace);
    assert_eq!(editor.tokens(), 1);
}

fn drawn(editor: &Editor) -> Vec<String> {
    let row = |pieces: &Vec<Piece>| {
        pieces
            .iter()
            .map(|piece| match piece {
                Piece::Text(text) | Piece::Fold(text) => text.as_str(),
            })
            .collect()
    };
    editor.view().rows.iter().map(row).collect()
}

fn press(editor: &mut Editor, edits: &[Edit]) {
    for edit in edits {
        editor.apply(*edit);
    }
}

#[test]
fn typing_moving_and_deleting_go_by_what_people_see() {
    let mut editor = typed("ae\u{301}👩‍👩‍👧");
    press(&mut editor, &[Edit::Left]);
    assert_eq!(shown(&editor), "ae\u{301}|👩‍👩‍👧");
    press(&mut editor, &[Edit::Backspace]);
    assert_eq!(shown(&editor), "a|👩‍👩‍👧");
    press(&mut editor, &[Edit::Delete]);
    assert_eq!(shown(&editor), "a|");
    assert!(!editor.apply(Edit::Right) && !editor.apply(Edit::Delete));
    press(&mut editor, &[Edit::Backspace]);
    assert!(editor.is_empty() && !editor.apply(Edit::Backspace) && !editor.apply(Edit::Left));
}

#[test]
fn a_mark_typed_before_another_letter_joins_what_is_left_of_it() {
    let mut editor = typed("ex");
    press(&mut editor, &[Edit::Left]);
    editor.insert_char('\u{301}');
    assert_eq!(shown(&editor), "e\u{301}|x");
    // A letter typed before a mark becomes one with it, and the caret does not stay inside.
    let mut editor = typed("\u{301}");
    press(&mut editor, &[Edit::TextStart]);
    editor.insert_char('e');
    assert_eq!(shown(&editor), "e\u{301}|");
}

#[test]
fn words_and_lines_are_jumped_and_deleted() {
    let mut editor = typed("let the cat\nout, now");
    press(&mut editor, &[Edit::WordLeft, Edit::WordLeft]);
    assert_eq!(shown(&editor), "let the cat\n|out, now");
    press(&mut editor, &[Edit::WordLeft]);
    assert_eq!(shown(&editor), "let the |cat\nout, now");
    press(&mut editor, &[Edit::DeleteWordLeft]);
    assert_eq!(shown(&editor), "let |cat\nout, now");
    press(&mut editor, &[Edit::DeleteWordRight, Edit::LineStart, Edit::WordRight]);
    assert_eq!(shown(&editor), "let| \nout, now");
    press(&mut editor, &[Edit::LineEnd, Edit::DeleteToLineEnd]);
    assert_eq!(shown(&editor), "let |out, now");
    press(&mut editor, &[Edit::DeleteToLineEnd]);
    assert_eq!(shown(&editor), "let |");
    editor.paste("x\ny");
    press(&mut editor, &[Edit::DeleteToLineStart, Edit::DeleteToLineStart]);
    assert_eq!(shown(&editor), "let x|");
    press(&mut editor, &[Edit::DeleteToLineStart]);
    assert!(editor.is_empty());
}

#[test]
fn up_and_down_follow_the_rows_of_the_screen_and_keep_their_column() {
    let mut editor = Editor::new();
    editor.fit(11, 9);
    editor.paste("the quick brown fox\nab\n漢字漢字漢字");
    assert_eq!(drawn(&editor), ["the quick ", "brown fox", "ab", "漢字漢字漢", "字"]);
    assert_eq!(editor.view().caret, (4, 2));
    press(
        &mut editor,
        &[Edit::TextStart, Edit::Right, Edit::Right, Edit::Right, Edit::Right, Edit::Right],
    );
    assert_eq!(editor.view().caret, (0, 5));
    press(&mut editor, &[Edit::Down]);
    assert_eq!(editor.view().caret, (1, 5));
    press(&mut editor, &[Edit::Down]);
    assert_eq!(editor.view().caret, (2, 2), "the row is shorter");
    press(&mut editor, &[Edit::Down]);
    assert_eq!(editor.view().caret, (3, 4), "not inside a wide character");
    press(&mut editor, &[Edit::Up, Edit::Up, Edit::Up]);
    assert_eq!(editor.view().caret, (0, 5));
    assert!(!editor.apply(Edit::Up));
    press(&mut editor, &[Edit::TextEnd]);
    assert!(!editor.apply(Edit::Down));
}

#[test]
fn up_from_the_end_of_a_longer_row_stays_on_the_row_above() {
    let mut editor = Editor::new();
    editor.fit(10, 9);
    editor.paste("abcdefghijklmnopqr");
    assert_eq!(drawn(&editor), ["abcdefghi", "jklmnopqr"]);
    press(&mut editor, &[Edit::Up]);
    assert_eq!(editor.view().caret, (0, 8), "column 9 of the first row is column 0 of the second");
}

#[test]
fn the_caret_is_always_in_sight() {
    let mut editor = Editor::new();
    editor.fit(20, 3);
    editor.paste("1\n2\n3\n4\n5");
    assert_eq!(
        (drawn(&editor), editor.view().hidden),
        (vec!["3".into(), "4".into(), "5".into()], (2, 0))
    );
    press(&mut editor, &[Edit::Up, Edit::Up]);
    assert_eq!(editor.view().hidden, (2, 0));
    press(&mut editor, &[Edit::Up]);
    assert_eq!((editor.view().hidden, editor.view().caret), ((1, 1), (0, 1)));
    editor.fit(20, 9);
    assert_eq!((editor.view().hidden, editor.view().caret), ((0, 0), (1, 1)));
    editor.fit(20, 1);
    assert_eq!((editor.view().hidden, editor.view().caret), ((1, 3), (0, 1)));
    editor.fit(0, 0);
    assert_eq!(editor.view().rows.len(), 1);
}

#[test]
fn undo_takes_back_a_word_and_redo_brings_it_again() {
    let mut editor = typed("hello big world");
    press(&mut editor, &[Edit::Undo]);
    assert_eq!(shown(&editor), "hello big |");
    press(&mut editor, &[Edit::Undo]);
    assert_eq!(shown(&editor), "hello |");
    press(&mut editor, &[Edit::Redo, Edit::Redo]);
    assert_eq!(shown(&editor), "hello big world|");
    assert!(!editor.apply(Edit::Redo));
    press(&mut editor, &[Edit::Backspace, Edit::Backspace, Edit::Undo]);
    assert_eq!(shown(&editor), "hello big world|");
    press(&mut editor, &[Edit::Left, Edit::Left, Edit::Delete, Edit::Delete]);
    assert_eq!(shown(&editor), "hello big wor|");
    press(&mut editor, &[Edit::Undo]);
    assert_eq!(shown(&editor), "hello big wor|ld");
    editor.insert_char('x');
    assert!(!editor.apply(Edit::Redo), "a new change ends redo");
}

#[test]
fn a_move_between_two_letters_makes_them_two_steps() {
    let mut editor = typed("ab");
    press(&mut editor, &[Edit::Left, Edit::Right]);
    editor.insert_char('c');
    press(&mut editor, &[Edit::Undo]);
    assert_eq!(shown(&editor), "ab|");
}

#[test]
fn line_ends_become_line_feeds_and_nothing_else_changes() {
    let mut editor = Editor::new();
    editor.paste("a\r\nb\rc\n\u{1b}[31m\t\u{202e}\u{10ABCD}é");
    assert_eq!(editor.text(), "a\nb\nc\n\u{1b}[31m\t\u{202e}\u{10ABCD}é");
    assert_eq!(drawn(&editor).len(), 1, "the height it was given");
    editor.fit(40, 9);
    assert_eq!(drawn(&editor), ["a", "b", "c", "␛[31m    \u{FFFD}⟦U+10ABCD⟧é"]);
    let mut editor = typed("a\u{7}\u{1b}b");
    assert_eq!(editor.text(), "ab", "keys type no control characters");
    editor.insert_char('\r');
    assert_eq!(editor.text(), "ab\n");
}

#[test]
fn a_long_paste_is_one_label_and_comes_back_byte_for_byte() {
    let long = "line of text, 漢字 and \u{10FFFD}\r\n".repeat(40_000);
    let normal = long.replace("\r\n", "\n");
    let mut editor = typed("see: ");
    editor.paste(&long);
    editor.insert_char('!');
    assert_eq!(editor.text(), format!("see: {normal}!"));
    assert_eq!(drawn(&editor), ["see: ⟦pasted 1.1 MiB, 40,000 lines⟧!"]);
    assert_eq!(editor.view().caret, (0, 36));
    let label = Piece::Fold("⟦pasted 1.1 MiB, 40,000 lines⟧".to_owned());
    assert_eq!(editor.view().rows[0][1], label);

    press(&mut editor, &[Edit::Left, Edit::Left]);
    assert_eq!(editor.view().caret, (0, 5), "one step over it");
    press(&mut editor, &[Edit::Right, Edit::Backspace]);
    assert_eq!(editor.text(), "see: !");
    press(&mut editor, &[Edit::Undo]);
    assert_eq!(editor.text(), format!("see: {normal}!"));

    editor.paste(&"x".repeat(FOLDED_BEYOND + 1));
    assert_eq!(editor.text().len(), 6 + normal.len() + FOLDED_BEYOND + 1, "two stand side by side");
    editor.paste(&"y".repeat(FOLDED_BEYOND));
    assert!(editor.buffer.len() > FOLDED_BEYOND, "at the limit it is still text");
}

#[test]
fn many_short_pastes_do_not_make_a_long_buffer() {
    let mut editor = Editor::new();
    let piece = "0123456789abcde\n".repeat(256);
    (0..64).for_each(|_| editor.paste(&piece));
    assert_eq!(editor.text(), piece.repeat(64));
    assert!(editor.buffer.len() <= BUFFER_LIMIT + 64 * 4);
}

#[test]
fn a_draft_restored_is_the_same_text_with_its_own_history() {
    let mut editor = typed("old");
    for text in ["a draft\nof two lines", &"long\n".repeat(20_000), "\u{100000}"] {
        editor.set_text(text);
        assert_eq!(editor.text(), text);
        assert_eq!(editor.caret, editor.buffer.len());
        assert!(!editor.apply(Edit::Undo));
    }
    editor.set_text("sent");
    assert_eq!(editor.take(), "sent");
    assert!(editor.is_empty());
    assert_eq!(drawn(&editor), [""]);
}

#[test]
fn one_line_stays_one_line() {
    let mut editor = Editor::one_line();
    editor.fit(80, 1);
    editor.paste("a\r\nb");
    editor.insert_char('\n');
    assert!(!editor.apply(Edit::NewLine));
    assert_eq!(editor.text(), "a b ");
}

#[test]
fn the_revision_changes_with_the_text_only() {
    let mut editor = typed("ab");
    let before = editor.revision();
    press(&mut editor, &[Edit::Left, Edit::Up, Edit::TextStart, Edit::Backspace]);
    editor.fit(20, 4);
    assert_eq!(editor.revision(), before);
    press(&mut editor, &[Edit::Delete]);
    assert_ne!(editor.revision(), before);
}

#[test]
fn the_height_of_any_width_is_known() {
    let mut editor = typed("the quick brown fox\n\nx");
    assert_eq!((editor.height(40), editor.height(11)), (3, 4));
    editor.fit(11, 2);
    assert_eq!((editor.height(40), editor.height(11)), (3, 4));
}

/// Something a user does.
#[derive(Debug, Clone)]
enum Act {
    Type(char),
    Paste(String),
    Edit(Edit),
    Fit(u16, u16),
}

fn act() -> impl Strategy<Value = Act> {
    let edits = [
        Edit::NewLine,
        Edit::Up,
        Edit::Down,
        Edit::Left,
        Edit::Right,
        Edit::WordLeft,
        Edit::WordRight,
        Edit::LineStart,
        Edit::LineEnd,
        Edit::TextStart,
        Edit::TextEnd,
        Edit::Backspace,
        Edit::Delete,
        Edit::DeleteWordLeft,
        Edit::DeleteWordRight,
        Edit::DeleteToLineStart,
        Edit::DeleteToLineEnd,
        Edit::Undo,
        Edit::Redo,
    ];
    let long = "[ab漢 \n]{3}".prop_map(|text| text.repeat(4_000));
    prop_oneof![
        6 => "[ab \u{301}\u{200d}👩👧漢\t]".prop_map(|text| Act::Type(text.chars().next().unwrap())),
        2 => "[ab\r\n \u{301}\u{100000}\u{1F1E6}ﾞ\u{1b}]{1,30}".prop_map(Act::Paste),
        1 => long.prop_map(Act::Paste),
        9 => proptest::sample::select(edits.to_vec()).prop_map(Act::Edit),
        1 => (0u16..30, 0u16..6).prop_map(|(width, height)| Act::Fit(width, height)),
    ]
}

proptest! {
    #[test]
    fn whatever_is_done_the_caret_the_rows_and_the_view_are_right(
        acts in proptest::collection::vec(act(), 0..60),
    ) {
        let mut editor = Editor::new();
        for act in acts {
            let (before, revision) = (editor.buffer.clone(), editor.revision());
            match act {
                Act::Type(char) => editor.insert_char(char),
                Act::Paste(text) => editor.paste(&text),
                Act::Edit(edit) => { editor.apply(edit); }
                Act::Fit(width, height) => editor.fit(width, height),
            }
            prop_assert!(before == editor.buffer || revision != editor.revision());
            prop_assert!(boundary::is_boundary(&editor.buffer, editor.caret));
            let width = editor.rows.width();
            prop_assert_eq!(&editor.rows, &Rows::new(&editor.buffer, &editor.folds, width));
            let view = editor.view();
            prop_assert!(usize::from(view.caret.0) < view.rows.len());
            prop_assert!(view.caret.1 < width);
            prop_assert!(view.rows.len() <= editor.height);
            let all = view.hidden.0 + view.rows.len() + view.hidden.1;
            prop_assert_eq!(all, editor.height(width));
        }
    }

    #[test]
    fn undo_leads_back_to_the_beginning_and_redo_to_the_end(
        acts in proptest::collection::vec(act(), 0..40),
    ) {
        let mut editor = Editor::new();
        for act in acts {
            match act {
                Act::Type(char) => editor.insert_char(char),
                Act::Paste(text) => editor.paste(&text),
                Act::Edit(Edit::Undo | Edit::Redo) | Act::Fit(..) => {}
                Act::Edit(edit) => { editor.apply(edit); }
            }
        }
        let end = editor.text();
        while editor.apply(Edit::Undo) {}
        prop_assert_eq!(editor.text(), "");
        while editor.apply(Edit::Redo) {}
        prop_assert_eq!(editor.text(), end);
    }

    #[test]
    fn what_is_pasted_arrives(parts in proptest::collection::vec("\\PC{0,20}[\r\n\u{100000}\u{10FFFD}]{0,3}", 0..8), times in 1usize..600) {
        let mut editor = Editor::new();
        let mut expected = String::new();
        for part in parts {
            let part = part.repeat(times);
            editor.paste(&part);
            expected.push_str(&part.replace("\r\n", "\n").replace('\r', "\n"));
        }
        prop_assert_eq!(editor.text(), expected);
    }
}
