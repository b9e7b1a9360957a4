//! Counts as they are said in sentences, with their thousands apart.
//! Not here: counts shortened for a narrow column (ui).

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        let said: Vec<String> = [0, 999, 1_000, 20_345, 1_234_567].map(thousands).to_vec();
        assert_eq!(said, ["0", "999", "1,000", "20,345", "1,234,567"]);
    }
}
