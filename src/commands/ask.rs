//! `outcrop ask`: one prompt, its answer streamed to standard output and kept like any other.
//! Not here: what the prompt stands on (ground), receiving (reception), keeping (recording).

use serde_json::{Map, Value, json};

use super::console::Console;
use super::exit::Exit;
use super::fault::Fault;
use super::ground::{Ground, piped, prompt};
use super::interrupt::Interrupts;
use super::moment;
use super::reception::{End, Reception};
use super::setup;
use crate::aws::client::Client;
use crate::cli::Ask as Args;
use crate::config::settings::Settings;
use crate::domain::ask::{Ask, Ending, StopReason, Tier};
use crate::domain::content::{Block, reasoning_of, text_of};
use crate::domain::conversation::{Making, Status};
use crate::domain::id::ConversationId;
use crate::domain::price::{Cost, Served};
use crate::domain::problem::Problem;
use crate::domain::session::Wanted;

/// Asks, prints, keeps.
///
/// # Errors
/// Whatever kept the request from being sent. What fails later is said here, beside what came.
pub async fn run(
    args: &Args,
    settings: &Settings,
    wanted: Wanted,
    interrupts: &mut Interrupts,
    console: &mut Console,
) -> Result<Exit, Fault> {
    let piped = tokio::select! {
        piped = piped(console.input.take()) => piped?,
        exit = interrupts.next() => return Ok(exit),
    };
    let prompt = prompt(&args.prompt, piped)?;
    let client = Client::connect(wanted);
    let ground = tokio::select! {
        ground = Ground::lay(args, settings, &client, prompt, console) => ground?,
        exit = interrupts.next() => return Ok(exit),
    };
    let Ground { ask, not_sent, priced, region, conversation, mut recording } = ground;
    let mut reception = Reception {
        client: &client,
        recording: &mut recording,
        prints: !args.json,
        console,
        interrupts,
    };
    let (status, mut exit, ending, problem) = match reception.run(ask.clone()).await {
        End::Whole(ending) => (Status::Complete, Exit::Success, ending, None),
        End::Stopped(exit, ending) => (Status::Stopped, exit, ending, None),
        End::Broken(failure) => {
            let status = if recording.is_empty() { Status::Failed } else { Status::Interrupted };
            (status, Exit::of(failure.problem.kind), failure.ending, Some(failure.problem))
        }
    };
    let mut making = making(ask, region, &ending, problem);
    making.not_sent = not_sent;
    let cost = cost(&making, &priced, settings);
    making.cost_usd = cost.map(|cost| cost.usd);
    making.cost_estimated = cost.is_some_and(|cost| !cost.exact);
    let (blocks, kept) = recording.finish(status, &making, moment::unix_ms());
    say(&making, kept, &mut exit, console);
    if args.json {
        console.json(&object(&blocks, status, &making, conversation, &ending))?;
    }
    Ok(exit)
}

/// Says beside the output what went wrong or is worth knowing.
fn say(making: &Making, kept: Result<(), Problem>, exit: &mut Exit, console: &mut Console) {
    if let Some(problem) = &making.error {
        console.note(&problem.to_string());
    }
    if making.stop_reason.as_ref().is_some_and(StopReason::is_truncated) {
        console.note("the answer ended at a token limit");
    }
    if let Err(problem) = kept {
        console.note(&format!("the answer was not kept\n{problem}"));
        if *exit == Exit::Success {
            *exit = Exit::Failure;
        }
    }
}

fn making(ask: Ask, region: Option<String>, ending: &Ending, error: Option<Problem>) -> Making {
    Making {
        model: ask.model,
        model_arn: None,
        region,
        parameters: ask.parameters,
        usage: ending.usage,
        stop_reason: ending.stop_reason.clone(),
        first_token_ms: ending.first_token_ms,
        total_ms: Some(ending.total_ms),
        latency_ms: ending.latency_ms,
        request_id: ending.request_id.clone(),
        error,
        tier: ending.tier.clone(),
        latency: ending.latency.clone(),
        response_fields: ending.response_fields.clone(),
        ..Making::default()
    }
}

/// What the answer cost, by the tier that served it; one asked for and not confirmed is taken for it.
fn cost(making: &Making, priced: &str, settings: &Settings) -> Option<Cost> {
    let asked = making.parameters.tier.map(Tier::word);
    let served = Served::by(making.tier.as_deref().or(asked), making.latency.as_deref());
    let usage = making.usage.as_ref()?;
    setup::prices(settings).cost(priced, making.region.as_deref(), usage, served)
}

/// The object `--json` prints.
fn object(
    blocks: &[Block],
    status: Status,
    making: &Making,
    conversation: Option<ConversationId>,
    ending: &Ending,
) -> Value {
    let mut headers = Map::new();
    for (name, value) in &ending.headers {
        // A header that comes twice counts as one list, as HTTP says.
        match headers.get_mut(name) {
            Some(Value::String(first)) => *first = format!("{first}, {value}"),
            _ => {
                headers.insert(name.clone(), Value::from(value.as_str()));
            }
        }
    }
    json!({
        "text": text_of(blocks),
        "reasoning": reasoning_of(blocks),
        "model": making.model,
        "conversation": conversation,
        "status": status,
        "usage": making.usage,
        "cost_usd": making.cost_usd.map(rounded),
        "cost_estimated": making.cost_estimated,
        "first_token_ms": making.first_token_ms,
        "total_ms": making.total_ms,
        "stop_reason": making.stop_reason,
        "request_id": making.request_id,
        "tier": making.tier,
        "latency": making.latency,
        "not_sent": making.not_sent,
        "response_fields": making.response_fields,
        "headers": headers,
        "error": making.error,
    })
}

/// An amount without the dust that sums in binary leave behind the twelfth decimal place; prices
/// are given per million tokens, so that nothing real stands there.
fn rounded(usd: f64) -> f64 {
    format!("{usd:.12}").parse().unwrap_or(usd)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ask::Usage;
    use crate::domain::problem::Kind;

    #[test]
    fn the_object_has_every_member_known_or_not() {
        let blocks = [
            Block::Reasoning { text: "hm".into(), signature: None },
            Block::Text("a".into()),
            Block::Text("b".into()),
        ];
        let ending = Ending {
            headers: vec![
                ("x-a".into(), "1".into()),
                ("x-b".into(), "2".into()),
                ("x-a".into(), "3".into()),
            ],
            ..Ending::default()
        };
        let making = Making {
            model: "m".into(),
            usage: Some(Usage { input: 3, output: 4, ..Usage::default() }),
            stop_reason: Some(StopReason("end_turn".into())),
            total_ms: Some(12),
            cost_usd: Some(1.319_999_999_999_999_9e-6),
            ..Making::default()
        };
        let expected = json!({
            "text": "a\n\nb",
            "reasoning": "hm",
            "model": "m",
            "conversation": null,
            "status": "complete",
            "usage": {
                "input": 3, "output": 4, "cache_read": 0, "cache_write": 0, "cache_write_1h": 0
            },
            "cost_usd": 0.000_001_32,
            "cost_estimated": false,
            "first_token_ms": null,
            "total_ms": 12,
            "stop_reason": "end_turn",
            "request_id": null,
            "tier": null,
            "latency": null,
            "not_sent": [],
            "response_fields": null,
            "headers": {"x-a": "1, 3", "x-b": "2"},
            "error": null,
        });
        assert_eq!(object(&blocks, Status::Complete, &making, None, &ending), expected);
        let failed =
            Making { error: Some(Problem::new(Kind::Throttled, "Converse", "too many")), ..making };
        let object = object(&[], Status::Failed, &failed, Some(ConversationId(32)), &ending);
        assert_eq!(object["status"], "failed");
        assert_eq!(object["error"]["kind"], "throttled");
        assert_eq!(object["conversation"], "0000000000010");
    }
}
