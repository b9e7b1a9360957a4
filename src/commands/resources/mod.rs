//! `outcrop resources`: what the account holds, listed and printed kind by kind.

mod filter;
mod found;
mod pages;
pub mod run;
mod tree;
