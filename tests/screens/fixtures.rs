//! What the world of these tests holds: models, problems, stored conversations.
//! Not here: the world itself.

use outcrop::domain::ask::{Ending, Role, StopReason, Usage};
use outcrop::domain::catalog::{Catalog, Entry, EntryKind};
use outcrop::domain::content::Block;
use outcrop::domain::conversation::{Conversation, Making, Message};
use outcrop::domain::id::{ConversationId, MessageId};
use outcrop::domain::problem::{Kind, Problem};
use outcrop::domain::session::Session;

/// 2026-11-20 10:40:00 UTC.
pub(crate) const NOW: i64 = 1_795_171_200_000;

pub(crate) const SONNET: &str = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
/// Only invoked through a profile.
pub(crate) const BARE_SONNET: &str = "anthropic.claude-sonnet-4-5-20250929-v1:0";
pub(crate) const NOVA: &str = "amazon.nova-lite-v1:0";
/// Access granted in every respect.
pub(crate) const ALL: &str = "AVAILABLE";
/// Does not stream.
pub(crate) const JAMBA: &str = "ai21.jamba-1-5-mini-v1:0";

fn model(id: &str, name: &str, provider: &str, inference: &str) -> Entry {
    Entry {
        id: id.into(),
        arn: format!("arn:aws:bedrock:us-east-1::foundation-model/{id}"),
        kind: EntryKind::Foundation,
        name: name.into(),
        provider: provider.into(),
        input: vec!["TEXT".into(), "IMAGE".into()],
        output: vec!["TEXT".into()],
        streaming: Some(true),
        inference_types: vec![inference.into()],
        customizations: Vec::new(),
        lifecycle: Some("ACTIVE".into()),
        begun: None,
        legacy: None,
        end_of_life: None,
        routes: Vec::new(),
        status: None,
        serves: None,
    }
}

fn profile(geo: &str, of: &Entry) -> Entry {
    let id = format!("{geo}.{}", of.id);
    Entry {
        arn: format!("arn:aws:bedrock:us-east-1:123456789012:inference-profile/{id}"),
        kind: EntryKind::SystemProfile,
        name: format!("{} {}", geo.to_uppercase(), of.name),
        inference_types: Vec::new(),
        lifecycle: None,
        input: Vec::new(),
        output: Vec::new(),
        streaming: None,
        routes: vec![of.arn.clone(), of.arn.replace("us-east-1", "us-west-2")],
        status: Some("ACTIVE".into()),
        id,
        ..of.clone()
    }
}

pub(crate) fn catalog() -> Catalog {
    let sonnet = model(BARE_SONNET, "Claude Sonnet 4.5", "Anthropic", "INFERENCE_PROFILE");
    let mut old = model("anthropic.claude-v2", "Claude 2", "Anthropic", "ON_DEMAND");
    old.lifecycle = Some("LEGACY".into());
    let mut embed = model("amazon.titan-embed-text-v2:0", "Titan Embed v2", "Amazon", "ON_DEMAND");
    embed.output = vec!["EMBEDDING".into()];
    let mut jamba = model(JAMBA, "Jamba 1.5 Mini", "AI21 Labs", "ON_DEMAND");
    jamba.streaming = Some(false);
    let entries = vec![
        model(NOVA, "Nova Lite", "Amazon", "ON_DEMAND"),
        embed,
        profile("us", &jamba),
        jamba,
        profile("us", &sonnet),
        profile("eu", &sonnet),
        profile("global", &sonnet),
        sonnet,
        old,
        model("mystery.unpriced-v9", "Mystery", "A provider with a long name", "ON_DEMAND"),
        model("deepseek.r1-v1:0", "DeepSeek-R1", "DeepSeek", "INFERENCE_PROFILE"),
    ];
    Catalog { entries }
}

/// What the account has of its own: a custom model, what serves it, throughput, an imported model.
pub(crate) fn own() -> Vec<Entry> {
    let nova = model(NOVA, "Nova Lite", "Amazon", "ON_DEMAND");
    let own = |kind, path: &str, name: &str, status: &str| {
        let arn = format!("arn:aws:bedrock:us-east-1:123456789012:{path}");
        Entry {
            id: arn.clone(),
            arn,
            kind,
            name: name.into(),
            inference_types: Vec::new(),
            routes: vec![nova.arn.clone()],
            status: Some(status.into()),
            ..nova.clone()
        }
    };
    let custom = own(EntryKind::Custom, "custom-model/amazon.nova-lite/abc", "tone", "Active");
    let serving = |entry: Entry, of: &Entry| Entry { serves: Some(of.arn.clone()), ..entry };
    let path = "custom-model-deployment/def";
    let deployment = serving(own(EntryKind::Deployment, path, "tone-live", "Active"), &custom);
    let bought = own(EntryKind::Throughput, "provisioned-model/ghi", "steady", "Creating");
    let mut imported = own(EntryKind::Imported, "imported-model/jkl", "my-llama", "");
    (imported.status, imported.provider) = (None, String::new());
    (imported.routes, imported.lifecycle) = (Vec::new(), None);
    (imported.input, imported.output) = (Vec::new(), Vec::new());
    imported.streaming = None;
    vec![custom, deployment, serving(bought, &nova), imported]
}

pub(crate) fn session() -> Session {
    Session {
        credentials: "profile work (SSO)".into(),
        profile: Some("work".into()),
        region: Some("us-east-1".into()),
        account: Some("123456789012".into()),
        ..Session::default()
    }
}

pub(crate) fn throttled() -> Problem {
    let mut problem =
        Problem::new(Kind::Throttled, "ConverseStream", "Too many requests for this model.")
            .because("Too many tokens, please wait before trying again.")
            .advise("wait a minute, or choose another model or profile with F2");
    problem.request_id = Some("7a1f0c2e-1111-2222-3333-444455556666".into());
    problem.retryable = true;
    problem
}

pub(crate) fn disk_full() -> Problem {
    Problem::new(Kind::Store, "Saving", "The disk is full.")
        .because("database or disk is full")
        .advise("free some space, then send again")
}

pub(crate) fn ending() -> Ending {
    Ending {
        stop_reason: Some(StopReason("end_turn".into())),
        usage: Some(Usage { input: 1_200, output: 345, ..Usage::default() }),
        latency_ms: Some(2_000),
        request_id: Some("request-1".into()),
        first_token_ms: Some(420),
        total_ms: 3_420,
        ..Ending::default()
    }
}

/// Row `n` of the list: the larger, the newer.
pub(crate) fn row(n: i64) -> Conversation {
    Conversation {
        title: format!("Conversation {n}"),
        updated: NOW - (1_000 - n) * 7_200_000,
        model: NOVA.into(),
        profile: Some("work".into()),
        region: Some("us-east-1".into()),
        head: Some(MessageId(n * 1_000 + 1)),
        messages: 2,
        ..Conversation::new(ConversationId(n), NOW - 100 * 86_400_000)
    }
}

/// Message `at` of conversation `n`: prompts are even, answers odd.
pub(crate) fn message(n: i64, at: i64, text: &str) -> Message {
    let role = if at % 2 == 0 { Role::User } else { Role::Assistant };
    let making = (role == Role::Assistant).then(|| Making {
        model: NOVA.into(),
        usage: ending().usage,
        stop_reason: ending().stop_reason,
        first_token_ms: Some(420),
        total_ms: Some(3_420),
        ..Making::default()
    });
    let parent = (at > 0).then_some(MessageId(n * 1_000 + at - 1));
    let begun = NOW - 3_600_000 + at * 60_000;
    let id = MessageId(n * 1_000 + at);
    let message = Message::new(id, ConversationId(n), parent, role, begun);
    Message { blocks: vec![Block::Text(text.into())], making, ..message }
}

/// `count` messages of conversation `n`, of several rows each.
pub(crate) fn messages(n: i64, count: i64) -> Vec<Message> {
    (0..count)
        .map(|at| {
            let text =
                format!("Message {at} begins.\n\nIt goes on {}and ends.", "and on ".repeat(30));
            message(n, at, &text)
        })
        .collect()
}
