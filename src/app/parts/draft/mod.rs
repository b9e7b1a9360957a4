//! The draft of a request: a value of an operation's input being made, and what is wrong with it by
//! the API's own limits. Not here: the form it is typed in, or sending it.

pub mod checking;
pub mod likeness;
pub mod node;
pub mod page;
pub mod place;
pub mod tree;
