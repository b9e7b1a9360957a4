//! Prose from nowhere: common English words, as often as English has them.

use crate::simulator::answer::random::Random;
use std::sync::LazyLock;

/// From the most common on; a word's share falls with its rank (Zipf's law).
const WORDS: &str = "the of and to a in is it you that he was for on are with as his they be at one \
have this from or had by not but what all were when we there can an your which their said if do \
will each about how up out them then she many some so these would other into has more her two like \
him see time could no make than first been its who now people my made over did down only way find \
use may water long little very after words called just where most know get through back much before \
go good new write our used me man too any day same right look think also around another came come \
work three word must because does part even place well such here take why things help put years \
different away again off went old number great tell men say small every found still between name \
should home big give air line set own under read last never us left end along while might next \
sound below saw something thought both few those always looked show large often together asked \
house world going want school important until form food keep children feet land side without boy \
once animals life enough took sometimes four head above kind began almost live page got earth need \
far hand high year mother light parts country father let night following picture being study second \
eyes soon times story boys since white days ever paper hard near sentence better best across during \
today others however sure means knew try told young miles sun ways thing whole hear example heard \
several change answer room sea against top turned learn point city play toward five using himself \
usually money seen car morning body upon family later turn move face door cut done group true half \
red fish plants living black eat short united run book gave order open ground cold really table \
remember tree course front American space inside ago sad early learned brought close nothing though \
idea lived became add become grow draw yet hands less wind behind cannot letter among able dog \
shown mean English rest perhaps certain six feel fire ready green built special ran full town \
complete oh person hot anything hold state list stood hundred ten fast felt kept notice probably \
strong voice area bed carefully built correct language machine memory network question reason \
region request response result return route sample schema screen script search select server \
service signal simple source stream string system target thread token traffic update value version \
window worker";

struct Lexicon {
    words: Vec<&'static str>,
    /// The sums of the shares up to each word.
    sums: Vec<u64>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let mut sum = 0;
    let sums = (1..=words.len() as u64)
        .map(|rank| {
            sum += 1_000_000 / (rank + 2);
            sum
        })
        .collect();
    Lexicon { words, sums }
});

/// A word.
pub(crate) fn word(random: &mut Random) -> &'static str {
    let lexicon = &*LEXICON;
    let total = lexicon.sums.last().copied().unwrap_or(1);
    let at = random.below(total);
    lexicon.words[lexicon.sums.partition_point(|sum| *sum <= at)]
}

/// A sentence, now and then with emphasis, code or a comma.
pub(crate) fn sentence(random: &mut Random, out: &mut String) {
    let length = 5 + random.below(14);
    for index in 0..length {
        let word = word(random);
        if index == 0 {
            let mut letters = word.chars();
            if let Some(first) = letters.next() {
                out.extend(first.to_uppercase());
                out.push_str(letters.as_str());
            }
        } else {
            let mark = match random.below(40) {
                0 => "**",
                1 => "*",
                2 => "`",
                _ => "",
            };
            out.push_str(mark);
            out.push_str(word);
            out.push_str(mark);
        }
        if index + 1 < length {
            out.push_str(if random.below(12) == 0 { ", " } else { " " });
        }
    }
    out.push_str(". ");
}

/// A paragraph of about so many bytes, on one line and without a line end.
pub(crate) fn paragraph(random: &mut Random, bytes: usize, out: &mut String) {
    let end = out.len() + bytes;
    while out.len() < end {
        sentence(random, out);
    }
    out.truncate(out.trim_end().len());
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    #[test]
    fn common_words_are_common() {
        let mut random = Random::new(1);
        let mut counts: HashMap<&str, u32> = HashMap::new();
        for _ in 0..20_000 {
            *counts.entry(word(&mut random)).or_default() += 1;
        }
        assert!(counts["the"] > counts["people"] * 5);
        assert!(counts.len() > 350, "and rare ones occur: {}", counts.len());
    }

    #[test]
    fn a_paragraph_is_about_as_long_as_asked() {
        let mut out = String::new();
        paragraph(&mut Random::new(2), 500, &mut out);
        assert!((500..700).contains(&out.len()) && !out.contains('\n') && out.ends_with('.'));
    }
}
