//! Identifiers of what is ours: conversations, messages, streams, and the mint that makes them.
//! Not here: ids that Amazon Bedrock gives (those stay strings, as they came).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Crockford's base 32: no letter that can be taken for a digit, no upper case.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// Thirteen digits of five bits hold any positive `i64`.
const DIGITS: usize = 13;

/// Why a text is not an id of ours.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "'{0}' is not an id: expected 13 characters of 0-9 and a-z, as `outcrop history list` prints them"
)]
pub struct BadId(pub String);

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(into = "String", try_from = "String")]
        pub struct $name(
            /// The number as the store keeps it; positive.
            pub i64,
        );

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.pad(&encode(self.0))
            }
        }

        impl FromStr for $name {
            type Err = BadId;

            fn from_str(text: &str) -> Result<Self, BadId> {
                decode(text).map(Self).ok_or_else(|| BadId(text.to_owned()))
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.to_string()
            }
        }

        impl TryFrom<String> for $name {
            type Error = BadId;

            fn try_from(text: String) -> Result<Self, BadId> {
                text.parse()
            }
        }
    };
}

id! {
    /// A conversation.
    ConversationId
}
id! {
    /// A message of a conversation: a prompt or an answer.
    MessageId
}
id! {
    /// One call that streams; late events of a stream nobody owns any more are dropped by it.
    StreamId
}

/// Makes ids that no other running instance makes: the start time in milliseconds above 22 random
/// bits, then counted up.
#[derive(Debug, Clone)]
pub struct Mint {
    next: i64,
}

impl Mint {
    /// A mint for an instance started at `unix_ms`, with randomness from outside.
    pub fn new(unix_ms: i64, entropy: u32) -> Self {
        let time = unix_ms.clamp(1, (1 << 41) - 1);
        Self { next: (time << 22) | i64::from(entropy & 0x003f_ffff) }
    }

    fn take(&mut self) -> i64 {
        let id = self.next;
        self.next += 1;
        id
    }

    /// A new conversation's id.
    pub fn conversation(&mut self) -> ConversationId {
        ConversationId(self.take())
    }

    /// A new message's id.
    pub fn message(&mut self) -> MessageId {
        MessageId(self.take())
    }

    /// A new stream's id.
    pub fn stream(&mut self) -> StreamId {
        StreamId(self.take())
    }

    /// A token by which a service knows a request again (API: `clientRequestToken`): small letters
    /// and digits.
    pub fn token(&mut self) -> String {
        encode(self.take())
    }
}

fn encode(number: i64) -> String {
    (0..DIGITS)
        .rev()
        .map(|digit| char::from(ALPHABET[((number >> (digit * 5)) & 31) as usize]))
        .collect()
}

fn decode(text: &str) -> Option<i64> {
    if text.len() != DIGITS {
        return None;
    }
    let mut number: u64 = 0;
    for byte in text.bytes() {
        let digit = ALPHABET.iter().position(|known| *known == byte.to_ascii_lowercase())?;
        number = (number << 5) | digit as u64;
    }
    i64::try_from(number).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_as_it_was_printed() {
        for number in [1, 31, 32, i64::MAX, 1_790_000_000_000 << 22] {
            let id = ConversationId(number);
            assert_eq!(id.to_string().parse(), Ok(id));
        }
    }

    #[test]
    fn what_is_no_id_is_refused_with_its_text() {
        for text in ["", "abc", "zzzzzzzzzzzzzz", "uuuuuuuuuuuuu", "zzzzzzzzzzzzz"] {
            assert_eq!(text.parse::<MessageId>(), Err(BadId(text.to_owned())));
        }
    }

    #[test]
    fn a_mint_never_repeats_and_two_mints_differ() {
        let mut one = Mint::new(1_790_000_000_000, 7);
        let mut two = Mint::new(1_790_000_000_000, 9_000);
        let ids: Vec<i64> = (0..100).flat_map(|_| [one.message().0, two.message().0]).collect();
        let mut unique = ids.clone();
        unique.sort_unstable();
        unique.dedup();
        assert_eq!(unique.len(), ids.len());
        assert!(ids.iter().all(|id| *id > 0));
    }
}
