//! THE STANDARD LONG ANSWER, by which the screen is measured: a third of it fenced code in five
//! languages, tables of 200 rows, nested lists, CJK and emoji, the rest prose. The same for the same
//! length, and of the same mixture at every length.

use crate::simulator::answer::random::Random;
use crate::simulator::answer::{samples, words};
use crate::simulator::tokens;
use std::fmt::Write;

/// One round holds every kind of block once; about 5,000 tokens.
const ROUND: usize = 20_000;
const ROWS: u64 = 200;

const CJK: [&str; 6] = [
    "春眠不覺曉，處處聞啼鳥。夜來風雨聲，花落知多少。",
    "吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。",
    "나는 오늘도 별을 헤며 길을 걷는다. 바람이 분다.",
    "床前明月光，疑是地上霜。舉頭望明月，低頭思故鄉。",
    "国境の長いトンネルを抜けると雪国であった。夜の底が白くなった。",
    "道可道，非常道。名可名，非常名。無名天地之始；有名萬物之母。",
];
const EMOJI: [&str; 10] = ["🚀", "🌍", "🎉", "👩‍🚀", "🏳️‍🌈", "🇯🇵", "👨‍👩‍👧‍👦", "✅", "🧪", "❤️"];

/// The answer of exactly so many tokens.
pub(crate) fn answer(length: u64) -> String {
    let mut random = Random::new(0x0c7c_0b05);
    let mut out = String::new();
    let bytes = usize::try_from(length).unwrap_or(usize::MAX).saturating_mul(4);
    let mut round = 0;
    // CJK takes fewer bytes of a token than ASCII, so this many bytes are never too few tokens.
    while out.len() < bytes || tokens::count(&out) < length {
        round += 1;
        write_round(round, &mut random, &mut out);
    }
    let end = tokens::prefix(&out, length).len();
    out.truncate(end);
    out
}

fn write_round(round: u64, random: &mut Random, out: &mut String) {
    let _ = write!(out, "## Round {round}: ");
    words::sentence(random, out);
    out.push_str("\n\n");
    words::paragraph(random, ROUND / 12, out);
    out.push_str("\n\n");
    let share = ROUND / 3 / samples::LANGUAGES.len();
    for (index, language) in samples::LANGUAGES.into_iter().enumerate() {
        fence(language, share, random, out);
        match index {
            0 => list(random, out),
            1 => mixed_scripts(random, out),
            2 => quote(round, random, out),
            _ => {
                words::paragraph(random, ROUND / 16, out);
                out.push_str("\n\n");
            }
        }
    }
    table(random, out);
    words::paragraph(random, ROUND / 12, out);
    let _ = write!(out, " See [the source](https://example.com/{round}).\n\n[^{round}]: ");
    words::sentence(random, out);
    out.push_str("\n\n");
}

fn fence(language: &str, bytes: usize, random: &mut Random, out: &mut String) {
    let _ = writeln!(out, "```{language}");
    let end = out.len() + bytes;
    while out.len() < end {
        samples::function(language, random, out);
    }
    out.truncate(out.trim_end().len());
    out.push_str("\n```\n\n");
}

fn list(random: &mut Random, out: &mut String) {
    for item in 1..=6 {
        let _ = write!(out, "{item}. ");
        words::sentence(random, out);
        out.push('\n');
        for _ in 0..2 {
            out.push_str("   - ");
            words::sentence(random, out);
            out.push_str("\n     - [ ] ");
            words::sentence(random, out);
            out.push('\n');
        }
    }
    out.push('\n');
}

fn mixed_scripts(random: &mut Random, out: &mut String) {
    for _ in 0..4 {
        out.push_str(random.pick(&CJK));
        out.push(' ');
        out.push_str(random.pick(&EMOJI));
        out.push(' ');
        words::sentence(random, out);
        out.push_str(random.pick(&EMOJI));
        out.push('\n');
    }
    out.push('\n');
}

/// The note it refers to is explained at the end of the round, as models do it.
fn quote(round: u64, random: &mut Random, out: &mut String) {
    out.push_str("> ");
    words::sentence(random, out);
    out.push_str("\n> > ");
    words::sentence(random, out);
    let _ = write!(out, "[^{round}]\n\n");
}

fn table(random: &mut Random, out: &mut String) {
    out.push_str("| No. | Word | Share |\n|----:|:-----|------:|\n");
    for row in 1..=ROWS {
        let share = random.below(10_000);
        let word = words::word(random);
        let _ = writeln!(out, "| {row} | {word} | {}.{:02} |", share / 100, share % 100);
    }
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_as_long_as_asked_and_always_the_same() {
        for length in [0, 1, 100, 5_000, 50_000] {
            let text = answer(length);
            assert_eq!(tokens::count(&text), length);
            assert_eq!(text, answer(length));
        }
        assert!(answer(50_000).starts_with(&answer(5_000)));
    }

    #[test]
    fn a_third_is_code_in_five_languages() {
        for length in [5_000, 50_000] {
            let text = answer(length);
            let mut code = 0;
            let mut inside = false;
            for line in text.split_inclusive('\n') {
                if line.starts_with("```") {
                    inside = !inside;
                } else if inside {
                    code += line.len();
                }
            }
            let share = code as f64 / text.len() as f64;
            assert!((0.28..0.40).contains(&share), "{share} at {length}");
            for language in samples::LANGUAGES {
                assert!(text.contains(&format!("```{language}\n")), "{language} at {length}");
            }
        }
    }

    #[test]
    fn it_has_everything_else() {
        let text = answer(50_000);
        assert!(text.contains("| 200 | "), "tables of 200 rows");
        assert!(text.contains("\n     - [ ] "), "nested lists");
        assert!(CJK.iter().any(|line| text.contains(line)) && text.contains("👩‍🚀"));
        assert!(text.matches("## Round ").count() >= 8);
    }
}
