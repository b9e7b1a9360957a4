//! Figures: what a token of a long answer costs: processor time, bytes written, memory after it.

use std::time::Duration;

use crate::{
    client::{Client, Spent},
    figure::Figure,
    process,
    support::{
        Outcome,
        place::{Place, Simulator},
    },
};

/// Tokens of the long answer.
const LONG: u32 = 50_000;
/// Tokens of the short one.
const SHORT: u32 = 5_000;
/// The short one is asked so often: once is too little processor time to compare.
const TIMES: u32 = 5;

/// The standard answer at full speed.
pub(crate) fn standard() -> Outcome<Vec<Figure>> {
    let simulator = Simulator::start("max")?;
    let place = Place::new()?;
    let client = Client::start(&place, &simulator, &place.path().join("store"))?;
    let first = client.answer(&format!("/standard {LONG}"))?;
    let resident = process::resident(client.pid)? as f64 / 1e6;
    let again = client.answer(&format!("/standard {LONG}"))?;
    let mut short = Duration::ZERO;
    for _ in 0..TIMES {
        short += client.answer(&format!("/standard {SHORT}"))?.cpu;
    }
    let long = micros_a_token(again.cpu, LONG);
    let short = micros_a_token(short, SHORT * TIMES);
    Ok(vec![
        Figure::new(
            "standard answer of 50,000 tokens, the first, CPU a token",
            micros_a_token(first.cpu, LONG),
            "us",
            20.0,
        ),
        Figure::new(
            "standard answer, CPU a token at 50,000 over 5,000",
            long / short,
            "times",
            1.2,
        ),
        Figure::new("memory after the standard answer of 50,000 tokens", resident, "MB", 60.0),
        Figure::new(
            "standard answer at full speed, bytes written a token",
            bytes_a_token(&again, LONG),
            "bytes",
            20.0,
        ),
    ])
}

/// Answers that are one huge block, beside the standard one.
pub(crate) fn shapes() -> Outcome<Vec<Figure>> {
    let simulator = Simulator::start("max")?;
    let place = Place::new()?;
    let client = Client::start(&place, &simulator, &place.path().join("store"))?;
    client.answer(&format!("/standard {SHORT}"))?;
    let standard = client.answer(&format!("/standard {LONG}"))?.cpu;
    ["list", "table", "paragraph", "fence", "quote"]
        .into_iter()
        .map(|shape| {
            let spent = client.answer(&format!("/shape {shape} {LONG}"))?;
            Ok(Figure::new(
                format!("one {shape} of 50,000 tokens, CPU over the standard answer"),
                spent.cpu.as_secs_f64() / standard.as_secs_f64(),
                "times",
                2.0,
            ))
        })
        .collect()
}

/// The standard answer at 50 tokens a second.
pub(crate) fn paced() -> Outcome<Vec<Figure>> {
    const TOKENS: u32 = 1_500;
    let simulator = Simulator::start("50")?;
    let place = Place::new()?;
    let client = Client::start(&place, &simulator, &place.path().join("store"))?;
    let spent = client.answer(&format!("/standard {TOKENS}"))?;
    let value = bytes_a_token(&spent, TOKENS);
    Ok(vec![Figure::new("standard answer, bytes a token at 50 tokens/s", value, "bytes", 120.0)])
}

fn micros_a_token(cpu: Duration, tokens: u32) -> f64 {
    cpu.as_secs_f64() * 1e6 / f64::from(tokens)
}

fn bytes_a_token(spent: &Spent, tokens: u32) -> f64 {
    spent.bytes as f64 / f64::from(tokens)
}
