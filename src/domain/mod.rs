//! The words: plain data every floor shares. No I/O.

pub mod access;
pub mod archive;
pub mod ask;
pub mod body;
pub mod catalog;
pub mod clipboard;
pub mod content;
pub mod conversation;
pub mod family;
pub mod fitting;
pub mod id;
pub mod kinds;
pub mod limits;
pub mod markdown;
pub mod operation;
pub mod outcome;
pub mod piece;
pub mod price;
pub mod problem;
pub mod records;
pub mod resource;
pub mod seen;
pub mod session;
pub mod shelf;
pub mod thread;
pub mod ways;
