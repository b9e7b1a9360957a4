//! Tokens: pieces of about four bytes, cut between characters, never within one. They may cut a
//! grapheme cluster, as real tokens do.

/// A token holds so many bytes, but always a whole character.
const BYTES: usize = 4;

/// The length in bytes of the first token of `text`; 0 when it is empty.
pub(crate) fn next(text: &str) -> usize {
    let mut end = 0;
    for character in text.chars() {
        let length = character.len_utf8();
        if end > 0 && end + length > BYTES {
            break;
        }
        end += length;
    }
    end
}

/// How many tokens `text` is.
pub(crate) fn count(text: &str) -> u64 {
    let mut rest = text;
    let mut tokens = 0;
    while !rest.is_empty() {
        rest = &rest[next(rest)..];
        tokens += 1;
    }
    tokens
}

/// The first `tokens` tokens of `text`, all of it when it has fewer.
pub(crate) fn prefix(text: &str, tokens: u64) -> &str {
    let mut end = 0;
    for _ in 0..tokens {
        let length = next(&text[end..]);
        if length == 0 {
            break;
        }
        end += length;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn tokens_are_four_bytes_or_one_character() {
        assert_eq!(count(""), 0);
        assert_eq!(count("abcd"), 1);
        assert_eq!(count("abcde"), 2);
        assert_eq!(count("日本語"), 3);
        assert_eq!(count("👩‍🚀"), 3);
        assert_eq!(prefix("日本語", 2), "日本");
        assert_eq!(prefix("ab", 9), "ab");
    }

    proptest! {
        #[test]
        fn a_prefix_has_the_tokens_it_was_asked_for(text in "\\PC{0,60}", tokens in 0u64..40) {
            let first = prefix(&text, tokens);
            prop_assert!(text.starts_with(first));
            prop_assert_eq!(count(first), tokens.min(count(&text)));
        }
    }
}
