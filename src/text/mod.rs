//! Markdown to role-tagged rows; wrapping, tables, code, sanitising.
//! Not here: colours and the terminal (`ui`), highlighting's thread (`runtime`).

pub mod document;
pub mod highlight;
pub mod listing;
pub mod row;
pub mod sanitise;
pub mod style;
pub mod wrap;

mod blocks;
mod body;
mod code;
mod container;
mod cursor;
mod definition;
mod fence;
mod flow;
mod html;
mod inline;
mod joined;
mod language;
mod paragraph;
mod pieces;
mod recognise;
mod scope;
mod segment;
mod sheet;
mod table;
mod table_line;
mod table_plan;
mod url;
mod verbatim;
mod width;
