//! Every model that can be invoked, with the ways to it: the table and what is known of one model.

pub mod column;
pub mod facet;
pub mod row;
pub mod state;
