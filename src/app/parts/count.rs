//! Counts as they are said in sentences and in narrow columns, and prices.
//! Not here: what a conversation cost (ui).

/// `1,234,567`.
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A count, shortened: `987`, `12.3k`, `1.2M`.
pub fn shortened(number: u64) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        let said: Vec<String> = [0, 999, 1_000, 20_345, 1_234_567].map(thousands).to_vec();
        assert_eq!(said, ["0", "999", "1,000", "20,345", "1,234,567"]);
    }

    #[test]
    fn counts_are_short_and_never_rounded_into_the_next_unit() {
        let said: Vec<String> =
            [0, 999, 1_000, 9_940, 12_345, 999_499, 999_500, 1_234_567].map(shortened).into();
        assert_eq!(said, ["0", "999", "1.0k", "9.9k", "12k", "999k", "1.0M", "1.2M"]);
    }

    #[test]
    fn prices_keep_what_distinguishes_them() {
        let said: Vec<String> =
            [None, Some(0.035), Some(0.14), Some(3.0), Some(75.0), Some(0.0375)].map(price).into();
        assert_eq!(said, ["?", "0.035", "0.14", "3.00", "75.00", "0.0375"]);
    }
}
