//! What lives here: a figure with its limit, how a line of the report looks, and statistics. What
//! does not: how anything is measured.

use std::{fmt, fs, time::Duration};

use crate::support::Outcome;

/// Figures that are measured together.
pub(crate) struct Group {
    /// What a filter on the command line may name.
    pub(crate) name: &'static str,
    /// Words of its figures' names, for the filter.
    pub(crate) figures: &'static [&'static str],
    /// Measures them all.
    pub(crate) measure: fn() -> Outcome<Vec<Figure>>,
}

/// One line of the report. It passes if the value is below the limit, or is the limit when that is
/// zero.
pub(crate) struct Figure {
    /// What was measured.
    pub(crate) name: String,
    value: f64,
    limit: f64,
    unit: &'static str,
}

impl Figure {
    /// A figure in `unit`.
    pub(crate) fn new(name: impl Into<String>, value: f64, unit: &'static str, limit: f64) -> Self {
        Self { name: name.into(), value, limit, unit }
    }

    /// A time in milliseconds.
    pub(crate) fn millis(name: impl Into<String>, value: Duration, limit: f64) -> Self {
        Self::new(name, value.as_secs_f64() * 1e3, "ms", limit)
    }

    /// What stands in front of the reason when a group could not be measured.
    pub(crate) fn failed(name: &str) -> String {
        format!("{name}: FAIL, not measured:")
    }

    /// Whether the requirement is met.
    pub(crate) fn passes(&self) -> bool {
        self.value < self.limit || (self.limit == 0.0 && self.value == 0.0)
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, value, limit, unit } = self;
        let sign = if *limit == 0.0 { '=' } else { '<' };
        let verdict = if self.passes() { "pass" } else { "FAIL" };
        write!(out, "{name:<58} {value:>9.2} {unit:<9} {sign} {limit:<6} {verdict}")
    }
}

/// The value below which the part `share` of `times` lies.
pub(crate) fn quantile(times: &mut [Duration], share: f64) -> Outcome<Duration> {
    times.sort_unstable();
    let last = times.len().checked_sub(1).ok_or("nothing was measured")?;
    let at = (last as f64 * share).round() as usize;
    times.get(at).copied().ok_or_else(|| "a share is between 0 and 1".into())
}

/// The machine the figures hold for, in one line.
pub(crate) fn machine() -> String {
    let read = |path| fs::read_to_string(path).unwrap_or_default();
    let processors = read("/proc/cpuinfo");
    let models: Vec<&str> =
        processors.lines().filter_map(|line| line.strip_prefix("model name")).collect();
    let model = models
        .first()
        .map_or("unknown processor", |line| line.trim_start_matches([' ', '\t', ':']));
    let kernel = read("/proc/sys/kernel/osrelease");
    format!("{} x {model}, Linux {}, terminal of 140x40", models.len(), kernel.trim())
}
