//! The small state machines that screens are made of.

pub mod cell;
pub mod chooser;
pub mod count;
pub mod desk;
pub mod draft;
pub mod editor;
pub mod excerpt;
pub mod expiry;
pub mod filter;
pub mod form;
pub mod items;
pub mod list;
pub mod needle;
pub mod notice;
pub mod offers;
pub mod recall;
pub mod remote;
pub mod selection;
pub mod series;
pub mod summary;
pub mod transcript;
pub mod tree;
pub mod upkeep;
