//! Points in time as the API's facts write them, and back. What time it is, the `clock` knows.

use aws_smithy_types::date_time::{DateTime, Format};
use serde_json::Value;

/// A second, a day, in milliseconds.
pub(crate) const SECOND: i64 = 1_000;
pub(crate) const DAY: i64 = 86_400 * SECOND;

/// Milliseconds since the epoch as ISO 8601 text.
pub(crate) fn text(ms: i64) -> String {
    DateTime::from_millis(ms).fmt(Format::DateTime).unwrap_or_default()
}

/// The same as a JSON value.
pub(crate) fn value(ms: i64) -> Value {
    Value::String(text(ms))
}

/// A moment as a caller writes it: ISO 8601 text, or seconds since the epoch.
pub(crate) fn read(value: &Value) -> Option<i64> {
    match value {
        Value::String(text) => {
            DateTime::from_str(text, Format::DateTimeWithOffset).ok()?.to_millis().ok()
        }
        Value::Number(seconds) => Some((seconds.as_f64()? * 1000.0) as i64),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_moment_is_read_as_it_is_written() {
        let ms = 1_767_323_045_678;
        assert_eq!(text(ms), "2026-01-02T03:04:05.678Z");
        assert_eq!(read(&value(ms)), Some(ms));
        assert_eq!(read(&json!("2026-01-02T04:04:05.678+01:00")), Some(ms));
        assert_eq!(read(&json!(1_767_323_045)), Some(1_767_323_045_000));
        assert_eq!(read(&json!("yesterday")), None);
    }
}
