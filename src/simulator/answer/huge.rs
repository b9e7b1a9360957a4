//! Answers that are one single block, however long: the hard cases of a screen.

use crate::simulator::answer::random::Random;
use crate::simulator::answer::{samples, words};
use crate::simulator::tokens;
use std::fmt::Write;

/// The kinds of block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    List,
    Table,
    Paragraph,
    Fence,
    Quote,
}

/// How deep the quote goes.
const DEPTH: usize = 24;

impl Shape {
    pub(crate) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "list" => Self::List,
            "table" => Self::Table,
            "paragraph" => Self::Paragraph,
            "fence" => Self::Fence,
            "quote" => Self::Quote,
            _ => return None,
        })
    }

    /// The answer of exactly so many tokens.
    pub(crate) fn answer(self, length: u64) -> String {
        let mut random = Random::new(0x5ca1_ab1e);
        let bytes = usize::try_from(length).unwrap_or(usize::MAX).saturating_mul(4);
        let mut out = match self {
            Self::Table => "| No. | Word | Words |\n|----:|:-----|:------|\n".to_owned(),
            Self::Fence => "```rust\n".to_owned(),
            Self::List | Self::Paragraph | Self::Quote => String::new(),
        };
        let mut count = 0;
        while out.len() < bytes {
            count += 1;
            self.write(count, &mut random, &mut out);
        }
        out.truncate(tokens::prefix(&out, length).len());
        out
    }

    fn write(self, count: usize, random: &mut Random, out: &mut String) {
        match self {
            Self::List => {
                let indent = "  ".repeat(count % 4);
                let _ = write!(out, "{indent}- ");
                words::sentence(random, out);
                out.push('\n');
            }
            Self::Table => {
                let _ = writeln!(
                    out,
                    "| {count} | {} | {} {} |",
                    words::word(random),
                    words::word(random),
                    words::word(random)
                );
            }
            Self::Paragraph => words::sentence(random, out),
            Self::Fence => samples::function("rust", random, out),
            Self::Quote => {
                let depth = 1 + count.min(DEPTH - 1);
                out.push_str(&"> ".repeat(depth));
                words::sentence(random, out);
                out.push('\n');
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_one_block_of_the_length_asked() {
        for name in ["list", "table", "paragraph", "fence", "quote"] {
            let shape = Shape::named(name).unwrap();
            let text = shape.answer(5_000);
            assert_eq!(tokens::count(&text), 5_000, "{name}");
            assert!(!text.contains("\n\n") || name == "fence", "{name} is one block");
        }
        assert!(!Shape::Paragraph.answer(2_000).contains('\n'));
        assert_eq!(Shape::named("poem"), None);
    }
}
