//! The descriptors of resources against the API's facts: every operation and member they name is one,
//! and a list on the screen is made of them.

use outcrop::api::lookup;
use outcrop::api::operation::Operation;
use outcrop::api::plane::Plane;
use outcrop::api::shape::{Kind as Type, Shape};
use outcrop::domain::kinds::{ALL, GUARDRAIL_VERSION};

fn operation(name: &str) -> &'static Operation {
    lookup::operation(name).unwrap_or_else(|| panic!("{name} is no operation"))
}

fn shape(name: &str) -> &'static Shape {
    lookup::service(Plane::Control).shape(name).unwrap()
}

/// Where a path of members leads from a shape.
fn leading(from: &'static Shape, path: &str) -> Option<&'static Shape> {
    let step = |shape: &'static Shape, name: &str| {
        Some(self::shape(&shape.structure()?.member(name)?.shape))
    };
    path.split('/').try_fold(from, step)
}

/// Whether a path of members leads somewhere from a shape.
fn leads(from: &'static Shape, path: &str) -> bool {
    leading(from, path).is_some()
}

#[test]
fn tags_are_offered_where_the_service_takes_them() {
    let taggable = shape("TaggableResourcesArn").limits.pattern.as_ref().unwrap().source();
    for kind in ALL {
        let takes = !kind.arn.is_empty() && taggable.contains(kind.arn);
        assert_eq!(kind.tags, takes, "{}", kind.name);
    }
}

#[test]
fn every_operation_and_member_that_is_named_is_one() {
    for kind in ALL.into_iter().chain([&GUARDRAIL_VERSION]) {
        let listed = operation(kind.list.operation).output().unwrap();
        let rows = listed.structure().unwrap().member(kind.list.rows).unwrap();
        let row = match &shape(&rows.shape).kind {
            Type::List(member) => shape(member),
            _ => shape(&rows.shape),
        };
        let read = operation(kind.get.operation).output().unwrap();
        for member in [kind.row.name, kind.row.id, kind.row.status, kind.row.created] {
            assert!(member.is_empty() || leads(row, member), "{}: {member}", kind.name);
        }
        let named = |path: &&str| !path.is_empty() && leads(read, path);
        let name = [kind.row.name, kind.get.name].iter().any(named);
        assert!(name || kind.row.name.is_empty(), "{}: what is read has no name", kind.name);
        let failure = kind.row.failure;
        assert!(failure.is_empty() || leads(read, failure), "{}: {failure}", kind.name);
        for column in kind.columns {
            assert!(leads(row, column.member), "{}: {}", kind.name, column.member);
        }
        if let Some(by) = kind.get.by {
            assert!(leads(operation(kind.get.operation).input().unwrap(), by), "{}", kind.name);
        }
        if let Some(status) = kind.row.status.split('/').next().filter(|name| !name.is_empty()) {
            let words = |from: &'static Shape, path: &str| {
                leading(from, path).map(|shape| shape.limits.values.clone())
            };
            let mut values = words(row, status).unwrap();
            values.extend(words(read, kind.row.update).unwrap_or_default());
            for word in kind.moving.iter().chain(kind.failed) {
                assert!(values.iter().any(|value| value == word), "{}: {word}", kind.name);
            }
            for action in kind.actions {
                for word in action.when {
                    assert!(values.iter().any(|value| value == word), "{}: {word}", kind.name);
                }
            }
        }
        for action in kind.actions {
            let Some(input) = operation(action.operation).input() else {
                assert!(action.by.is_none() && action.from.is_empty(), "{}", action.operation);
                continue;
            };
            for member in action.by.iter().chain(action.from.iter().map(|(to, _)| to)) {
                assert!(leads(input, member), "{}: {member}", action.operation);
            }
            if let Some((member, value)) = action.only {
                let shape = shape(&row.structure().unwrap().member(member).unwrap().shape);
                assert!(shape.limits.values.iter().any(|word| word == value), "{value}");
            }
            for (_, member) in action.from {
                assert!(leads(row, member) || leads(read, member), "{}: {member}", kind.name);
            }
        }
    }
}
