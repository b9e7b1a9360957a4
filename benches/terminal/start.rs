//! Figures: spawn to painted and ready for keys, with an empty store and a full one; letters typed
//! before the first frame.

use std::{path::Path, time::Duration};

use crate::{
    archive::{self, LONG_TITLE},
    client::Client,
    figure::{Figure, quantile},
    support::{
        Outcome,
        place::{Place, Simulator},
        seen::{is_ready, is_typed},
    },
};

/// The median is taken over so many starts.
const STARTS: usize = 25;

/// Measures them.
pub(crate) fn measure() -> Outcome<Vec<Figure>> {
    let simulator = Simulator::start("max")?;
    let place = Place::new()?;
    let empty = place.path().join("empty");
    let full = place.path().join("full");
    archive::copy_to(&full)?;
    let (mut figures, mut kept) = (Vec::new(), 0);
    for (name, data, title) in
        [("an empty store", &empty, ""), ("10,000 conversations", &full, LONG_TITLE)]
    {
        // The first start makes or migrates the store.
        Client::start(&place, &simulator, data)?.quit()?;
        let mut times = (0..STARTS)
            .map(|start| spawn(&place, &simulator, data, title, start))
            .collect::<Outcome<Vec<_>>>()?;
        kept += times.len();
        figures.push(Figure::millis(
            format!("spawn to painted and a key echoed, {name}"),
            quantile(&mut times, 0.5)?,
            12.0,
        ));
    }
    let lost = (2 * STARTS - kept) as f64;
    figures.push(Figure::new("letters typed before the first frame, lost", lost, "starts", 0.0));
    Ok(figures)
}

/// The time until the screen stands, with the list, and shows what was typed at the spawn.
fn spawn(
    place: &Place,
    simulator: &Simulator,
    data: &Path,
    title: &'static str,
    start: usize,
) -> Outcome<Duration> {
    let client = Client::spawn(place, simulator, data)?;
    let typed = format!("early{start}");
    client.pty.send(&typed)?;
    let painted = client.pty.wait("screen with what was typed", move |screen| {
        is_ready(screen) && is_typed(screen, &typed) && screen.contents().contains(title)
    })?;
    let time = painted - client.pty.spawned;
    client.quit()?;
    Ok(time)
}
