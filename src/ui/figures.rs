//! Numbers, money and times in the fewest words that are still true.
//! Not here: where they stand.

use jiff::Timestamp;
use jiff::tz::TimeZone;

pub use crate::app::parts::count::{price, shortened as count};
use crate::app::screens::chat::inspector::Money;
use crate::domain::conversation::UnixMs;

/// US dollars with as many digits as the amount needs to say something.
pub fn dollars(usd: f64) -> String {
    match usd {
        0.0 => "$0".into(),
        usd if usd < 0.000_1 => "<$0.0001".into(),
        usd if usd < 0.01 => format!("${usd:.4}"),
        usd if usd < 1.0 => format!("${usd:.3}"),
        usd => format!("${usd:.2}"),
    }
}

/// A cost, marked where it is not known exactly: `$0.012`, `~$0.012`, `≥$0.012`, `$?`.
pub fn money(money: Money) -> String {
    match money {
        Money::Exact(usd) => dollars(usd),
        Money::About(usd) => format!("~{}", dollars(usd)),
        // At least less than something says nothing.
        Money::AtLeast(usd) if usd < 0.000_1 => format!("≥${usd:.6}"),
        Money::AtLeast(usd) => format!("≥{}", dollars(usd)),
        Money::Unknown => "$?".into(),
    }
}

/// Milliseconds as a time: `850 ms`, `3.2 s`, `1 min 05 s`.
pub fn span(ms: u64) -> String {
    match ms {
        0..1_000 => format!("{ms} ms"),
        1_000..60_000 => format!("{:.1} s", ms as f64 / 1e3),
        _ => format!("{} min {:02} s", ms / 60_000, ms / 1_000 % 60),
    }
}

/// A moment in this zone: the time of today, else the day.
pub fn moment(at: UnixMs, now: UnixMs, zone: &TimeZone) -> String {
    let zoned = |ms| Timestamp::from_millisecond(ms).map(|time| time.to_zoned(zone.clone()));
    let (Ok(at), Ok(now)) = (zoned(at), zoned(now)) else { return "?".into() };
    if at.date() == now.date() {
        return at.strftime("%H:%M").to_string();
    }
    let format = if at.year() == now.year() { "%b %e" } else { "%Y-%m" };
    at.strftime(format).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_money_is_not_shown_as_none() {
        let said: Vec<String> = [0.0, 0.000_01, 0.001_23, 0.25, 12.0].map(dollars).into();
        assert_eq!(said, ["$0", "<$0.0001", "$0.0012", "$0.250", "$12.00"]);
        let least: Vec<String> = [0.000_012, 0.25].map(|usd| money(Money::AtLeast(usd))).into();
        assert_eq!(least, ["≥$0.000012", "≥$0.250"]);
    }

    #[test]
    fn a_moment_is_told_by_the_clock_today_and_by_the_day_before() {
        let now = 1_795_171_200_000; // 2026-11-20 10:40 UTC
        let hours = |hours: i64| now - hours * 3_600_000;
        let said = |zone: &TimeZone| -> Vec<String> {
            [0, 10, 11, 24 * 40, 24 * 400].map(|ago| moment(hours(ago), now, zone)).into()
        };
        assert_eq!(said(&TimeZone::UTC), ["10:40", "00:40", "Nov 19", "Oct 11", "2025-10"]);
        let tokyo = TimeZone::fixed(jiff::tz::offset(9));
        assert_eq!(said(&tokyo), ["19:40", "09:40", "08:40", "Oct 11", "2025-10"]);
    }

    #[test]
    fn spans_are_read_at_a_glance() {
        let said: Vec<String> = [850, 3_210, 65_000].map(span).into();
        assert_eq!(said, ["850 ms", "3.2 s", "1 min 05 s"]);
    }
}
