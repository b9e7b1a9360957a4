//! Outcrop: a terminal application for Amazon Bedrock.
//!
//! The map of the house, ground floor first. A floor imports only from floors above it in this
//! list, and only the ones `tests/architecture.rs` names.

// Ground floor: plain words and facts.
pub mod api;
pub mod cli;
pub mod config;
pub mod domain;
pub mod text;

// First floor: the world outside.
pub mod aws;
pub mod simulator;
pub mod store;

// Second floor: decisions, then looks.
pub mod app;
pub mod ui;

// Roof: what runs it all.
pub mod commands;
pub mod runtime;
