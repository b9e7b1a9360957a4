//! The only place that imports `rusqlite`.
