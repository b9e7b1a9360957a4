//! How many tokens a text may have, told without asking anybody: an estimate, to be marked as one.
//! Not here: counting them (API: `CountTokens`).

/// About how many tokens a text has. Models differ by a quarter either way: four letters of English
/// or code are about one token, a character of other scripts is about one by itself.
pub fn tokens(text: &str) -> u64 {
    let others = text.chars().filter(|symbol| !symbol.is_ascii()).count();
    let letters = text.bytes().filter(u8::is_ascii).count();
    (letters.div_ceil(4) + others) as u64
}

/// The same where only the length in bytes is known.
pub fn tokens_of_bytes(bytes: usize) -> u64 {
    bytes.div_ceil(4) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_count_by_four_and_other_scripts_by_character() {
        assert_eq!((tokens(""), tokens("word"), tokens("words")), (0, 1, 2));
        assert_eq!(tokens("日本語"), 3);
        assert_eq!(tokens_of_bytes(4_001), 1_001);
    }
}
