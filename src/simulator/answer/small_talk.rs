//! Short prompts with short answers: greetings, thanks, and questions about the conversation itself.

use crate::simulator::conversation::Conversation;

/// The answer to small talk; none when the prompt asks for more.
pub(crate) fn answer(name: &str, conversation: &Conversation) -> Option<String> {
    let prompt = conversation.prompt().to_lowercase();
    let words: Vec<&str> =
        prompt.split(|letter: char| !letter.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    if let Some(answer) = about_the_conversation(&words, conversation) {
        return Some(answer);
    }
    if words.is_empty() || words.len() > 4 {
        return None;
    }
    let turns = conversation.prompts().count();
    match words[0] {
        "hello" | "hi" | "hey" | "moin" | "hallo" | "bonjour" | "hola" | "good" if turns == 1 => {
            Some(format!(
                "Hello! I am **{name}**, or rather its understudy in the simulator. 👋 What shall we \
                 look at?"
            ))
        }
        "hello" | "hi" | "hey" => Some("Hello again! We were already talking. 🙂".to_owned()),
        "thanks" | "thank" | "merci" | "danke" | "cheers" => {
            Some("You are welcome. Anything else?".to_owned())
        }
        "bye" | "goodbye" | "ciao" => Some("Goodbye! It is all saved. 👋".to_owned()),
        "ping" => Some("pong".to_owned()),
        _ => None,
    }
}

fn about_the_conversation(words: &[&str], conversation: &Conversation) -> Option<String> {
    let has = |any: &[&str]| words.iter().any(|word| any.contains(word));
    let mine =
        has(&["i", "my"]) && has(&["say", "said", "ask", "asked", "message", "prompt", "question"]);
    if !mine || words.len() > 12 {
        return None;
    }
    let earlier: Vec<&str> =
        conversation.prompts().rev().skip(1).map(|turn| turn.text.as_str()).collect();
    if has(&["first"]) {
        return Some(match earlier.last() {
            Some(first) => format!("Your first message was:\n\n{}", quoted(first)),
            None => "This is your first message.".to_owned(),
        });
    }
    if has(&["last", "before", "previous", "just"]) {
        return Some(match earlier.first() {
            Some(last) => format!("Just before this you said:\n\n{}", quoted(last)),
            None => "Nothing yet: this is your first message.".to_owned(),
        });
    }
    None
}

/// A text as a Markdown quote, cut to a few lines.
pub(crate) fn quoted(text: &str) -> String {
    let mut lines: Vec<String> = text
        .lines()
        .take(4)
        .map(|line| {
            let short: String = line.chars().take(160).collect();
            let more = if short.len() < line.len() { "…" } else { "" };
            format!("> {short}{more}")
        })
        .collect();
    if text.lines().count() > lines.len() {
        lines.push("> …".to_owned());
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulator::conversation::Turn;

    fn said(texts: &[&str]) -> Option<String> {
        let turns = texts
            .iter()
            .enumerate()
            .map(|(index, text)| Turn {
                user: index % 2 == 0,
                text: (*text).to_owned(),
                attachments: Vec::new(),
            })
            .collect();
        answer("Nova Pro", &Conversation { turns, ..Conversation::default() })
    }

    #[test]
    fn a_greeting_is_returned_in_kind() {
        assert!(said(&["Hello!"]).unwrap().contains("**Nova Pro**"));
        assert!(said(&["Hi", "Hello!", "hi"]).unwrap().starts_with("Hello again"));
        assert_eq!(said(&["Explain the borrow checker"]), None);
        assert_eq!(said(&["hello, please explain the borrow checker"]), None);
    }

    #[test]
    fn the_history_is_known() {
        let talk = ["tell me of Rome", "...", "and of Carthage", "...", "What did I say first?"];
        assert_eq!(said(&talk).unwrap(), "Your first message was:\n\n> tell me of Rome");
        let talk =
            ["tell me of Rome", "...", "and of Carthage", "...", "what was my last question"];
        assert!(said(&talk).unwrap().ends_with("> and of Carthage"));
        assert_eq!(said(&["what did I say first?"]).unwrap(), "This is your first message.");
    }

    #[test]
    fn a_quote_is_cut() {
        assert_eq!(quoted("a\nb\nc\nd\ne"), "> a\n> b\n> c\n> d\n> …");
        assert!(quoted(&"x".repeat(500)).len() < 170);
    }
}
