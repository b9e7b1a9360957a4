//! The program as its user meets it, without a terminal or a world: keys go in, effects and screens
//! come out. Not here: the loop and the real terminal (pty), single parts (unit tests beside them).

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod account;
mod acting;
mod arranging;
mod attacks;
mod checking;
mod choosing;
mod covered;
mod documents;
mod drafts;
mod exploring;
mod failing;
mod finding;
mod fixtures;
mod footers;
mod granting;
#[path = "../support/hostile.rs"]
mod hostile;
mod inspecting;
mod keeping;
mod kinds;
mod law;
mod leaving;
mod listed;
mod listing;
mod looking;
mod made;
mod mouse;
mod pictures;
mod reached;
mod recalling;
#[path = "../support/reference.rs"]
mod reference;
mod remapping;
mod requesting;
mod scrolling;
mod searching;
mod selecting;
mod sending;
mod sessions;
mod settings;
mod signalling;
mod streaming;
mod telling;
mod turns;
mod typing;
mod watching;
#[path = "../support/wire.rs"]
mod wire;
mod world;
