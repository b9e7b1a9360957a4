//! `outcrop resources`: what the account holds, listed and printed kind by kind.

mod filter;
mod found;
pub mod run;
mod service;
mod tree;
