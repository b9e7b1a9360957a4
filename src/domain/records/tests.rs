//! Lines of input and output files, good and bad.

use serde_json::Value;

use super::{Check, Measure, Report};

const NOVA: Measure<'static> = Measure::Invoke { model: "amazon.nova-lite-v1:0" };
const GOOD: &str = r#"{"role":"user","content":[{"text":"hi"}]}"#;

fn good(id: &str) -> String {
    format!(r#"{{"recordId":"{id}","modelInput":{{"messages":[{GOOD}]}}}}"#)
}

fn checked(measure: Measure<'_>, lines: &[&[u8]]) -> Report {
    let mut check = Check::new(measure);
    for line in lines {
        check.line(line);
    }
    check.end("in.jsonl")
}

fn said(report: &Report) -> Vec<(u64, Option<&str>, &str)> {
    let all = report.problems.iter();
    all.map(|found| (found.line, found.record.as_deref(), found.what.as_str())).collect()
}

#[test]
fn a_file_of_good_records_has_nothing_wrong() {
    let lines: Vec<String> = (0..150).map(|at| good(&at.to_string()) + "\r\n").collect();
    let mut lines: Vec<&[u8]> = lines.iter().map(String::as_bytes).collect();
    lines.push(b"");
    let report = checked(NOVA, &lines);
    assert_eq!((report.records, report.count), (150, 0), "{report:?}");
    assert_eq!((report.body.as_deref(), report.remarks.len()), (Some("Nova"), 0), "{report:?}");
    assert_eq!(report.bytes, lines.iter().map(|line| line.len() as u64).sum::<u64>());
}

#[test]
fn what_is_wrong_is_told_by_its_line() {
    let (one, twice) = (good("a"), good("a"));
    let report = checked(
        NOVA,
        &[
            one.as_bytes(),
            b"{\"recordId\":\"b\",",
            b"[1]",
            b"",
            b"{\"recordId\":7,\"modelInput\":\"x\"}",
            b"{\"modelInput\":{\"messages\":[]}}",
            b"{\"recordId\":\"c\"}",
            twice.as_bytes(),
            b"{\"recordId\":\"\xff\"}",
        ],
    );
    let told = said(&report);
    assert_eq!(told[0].0, 2);
    assert!(told[0].2.starts_with("not JSON: EOF"), "{told:?}");
    assert_eq!(
        told[1..8],
        [
            (3, None, "not a JSON object, but a list"),
            (4, None, "the line is empty"),
            (5, None, "recordId is a number, not a text"),
            (5, None, "modelInput is a text, not an object"),
            (6, None, "recordId is missing: answers could not be told apart"),
            (6, None, "modelInput.messages is empty"),
            (7, Some("c"), "modelInput is missing"),
        ]
    );
    assert_eq!(told[8], (8, Some("a"), "recordId stands in line 1 already"));
    assert!(told[9].0 == 9 && told[9].2.starts_with("not JSON: "), "{told:?}");
    assert_eq!((report.records, report.count), (8, 10));
}

#[test]
fn a_byte_order_mark_is_told_and_what_follows_it_is_read() {
    let mut line = b"\xef\xbb\xbf".to_vec();
    line.extend(good("a").bytes());
    let report = checked(NOVA, &[&line]);
    assert_eq!(
        said(&report),
        [(1, None, "the file begins with a byte order mark; save it without")]
    );
}

#[test]
fn findings_beyond_a_thousand_are_counted_and_not_kept() {
    let lines = vec![b"x".as_slice(); 2_500];
    let report = checked(NOVA, &lines);
    assert_eq!((report.problems.len(), report.count), (1_000, 2_500));
}

#[test]
fn what_may_be_in_the_way_is_a_remark() {
    let one = good("a");
    let mut check = Check::new(Measure::Invoke { model: "nobody.knows" });
    check.line(one.as_bytes());
    let report = check.end("in.json");
    assert_eq!((report.count, report.body.as_deref()), (0, None));
    for (remark, words) in
        report.remarks.iter().zip(["nobody.knows", "a job takes 100 at least", ".jsonl"])
    {
        assert!(remark.contains(words), "{remark}");
    }
    assert_eq!(report.remarks.len(), 3, "{report:?}");
}

#[test]
fn a_body_of_converse_is_judged_by_somebody_else() {
    let judge = |input: &mut Value| {
        if input.get("messages").is_some() { Vec::new() } else { vec!["no".to_owned()] }
    };
    let one = good("a");
    let bad = br#"{"recordId":"b","modelInput":{}}"#;
    let report = checked(Measure::Converse(&judge), &[one.as_bytes(), bad]);
    assert_eq!(report.body.as_deref(), Some("Converse"));
    assert_eq!(said(&report), [(2, Some("b"), "no")]);
}
