//! The configuration file, its errors, and the paths.
