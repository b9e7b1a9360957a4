//! Lines of output files: answered, failed, damaged, of another sort.

use serde_json::json;

use super::{LONGEST, Outcome, beside};
use crate::domain::records::{Check, Measure};

#[test]
fn failed_records_are_told_and_sent_again_as_they_were() {
    let mut outcome = Outcome::default();
    let lines = [
        r#"{"recordId":"a","modelInput":{"x":1},"modelOutput":{"y":2}}"#,
        r#"{"recordId":"b","modelInput": {"x" : 1.50, "e":"\u00e9"},"error":{"errorCode":400,"errorMessage":"bad"}}"#,
        "",
        r#"{"recordId":"c","modelInput":{"x":3}}"#,
        r#"{"recordId":"d","error":{"errorMessage":"lost"}}"#,
        r#"{"modelInput":{"x":5},"error":"odd"}"#,
        "garbage",
    ];
    let again: Vec<Option<String>> =
        lines.iter().zip(1..).map(|(line, at)| outcome.line(at, line.as_bytes())).collect();
    assert_eq!(
        again,
        [
            None,
            Some(r#"{"recordId":"b","modelInput":{"x" : 1.50, "e":"\u00e9"}}"#.to_owned()),
            None,
            Some(r#"{"recordId":"c","modelInput":{"x":3}}"#.to_owned()),
            None,
            Some(r#"{"modelInput":{"x":5}}"#.to_owned()),
            None,
        ]
    );
    assert_eq!((outcome.records, outcome.count, outcome.again), (6, 5, 3));
    assert_eq!((outcome.succeeded, outcome.unanswered, outcome.unreadable), (1, 1, 1));
    let totals = "6 records: 1 succeeded, 3 failed, 1 without an answer, 1 not JSON";
    assert_eq!(outcome.totals(), totals);
    let told: Vec<(u64, Option<&str>, &str)> =
        outcome.failed.iter().map(|f| (f.line, f.record.as_deref(), f.what.as_str())).collect();
    assert_eq!(
        told[..4],
        [
            (2, Some("b"), "400: bad"),
            (4, Some("c"), "there is neither modelOutput nor error"),
            (5, Some("d"), "lost"),
            (6, None, "odd"),
        ]
    );
    assert!(told[4].0 == 7 && told[4].2.starts_with("not JSON: "));
}

#[test]
fn a_retry_file_is_an_input_file() {
    let failed = json!({
        "recordId": "a\"b",
        "modelInput": {"messages": [{"role": "user", "content": [{"text": "hi"}]}]},
        "error": {"errorCode": 500, "errorMessage": "x"},
    });
    let line = Outcome::default().line(1, failed.to_string().as_bytes()).unwrap();
    let mut check = Check::new(Measure::Invoke { model: "amazon.nova-lite-v1:0" });
    check.line(line.as_bytes());
    assert_eq!(check.end("in.jsonl").count, 0, "{line}");
}

#[test]
fn only_so_many_and_so_much_of_each_is_kept_and_all_are_counted() {
    let text = "é".repeat(50_000);
    let line = json!({"recordId": text, "modelInput": {}, "error": {"errorMessage": text}});
    let line = line.to_string();
    let mut outcome = Outcome::default();
    for at in 1..=1_200 {
        assert!(outcome.line(at, line.as_bytes()).is_some(), "it is sent again whole");
    }
    assert_eq!((outcome.failed.len(), outcome.count, outcome.again), (1_000, 1_200, 1_200));
    for found in &outcome.failed {
        for said in [found.record.as_deref().unwrap(), &found.what] {
            assert_eq!(said.chars().count(), LONGEST + 1);
            assert!(said.ends_with('…'));
        }
    }
}

#[test]
fn a_file_of_another_sort_is_known_by_having_no_answers() {
    for (line, none) in [
        (r#"{"recordId":"a","modelInput":{}}"#, true),
        (r#"{"totalRecordCount":5}"#, true),
        ("PK\u{3}\u{4}", true),
        (r#"{"recordId":"a","modelOutput":{}}"#, false),
        (r#"{"recordId":"a","error":{}}"#, false),
    ] {
        let mut outcome = Outcome::default();
        outcome.line(1, line.as_bytes());
        assert_eq!(outcome.is_none(), none, "{line}");
    }
    let mut one = Outcome::default();
    one.line(1, br#"{"modelOutput":{}}"#);
    assert_eq!(one.totals(), "1 record: 1 succeeded, 0 failed");
}

#[test]
fn what_is_sent_again_lies_beside_the_output() {
    for (output, retry) in [
        ("night/in.jsonl.out", "night/in-retry.jsonl"),
        ("in.JSONL.out", "in-retry.jsonl"),
        ("in.jsonl", "in-retry.jsonl"),
        ("in.é", "in.é-retry.jsonl"),
        ("", "-retry.jsonl"),
    ] {
        assert_eq!(beside(output), retry);
    }
}
