//! The configuration file, its errors, and the paths.

pub mod duration;
pub mod environment;
pub mod error;
pub mod file;
pub mod load;
pub mod nearest;
pub mod paths;
mod read;
pub mod schema;
pub mod settings;
pub mod style;
pub mod theme;
