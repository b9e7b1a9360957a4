//! Every model that can be invoked, with the ways to it: the table and what is known of one model.

pub mod access;
pub mod again;
pub mod column;
pub mod detail;
pub mod facet;
pub mod matrix;
pub mod row;
pub mod state;
pub mod terms;
