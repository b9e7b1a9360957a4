//! The decisions: pure state and `update`. No tokio, AWS, SQLite, frame or clock.
