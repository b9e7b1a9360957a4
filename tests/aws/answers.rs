//! Answers that come: every kind of event, fast and slow, streamed and whole; and the catalog.

use std::sync::Arc;
use std::time::Duration;

use outcrop::aws::client::Client;
use outcrop::aws::sink::{Sink, Wrapping};
use outcrop::domain::ask::{Chunk, Latency, Parameters, Role, StopReason, Tier, Turn, Usage};
use outcrop::domain::catalog::{Entry, EntryKind};
use outcrop::domain::content::Block;
use outcrop::domain::problem::Kind;
use serde_json::{Value, json};
use tokio::sync::{Notify, mpsc};
use tokio_util::sync::CancellationToken;

use super::server::{self, Server, Step, error, event, finish, good, head, text};
use super::support::{ask, chunks, done, failed, names, said, wanted};

#[tokio::test]
async fn every_event_becomes_its_chunk() {
    let delta = |block: i32, delta: Value| {
        event("contentBlockDelta", &json!({ "contentBlockIndex": block, "delta": delta }))
    };
    let events = [
        event("messageStart", &json!({ "role": "assistant" })),
        delta(0, json!({ "reasoningContent": { "text": "hm" } })),
        delta(0, json!({ "reasoningContent": { "signature": "Ab+/==" } })),
        event("contentBlockStop", &json!({ "contentBlockIndex": 0 })),
        delta(1, json!({ "reasoningContent": { "redactedContent": "AAEC" } })),
        event("contentBlockStop", &json!({ "contentBlockIndex": 1 })),
        delta(2, json!({ "text": "Hé" })),
        delta(2, json!({ "text": "llo" })),
        delta(3, json!({ "hologram": { "depth": 3 } })),
        event("weather", &json!({ "sun": true })),
        event("messageStop", &json!({ "stopReason": "bored" })),
        event(
            "metadata",
            &json!({
                "usage": {
                    "inputTokens": 3, "outputTokens": 4, "totalTokens": 30,
                    "cacheReadInputTokens": 5, "cacheWriteInputTokens": 18,
                    "cacheDetails": [{ "ttl": "1h", "inputTokens": 11 }, { "ttl": "5m", "inputTokens": 7 }],
                },
                "metrics": { "latencyMs": 12 },
            }),
        ),
    ];
    let server = Server::start(vec![vec![head(), Step::Chunk(events.concat()), Step::End]]).await;
    let came = chunks(wanted(&server.url), ask("hi")).await;
    assert_eq!(
        names(&came),
        ["sent", "accepted", "reasoning", "signature", "redacted", "text", "unreadable", "done"]
    );
    assert_eq!(came[1], Chunk::Accepted { request_id: Some("r-stream".into()) });
    assert_eq!(came[3], Chunk::Signature { block: 0, delta: "Ab+/==".into() });
    assert_eq!(came[4], Chunk::Redacted { block: 1, data: "AAEC".into() });
    assert_eq!(came[5], Chunk::Text { block: 2, delta: "Héllo".into() });
    let ending = done(&came);
    assert_eq!(ending.stop_reason, Some(StopReason("bored".into())));
    let usage = Usage { input: 3, output: 4, cache_read: 5, cache_write: 18, cache_write_1h: 11 };
    assert_eq!((ending.usage, ending.latency_ms), (Some(usage), Some(12)));
    assert_eq!(ending.request_id.as_deref(), Some("r-stream"));
    let header = ("x-amzn-bedrock-other".to_owned(), "yes".to_owned());
    assert!(ending.headers.contains(&header), "{:?}", ending.headers);
}

#[tokio::test]
async fn a_request_says_what_was_set_and_nothing_else() {
    let server = Server::start(vec![good("a")]).await;
    chunks(wanted(&server.url), ask("hé\nllo")).await;
    let mut full = ask("second");
    full.model = "arn:aws:bedrock:us-east-1:1:inference-profile/us.x-v1:0".into();
    full.system = "Be brief.".into();
    full.turns.insert(
        0,
        Turn {
            role: Role::Assistant,
            blocks: vec![Block::Reasoning { text: "w".into(), signature: Some("s==".into()) }],
        },
    );
    full.turns.insert(0, Turn { role: Role::User, blocks: vec![Block::Text("first".into())] });
    full.parameters = Parameters {
        max_tokens: Some(7),
        temperature: Some(0.5),
        top_p: None,
        stop_sequences: vec!["END".into()],
        additional_fields: Some(json!({ "top_k": 5, "thinking": { "type": "enabled" } })),
        response_fields: vec!["/stop_sequence".into()],
        metadata: [("team".into(), "search".into())].into(),
        latency: Some(Latency::Optimized),
        tier: Some(Tier::Flex),
        ..Parameters::default()
    };
    chunks(wanted(&server.url), full).await;
    let requests = server.requests();
    assert_eq!(requests[0].line, "POST /model/vendor.model-v1%3A0/converse-stream HTTP/1.1");
    assert_eq!(
        requests[0].json(),
        json!({ "messages": [{ "role": "user", "content": [{ "text": "hé\nllo" }] }] })
    );
    assert!(requests[1].line.contains("inference-profile%2Fus.x-v1%3A0"), "{}", requests[1].line);
    assert_eq!(
        requests[1].json(),
        json!({
            "messages": [
                { "role": "user", "content": [{ "text": "first" }] },
                { "role": "assistant", "content": [
                    { "reasoningContent": { "reasoningText": { "text": "w", "signature": "s==" } } }] },
                { "role": "user", "content": [{ "text": "second" }] },
            ],
            "system": [{ "text": "Be brief." }],
            "inferenceConfig": { "maxTokens": 7, "temperature": 0.5, "stopSequences": ["END"] },
            "additionalModelRequestFields": { "top_k": 5, "thinking": { "type": "enabled" } },
            "additionalModelResponseFieldPaths": ["/stop_sequence"],
            "requestMetadata": { "team": "search" },
            "performanceConfig": { "latency": "optimized" },
            "serviceTier": { "type": "flex" },
        })
    );
    assert!(requests[0].header("authorization").unwrap().starts_with("AWS4-HMAC-SHA256 "));
}

#[tokio::test]
async fn a_flood_arrives_whole_in_few_chunks() {
    let mut steps = vec![head()];
    let mut expected = String::new();
    for batch in 0..50 {
        let mut bytes = Vec::new();
        for token in 0..200 {
            let token = format!("{batch}.{token} ");
            bytes.extend(text(0, &token));
            expected.push_str(&token);
        }
        steps.push(Step::Chunk(bytes));
    }
    steps.extend([Step::Chunk(finish()), Step::End]);
    let server = Server::start(vec![steps]).await;
    let came = chunks(wanted(&server.url), ask("hi")).await;
    assert_eq!(said(&came), expected);
    assert!(came.len() < 2_000, "10,000 tokens in {} chunks", came.len());
    done(&came);
}

#[tokio::test]
async fn a_lone_token_does_not_wait_for_the_next() {
    let go = Arc::new(Notify::new());
    let steps = vec![
        head(),
        Step::Chunk(text(0, "one")),
        Step::Wait(Arc::clone(&go)),
        Step::Chunk([text(0, "two"), finish()].concat()),
        Step::End,
    ];
    let server = Server::start(vec![steps]).await;
    let (sender, mut receiver) = mpsc::channel(8);
    let client = Client::connect(wanted(&server.url));
    let sink = Wrapping { sender, wrap: |chunk| (7, chunk) };
    tokio::spawn(client.converse(ask("hi"), sink, CancellationToken::new()));
    let mut came = Vec::new();
    while let Some((7, chunk)) = receiver.recv().await {
        if chunk == (Chunk::Text { block: 0, delta: "one".into() }) {
            go.notify_one();
        }
        came.push(chunk);
    }
    assert_eq!(names(&came), ["sent", "accepted", "text", "text", "done"]);
}

#[tokio::test]
async fn a_model_that_does_not_stream_yields_the_same_chunks() {
    let body = json!({
        "output": { "message": { "role": "assistant", "content": [
            { "reasoningContent": { "reasoningText": { "text": "hm", "signature": "s" } } },
            { "text": "Hello" },
            { "toolUse": { "toolUseId": "t", "name": "n", "input": {} } },
        ] } },
        "stopReason": "tool_use",
        "usage": { "inputTokens": 3, "outputTokens": 4, "totalTokens": 7 },
        "metrics": { "latencyMs": 9 },
    });
    let headers = [("x-amzn-requestid", "r-whole")];
    let server = Server::start(vec![server::json(200, &headers, &body.to_string())]).await;
    let came =
        chunks(wanted(&server.url), outcrop::domain::ask::Ask { stream: false, ..ask("hi") }).await;
    assert_eq!(
        names(&came),
        ["sent", "accepted", "reasoning", "signature", "text", "unreadable", "done"]
    );
    assert!(server.requests()[0].line.contains("/converse "));
    let ending = done(&came);
    assert_eq!(ending.request_id.as_deref(), Some("r-whole"));
    assert_eq!(ending.latency_ms, Some(9));
    assert!(ending.usage.is_some() && ending.first_token_ms.is_some());
}

#[tokio::test]
async fn a_second_request_within_the_minute_waits_its_turn_and_says_so() {
    let server = Server::start(vec![good("a")]).await;
    let limited =
        outcrop::domain::session::Wanted { requests_per_minute: 1, ..wanted(&server.url) };
    let client = Client::connect(limited);
    let (sender, mut receiver) = mpsc::channel(64);
    client.clone().converse(ask("one"), sender, CancellationToken::new()).await;
    while receiver.recv().await.is_some() {}
    let (sender, mut receiver) = mpsc::channel(64);
    let cancel = CancellationToken::new();
    let second = tokio::spawn(client.converse(ask("two"), sender, cancel.clone()));
    let Some(Chunk::Waiting { wait, attempt: 1, why: None }) = receiver.recv().await else {
        panic!("no wait announced");
    };
    assert!(wait > Duration::from_secs(30) && wait <= Duration::from_mins(1), "{wait:?}");
    cancel.cancel();
    second.await.unwrap();
    assert_eq!(receiver.recv().await, None, "a cancelled answer says nothing more");
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn tokens_are_counted_before_they_are_sent() {
    let server = Server::start(vec![server::json(200, &[], r#"{"inputTokens":42}"#)]).await;
    let client = Client::connect(wanted(&server.url));
    assert_eq!(client.count_tokens(&ask("hi")).await, Ok(42));
    let request = &server.requests()[0];
    assert!(request.line.contains("/count-tokens"));
    assert_eq!(request.json()["input"]["converse"]["messages"][0]["content"][0]["text"], "hi");
}

/// A sink with a fault of its own.
struct Faulty(mpsc::Sender<Chunk>, u32);

impl Sink for Faulty {
    async fn send(&mut self, chunk: Chunk) -> bool {
        self.1 += 1;
        assert_ne!(self.1, 3, "a fault of a dependency");
        self.0.send(chunk).await.is_ok()
    }
}

#[tokio::test]
async fn a_panic_ends_its_answer_and_nothing_else() {
    let server = Server::start(vec![good("a")]).await;
    let client = Client::connect(wanted(&server.url));
    let (sender, mut receiver) = mpsc::channel(64);
    client.clone().converse(ask("hi"), Faulty(sender, 0), CancellationToken::new()).await;
    let mut came = Vec::new();
    while let Some(chunk) = receiver.recv().await {
        came.push(chunk);
    }
    assert_eq!(names(&came), ["sent", "accepted", "failed"]);
    assert_eq!(failed(&came).problem.kind, Kind::Bug);
    let (sender, mut receiver) = mpsc::channel(64);
    client.converse(ask("again"), sender, CancellationToken::new()).await;
    let mut last = None;
    while let Some(chunk) = receiver.recv().await {
        last = Some(chunk);
    }
    assert!(matches!(last, Some(Chunk::Done(_))), "{last:?}");
}

const MODELS: &str = r#"{"modelSummaries":[
    {"modelArn":"arn:aws:bedrock:us-east-1::foundation-model/v.m","modelId":"v.m","modelName":"M",
     "providerName":"V","inputModalities":["TEXT","SMELL"],"outputModalities":["TEXT"],
     "responseStreamingSupported":true,"inferenceTypesSupported":["INFERENCE_PROFILE"],
     "modelLifecycle":{"status":"LEGACY","endOfLifeTime":"2026-09-21T14:13:20Z"}},
    {"modelArn":"arn:aws:bedrock:us-east-1::foundation-model/v.bare","modelId":"v.bare"}]}"#;

fn profiles(request: &server::Request) -> Vec<Step> {
    let (application, second) =
        (request.line.contains("type=APPLICATION"), request.line.contains("nextToken=t"));
    let id = match (application, second) {
        (true, _) => "a1",
        (false, false) => "us.v.m",
        (false, true) => "eu.v.m",
    };
    let mut body = json!({ "inferenceProfileSummaries": [{
        "inferenceProfileName": id, "inferenceProfileId": id,
        "inferenceProfileArn": format!("arn:aws:bedrock:us-east-1:1:profile/{id}"),
        "models": [{ "modelArn": "arn:aws:bedrock:us-east-1::foundation-model/v.m" }],
        "status": "ACTIVE",
        "type": if application { "APPLICATION" } else { "SYSTEM_DEFINED" },
    }] });
    if !application && !second {
        body["nextToken"] = "t".into();
    }
    server::json(200, &[], &body.to_string())
}

#[tokio::test]
async fn the_catalog_lists_models_and_every_page_of_profiles() {
    let server = Server::route(
        |request| {
            let models = request.line.contains("/foundation-models");
            Some(if models { server::json(200, &[], MODELS) } else { profiles(request) })
        },
        Vec::new(),
    )
    .await;
    let listing = Client::connect(wanted(&server.url)).catalog().await.unwrap();
    assert_eq!(listing.gaps, []);
    let entries = listing.catalog.entries;
    let ids: Vec<&str> = entries.iter().map(|entry| entry.id.as_str()).collect();
    let application = "arn:aws:bedrock:us-east-1:1:profile/a1";
    assert_eq!(ids, ["v.m", "v.bare", "us.v.m", "eu.v.m", application]);
    assert_eq!(entries[0].input, ["TEXT", "SMELL"], "words beyond the SDK's are kept");
    assert_eq!(entries[0].end_of_life, Some(1_790_000_000_000));
    assert_eq!(entries[1].streaming, None, "unset stays unset");
    assert_eq!(entries[4].kind, EntryKind::ApplicationProfile);
    assert_eq!((entries[2].provider.as_str(), entries[2].streaming), ("V", Some(true)));
}

/// What each list of the account's own answers.
fn owned(line: &str) -> String {
    const MODEL: &str = "arn:aws:bedrock:us-east-1::foundation-model/v.m";
    let own = |path: &str| format!("arn:aws:bedrock:us-east-1:1:{path}");
    match line {
        _ if line.contains("/foundation-models") => MODELS.to_owned(),
        _ if line.contains("/custom-models") && line.contains("nextToken") => json!({
            "modelSummaries": [{"modelArn": own("custom-model/v.m/c2"), "modelName": "second",
                "baseModelArn": own("custom-model/v.m/c1"), "modelStatus": "Creating"}],
        })
        .to_string(),
        _ if line.contains("/custom-models") => json!({
            "modelSummaries": [{"modelArn": own("custom-model/v.m/c1"), "modelName": "first",
                "baseModelArn": MODEL, "customizationType": "FINE_TUNING",
                "creationTime": "2026-11-01T00:00:00Z"}],
            "nextToken": "more",
        })
        .to_string(),
        _ if line.contains("/custom-model-deployments") => json!({
            "modelDeploymentSummaries": [{"customModelDeploymentName": "live",
                "customModelDeploymentArn": own("custom-model-deployment/d"),
                "modelArn": own("custom-model/v.m/c2"), "status": "Active"}],
        })
        .to_string(),
        _ if line.contains("/provisioned-model-throughputs") => json!({
            "provisionedModelSummaries": [{"provisionedModelName": "steady",
                "provisionedModelArn": own("provisioned-model/p"), "status": "InService",
                "modelArn": own("custom-model/v.m/c1"), "foundationModelArn": MODEL}],
        })
        .to_string(),
        _ if line.contains("/imported-models") => json!({
            "modelSummaries": [{"modelArn": own("imported-model/i"), "modelName": "llama"}],
        })
        .to_string(),
        _ => json!({}).to_string(),
    }
}

#[tokio::test]
async fn the_models_of_the_account_stand_on_those_of_the_service() {
    let server =
        Server::route(|request| Some(server::json(200, &[], &owned(&request.line))), Vec::new())
            .await;
    let listing = Client::connect(wanted(&server.url)).catalog().await.unwrap();
    assert_eq!(listing.gaps, []);
    let catalog = listing.catalog;
    let own: Vec<&Entry> = catalog.entries.iter().skip(2).collect();
    let names: Vec<&str> = own.iter().map(|entry| entry.name.as_str()).collect();
    assert_eq!(names, ["first", "second", "steady", "live", "llama"]);
    assert_eq!(own[0].begun, Some(1_793_491_200_000));
    for (entry, kind) in own.iter().zip([
        EntryKind::Custom,
        EntryKind::Custom,
        EntryKind::Throughput,
        EntryKind::Deployment,
        EntryKind::Imported,
    ]) {
        assert_eq!(entry.kind, kind);
        let behind = if kind == EntryKind::Imported { vec![] } else { vec!["v.m"] };
        assert_eq!(entry.base_ids(), behind, "{}", entry.name);
        assert_eq!(entry.provider, if behind.is_empty() { "" } else { "V" });
    }
    let served: Vec<&str> = catalog.servers_of(own[1]).map(|entry| entry.name.as_str()).collect();
    assert_eq!(served, ["live"]);
}

#[tokio::test]
async fn what_one_list_refuses_does_not_lose_the_others() {
    let denied =
        "User: arn:aws:iam::1:user/me is not authorized to perform: bedrock:X on resource: *";
    let half = Server::route(
        |request| request.line.contains("/inference-profiles").then(|| profiles(request)),
        vec![error(403, "AccessDeniedException", denied)],
    )
    .await;
    let listing = Client::connect(wanted(&half.url)).catalog().await.unwrap();
    assert_eq!(listing.catalog.entries.len(), 3);
    let missing: Vec<&str> = listing.gaps.iter().map(|gap| gap.operation.as_str()).collect();
    assert_eq!(
        missing,
        [
            "ListFoundationModels",
            "ListCustomModels",
            "ListProvisionedModelThroughputs",
            "ListCustomModelDeployments",
            "ListImportedModels",
        ]
    );
    let none = Server::start(vec![error(403, "AccessDeniedException", denied)]).await;
    let problem = Client::connect(wanted(&none.url)).catalog().await.unwrap_err();
    assert_eq!(problem.kind, Kind::Denied);
}

#[tokio::test]
async fn one_model_and_one_profile_are_looked_up() {
    let details = MODELS.replace(r#""modelSummaries":["#, r#""modelDetails":"#);
    let details = details
        .split(",\n    {\"modelArn\":\"arn:aws:bedrock:us-east-1::foundation-model/v.bare")
        .next()
        .unwrap()
        .to_owned()
        + "}";
    let server = Server::route(
        move |request| {
            request
                .line
                .contains("/foundation-models/v.m ")
                .then(|| server::json(200, &[], &details))
        },
        vec![error(404, "ResourceNotFoundException", "Could not find it")],
    )
    .await;
    let client = Client::connect(wanted(&server.url));
    assert_eq!(client.foundation_model("v.m").await.unwrap().name, "M");
    let problem = client.inference_profile("us.nope").await.unwrap_err();
    assert_eq!((problem.kind, problem.operation.as_str()), (Kind::NotFound, "GetInferenceProfile"));
}
