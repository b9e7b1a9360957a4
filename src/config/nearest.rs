//! The valid name nearest to a mistyped one.
//! Not here: which names are valid, or how an error says it.

/// The name that takes the fewest edits to reach, where that is few enough to be what was meant.
/// A swap of two neighbours counts as one edit. Upper and lower case count as the same.
pub fn nearest<'n>(
    written: &str,
    valid: impl IntoIterator<Item = &'n str> + Clone,
) -> Option<&'n str> {
    let wanted: Vec<char> = written.to_lowercase().chars().collect();
    let tolerated = (wanted.len() / 3).clamp(1, 4);
    valid
        .into_iter()
        .map(|name| (distance(&wanted, &name.to_lowercase().chars().collect::<Vec<_>>()), name))
        .filter(|(edits, _)| *edits <= tolerated)
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, name)| name)
}

/// Edits from one word to another: insertions, deletions, replacements, swaps of neighbours
/// (optimal string alignment).
fn distance(one: &[char], two: &[char]) -> usize {
    let width = two.len() + 1;
    let mut rows: Vec<Vec<usize>> = vec![(0..width).collect()];
    for (i, a) in one.iter().enumerate() {
        let mut row = vec![i + 1; width];
        for (j, b) in two.iter().enumerate() {
            let replaced = rows[i][j] + usize::from(a != b);
            let mut best = replaced.min(rows[i][j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *a == two[j - 1] && one[i - 1] == *b {
                best = best.min(rows[i - 1][j - 1] + 1);
            }
            row[j + 1] = best;
        }
        rows.push(row);
    }
    rows[one.len()][two.len()]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn edits(one: &str, two: &str) -> usize {
        let chars = |word: &str| word.chars().collect::<Vec<_>>();
        distance(&chars(one), &chars(two))
    }

    #[test]
    fn edits_are_counted() {
        assert_eq!(edits("", "abc"), 3);
        assert_eq!(edits("kitten", "sitting"), 3);
        assert_eq!(edits("reigon", "region"), 1);
        assert_eq!(edits("modle", "model"), 1);
    }

    #[test]
    fn the_nearest_name_is_found_and_a_far_one_is_not() {
        let names = ["profile", "region", "retry_attempts", "requests_per_minute"];
        assert_eq!(nearest("regoin", names), Some("region"));
        assert_eq!(nearest("Profil", names), Some("profile"));
        assert_eq!(nearest("retries", names), None);
        assert_eq!(nearest("request_per_minutes", names), Some("requests_per_minute"));
        assert_eq!(nearest("colour", names), None);
    }

    proptest! {
        #[test]
        fn a_distance_is_none_only_to_itself_and_the_same_both_ways(
            one in "[abc]{0,8}", two in "[abc]{0,8}",
        ) {
            prop_assert_eq!(edits(&one, &two) == 0, one == two);
            prop_assert_eq!(edits(&one, &two), edits(&two, &one));
            prop_assert!(edits(&one, &two) <= one.len().max(two.len()));
        }
    }
}
