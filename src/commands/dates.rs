//! Times as a person reads them.
//! Not here: the clock (moment).

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::domain::conversation::UnixMs;

/// `2026-11-20 10:45`, in a time zone; empty for a time no calendar holds.
pub(crate) fn minute(at: UnixMs, zone: &TimeZone) -> String {
    Timestamp::from_millisecond(at)
        .map(|time| time.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_written_to_the_minute_in_its_zone() {
        let at = 1_795_171_500_000;
        assert_eq!(minute(at, &TimeZone::UTC), "2026-11-20 10:45");
        let east = TimeZone::fixed(jiff::tz::offset(9));
        assert_eq!(minute(at, &east), "2026-11-20 19:45");
        assert_eq!(minute(i64::MAX, &TimeZone::UTC), "");
    }
}
