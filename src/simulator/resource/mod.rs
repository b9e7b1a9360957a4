//! What the account holds: resources of every kind, one file a kind, over one engine. The engine is
//! `stock` (what there is), `call` (one request to it), `listing`, `tagging` and `table` (which
//! operation is whose); `account` is the handle for whoever runs the server. Foundation models and
//! system-defined profiles are not here: they are the same in every account.

pub mod account;
mod base_model;
mod call;
mod clock;
mod copy_job;
mod custom_model;
mod customization_job;
mod deployment;
mod evaluation_job;
pub(crate) mod guardrail;
pub(crate) mod guardrail_assessment;
mod guardrail_finding;
mod guardrail_policy;
mod import_job;
mod inference_profile;
mod invocation_job;
mod job;
mod kind;
mod listing;
mod logging;
pub(crate) mod model_access;
mod moment;
mod prompt_router;
mod provisioned_model;
pub(crate) mod record;
mod reference;
#[cfg(test)]
mod refusals;
mod replay;
pub(crate) mod serving;
pub(crate) mod stock;
pub(crate) mod table;
mod tagging;
#[cfg(test)]
mod trial;
