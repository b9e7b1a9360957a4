//! Code that looks like code, in five languages.

use crate::simulator::answer::random::Random;
use crate::simulator::answer::words;

/// The languages of the long answer, by the name a fence gives them.
pub(crate) const LANGUAGES: [&str; 5] = ["rust", "python", "javascript", "go", "sql"];

/// A function of that language, with a comment, a string, numbers and control flow.
pub(crate) fn function(language: &str, random: &mut Random, out: &mut String) {
    let name = format!("{}_{}", words::word(random), words::word(random)).to_lowercase();
    let (noun, verb) = (words::word(random).to_lowercase(), words::word(random).to_lowercase());
    let (low, high) = (random.below(90), 100 + random.below(900));
    let text = match language {
        "rust" => format!(
            "/// Counts every {noun} that may {verb}.\nfn {name}(items: &[u64], limit: Option<u64>) -> \
             Result<u64, Error> {{\n    let mut {noun}_count = {low}_u64;\n    for (index, item) in \
             items.iter().enumerate() {{\n        if *item > limit.unwrap_or({high}) {{\n            \
             return Err(Error::TooLarge {{ index, message: \"{verb} {noun}\".to_owned() }});\n        \
             }}\n        {noun}_count += item.saturating_sub({low});\n    }}\n    \
             Ok({noun}_count)\n}}\n\n"
        ),
        "python" => format!(
            "def {name}(items: list[int], limit: int = {high}) -> int:\n    \"\"\"Counts every {noun} \
             that may {verb}.\"\"\"\n    total = {low}\n    for index, item in enumerate(items):\n        \
             if item > limit:\n            raise ValueError(f\"{verb} {noun} at {{index}}\")\n        \
             total += max(item - {low}, 0)  # never below zero\n    return total\n\n\n"
        ),
        "javascript" => format!(
            "// Counts every {noun} that may {verb}.\nexport async function {name}(items, limit = \
             {high}) {{\n  let total = {low};\n  for (const [index, item] of items.entries()) {{\n    if \
             (item > limit) throw new Error(`{verb} {noun} at ${{index}}`);\n    total += Math.max(item - \
             {low}, 0);\n  }}\n  return {{ total, name: \"{noun}\" }};\n}}\n\n"
        ),
        "go" => format!(
            "// {name} counts every {noun} that may {verb}.\nfunc {name}(items []int, limit int) (int, \
             error) {{\n\ttotal := {low}\n\tfor index, item := range items {{\n\t\tif item > limit \
             {{\n\t\t\treturn 0, fmt.Errorf(\"{verb} {noun} at %d of {high}\", index)\n\t\t}}\n\t\ttotal \
             += item - {low}\n\t}}\n\treturn total, nil\n}}\n\n"
        ),
        _ => format!(
            "-- Every {noun} that may {verb}.\nSELECT {noun}.id, count(*) AS {noun}_count, \
             round(avg({noun}.size), 2)\nFROM {name} AS {noun}\nLEFT JOIN limits ON limits.id = \
             {noun}.limit_id\nWHERE {noun}.size BETWEEN {low} AND {high}\n  AND limits.name <> \
             '{verb}'\nGROUP BY {noun}.id\nORDER BY {noun}_count DESC;\n\n"
        ),
    };
    out.push_str(&text);
}
