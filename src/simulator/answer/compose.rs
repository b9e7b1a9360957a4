//! The answer of a model to a conversation: a directive, small talk, or rich Markdown that says
//! which model speaks, which turn it is and what came before.

use crate::simulator::answer::answered::Answered;
use crate::simulator::answer::random::Random;
use crate::simulator::answer::{directive, small_talk};
use crate::simulator::conversation::{Conversation, Turn};
use crate::simulator::models::Model;
use crate::simulator::signature;
use std::fmt::Write;

/// What the middle of an answer is made of, and the words in a prompt that ask for it.
const SECTIONS: [(&str, &[&str]); 5] = [
    (
        include_str!("../../../assets/simulator/answers/code.md"),
        &["code", "rust", "python", "sql", "function", "program", "script", "implement", "bug"],
    ),
    (
        include_str!("../../../assets/simulator/answers/tables.md"),
        &["table", "compare", "comparison", "versus", "vs", "price", "prices", "list", "region"],
    ),
    (
        include_str!("../../../assets/simulator/answers/languages.md"),
        &["language", "languages", "translate", "emoji", "math", "unicode", "chinese", "japanese"],
    ),
    (
        include_str!("../../../assets/simulator/answers/overview.md"),
        &["plan", "steps", "how", "decide"],
    ),
    (
        include_str!("../../../assets/simulator/answers/depth.md"),
        &["why", "explain", "deep", "details"],
    ),
];

const OPENINGS: [&str; 6] = [
    "Gladly.",
    "Good question.",
    "Let us take it apart.",
    "Here is how I see it.",
    "There is more to it than it seems.",
    "Briefly, then at length.",
];

const CLOSINGS: [&str; 4] = [
    "Shall I go deeper into one of these?",
    "Say which part matters most, and I will stay with it.",
    "Ask on; I remember what you said.",
    "What would you like to change?",
];

/// What `model` answers.
pub(crate) fn answer(model: &Model, conversation: &Conversation) -> Answered {
    let name = model.name.as_deref().unwrap_or(&model.id);
    if let Some(answered) = directive::answer(conversation) {
        return answered;
    }
    let text =
        small_talk::answer(name, conversation).unwrap_or_else(|| rich(model, name, conversation));
    let reasoning = if model.reasoning && !conversation.no_reasoning {
        reasoning(name, conversation)
    } else {
        String::new()
    };
    Answered { reasoning, ..Answered::plain(text) }
}

fn rich(model: &Model, name: &str, conversation: &Conversation) -> String {
    let prompt = conversation.prompt();
    let prompts: Vec<&Turn> = conversation.prompts().collect();
    let seed = format!("{}\n{}\n{prompt}", model.id, prompts.len());
    let mut random = Random::new(signature::fnv(seed.as_bytes()));
    let mut parts = vec![format!("# {}", title(prompt)), opening(name, &prompts, &mut random)];
    if !conversation.system.is_empty() {
        let system: String = conversation.system.chars().take(120).collect();
        parts.push(format!("*(Keeping to my instructions: “{}”)*", system.replace('\n', " ")));
    }
    if let Some(turn) = prompts.last().filter(|turn| !turn.attachments.is_empty()) {
        parts.push(format!("With it came: {}.", turn.attachments.join(", ")));
    }
    parts.extend(sections(prompt, &mut random).into_iter().map(|text| text.trim().to_owned()));
    parts.push("---".to_owned());
    parts.push(random.pick(&CLOSINGS).to_owned());
    parts.join("\n\n")
}

fn title(prompt: &str) -> String {
    let line = prompt.lines().find(|line| !line.trim().is_empty()).unwrap_or("An answer");
    let mut title: String =
        line.trim().trim_start_matches(['#', '>', '-', ' ']).chars().take(60).collect();
    if title.len() < line.trim().len() && title.chars().count() == 60 {
        title.push('…');
    }
    if title.is_empty() { "An answer".to_owned() } else { title }
}

fn opening(name: &str, prompts: &[&Turn], random: &mut Random) -> String {
    let opening = random.pick(&OPENINGS);
    match prompts {
        [first, .., last] if prompts.len() > 1 => {
            let before = &prompts[prompts.len() - 2];
            let mut text = format!(
                "{opening} I am **{name}**, and this is turn {} of our conversation. You began with\n\n{}",
                prompts.len(),
                small_talk::quoted(&first.text)
            );
            if prompts.len() > 2 {
                text.push_str("\n\nand last asked\n\n");
                text.push_str(&small_talk::quoted(&before.text));
            }
            let words = last.text.split_whitespace().count();
            let _ = write!(text, "\n\nNow, in {words} words, you ask further.");
            text
        }
        _ => format!("{opening} I am **{name}**, and you have asked:\n\n{}", asked(prompts)),
    }
}

fn asked(prompts: &[&Turn]) -> String {
    prompts.first().map_or_else(String::new, |turn| small_talk::quoted(&turn.text))
}

/// The section the prompt asks for, and one or two others.
fn sections(prompt: &str, random: &mut Random) -> Vec<&'static str> {
    let lower = prompt.to_lowercase();
    let words: Vec<&str> = lower.split(|letter: char| !letter.is_alphanumeric()).collect();
    let mut chosen: Vec<usize> = (0..SECTIONS.len())
        .filter(|index| SECTIONS[*index].1.iter().any(|word| words.contains(word)))
        .take(2)
        .collect();
    let wanted = 2 + random.below(2) as usize;
    while chosen.len() < wanted {
        let index = random.below(SECTIONS.len() as u64) as usize;
        if !chosen.contains(&index) {
            chosen.push(index);
        }
    }
    chosen.into_iter().map(|index| SECTIONS[index].0).collect()
}

fn reasoning(name: &str, conversation: &Conversation) -> String {
    let prompt: String = conversation.prompt().chars().take(200).collect();
    let turns = conversation.prompts().count();
    let history = if turns == 1 {
        "Nothing came before, so there is nothing to stay consistent with.".to_owned()
    } else {
        format!("This is turn {turns}, so what was said before must hold.")
    };
    format!(
        "The user writes: “{}”. Let me think about what they really need.\n\n{history} A direct answer \
         first, then the details; a table if there is something to compare, code if there is something \
         to try.\n\nI should not claim to be more than {name} in a simulator. That settles it.",
        prompt.replace('\n', " ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulator::models;

    fn turn(user: bool, text: &str) -> Turn {
        Turn { user, text: text.to_owned(), attachments: Vec::new() }
    }

    fn text(model: &str, turns: Vec<Turn>) -> String {
        let conversation = Conversation { turns, ..Conversation::default() };
        answer(models::find(model).unwrap(), &conversation).text
    }

    #[test]
    fn models_answer_differently_and_each_the_same_again() {
        let ask = |model| text(model, vec![turn(true, "Tell me about rivers")]);
        assert_eq!(ask("amazon.nova-pro-v1:0"), ask("amazon.nova-pro-v1:0"));
        assert_ne!(ask("amazon.nova-pro-v1:0"), ask("meta.llama3-8b-instruct-v1:0"));
        assert!(ask("amazon.nova-pro-v1:0").contains("I am **Nova Pro**"));
    }

    #[test]
    fn a_later_turn_knows_the_earlier_ones() {
        let answer = text(
            "amazon.nova-pro-v1:0",
            vec![
                turn(true, "Tell me about rivers"),
                turn(false, "..."),
                turn(true, "And about lakes?"),
            ],
        );
        assert!(answer.contains("this is turn 2"), "{answer}");
        assert!(answer.contains("> Tell me about rivers"));
    }

    #[test]
    fn a_prompt_gets_what_it_asks_for() {
        let answer = text("amazon.nova-pro-v1:0", vec![turn(true, "Show me some Rust code")]);
        assert!(answer.contains("```rust"));
        let answer =
            text("amazon.nova-pro-v1:0", vec![turn(true, "Compare the prices in a table")]);
        assert!(answer.contains("| Way | First token |"));
    }

    #[test]
    fn the_system_prompt_is_acknowledged() {
        let conversation = Conversation {
            system: "Answer as a pirate.".to_owned(),
            turns: vec![turn(true, "Tell me about rivers")],
            ..Conversation::default()
        };
        let answered = answer(models::find("amazon.nova-pro-v1:0").unwrap(), &conversation);
        assert!(answered.text.contains("Answer as a pirate."));
    }
}
