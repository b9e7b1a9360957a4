//! What is kept on disk: conversations, drafts, live answers and the full-text index, in SQLite.
//! Not here: what is kept and asked (domain/archive), or on which thread (the runtime).

pub mod checkup;
mod conversations;
mod database;
mod drafts;
mod fault;
mod fold;
mod holding;
mod instance;
mod messages;
mod prompts;
pub mod reader;
mod recovery;
mod removal;
mod rows;
mod saving;
mod schema;
mod search;
mod seen;
mod shelf;
mod snippet;
mod tree;
mod words;
pub mod writer;
