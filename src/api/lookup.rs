//! Finding an operation, by name or by plane, method and path, and following it to its shapes. The
//! two service models are embedded here and read once, when first asked; reading is in `service`.

use crate::api::operation::{DeclaredError, Operation};
use crate::api::plane::Plane;
use crate::api::service::Service;
use crate::api::shape::Shape;
use std::collections::BTreeMap;
use std::sync::LazyLock;

static CONTROL: LazyLock<Service> =
    LazyLock::new(|| embedded(Plane::Control, include_str!("../../assets/api/bedrock.json")));
static RUNTIME: LazyLock<Service> = LazyLock::new(|| {
    embedded(Plane::Runtime, include_str!("../../assets/api/bedrock-runtime.json"))
});

#[expect(
    clippy::expect_used,
    reason = "the files are part of the program and read in every test run"
)]
fn embedded(plane: Plane, json: &str) -> Service {
    Service::read(plane, json).expect("the embedded service model is well-formed")
}

/// An operation a request path belongs to.
#[derive(Debug)]
pub struct Route {
    /// The operation.
    pub operation: &'static Operation,
    /// The labels of the path, decoded.
    pub labels: BTreeMap<String, String>,
}

/// The service model of a plane.
pub fn service(plane: Plane) -> &'static Service {
    match plane {
        Plane::Control => &CONTROL,
        Plane::Runtime => &RUNTIME,
    }
}

/// All operations of both planes: the control plane first, each by name.
pub fn operations() -> impl Iterator<Item = &'static Operation> {
    [Plane::Control, Plane::Runtime].into_iter().flat_map(|plane| service(plane).operations())
}

/// The operation of that name, in whatever letter case.
pub fn operation(name: &str) -> Option<&'static Operation> {
    operations().find(|operation| operation.name.eq_ignore_ascii_case(name))
}

/// The operation of a request to that plane. `path` is without query and still percent-encoded.
pub fn route(plane: Plane, method: &str, path: &str) -> Option<Route> {
    service(plane)
        .operations()
        .iter()
        .filter(|operation| operation.method.eq_ignore_ascii_case(method))
        .filter_map(|operation| {
            operation.path.labels(path).map(|labels| Route { operation, labels })
        })
        .max_by_key(|route| route.operation.path.fixed())
}

/// The operation of a request to an endpoint that serves both planes, as the simulator's does.
pub fn route_any(method: &str, path: &str) -> Option<Route> {
    route(Plane::Runtime, method, path).or_else(|| route(Plane::Control, method, path))
}

impl Operation {
    /// The shape of the input; none when it takes none.
    pub fn input(&self) -> Option<&'static Shape> {
        service(self.plane).shape(self.input.as_deref()?)
    }

    /// The shape of the output; none when it answers nothing.
    pub fn output(&self) -> Option<&'static Shape> {
        service(self.plane).shape(self.output.as_deref()?)
    }

    /// The errors it declares, in the order of the service model.
    pub fn errors(&self) -> impl Iterator<Item = DeclaredError<'_>> {
        self.errors.iter().map(|name| {
            let shape = service(self.plane).shape(name);
            let status = shape.and_then(Shape::structure).and_then(|s| s.error_status);
            DeclaredError { name, status: status.unwrap_or(400) }
        })
    }

    /// Whether the output is a stream of events.
    pub fn is_streaming(&self) -> bool {
        let service = service(self.plane);
        self.output().and_then(Shape::structure).is_some_and(|output| {
            output
                .members
                .iter()
                .filter_map(|member| service.shape(&member.shape)?.structure())
                .any(|structure| structure.event_stream)
        })
    }
}

#[cfg(test)]
#[path = "lookup/tests.rs"]
mod tests;
