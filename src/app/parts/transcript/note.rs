//! What must be said about an ended answer beyond its text: why it stopped, what went wrong, what to
//! try. Not here: the answer's own rows (entry).

use crate::domain::content::Block;
use crate::domain::conversation::{Message, Status};
use crate::domain::problem::Problem;
use crate::text::row::Row;
use crate::text::wrap::{wrap_plain, wrap_under};

/// Columns below which a hanging indent leaves too little room for words.
const NARROW: u16 = 28;

/// The rows of what is to be said.
pub fn notes(message: &Message, width: u16) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut say = |text: &str| rows.extend(wrap_plain(text, width));
    for block in &message.blocks {
        match block {
            Block::Unreadable { kind } | Block::Wire { kind, .. } => {
                say(&format!("A part of this answer cannot be shown: {kind}"));
            }
            Block::RedactedReasoning(_) => say("Some reasoning was encrypted by the provider."),
            Block::Text(_) | Block::Reasoning { .. } => {}
        }
    }
    match message.status {
        Status::Stopped => say("Stopped by you; what came is kept."),
        Status::Interrupted => say("Interrupted: this answer is not complete."),
        Status::Complete | Status::Streaming | Status::Failed => {}
    }
    let making = message.making.as_ref();
    if let Some(reason) = making.and_then(|making| making.stop_reason.as_ref())
        && reason.is_truncated()
    {
        say(&format!("Cut off at a limit ({reason})."));
    }
    if let Some(problem) = making.and_then(|making| making.error.as_ref()) {
        rows.extend(told(problem, width));
    }
    rows
}

/// A problem, each part of it hanging under its label:
///
/// ```text
/// ConverseStream: you may not do this
///   why: HTTP status 403: User: arn:aws:iam::… is not authorized to
///        perform: bedrock:InvokeModelWithResponseStream on …
///   try: add this statement to the IAM policy of the identity in use:
///        {
///          "Effect": "Allow",
///   request id: 7a1f0c2e-…
/// ```
fn told(problem: &Problem, width: u16) -> Vec<Row> {
    let part = |label: &str, text: &str| {
        if width < NARROW {
            return wrap_plain(&format!("{label}{text}"), width);
        }
        wrap_under(label, text, width)
    };
    let mut rows = wrap_plain(&format!("{}: {}", problem.operation, problem.what), width);
    if !problem.why.is_empty() {
        rows.extend(part("  why: ", &problem.why));
    }
    for advice in &problem.advice {
        rows.extend(part("  try: ", advice));
    }
    if let Some(id) = &problem.request_id {
        rows.extend(part("  request id: ", id));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::problem::Kind;

    fn shown(problem: &Problem, width: u16) -> Vec<String> {
        told(problem, width).iter().map(|row| row.text().to_owned()).collect()
    }

    #[test]
    fn each_part_hangs_under_its_label_and_what_is_to_be_pasted_keeps_its_lines() {
        let mut problem = Problem::new(Kind::Denied, "Converse", "you may not do this")
            .because("one two three four five six")
            .advise("add this:\n{\n  \"Effect\": \"Allow\"\n}")
            .advise("ask");
        problem.request_id = Some("r-1".into());
        assert_eq!(
            shown(&problem, 28),
            [
                "Converse: you may not do",
                "this",
                "  why: one two three four",
                "       five six",
                "  try: add this:",
                "       {",
                "         \"Effect\": \"Allow\"",
                "       }",
                "  try: ask",
                "  request id: r-1",
            ]
        );
        assert!(shown(&problem, 12).iter().all(|row| row.chars().count() <= 12));
        assert!(shown(&problem, 12).contains(&"  why: one".to_owned()));
    }
}
