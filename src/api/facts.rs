//! The service model files as they are written: serde types, one for each notation of the files.
//! What the rest of the floor works with is built from these in `service`, and nowhere else.

use serde::Deserialize;
use std::collections::BTreeMap;

/// One service model file.
#[derive(Deserialize)]
pub(crate) struct ServiceFile {
    pub(crate) operations: BTreeMap<String, OperationFile>,
    pub(crate) shapes: BTreeMap<String, ShapeFile>,
    #[serde(default)]
    pub(crate) pagination: BTreeMap<String, PaginationFile>,
}

#[derive(Deserialize)]
pub(crate) struct OperationFile {
    pub(crate) name: String,
    pub(crate) http: HttpFile,
    pub(crate) input: Option<RefFile>,
    pub(crate) output: Option<RefFile>,
    #[serde(default)]
    pub(crate) errors: Vec<RefFile>,
    #[serde(default)]
    pub(crate) idempotent: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HttpFile {
    pub(crate) method: String,
    pub(crate) request_uri: String,
    #[serde(default = "ok")]
    pub(crate) response_code: u16,
}

fn ok() -> u16 {
    200
}

#[derive(Deserialize)]
pub(crate) struct RefFile {
    pub(crate) shape: String,
}

#[derive(Deserialize)]
pub(crate) struct PaginationFile {
    pub(crate) input_token: Option<String>,
    pub(crate) output_token: Option<String>,
    pub(crate) limit_key: Option<String>,
    pub(crate) result_key: Option<OneOrMany>,
}

#[derive(Deserialize)]
#[serde(untagged)]
pub(crate) enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "the flags of the file format")]
pub(crate) struct ShapeFile {
    #[serde(rename = "type")]
    pub(crate) kind: String,
    /// In the order the files write them, which is the order forms show them.
    #[serde(default)]
    pub(crate) members: serde_json::Map<String, serde_json::Value>,
    #[serde(default)]
    pub(crate) required: Vec<String>,
    #[serde(default)]
    pub(crate) union: bool,
    #[serde(default)]
    pub(crate) document: bool,
    #[serde(default)]
    pub(crate) eventstream: bool,
    #[serde(default)]
    pub(crate) exception: bool,
    #[serde(default)]
    pub(crate) sensitive: bool,
    pub(crate) payload: Option<String>,
    pub(crate) member: Option<RefFile>,
    pub(crate) key: Option<RefFile>,
    pub(crate) value: Option<RefFile>,
    pub(crate) min: Option<f64>,
    pub(crate) max: Option<f64>,
    pub(crate) pattern: Option<String>,
    #[serde(default, rename = "enum")]
    pub(crate) values: Vec<String>,
    pub(crate) error: Option<ErrorFile>,
    pub(crate) timestamp_format: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ErrorFile {
    pub(crate) http_status_code: Option<u16>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MemberFile {
    pub(crate) shape: String,
    pub(crate) location: Option<String>,
    pub(crate) location_name: Option<String>,
    #[serde(default)]
    pub(crate) idempotency_token: bool,
    #[serde(default)]
    pub(crate) deprecated: bool,
}
