//! `outcrop resources`: kinds, lists, filters and single resources, for a person, a pipe and a
//! program; what is refused and how it ends.

use std::collections::HashSet;

use outcrop::api::lookup;
use outcrop::commands::exit::Exit;
use outcrop::domain::kinds::{ALL, THROUGHPUT};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use super::attacks::is_plain;
use super::hostile;
use super::house::House;

async fn demo() -> House {
    let house = House::with(&[]).await;
    house.script.account.seed().unwrap();
    house
}

fn names(rows: &Value, member: &str) -> Vec<String> {
    let rows = rows.as_array().unwrap();
    rows.iter().map(|row| row[member].as_str().unwrap().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_kinds_are_listed_with_what_can_be_asked_of_them() {
    let house = House::with(&[]).await;
    let rows = house.run("resources").await;
    let objects = house.run("resources --json").await.json();
    assert_eq!(objects.as_array().unwrap().len(), ALL.len());
    for (kind, (row, object)) in ALL.iter().zip(rows.out.lines().zip(objects.as_array().unwrap())) {
        let cells: Vec<&str> = row.split('\t').collect();
        assert_eq!(cells[..3], [kind.name, kind.list.operation, kind.get.operation]);
        assert_eq!(object["kind"], kind.name);
        let filters: Vec<&str> =
            object["filters"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        assert_eq!(cells[3], filters.join(" "));
        for action in object["actions"].as_array().unwrap() {
            assert!(lookup::operation(action.as_str().unwrap()).is_some(), "{action}");
        }
    }
    let person = house.before("", "resources").await;
    assert!(person.out.starts_with("KIND "), "{}", person.out);
    assert_eq!(house.operations(), [] as [String; 0], "nobody is asked");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_a_table_for_a_person_rows_for_a_pipe_and_the_apis_own_rows_in_json() {
    let house = demo().await;
    let json = house.run("resources provisioned-throughput --json").await.json();
    let named = names(&json, "provisionedModelName");
    assert!(named.len() > 1, "{json}");
    let table = house.before("", "resources provisioned-throughput list").await;
    assert_eq!(table.exit, Exit::Success);
    let mut lines = table.out.lines();
    assert!(lines.next().unwrap().starts_with("NAME"), "{}", table.out);
    for (line, name) in lines.zip(&named) {
        assert!(line.starts_with(name.as_str()) && line.len() <= 80, "{line}");
    }
    assert!(table.out.contains("  in service  ") && table.out.contains(" d  "), "{}", table.out);
    let piped = house.run("resources provisioned-throughput").await.out;
    for (line, row) in piped.lines().zip(json.as_array().unwrap()) {
        let cells: Vec<&str> = line.split('\t').collect();
        assert_eq!(cells.len(), THROUGHPUT.columns.len() + 1, "{line}");
        assert_eq!(cells[0], row["provisionedModelArn"]);
        assert_eq!(
            cells[1..3],
            [row["provisionedModelName"].as_str().unwrap(), row["status"].as_str().unwrap()]
        );
        assert_eq!(cells[3], row["modelUnits"].to_string());
        assert_eq!(cells[5], row["creationTime"], "as the API writes it");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn all_pages_are_read_or_as_many_rows_as_are_wanted() {
    let house = House::with(&[]).await;
    house.script.account.fill("provisioned-model", 2_345).unwrap();
    let all = house.run("resources provisioned-throughput --json").await.json();
    let ids: HashSet<String> = names(&all, "provisionedModelArn").into_iter().collect();
    assert_eq!((ids.len(), all.as_array().unwrap().len()), (2_345, 2_345));
    assert_eq!(house.operations().len(), 3, "a thousand a page");
    let some = house.run("resources provisioned-throughput --json --max 1200").await.json();
    assert_eq!(some.as_array().unwrap()[..], all.as_array().unwrap()[..1_200]);
    let first = house.run("resources provisioned-throughput --json --max 3").await.json();
    assert_eq!(first.as_array().unwrap()[..], all.as_array().unwrap()[..3]);
}

#[tokio::test(flavor = "multi_thread")]
async fn profiles_of_the_account_are_listed_and_stand_before_those_of_aws() {
    let house = demo().await;
    let all = house.run("resources inference-profiles --json").await.json();
    assert_eq!(names(&all, "type")[..3], ["APPLICATION", "APPLICATION", "SYSTEM_DEFINED"]);
    let line = "resources inference-profiles --json --filter typeEquals=APPLICATION";
    let own = house.run(line).await.json();
    assert_eq!(own.as_array().unwrap()[..], all.as_array().unwrap()[..2]);
    let some = house.run("resources inference-profiles --json --max 3").await.json();
    assert_eq!(some.as_array().unwrap()[..], all.as_array().unwrap()[..3]);
    let one = house.run("resources inference-profiles get support-chat --json").await.json();
    assert_eq!(one["inferenceProfileName"], "support-chat");
}

#[tokio::test(flavor = "multi_thread")]
async fn filters_are_the_services_own() {
    let house = demo().await;
    let all = house.run("resources customization-jobs --json").await.json();
    let line = "resources customization-jobs --json --filter statusEquals=Completed \
                --filter sortOrder=Ascending";
    let some = house.run(line).await.json();
    let completed = all.as_array().unwrap().iter().rev().filter(|row| row["status"] == "Completed");
    assert!(some.as_array().unwrap().iter().eq(completed), "{some}");
    assert!(some.as_array().unwrap().len() > 1);
    let none = house.run("resources customization-jobs --filter nameContains=zzz").await;
    assert_eq!((none.exit, none.out.as_str()), (Exit::Success, ""));
    assert!(none.err.contains("without --filter all are listed"), "{none:?}");
    let none = house.run("resources customization-jobs --json --filter nameContains=zzz").await;
    assert_eq!((none.out.as_str(), none.err.as_str()), ("[]\n", ""));
    for (line, said) in [
        ("resources customization-jobs --filter status=Failed", "statusEquals: InProgress"),
        (
            "resources customization-jobs --filter statusEquals=Lost",
            "statusEquals takes InProgress",
        ),
        ("resources customization-jobs get x --filter nameContains=x", "choose from a list"),
        ("resources customization-jobs list tickets", "get tickets"),
        ("resources customization-jobs get", "name, id or ARN"),
    ] {
        let refused = house.run(line).await;
        assert_eq!((refused.exit, refused.out.as_str()), (Exit::Usage, ""), "{line}: {refused:?}");
        assert!(refused.err.contains(said), "{line}: {refused:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_is_found_by_arn_id_and_name_and_told_whole() {
    let house = demo().await;
    for (kind, name, arn) in [
        ("provisioned-throughput", "provisionedModelName", "provisionedModelArn"),
        ("customization-jobs", "jobName", "jobArn"),
        ("custom-models", "modelName", "modelArn"),
        ("deployments", "customModelDeploymentName", "customModelDeploymentArn"),
    ] {
        let rows = house.run(&format!("resources {kind} --json")).await.json();
        let row = &rows.as_array().unwrap_or_else(|| panic!("{kind}"))[0];
        let arn_of = |body: &Value| {
            let members = [arn, "modelDeploymentName"];
            members.iter().find_map(|member| body[member].as_str().map(str::to_owned))
        };
        let id = row[arn].as_str().unwrap();
        let end = id.rsplit('/').next().unwrap();
        for word in [id, end, row[name].as_str().unwrap()] {
            let got = house.run(&format!("resources {kind} get {word} --json")).await;
            assert_eq!(got.exit, Exit::Success, "{kind} {word}: {got:?}");
            assert_eq!(arn_of(&got.json()).as_deref(), Some(id), "{kind} {word}");
        }
        let told = house.run(&format!("resources {kind} get {id}")).await.out;
        assert!(told.contains(id) && told.contains(" ago)"), "{told}");
    }
    let job = house.run("resources customization-jobs get contracts-failing-format").await.out;
    assert!(job.contains("\nfailureMessage: "), "{job}");
    assert!(job.contains("\nstatusDetails:\n  validationDetails:\n    status: "), "{job}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_resource_that_is_not_there_or_is_another_kinds_is_said() {
    let house = demo().await;
    let none = house.run("resources custom-models get nobody").await;
    assert_eq!((none.exit, none.out.as_str()), (Exit::Failure, ""));
    assert!(none.err.contains("GetCustomModel: that does not exist"), "{none:?}");
    let arn = "arn:aws:bedrock:us-east-1:123456789012:provisioned-model/abcdefghijkl";
    let other = house.run(&format!("resources custom-models get {arn}")).await;
    assert_eq!(other.exit, Exit::Usage);
    let said = format!("outcrop resources provisioned-throughput get {arn}");
    assert!(other.err.contains(&said), "{other:?}");
    let one = house.run("resources invocation-logging get mine").await;
    assert_eq!(one.exit, Exit::Usage, "{one:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_service_refuses_ends_with_its_code() {
    for (fault, exit) in [
        ("throttle", Exit::Throttled),
        ("deny", Exit::Access),
        ("expired", Exit::Credentials),
        ("internal", Exit::Failure),
    ] {
        let house = House::with(&[fault]).await;
        for line in ["resources custom-models", "resources custom-models get some"] {
            let refused = house.run(line).await;
            assert_eq!((refused.exit, refused.out.as_str()), (exit, ""), "{line}: {refused:?}");
            assert!(refused.err.contains("why: ") && refused.err.contains("try: "), "{refused:?}");
        }
    }
}

/// A service that answers every request with this.
async fn stranger(answer: &Value) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let body = answer.to_string();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut head = vec![0; 65_536];
            let _ = stream.read(&mut head).await;
            let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n";
            let answer = format!("{head}content-length: {}\r\n\r\n{body}", body.len());
            let _ = stream.write_all(answer.as_bytes()).await;
        }
    });
    url
}

#[tokio::test(flavor = "multi_thread")]
async fn several_of_a_name_are_told_apart_by_their_ids() {
    let arn = |id: &str| format!("arn:aws:bedrock:us-east-1:123456789012:guardrail/{id}");
    let row = |id: &str| json!({"name": "Mine!", "arn": arn(id), "status": "READY"});
    let answer = json!({"guardrails": [row("aaa"), row("bbb")]});
    let house = House::with(&[]).await.behind(stranger(&answer).await);
    let said = house.run("resources guardrails get Mine!").await;
    assert_eq!((said.exit, said.out.as_str()), (Exit::Usage, ""));
    for id in ["aaa", "bbb"] {
        assert!(said.err.contains(&arn(id)), "{said:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_without_an_end_are_not_read_for_ever() {
    let answer = json!({"guardrails": [{"name": "a"}], "nextToken": "again"});
    let house = House::with(&[]).await.behind(stranger(&answer).await);
    let said = house.run("resources guardrails").await;
    assert_eq!(said.exit, Exit::Failure);
    assert!(said.err.contains("the list has no end"), "{said:?}");
    let some = house.run("resources guardrails --json --max 2").await.json();
    assert_eq!(some.as_array().unwrap().len(), 2, "what is wanted is there");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_service_says_is_printed_as_plain_text() {
    for (name, text) in hostile::texts() {
        let row = json!({"name": text, "arn": text, "status": text, "description": text, text.as_str(): text});
        let mut answer = row.clone();
        answer["guardrails"] = json!([row]);
        let house = House::with(&[]).await.behind(stranger(&answer).await);
        for line in [
            "resources guardrails",
            "resources guardrails --json",
            "resources guardrails get abc",
            "resources guardrails get abc --json",
        ] {
            for outcome in [house.run(line).await, house.before("", line).await] {
                assert_eq!(outcome.exit, Exit::Success, "{name}: {line}: {outcome:?}");
                is_plain(&format!("{name}: {line}"), &outcome);
            }
        }
        let rows = house.run("resources guardrails --json").await.json();
        assert_eq!(rows[0]["name"], text.as_str(), "{name}: JSON loses nothing");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_throttled_is_tried_again_as_often_as_set_and_each_wait_is_said() {
    let house = House::with(&["throttle@ListProvisionedModelThroughputs=2"]).await;
    house.script.account.fill("provisioned-model", 1_500).unwrap();
    let line = "resources provisioned-throughput --json";
    let refused = house.run(line).await;
    assert_eq!((refused.exit, refused.out.as_str()), (Exit::Throttled, ""), "one attempt is set");
    assert!(!refused.err.contains("waiting"), "{refused:?}");

    let house = House::with(&["throttle@ListProvisionedModelThroughputs=2"]).await;
    house.script.account.fill("provisioned-model", 1_500).unwrap();
    house.configure("retry_attempts = 3\n");
    let listed = house.run(line).await;
    assert_eq!(listed.json().as_array().unwrap().len(), 1_500);
    for said in ["(attempt 2 follows): waiting ", "(attempt 3 follows): waiting "] {
        assert!(listed.err.contains(said), "{}", listed.err);
    }
    assert_eq!(house.operations().len(), 4, "two refusals, two pages: {:?}", house.operations());

    let house = House::with(&["throttle@ListProvisionedModelThroughputs"]).await;
    house.configure("retry_attempts = 2\n");
    let refused = house.run(line).await;
    assert_eq!((refused.exit, refused.out.as_str()), (Exit::Throttled, ""), "{refused:?}");
    assert_eq!(house.operations().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_is_throttled_is_read_again_and_what_is_denied_is_not() {
    let house = House::with(&["throttle@GetProvisionedModelThroughput=1"]).await;
    house.script.account.seed().unwrap();
    house.configure("retry_attempts = 3\n");
    let all = house.run("resources provisioned-throughput --json").await.json();
    let name = &names(&all, "provisionedModelName")[0];
    let one = house.run(&format!("resources provisioned-throughput get {name} --json")).await;
    assert_eq!(one.json()["provisionedModelName"], name.as_str());
    assert!(one.err.contains("(attempt 2 follows): waiting "), "{one:?}");

    let house = House::with(&["deny@ListProvisionedModelThroughputs"]).await;
    house.configure("retry_attempts = 3\n");
    let denied = house.run("resources provisioned-throughput").await;
    assert_eq!(house.operations().len(), 1, "{denied:?}");
    assert!(!denied.err.contains("waiting"), "{denied:?}");
}
