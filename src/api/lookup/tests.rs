//! The service models as a whole: everything they state can be found, routed and checked.
//! Matching one path is tested in `uri`, judging one value in `validation`.

use super::*;
use crate::api::shape::{Kind, Location};
use std::collections::BTreeSet;

#[test]
fn both_planes_are_read() {
    assert_eq!(service(Plane::Control).operations().len(), 108);
    assert_eq!(service(Plane::Runtime).operations().len(), 11);
}

#[test]
fn every_operation_is_found_by_name_and_by_path() {
    for wanted in operations() {
        assert_eq!(operation(&wanted.name).unwrap().name, wanted.name);
        let path: Vec<String> = wanted
            .path
            .source()
            .split('/')
            .map(|part| if part.starts_with('{') { "x%2Fy".to_owned() } else { part.to_owned() })
            .collect();
        let path = path.join("/");
        let found = route(wanted.plane, &wanted.method, &path).unwrap();
        assert_eq!(found.operation.name, wanted.name, "{path}");
        assert!(found.labels.values().all(|label| label == "x/y"));
        let found = route_any(&wanted.method, &path).unwrap();
        assert_eq!(found.operation.name, wanted.name, "one endpoint for both planes: {path}");
    }
}

#[test]
fn what_is_no_operation_is_not_found() {
    assert!(operation("Nonsense").is_none());
    assert!(route(Plane::Control, "GET", "/nonsense").is_none());
    assert!(route(Plane::Control, "PATCH", "/foundation-models").is_none());
    assert!(route(Plane::Control, "POST", "/model/x/converse").is_none());
}

#[test]
fn every_named_shape_exists() {
    for plane in [Plane::Control, Plane::Runtime] {
        let service = service(plane);
        for shape in service.shapes() {
            let named: Vec<&str> = match &shape.kind {
                Kind::Structure(structure) => {
                    structure.members.iter().map(|member| member.shape.as_str()).collect()
                }
                Kind::List(member) => vec![member],
                Kind::Map { key, value } => vec![key, value],
                _ => Vec::new(),
            };
            for name in named {
                assert!(service.shape(name).is_some(), "{} names {name}", shape.name);
            }
        }
        for operation in service.operations() {
            assert_eq!(operation.input().is_some(), operation.input.is_some());
            assert_eq!(operation.output().is_some(), operation.output.is_some());
            assert!(operation.errors().all(|error| error.status >= 400), "{}", operation.name);
        }
    }
}

#[test]
fn every_path_label_is_a_required_member() {
    for operation in operations().filter(|operation| operation.path.source().contains('{')) {
        let input = operation.input().unwrap().structure().unwrap();
        for label in operation.path.source().split('{').skip(1) {
            let label = label.split(['}', '+']).next().unwrap();
            let member = input
                .members
                .iter()
                .find(|member| member.location == Location::Path && member.wire_name == label);
            assert!(member.is_some_and(|member| member.required), "{} {label}", operation.name);
        }
    }
}

#[test]
fn pages_name_members_that_exist() {
    for operation in operations() {
        let Some(pages) = &operation.pagination else {
            continue;
        };
        let input = operation.input().unwrap().structure().unwrap();
        let output = operation.output().unwrap().structure().unwrap();
        assert!(input.member(&pages.input_token).is_some(), "{}", operation.name);
        assert!(output.member(&pages.output_token).is_some(), "{}", operation.name);
        assert!(pages.results.iter().all(|result| output.member(result).is_some()));
    }
    let list = operation("ListInferenceProfiles").unwrap();
    assert_eq!(list.pagination.as_ref().unwrap().results, ["inferenceProfileSummaries"]);
}

#[test]
fn streams_are_known() {
    let streaming: BTreeSet<&str> = operations()
        .filter(|operation| operation.is_streaming())
        .map(|operation| operation.name.as_str())
        .collect();
    assert_eq!(
        streaming,
        BTreeSet::from([
            "ConverseStream",
            "InvokeModelWithBidirectionalStream",
            "InvokeModelWithResponseStream",
        ])
    );
}

#[test]
fn throttling_is_429_everywhere_and_declared_by_converse() {
    let converse = operation("Converse").unwrap();
    let throttling = converse.errors().find(|error| error.name == "ThrottlingException").unwrap();
    assert_eq!(throttling.status, 429);
}

/// The list of what is not checked here, so that nobody believes it is.
#[test]
fn the_patterns_that_cannot_be_checked_are_these() {
    let mut unchecked: Vec<String> = [Plane::Control, Plane::Runtime]
        .into_iter()
        .flat_map(|plane| service(plane).shapes())
        .filter(|shape| shape.limits.pattern.as_ref().is_some_and(|p| !p.is_checkable()))
        .map(|shape| shape.name.clone())
        .collect();
    unchecked.sort();
    assert_eq!(unchecked, Vec::<String>::new());
}
