//! How fast answers stream. The clock that keeps the pace is in `stream`.

use std::fmt;
use std::str::FromStr;

/// The speed of a streamed answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Pace {
    /// That many tokens a second; greater than 0.
    TokensPerSecond(f64),
    /// As fast as the connection takes it.
    Max,
}

/// A pace that is neither `max` nor a number above 0.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a pace is `max` or a number of tokens a second above 0, not `{0}`")]
pub struct PaceError(String);

impl FromStr for Pace {
    type Err = PaceError;

    fn from_str(text: &str) -> Result<Self, PaceError> {
        if text.eq_ignore_ascii_case("max") {
            return Ok(Self::Max);
        }
        match text.parse::<f64>() {
            Ok(rate) if rate > 0.0 && rate.is_finite() => Ok(Self::TokensPerSecond(rate)),
            _ => Err(PaceError(text.to_owned())),
        }
    }
}

impl fmt::Display for Pace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TokensPerSecond(rate) => write!(f, "{rate}"),
            Self::Max => write!(f, "max"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pace_is_max_or_a_positive_number() {
        assert_eq!("max".parse(), Ok(Pace::Max));
        assert_eq!("MAX".parse(), Ok(Pace::Max));
        assert_eq!("50".parse(), Ok(Pace::TokensPerSecond(50.0)));
        assert_eq!("0.5".parse(), Ok(Pace::TokensPerSecond(0.5)));
        for bad in ["", "0", "-1", "inf", "NaN", "fast"] {
            let error = bad.parse::<Pace>().unwrap_err().to_string();
            assert!(error.contains(&format!("`{bad}`")), "{error}");
        }
    }

    #[test]
    fn a_pace_prints_as_it_is_written() {
        for text in ["max", "50", "0.5"] {
            assert_eq!(text.parse::<Pace>().unwrap().to_string(), text);
        }
    }
}
