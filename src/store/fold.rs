//! Letters as search compares them: small, without accents, as the index folds them.
//! Not here: the index's own folding, which SQLite does; this one only marks matches.

use std::sync::LazyLock;

use super::words::is_mark;

/// Each plain letter before the accented ones that stand for it, small letters only.
const ACCENTED: &[(char, &str)] = &[
    ('a', "àáâãäåāăąǎǟǻȁȃȧạảấầẩẫậắằẳẵặḁ"),
    ('b', "ḃḅḇ"),
    ('c', "çćĉċčḉ"),
    ('d', "ďḋḍḏḑḓ"),
    ('e', "èéêëēĕėęěȅȇȩẹẻẽếềểễệḕḗḙḛḝ"),
    ('f', "ḟ"),
    ('g', "ĝğġģǧǵḡ"),
    ('h', "ĥȟḣḥḧḩḫẖ"),
    ('i', "ìíîïĩīĭįǐȉȋịỉḭḯ"),
    ('j', "ĵǰ"),
    ('k', "ķǩḱḳḵ"),
    ('l', "ĺļľḷḹḻḽ"),
    ('m', "ḿṁṃ"),
    ('n', "ñńņňǹṅṇṉṋ"),
    ('o', "òóôõöōŏőơǒǫǭȍȏȫȭȯȱọỏốồổỗộớờởỡợṍṏṑṓ"),
    ('p', "ṕṗ"),
    ('r', "ŕŗřȑȓṙṛṝṟ"),
    ('s', "śŝşšșṡṣṥṧṩ"),
    ('t', "ţťțṫṭṯṱẗ"),
    ('u', "ùúûüũūŭůűųưǔǖǘǚǜȕȗụủứừửữựṳṵṷṹṻ"),
    ('v', "ṽṿ"),
    ('w', "ŵẁẃẅẇẉẘ"),
    ('x', "ẋẍ"),
    ('y', "ýÿŷȳỳỵỷỹẏẙ"),
    ('z', "źżžẑẓẕ"),
    ('σ', "ς"),
];

/// The same turned round, sorted by the accented letter.
static PLAIN: LazyLock<Vec<(char, char)>> = LazyLock::new(|| {
    let pairs = ACCENTED
        .iter()
        .flat_map(|(plain, accented)| accented.chars().map(move |letter| (letter, *plain)));
    let mut pairs: Vec<(char, char)> = pairs.collect();
    pairs.sort_unstable();
    pairs
});

/// A word as search compares it.
pub(crate) fn fold(word: &str) -> String {
    word.chars()
        .flat_map(char::to_lowercase)
        .filter(|letter| !is_mark(*letter))
        .map(plain)
        .collect()
}

fn plain(letter: char) -> char {
    if letter.is_ascii() {
        return letter;
    }
    match PLAIN.binary_search_by_key(&letter, |(accented, _)| *accented) {
        Ok(found) => PLAIN[found].1,
        Err(_) => letter,
    }
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::*;

    #[test]
    fn it_folds_as_the_index_does() {
        let conn = Connection::open_in_memory().unwrap();
        conn.execute_batch(
            "CREATE VIRTUAL TABLE t USING fts5 (x, tokenize = 'unicode61 remove_diacritics 2')",
        )
        .unwrap();
        let finds = |indexed: &str, asked: &str| {
            conn.execute("DELETE FROM t", []).unwrap();
            conn.execute("INSERT INTO t VALUES (?1)", [indexed]).unwrap();
            let sql = "SELECT count(*) FROM t WHERE t MATCH ?1";
            conn.query_row(sql, [format!("\"{asked}\"")], |row| row.get::<_, i64>(0)).unwrap() == 1
        };
        for (plain, accented) in ACCENTED {
            for letter in accented.chars() {
                let word: String = ['x', letter, 'x'].iter().collect();
                let asked: String = ['x', *plain, 'x'].iter().collect();
                assert!(finds(&word, &asked), "{letter} is not {plain} to the index");
                assert_eq!(fold(&word), asked);
            }
        }
    }

    #[test]
    fn case_and_loose_accents_do_not_count() {
        assert_eq!(fold("CAFE\u{301}"), "cafe");
        assert_eq!(fold("ÜBER"), "uber");
        assert_eq!(fold("İstanbul"), "istanbul");
    }
}
