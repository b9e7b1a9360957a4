//! How long credentials still hold, in words that change as seldom as they can.
//! Not here: when they were issued (the aws floor), or colours (ui).

/// Longer than this they are not spoken of, in milliseconds: a working day.
const FAR: i64 = 8 * 60 * MINUTE;
/// From here on seconds are counted.
const NEAR: i64 = 2 * MINUTE;
/// From here on it is a warning.
const SOON: i64 = 10 * MINUTE;
const MINUTE: i64 = 60_000;

/// What is to be said of an expiry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expiry {
    /// The words.
    pub text: String,
    /// Whether it is time to do something about it.
    pub soon: bool,
}

/// What is to be said at `now` of credentials that expire at `expires`, both in milliseconds since
/// the Unix epoch; nothing while that is far.
pub fn said(expires: i64, now: i64) -> Option<Expiry> {
    let left = expires.saturating_sub(now);
    let text = match left {
        ..=0 => "expired".into(),
        1..=NEAR => format!("expires in {} s", up(left, 1_000)),
        _ if left <= FAR => format!("expires in {} min", up(left, MINUTE)),
        _ => return None,
    };
    Some(Expiry { text, soon: left <= SOON })
}

/// In how many milliseconds that changes; none once they have expired.
pub fn changes_in(expires: i64, now: i64) -> Option<u64> {
    let left = expires.saturating_sub(now);
    let to = match left {
        ..=0 => return None,
        1..=NEAR => (up(left, 1_000) - 1) * 1_000,
        _ if left <= FAR => (up(left, MINUTE) - 1) * MINUTE,
        _ => FAR,
    };
    u64::try_from(left - to).ok()
}

/// How many whole units there are, one begun counted in.
fn up(ms: i64, unit: i64) -> i64 {
    (ms + unit - 1) / unit
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(left: i64) -> Option<String> {
        said(left, 0).map(|expiry| expiry.text)
    }

    #[test]
    fn whole_minutes_then_seconds_then_the_end() {
        assert_eq!(text(FAR + 1), None);
        assert_eq!(text(FAR).as_deref(), Some("expires in 480 min"));
        assert_eq!(text(NEAR + 1).as_deref(), Some("expires in 3 min"));
        assert_eq!(text(NEAR).as_deref(), Some("expires in 120 s"));
        assert_eq!(text(1).as_deref(), Some("expires in 1 s"));
        assert_eq!(text(0).as_deref(), Some("expired"));
        assert_eq!(text(i64::MIN).as_deref(), Some("expired"));
        let soon = |left| said(left, 0).unwrap().soon;
        assert!(!soon(SOON + 1) && soon(SOON) && soon(-5));
    }

    proptest::proptest! {
        #[test]
        fn it_changes_exactly_when_it_says(left in 1_i64..FAR + MINUTE) {
            let next = i64::try_from(changes_in(left, 0).unwrap()).unwrap();
            proptest::prop_assert!(next > 0);
            proptest::prop_assert_eq!(text(left), text(left - next + 1));
            proptest::prop_assert_ne!(text(left), text(left - next));
        }
    }
}
