//! Prompts with a fixed answer, for tests and benches. A directive stands at the start of the last
//! prompt:
//!
//! - `/echo TEXT`: the text, byte for byte;
//! - `/standard N`: the standard long answer of N tokens;
//! - `/shape list|table|paragraph|fence|quote N`: one single block of N tokens;
//! - `/checksum`: how many bytes all prompts before and this one have, and their FNV-1a sum;
//! - `/stop-reason REASON`: a short answer that ends for that reason;
//! - `/redacted`: an answer whose reasoning may not be read.

use crate::simulator::answer::answered::Answered;
use crate::simulator::answer::huge::Shape;
use crate::simulator::answer::standard;
use crate::simulator::conversation::Conversation;
use crate::simulator::signature;

/// No answer is longer, in tokens.
const LONGEST: u64 = 1_000_000;

/// The answer to a directive; none when the prompt is no directive.
pub(crate) fn answer(conversation: &Conversation) -> Option<Answered> {
    let prompt = conversation.prompt();
    let (name, rest) = match prompt.split_once(char::is_whitespace) {
        Some((name, rest)) => (name, rest),
        None => (prompt, ""),
    };
    match name {
        "/echo" => Some(Answered::plain(rest)),
        "/standard" => Some(Answered::plain(standard::answer(length(rest)?))),
        "/shape" => {
            let (shape, rest) = rest.trim().split_once(char::is_whitespace)?;
            Some(Answered::plain(Shape::named(shape)?.answer(length(rest)?)))
        }
        "/checksum" => Some(Answered::plain(checksum(conversation))),
        "/stop-reason" if !rest.trim().is_empty() => Some(Answered {
            stop_reason: Some(rest.trim().to_owned()),
            ..Answered::plain(format!("This answer ends with `{}`.", rest.trim()))
        }),
        "/redacted" => Some(Answered {
            redacted: Some(signature::of(prompt)),
            ..Answered::plain("I have thought about it, but may not show how.")
        }),
        _ => None,
    }
}

fn length(text: &str) -> Option<u64> {
    text.trim().replace('_', "").parse().ok().filter(|length| *length <= LONGEST)
}

fn checksum(conversation: &Conversation) -> String {
    let lines: Vec<String> = conversation
        .prompts()
        .map(|turn| {
            let sum = signature::fnv(turn.text.as_bytes());
            format!("{} bytes, FNV-1a {sum:016x}", turn.text.len())
        })
        .collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulator::conversation::Turn;
    use crate::simulator::tokens;
    use proptest::prelude::*;

    fn said(prompt: &str) -> Option<Answered> {
        let turn = Turn { user: true, text: prompt.to_owned(), attachments: Vec::new() };
        answer(&Conversation { turns: vec![turn], ..Conversation::default() })
    }

    fn text(prompt: &str) -> String {
        said(prompt).unwrap().text
    }

    #[test]
    fn directives_are_obeyed() {
        assert_eq!(tokens::count(&text("/standard 1_234")), 1_234);
        assert_eq!(tokens::count(&text("/shape table 500\n")), 500);
        assert_eq!(
            text("/checksum"),
            "9 bytes, FNV-1a 3f75ccb5cc9a9c5f"
                .replace("3f75ccb5cc9a9c5f", &format!("{:016x}", signature::fnv(b"/checksum")))
        );
        let stopped = said("/stop-reason content_filtered").unwrap();
        assert_eq!(stopped.stop_reason.as_deref(), Some("content_filtered"));
        assert!(said("/redacted").unwrap().redacted.is_some());
    }

    #[test]
    fn what_is_no_directive_is_a_prompt() {
        for prompt in [
            "",
            "hello",
            "/",
            "/standard",
            "/standard many",
            "/shape poem 5",
            "/stop-reason",
            "a /echo b",
        ] {
            assert_eq!(said(prompt), None, "{prompt}");
        }
        assert_eq!(said(&format!("/standard {}", LONGEST + 1)), None);
    }

    proptest! {
        #[test]
        fn an_echo_is_exact(words in "(?s).{0,200}") {
            prop_assert_eq!(text(&format!("/echo {words}")), words);
        }
    }
}
