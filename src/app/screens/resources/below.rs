//! What is listed below one resource, because its own answer does not name it: the versions of a
//! guardrail, what a custom model is invoked through. Not here: asking for it (detail).

use crate::domain::kinds::{CUSTOM_MODEL, GUARDRAIL};
use crate::domain::resource::Kind;

/// Rows that are listed at most.
pub const MOST: u32 = 100;
/// Where the versions of a guardrail stand among the lines.
pub const VERSIONS: &str = "/~versions";

/// A list below a resource.
#[derive(Debug, PartialEq, Eq)]
pub struct Listed {
    /// What it is called.
    pub heading: &'static str,
    /// Where it stands among the lines.
    pub place: &'static str,
    /// The operation that lists it.
    pub operation: &'static str,
    /// The member of its input that takes the id of the resource.
    pub by: &'static str,
    /// The member of its output with the rows.
    pub rows: &'static str,
}

const OF_GUARDRAIL: &[Listed] = &[Listed {
    heading: "Versions",
    place: VERSIONS,
    operation: "ListGuardrails",
    by: "guardrailIdentifier",
    rows: "guardrails",
}];
const OF_CUSTOM_MODEL: &[Listed] = &[
    Listed {
        heading: "Throughput",
        place: "/~throughput",
        operation: "ListProvisionedModelThroughputs",
        by: "modelArnEquals",
        rows: "provisionedModelSummaries",
    },
    Listed {
        heading: "Deployments",
        place: "/~deployments",
        operation: "ListCustomModelDeployments",
        by: "modelArnEquals",
        rows: "modelDeploymentSummaries",
    },
];

/// The lists below a resource of a kind.
pub fn of_kind(kind: &Kind) -> &'static [Listed] {
    if *kind == GUARDRAIL {
        OF_GUARDRAIL
    } else if *kind == CUSTOM_MODEL {
        OF_CUSTOM_MODEL
    } else {
        &[]
    }
}
