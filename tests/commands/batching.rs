//! `outcrop batch`: what is said of an input file, what failed in an output file, and the ends.

use std::fs;
use std::path::{Path, PathBuf};

use outcrop::commands::exit::Exit;
use serde_json::{Value, json};

use super::attacks::is_plain;
use super::hostile;
use super::house::House;

const NOVA: &str = "-m us.amazon.nova-lite-v1:0";

fn file(house: &House, name: &str, lines: &[Value]) -> PathBuf {
    let folder = house.data();
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    let lines: Vec<String> = lines.iter().map(ToString::to_string).collect();
    fs::write(&path, lines.join("\n") + "\n").unwrap();
    path
}

fn record(id: &str) -> Value {
    let messages = json!([{"role": "user", "content": [{"text": "hi"}]}]);
    json!({"recordId": id, "modelInput": {"messages": messages}})
}

fn checked(path: &Path, rest: &str) -> String {
    format!("batch check {} {NOVA}{rest}", path.display())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_can_be_used_ends_well_and_says_how_to_upload_it() {
    let house = House::with(&[]).await;
    let records: Vec<Value> = (0..120).map(|at| record(&at.to_string())).collect();
    let path = file(&house, "in.jsonl", &records);
    for form in ["", " --converse"] {
        let good = house.run(&checked(&path, &format!("{form} --to s3://mine/job/"))).await;
        assert_eq!((good.exit, good.out.as_str()), (Exit::Success, ""), "{good:?}");
        assert!(good.err.contains("120 records") && good.err.contains("nothing is wrong"));
        let upload = format!("aws s3 cp {} s3://mine/job/", path.display());
        assert!(good.err.contains(&upload), "{good:?}");
    }
    let object = house.run(&checked(&path, " --json")).await.json();
    assert_eq!((&object["records"], &object["count"]), (&120.into(), &0.into()));
    assert_eq!((&object["body"], &object["remarks"]), (&"Nova".into(), &json!([])));
    assert!(object["upload"].as_str().unwrap().ends_with(" s3://BUCKET/FOLDER/"), "{object}");
    assert_eq!(house.operations(), [] as [String; 0], "nobody is asked");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_listed_by_line() {
    let house = House::with(&[]).await;
    let bad = json!({"recordId": "b", "modelInput": {"inputText": "for another model"}});
    let path = file(&house, "in.jsonl", &[record("a"), bad, record("a")]);
    let piped = house.run(&checked(&path, "")).await;
    assert_eq!(piped.exit, Exit::Failure);
    let rows = "2\tb\tmodelInput.messages is missing\n3\ta\trecordId stands in line 1 already\n";
    assert_eq!(piped.out, rows);
    assert!(piped.err.contains("2 things are wrong") && piped.err.contains("100 at least"));
    assert!(!piped.err.contains("upload"), "{piped:?}");
    let person = house.before("", &checked(&path, "")).await;
    assert!(person.out.starts_with("LINE  RECORD  WHAT\n2     b       modelInput"), "{person:?}");
    let object = house.run(&checked(&path, " --json")).await;
    assert_eq!(object.exit, Exit::Failure);
    assert_eq!(object.json()["problems"][1]["line"], 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_failed_is_listed_and_written_out_to_be_sent_again() {
    let house = House::with(&[]).await;
    let mut failed = record("b");
    failed["error"] = json!({"errorCode": 429, "errorMessage": "slow down"});
    let mut good = record("a");
    good["modelOutput"] = json!({});
    let path = file(&house, "in.jsonl.out", &[good, failed]);
    let retry = house.data().join("again.jsonl");
    let line = format!("batch failed {} --retry {}", path.display(), retry.display());
    let listed = house.run(&line).await;
    assert_eq!((listed.exit, listed.out.as_str()), (Exit::Success, "2\tb\t429: slow down\n"));
    assert!(listed.err.contains("2 records: 1 succeeded, 1 failed"), "{listed:?}");
    assert!(listed.err.contains(&format!("aws s3 cp {}", retry.display())), "{listed:?}");
    assert_eq!(fs::read_to_string(&retry).unwrap(), format!("{}\n", record("b")));
    let again = house.run(&checked(&retry, "")).await;
    assert_eq!(again.exit, Exit::Success, "it can be used: {again:?}");

    let refused = house.run(&line).await;
    assert_eq!((refused.exit, refused.out.as_str()), (Exit::Usage, ""));
    assert!(refused.err.contains("--force writes over it"), "{refused:?}");
    assert_eq!(house.run(&format!("{line} --force")).await.exit, Exit::Success);
    let from = format!("batch failed {} --from s3://mine/out/", path.display());
    let download = house.run(&from).await;
    assert!(download.err.contains("aws s3 cp --recursive s3://mine/out/ "), "{download:?}");
    assert!(download.err.contains("--retry FILE"), "{download:?}");
    let object = house.run(&format!("batch failed {} --json", path.display())).await.json();
    assert_eq!((&object["count"], &object["again"]), (&1.into(), &1.into()));
    assert_eq!(object["failed"][0]["record"], "b");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_cannot_be_read_is_named() {
    let house = House::with(&[]).await;
    for line in [checked(Path::new("/no/where.jsonl"), ""), "batch failed /no/where.jsonl".into()] {
        let refused = house.run(&line).await;
        assert_eq!((refused.exit, refused.out.as_str()), (Exit::Usage, ""), "{refused:?}");
        assert!(refused.err.contains("/no/where.jsonl cannot be read"), "{refused:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn records_cannot_command_a_terminal() {
    let house = House::with(&[]).await;
    for (name, text) in hostile::texts() {
        let mut failed = record(&text);
        failed["error"] = json!({"errorCode": text, "errorMessage": text});
        let path = file(&house, "out.jsonl", &[failed.clone(), failed]);
        for line in [format!("batch failed {}", path.display()), checked(&path, "")] {
            for line in [line.clone(), format!("{line} --json")] {
                is_plain(&format!("{name}: {line}"), &house.run(&line).await);
                is_plain(&format!("{name}: {line}"), &house.before("", &line).await);
            }
        }
    }
}
