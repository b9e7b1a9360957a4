//! Figures: the binary's size; opening, paging and searching what a full store holds.

use std::{fs, time::Duration};

use crate::{
    archive::{self, LONG_END, LONG_TITLE},
    client::Client,
    figure::{Figure, quantile},
    support::{
        Outcome,
        place::{BINARY, Place, Simulator},
        seen::keys,
    },
};

/// Pages turned, and times a search is typed.
const TIMES: usize = 25;
/// A frequent word, one of the middle and a rare one, and two together.
const SEARCHES: [&str; 4] = ["people", "garden", "bacoden", "river garden"];

/// The size of the binary.
pub(crate) fn binary() -> Outcome<Vec<Figure>> {
    let size = fs::metadata(BINARY)?.len() as f64 / 1e6;
    Ok(vec![Figure::new("binary size", size, "MB", 40.0)])
}

/// What a full store holds.
pub(crate) fn archive() -> Outcome<Vec<Figure>> {
    let place = Place::new()?;
    let data = place.path().join("full");
    archive::copy_to(&data)?;
    let simulator = Simulator::start("max")?;
    let client = Client::start(&place, &simulator, &data)?;
    client.pty.wait_for(LONG_TITLE)?;
    // From where one types past the inspector to the list.
    client.pty.send(&keys::TO_LIST.repeat(2))?;
    client.painted()?;
    let opened = open(&client)?;
    // From where one types to what one reads.
    client.pty.send(keys::NEXT_PANE)?;
    client.painted()?;
    let mut pages = (0..TIMES).map(|_| page(&client)).collect::<Outcome<Vec<_>>>()?;
    let mut searches = SEARCHES
        .iter()
        .cycle()
        .take(TIMES)
        .map(|words| search(&client, words))
        .collect::<Outcome<Vec<_>>>()?;
    Ok(vec![
        Figure::millis("conversation of 10,000 messages painted", opened, 50.0),
        Figure::millis(
            "conversation of 10,000 messages, a page, median",
            quantile(&mut pages, 0.5)?,
            16.0,
        ),
        Figure::millis(
            "conversation of 10,000 messages, a page, slowest",
            quantile(&mut pages, 1.0)?,
            16.0,
        ),
        Figure::millis(
            "search over 200,000 messages, first page, slowest",
            quantile(&mut searches, 1.0)?,
            30.0,
        ),
    ])
}

/// From Enter on the list until the end of the conversation is painted.
fn open(client: &Client) -> Outcome<Duration> {
    let sent = client.pty.send(keys::CHOOSE)?;
    client.pty.wait_for(LONG_END)?;
    Ok(client.painted()? - sent)
}

fn page(client: &Client) -> Outcome<Duration> {
    let sent = client.pty.send(keys::PAGE_UP)?;
    let painted = client.painted()?;
    if painted < sent {
        let screen = client.pty.look(vt100::Screen::contents);
        return Err(format!("a page up painted nothing on\n{screen}").into());
    }
    Ok(painted - sent)
}

/// From the last letter of `words` until the hits are painted.
fn search(client: &Client, words: &str) -> Outcome<Duration> {
    client.pty.send(keys::SEARCH)?;
    client.painted()?;
    let (last, first) = words.char_indices().next_back().map_or(("", ""), |(at, _)| {
        let (first, last) = words.split_at(at);
        (last, first)
    });
    client.pty.send(first)?;
    client.painted()?;
    let sent = client.pty.send(last)?;
    client.pty.wait_for(words)?;
    let painted = client.painted()?;
    client.pty.send(keys::BACK)?;
    client.painted()?;
    Ok(painted.saturating_duration_since(sent))
}
