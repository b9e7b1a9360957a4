//! Files of records, good, bad, large and not to be had.

use std::fmt::Write as _;
use std::fs;
use std::time::{Duration, Instant};

use tempfile::tempdir;

use super::{check, failed};
use crate::domain::problem::Kind;

const CLAUDE: &str = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";

#[test]
fn requests_of_converse_are_held_to_the_api() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("in.jsonl");
    let good = r#"{"messages":[{"role":"user","content":[{"text":"hi"}]}],"inferenceConfig":{"maxTokens":5}}"#;
    let bad = r#"{"messages":[{"role":"nobody","content":[{"text":"hi"}]}],"inferenceConfig":{"maxTokens":0}}"#;
    let records = [("a", good), ("b", bad), ("c", "{}")];
    let lines = records.map(|(id, body)| format!(r#"{{"recordId":"{id}","modelInput":{body}}}"#));
    fs::write(&path, lines.join("\n")).unwrap();
    let report = check(&path, CLAUDE, true).unwrap();
    let said: Vec<(u64, &str)> =
        report.problems.iter().map(|found| (found.line, found.what.as_str())).collect();
    assert_eq!(
        said,
        [
            (2, "modelInput/messages/0/role: must be one of user, assistant, system"),
            (2, "modelInput/inferenceConfig/maxTokens: must have value greater than or equal to 1"),
            (3, "modelInput.messages is missing"),
        ]
    );
    assert_eq!((report.body.as_deref(), report.records), (Some("Converse"), 3));
    assert_eq!(check(&path, CLAUDE, false).unwrap().body.as_deref(), Some("Claude"));
}

#[test]
fn a_large_file_is_read_in_a_moment() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("in.jsonl");
    let text = "a word or two ".repeat(70);
    let mut lines = String::new();
    for id in 0..10_000 {
        writeln!(
            lines,
            r#"{{"recordId":"{id}","modelInput":{{"anthropic_version":"bedrock-2023-05-31","max_tokens":9,"messages":[{{"role":"user","content":"{text}"}}]}}}}"#
        )
        .unwrap();
    }
    fs::write(&path, &lines).unwrap();
    let begun = Instant::now();
    let report = check(&path, CLAUDE, false).unwrap();
    assert_eq!((report.records, report.count, report.bytes), (10_000, 0, lines.len() as u64));
    // A tenth of 100 MB, unoptimised, on a busy machine.
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
}

#[test]
fn failed_records_are_written_to_a_file_of_their_own_and_over_none() {
    let folder = tempdir().unwrap();
    let (path, retry) = (folder.path().join("out.jsonl"), folder.path().join("retry.jsonl"));
    let lines = [
        r#"{"recordId":"a","modelInput":{"inputText":"x"},"modelOutput":{}}"#,
        r#"{"recordId":"b","modelInput":{"inputText":"y"},"error":{"errorCode":1}}"#,
    ];
    fs::write(&path, lines[0]).unwrap();
    assert_eq!(failed(&path, Some(&retry), false).unwrap().count, 0);
    assert!(!retry.exists(), "nothing to send again");
    fs::write(&path, lines.join("\n")).unwrap();
    assert_eq!(failed(&path, Some(&retry), false).unwrap().again, 1);
    let again = "{\"recordId\":\"b\",\"modelInput\":{\"inputText\":\"y\"}}\n";
    assert_eq!(fs::read_to_string(&retry).unwrap(), again);
    fs::write(&retry, "mine").unwrap();
    let refused = failed(&path, Some(&retry), false).unwrap_err();
    assert_eq!((refused.kind, refused.why.contains("there already")), (Kind::Conflict, true));
    assert_eq!(fs::read_to_string(&retry).unwrap(), "mine");
    failed(&path, Some(&retry), true).unwrap();
    assert_eq!(fs::read_to_string(&retry).unwrap(), again);
    let refused = failed(&path, Some(&path), true).unwrap_err();
    assert!(refused.why.contains("the file that is read"), "{refused}");
    for place in ["no/where", "."] {
        let refused = failed(&path, Some(&folder.path().join(place)), true).unwrap_err();
        assert!(refused.what.contains("cannot be written"), "{refused}");
        assert_eq!(refused.kind, Kind::Input);
    }
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(left.len(), 2, "nothing else is left there: {left:?}");
}

#[test]
fn a_file_that_is_replaced_stays_until_the_new_one_is_whole() {
    let folder = tempdir().unwrap();
    let (path, retry) = (folder.path().join("out.jsonl"), folder.path().join("retry.jsonl"));
    fs::write(&path, "PK\nnothing of ours").unwrap();
    fs::write(&retry, "mine").unwrap();
    let refused = failed(&path, Some(&retry), true).unwrap_err();
    assert!(refused.what.ends_with("out.jsonl is not an output file"), "{refused}");
    assert!(refused.why.starts_with("its first line is not JSON: expected value"), "{refused}");
    fs::write(&path, "\n\n").unwrap();
    let refused = failed(&path, Some(&retry), true).unwrap_err();
    assert_eq!(refused.why, "it holds no record");
    fs::write(&path, r#"{"recordId":"a","modelInput":{},"modelOutput":{}}"#).unwrap();
    assert_eq!(failed(&path, Some(&retry), true).unwrap().succeeded, 1);
    assert_eq!(fs::read_to_string(&retry).unwrap(), "mine", "nothing to send again");
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let folder = tempdir().unwrap();
    let refused = check(&folder.path().join("none.jsonl"), CLAUDE, false).unwrap_err();
    assert_eq!(refused.kind, Kind::Input);
    assert!(refused.what.contains("none.jsonl cannot be read"), "{refused}");
    assert!(check(folder.path(), CLAUDE, false).is_err(), "a folder");
}
