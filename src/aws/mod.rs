//! Amazon Bedrock itself, through the AWS SDK: the only floor that knows it.

pub mod catalog;
pub mod client;
pub mod converse;
pub mod operation;
pub mod probe;
pub mod profiles;
pub mod sink;

mod access;
mod credentials;
mod document;
mod http;
mod owned;
mod pace;
pub(crate) mod pages;
mod problem;
mod received;
mod request;
mod session;
mod setting;
mod stream;
mod trust;
