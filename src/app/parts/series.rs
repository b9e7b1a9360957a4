//! Numbers that follow each other, such as the loss of a training, found in a list and drawn in a row
//! of characters. Not here: where the list comes from.

use serde_json::Value;

/// Members that count the elements instead of measuring something.
const COUNTERS: &[&str] = &["step", "epoch", "index", "iteration"];
/// The eight heights of a bar.
const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// The series a list holds, each with the member it stands in; without a name where the elements
/// themselves are the numbers. One number is no series.
pub fn of(elements: &[Value]) -> Vec<(String, Vec<f64>)> {
    if elements.len() < 2 {
        return Vec::new();
    }
    let numbers: Option<Vec<f64>> = elements.iter().map(Value::as_f64).collect();
    if let Some(numbers) = numbers {
        return vec![(String::new(), numbers)];
    }
    let Some(Value::Object(first)) = elements.first() else { return Vec::new() };
    let names = first.keys().filter(|name| !COUNTERS.contains(&name.as_str()));
    names
        .filter_map(|name| {
            let numbers = elements.iter().map(|element| element.get(name)?.as_f64());
            Some((name.clone(), numbers.collect::<Option<Vec<f64>>>()?))
        })
        .collect()
}

/// The series as bars, at most so many: of several numbers that share a bar the mean is drawn.
pub fn bars(values: &[f64], columns: usize) -> String {
    let count = values.len().min(columns);
    let at = |index: usize| index * values.len() / count.max(1);
    let means: Vec<f64> = (0..count)
        .map(|index| {
            let part = &values[at(index)..at(index + 1)];
            part.iter().sum::<f64>() / part.len() as f64
        })
        .collect();
    let least = means.iter().copied().fold(f64::INFINITY, f64::min);
    let most = means.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let top = (BARS.len() - 1) as f64;
    let height =
        |value: f64| if most > least { (value - least) / (most - least) * top } else { 0.0 };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a height lies between 0 and 7"
    )]
    let bar = |value: f64| BARS[(height(value).round() as usize).min(BARS.len() - 1)];
    means.into_iter().map(bar).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn series(list: &Value) -> Vec<(String, Vec<f64>)> {
        of(list.as_array().unwrap())
    }

    #[test]
    fn numbers_that_follow_each_other_are_found_in_a_list() {
        assert_eq!(series(&json!([3, 2.5, 1])), [(String::new(), vec![3.0, 2.5, 1.0])]);
        let losses =
            json!([{"step": 1, "loss": 2.0, "at": "x"}, {"step": 2, "loss": 1.0, "at": "y"}]);
        assert_eq!(series(&losses), [("loss".to_owned(), vec![2.0, 1.0])]);
        assert_eq!(series(&json!([1])), []);
        assert_eq!(series(&json!(["a", "b"])), []);
        assert_eq!(series(&json!([{"loss": 1}, {"other": 2}])), []);
    }

    #[test]
    fn bars_go_from_the_least_to_the_most() {
        assert_eq!(bars(&[0.0, 7.0, 3.5], 10), "▁█▅");
        assert_eq!(bars(&[1.0, 1.0], 10), "▁▁");
        assert_eq!(bars(&[8.0, 8.0, 0.0, 0.0], 2), "█▁", "two share a bar");
        assert_eq!(bars(&[], 10), "");
    }
}
