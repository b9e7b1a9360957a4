//! Numbers, money and times in the fewest words that are still true.
//! Not here: where they stand.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::app::screens::chat::inspector::Money;
use crate::domain::conversation::UnixMs;

/// A count, shortened: `987`, `12.3k`, `1.2M`.
pub fn count(number: u64) -> String {
    let scaled = |number: u64, unit: f64| {
        let value = number as f64 / unit;
        if value < 10.0 { format!("{value:.1}") } else { format!("{value:.0}") }
    };
    match number {
        0..1_000 => number.to_string(),
        1_000..999_500 => format!("{}k", scaled(number, 1e3)),
        _ => format!("{}M", scaled(number, 1e6)),
    }
}

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

/// A price in US dollars for a million tokens, `?` where unknown.
pub fn price(per_million: Option<f64>) -> String {
    match per_million {
        None => "?".into(),
        Some(usd) if usd >= 100.0 => format!("{usd:.0}"),
        Some(usd) if usd >= 1.0 || usd == 0.0 => format!("{usd:.2}"),
        Some(usd) => {
            let text = format!("{usd:.4}");
            let text = text.trim_end_matches('0');
            if text.len() < 4 { format!("{usd:.2}") } else { text.to_owned() }
        }
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
    fn counts_are_short_and_never_rounded_into_the_next_unit() {
        let said: Vec<String> =
            [0, 999, 1_000, 9_940, 12_345, 999_499, 999_500, 1_234_567].map(count).into();
        assert_eq!(said, ["0", "999", "1.0k", "9.9k", "12k", "999k", "1.0M", "1.2M"]);
    }

    #[test]
    fn small_money_is_not_shown_as_none() {
        let said: Vec<String> = [0.0, 0.000_01, 0.001_23, 0.25, 12.0].map(dollars).into();
        assert_eq!(said, ["$0", "<$0.0001", "$0.0012", "$0.250", "$12.00"]);
        let least: Vec<String> = [0.000_012, 0.25].map(|usd| money(Money::AtLeast(usd))).into();
        assert_eq!(least, ["≥$0.000012", "≥$0.250"]);
    }

    #[test]
    fn prices_keep_what_distinguishes_them() {
        let said: Vec<String> =
            [None, Some(0.035), Some(0.14), Some(3.0), Some(75.0), Some(0.0375)].map(price).into();
        assert_eq!(said, ["?", "0.035", "0.14", "3.00", "75.00", "0.0375"]);
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
