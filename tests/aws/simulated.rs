//! The aws floor against the simulator: what `--demo` does.

use std::collections::BTreeSet;

use outcrop::app::screens::explorer::facet::{Facet, Facets};
use outcrop::aws::client::Client;
use outcrop::domain::archive::{Piece, PieceKind, assemble};
use outcrop::domain::ask::{Ask, Chunk, Latency, Parameters, Role, Tier, Turn};
use outcrop::domain::catalog::EntryKind;
use outcrop::domain::content::{Block, reasoning_of};
use outcrop::domain::operation::Call;
use outcrop::domain::problem::Kind;
use outcrop::domain::session::Wanted;
use outcrop::simulator::pace::Pace;
use outcrop::simulator::script::Script;
use outcrop::simulator::server;
use tokio::net::TcpListener;

use super::support::{ask, chunks, done, failed, names, said, soon_idle, soon_late, wanted};

const CHAT: &str = "amazon.nova-pro-v1:0";
const REASONING: &str = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";

async fn simulator(faults: &[&str]) -> Wanted {
    let faults = faults.iter().map(|fault| fault.parse().unwrap()).collect();
    let script = Script::new(Pace::Max).with_faults(faults);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(server::run(listener, script, std::future::pending()));
    wanted(&url)
}

fn to(model: &str) -> Ask {
    Ask { model: model.into(), ..ask("Say hello, with a table and code.") }
}

fn blocks(chunks: &[Chunk]) -> Vec<Block> {
    let piece =
        |block: &u32, kind, text: &str| Some(Piece { block: *block, kind, text: text.into() });
    let pieces: Vec<Piece> = chunks
        .iter()
        .filter_map(|chunk| match chunk {
            Chunk::Text { block, delta } => piece(block, PieceKind::Text, delta),
            Chunk::Reasoning { block, delta } => piece(block, PieceKind::Reasoning, delta),
            Chunk::Signature { block, delta } => piece(block, PieceKind::Signature, delta),
            Chunk::Redacted { block, data } => piece(block, PieceKind::Redacted, data),
            _ => None,
        })
        .collect();
    assemble(&pieces)
}

#[tokio::test]
async fn an_answer_streams_and_ends_with_its_figures() {
    let came = chunks(simulator(&[]).await, to(CHAT)).await;
    assert_eq!(names(&came)[..3], ["sent", "accepted", "text"]);
    let ending = done(&came);
    assert_eq!(ending.stop_reason.as_ref().unwrap().0, "end_turn");
    assert!(ending.usage.is_some_and(|usage| usage.input > 0 && usage.output > 0));
    assert!(ending.request_id.is_some() && ending.latency_ms.is_some());
    assert!(said(&came).len() > 100);
}

#[tokio::test]
async fn reasoning_goes_back_with_its_signature_on_the_next_turn() {
    let wanted = simulator(&[]).await;
    let mut ask = to(REASONING);
    ask.parameters.additional_fields =
        Some(serde_json::json!({ "thinking": { "type": "enabled", "budget_tokens": 1024 } }));
    ask.parameters.max_tokens = Some(4096);
    let first = chunks(wanted.clone(), ask.clone()).await;
    done(&first);
    let answer = blocks(&first);
    assert!(!reasoning_of(&answer).is_empty(), "{answer:?}");
    ask.turns.push(Turn { role: Role::Assistant, blocks: answer.clone() });
    ask.turns.push(Turn { role: Role::User, blocks: vec![Block::Text("And now?".into())] });
    done(&chunks(wanted.clone(), ask.clone()).await);
    // A signature that was touched is refused.
    for block in &mut ask.turns[1].blocks {
        if let Block::Reasoning { signature: Some(signature), .. } = block {
            signature.insert(0, 'A');
        }
    }
    assert_eq!(failed(&chunks(wanted, ask).await).problem.kind, Kind::Validation);
}

#[tokio::test]
async fn tier_latency_and_response_fields_come_back_either_way() {
    let wanted = simulator(&[]).await;
    for stream in [true, false] {
        let mut ask = Ask { stream, ..to("amazon.nova-pro-v1:0") };
        ask.turns =
            vec![Turn { role: Role::User, blocks: vec![Block::Text("/echo one STOP two".into())] }];
        ask.parameters = Parameters {
            stop_sequences: vec!["STOP".into()],
            response_fields: vec!["/stop_sequence".into()],
            latency: Some(Latency::Optimized),
            tier: Some(Tier::Priority),
            ..Parameters::default()
        };
        let came = chunks(wanted.clone(), ask).await;
        let ending = done(&came);
        let served = (ending.tier.as_deref(), ending.latency.as_deref());
        assert_eq!(served, (Some("priority"), Some("optimized")), "{stream}");
        let fields = ending.response_fields.clone().unwrap();
        assert_eq!(fields, serde_json::json!({"stop_sequence": "STOP"}), "{stream}");
    }
    // Not asked for, not answered.
    let came = chunks(wanted, to(CHAT)).await;
    assert_eq!((&done(&came).tier, &done(&came).latency), (&None, &None));
}

#[tokio::test]
async fn a_whole_answer_is_the_streamed_one() {
    let wanted = simulator(&[]).await;
    let streamed = chunks(wanted.clone(), to(CHAT)).await;
    let whole = chunks(wanted, Ask { stream: false, ..to(CHAT) }).await;
    assert_eq!(said(&streamed), said(&whole));
    assert_eq!(done(&streamed).stop_reason, done(&whole).stop_reason);
}

#[tokio::test]
async fn each_fault_becomes_its_problem() {
    for (fault, kind) in [
        ("throttle", Kind::Throttled),
        ("deny", Kind::Denied),
        ("no-access", Kind::NoAccess),
        ("no-agreement", Kind::NoAgreement),
        ("expired", Kind::Expired),
        ("bad-key", Kind::BadKey),
        ("skew", Kind::ClockSkew),
        ("validation", Kind::Validation),
        ("quota", Kind::Quota),
        ("not-ready", Kind::NotReady),
        ("unavailable", Kind::Unavailable),
        ("internal", Kind::Internal),
        ("model-timeout", Kind::ModelTimeout),
        ("model-error", Kind::ModelError),
        ("slow-first-byte", Kind::Idle),
        ("stall", Kind::Idle),
        ("cut", Kind::Cut),
        ("no-stop", Kind::NoStop),
        ("stream-error", Kind::StreamError),
        ("corrupt-frame", Kind::Corrupt),
        ("html", Kind::NotBedrock),
    ] {
        let mut wanted = simulator(&[fault]).await;
        match fault {
            "stall" => wanted = soon_idle(wanted),
            "slow-first-byte" => wanted = soon_late(wanted),
            _ => {}
        }
        let came = chunks(wanted, to(CHAT)).await;
        let failure = failed(&came);
        assert_eq!(failure.problem.kind, kind, "{fault}: {failure:?}");
        assert!(!failure.problem.advice.is_empty(), "{fault}: {failure:?}");
        // A cut may come before the headers do.
        if !matches!(fault, "html" | "slow-first-byte" | "cut") {
            assert!(failure.problem.request_id.is_some(), "{fault}: {failure:?}");
        }
    }
}

#[tokio::test]
async fn a_denial_names_the_missing_statement() {
    let came = chunks(simulator(&["deny"]).await, to(CHAT)).await;
    let text = failed(&came).problem.to_paste().unwrap();
    let statement: serde_json::Value = serde_json::from_str(text).unwrap();
    assert_eq!(statement["Action"], "bedrock:InvokeModelWithResponseStream");
    let resource = statement["Resource"].as_str().unwrap();
    assert!(resource.ends_with("foundation-model/amazon.nova-pro-v1:0"), "{text}");
}

#[tokio::test]
async fn a_fault_that_passes_is_survived_in_sight() {
    let wanted = Wanted { attempts: 3, ..simulator(&["unavailable=1"]).await };
    let came = chunks(wanted, to(CHAT)).await;
    assert_eq!(names(&came)[..5], ["sent", "waiting", "sent", "accepted", "text"]);
    done(&came);
}

#[tokio::test]
async fn a_model_that_only_a_profile_reaches_says_so() {
    let wanted = simulator(&[]).await;
    let came = chunks(wanted.clone(), to("anthropic.claude-sonnet-4-5-20250929-v1:0")).await;
    assert_eq!(failed(&came).problem.kind, Kind::NeedsProfile);
    let came = chunks(wanted, to("vendor.no-such-model-v1:0")).await;
    assert_eq!(failed(&came).problem.kind, Kind::NotFound, "{:?}", failed(&came));
}

#[tokio::test]
async fn the_account_is_listed_looked_up_counted_and_named() {
    let client = Client::connect(simulator(&[]).await);
    let listing = client.catalog().await.unwrap();
    assert_eq!(listing.gaps, []);
    let count = |kind| listing.catalog.entries.iter().filter(|entry| entry.kind == kind).count();
    assert!(count(EntryKind::Foundation) >= 60);
    assert!(count(EntryKind::SystemProfile) >= 20);
    let profile = client.inference_profile(REASONING).await.unwrap();
    let base = profile.base_ids()[0].to_owned();
    let model = client.foundation_model(&base).await.unwrap();
    assert_eq!(Some(&model), listing.catalog.find(&base));
    let listed = listing.catalog.find(REASONING).unwrap();
    assert_eq!((&listed.provider, listed.streaming), (&model.provider, model.streaming));
    assert!(client.count_tokens(&to(CHAT)).await.is_ok_and(|tokens| tokens > 5));
    let (account, arn) = client.identity().await.unwrap();
    assert!(account.len() == 12 && arn.contains(&account));
}

#[tokio::test]
async fn faults_of_the_control_plane_are_told_alike() {
    let client = Client::connect(simulator(&["throttle@ListInferenceProfiles"]).await);
    let listing = client.catalog().await.unwrap();
    assert!(listing.catalog.entries.len() >= 60);
    assert_eq!(listing.gaps.len(), 1);
    assert_eq!(listing.gaps[0].kind, Kind::Throttled);
}

#[tokio::test]
async fn a_facet_of_the_service_gives_what_filtering_here_gives() {
    let client = Client::connect(simulator(&[]).await);
    let catalog = client.catalog().await.unwrap().catalog;
    let models = || catalog.entries.iter().filter(|entry| entry.kind == EntryKind::Foundation);
    let mut tried = 0;
    for facet in Facet::ALL {
        let values: BTreeSet<&str> = models().flat_map(|entry| facet.of(entry)).collect();
        for value in values {
            let mut facets = Facets::default();
            facets.toggle(facet, value);
            // A value beyond the API's own is filtered here alone.
            let Some(query) = facets.query() else { continue };
            let call = Call::new("ListFoundationModels", query);
            let answer = client.operate(&call).await.unwrap();
            let there = answer.body["modelSummaries"].as_array().unwrap().iter();
            let there: BTreeSet<&str> =
                there.map(|model| model["modelId"].as_str().unwrap()).collect();
            let here = models().filter(|entry| facets.admit(entry, false));
            let here: BTreeSet<&str> = here.map(|entry| entry.id.as_str()).collect();
            assert_eq!(here, there, "{} {value}", facet.word());
            assert!(!here.is_empty());
            tried += 1;
        }
    }
    assert!(tried >= 15, "{tried}");
}
