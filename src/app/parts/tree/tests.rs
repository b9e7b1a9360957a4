//! What lines a tree has, in which order, and what is copied of them.

use serde_json::json;

use super::*;

fn job() -> Tree {
    let shape = lookup::operation("GetModelCustomizationJob").unwrap().output();
    Tree::of(
        shape,
        &json!({
            "newerThanWe": {"inside": 1},
            "status": "Completed",
            "jobArn": "arn:aws:bedrock:us-east-1:1:model-customization-job/a",
            "creationTime": "2026-11-20T10:40:00Z",
            "hyperParameters": {"epochCount": "2"},
            "trainingDataConfig": {"s3Uri": "s3://b/train.jsonl"},
            "validationMetrics": [{"validationLoss": 0.9}, {"validationLoss": 0.4}],
            "failureMessage": null,
            "clientRequestToken": "",
        }),
    )
}

fn line<'a>(tree: &'a Tree, pointer: &str) -> &'a Line {
    tree.lines().iter().find(|line| line.pointer == pointer).unwrap()
}

#[test]
fn members_stand_in_the_order_of_the_shape_and_unknown_ones_behind_them() {
    let tree = job();
    let top: Vec<&str> =
        tree.lines().iter().filter(|line| line.depth == 0).map(|line| line.name.as_str()).collect();
    assert_eq!(
        top,
        [
            "jobArn",
            "clientRequestToken",
            "status",
            "creationTime",
            "hyperParameters",
            "trainingDataConfig",
            "validationMetrics",
            "newerThanWe"
        ]
    );
    assert!(!line(&tree, "/newerThanWe").known && !line(&tree, "/newerThanWe/inside").known);
    assert!(line(&tree, "/hyperParameters/epochCount").known, "a map's keys are free");
}

#[test]
fn values_are_shown_as_what_they_are() {
    let tree = job();
    assert_eq!(line(&tree, "/creationTime").value, Shown::Time(1_795_171_200_000));
    assert!(matches!(line(&tree, "/jobArn").value, Shown::Link(_)));
    assert!(matches!(line(&tree, "/trainingDataConfig/s3Uri").value, Shown::Link(_)));
    assert_eq!(line(&tree, "/clientRequestToken").value, Shown::Nothing);
    let course = tree.lines().iter().find(|line| matches!(line.value, Shown::Series(_))).unwrap();
    assert_eq!(
        (course.label.as_str(), &course.value),
        ("Validation loss", &Shown::Series(vec![0.9, 0.4]))
    );
    assert_eq!(line(&tree, "/validationMetrics/1/validationLoss").depth, 2);
}

#[test]
fn the_selected_line_stays_selected_when_the_answer_comes_again() {
    let mut tree = job();
    tree.list.fit(20);
    tree.list.select(2);
    assert_eq!(tree.selected().unwrap().name, "status");
    tree.take(
        lookup::operation("GetModelCustomizationJob").unwrap().output(),
        &json!({"status": "Failed"}),
    );
    assert_eq!(tree.selected().unwrap().value, Shown::Text("Failed".into()));
    tree.join("Versions", "/~", None, &json!([{"a": 1}]));
    let said: Vec<&str> = tree.lines().iter().map(|line| line.label.as_str()).collect();
    assert_eq!(said, ["Status", "Versions", "1", "a"]);
    tree.join("Versions", "/~", None, &json!([]));
    assert_eq!(tree.lines().len(), 2);
}

#[test]
fn what_is_copied_is_the_value_itself() {
    let body = json!({"a/b": {"c": ["x", {"d": 1}]}});
    let body = body.as_object().unwrap();
    assert_eq!(source(body, "/a~1b/c/0").unwrap(), "x");
    assert_eq!(source(body, "/a~1b/c/1").unwrap(), "{\n  \"d\": 1\n}");
    assert_eq!(source(body, "/gone"), None);
}
