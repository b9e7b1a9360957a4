//! Figures: key to echo, from the byte written to the pty to the glyph read from it: idle, while the
//! standard answer streams at full speed, while ten do at a pace; and a large paste to its label.

use std::{thread, time::Duration};

use crate::{
    client::Client,
    figure::{Figure, quantile},
    support::{
        Outcome,
        place::{Place, Simulator},
        seen::{has_label, is_streaming, keys, streams},
    },
    words::Random,
};

/// So many keys are typed for a figure at least.
const KEYS: usize = 1_000;
/// Letters in a row before the line is emptied; fewer than a composer holds in one row.
const LINE: u16 = 60;

/// Measures them.
pub(crate) fn measure() -> Outcome<Vec<Figure>> {
    let simulator = Simulator::start("max")?;
    let place = Place::new()?;
    let client = Client::start(&place, &simulator, &place.path().join("store"))?;
    // A row in the list, and whatever is done once is done.
    client.answer("/standard 500")?;
    let origin = client.pty.look(vt100::Screen::cursor_position);
    let mut random = Random::new(7);
    let mut idle = Vec::new();
    while idle.len() < KEYS {
        line(&client, origin, &mut random, &mut idle, &|_| true)?;
    }
    let mut streaming = Vec::new();
    while streaming.len() < KEYS {
        client.ask("/standard 50000")?;
        while client.pty.look(is_streaming) {
            line(&client, origin, &mut random, &mut streaming, &|client| {
                client.pty.look(is_streaming)
            })?;
        }
        client.finish()?;
    }
    let idle_count = idle.len();
    let count = streaming.len();
    Ok(vec![
        Figure::millis(
            format!("key to echo, idle, p50 of {idle_count}"),
            quantile(&mut idle, 0.5)?,
            1.0,
        ),
        Figure::millis(
            format!("key to echo, idle, p99 of {idle_count}"),
            quantile(&mut idle, 0.99)?,
            3.0,
        ),
        Figure::millis(
            format!("key to echo, answer at full speed, p99 of {count}"),
            quantile(&mut streaming, 0.99)?,
            8.0,
        ),
    ])
}

/// Answers that arrive at once, and tokens a second of each: faster than any model answers.
const CROWD: usize = 10;
const CROWD_PACE: &str = "200";

/// Measures the echo while ten conversations receive their answers, one of them shown.
pub(crate) fn crowd() -> Outcome<Vec<Figure>> {
    let simulator = Simulator::start(CROWD_PACE)?;
    let place = Place::new()?;
    let client = Client::start(&place, &simulator, &place.path().join("store"))?;
    let origin = client.pty.look(vt100::Screen::cursor_position);
    for _ in 0..CROWD {
        client.ask("/standard 50000")?;
    }
    let mut random = Random::new(11);
    let mut times = Vec::new();
    while times.len() < KEYS {
        line(&client, origin, &mut random, &mut times, &|_| true)?;
    }
    let arriving = client.pty.look(streams);
    if arriving != CROWD {
        return Err(format!("{arriving} answers arrive, not {CROWD}").into());
    }
    let name = format!("key to echo, {CROWD} answers at {CROWD_PACE} tokens/s each, p99");
    Ok(vec![Figure::millis(name, quantile(&mut times, 0.99)?, 8.0)])
}

/// Bytes of the large paste.
const PASTE: usize = 1 << 20;
/// It is pasted so often with each kind of line end.
const PASTES: usize = 5;

/// Measures a paste from its first byte to its label on the screen, for each kind of line end.
pub(crate) fn paste() -> Outcome<Vec<Figure>> {
    let simulator = Simulator::start("max")?;
    let place = Place::new()?;
    let client = Client::start(&place, &simulator, &place.path().join("store"))?;
    let mut figures = Vec::new();
    for (name, end) in [("LF", "\n"), ("CR", "\r"), ("CRLF", "\r\n")] {
        let line = format!("a line of a log that somebody wants explained, with a number{end}");
        let text = format!("\x1b[200~{}\x1b[201~", line.repeat(PASTE / line.len()));
        let mut times = Vec::new();
        for _ in 0..PASTES {
            let sent = client.pty.send(&text)?;
            let seen = client.pty.wait("label of the paste", has_label)?;
            times.push(seen.saturating_duration_since(sent));
            client.pty.send(keys::DELETE_LINE)?;
            client.pty.wait("empty line", |screen| !has_label(screen))?;
        }
        let name = format!("paste of 1 MiB, {name}, to its label");
        figures.push(Figure::millis(name, quantile(&mut times, 0.5)?, 100.0));
    }
    Ok(figures)
}

/// Types a line of letters from `origin` on, as long as `on` holds, and empties it again.
fn line(
    client: &Client,
    (row, first): (u16, u16),
    random: &mut Random,
    times: &mut Vec<Duration>,
    on: &dyn Fn(&Client) -> bool,
) -> Outcome {
    for column in first..first + LINE {
        // As a typist would, at no fixed distance from the frames.
        thread::sleep(Duration::from_micros(2_000 + random.below(8_000)));
        let letter = char::from(b'a' + random.below(26) as u8).to_string();
        let sent = client.pty.send(&letter)?;
        let seen = client.pty.wait("echo", move |screen| {
            screen.cell(row, column).is_some_and(|cell| cell.contents() == letter)
        })?;
        if !on(client) {
            break;
        }
        times.push(seen.saturating_duration_since(sent));
    }
    client.pty.send(keys::DELETE_LINE)?;
    client.pty.wait("empty line", move |screen| screen.cursor_position() == (row, first))?;
    Ok(())
}
