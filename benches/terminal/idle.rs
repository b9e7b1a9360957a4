//! Figures: nothing is done when nothing happens.

use std::{thread, time::Duration};

use crate::{
    client::Client,
    figure::Figure,
    process::{self, Cpu},
    support::{
        Outcome,
        place::{Place, Simulator},
    },
};

/// So long nothing is typed and nothing arrives.
const IDLE: Duration = Duration::from_secs(20);
/// The answer's last bytes reach the disk meanwhile.
const SETTLE: Duration = Duration::from_secs(1);

/// Measures them.
pub(crate) fn measure() -> Outcome<Vec<Figure>> {
    let simulator = Simulator::start("max")?;
    let place = Place::new()?;
    let client = Client::start(&place, &simulator, &place.path().join("store"))?;
    client.answer("/standard 5000")?;
    thread::sleep(SETTLE);
    let before = (Cpu::of(client.pid)?, process::switches(client.pid)?);
    thread::sleep(IDLE);
    let after = (Cpu::of(client.pid)?, process::switches(client.pid)?);
    let mut switches = 0;
    for (thread, (name, count)) in &after.1 {
        let more = count - before.1.get(thread).map_or(0, |(_, count)| *count);
        if more > 0 {
            eprintln!("    thread {name} woke {more} times");
        }
        switches += more;
    }
    for (_, (name, _)) in before.1.iter().filter(|(thread, _)| !after.1.contains_key(thread)) {
        // It has run once more to end.
        eprintln!("    thread {name} ended");
        switches += 1;
    }
    Ok(vec![
        Figure::millis("idle for 20 s, CPU", after.0.since(before.0), 0.0),
        Figure::new("idle for 20 s, voluntary context switches", switches as f64, "", 0.0),
    ])
}
