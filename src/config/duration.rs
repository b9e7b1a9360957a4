//! Lengths of time as people write them: `500ms`, `10s`, `2m`, `1h`.
//! Not here: which setting takes one.

use std::time::Duration;

/// What `parse` takes, in words.
pub const ALLOWED: &str = "a length of time such as \"500ms\", \"10s\", \"2m\" or \"1h\"";

const UNITS: [(&str, u64); 4] = [("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000)];

/// Reads a whole number and its unit; none for anything else, and for zero.
pub fn parse(text: &str) -> Option<Duration> {
    let digits = text.find(|c: char| !c.is_ascii_digit())?;
    let (number, unit) = text.split_at(digits);
    let millis = UNITS.iter().find(|(name, _)| *name == unit.trim_start())?.1;
    let number: u64 = number.parse().ok()?;
    number.checked_mul(millis).filter(|total| *total > 0).map(Duration::from_millis)
}

/// Writes it in the largest unit that divides it.
pub fn print(duration: Duration) -> String {
    let millis = duration.as_millis();
    let (unit, size) = UNITS
        .iter()
        .rev()
        .find(|(_, size)| millis.is_multiple_of(u128::from(*size)))
        .copied()
        .unwrap_or(("ms", 1));
    format!("{}{unit}", millis / u128::from(size))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lengths_are_read_with_their_unit() {
        assert_eq!(parse("500ms"), Some(Duration::from_millis(500)));
        assert_eq!(parse("10s"), Some(Duration::from_secs(10)));
        assert_eq!(parse("2 m"), Some(Duration::from_mins(2)));
        for wrong in ["", "10", "s", "-1s", "1.5s", "0s", "3 days", "99999999999999999999s"] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn what_is_printed_reads_back(millis in 1_u64..10_000_000_000) {
            let duration = Duration::from_millis(millis);
            prop_assert_eq!(parse(&print(duration)), Some(duration));
        }
    }
}
