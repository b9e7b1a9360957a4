//! A request that is made in a form, and the values that are offered for one of its fields.

pub mod json;
pub mod offered;
pub mod state;
