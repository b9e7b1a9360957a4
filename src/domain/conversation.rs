//! A conversation and its messages, as the store keeps them and the screen shows them.
//! Not here: how they are asked for (archive) or sent (ask).

use serde::{Deserialize, Serialize};

use super::ask::{Parameters, Role, StopReason, Usage};
use super::content::{Block, text_of};
use super::id::{ConversationId, MessageId};
use super::problem::Problem;

/// Milliseconds since the Unix epoch, UTC.
pub type UnixMs = i64;

/// How far an answer got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// A prompt, or an answer that ended with a stop reason.
    Complete,
    /// An answer being received by the instance that owns it.
    Streaming,
    /// An answer stopped by its reader; what came is kept.
    Stopped,
    /// An answer that broke off: a fault, a cut connection, a killed process.
    Interrupted,
    /// A call that failed before the first token.
    Failed,
}

/// One row of the conversation list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Conversation {
    /// Its id.
    pub id: ConversationId,
    /// Its title: made from the first prompt, or given by hand.
    pub title: String,
    /// When it was begun.
    pub created: UnixMs,
    /// When something last happened in it.
    pub updated: UnixMs,
    /// The model or profile id used last, as the user chose it.
    pub model: String,
    /// The system prompt, empty for none.
    pub system: String,
    /// The AWS profile it was held with, where one was named.
    pub profile: Option<String>,
    /// The account it was held in, where known.
    pub account: Option<String>,
    /// The region it was held in, where known.
    pub region: Option<String>,
    /// The last message of the branch shown.
    pub head: Option<MessageId>,
    /// How many messages it holds, all branches together.
    pub messages: u64,
    /// How its last answer stands.
    pub status: Status,
    /// Stands before all that are not pinned.
    #[serde(default)]
    pub pinned: bool,
    /// Put away into the list of archived ones.
    #[serde(default)]
    pub archived: bool,
    /// An answer ended that nobody has looked at.
    #[serde(default)]
    pub unread: bool,
    /// Its own parameters; none for those of the settings.
    #[serde(default)]
    pub parameters: Option<Parameters>,
    /// What is sent begins with this message, where it stands on the branch shown.
    #[serde(default)]
    pub start: Option<MessageId>,
}

impl Conversation {
    /// A conversation without anything yet, begun at this time.
    pub fn new(id: ConversationId, at: UnixMs) -> Self {
        Self {
            id,
            title: String::new(),
            created: at,
            updated: at,
            model: String::new(),
            system: String::new(),
            profile: None,
            account: None,
            region: None,
            head: None,
            messages: 0,
            status: Status::Complete,
            pinned: false,
            archived: false,
            unread: false,
            parameters: None,
            start: None,
        }
    }
}

/// What an answer remembers of how it was made.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Making {
    /// The id sent as `modelId`.
    pub model: String,
    /// The ARN it stood for, where the service said so.
    pub model_arn: Option<String>,
    /// The region asked.
    pub region: Option<String>,
    /// All parameters sent.
    pub parameters: Parameters,
    /// What was set and not sent, each with the reason why, in words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_sent: Vec<String>,
    /// The service tier that served it, where the service said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tier: Option<String>,
    /// The latency optimisation it was served with, where the service said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latency: Option<String>,
    /// What the model answered beyond its words, where it was asked to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response_fields: Option<serde_json::Value>,
    /// Tokens, as the service counted them.
    pub usage: Option<Usage>,
    /// Why it ended.
    pub stop_reason: Option<StopReason>,
    /// From the request to the first token of text or reasoning, in milliseconds.
    pub first_token_ms: Option<u64>,
    /// From the request to the end, in milliseconds.
    pub total_ms: Option<u64>,
    /// The service's own latency figure, in milliseconds.
    pub latency_ms: Option<u64>,
    /// The service's id of the request.
    pub request_id: Option<String>,
    /// US dollars, where the price is known.
    pub cost_usd: Option<f64>,
    /// The cost is an estimate: not every rate was the table's for this id and tier.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cost_estimated: bool,
    /// What went wrong, where something did.
    pub error: Option<Problem>,
}

/// One message. Messages form a tree: an edit or another answer is a sibling, never an overwrite.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// Its id.
    pub id: MessageId,
    /// The conversation it belongs to.
    pub conversation: ConversationId,
    /// What it follows; none for a first prompt.
    pub parent: Option<MessageId>,
    /// Who speaks.
    pub role: Role,
    /// When it was begun.
    pub created: UnixMs,
    /// How far it got.
    pub status: Status,
    /// What it says.
    pub blocks: Vec<Block>,
    /// How it was made; empty for prompts.
    pub making: Option<Making>,
    /// Left out of what is sent, by hand.
    #[serde(default)]
    pub left_out: bool,
    /// Where it stands among those that follow the same message; the store knows.
    #[serde(default)]
    pub sibling: Sibling,
}

/// A message's place among its siblings: those with the same parent, in the order they were begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Sibling {
    /// Its place, from 1.
    pub nth: u32,
    /// How many there are.
    pub of: u32,
}

impl Default for Sibling {
    fn default() -> Self {
        Self { nth: 1, of: 1 }
    }
}

impl Message {
    /// A message that says nothing yet, begun at this time.
    pub fn new(
        id: MessageId,
        conversation: ConversationId,
        parent: Option<MessageId>,
        role: Role,
        at: UnixMs,
    ) -> Self {
        Self {
            id,
            conversation,
            parent,
            role,
            created: at,
            status: Status::Complete,
            blocks: Vec::new(),
            making: None,
            left_out: false,
            sibling: Sibling::default(),
        }
    }

    /// What a reader reads of it.
    pub fn text(&self) -> String {
        text_of(&self.blocks)
    }
}

/// How long an automatic title may be, in characters.
const TITLE: usize = 60;

/// A title made from a first prompt: its first line that says something, cut at a word.
pub fn title_from(prompt: &str) -> String {
    let line = prompt
        .lines()
        .map(|line| line.trim().trim_start_matches(['#', '>', '*', '-', '`', ' ']))
        .find(|line| line.chars().any(char::is_alphanumeric))
        .unwrap_or_default();
    let words: Vec<&str> = line.split_whitespace().collect();
    let whole = words.join(" ");
    if whole.is_empty() {
        return "New conversation".into();
    }
    if whole.chars().count() <= TITLE {
        return whole;
    }
    let cut: String = whole.chars().take(TITLE).collect();
    let kept = match cut.rsplit_once(' ') {
        Some((head, _)) if head.chars().count() > TITLE / 2 => head,
        _ => cut.as_str(),
    };
    format!("{}…", kept.trim_end_matches([',', ';', ':', '.', '-']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_the_first_line_that_says_something() {
        assert_eq!(
            title_from("\n\n## Why is  the sky blue?\nSay it short."),
            "Why is the sky blue?"
        );
        assert_eq!(title_from("```rust\nfn main() {}\n```"), "rust");
        assert_eq!(title_from(" \n"), "New conversation");
    }

    #[test]
    fn a_long_title_is_cut_at_a_word() {
        let title = title_from(&"word ".repeat(40));
        assert!(title.ends_with("word…") && title.chars().count() <= TITLE + 1, "{title}");
        let title = title_from(&"字".repeat(100));
        assert_eq!(title.chars().count(), TITLE + 1);
    }
}
