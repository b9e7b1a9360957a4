//! The full-text index: what goes into it, and what was typed as a query to it.
//! Not here: hits and their snippets (search, snippet).

use std::ops::Range;

use rusqlite::{Connection, Result, params};

use super::fault::Fault;
use super::rows;
use crate::domain::content::{Block, text_of};

/// Words of a query beyond this many are not asked for: a pasted page is no search.
const MOST: usize = 32;

/// Indexes what a message says, under its entry.
pub(crate) fn index(conn: &Connection, entry: i64, blocks: &[Block]) -> Result<()> {
    let text = spaced(&text_of(blocks));
    if text.is_empty() {
        return Ok(());
    }
    conn.prepare_cached("INSERT INTO words (rowid, text) VALUES (?1, ?2)")?
        .execute(params![entry, text])?;
    Ok(())
}

/// Checks the index, and makes it again from the messages where it is broken.
pub(crate) fn mend(conn: &Connection) -> Result<(), Fault> {
    if conn.execute("INSERT INTO words (words) VALUES ('integrity-check')", []).is_ok() {
        return Ok(());
    }
    tracing::warn!("the full-text index is broken and made again");
    let tx = conn.unchecked_transaction()?;
    tx.execute("INSERT INTO words (words) VALUES ('delete-all')", [])?;
    let mut messages = tx.prepare(
        "SELECT entry, blocks FROM message JOIN content ON message = id
         WHERE owner IS NULL ORDER BY entry",
    )?;
    let mut found = messages.query([])?;
    while let Some(row) = found.next()? {
        index(&tx, row.get(0)?, &rows::blocks(row, 1)?)?;
    }
    drop(found);
    drop(messages);
    Ok(tx.commit()?)
}

/// What was typed, as a query of FTS5: every word, the last as a prefix. None where no word is in it.
pub(crate) fn query(typed: &str) -> Option<String> {
    let mut query = String::new();
    let mut last = "";
    for range in words(typed).take(MOST) {
        last = &typed[range];
        if !query.is_empty() {
            query.push_str(" AND ");
        }
        query.push('"');
        query.push_str(spaced(last).trim());
        query.push('"');
    }
    // Writing without spaces is found anywhere in a run of it; it needs no prefix.
    if !last.contains(is_unspaced) {
        query.push('*');
    }
    (!last.is_empty()).then_some(query)
}

/// Where the words of a text stand. Writing that puts no spaces between words is one word a run.
pub(crate) fn words(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut chars = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, first) = chars.find(|(_, letter)| letter.is_alphanumeric())?;
        let mut end = start + first.len_utf8();
        while let Some((at, next)) = chars.next_if(|(_, next)| {
            is_mark(*next) || next.is_alphanumeric() && is_unspaced(*next) == is_unspaced(first)
        }) {
            end = at + next.len_utf8();
        }
        Some(start..end)
    })
}

/// The text with every character of unspaced writing set apart, so that each is a word to the
/// index and a run of them a phrase: `今日` is found inside `今日の天気`.
fn spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if is_unspaced(letter) {
            out.push(' ');
            out.push(letter);
            out.push(' ');
        } else {
            out.push(letter);
        }
    }
    out
}

/// Whether a character belongs to writing that puts no spaces between words: Thai, Lao, Myanmar,
/// Khmer, kana, bopomofo, Han.
pub(crate) fn is_unspaced(letter: char) -> bool {
    matches!(
        u32::from(letter),
        0x0e00..=0x0eff | 0x1000..=0x109f | 0x1780..=0x17ff
        | 0x3005..=0x3007 | 0x3041..=0x30ff | 0x3105..=0x312f | 0x31a0..=0x31bf | 0x31f0..=0x31ff
        | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff | 0xff66..=0xff9d
        | 0x20000..=0x3ffff
    )
}

/// Whether a character is an accent over the one before it.
pub(crate) fn is_mark(letter: char) -> bool {
    matches!(u32::from(letter), 0x0300..=0x036f)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_word_is_asked_for_and_the_last_as_a_prefix() {
        assert_eq!(query("hello, wor").unwrap(), "\"hello\" AND \"wor\"*");
        assert_eq!(
            query("std::fs::File(\"x").unwrap(),
            "\"std\" AND \"fs\" AND \"File\" AND \"x\"*"
        );
        assert_eq!(query("今日の天気").unwrap(), "\"今  日  の  天  気\"");
        assert_eq!(query("GPT模型").unwrap(), "\"GPT\" AND \"模  型\"");
        assert_eq!(query("NOT a* OR -b^").unwrap(), "\"NOT\" AND \"a\" AND \"OR\" AND \"b\"*");
        for nothing in ["", "  ", "\"*-()^:{}", "…—"] {
            assert_eq!(query(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn accents_stay_with_their_letter() {
        let text = "cafe\u{301}s, déjà";
        let found: Vec<&str> = words(text).map(|range| &text[range]).collect();
        assert_eq!(found, ["cafe\u{301}s", "déjà"]);
    }

    proptest! {
        #[test]
        fn whatever_is_typed_is_a_query_sqlite_takes(typed in "\\PC{0,40}") {
            let conn = Connection::open_in_memory().unwrap();
            conn.execute_batch("CREATE VIRTUAL TABLE words USING fts5 (text)").unwrap();
            if let Some(query) = query(&typed) {
                let sql = "SELECT count(*) FROM words WHERE words MATCH ?1";
                conn.query_row(sql, [query], |row| row.get::<_, i64>(0)).unwrap();
            }
        }
    }
}
