//! The shape of a value: its kind, its members, its limits. How a shape is read from the service
//! model is in `service`; how a value is held against it is in `validation`.

use crate::api::pattern::Pattern;

/// A named type of the API.
#[derive(Debug)]
pub struct Shape {
    /// The name in the service model, such as `ContentBlocks`.
    pub name: String,
    /// What kind of value it is.
    pub kind: Kind,
    /// How long, how large, which values.
    pub limits: Limits,
    /// The service marks it as not to be logged or repeated in messages.
    pub sensitive: bool,
}

/// The kinds of values.
#[derive(Debug)]
pub enum Kind {
    /// An object with known members.
    Structure(Structure),
    /// An array; the name of the shape of its elements.
    List(String),
    /// An object with free keys.
    Map {
        /// The shape of its keys.
        key: String,
        /// The shape of its values.
        value: String,
    },
    /// Text.
    String,
    /// A whole number of 32 bits.
    Integer,
    /// A whole number of 64 bits.
    Long,
    /// A number of 32 bits.
    Float,
    /// A number of 64 bits.
    Double,
    /// true or false.
    Boolean,
    /// Bytes: base64 in JSON.
    Blob,
    /// A point in time: ISO 8601 text when `iso8601`, else seconds since the epoch.
    Timestamp {
        /// Whether it is written as text.
        iso8601: bool,
    },
    /// Any JSON value (a document type).
    Document,
}

/// What a structure is made of.
#[derive(Debug)]
pub struct Structure {
    /// In the order of the service model.
    pub members: Vec<Member>,
    /// Exactly one member is set.
    pub union: bool,
    /// The member whose value is the HTTP body itself, if one is.
    pub payload: Option<String>,
    /// Its members are the events of a stream.
    pub event_stream: bool,
    /// The HTTP status when the structure is an error.
    pub error_status: Option<u16>,
}

/// A member of a structure.
#[derive(Debug)]
pub struct Member {
    /// The name in the API, which is also the name in a JSON body.
    pub name: String,
    /// The name of its shape.
    pub shape: String,
    /// It must be set.
    pub required: bool,
    /// Where it travels.
    pub location: Location,
    /// The name it has where it travels: the header, the query parameter, the path label.
    pub wire_name: String,
    /// The SDKs fill it in when it is not set.
    pub idempotency_token: bool,
    /// The service advises against it.
    pub deprecated: bool,
}

/// Where a member travels in HTTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Location {
    /// In the JSON body.
    Body,
    /// In a header.
    Header,
    /// In the query string.
    Query,
    /// In the path.
    Path,
}

/// The limits of a shape. What `min` and `max` count depends on the kind: characters, bytes,
/// elements, or the number itself.
#[derive(Debug, Default)]
pub struct Limits {
    /// The least length or value.
    pub min: Option<f64>,
    /// The greatest length or value.
    pub max: Option<f64>,
    /// What text must look like.
    pub pattern: Option<Pattern>,
    /// The values known to the service model; empty when free. Services do answer with values
    /// beyond it.
    pub values: Vec<String>,
}

impl Shape {
    /// The structure, when it is one.
    pub fn structure(&self) -> Option<&Structure> {
        match &self.kind {
            Kind::Structure(structure) => Some(structure),
            _ => None,
        }
    }
}

impl Structure {
    /// The member of that name.
    pub fn member(&self, name: &str) -> Option<&Member> {
        self.members.iter().find(|member| member.name == name)
    }
}
