//! Figures: paging and filtering a list of 5,000 resources, from the key to the last of its frame.

use std::{
    io::{Read, Write},
    net::TcpStream,
    time::Duration,
};

use crate::{
    client::Client,
    figure::{Figure, quantile},
    support::{
        Outcome,
        place::{Place, Simulator},
        seen::keys,
    },
};

/// Resources in the list.
const RESOURCES: usize = 5_000;
/// The longest frame nobody sees missing, in milliseconds.
const FRAME: f64 = 16.0;
/// Pages turned.
const PAGES: usize = 25;
/// What is typed to filter: all rows match at first, then fewer and fewer.
const FILTERS: [&str; 3] = ["filled-0421", "in service", "titan 300k"];

/// Measures them.
pub(crate) fn measure() -> Outcome<Vec<Figure>> {
    let simulator = Simulator::start("max")?;
    fill(&simulator.url)?;
    let place = Place::new()?;
    let client = Client::start(&place, &simulator, &place.path().join("store"))?;
    client.pty.send(keys::PLACES)?;
    client.pty.wait_for("Go to")?;
    client.pty.send("provisioned-throughput")?;
    client.painted()?;
    client.pty.send(keys::CHOOSE)?;
    client.pty.wait_for("filled-")?;
    // A filter reads all pages; what is measured begins when the last has come.
    client.pty.send("/f")?;
    client.pty.wait("all rows", |screen| {
        let title = screen.contents_between(1, 0, 1, u16::MAX);
        title.contains("5,000") && !title.contains("loading")
    })?;
    client.painted()?;
    client.pty.send(keys::DELETE_LINE)?;
    client.painted()?;
    let mut letters = Vec::new();
    for words in FILTERS {
        for letter in words.chars() {
            letters.push(pressed(&client, &letter.to_string())?);
        }
        client.pty.send(keys::DELETE_LINE)?;
        client.painted()?;
    }
    client.pty.send(keys::CHOOSE)?;
    client.painted()?;
    let mut pages =
        (0..PAGES).map(|_| pressed(&client, keys::PAGE_DOWN)).collect::<Outcome<Vec<_>>>()?;
    let name = |what: &str| format!("list of 5,000 resources, {what}, slowest");
    Ok(vec![
        Figure::millis(name("a page"), quantile(&mut pages, 1.0)?, FRAME),
        Figure::millis(name("a letter of the filter"), quantile(&mut letters, 1.0)?, FRAME),
    ])
}

/// From a key until the last of what it changes is painted.
fn pressed(client: &Client, key: &str) -> Outcome<Duration> {
    let sent = client.pty.send(key)?;
    let painted = client.painted()?;
    if painted < sent {
        let screen = client.pty.look(vt100::Screen::contents);
        return Err(format!("{key:?} painted nothing on\n{screen}").into());
    }
    Ok(painted - sent)
}

/// Lets the simulator hold them.
fn fill(url: &str) -> Outcome {
    let address = url.trim_start_matches("http://");
    let body = format!("{{\"kind\":\"provisioned-model\",\"count\":{RESOURCES}}}");
    let mut stream = TcpStream::connect(address)?;
    write!(
        stream,
        "POST /_simulator/resources HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\
         content-length: {}\r\n\r\n{body}",
        body.len()
    )?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    if answer.starts_with("HTTP/1.1 200") { Ok(()) } else { Err(answer.into()) }
}
