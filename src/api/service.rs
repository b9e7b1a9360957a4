//! A service model read into operations and shapes. The files' own notation is in `facts`; the two
//! services of this API are held in `lookup`.

use crate::api::facts::{
    MemberFile, OneOrMany, OperationFile, PaginationFile, ServiceFile, ShapeFile,
};
use crate::api::operation::{Operation, Pagination};
use crate::api::pattern::Pattern;
use crate::api::plane::Plane;
use crate::api::shape::{Kind, Limits, Location, Member, Shape, Structure};
use crate::api::uri::Template;
use std::collections::HashMap;

/// The operations and shapes of one endpoint.
#[derive(Debug)]
pub struct Service {
    operations: Vec<Operation>,
    shapes: HashMap<String, Shape>,
}

impl Service {
    pub(crate) fn read(plane: Plane, json: &str) -> Result<Self, serde_json::Error> {
        let mut file: ServiceFile = serde_json::from_str(json)?;
        let mut operations = Vec::with_capacity(file.operations.len());
        for (name, operation) in file.operations {
            let pages = file.pagination.remove(&name).and_then(pagination);
            operations.push(read_operation(plane, operation, pages));
        }
        let mut shapes = HashMap::with_capacity(file.shapes.len());
        for (name, shape) in file.shapes {
            shapes.insert(name.clone(), read_shape(name, shape)?);
        }
        Ok(Self { operations, shapes })
    }

    /// All operations, by name.
    pub fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// The shape of that name.
    pub fn shape(&self, name: &str) -> Option<&Shape> {
        self.shapes.get(name)
    }

    /// The shape of a member of a structure; none where it is no structure, or has no such member.
    pub fn member(&self, structure: &Shape, name: &str) -> Option<&Shape> {
        self.shape(&structure.structure()?.member(name)?.shape)
    }

    /// All shapes, in no order.
    pub fn shapes(&self) -> impl Iterator<Item = &Shape> {
        self.shapes.values()
    }
}

fn read_operation(plane: Plane, file: OperationFile, pagination: Option<Pagination>) -> Operation {
    Operation {
        plane,
        path: Template::parse(&file.http.request_uri),
        method: file.http.method,
        status: file.http.response_code,
        idempotent: file.idempotent,
        pagination,
        input: file.input.map(|input| input.shape),
        output: file.output.map(|output| output.shape),
        errors: file.errors.into_iter().map(|error| error.shape).collect(),
        name: file.name,
    }
}

fn pagination(file: PaginationFile) -> Option<Pagination> {
    let results = match file.result_key {
        Some(OneOrMany::One(key)) => vec![key],
        Some(OneOrMany::Many(keys)) => keys,
        None => Vec::new(),
    };
    Some(Pagination {
        input_token: file.input_token?,
        output_token: file.output_token?,
        limit: file.limit_key,
        results,
    })
}

fn read_shape(name: String, mut file: ShapeFile) -> Result<Shape, serde_json::Error> {
    let limits = Limits {
        min: file.min,
        max: file.max,
        pattern: file.pattern.take().map(Pattern::new),
        values: std::mem::take(&mut file.values),
    };
    let sensitive = file.sensitive;
    let kind = match file.kind.as_str() {
        "structure" if file.document => Kind::Document,
        "structure" => Kind::Structure(read_structure(file)?),
        "list" => Kind::List(file.member.map(|member| member.shape).unwrap_or_default()),
        "map" => Kind::Map {
            key: file.key.map(|key| key.shape).unwrap_or_default(),
            value: file.value.map(|value| value.shape).unwrap_or_default(),
        },
        "integer" => Kind::Integer,
        "long" => Kind::Long,
        "float" => Kind::Float,
        "double" => Kind::Double,
        "boolean" => Kind::Boolean,
        "blob" => Kind::Blob,
        "timestamp" => {
            Kind::Timestamp { iso8601: file.timestamp_format.as_deref() == Some("iso8601") }
        }
        _ => Kind::String,
    };
    Ok(Shape { name, kind, limits, sensitive })
}

fn read_structure(file: ShapeFile) -> Result<Structure, serde_json::Error> {
    let mut members = Vec::with_capacity(file.members.len());
    for (name, value) in file.members {
        let member: MemberFile = serde_json::from_value(value)?;
        members.push(Member {
            required: file.required.contains(&name),
            location: match member.location.as_deref() {
                Some("header" | "headers") => Location::Header,
                Some("querystring") => Location::Query,
                Some("uri") => Location::Path,
                _ => Location::Body,
            },
            wire_name: member.location_name.unwrap_or_else(|| name.clone()),
            shape: member.shape,
            idempotency_token: member.idempotency_token,
            deprecated: member.deprecated,
            name,
        });
    }
    let error_status =
        file.exception.then(|| file.error.and_then(|error| error.http_status_code).unwrap_or(400));
    Ok(Structure {
        members,
        union: file.union,
        payload: file.payload,
        event_stream: file.eventstream,
        error_status,
    })
}
