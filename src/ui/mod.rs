//! The looks: `draw(&Model, &mut Frame)`; the only place with colours.

pub mod chat;
pub mod composer;
pub mod conversations;
pub mod draw;
pub mod explorer;
pub mod figures;
pub mod find;
pub mod inspector;
pub mod overlay;
pub mod pen;
pub mod resources;
pub mod status;
pub mod table;
pub mod tabs;
pub mod theme;
pub mod transcript;
