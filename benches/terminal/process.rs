//! What lives here: what Linux tells about a process: processor time, memory, context switches.
//! What does not: which process, and what the figures mean.

use std::{collections::BTreeMap, fs, time::Duration};

use crate::support::Outcome;

/// The kernel counts the times in `/proc/PID/stat` in hundredths of a second.
const TICK: Duration = Duration::from_millis(10);

/// User and system time of a process so far.
#[derive(Clone, Copy)]
pub(crate) struct Cpu {
    /// Of all threads alive, to the nanosecond.
    alive: Duration,
    /// Of all threads that ever were, in ticks.
    ever: Duration,
}

impl Cpu {
    /// Reads it now.
    pub(crate) fn of(pid: u32) -> Outcome<Self> {
        let mut alive = Duration::ZERO;
        for task in tasks(pid)? {
            // A thread may end between the listing and the reading.
            let text = fs::read_to_string(format!("/proc/{pid}/task/{task}/schedstat"));
            let text = text.unwrap_or_default();
            let nanos = text.split_whitespace().next().and_then(|first| first.parse().ok());
            alive += Duration::from_nanos(nanos.unwrap_or(0));
        }
        let stat = fs::read_to_string(format!("/proc/{pid}/stat"))?;
        // The command's name stands in parentheses and may hold anything.
        let (_, fields) = stat.rsplit_once(')').ok_or("/proc/PID/stat has another form")?;
        let field = |at| fields.split_whitespace().nth(at).and_then(|it| it.parse::<u32>().ok());
        let (user, system) =
            field(11).zip(field(12)).ok_or("/proc/PID/stat holds no user and system time")?;
        Ok(Self { alive, ever: TICK * (user + system) })
    }

    /// The time spent since `before`: exact if no thread has ended meanwhile.
    pub(crate) fn since(self, before: Self) -> Duration {
        let exact = self.alive.saturating_sub(before.alive);
        let rough = self.ever.saturating_sub(before.ever).saturating_sub(2 * TICK);
        exact.max(rough)
    }
}

/// Resident memory, in bytes.
pub(crate) fn resident(pid: u32) -> Outcome<u64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status"))?;
    Ok(1024 * number(&status, "VmRSS:")?)
}

/// The threads of a process: their names, and their voluntary context switches so far.
pub(crate) fn switches(pid: u32) -> Outcome<BTreeMap<u32, (String, u64)>> {
    let mut all = BTreeMap::new();
    for task in tasks(pid)? {
        let status = fs::read_to_string(format!("/proc/{pid}/task/{task}/status"))?;
        let name = fs::read_to_string(format!("/proc/{pid}/task/{task}/comm"))?;
        let count = number(&status, "voluntary_ctxt_switches:")?;
        all.insert(task, (name.trim().to_owned(), count));
    }
    Ok(all)
}

fn tasks(pid: u32) -> Outcome<Vec<u32>> {
    let mut tasks = Vec::new();
    for entry in fs::read_dir(format!("/proc/{pid}/task"))? {
        tasks.extend(entry?.file_name().to_str().and_then(|name| name.parse::<u32>().ok()));
    }
    Ok(tasks)
}

fn number(status: &str, name: &str) -> Outcome<u64> {
    status
        .lines()
        .find_map(|line| line.strip_prefix(name))
        .and_then(|rest| rest.split_whitespace().next()?.parse().ok())
        .ok_or_else(|| format!("/proc/PID/status holds no {name}").into())
}
