//! An operation of the API: its HTTP form, its errors, its pages. Finding one, and following it to
//! its shapes, is in `lookup`.

use crate::api::plane::Plane;
use crate::api::uri::Template;

/// An operation as the service model states it.
#[derive(Debug)]
pub struct Operation {
    /// Such as `ListFoundationModels`.
    pub name: String,
    /// Which endpoint serves it.
    pub plane: Plane,
    /// The HTTP method, in capitals.
    pub method: String,
    /// The path with its labels.
    pub path: Template,
    /// The HTTP status of success.
    pub status: u16,
    /// The service promises that a repeat changes nothing.
    pub idempotent: bool,
    /// How to read all pages, when there are pages.
    pub pagination: Option<Pagination>,
    pub(crate) input: Option<String>,
    pub(crate) output: Option<String>,
    pub(crate) errors: Vec<String>,
}

/// The members that carry pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pagination {
    /// The input member the next call takes the token in.
    pub input_token: String,
    /// The output member the token comes in.
    pub output_token: String,
    /// The input member that bounds a page.
    pub limit: Option<String>,
    /// The output members that hold the results.
    pub results: Vec<String>,
}

/// An error an operation declares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeclaredError<'a> {
    /// Such as `ThrottlingException`.
    pub name: &'a str,
    /// The HTTP status it comes with.
    pub status: u16,
}
