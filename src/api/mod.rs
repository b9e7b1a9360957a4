//! The API as facts: operations by name or by method and path, shapes with their limits, and a
//! validator of JSON against a shape. No network, no behaviour, and nothing about any one screen.

pub mod access;
pub mod base64;
pub mod command_line;
pub mod constraint;
mod facts;
pub mod lookup;
pub mod operation;
pub mod pattern;
pub mod plane;
pub mod request;
pub mod service;
pub mod shape;
pub mod uri;
pub mod validation;
pub mod wording;
